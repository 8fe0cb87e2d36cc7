"""Cleans texts, lines and file names: which characters they may hold."""

import re
import unicodedata

from core.mail.parsing import limits

# Control characters but the line feed; marks that turn the direction of writing, or show nothing.
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
SURROGATES = re.compile("[\ud800-\udfff]")
NONCHARACTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
EMPTY_LINES = re.compile(r"\n{4,}")
BLANKS = re.compile(r"\s+")


def _without_hidden(text: str) -> str:
    for pattern in (SURROGATES, NONCHARACTERS, INVISIBLE):
        text = pattern.sub("", text)
    return unicodedata.normalize("NFC", text)


def clean_text(words: str) -> str:
    """Lines ended by a line feed, without trailing blanks, at most two empty ones together; characters composed."""
    words = LINE_ENDS.sub("\n", words).replace("\t", "    ")
    words = _without_hidden(CONTROLS.sub("", words))
    # A space at the end of a line is worth nothing, and several millions of them cost.
    words = "\n".join(line.rstrip() for line in words.split("\n"))
    return EMPTY_LINES.sub("\n\n\n", words).strip("\n")


def clean_line(words: str, longest: int) -> str:
    """One line: whatever breaks it becomes a space; cut at `longest` characters."""
    words = LINE_ENDS.sub(" ", words[: longest * 8])
    words = BLANKS.sub(_one_blank, _without_hidden(CONTROLS.sub(" ", words))).strip()
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def _one_blank(found: re.Match[str]) -> str:
    # A no-break space before « : » is part of French; anything longer is one space.
    return found[0] if found[0] in ("\u00a0", "\u202f") else " "


def clean_file_name(words: str, otherwise: str = "piece-jointe") -> str:
    """The last word of a path, in one line, its extension kept when it is cut."""
    name = clean_line(words.replace("\\", "/").rstrip("/ ").rpartition("/")[2], 4_000).strip(". ")
    if not name:
        return otherwise
    stem, dot, extension = name.rpartition(".")
    if len(name) <= limits.FILE_NAME or not dot or len(extension) > 10:
        return name[: limits.FILE_NAME]
    return f"{stem[: limits.FILE_NAME - 1 - len(extension)].rstrip()}.{extension}"
