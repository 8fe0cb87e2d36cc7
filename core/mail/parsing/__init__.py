"""Understanding the bytes of a message: pure Python, no Django, run in a sandboxed process.

In reading order: `parsed_message` (the result), `sandboxed` (how the intranet asks for it, and what the process
answers); `message` (the entry point), `mime` (Python's parser, its headers repaired), `headers`, `encodings`;
`body` (its text, its files and what wraps them), with `html_text`; `quoting` (an answer apart from what it quotes);
`automatic` (a person or a program?), `bounces` (delivery reports); `cleaning` (limits and warnings).
"""
