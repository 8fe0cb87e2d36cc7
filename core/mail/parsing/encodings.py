"""Decode text by the labels of the WHATWG's encoding standard, as browsers do, and base64 as far as it can be read."""

import binascii
import codecs
import re
from contextlib import suppress

import webencodings

from core.mail.parsing.cleaning import ParseWarnings, quoted
from core.web.encodings import BOMS, LOST, decoded

MARKS = tuple(mark for mark, _ in BOMS)
# Labels of old mail programs, absent from the standard.
OLDER = {
    **dict.fromkeys(("cp437", "ibm437"), "cp437"),
    **dict.fromkeys(("cp850", "ibm850"), "cp850"),
    **dict.fromkeys(("latin9", "latin-9"), "iso8859-15"),
    **dict.fromkeys(("cp-1252", "win-1252"), "cp1252"),
    **dict.fromkeys(("utf_8", "utf-8-sig", "utf8mb4"), "utf-8"),
    **{name: name for name in ("cp858", "utf-32")},
}
UNDECLARED = {
    "", "us-ascii", "ascii", "ansi_x3.4-1968", "unknown-8bit", "x-unknown", "default", "8bit", "binary"
}  # fmt: skip
# No text in them is UTF-8 by chance, nor the other way round.
WIDE = ("utf-16", "utf-32")
LOST_CHARACTERS = "Des caractères abîmés ont été remplacés."

NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
# Punctuation, accents, or blanks between two characters: no line of base64 holds them.
OF_WORDS = re.compile(rb"[^A-Za-z0-9+/=\s]|[A-Za-z0-9+/=][ \t]+[A-Za-z0-9+/=]")
# Octets: enough to judge, and a text that may be a few words alone.
LOOKED_AT, SHORT = 100_000, 200
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(content: bytes, label: str = "", warnings: ParseWarnings | None = None) -> str:
    """Decode as strict UTF-8 where there are bytes above 127, then by the label, then as Windows-1252.

    Never fails: what cannot be read becomes U+FFFD, with a warning. Labels are often wrong; text that is valid UTF-8 by
    chance is not seen in practice.
    """
    warnings = ParseWarnings() if warnings is None else warnings
    text = _decoded(content, label.strip("\"' \t").partition("*")[0].lower(), warnings)
    if LOST in text:
        warnings.add(LOST_CHARACTERS)
    return text


def _decoded(content: bytes, label: str, warnings: ParseWarnings) -> str:
    if content.startswith(MARKS) or label in UNDECLARED:
        return decoded(content).text
    if "utf-7" in label or "utf7" in label:
        # Its « +ADw- » has let markup through many a filter; no mail program has written it for years.
        warnings.add("Jeu de caractères UTF-7 refusé\u00a0: le texte est montré tel quel.")
        return content.decode("ascii", "replace")
    encoding = webencodings.lookup(label)
    if encoding and encoding.name not in ("replacement", "x-user-defined"):
        codec = encoding.codec_info
    elif not encoding and label in OLDER:
        codec = codecs.lookup(OLDER[label])
    else:
        warnings.add(f"Jeu de caractères inconnu\u00a0: {quoted(label)}.")
        return decoded(content).text
    if codec.name.startswith(WIDE) or content.isascii():
        return _replacing(content, codec)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = _replacing(content, codec)
        lost = text.count(LOST)
        # Most of what lies beyond ASCII is read by the codec of a true label.
        if not lost or sum(character > "\x7f" for character in text) > 2 * lost:
            return text
        warnings.add(f"Le texte se dit {label} et il ne l’est pas.")
        return content.decode("cp1252", "replace")
    if codec.name != "utf-8":
        warnings.add(f"Le texte se dit {label} et il est en UTF-8.")
    return text


def _replacing(content: bytes, codec: codecs.CodecInfo) -> str:
    try:
        return codec.decode(content, "replace")[0]
    except (LookupError, ValueError):
        # Some codecs fail in the middle even with « replace ».
        return content.decode("latin-1")


def decode_base64(content: bytes, *, is_text: bool = False) -> bytes:
    """Decode whatever the padding, blanks and strange characters; `is_text`: some programs send text as it is."""
    if is_text and _is_plain(content):
        return content
    with suppress(binascii.Error):
        return binascii.a2b_base64(content)
    kept = NOT_BASE64.sub(b"", content)
    # One character alone holds six bits: not a byte.
    kept = kept[: len(kept) - (len(kept) % 4 == 1)]
    try:
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
    except binascii.Error:
        return b""


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
    read = decode_base64(content)
    is_utf16 = b"\x00" in read
    return is_uneven or len(b"".join(lines)) % 4 != 0 or (not is_utf16 and bool(CONTROLS.search(read)))
