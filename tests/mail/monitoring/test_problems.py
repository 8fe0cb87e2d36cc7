"""What is wrong with a mailbox and with mails, and when it begins to be said."""

from datetime import timedelta
from typing import Any

import pytest

from core.mail import monitoring
from core.mail.models import Mailbox, OutgoingMail
from core.mail.monitoring import Kind, problems, what_to_do
from tests.mail.factories import IncomingMailFactory, MailboxFactory
from tests.mail.monitoring.test_task_queues import NOW, minutes, wrong

pytestmark = pytest.mark.django_db
Trouble = Mailbox.Trouble


@pytest.fixture(autouse=True)
def one_mailbox(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """And somebody takes the jobs that a test leaves aside."""
    url = "imaps://s@imap.ville.example/INBOX"
    settings.MAILBOXES = {"saperlipopette": {"url": url, "archive": "Archivé"}}
    monkeypatch.setattr(monitoring, "overdue", lambda at: iter(()))


def in_trouble(trouble: str = Trouble.REFUSED, since: float = 6) -> Mailbox:
    return MailboxFactory.create(trouble=trouble, trouble_since=NOW - minutes(since), last_pass_at=NOW)


@pytest.mark.parametrize("trouble", [value for value in Trouble.values if value])
def test_each_trouble_of_a_mailbox_says_what_to_do(trouble):
    in_trouble(trouble)
    [problem] = problems(NOW)
    assert problem.kind == Kind.MAILBOX
    assert what_to_do(trouble) in problem.text
    assert Trouble(trouble).label.lower() in problem.sentence
    assert problem.sentence.endswith(".")


def test_a_short_trouble_wakes_nobody():
    in_trouble(since=4)
    assert wrong() == {}
    assert [*wrong(NOW + minutes(2))] == [Kind.MAILBOX]


def test_a_mailbox_that_nobody_fetches_any_more_is_told():
    MailboxFactory.create(last_pass_at=NOW - minutes(11))
    assert "systemctl status intranet-mail" in wrong()[Kind.MAILBOX]


def test_one_never_fetched_is_told_until_its_first_pass_begins(settings):
    assert "La boîte « saperlipopette » n’a jamais été relevée." in wrong()[Kind.MAILBOX]
    mailbox = MailboxFactory.create(last_pass_at=None)
    assert wrong() == {}
    mailbox.delete()
    # Nor when it is taken out of the settings.
    in_trouble()
    settings.MAILBOXES = {}
    assert wrong() == {}


def test_mail_that_nobody_reads_is_told():
    MailboxFactory.create()
    IncomingMailFactory.create(to_read=True, taken_at=NOW - minutes(9))
    assert wrong() == {}
    IncomingMailFactory.create(to_read=True, taken_at=NOW - minutes(11))
    assert "2 messages pris et pas encore lus" in wrong()[Kind.READING]


def test_mail_that_was_lost_is_told_for_a_week(settings):
    settings.MAILBOXES = {}
    OutgoingMail.objects.create(kind="x", address="a@b.example", subject="s", body="b", state="failed")
    assert [*wrong()] == [Kind.LOST]
    OutgoingMail.objects.update(created_at=NOW - timedelta(days=8))
    assert wrong() == {}


def test_the_quarantine_is_told_with_its_reasons():
    MailboxFactory.create()
    IncomingMailFactory.create(quarantined=True)
    IncomingMailFactory.create(quarantined=True, reason="error")
    assert "Erreur inattendue (1) et expéditeur inconnu de l’annuaire (1)" in wrong()[Kind.QUARANTINE]
