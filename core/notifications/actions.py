"""Notify people: on the site always; by mail at once, in the morning's digest or not, as each chose."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.validators import validate_email
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from core.mail.models import OutgoingMail
from core.mail.outbound import actions as mail
from core.mail.outbound.messages import HEADER_BREAKS, OutboundMessage
from core.mail.outbound.sending import MASS_PRIORITY
from core.notifications import policies
from core.notifications.models import Notification, Preference
from core.notifications.registry import Channel, NotificationKind, offered_to
from core.people.models import Agent
from core.web.locks import lock_row

# How long a message waits for others to be batched with it.
GATHERING = timedelta(minutes=10)
READ = "Lire sur l’intranet"


@transaction.atomic(savepoint=False)
def notify(
    kind: NotificationKind,
    recipients: Iterable[Agent],
    *,
    title: str,
    text: str = "",
    about: models.Model | None = None,
    url: str = "",
    calendars: Mapping[int, str] | None = None,
    reply_to: str = "",
    is_first: bool = False,
    is_confidential: bool = False,
    is_known: bool = False,
) -> list[Notification]:
    """Notify each recipient once, in the caller's transaction; by mail as each chose for this kind.

    `title` is the mail's subject and the digest's line, `text` (plain, may be several lines) the mail's body; `url`
    defaults to the page of `about`. `calendars` are iCalendar texts by the agent's id, `reply_to` where the mail's
    answers go: both for kinds that leave at once, for the digest carries neither. `is_first` says that this is the
    first notification about a new row, and saves looking for its thread. `is_confidential` keeps the mails off the
    administrators' lists: the recipients reveal something about them. `is_known`: the screen has just said it to
    them, so that it does not count as unread. Inactive agents are not notified; those without an address, on the site
    only.
    """
    people = list({agent.pk: agent for agent in recipients if agent.is_active}.values())
    # Django declares get_absolute_url on no model; the rows that notifications are about have pages, or this fails in
    # its test.
    url = url or (about.get_absolute_url() if about else "")  # type: ignore[attr-defined]  # declared on no model
    title = title.translate(HEADER_BREAKS)[:200]
    channels = channels_of(kind, people)
    now = timezone.now()
    is_batched = kind.is_batched and not (calendars or reply_to)
    to_write = [agent for agent in people if channels[agent.pk] == Channel.AT_ONCE]
    gathered = {agent.pk for agent in to_write if agent.email} if is_batched else set()
    notifications = Notification.objects.bulk_create(
        Notification(
            recipient=agent,
            kind=kind.code,
            title=title,
            text=text,
            url=url,
            awaits_digest=bool(agent.email) and channels[agent.pk] == Channel.DIGEST,
            letter_due_at=now + GATHERING if agent.pk in gathered else None,
            read_at=now if is_known else None,
            is_confidential=is_confidential,
            **_reference(about),
        )
        for agent in people
    )
    messages = (
        replace(
            message_for(agent, title, text, url, about),
            calendar=(calendars or {}).get(agent.pk, ""),
            headers={"Reply-To": reply_to} if reply_to else {},
            is_first=is_first,
            is_confidential=is_confidential,
        )
        for agent in to_write
        if not is_batched
    )
    mail.write(kind.code, messages)
    if gathered:
        # By its name: the task's module stands above this one.
        app.configure_task(
            "notifications.send_gathered",
            queue="mail",
            priority=MASS_PRIORITY,
            schedule_in={"seconds": int(GATHERING.total_seconds())},
        ).defer()
    return notifications


def notify_address(
    kind: NotificationKind,
    address: str,
    name: str,
    title: str,
    text: str,
    url: str = "",
    *,
    about: models.Model | None = None,
    is_confidential: bool = False,
) -> OutgoingMail:
    """Notify somebody who has only an address (an agent without a workstation), by mail only.

    `url` begins with « / ». Raises ValidationError for what is no address.
    """
    validate_email(address)
    message = OutboundMessage(
        None,
        title,
        _greeted(name, text),
        address=address,
        about=about,
        button=READ,
        url=url,
        is_confidential=is_confidential,
    )
    [written] = mail.write(kind.code, [message])
    return written


def make_confidential(about: models.Model) -> None:
    """Hide the mails already sent about this row from the administrators' lists."""
    for told in (Notification, OutgoingMail):
        told._default_manager.filter(**_reference(about)).update(is_confidential=True)


def _reference(about: models.Model | None) -> dict[str, Any]:
    if about is None:
        return {}
    return {"content_type": ContentType.objects.get_for_model(about), "object_id": about.pk}


def message_for(agent: Agent, title: str, text: str, url: str, about: models.Model | None) -> OutboundMessage:
    """The message of a notification: greeting, text, button, link to the preferences."""
    return OutboundMessage(
        agent, title, _greeted(agent.first_name, text), about=about, button=READ, url=url, foot=foot()
    )


def _greeted(name: str, text: str) -> str:
    return "\n\n".join(part for part in (f"Bonjour {name},", text) if part)


def foot() -> tuple[tuple[str, str], ...]:
    return (("Choisir ce que je reçois par message", reverse("notifications:preferences")),)


def channels_of(kind: NotificationKind, people: Iterable[Agent]) -> dict[int, Channel]:
    """The channel of each agent for this kind, by id; one statement, none for a kind that is not offered."""
    channels = {agent.pk: kind.default for agent in people}
    if kind.is_offered:
        chosen = Preference.objects.filter(kind=kind.code, agent__in=channels)
        channels |= {pk: Channel(channel) for pk, channel in chosen.values_list("agent", "channel")}
    return channels


@transaction.atomic
def choose(agent: Agent, channels: Mapping[str, Channel], *, by: Agent) -> None:
    """Keep how `agent` wants each kind, by its code; kinds left out, or not offered to them, stay as they are.

    What waits for a mail of a kind now wanted on the site only leaves it.
    """
    if by != agent or not policies.can_choose(agent):
        raise PermissionDenied
    # Two pages saved at once: one after the other.
    lock_row(Agent, agent.pk)
    kinds = [kind for group in offered_to(agent).values() for kind in group if kind.code in channels]
    mine = Preference.objects.filter(agent=agent, kind__in=[kind.code for kind in kinds])
    mine.delete()
    Preference.objects.bulk_create(
        Preference(agent=agent, kind=kind.code, channel=channels[kind.code])
        for kind in kinds
        if channels[kind.code] != kind.default
    )
    unwanted = [kind.code for kind in kinds if channels[kind.code] == Channel.SITE]
    waiting = Notification.objects.awaiting_digest().filter(recipient=agent, kind__in=unwanted)
    Notification.objects.filter(pk__in=waiting.locked().values("pk")).update(awaits_digest=False)
    unsent = Notification.objects.awaiting_letter().filter(recipient=agent, kind__in=unwanted)
    Notification.objects.filter(pk__in=unsent.locked().values("pk")).update(letter_due_at=None)


@transaction.atomic
def outdate(kinds: Iterable[NotificationKind], about: models.Model, *, recipient: Agent | None = None) -> int:
    """Mark the notifications of these kinds about `about` as read: they are settled, and no mail repeats them."""
    told = Notification.objects.filter(kind__in=[kind.code for kind in kinds], **_reference(about))
    return mark_read(told.filter(recipient=recipient) if recipient else told)


@transaction.atomic
def mark_read(notifications: models.QuerySet[Notification]) -> int:
    unread = Notification.objects.filter(pk__in=notifications.values("pk"), read_at=None)
    return Notification.objects.filter(pk__in=unread.locked().values("pk")).update(read_at=timezone.now())
