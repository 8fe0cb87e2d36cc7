"""Untrusted work, done where it harms only itself: one child process a call, in bubblewrap, that dies with its answer.

Nothing here knows Django. A worker is a module of an app with one function, called in the child alone:

    def answer(file: BinaryIO, send: Callable[[bytes], None], **options) -> None: ...    frames, as many as it takes

The parent, `client`, checks all that comes back: a file that takes hold of the `child` chooses what it answers.
"""
