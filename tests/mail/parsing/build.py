"""Messages for these tests, written as they travel."""

import base64

from core.mail.parsing import message
from core.mail.parsing.parsed_message import ParsedMessage


def raw(body: str | bytes = "Bonjour\n", **headers: str | bytes) -> bytes:
    """Headers are given with underscores for hyphens; a list of lines would not tell their order better."""
    lines = [
        name.replace("_", "-").encode() + b": " + octets(value) + b"\r\n" for name, value in headers.items()
    ]
    return b"".join(lines) + b"\r\n" + octets(body).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def octets(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value


def read(body: str | bytes = "Bonjour\n", **headers: str | bytes) -> ParsedMessage:
    return message.parse_message(raw(body, **headers))


def many(kind: str, *parts: bytes, boundary: str = "limite", **headers: str) -> bytes:
    """A multipart of parts made by `raw`."""
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    content_type = f'multipart/{kind}; boundary="{boundary}"'
    return raw(body + b"--" + boundary.encode() + b"--\r\n", Content_Type=content_type, **headers)


def text(words: str | bytes, kind: str = "plain", charset: str = "utf-8", **headers: str) -> bytes:
    return raw(words, Content_Type=f"text/{kind}; charset={charset}", **headers)


def attached(name: str, content: bytes, kind: str = "application/octet-stream", **headers: str) -> bytes:
    given = {"Content_Type": kind, "Content_Disposition": f'attachment; filename="{name}"', **headers}
    return raw(base64.encodebytes(content), Content_Transfer_Encoding="base64", **given)
