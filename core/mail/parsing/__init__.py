"""Understanding the bytes of a message: pure Python, no Django, run in a sandboxed process.

In reading order: `parsed_message` (the result), `sandboxed` (how the intranet asks for it, and what the process
answers); `message` (the entry point), `mime_tree`, `transfer_encodings`, `charsets`, `header_values`, `address_lists`;
`body` (its text and files), with `html_text`, `invitations`, `cms`, `pgp`; `quoting` and `quote_marks` (an answer apart
from what it quotes); `automatic` (a person or a program?), `bounces` (delivery reports), `stdlib_message`; `cleaning`,
`remarks`, `limits`.
"""
