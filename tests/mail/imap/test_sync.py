"""A pass: everything is kept before it leaves the folder, once, whatever the message and whatever falls."""

from hashlib import sha256
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from core.mail.imap import storage, sync
from core.mail.imap.connection import ImapConnection
from core.mail.models import IncomingMail
from tests.mail.imap.conftest import ARCHIVE, NAME, contents, letter, mailbox

pytestmark = pytest.mark.django_db


def test_each_message_is_kept_then_archived(mail_account, read):
    mail_account.deliver(letter("Vélos"), letter("Toits"))
    delivered = mail_account.folder()
    assert read().taken == 2
    assert contents() == delivered.messages
    first = IncomingMail.objects.order_by("uid")[0]
    expected = (delivered.uidvalidity, delivered.uids[0], "received")
    assert (first.uidvalidity, first.uid, first.state) == expected
    expected = (sha256(delivered.messages[0]).hexdigest(), len(delivered.messages[0]))
    assert (first.sha256, first.size) == expected
    assert first.delivered_at is not None
    assert first.left_folder_at >= first.taken_at
    assert mail_account.folder().messages == []
    assert mail_account.folder(ARCHIVE).messages == delivered.messages
    # Not marked as read: the archive is for people too.
    assert all("\\Seen" not in flags for flags in mail_account.folder(ARCHIVE).flags)
    seen = mailbox()
    assert (seen.trouble, seen.error, seen.on_server, seen.without_row) == ("", "", 0, 0)
    assert seen.last_success_at == seen.last_pass_at is not None
    assert read().taken == 0
    assert ProcrastinateJob.objects.filter(task_name="mail.read").exists()
    # A restored dump forgets the mails taken in after it: one drags them all back, and those known are repetitions.
    IncomingMail.objects.exclude(pk=first.pk).delete()
    mail_account.put(*delivered.messages)
    assert read().taken == 2


def test_without_an_archive_messages_stay_marked(mail_account, read):
    mail_account.deliver(letter("Vélos"), letter("Toits"))
    assert read(archive="").taken == 2
    assert ["$Pris" in flags for flags in mail_account.folder().flags] == [True, True]
    report = read(archive="")
    assert (report.taken, report.on_server, report.without_row) == (0, 2, [])
    assert not IncomingMail.objects.filter(left_folder_at=None).exists()
    # The town wants an archive after all: what was taken goes there.
    read()
    assert len(mail_account.folder(ARCHIVE).messages) == 2
    assert IncomingMail.objects.count() == 2


@pytest.mark.parametrize(
    ("owner", "where", "taken", "left"),
    [(storage, "defer_reading", 0, 2), (ImapConnection, "archive", 1, 2), (sync.Sync, "_left", 1, 1)],
)
def test_killed_between_two_steps_the_next_pass_finishes(
    mail_account, read, monkeypatch, owner, where, taken, left
):
    mail_account.deliver(letter("Vélos"), letter("Toits"))
    there = mail_account.folder().messages

    def killed(*arguments: Any, **options: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(owner, where, killed)
        with pytest.raises(KeyboardInterrupt):
            read()
    # Raw first: what has no row has not left.
    assert IncomingMail.objects.count() == taken
    assert len(mail_account.folder().messages) == left
    assert read().taken == 2 - taken
    assert contents() == there
    assert not IncomingMail.objects.filter(left_folder_at=None).exists()
    assert mail_account.folder(ARCHIVE).messages == there


def test_a_message_too_large_gives_its_headers_and_stays(mail_account, read, settings):
    settings.MAIL_LARGEST = 2000
    mail_account.put(letter("Plan", "x" * 3000), letter("Vélos"))
    report = read()
    assert (report.taken, report.too_large, report.on_server, report.trouble) == (2, 1, 1, None)
    large = IncomingMail.objects.get(is_headers_only=True)
    assert bytes(large.raw.content) == letter("Plan").partition(b"bonjour")[0]
    assert large.size == len(letter("Plan", "x" * 3000))
    folder = mail_account.folder()
    assert folder.uids == [large.uid]
    assert "$Pris" in folder.flags[0]
    assert read().taken == 0
    assert IncomingMail.objects.count() == 2


def test_new_uids_are_reconciled(mail_account, read, settings):
    """A server restored from its backup: what was archived is back in the folder, under other numbers."""
    settings.MAIL_LARGEST = 2000
    mail_account.put(letter("Vélos"), letter("Toits"), letter("Plan", "x" * 3000))
    read(archive="")
    places = set(IncomingMail.objects.values_list("uidvalidity", "uid"))
    keys = set(IncomingMail.objects.values_list("pk", "sha256"))
    mail_account.begin_uids_anew()
    mail_account.put(letter("Arbres"))
    report = read()
    assert (report.taken, report.found_again) == (1, 3)
    assert keys < set(IncomingMail.objects.values_list("pk", "sha256"))
    assert not places & set(IncomingMail.objects.values_list("uidvalidity", "uid"))
    assert mailbox().uidvalidity == IncomingMail.objects.order_by("pk")[0].uidvalidity
    assert len(mail_account.folder(ARCHIVE).messages) == 3
    assert not IncomingMail.objects.filter(left_folder_at=None).exists()


def test_a_number_given_twice_loses_nothing(mail_account, read):
    """Settings pointed at another folder whose numbers are the same: its message is not taken for the one known."""
    mail_account.deliver(letter("Vélos"))
    read(archive="")
    IncomingMail.objects.update(delivered_at="2020-01-01T00:00:00Z")
    assert read().taken == 1
    released, taken = IncomingMail.objects.order_by("pk")
    assert (released.mailbox, released.uid) == (None, None)
    assert released.source == f"boîte {NAME}, UIDVALIDITY {mailbox().uidvalidity}, UID 1"
    assert (taken.mailbox, taken.uid) == (mailbox(), 1)


def test_a_message_that_somebody_moved_is_noted_as_gone(mail_account, read):
    mail_account.deliver(letter("Vélos"))
    read(archive="")
    IncomingMail.objects.update(left_folder_at=None)
    with mail_account.connected() as client:
        client.select("INBOX")
        client.uid("STORE", "1", "+FLAGS", "(\\Deleted)")
        client.expunge()
    read(archive="")
    assert IncomingMail.objects.get().left_folder_at is not None
