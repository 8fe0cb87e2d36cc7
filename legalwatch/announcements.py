"""Announce published entries to readers: each day, or on Mondays to those who prefer it."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from core.people.models import Agent
from core.people.querysets import of_line
from core.ui.locks import locked
from legalwatch import notifications
from legalwatch.models import Delivery, Entry


@transaction.atomic
def announce_due() -> int:
    """Announce what is published and was not yet; returns how many entries."""
    now = timezone.now()
    due = Entry.objects.published().current().filter(announced_at=None)
    # What is being corrected is announced by that correction, or by the next hour's task: nobody waits for anybody.
    entries = list(locked(due.order_by("pk"), skip_locked=True))
    for entry in entries:
        entry.announced_at = now
        entry.save(update_fields=["announced_at"])
        readers = list(readers_of(entry))
        weekly = set(readers_of(entry).filter(watch_weekly__isnull=False).values_list("pk", flat=True))
        Delivery.objects.bulk_create(
            Delivery(entry=entry, agent=agent, created_at=now, told_at=None if agent.pk in weekly else now)
            for agent in readers
        )
        notifications.notify_new(entry, (agent for agent in readers if agent.pk not in weekly))
    return len(entries)


@transaction.atomic
def announce_week() -> int:
    """Notify weekly readers of what was announced before this Monday; returns how many entries."""
    waiting = Delivery.objects.waiting(before=monday())
    taken = list(locked(waiting.order_by("pk")).values_list("pk", flat=True))
    # What was replaced in the meantime is told to nobody any more.
    entries = Entry.objects.published().current().filter(deliveries__in=taken).distinct().order_by("pk")
    told = list(entries)
    for entry in told:
        readers = Delivery.objects.filter(pk__in=taken, entry=entry)
        notifications.notify_new(entry, Agent.objects.filter(pk__in=readers.values("agent")).order_by("pk"))
        readers.update(told_at=timezone.now())
    Delivery.objects.filter(pk__in=taken, told_at=None).delete()
    return len(told)


def readers_of(entry: Entry) -> QuerySet[Agent]:
    """Return followers of its subjects, and agents of directions that it names, except its author."""
    following = Agent.objects.filter(watch_followings__subject__in=entry.subjects.all())
    concerned = Q(pk__in=following.values("pk")) | of_line("in", entry.directions.all())
    return Agent.objects.active().filter(concerned).exclude(pk=entry.author_id).order_by("pk")


def monday() -> datetime:
    """The first moment of this week."""
    today = timezone.localdate()
    return timezone.make_aware(datetime.combine(today - timedelta(days=today.weekday()), time.min))
