"""A pass when something falls: the server, the line, the database, or the message itself."""

import imaplib
from typing import Any

import pytest

from core.mail.imap.accounts import Kind, MailboxError
from core.mail.imap.connection import ImapConnection
from core.mail.models import IncomingMail
from tests.mail.factories import run_sql
from tests.mail.imap.conftest import ARCHIVE, Read, contents, letter, mailbox
from tests.mail.imap.proxy import proxy_to

pytestmark = pytest.mark.django_db


def trouble_of(read: Read, **changes: str) -> MailboxError:
    with pytest.raises(MailboxError) as raised:
        read(**changes)
    noted = mailbox()
    assert (noted.trouble, noted.error) == (raised.value.kind, raised.value.text)
    assert noted.trouble_since is not None
    assert noted.last_success_at is None
    return raised.value


def test_a_wrong_password_is_said_and_not_shown(read):
    trouble = trouble_of(read, password="secret-de-la-mairie")
    assert trouble.kind == Kind.REFUSED
    assert "AUTHENTICATIONFAILED" in trouble.text
    assert "secret-de-la-mairie" not in repr(trouble) + mailbox().error


def test_a_missing_folder_and_an_unknown_certificate_are_said(mail_account, read):
    url = mail_account.address_of("imaps", mail_account.dovecot.imaps, "Idées")
    trouble = trouble_of(read, url=url)
    assert trouble.kind == Kind.NO_FOLDER
    assert "«\u00a0Idées\u00a0»" in trouble.text
    url, _, _ = mail_account.url.partition("?")
    trouble = trouble_of(read, url=url)
    assert trouble.kind == Kind.UNREACHABLE
    assert "certificat" in trouble.text


def test_a_server_away_and_back(mail_account, read):
    mail_account.deliver(letter("Vélos"))
    with mail_account.dovecot.outage():
        assert trouble_of(read).kind == Kind.UNREACHABLE
        since = mailbox().trouble_since
        trouble_of(read)
        assert mailbox().trouble_since == since
    assert read().taken == 1
    assert (mailbox().trouble, mailbox().trouble_since) == ("", None)


def test_starttls(mail_account, read):
    mail_account.deliver(letter("Vélos"))
    assert read(url=mail_account.starttls_url).taken == 1


def test_a_token_is_read_at_each_connection(mail_account, read, tmp_path):
    file = tmp_path / "jeton"
    mail_account.deliver(letter("Vélos"))
    file.write_text(mail_account.dovecot.token(mail_account, seconds=-60))
    old = file.read_text()
    trouble = trouble_of(read, password="", token_file=str(file))
    assert trouble.kind == Kind.REFUSED
    assert old not in trouble.text
    file.write_text(mail_account.dovecot.token(mail_account) + "\n")
    assert read(password="", token_file=str(file)).taken == 1


def test_a_connection_cut_in_a_body_is_made_again(mail_account, read):
    mail_account.put(letter("Vélos", "x" * 300_000), letter("Toits"))
    there = mail_account.folder().messages
    with proxy_to(
        mail_account.dovecot.imaps, lambda number, so_far: number == 1 and so_far > 100_000
    ) as proxy:
        assert read(url=mail_account.address_of("imaps", proxy.port)).taken == 2
        assert proxy.connections == 2
    assert contents() == there


def test_a_message_that_always_cuts_stops_no_other(mail_account, read):
    mail_account.put(letter("Vélos", "x" * 300_000), letter("Toits"), letter("Arbres"))
    with proxy_to(mail_account.dovecot.imaps, lambda number, so_far: so_far > 100_000) as proxy:
        report = read(url=mail_account.address_of("imaps", proxy.port))
    assert (report.taken, report.without_row) == (2, [1])
    assert report.trouble.kind == mailbox().trouble == Kind.COUNT
    assert "n°\u00a01" in mailbox().error
    assert mailbox().without_row == 1
    assert read().taken == 1
    assert mailbox().trouble == ""


def test_a_server_that_always_cuts_is_said(mail_account, read):
    with proxy_to(mail_account.dovecot.imaps, lambda number, so_far: so_far > 1200) as proxy:
        trouble = trouble_of(read, url=mail_account.address_of("imaps", proxy.port))
    assert trouble.kind in (Kind.CUT, Kind.UNREACHABLE)


