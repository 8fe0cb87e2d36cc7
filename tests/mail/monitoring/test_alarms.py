"""Alarms: what rings, who is told, once, and when it ends."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.mail.models import Alarm, AlarmTelling, Heartbeat, Mailbox, OutgoingMail, State
from core.mail.monitoring import alarms, heartbeats, watch_loop
from core.mail.monitoring.advice import WHAT_TO_DO
from core.notifications.models import Notification
from core.people.models import Agent
from tests.mail.factories import IncomingMailFactory, MailboxFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("working_worker")]
NOW = timezone.now()
Kind, Trouble = Alarm.Kind, Mailbox.Trouble


@pytest.fixture(autouse=True)
def one_mailbox(settings: Any) -> None:
    settings.TRIAL = False
    settings.MAILBOXES = {
        "saperlipopette": {"url": "imaps://s@imap.ville.example/INBOX", "archive": "Archivé"}
    }
    settings.MAIL_ADDRESSES = {"saperlipopette": ["Saperlipopette@ville.example", "idees@ville.example"]}


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def look(at: datetime = NOW) -> list[tuple[str, bool]]:
    """A look, then the alarms that are open and those that ended; heartbeats, tried elsewhere, all come back."""
    Heartbeat.objects.update(arrived_at=at)
    alarms.update_alarms(at=at)
    return [(alarm.kind, alarm.ended_at is None) for alarm in Alarm.objects.order_by("pk")]


def tellings() -> list[tuple[str, bool]]:
    return [(each.alarm.kind, each.is_end) for each in AlarmTelling.objects.select_related("alarm")]


def in_trouble(trouble: str = Trouble.REFUSED, since: float = 6) -> Mailbox:
    return MailboxFactory.create(trouble=trouble, trouble_since=NOW - minutes(since), last_pass_at=NOW)


def test_nothing_rings_while_all_is_well() -> None:
    MailboxFactory.create()
    assert look() == []


@pytest.mark.parametrize("trouble", [value for value in Trouble.values if value])
def test_each_trouble_of_a_mailbox_says_what_to_do(trouble: str) -> None:
    in_trouble(trouble)
    assert look() == [(Kind.MAILBOX, True)]
    text = Alarm.objects.get().text
    assert WHAT_TO_DO[trouble] in text
    assert Trouble(trouble).label.lower() in text


def test_a_short_trouble_wakes_nobody() -> None:
    in_trouble(since=4)
    assert look() == []
    assert look(NOW + minutes(2)) == [(Kind.MAILBOX, True)]


def test_a_mailbox_that_nobody_fetches_any_more_rings() -> None:
    MailboxFactory.create(last_pass_at=NOW - minutes(11))
    assert look() == [(Kind.MAILBOX, True)]
    assert "systemctl status intranet-mail" in Alarm.objects.get().text


def test_one_never_fetched_rings_after_ten_minutes() -> None:
    assert look() == []
    assert look(NOW + minutes(11)) == [(Kind.MAILBOX, True)]
    assert "n’a jamais été relevée" in Alarm.objects.get().text


def test_a_mailbox_taken_out_of_the_settings_worries_nobody(settings: Any) -> None:
    in_trouble()
    assert look() == [(Kind.MAILBOX, True)]
    settings.MAILBOXES = {}
    assert look(NOW + minutes(1)) == [(Kind.MAILBOX, False)]


def test_mail_that_nobody_reads_rings() -> None:
    MailboxFactory.create()
    IncomingMailFactory.create(to_read=True, taken_at=NOW - minutes(9))
    assert look() == []
    IncomingMailFactory.create(to_read=True, taken_at=NOW - minutes(11))
    assert look() == [(Kind.READING, True)]
    assert "2 messages pris et pas encore lus" in Alarm.objects.get().text


def test_mail_that_was_lost_rings_for_a_week(settings: Any) -> None:
    settings.MAILBOXES = {}
    lost = OutgoingMail.objects.create(kind="x", address="a@b.example", subject="s", body="b", state="failed")
    assert look() == [(Kind.LOST, True)]
    OutgoingMail.objects.filter(pk=lost.pk).update(created_at=NOW - timedelta(days=8))
    assert look(NOW + minutes(1)) == [(Kind.LOST, False)]


def test_a_loss_is_told_again_only_when_there_is_another(settings: Any) -> None:
    settings.MAILBOXES = {}
    OutgoingMail.objects.create(kind="x", address="a@b.example", subject="s", body="b", state="failed")
    for hours in (0, 1, 26):
        look(NOW + timedelta(hours=hours))
    assert tellings() == [(Kind.LOST, False)]
    OutgoingMail.objects.create(kind="x", address="a@b.example", subject="s", body="b", state="failed")
    look(NOW + timedelta(hours=27))
    assert tellings() == [(Kind.LOST, False)] * 2
    OutgoingMail.objects.update(state="sent", sent_at=NOW)
    for hours in (28, 30):
        look(NOW + timedelta(hours=hours))
    assert tellings() == [(Kind.LOST, False)] * 2


def test_who_is_told_on_the_site_and_by_mail(
    administrator: Agent, head: Agent, moderator: Agent, outsider: Agent, told: Callable[[], Any]
) -> None:
    in_trouble()
    alarms.update_alarms(at=NOW)
    assert told_but_heartbeats(told) == {"mail.alarm": {administrator.identifiant, head.identifiant}}
    title = Notification.objects.filter(recipient=head).get().title
    assert title == "Courrier\u00a0: boîte en panne"


def told_but_heartbeats(told: Callable[[], Any]) -> Any:
    OutgoingMail.objects.filter(kind=heartbeats.KIND).delete()
    return told()


def test_an_alarm_is_told_once_and_its_end_once() -> None:
    mailbox = in_trouble()
    for minute in range(3):
        look(NOW + minutes(minute))
    assert tellings() == [(Kind.MAILBOX, False)]
    Mailbox.objects.filter(pk=mailbox.pk).update(
        trouble="", trouble_since=None, last_pass_at=NOW + minutes(200)
    )
    assert look(NOW + minutes(4))[0] == (Kind.MAILBOX, False)
    assert tellings() == [(Kind.MAILBOX, False)]
    for minute in (65, 66):
        look(NOW + minutes(minute))
    assert [each for each in tellings() if each[0] == Kind.MAILBOX] == [
        (Kind.MAILBOX, False),
        (Kind.MAILBOX, True),
    ]


def test_an_alarm_that_flaps_within_the_hour_is_one() -> None:
    in_trouble()
    for minute in (0, 10, 20, 30, 40):
        is_well = minute % 20 == 10
        Mailbox.objects.update(
            trouble="" if is_well else Trouble.CUT,
            trouble_since=None if is_well else NOW - minutes(9),
            last_pass_at=NOW + minutes(minute),
        )
        assert look(NOW + minutes(minute)) == [(Kind.MAILBOX, not is_well)]
    assert tellings() == [(Kind.MAILBOX, False)]


def test_the_quarantine_is_told_once_a_day_with_its_count() -> None:
    MailboxFactory.create(last_pass_at=NOW + timedelta(days=9))
    first = IncomingMailFactory.create(quarantined=True)
    assert look() == [(Kind.QUARANTINE, True)]
    IncomingMailFactory.create(quarantined=True, reason="error")
    look(NOW + minutes(5))
    assert "Erreur inattendue (1) et expéditeur inconnu de l’annuaire (1)" in Alarm.objects.get().text
    first.__class__.objects.update(state=State.FILED, reason="")
    assert look(NOW + minutes(70)) == [(Kind.QUARANTINE, False)]
    IncomingMailFactory.create(quarantined=True)
    look(NOW + timedelta(hours=20))
    assert tellings() == [(Kind.QUARANTINE, False)]
    look(NOW + timedelta(hours=25))
    assert [each for each in tellings() if each[0] == Kind.QUARANTINE] == [(Kind.QUARANTINE, False)] * 2


@pytest.mark.django_db(transaction=True)
def test_two_looks_at_once_ring_once(together: Callable[..., list[Any]], administrator: Agent) -> None:
    in_trouble()
    assert together(*[lambda: alarms.update_alarms(at=NOW)] * 3) == [None] * 3
    assert Alarm.objects.count() == 1
    assert tellings() == [(Kind.MAILBOX, False)]
    assert Notification.objects.count() == 1
    assert OutgoingMail.objects.filter(kind=heartbeats.KIND).count() == 1


class Twice:
    """Lets a watch make two rounds."""

    left = 2

    def wait(self, seconds: float) -> bool:
        self.left -= 1
        return self.left < 0


def test_a_round_that_fails_does_not_end_the_watch(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The fetcher's own watch, which sees that the worker is dead."""
    made = []

    def fails() -> None:
        made.append(1)
        raise RuntimeError("non")

    monkeypatch.setattr(watch_loop, "run_once", fails)
    monkeypatch.setattr(watch_loop.connection, "close", lambda: None)
    watch_loop.run_forever(Twice())
    assert len(made) == 2
    assert "The watch of the mail" in caplog.text
