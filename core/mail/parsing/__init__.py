"""Understanding the bytes of a message: pure Python, no Django, run in a process of its own (`sandboxed`)."""
