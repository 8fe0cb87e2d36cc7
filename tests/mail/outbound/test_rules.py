"""What needs no database: who is never answered, which Message-IDs are kept, which server's words are final."""

import smtplib

import pytest

from core.mail.autoreply import is_unattended
from core.mail.headers import ids_in, message_id
from core.mail.outbound.bounce_handling import permanent_refusal
from core.mail.outbound.messages import OutboundMessage, render_layout, split_last_link
from core.mail.outbound.sending import WAITS
from core.mail.registry import is_ours


def test_nobody_reads_there():
    machines = "noreply MAILER-DAEMON liste-bounces bounces+abc=def"
    people = "nadia.benali noe.reply renobounce jean.noreau"
    assert [name for name in machines.split() if not is_unattended(f"{name}@x.example")] == []
    assert [name for name in people.split() if is_unattended(f"{name}@x.example")] == []


def test_ours(settings, rubric):
    settings.MAIL_FROM = "intranet@ville.example"
    ours = ["essai@ville.example", "Essai+detail@Ville.example", "intranet@ville.example"]
    assert [address for address in ours if not is_ours(address)] == []
    assert not is_ours("nadia@ville.example")
    assert not is_ours("essai@autre.example")


def test_message_ids(settings):
    settings.MAIL_FROM = "saperlipopette@ville.example"
    assert message_id("abc") == "<abc@ville.example>"
    assert ids_in("<a@x> <b@y>", "c@z", "<a@x>") == ["<a@x>", "<b@y>", "<c@z>"]
    assert ids_in("<a\r\nBcc: x@y>", "", "<é@x>", "<a\x00b@x>", "\x00@x", "deux mots@x", "<") == []
    assert ids_in("<" + "a" * 600 + "@x>") == []


@pytest.mark.parametrize(
    ("code", "said", "is_final"),
    [
        (550, b"5.1.1 <x@y>: Recipient address rejected", True),
        (550, b"boite inconnue", True),
        (550, "boîte inconnue à la mairie".encode(), True),
        (550, "boîte inconnue à la mairie".encode("cp1252"), True),
        (553, b"5.1.3 bad address", True),
        (554, b"5.7.1 <x@y>: Relay access denied", False),
        (450, b"4.2.0 greylisted", False),
        (452, b"4.2.2 over quota", False),
    ],
)
def test_what_the_server_says_of_the_recipient(code, said, is_final):
    refusal = permanent_refusal(smtplib.SMTPRecipientsRefused({"x@y": (code, said)}))
    assert bool(refusal) is is_final
    assert b"mairie" not in said or refusal == "550 boîte inconnue à la mairie"


def test_what_time_may_mend_is_tried_for_three_days_ever_further_apart():
    assert 2.9 * 86400 < sum(WAITS) <= 3 * 86400
    assert WAITS[0] <= 10
    assert list(WAITS[:9]) == sorted(WAITS[:9])
    of_smtp = [smtplib.SMTPDataError(554, b"5.6.0 no"), smtplib.SMTPAuthenticationError(535, b"5.7.8 no")]
    for error in (ConnectionRefusedError(), TimeoutError(), smtplib.SMTPServerDisconnected(), *of_smtp):
        assert permanent_refusal(error) == ""


def test_one_layout_holds_what_the_text_says(settings):
    settings.SITE_URL = "https://intranet.ville.example"
    letter = OutboundMessage(
        None,
        "Objet <b>\r\n& cie",
        "Bonjour,\n\nVoir https://ville.example/a?b=1&c=2\nEt <script>",
        button="Répondre",
        url="/idees/abc/",
        foot=(("Choisir", "/notifications/preferences/"),),
    )
    text, html = render_layout(letter, can_answer=True)
    for version in (text, html):
        assert "https://intranet.ville.example/idees/abc/" in version
        assert "Répondre" in version
        assert "https://intranet.ville.example/notifications/preferences/" in version
        assert "Un courriel n’est jamais anonyme." in version
    assert "Et <script>" in text
    assert "Et &lt;script&gt;" in html
    assert "<title>Objet &lt;b&gt;  &amp; cie</title>" in html
    assert 'href="https://ville.example/a?b=1&amp;c=2"' in html
    assert html.count('class="act"') == 1
    assert '<html lang="fr">' in html
    assert "<p>Bonjour,</p>" in html
    assert " style=" not in html
    assert "<img" not in html
    assert html.count("http") == html.count("https://")


@pytest.mark.parametrize("item", ["- Des bancs (faite)\u00a0: {}", "– Des bancs (faite)\n{}"])
def test_the_items_of_a_list_are_links_by_their_words(item):
    item = item.format("https://x.example/a?b=1&c")
    text = f"Voici\u00a0:\n{item}\n  Leur réponse <b>\n{item}"
    _, html = render_layout(OutboundMessage(None, "Objet", text), can_answer=False)
    link = '<a href="https://x.example/a?b=1&amp;c">Des bancs (faite)</a>'
    dash = item[:2]
    assert f"<p>Voici\u00a0:<br>{dash}{link}<br>  Leur réponse &lt;b&gt;<br>{dash}{link}</p>" in html


def test_the_last_link_of_a_text_is_the_button_and_without_one_there_is_none():
    expected = ("Bonjour,", "Choisir", "https://x.example/a")
    assert split_last_link("Bonjour,\n\nChoisir\u00a0:\nhttps://x.example/a\n") == expected
    expected = ("Bonjour,\n\nhttps://x.example/a\n", "", "")
    assert split_last_link("Bonjour,\n\nhttps://x.example/a\n") == expected
    text, html = render_layout(OutboundMessage(None, "Objet", "Texte"), can_answer=False)
    assert 'class="act"' not in html
    assert "répondre" not in text + html
