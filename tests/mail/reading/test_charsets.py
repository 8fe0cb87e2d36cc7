"""Characters: what a message says of its own, and what is made of one that says nothing, or something false."""

import pytest

from core.mail.reading.charsets import MENDED, decoded
from core.mail.reading.remarks import Remarks

WORDS = "Café, cœur – 3 €"


@pytest.mark.parametrize(
    ("content", "label", "text"),
    [
        (WORDS.encode(), "utf-8", WORDS),
        (WORDS.encode(), "UTF8", WORDS),
        (WORDS.encode("cp1252"), "iso-8859-1", WORDS),
        (WORDS.encode("cp1252"), "windows-1252", WORDS),
        (WORDS.encode("cp1252"), None, WORDS),
        (WORDS.encode(), None, WORDS),
        (WORDS.encode(), "us-ascii", WORDS),
        (WORDS.encode("cp1252"), "us-ascii", WORDS),
        # It says Latin and it is UTF-8.
        (WORDS.encode(), "iso-8859-1", WORDS),
        ("3 €".encode("iso8859-15"), "ISO-8859-15", "3 €"),
        ("Café".encode("cp850"), "cp850", "Café"),
        (b"\xef\xbb\xbf" + WORDS.encode(), "iso-8859-1", WORDS),
        (WORDS.encode("utf-16"), "utf-16", WORDS),
        (WORDS.encode("utf-16-le"), "utf-16le", WORDS),
        (WORDS.encode("cp1252"), "x-mairie", WORDS),
        (b"Caf+AOk-", "utf-7", "Caf+AOk-"),
        (b"Caf\xc3", "utf-8", "Caf\ufffd"),
        (b"Caf\xe9", "iso-2022-kr", "Café"),
        (b"", "utf-8", ""),
        (b"\xff\xfe", None, ""),
    ],
)
def test_it_is_read(content: bytes, label: str | None, text: str) -> None:
    assert decoded(content, label, Remarks()) == text


@pytest.mark.parametrize(
    ("content", "label", "remark"),
    [
        (b"Caf+AOk-", "UTF-7", "Jeu de caractères UTF-7 refusé\u00a0: le texte est montré tel quel."),
        (b"Caf\xc3", "utf-8", MENDED),
        (b"x", "x-mairie", "Jeu de caractères inconnu\u00a0: «\u00a0x-mairie\u00a0»."),
        (b"x", "utf\r8\x02", "Jeu de caractères inconnu\u00a0: «\u00a0utf 8\u00a0»."),
        (b"Caf\xc3\xa9", "latin1", "Le texte se dit latin1 et il est en UTF-8."),
    ],
)
def test_what_was_mended_is_said(content: bytes, label: str, remark: str) -> None:
    remarks = Remarks()
    decoded(content, label, remarks)
    assert list(remarks) == [remark]


@pytest.mark.parametrize(
    "label", ["utf-8", "", "utf-16", "iso-2022-jp", "gb18030", "big5", "koi8-r", "x-user-defined"]
)
def test_every_byte_becomes_something(label: str) -> None:
    content = bytes(range(256)) * 3
    assert decoded(content, label, Remarks()).encode("utf-8")
