"""An object's history in words a person reads."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pghistory
from django.contrib.auth import get_user_model
from django.db import models
from psycopg.types.range import Range

from core.french import moment, short_date

UNNAMED = "a modifié la fiche directement dans la base"
LABELS = {"insert": "a créé la fiche", "update": "a modifié la fiche", "delete": "a supprimé la fiche"}
NOT_SHOWN = {"id", "submission_key", "reference"}


@dataclass(frozen=True)
class Entry:
    """One action: when, who (None: the intranet itself), what, and the fields it changed as (label, before, after).

    `is_day_only` says that the hour of `at` is not shown.
    """

    at: datetime
    by: Any
    action: str
    changes: tuple[tuple[str, str, str], ...]
    is_day_only: bool = False


def history_of(obj: models.Model, *, limit: int = 100) -> list[Entry]:
    """The newest `limit` actions on an object, newest first; two statements."""
    return _entries(type(obj), limit, pgh_obj_id=obj.pk)


def history_of_rows(model: type[models.Model], *, limit: int = 100, **owner: Any) -> list[Entry]:
    """The same of every row that `owner` had, deleted ones too, with the first value of each text.

    `history_of_rows(SetAside, idea=idea)`
    """
    return _entries(model, limit, with_first_texts=True, **owner)


def _entries(
    model: type[models.Model], limit: int, *, with_first_texts: bool = False, **which: Any
) -> list[Entry]:
    event_model = _event_model_of(model)
    if event_model is None:
        raise LookupError(f"{model._meta.label} has no history")
    events = list(event_model.objects.filter(**which).order_by("-pgh_id")[: limit + 1])
    authors = {(event.pgh_context or {}).get("by") for event in events} - {None}
    agents = get_user_model()._default_manager.in_bulk(authors) if authors else {}
    entries = []
    for position, event in enumerate(events[:limit]):
        older = events[position + 1 :]
        before = next((one for one in older if one.pgh_obj_id == event.pgh_obj_id), None)
        context = event.pgh_context or {}
        changes = _changes(model, before, event) if before else ()
        if with_first_texts and event.pgh_label == "insert":
            changes = _texts(model, event)
        if before and not changes and event.pgh_label == "update":
            continue
        entries.append(
            Entry(
                at=event.pgh_created_at,
                by=agents.get(context.get("by")),
                action=context.get("action") or LABELS.get(event.pgh_label, UNNAMED),
                changes=changes,
            )
        )
    return entries


def has_history(model: type[models.Model]) -> bool:
    """Whether it has a past to read; it may be recorded no longer (`was_tracked`)."""
    return _event_model_of(model) is not None


def is_tracked(model: type[models.Model]) -> bool:
    """Whether its changes are recorded."""
    trackers = _event_model_of(model).pgh_trackers if has_history(model) else ()
    return any(isinstance(tracker, pghistory.RowEvent) for tracker in trackers)


def _event_model_of(model: type[models.Model]) -> Any:
    for relation in model._meta.related_objects:
        if hasattr(relation.related_model, "pgh_tracked_model") and relation.field.name == "pgh_obj":
            return relation.related_model
    return None


def _texts(model: type[models.Model], event: Any) -> tuple[tuple[str, str, str], ...]:
    texts = [field for field in model._meta.concrete_fields if isinstance(field, models.TextField)]
    return tuple(
        (str(field.verbose_name), "—", text) for field in texts if (text := getattr(event, field.attname))
    )


def _changes(model: type[models.Model], before: Any, after: Any) -> tuple[tuple[str, str, str], ...]:
    changed = []
    for field in after._meta.concrete_fields:
        if field.name.startswith("pgh_") or field.name in NOT_SHOWN:
            continue
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if old != new:
            tracked = model._meta.get_field(field.name)
            label = str(getattr(tracked, "verbose_name", field.name))
            changed.append((label, _shown(tracked, old), _shown(tracked, new)))
    return tuple(changed)


def _shown(field: Any, value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, Range):
        return _period(value)
    if getattr(field, "choices", None):
        return str(dict(field.flatchoices).get(value, value))
    return str(value)


def _period(period: Range[Any]) -> str:
    """In words, both ends included: of days, the database writes the one after the last."""
    if period.lower is None and period.upper is None:
        return "sans date"
    if isinstance(period.lower or period.upper, datetime):
        first, last = (moment(end) if end else "" for end in (period.lower, period.upper))
    else:
        first = short_date(period.lower) if period.lower else ""
        last = short_date(period.upper - timedelta(days=1)) if period.upper else ""
    return " ".join(part for part in (first and f"du {first}", last and f"au {last}") if part)
