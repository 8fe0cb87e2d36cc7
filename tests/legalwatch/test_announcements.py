"""Who is told of an entry and when; and what really leaves: titles and links, never the file."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings

from core.mail.models import OutgoingMail
from core.mail.outbound import sending
from core.notifications.digests import send_due_digests
from core.notifications.models import Notification
from core.people.models import Direction
from legalwatch import actions
from legalwatch.actions import NEW_ENTRY
from legalwatch.models import Delivery, Entry
from tests.factories import AgentFactory, DirectionFactory
from tests.legalwatch.factories import WORD, EntryFactory, SubjectFactory, a_file, follower, watcher

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
# A Thursday.
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=PARIS)
SCHEDULED = {"publish_at": datetime(2026, 11, 27, tzinfo=PARIS), "announced_at": None}


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as travel:
        yield travel


def names_told() -> set[int]:
    return set(Notification.objects.filter(kind=NEW_ENTRY.code).values_list("recipient", flat=True))


def leaving(mail: OutgoingMail) -> Any:
    """The message as the server receives it."""
    return sending._message(mail).message()


def test_the_digest_holds_titles_and_links_and_no_file(clock):
    subject = SubjectFactory.create()
    reader = follower(subject)
    entries = [
        EntryFactory.create(
            subjects=[subject],
            announced_at=None,
            publish_at=NOW,
            document=a_file(50_000),
            title=f"Décret {rank}",
        )
        for rank in range(3)
    ]
    assert actions.announce_due() == 3
    assert OutgoingMail.objects.count() == 0
    clock.move_to(datetime(2026, 11, 27, 7, 2, tzinfo=PARIS))
    assert send_due_digests(datetime(2026, 11, 27, 7, 2, tzinfo=PARIS)) == 1
    mail = OutgoingMail.objects.get(agent=reader)
    message = leaving(mail)
    kinds = {part.get_content_type() for part in message.walk()}
    assert kinds == {"multipart/alternative", "text/plain", "text/html"}
    assert list(message.iter_attachments()) == []
    for part in ("plain", "html"):
        text = message.get_body((part,)).get_content()
        assert len(text) < 20_000
        for entry in entries:
            assert entry.title in text
            assert f"{settings.SITE_URL}{entry.get_absolute_url()}" in text
            # Neither what the entry says nor the address of its file.
            assert WORD not in text
            assert "/fichier/" not in text
            assert str(entry.document) not in text


def test_followers_and_the_directions_named_are_told_once(author, outsider):
    assert author.direction
    service = DirectionFactory.create(kind=Direction.Kind.SERVICE, parent=author.direction)
    below = AgentFactory.create(direction=service)
    gone = AgentFactory.create(direction=author.direction, is_active=False)
    one, two = SubjectFactory.create(), SubjectFactory.create()
    both, writer = follower(one, two), watcher(direction=author.direction)
    entry = EntryFactory.create(
        subjects=[one, two], directions=[author.direction], author=writer, announced_at=None
    )
    assert actions.announce_due() == 1
    assert actions.announce_due() == 0
    assert names_told() == {author.pk, below.pk, both.pk}
    assert not {outsider.pk, gone.pk, writer.pk} & names_told()
    assert entry.deliveries.count() == 3
    # What each finds to read is what they were told of.
    people = (author, outsider, below, gone, both, writer)
    to_read = {agent.pk for agent in people if Entry.objects.to_read(agent).exists() and agent.is_active}
    assert to_read == names_told()


@pytest.mark.parametrize(
    "fields", [{"publish_at": None}, SCHEDULED, {"withdrawn": True}, {"outdated_reason": "Abrogé."}]
)
def test_what_readers_do_not_see_is_told_to_nobody(clock, fields):
    subject = SubjectFactory.create()
    follower(subject)
    EntryFactory.create(**{"subjects": [subject], "announced_at": None, **fields})
    assert actions.announce_due() == 0
    assert not Notification.objects.exists()


def test_a_scheduled_entry_is_told_on_its_day(clock):
    subject = SubjectFactory.create()
    reader = follower(subject)
    entry = EntryFactory.create(subjects=[subject], **SCHEDULED)
    clock.move_to(datetime(2026, 11, 27, 0, 52, tzinfo=PARIS))
    assert actions.announce_due() == 1
    assert names_told() == {reader.pk}
    entry.refresh_from_db()
    assert entry.announced_at


def test_weekly_readers_are_told_on_monday(clock):
    subject = SubjectFactory.create()
    daily, weekly = follower(subject), follower(subject)
    actions.follow([subject], by=weekly, is_weekly=True)
    kept, replaced, withdrawn = [
        EntryFactory.create(subjects=[subject], announced_at=None, publish_at=NOW, with_file=True)
        for _ in range(3)
    ]
    actions.announce_due()
    assert (names_told(), actions.announce_week()) == ({daily.pk}, 0)
    assert Entry.objects.savings().copies == 3
    Entry.objects.filter(pk=replaced.pk).update(replaced_by=kept)
    actions.withdraw(withdrawn, by=withdrawn.author, reason="Doublon.")
    # In the night from Sunday to Monday.
    clock.move_to(datetime(2026, 11, 29, 23, 52, tzinfo=PARIS))
    assert actions.announce_week() == 0
    clock.move_to(datetime(2026, 11, 30, 0, 52, tzinfo=PARIS))
    assert (actions.announce_week(), actions.announce_week()) == (1, 0)
    told = Notification.objects.filter(recipient=weekly)
    assert [row.url for row in told] == [kept.get_absolute_url()]
    assert Delivery.objects.filter(agent=weekly).get().told_at
    assert Entry.objects.savings().copies == 4
    assert send_due_digests(datetime(2026, 11, 30, 7, 2, tzinfo=PARIS)) == 2


def test_weekly_readers_are_told_of_what_was_restored_before_monday(clock):
    subject = SubjectFactory.create()
    weekly = follower(subject)
    actions.follow([subject], by=weekly, is_weekly=True)
    entry = EntryFactory.create(subjects=[subject], announced_at=None, publish_at=NOW)
    actions.announce_due()
    actions.withdraw(entry, by=entry.author, reason="Doublon.")
    actions.restore(entry, by=entry.author)
    clock.move_to(datetime(2026, 11, 30, 0, 52, tzinfo=PARIS))
    assert (actions.announce_week(), names_told()) == (1, {weekly.pk})


def test_reading_and_withdrawal_settle_the_notification(clock):
    subject = SubjectFactory.create()
    reader, other = follower(subject), follower(subject)
    entry = EntryFactory.create(subjects=[subject], announced_at=None)
    actions.announce_due()
    actions.mark_read(entry, by=reader)
    unread = Notification.objects.unread()
    assert [row.recipient for row in unread] == [other]
    actions.withdraw(entry, by=entry.author, reason="Doublon.")
    assert not unread.all().exists()
    assert send_due_digests(datetime(2026, 11, 27, 7, 2, tzinfo=PARIS)) == 0


def test_what_the_links_saved_is_counted(clock):
    subject = SubjectFactory.create()
    for _ in range(4):
        follower(subject)
    heavy = EntryFactory.create(subjects=[subject], announced_at=None, document=a_file(1_500_000))
    light = EntryFactory.create(subjects=[subject], announced_at=None)
    actions.announce_due()
    savings = Entry.objects.savings()
    assert (savings.copies, savings.size) == (4, 6_000_000)
    assert savings.label == "4 copies évitées, 6\u00a0Mo"
    assert Entry.objects.filter(pk=light.pk).savings().label == ""
    assert Entry.objects.filter(pk=heavy.pk).savings() == savings
