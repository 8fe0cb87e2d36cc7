"""The demonstration's legal watch: what appeared or was withdrawn since keeps its dates."""

from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone

from demo.keys import key_of
from demo.texts.watch import ENTRIES
from legalwatch.models import Delivery, Entry, LinkReport

STEPS = ("created_at", "publish_at", "announced_at", "withdrawn_at")


def move_watch(anchor: date, today: date) -> None:
    gap = today - anchor
    keys = [key_of("watch", entry.key) for entry in ENTRIES]
    moved = [
        entry.pk
        for entry in Entry.objects.filter(submission_key__in=keys)
        if all(
            timezone.localdate(step) <= anchor for step in (entry.announced_at, entry.withdrawn_at) if step
        )
    ]
    told = Delivery.objects.filter(entry__in=moved, created_at__date__lte=anchor)
    reported = LinkReport.objects.filter(entry__in=moved, reported_at__date__lte=anchor, closed_at=None)
    rows: list[tuple[Any, tuple[str, ...]]] = [
        (Entry.objects.filter(pk__in=moved), (*STEPS, "in_force_on")),
        (told, ("created_at", "told_at")),
        (reported, ("reported_at",)),
    ]
    for queryset, names in rows:
        queryset.update(**{name: F(name) + gap for name in names})
