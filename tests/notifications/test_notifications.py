"""Whom `notify` tells and how one reads it; one letter for what came within a few minutes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from core.mail.models import OutgoingMail
from core.notifications import tasks
from core.notifications.actions import GATHERING, choose, notify, notify_address, outdate
from core.notifications.models import Notification
from core.notifications.registry import KINDS, Channel, NotificationKind, register
from core.notifications.tasks import send_digests
from core.people.models import Agent
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db
KIND = NotificationKind("tests.told", "Essais")


def test_on_the_site_for_all_and_by_mail_for_who_has_an_address(author):
    gardener = AgentFactory.create(without_address=True)
    closed = AgentFactory.create(closed=True)
    words = {"title": "Nouvelle\r\nBcc: x", "text": "Voilà.", "url": "/groupe/"}
    told, _ = notify(KIND, [author, gardener, closed, author], about=author.direction, **words)
    assert set(Notification.objects.values_list("recipient", flat=True)) == {author.pk, gardener.pk}
    assert (told.title, told.url, told.object_id) == ("Nouvelle  Bcc: x", "/groupe/", author.direction_id)
    mail = OutgoingMail.objects.get()
    assert (mail.agent, mail.subject) == (author, told.title)
    assert "/groupe/" in mail.body


def test_reading_is_a_button_and_only_ones_own(author, outsider, signed_in):
    [told] = notify(KIND, [author], title="Nouvelle", url="/groupe/")
    url = reverse("notifications:notification_open", args=[told.reference])
    assert signed_in(outsider).post(url).status_code == 404
    client = signed_in(author)
    assert client.get(url).status_code == 405
    assert "Nouvelle" in client.get(reverse("notifications:notification_list")).content.decode()
    assert client.post(url)["Location"] == "/groupe/"
    told.refresh_from_db()
    assert told.read_at


def test_all_read(author, outsider, signed_in):
    notify(KIND, [author, outsider], title="Nouvelle")
    signed_in(author).post(reverse("notifications:all_read"))
    assert list(Notification.objects.unread().values_list("recipient", flat=True)) == [outsider.pk]


def test_somebody_who_has_only_an_address():
    mail = notify_address(KIND, "jo@chezmoi.example", "Jo", "Votre idée est là", "Merci.", "/idees/abc/")
    assert (mail.agent, mail.address, mail.kind) == (None, "jo@chezmoi.example", KIND.code)
    assert mail.body.startswith("Bonjour Jo,\n\nMerci.\n\nLire sur l’intranet")
    assert "/idees/abc/" in mail.body
    # They have no account in which to choose.
    assert "/notifications/" not in mail.body
    assert not Notification.objects.exists()
    assert ProcrastinateJob.objects.filter(task_name="mail.send").count() == 1


@pytest.mark.parametrize(
    "address", ["", "jo", "jo@", "jo@x.example\r\nBcc: y@x.example", "jo@x.example\x00", "é" * 300]
)
def test_no_address_no_letter(address):
    with pytest.raises(ValidationError):
        notify_address(KIND, address, "Jo", "Titre", "Texte")
    assert not OutgoingMail.objects.exists()


# One letter for what came within a few minutes, and nothing for what the screen has just said

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Any:
    registered = NotificationKind("tests.gathered", "Ce qui arrive", is_batched=True)
    register(registered)
    yield registered
    del KINDS["tests.gathered"]


@pytest.fixture
def at() -> Any:
    """`at(minutes)`: that many minutes after the beginning."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield lambda minutes: clock.move_to(NOW + timedelta(minutes=minutes))


def mails(agent: Agent) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(agent=agent).order_by("pk"))


def test_what_comes_within_ten_minutes_leaves_as_one_letter(kind, author, outsider, at):
    for minute, title in ((0, "Une"), (4, "Deux"), (9, "Trois")):
        at(minute)
        notify(kind, [author], title=title, url=f"/{minute}/")
    notify(kind, [outsider], title="Seule", text="Ses mots.")
    assert tasks.send_due_batches(NOW + timedelta(minutes=9)) == 0
    assert not OutgoingMail.objects.exists()
    assert tasks.send_due_batches(NOW + GATHERING) == 1
    [mail] = mails(author)
    assert mail.kind == tasks.CODE
    assert mail.subject == "3 nouvelles de l’intranet"
    assert [title in mail.body for title in ("Une", "Deux", "Trois", "/4/")] == [True] * 4
    # Alone, the letter that would have left at once.
    assert tasks.send_due_batches(NOW + timedelta(minutes=19)) == 1
    [alone] = mails(outsider)
    assert (alone.kind, alone.subject) == ("tests.gathered", "Seule")
    assert "Ses mots." in alone.body
    assert tasks.send_due_batches(NOW + timedelta(days=1)) == 0


def test_a_delayed_job_sends_it_and_the_hourly_task_is_the_net(kind, author, at):
    notify(kind, [author], title="Une")
    job = ProcrastinateJob.objects.get(task_name="notifications.send_gathered")
    assert job.scheduled_at is not None
    at(10)
    send_digests(timestamp=0)
    assert len(mails(author)) == 1


@pytest.mark.parametrize("change", ["read", "closed", "site", "outdated"])
def test_what_is_read_or_unwanted_meanwhile_leaves_no_letter(kind, author, change):
    notify(kind, [author], title="Une", about=author, url="/une/")
    if change == "read":
        Notification.objects.update(read_at=NOW)
    elif change == "closed":
        Agent.objects.filter(pk=author.pk).update(is_active=False)
    elif change == "site":
        choose(author, {kind.code: Channel.SITE}, by=author)
    else:
        assert outdate([kind], author) == 1
    assert tasks.send_due_batches(datetime(2100, 1, 1, tzinfo=UTC)) == 0
    assert not Notification.objects.awaiting_letter().exists()


def test_a_letter_names_thirty_and_counts_the_others(kind, author):
    for number in range(34):
        notify(kind, [author], title=f"Nouvelle {number}", url="/")
    tasks.send_due_batches(datetime(2100, 1, 1, tzinfo=UTC))
    [mail] = mails(author)
    assert mail.body.count("- Nouvelle") == 30
    assert "… et 4 autres, dans vos notifications." in mail.body.replace("\u00a0", " ")


def test_everyone_has_theirs(kind, monkeypatch):
    monkeypatch.setattr(tasks.digests, "AGENTS_AT_ONCE", 2)
    agents = AgentFactory.create_batch(5)
    for title in ("Une", "Deux"):
        notify(kind, agents, title=title, url="/")
    assert tasks.send_due_batches(datetime(2100, 1, 1, tzinfo=UTC)) == 5
    assert OutgoingMail.objects.count() == 5


def test_what_the_screen_has_said_is_not_unread(author):
    notify(KINDS["rooms.booked"], [author], title="C’est réservé", url="/", is_known=True)
    assert not Notification.objects.unread().exists()
    assert not OutgoingMail.objects.exists()
