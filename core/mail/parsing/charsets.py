"""Decodes text by the labels of the WHATWG's encoding standard, as browsers do."""

import codecs

import webencodings

from core.mail.parsing.remarks import Remarks, quoted
from core.ui.encodings import BOMS, LOST, decoded

MARKS = tuple(mark for mark, _ in BOMS)
# Labels of old mail programs, absent from the standard.
OLDER = {
    "cp437": "cp437",
    "ibm437": "cp437",
    "cp850": "cp850",
    "ibm850": "cp850",
    "cp858": "cp858",
    "latin9": "iso8859-15",
    "latin-9": "iso8859-15",
    "cp-1252": "cp1252",
    "win-1252": "cp1252",
    "utf_8": "utf-8",
    "utf-8-sig": "utf-8",
    "utf8mb4": "utf-8",
    "utf-32": "utf-32",
}
UNDECLARED = {
    "",
    "us-ascii",
    "ascii",
    "ansi_x3.4-1968",
    "unknown-8bit",
    "x-unknown",
    "default",
    "8bit",
    "binary",
}
# No text in them is UTF-8 by chance, nor the other way round.
WIDE = ("utf-16", "utf-32")
LOST_CHARACTERS = "Des caractères abîmés ont été remplacés."


def decode(content: bytes, label: str | None, remarks: Remarks) -> str:
    """Decode as strict UTF-8 where there are bytes above 127, then by the label, then as Windows-1252.

    Never fails: what cannot be read becomes U+FFFD, with a remark. Labels are often wrong; text that is valid UTF-8 by
    chance is not seen in practice.
    """
    label = (label or "").strip("\"' \t").partition("*")[0].lower()
    if content.startswith(MARKS) or label in UNDECLARED:
        return _guessed(content, remarks)
    if "utf-7" in label or "utf7" in label:
        # Its « +ADw- » has let markup through many a filter; no mail program has written it for years.
        remarks.add("Jeu de caractères UTF-7 refusé\u00a0: le texte est montré tel quel.")
        return content.decode("ascii", "replace")
    codec = _codec_of(label)
    if codec is None:
        remarks.add(f"Jeu de caractères inconnu\u00a0: {quoted(label)}.")
        return _guessed(content, remarks)
    if not codec.name.startswith(WIDE) and not content.isascii():
        if (utf8 := _strictly_utf8(content)) is not None:
            if codec.name != "utf-8":
                remarks.add(f"Le texte se dit {label} et il est en UTF-8.")
            return utf8
        if not _is_mostly_read(content, codec):
            remarks.add(f"Le texte se dit {label} et il ne l’est pas.")
            return _replacing(content, codecs.lookup("cp1252"), remarks)
    return _replacing(content, codec, remarks)


def _codec_of(label: str) -> codecs.CodecInfo | None:
    encoding = webencodings.lookup(label)
    if encoding is None:
        return codecs.lookup(OLDER[label]) if label in OLDER else None
    return None if encoding.name in ("replacement", "x-user-defined") else encoding.codec_info


def _strictly_utf8(content: bytes) -> str | None:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _is_mostly_read(content: bytes, codec: codecs.CodecInfo) -> bool:
    """Whether this codec reads most of the bytes beyond ASCII: else the label is wrong."""
    text = _replacing(content, codec, Remarks())
    unread = text.count(LOST)
    return not unread or sum(character > "\x7f" for character in text) > 2 * unread


def _guessed(content: bytes, remarks: Remarks) -> str:
    return _noting_lost(decoded(content).text, remarks)


def _replacing(content: bytes, codec: codecs.CodecInfo, remarks: Remarks) -> str:
    try:
        text = codec.decode(content, "replace")[0]
    except (LookupError, ValueError):
        # Some codecs fail in the middle even with « replace ».
        text = content.decode("latin-1")
    return _noting_lost(text, remarks)


def _noting_lost(text: str, remarks: Remarks) -> str:
    if LOST in text:
        remarks.add(LOST_CHARACTERS)
    return text
