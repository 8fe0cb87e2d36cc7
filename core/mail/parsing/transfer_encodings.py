"""Decodes base64, quoted-printable and uuencode, as far as they can be read."""

import binascii
import io
import re

NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
# Punctuation, accents, or blanks between two characters: no line of base64 holds them.
OF_WORDS = re.compile(rb"[^A-Za-z0-9+/=\s]|[A-Za-z0-9+/=][ \t]+[A-Za-z0-9+/=]")
# Octets: enough to tell, and a text that may be a few words alone.
LOOKED_AT, SHORT = 100_000, 200
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


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


def decode_content(content: bytes, encoding: str, *, is_text: bool = False) -> bytes:
    """`is_text`: the part says that it is a text, which some programs label as base64 and send as it is."""
    if encoding == "base64":
        return content if is_text and _is_plain(content) else base64(content)
    if encoding == "quoted-printable":
        return quoted_printable(content)
    if encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
        return content if is_text and b"begin " not in content else uuencoded(content)
    return content


def _is_plain(content: bytes) -> bool:
    """Whether words stand where base64 is announced."""
    lines = content[:LOOKED_AT].split(b"\n")
    words = sum(len(line) for line in lines if OF_WORDS.search(line))
    if 2 * words > sum(map(len, lines)):
        return True
    if len(content) > SHORT or not content.strip():
        return False
    # Single words look like base64, but for its even lines, its padding and what it gives.
    lines = content.split()
    is_uneven = any(len(line) != len(lines[0]) for line in lines[:-1]) or len(lines[-1]) > len(lines[0])
    read = base64(content)
    is_utf16 = b"\x00" in read
    return is_uneven or len(b"".join(lines)) % 4 != 0 or (not is_utf16 and bool(CONTROLS.search(read)))
