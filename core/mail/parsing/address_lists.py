"""The addresses of a header (RFC 5322, RFC 6532), read in one pass: names are decoded once their place is known."""

import re
import unicodedata

from core.mail.parsing import cleaning, header_values, limits
from core.mail.parsing.parsed_message import EmailAddress

# Each alternative takes what it began: a quotation or an angle that nothing closes goes to the end.
TOKEN = re.compile(
    rf"""(?P<word>{header_values.WORD})
    |(?P<quoted>"(?:[^"\\]|\\.)*+(?:"|\\?\Z))
    |(?P<angle><(?:[^<>"]|"(?:[^"\\]|\\.)*+(?:"|\\?\Z))*+>?)
    |(?P<comment>\()
    |(?P<mark>[,;:])
    |(?P<space>\s+)
    |(?P<atom>[^\s"<(,;:=]+|.)""",
    re.DOTALL | re.VERBOSE,
)
IN_COMMENT = re.compile(r"[()]|\\.", re.DOTALL)
PLAIN_LOCAL = re.compile(r"[^\s()<>\[\]:;@\\,.\"]+(?:\.[^\s()<>\[\]:;@\\,.\"]+)*")
DOMAIN = re.compile(r"[^\s()<>\[\]:;@\\,\"/]{1,255}|\[[0-9A-Za-z:.]{2,60}\]")


def parse_address_list(value: bytes) -> list[EmailAddress]:
    """In order. One whose address makes no sense keeps its name, with an empty address."""
    text = header_values.decode_header(value)
    found: list[EmailAddress] = []
    pieces: list[str] = []
    remarks: list[str] = []
    position = 0
    while position < len(text):
        token = TOKEN.match(text, position)
        assert token  # The last alternative takes any character.
        position = token.end()
        kind, piece = token.lastgroup, token[0]
        if kind == "comment":
            position, comment = _comment(text, position)
            remarks.append(comment)
        elif kind == "angle":
            if piece.strip("<> ") or pieces:
                found.append(_person(piece.strip("<>"), _phrase(pieces) or " ".join(remarks)))
            pieces, remarks = [], []
        elif piece == ":" and not any("@" in one for one in pieces):
            # The name of a group.
            pieces = []
        elif kind == "mark" and piece in ",;":
            _bare(found, pieces, remarks)
            pieces, remarks = [], []
        else:
            pieces.append(" " if kind == "space" else piece)
    _bare(found, pieces, remarks)
    return found


def _comment(text: str, position: int) -> tuple[int, str]:
    """Return the end of a comment, and its words; 2,000 nested ones cost no more than their length."""
    depth, begin = 1, position
    for found in IN_COMMENT.finditer(text, position):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if not depth:
            return found.end(), text[begin : found.start()]
    return len(text), text[begin:]


def _bare(found: list[EmailAddress], pieces: list[str], remarks: list[str]) -> None:
    """An address without angle brackets; after one that had them, blanks only."""
    words = "".join(pieces).strip()
    if not words:
        return
    if "@" not in words:
        found.append(_person("", _phrase(pieces)))
        return
    # « Jo Martin jo@ville.example »: one address among words.
    apart = [word for word in words.split() if "@" in word]
    if len(apart) == 1 and apart[0] != words and not clean_address(words) and clean_address(apart[0]):
        found.append(_person(apart[0], " ".join(words.replace(apart[0], " ").split())))
    else:
        found.append(_person(words, " ".join(remarks)))


def _phrase(pieces: list[str]) -> str:
    return "".join(
        re.sub(r"\\(.)", r"\1", piece[1:].removesuffix('"'), flags=re.DOTALL)
        if piece.startswith('"')
        else piece
        for piece in pieces
    )


def _person(specification: str, name: str) -> EmailAddress:
    shown = cleaning.clean_line(header_values.decode_words(name[:20_000]), limits.NAME)
    known = clean_address(specification)
    if not known and not shown:
        shown = cleaning.clean_line(header_values.decode_words(specification[:20_000]), limits.NAME)
    return EmailAddress(known, shown)


def clean_address(specification: str) -> str:
    """In lower case, without its route; a quoted local part that needs no quotes loses them. Empty when it is none."""
    if len(specification) > limits.ADDRESS * 2:
        return ""
    specification = unicodedata.normalize("NFC", specification).strip().lower()
    if specification.startswith("@") and ":" in specification:
        specification = specification.partition(":")[2]
    local, _, domain = specification.rpartition("@")
    local, domain = local.strip(), domain.strip().rstrip(".")
    if local.startswith('"') and local.endswith('"') and len(local) > 2:
        inside = re.sub(r"\\(.)", r"\1", local[1:-1], flags=re.DOTALL)
        if PLAIN_LOCAL.fullmatch(inside):
            local = inside
        elif cleaning.clean_line(local, limits.ADDRESS) != local:
            return ""
    elif not PLAIN_LOCAL.fullmatch(local):
        return ""
    whole = f"{local}@{domain}"
    if not DOMAIN.fullmatch(domain) or len(whole) > limits.ADDRESS:
        return ""
    return whole if cleaning.clean_line(whole, limits.ADDRESS) == whole else ""
