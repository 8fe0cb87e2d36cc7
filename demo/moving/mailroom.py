"""The register of incoming mail, moved by days; an item that a visitor led on keeps its dates."""

from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone

from demo.loading.mailroom import keys
from mailroom.models import Answer, Item, Movement, Reply

STEPS = ("registered_at", "assigned_at", "taken_at", "answered_at", "closed_at")


def move_mailroom(anchor: date, today: date) -> None:
    led_on = Movement.objects.filter(at__date__gt=anchor).values("item")
    moved = [
        item.pk
        for item in Item.objects.filter(submission_key__in=keys()).exclude(pk__in=led_on)
        if all(timezone.localdate(step) <= anchor for name in STEPS if (step := getattr(item, name)))
    ]
    gap = today - anchor
    rows: list[tuple[Any, tuple[str, ...]]] = [
        (Item.objects.filter(pk__in=moved), (*STEPS, "received_on", "due_on")),
        (Movement.objects.filter(item__in=moved), ("at",)),
        (Answer.objects.filter(item__in=moved), ("at", "sent_on", "due_on")),
        (Reply.objects.filter(item__in=moved), ("at",)),
    ]
    for queryset, names in rows:
        queryset.update(**{name: F(name) + gap for name in names})
