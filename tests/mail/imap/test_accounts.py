"""What the settings say of a mailbox, and what `manage.py check` answers when it makes no sense."""

import pytest

from core.mail import registrations
from core.mail.imap import accounts
from core.mail.imap.accounts import MailboxSettingsError, clean_words

GOOD = {
    "url": "imaps://saperlipopette%40ville.example@imap.ville.example/Bo%C3%AEte/Id%C3%A9es",
    "password": "p",
    "token_file": "",
    "archive": "Archivé",
}


def read(**changes: str) -> accounts.MailAccount:
    return accounts.read_account("essai", {**GOOD, **changes})


def test_an_address_is_read():
    found = read()
    assert (found.host, found.port, found.is_tls) == ("imap.ville.example", 993, True)
    expected = ("saperlipopette@ville.example", "Boîte/Idées", "Archivé")
    assert (found.user, found.folder, found.archive) == expected
    assert "'p'" not in repr(found)
    other = read(url="imap://compte@serveur:1143?ca=/etc/ca.pem", archive="")
    assert (other.port, other.is_tls, other.folder, other.ca) == (1143, False, "INBOX", "/etc/ca.pem")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"url": ""}, "manque"),
        ({"url": "imap.ville.example"}, "imaps://"),
        ({"url": "pop3://a@b"}, "imaps://"),
        ({"url": "imaps://a@b:99999"}, "illisible"),
        ({"url": "imaps://a@[b"}, "illisible"),
        ({"url": "imaps://serveur/INBOX"}, "le compte"),
        ({"url": "imaps://compte@/INBOX"}, "le serveur"),
        ({"url": "imaps://a:secret@b"}, "sa propre ligne"),
        ({"url": "imap://a@b:993"}, "993"),
        ({"url": "imaps://a@b?tls=no"}, "«\u00a0tls\u00a0»"),
        ({"url": "imaps://a@b/IN%0D%0ABOX"}, "caractère invisible"),
        ({"password": ""}, "il en manque un"),
        ({"token_file": "/un/jeton"}, "pas les deux"),
        ({"archive": "Boîte/Idées"}, "ne peut pas être celui qui est lu"),
    ],
)
def test_what_cannot_be_read_is_said(changes, said):
    with pytest.raises(MailboxSettingsError) as raised:
        read(**changes)
    assert said in str(raised.value)
    assert "secret" not in str(raised.value)
    with pytest.raises(MailboxSettingsError, match="lettres sans accent"):
        accounts.read_account("été", GOOD)


def test_the_check_says_them_all(settings, tmp_path):
    ca = tmp_path / "ca.pem"
    ca.write_text("rien")
    settings.MAILBOXES = {
        "bonne": GOOD,
        "vide": {**GOOD, "url": ""},
        "sans_ca": {**GOOD, "url": f"{GOOD['url']}?ca={ca}"},
    }
    assert [(found.id, found.msg.partition("\u00a0")[0]) for found in registrations.mailboxes(None)] == [
        ("mail.E001", "MAILBOX_VIDE_URL manque. Il faut une adresse comme " + accounts.EXAMPLE),
        ("mail.E001", "Boîte sans_ca"),
    ]
    settings.MAILBOXES = {"une": GOOD, "autre": {**GOOD, "archive": ""}}
    expected = [("mail.E002", True)]
    assert [(found.id, "une et autre" in found.msg) for found in registrations.mailboxes(None)] == expected
    settings.MAILBOXES = {}
    assert registrations.mailboxes(None) == []


def test_a_token_that_is_not_there(tmp_path):
    file = tmp_path / "jeton"
    found = read(password="", token_file=str(file))
    with pytest.raises(MailboxSettingsError, match="illisible"):
        accounts.token(found)
    for content in (b"", b"\n", "jeton à accents".encode(), b"a\x00b"):
        file.write_bytes(content)
        with pytest.raises(MailboxSettingsError, match="jeton"):
            accounts.token(found)


def test_words_are_one_line_without_secrets():
    assert clean_words(b'LOGIN "un \\"mot\\"" failed\r\n\x00 again', ['un "mot"']) == 'LOGIN "…" failed again'
    assert len(clean_words("x" * 10_000)) == 500
