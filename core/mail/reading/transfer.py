"""Contents as they travel: base64, quoted-printable and uuencode, read as far as they can be."""

import binascii
import io
import re

NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


def base64(content: bytes) -> bytes:
    """Whatever its padding, its blanks and its strange characters."""
    try:
        return binascii.a2b_base64(content)
    except binascii.Error:
        pass
    kept = NOT_BASE64.sub(b"", content)
    # One character alone holds six bits: not a byte.
    kept = kept[: len(kept) - (len(kept) % 4 == 1)]
    try:
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
    except binascii.Error:
        return b""


def quoted_printable(content: bytes) -> bytes:
    return binascii.a2b_qp(content)


def uuencoded(content: bytes) -> bytes:
    kept = bytearray()
    begun = b"begin " not in content
    for row in io.BytesIO(content):
        line = row.rstrip(b"\r\n")
        if not begun:
            begun = line.startswith(b"begin ")
            continue
        # A line may claim more than it holds.
        if line.strip() == b"end" or len(kept) > len(content):
            break
        try:
            kept.extend(binascii.a2b_uu(line))
        except binascii.Error:
            # Some encoders write one character more than the length says.
            size = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
            try:
                kept.extend(binascii.a2b_uu(line[:size]))
            except binascii.Error:
                continue
    return bytes(kept)


def decoded(content: bytes, encoding: str) -> bytes:
    if encoding == "base64":
        return base64(content)
    if encoding == "quoted-printable":
        return quoted_printable(content)
    if encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
        return uuencoded(content)
    return content
