"""The text of a message: which part says it, and how it is softened."""

import pytest

from core.mail.parsing import body, cleaning, html_text, message
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
