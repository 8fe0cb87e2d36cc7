from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from core.french import count_of
from core.mail.outbound import actions as mail
from core.mail.outbound.messages import OutboundMessage
from core.notifications import digests
from core.notifications.actions import foot, message_for
from core.notifications.models import Notification, NotificationQuerySet
from core.notifications.registry import GROUPS, KINDS
from core.people.models import Agent

CODE = "notifications.gathered"
MOST_IN_A_LETTER = 30


def send_due_batches(now: datetime) -> int:
    """Write the mails of agents whose oldest notification has waited long enough; returns how many."""
    waiting = Notification.objects.awaiting_letter()
    due = waiting.filter(letter_due_at__lte=now)
    return digests.write_in_batches(CODE, due, waiting, _write, letter_due_at=None)


def _write(unread: NotificationQuerySet) -> int:
    news = unread.select_related("content_type").order_by("recipient_id", "created_at", "pk")
    return sum(_write_to_one(list(rows)) for _, rows in groupby(news, key=lambda row: row.recipient_id))


def _write_to_one(news: list[Notification]) -> int:
    """A single notification leaves as it would have at once; several leave as one mail."""
    first = news[0]
    agent = first.recipient
    if len(news) == 1:
        kind, message = first.kind, message_for(agent, first.title, first.text, first.url, _about(first))
    else:
        kind, message = CODE, _message(agent, news)
    is_confidential = any(row.is_confidential for row in news)
    return len(mail.write(kind, [replace(message, is_confidential=is_confidential)]))


def _about(row: Notification) -> models.Model | None:
    model = row.content_type and row.content_type.model_class()
    return model._base_manager.filter(pk=row.object_id).first() if model else None


def _message(agent: Agent, news: list[Notification]) -> OutboundMessage:
    lines = [f"- {row.title}" + (f"\n  {settings.SITE_URL}{row.url}" if row.url else "") for row in news]
    if len(lines) > MOST_IN_A_LETTER:
        left = len(lines) - MOST_IN_A_LETTER
        lines[MOST_IN_A_LETTER:] = [f"… et {count_of(left, 'autre')}, dans vos notifications."]
    words = "\n".join(lines)
    return OutboundMessage(
        agent,
        subject_of(news),
        f"Bonjour {agent.first_name},\n\nVoici ce qui vient d’arriver\u00a0:\n\n{words}",
        button="Tout lire sur l’intranet",
        url=reverse("notifications:notification_list"),
        foot=foot(),
    )


def subject_of(news: Iterable[Notification]) -> str:
    """« 3 nouvelles du groupe Dématérialisation », « 3 nouvelles de l’intranet » when they are of several groups."""
    rows = list(news)
    groups = {KINDS[row.kind].group if row.kind in KINDS else "" for row in rows}
    whose = GROUPS.get(groups.pop(), "de l’intranet") if len(groups) == 1 else "de l’intranet"
    return f"{count_of(len(rows), 'nouvelle')} {whose}"


# Each hour: a morning when the worker rested is caught up, and DIGEST_HOUR is the town's, summer and winter.
@app.periodic(cron="2 * * * *")
@app.task(name="notifications.send_digests", queue="mail", queueing_lock="notifications.send_digests")
def send_digests(timestamp: int) -> None:
    digests.send_due_digests(timezone.now())
    # In case the jobs that should have sent them were lost.
    send_due_batches(timezone.now())


@app.task(name="notifications.send_gathered", queue="mail")
def send_gathered() -> None:
    send_due_batches(timezone.now())
