"""Bytes to characters: the labels of the WHATWG's encoding standard, as browsers read them."""

import codecs

import webencodings

from core.mail.reading.remarks import Remarks, quoted

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# What mails of before the web still name, absent from the standard.
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
WESTERN = {"windows-1252", "iso-8859-15"}
MENDED = "Des caractères abîmés ont été remplacés."


def decoded(content: bytes, label: str | None, remarks: Remarks) -> str:
    """Never fails: what cannot be read becomes U+FFFD, and is said."""
    for mark, codec in BOMS:
        if content.startswith(mark):
            return _replacing(content[len(mark) :], codec, remarks)
    label = (label or "").strip("\"' \t").partition("*")[0].lower()
    if label in UNDECLARED:
        return _guessed(content, remarks)
    if "utf-7" in label or "utf7" in label:
        # Its « +ADw- » has let markup through many a filter; no mail program has written it for years.
        remarks.add("Jeu de caractères UTF-7 refusé\u00a0: le texte est montré tel quel.")
        return content.decode("ascii", "replace")
    encoding = webencodings.lookup(label)
    if encoding is None and label in OLDER:
        return _replacing(content, OLDER[label], remarks)
    if encoding is None or encoding.name in ("replacement", "x-user-defined"):
        remarks.add(f"Jeu de caractères inconnu\u00a0: {quoted(label)}.")
        return _guessed(content, remarks)
    if encoding.name in WESTERN and not content.isascii() and (utf8 := _strictly_utf8(content)) is not None:
        # « Ã© » is never what was meant.
        remarks.add(f"Le texte se dit {label} et il est en UTF-8.")
        return utf8
    return _replacing(content, encoding.codec_info.name, remarks, encoding.codec_info)


def _strictly_utf8(content: bytes) -> str | None:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _guessed(content: bytes, remarks: Remarks) -> str:
    """Eight bits that say nothing of themselves: UTF-8, else what Windows wrote in France."""
    utf8 = _strictly_utf8(content)
    return utf8 if utf8 is not None else _replacing(content, "cp1252", remarks)


def _replacing(content: bytes, codec: str, remarks: Remarks, info: codecs.CodecInfo | None = None) -> str:
    try:
        text = (info or codecs.lookup(codec)).decode(content, "replace")[0]
    except (LookupError, ValueError):
        # A codec may give up in the middle, whatever it was asked.
        text = content.decode("latin-1")
    if "\ufffd" in text:
        remarks.add(MENDED)
    return text
