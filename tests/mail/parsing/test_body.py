"""The text of a message: which part says it, and how it is softened."""

import pytest

from core.mail.parsing import body, cleaning, html_text, message
from core.mail.parsing.cleaning import ParseWarnings
from core.mail.parsing.encodings import LOST_CHARACTERS, decode
from tests.mail.parsing.build import attached, many, raw, read, text

HTML = "<html><head><style>p { color: red }</style></head><body><p>Bonjour,</p><p>Un <b>banc</b>.</p></body></html>"
STUB = "Votre logiciel de messagerie ne prend pas en charge le format HTML.\n"


def text_of(octets: bytes) -> str:
    return message.parse_message(octets).text


def test_the_plain_text_of_an_alternative_even_about_html():
    assert text_of(many("alternative", text("En clair\n"), text(HTML, "html"))) == "En clair"
    assert text_of(many("alternative", text(HTML, "html"), text("En clair\n"))) == "Bonjour,\n\nUn banc."
    words = "Le site ne lit pas le HTML. " * 20
    assert text_of(many("alternative", text(words), text(HTML, "html"))) == words.strip()


@pytest.mark.parametrize(
    "plain",
    [
        "",
        " \r\n\r\n ",
        "\u00a0",
        STUB,
        "This message requires an HTML capable client.",
        "Pour visualiser ce message, rendez-vous sur https://x.example/" + "a" * 600,
        "Pour lire correctement cette newsletter : https://x.example/",
    ],
)
def test_the_html_when_the_plain_text_says_nothing(plain):
    assert text_of(many("alternative", text(plain), text(HTML, "html"))) == "Bonjour,\n\nUn banc."


def test_texts_around_an_image_are_joined_and_marks_of_images_left_out():
    image = attached("a.png", b"\x89PNG", "image/png", Content_Disposition="inline; filename=a.png")
    reading = message.parse_message(many("mixed", text("Avant\n"), image, text("Après\n")))
    assert reading.text == "Avant\n\nAprès"
    assert [part.is_inline for part in reading.parts] == [True]
    assert read("Voici : [cid:image001.png@01DC.5E] fin").text == "Voici :  fin"


def test_files_of_every_branch_are_kept():
    """Apple's programs put the files beside the HTML, inside the alternative."""
    branch = many(
        "mixed", text(HTML, "html"), attached("devis.pdf", b"%PDF", "application/pdf"), boundary="dedans"
    )
    reading = message.parse_message(many("alternative", text("En clair"), branch))
    assert reading.text == "En clair"
    assert [part.name for part in reading.parts] == ["devis.pdf"]


@pytest.mark.parametrize(
    ("source", "readable"),
    [
        ('<a href="https://x.example/a">la page</a>', "la page (https://x.example/a)"),
        ('<a href="https://www.x.example/">x.example</a>', "x.example"),
        ('<a href="mailto:a@x.example">A@x.example</a>', "A@x.example"),
        ('<a href="mailto:a@x.example">Ali</a>', "Ali (a@x.example)"),
        ('<a href="javascript:alert(1)">ici</a>', "ici"),
        ("<ul><li>un</li><li>deux</li></ul>", "  * un\n  * deux"),
        ("<ol><li>un<li>deux</ol>", " 1. un\n 2. deux"),
        ("<table><tr><th>Poste<th>Coût</tr><tr><td>Papier<td>12 €</tr></table>", "Poste   Coût\nPapier  12 €"),
        ("<table><tr><td><table><tr><td>un</table><td>deux</table>", "un\ndeux"),
        ("<p>vu</p><p style='display: none'>caché</p><script>x()</script><!-- non -->", "vu"),
        ("<div hidden>caché</div>vu", "vu"),
        ("<p class=MsoNormal>un</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>deux</p>", "un\n\ndeux"),
        ("Il a écrit :<blockquote>un<br>deux<blockquote>trois</blockquote></blockquote>fin",
         "Il a écrit :\n> un\n> deux\n>> trois\nfin"),
        ("un<br>deux &amp; trois &#0; &#xD800;", "un\ndeux & trois"),
        ("<p>sans fin <b>du tout", "sans fin du tout"),
        ("rien que des mots", "rien que des mots"),
        ("<?xml version='1.0' encoding='utf-16'?><p>é</p>", "é"),
        ("<img src='data:image/png;base64," + "A" * 50_000 + "'>après", "après"),
    ],
)  # fmt: skip
def test_html_becomes_readable(source, readable):
    words = cleaning.clean_text(html_text.html_to_text(source, cleaning.ParseWarnings()))
    expected = [line for line in readable.split("\n") if line]
    assert [line for line in words.replace("\ufffd", "").rstrip().split("\n") if line] == expected


def test_html_that_says_its_own_charset():
    octets = raw('<meta charset="iso-8859-15"><p>3 €</p>'.encode("iso8859-15"), Content_Type="text/html")
    assert text_of(octets) == "3 €"


@pytest.mark.parametrize(
    "source",
    ["<div>" * 3_000, "<table><tr><td>" * 300, "<blockquote>" * 2_000, "<" * 50_000, "<p " + "a=1 " * 20_000 + ">",
     "<a href='https://x.example'>" * 2_000, "&" * 50_000, "<table>" + "<tr><td>a<td>b" * 3_000, "<ul><li>" * 1_000],
)  # fmt: skip
def test_hostile_html_ends(source):
    assert isinstance(html_text.html_to_text(f"{source}mot", cleaning.ParseWarnings()), str)


def test_twenty_megabytes_of_links():
    link = '<p><a href="https://exemple.example/0">un lien</a>' + "mot " * 40 + "</p>"
    reading = message.parse_message(text(link * 100_000, "html"))
    assert reading.text.startswith("un lien (https://exemple.example/0)")
    assert reading.parse_warnings == [html_text.CUT, cleaning.TOO_MUCH_TEXT]
    assert len(reading.text) <= cleaning.TEXT


def test_flowed_paragraphs():
    lines = "Un paragraphe \nqui continue.\n> Une citation \n> qui continue\n>> une autre\n-- \nNom\n >n’en est pas une"
    assert body.unfold(lines).split("\n") == [
        "Un paragraphe qui continue.",
        "> Une citation qui continue",
        ">> une autre",
        "-- ",
        "Nom",
        ">n’en est pas une",
    ]
    assert body.unfold("télé \nphone", delete_space=True) == "téléphone"
    assert read("Un \nbanc", Content_Type="text/plain; format=flowed").text == "Un banc"


@pytest.mark.parametrize(
    ("words", "softened"),
    [
        ("un  \r\ndeux\t \rtrois", "un\ndeux\ntrois"),
        ("\n\nun\n\n\n\n\n\ndeux\n\n", "un\n\n\ndeux"),
        ("e\u0301\x00\x07\u200b\u202e\ufeff!", "é!"),
        ("\ud800a", "a"),
        ("un\u2028deux\x0ctrois", "un\ndeux\ntrois"),
        ("👩\u200d🚒 3\u202f€", "👩\u200d🚒 3\u202f€"),
        ("  en retrait", "  en retrait"),
    ],
)
def test_softly(words, softened):
    assert cleaning.clean_text(words) == softened


def test_a_text_beyond_reason_is_cut():
    reading = read("mot " * 400_000)
    assert len(reading.text) <= cleaning.TEXT
    assert reading.parse_warnings == [cleaning.TOO_MUCH_TEXT]


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
