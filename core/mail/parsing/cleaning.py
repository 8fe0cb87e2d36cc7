"""How much of a message is read, which characters its texts, lines and file names may hold, and what to warn of."""

import re
import unicodedata
from collections.abc import Iterator

MEGABYTE = 1_000_000

# Beyond these a message is not read at all.
HEADERS_SIZE = MEGABYTE
HEADERS = 1_000
PARTS = 500
DEPTH = 60

# Beyond these it is cut, with a warning.
RECIPIENTS = 200
REFERENCES = 100
TRACES = 60
PARTS_SIZE = 30 * MEGABYTE
TEXT = 500_000
HTML = MEGABYTE
HTML_LINKS = 2_000
OPENED = 3
WARNINGS = 30

# Characters, as the rows that keep them.
SUBJECT = SIGN = 300
NAME = FILE_NAME = 200
ADDRESS = 320
IDENTIFIER = 500
TRACE = 4_000
STATUS = 20
CONTENT_TYPE = 100

TOO_MUCH_TEXT = "Texte trop long\u00a0: la fin n’est pas montrée."
TOO_DEEP = "Trop de parties emboîtées."
TOO_MANY_PARTS = "Trop de parties."
TOO_MANY_HEADERS = "Trop d’en-têtes."
HEADERS_TOO_LONG = "En-têtes trop longs."

# Control characters but the line feed; marks that turn the direction of writing, or show nothing.
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
EMPTY_LINES = re.compile(r"\n{4,}")
# A no-break space before « : » is part of French; any other blanks become one space.
BLANKS = re.compile(r"(?![\u00a0\u202f](?!\s))\s+")


class ParseWarnings:
    """Sentences in French on what could not be read or was replaced, each once."""

    def __init__(self) -> None:
        self._sentences: dict[str, None] = {}

    def add(self, sentence: str) -> None:
        if len(self._sentences) < WARNINGS:
            self._sentences.setdefault(sentence)

    def __iter__(self) -> Iterator[str]:
        return iter(self._sentences)


def quoted(words: str) -> str:
    """Between French quotation marks, short."""
    return f"«\u00a0{clean_line(words, 60)}\u00a0»"


def _visible(text: str) -> str:
    return unicodedata.normalize("NFC", HIDDEN.sub("", text))


def clean_text(words: str) -> str:
    """Lines ended by a line feed, without trailing blanks, at most two empty ones together; characters composed."""
    words = LINE_ENDS.sub("\n", words).replace("\t", "    ")
    words = _visible(CONTROLS.sub("", words))
    # A space at the end of a line is worth nothing, and several millions of them cost.
    words = "\n".join(line.rstrip() for line in words.split("\n"))
    return EMPTY_LINES.sub("\n\n\n", words).strip("\n")


def clean_line(words: str, longest: int) -> str:
    """One line: whatever breaks it becomes a space; cut at `longest` characters."""
    words = LINE_ENDS.sub(" ", words[: longest * 8])
    words = BLANKS.sub(" ", _visible(CONTROLS.sub(" ", words))).strip()
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def clean_file_name(words: str, otherwise: str = "piece-jointe") -> str:
    """The last word of a path, in one line, its extension kept when it is cut."""
    name = clean_line(words.replace("\\", "/").rstrip("/ ").rpartition("/")[2], 4_000).strip(". ")
    if not name:
        return otherwise
    stem, dot, extension = name.rpartition(".")
    if len(name) <= FILE_NAME or not dot or len(extension) > 10:
        return name[:FILE_NAME]
    return f"{stem[: FILE_NAME - 1 - len(extension)].rstrip()}.{extension}"
