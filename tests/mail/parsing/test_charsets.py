"""Characters: what a message says of its own, and what is made of one that says nothing, or something false."""

import pytest

from core.mail.parsing.cleaning import ParseWarnings
from core.mail.parsing.encodings import LOST_CHARACTERS, decode

WORDS = "Café, cœur – 3 €"


@pytest.mark.parametrize(
    ("content", "label", "text"),
    [
        (WORDS.encode(), "utf-8", WORDS),
        (WORDS.encode(), "UTF8", WORDS),
        (WORDS.encode("cp1252"), "iso-8859-1", WORDS),
        (WORDS.encode("cp1252"), "windows-1252", WORDS),
        (WORDS.encode("cp1252"), "", WORDS),
        (WORDS.encode(), "", WORDS),
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
        # It says UTF-8 and it is Latin; or another, and it is UTF-8.
        (WORDS.encode("cp1252"), "utf-8", WORDS),
        ("\u00c9t\u00e9 : caf\u00e9".encode("latin-1"), "UTF-8", "\u00c9t\u00e9 : caf\u00e9"),
        (WORDS.encode(), "gb2312", WORDS),
        (WORDS.encode(), "koi8-r", WORDS),
        (WORDS.encode(), "big5", WORDS),
        (WORDS.encode("cp1252"), "shift_jis", WORDS),
        # What it says is true.
        ("\u4f60\u597d".encode("gb2312"), "gb2312", "\u4f60\u597d"),
        ("\u041f\u0440\u0438\u0432\u0435\u0442".encode("koi8-r"), "koi8-r", "\u041f\u0440\u0438\u0432\u0435\u0442"),
        ("\u0100\u0101".encode("utf-16-le"), "utf-16le", "\u0100\u0101"),
        ("\uaaaa".encode("utf-16-be"), "utf-16be", "\uaaaa"),
        ("\u00e9t\u00e9".encode() + b" \xff", "utf-8", "\u00e9t\u00e9 \ufffd"),
        (b"Caf\xc3", "utf-8", "Caf\u00c3"),
        (b"Caf\xe9", "iso-2022-kr", "Café"),
        (b"", "utf-8", ""),
        (b"\xff\xfe", "", ""),
    ],
)  # fmt: skip
def test_it_is_read(content, label, text):
    assert decode(content, label) == text


@pytest.mark.parametrize(
    ("content", "label", "warning"),
    [
        (b"Caf+AOk-", "UTF-7", "Jeu de caractères UTF-7 refusé\u00a0: le texte est montré tel quel."),
        (b"\xc3\xa9t\xc3\xa9 \xff", "utf-8", LOST_CHARACTERS),
        (b"Caf\xe9", "utf-8", "Le texte se dit utf-8 et il ne l’est pas."),
        (b"Caf\xc3\xa9", "gb2312", "Le texte se dit gb2312 et il est en UTF-8."),
        (b"x", "x-mairie", "Jeu de caractères inconnu\u00a0: «\u00a0x-mairie\u00a0»."),
        (b"x", "utf\r8\x02", "Jeu de caractères inconnu\u00a0: «\u00a0utf 8\u00a0»."),
        (b"Caf\xc3\xa9", "latin1", "Le texte se dit latin1 et il est en UTF-8."),
    ],
)
def test_what_was_mended_is_said(content, label, warning):
    warnings = ParseWarnings()
    decode(content, label, warnings)
    assert list(warnings) == [warning]


@pytest.mark.parametrize(
    "label", ["utf-8", "", "utf-16", "iso-2022-jp", "gb18030", "big5", "koi8-r", "x-user-defined"]
)
def test_every_byte_becomes_something(label):
    content = bytes(range(256)) * 3
    assert decode(content, label).encode("utf-8")