def test_a_server_without_move(mail_account, read, monkeypatch):
    """COPY and EXPUNGE, of these messages only."""
    mail_account.deliver(letter("Vélos"), letter("Toits"))
    there = mail_account.folder().messages
    select = ImapConnection.select

    def poorer(self: ImapConnection) -> Any:
        self.offers -= {"MOVE"}
        return select(self)

    monkeypatch.setattr(ImapConnection, "select", poorer)
    assert read().taken == 2
    assert mail_account.folder(ARCHIVE).messages == there
    assert mail_account.folder().messages == []


def test_a_server_that_keeps_every_folder_below_inbox(mail_account, read, monkeypatch):
    mail_account.deliver(letter("Vélos"))
    create = imaplib.IMAP4.create

    def below_inbox_only(self: imaplib.IMAP4, folder: bytes) -> Any:
        return create(self, folder) if folder.startswith(b'"INBOX') else ("NO", [b"Permission denied"])

    with monkeypatch.context() as patched:
        patched.setattr(imaplib.IMAP4, "create", below_inbox_only)
        assert read().trouble is None
        mail_account.deliver(letter("Toits"))
        assert read().trouble is None
    assert len(mail_account.folder(f"INBOX/{ARCHIVE}").messages) == 2


def test_an_archive_that_cannot_be_made_is_said(mail_account, read):
    mail_account.deliver(letter("Vélos"))
    report = read(archive="Archi//vé")
    assert (report.taken, report.trouble.kind) == (1, Kind.NO_FOLDER)
    assert mailbox().error.startswith("Les messages sont pris")
    assert len(mail_account.folder().messages) == 1
    assert read().taken == 0
    assert mail_account.folder().messages == []


def refusing(condition: str, sqlstate: str) -> None:
    run_sql(
        "CREATE FUNCTION refuse_raw() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION 'could not extend file' USING ERRCODE = '{sqlstate}'; END $$;"
        "CREATE TRIGGER refuse_raw BEFORE INSERT ON mail_rawcontent FOR EACH ROW "
        f"WHEN ({condition}) EXECUTE FUNCTION refuse_raw()"
    )


def test_a_disk_that_is_full_is_said_and_loses_nothing(mail_account, read):
    mail_account.deliver(letter("Vélos"), letter("Toits"))
    there = mail_account.folder().messages
    refusing("true", "53100")
    trouble = trouble_of(read)
    assert (trouble.kind, "could not extend file" in trouble.text) == (Kind.FULL, True)
    assert not IncomingMail.objects.exists()
    assert mail_account.folder().messages == there
    run_sql("DROP TRIGGER refuse_raw ON mail_rawcontent")
    assert read().taken == 2


def test_a_message_that_the_database_refuses_stops_no_other(mail_account, read):
    mail_account.put(letter("Vélos"), letter("Toits", "z" * 500), letter("Arbres"))
    refusing("length(NEW.content) > 400", "23514")
    report = read()
    assert (report.taken, report.without_row) == (2, [2])
    assert "could not extend file" in mailbox().error
    assert len(mail_account.folder().messages) == 1


ODD = {
    "nothing at all": b"",
    "a NUL everywhere": b"From: a\x00b@c\r\nTo: \x00\r\nSubject: x\x00\r\nDate: \x00\r\nMessage-ID: <\x00>\r\n\r\n\x00",
    "8-bit junk everywhere": b"From: \xe9\xff <a@b>\r\nTo: \xff\r\nSubject: \xe9t\xe9\r\nDate: \xe9\r\n\r\n\xe9\xff",
    "what looks like the protocol": b'Subject: ") UID 9 BODY[] {3}\r\nFrom: "x\\" (" <a@b>\r\n\r\n* 1 FETCH (UID 9)',
    "headers of 1 MB": b"X-Long: " + b"y" * 1_000_000 + b"\r\nSubject: long\r\n\r\nbonjour\r\n",
    "lines without CR": b"Subject: unix\n\nbonjour\n",
}


def test_whatever_arrives_is_kept_byte_for_byte(mail_account, read):
    mail_account.put(*ODD.values())
    there = mail_account.folder().messages
    assert len(there) == len(ODD)
    report = read()
    assert (report.taken, report.trouble) == (len(ODD), None)
    assert contents() == there
    assert mail_account.folder().messages == []
