"""The message that the town sends to itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.mail.addresses import mailbox_address
from core.mail.inbound.processing import process
from core.mail.models import Alarm, Envelope, Heartbeat, Mailbox, OutgoingMail, State
from core.mail.monitoring import alarms, heartbeats
from core.mail.outbound import sending
from core.mail.parsing import sandboxed
from core.people.models import Agent
from tests.mail.factories import IncomingMailFactory, MailboxFactory
from tests.mail.smtp import Sink

NOW = timezone.now()
ONE = {"saperlipopette": {"url": "imaps://s@imap.ville.example/INBOX", "archive": "Archivé"}}


@pytest.fixture
def one_mailbox(working_worker: None, settings: Any, db: None) -> Mailbox:
    settings.TRIAL, settings.MAILBOXES = False, ONE
    settings.MAIL_ADDRESSES = {"saperlipopette": ["Saperlipopette@ville.example"]}
    return MailboxFactory.create(last_pass_at=NOW + timedelta(days=30))


def after(minutes: float) -> Any:
    return NOW + timedelta(minutes=minutes)


def sent() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind=heartbeats.KIND).order_by("pk"))


def leave() -> None:
    OutgoingMail.objects.update(state=OutgoingMail.State.SENT, sent_at=NOW)


@pytest.mark.parametrize(
    ("mailboxes", "addresses", "name", "expected"),
    [
        (
            ONE,
            {"saperlipopette": ["S@ville.example", "i@ville.example"]},
            "saperlipopette",
            "s@ville.example",
        ),
        ({"b": {"url": "imaps://b%40v.example@h/"}}, {"idees": ["i@v.example"]}, "b", "b@v.example"),
        ({"b": {"url": "imaps://b@h/"}}, {"idees": ["i@v.example"]}, "b", "i@v.example"),
        ({"b": {"url": "imaps://b@h/"}, "c": {"url": ""}}, {"idees": ["i@v.example"]}, "b", ""),
        (ONE, {"saperlipopette": []}, "saperlipopette", ""),
    ],
)
def test_where_a_mailbox_is_written_to(
    settings: Any, mailboxes: Any, addresses: Any, name: str, expected: str
) -> None:
    settings.MAILBOXES, settings.MAIL_ADDRESSES = mailboxes, addresses
    assert mailbox_address(name) == expected


def test_one_leaves_at_each_interval(one_mailbox: Mailbox) -> None:
    for minutes in (0, 1, 29, 31):
        heartbeats.beat(at=after(minutes))
        leave()
    first, second = sent()
    assert first.address == "saperlipopette+battement@ville.example"
    assert first.envelope == Envelope.NULL
    assert first.headers[heartbeats.HEADER] != second.headers[heartbeats.HEADER]
    assert heartbeats.arrived(first.headers[heartbeats.HEADER])
    assert Heartbeat.objects.exclude(arrived_at=None).count() == 1


def test_only_the_newest_waits_to_leave(one_mailbox: Mailbox) -> None:
    """One that failed all night is tried hours apart: another shows that the server is back."""
    for minutes in (0, 40, 80):
        heartbeats.beat(at=after(minutes))
    [waiting] = sent()
    assert waiting.headers[heartbeats.HEADER] == Heartbeat.objects.latest("sent_at").token
    assert Heartbeat.objects.count() == 3


@pytest.mark.parametrize(("trial", "mailboxes"), [(True, ONE), (False, {})])
def test_none_leaves_in_the_trial_or_without_a_mailbox(
    settings: Any, one_mailbox: Mailbox, trial: bool, mailboxes: Any
) -> None:
    settings.TRIAL, settings.MAILBOXES = trial, mailboxes
    heartbeats.beat(at=NOW)
    assert sent() == []


def test_a_token_that_is_not_ours_is_said_so(one_mailbox: Mailbox) -> None:
    assert not heartbeats.arrived("x" * 5000)
    assert not heartbeats.arrived("")


def test_one_that_does_not_come_back_rings_and_says_where_it_stopped(one_mailbox: Mailbox) -> None:
    alarms.update_alarms(at=NOW)
    alarms.update_alarms(at=after(59))
    assert not Alarm.objects.exists()
    alarms.update_alarms(at=after(61))
    alarm = Alarm.objects.get()
    assert alarm.kind == Alarm.Kind.HEARTBEAT
    assert "Il n’a pas pu partir" in alarm.text
    leave()
    alarms.update_alarms(at=after(62))
    alarm.refresh_from_db()
    assert "+battement" in alarm.text
    Heartbeat.objects.update(arrived_at=after(62))
    alarms.update_alarms(at=after(63))
    alarm.refresh_from_db()
    assert alarm.ended_at == after(63)


def test_one_lost_on_the_way_rings_no_more_once_the_next_is_back(one_mailbox: Mailbox) -> None:
    alarms.update_alarms(at=NOW)
    leave()
    alarms.update_alarms(at=after(31))
    leave()
    Heartbeat.objects.filter(sent_at=after(31)).update(arrived_at=after(32))
    alarms.update_alarms(at=after(61))
    assert not Alarm.objects.exists()


def test_old_ones_are_removed_with_what_came_back(one_mailbox: Mailbox, settings: Any) -> None:
    old = NOW - timedelta(days=8)
    heartbeats.beat(at=old)
    leave()
    OutgoingMail.objects.update(created_at=old)
    domain = settings.MAIL_FROM.rpartition("@")[2]
    mail = IncomingMailFactory.create(
        message_id=f"<{sent()[0].reference}@{domain}>",
        state=State.AUTOMATIC,
        mailbox=one_mailbox,
        uidvalidity=1,
        uid=1,
    )
    heartbeats.remove_old(NOW)
    assert not sent()
    assert not Heartbeat.objects.exists()
    assert type(mail).objects.filter(pk=mail.pk).exists()  # Not yet out of its folder.


def test_one_that_left_its_folder_is_removed(one_mailbox: Mailbox, settings: Any) -> None:
    heartbeats.beat(at=NOW - timedelta(days=8))
    leave()
    OutgoingMail.objects.update(created_at=NOW - timedelta(days=8))
    mine = f"<{sent()[0].reference}@{settings.MAIL_FROM.rpartition('@')[2]}>"
    place = {"mailbox": one_mailbox, "uidvalidity": 1, "left_folder_at": NOW}
    IncomingMailFactory.create(message_id=mine, state=State.AUTOMATIC, uid=1, **place)
    other = IncomingMailFactory.create(state=State.AUTOMATIC, uid=2, **place)
    heartbeats.remove_old(NOW)
    assert [mail.pk for mail in type(other).objects.all()] == [other.pk]


def test_it_comes_back_by_the_whole_road(one_mailbox: Mailbox, smtp_sink: Sink, administrator: Agent) -> None:
    """Sent by a real conversation, read in the box: kept as automatic, answered by nobody, told to nobody."""
    heartbeats.beat(at=NOW)
    sending.send(sent()[0])
    [delivery] = smtp_sink.deliveries
    assert delivery.sender == ""
    mail = IncomingMailFactory.create(to_read=True, raw=delivery.content)
    try:
        assert process(mail.pk)
    finally:
        sandboxed.POOL.close()
    mail.refresh_from_db()
    assert mail.state == State.AUTOMATIC
    assert Heartbeat.objects.get().arrived_at is not None
    assert OutgoingMail.objects.count() == 1
    assert mail.message_id in heartbeats.message_ids(sent())
