"""What happens around the demonstration's ideas, moved with them by days; what a visitor did stays where it is."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from core.people.models import Absence
from demo.keys import reference_of
from demo.texts import ideas as texts
from suggestions.models import (
    Appeal,
    Comment,
    Decision,
    Evaluation,
    Feedback,
    Follow,
    Idea,
    Meeting,
    Merge,
    Message,
    Opinion,
    Recusal,
    Report,
    Support,
    Tally,
)

# Of each kind: how its rows hang on an idea, what has happened to them, what is promised.
KINDS: tuple[tuple[type[models.Model], str, tuple[str, ...], tuple[str, ...]], ...] = (
    (Evaluation, "idea", ("made_at", "revised_at"), ()),
    (Recusal, "idea", ("made_at",), ()),
    (Tally, "idea", ("ready_at",), ()),
    (Decision, "idea", ("decided_at",), ()),
    (Message, "idea", ("written_at", "settled_at", "reminded_at"), ("due_on",)),
    (Opinion, "idea", ("asked_at", "given_at", "given_up_at", "reminded_at"), ("due_on",)),
    (Comment, "idea", ("created_at", "hidden_at"), ()),
    (Report, "comment__idea", ("created_at", "settled_at"), ()),
    (Support, "idea", ("created_at",), ()),
    (Follow, "idea", ("created_at",), ()),
    (Merge, "kept", ("made_at", "undone_at"), ()),
    (Feedback, "idea", ("asked_at", "answered_on"), ()),
    (Appeal, "idea", ("made_at", "answered_at"), ()),
)


def move_evaluation(ideas: Iterable[Idea], anchor: date, today: date) -> None:
    """`ideas` are those whose own dates move."""
    gap, moved = today - anchor, list(ideas)
    for model, path, past, ahead in KINDS:
        rows: Any = model._default_manager.filter(**{f"{path}__in": moved})
        _move(model, [row for row in rows if _is_past(row, past, anchor)], (*past, *ahead), gap)
    references = [reference_of("meeting", meeting.key) for meeting in texts.MEETINGS]
    held = ("opened_at", "closed_at")
    meetings = [
        row for row in Meeting.objects.filter(reference__in=references) if _is_past(row, held, anchor)
    ]
    _move(Meeting, meetings, ("starts_at", *held), gap, may_come=True)
    members = [row.member for row in texts.ABSENCES]
    for absence in Absence.objects.filter(agent__identifiant__in=members, period__contains=anchor):
        absence.period = DateRange(absence.period.lower + gap, absence.period.upper + gap)
        absence.save(update_fields=["period"])


def _is_past(row: Any, names: Iterable[str], anchor: date) -> bool:
    values = (getattr(row, name) for name in names)
    return all(
        (timezone.localdate(value) if isinstance(value, datetime) else value) <= anchor
        for value in values
        if value
    )


def _move(
    model: type[models.Model],
    rows: list[Any],
    names: Iterable[str],
    gap: timedelta,
    *,
    may_come: bool = False,
) -> None:
    """The same wall clock, some days later; never after now, unless it `may_come`."""
    names, now = list(names), timezone.now()
    for row in rows:
        for name in names:
            value = getattr(row, name)
            if isinstance(value, datetime):
                later = timezone.make_aware(timezone.localtime(value).replace(tzinfo=None) + gap)
                setattr(row, name, later if may_come else min(later, now))
            elif value:
                setattr(row, name, value + gap)
    if rows:
        model._default_manager.bulk_update(rows, names, batch_size=500)
