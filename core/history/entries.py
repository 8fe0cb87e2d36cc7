"""An object's history in words a person reads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models

from core.ui.french import moment

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
    """The newest `limit` actions on a tracked object, newest first; two statements."""
    events = list(_event_model(obj).objects.filter(pgh_obj_id=obj.pk).order_by("-pgh_id")[: limit + 1])
    authors = {(event.pgh_context or {}).get("by") for event in events} - {None}
    agents = get_user_model()._default_manager.in_bulk(authors) if authors else {}
    entries = []
    for position, event in enumerate(events[:limit]):
        before = events[position + 1] if position + 1 < len(events) else None
        context = event.pgh_context or {}
        changes = _changes(obj, before, event) if before else ()
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


def is_tracked(model: type[models.Model]) -> bool:
    return _event_model_of(model) is not None


def _event_model(obj: models.Model) -> Any:
    if event_model := _event_model_of(type(obj)):
        return event_model
    raise LookupError(f"{obj._meta.label} is not tracked")


def _event_model_of(model: type[models.Model]) -> Any:
    for relation in model._meta.related_objects:
        if hasattr(relation.related_model, "pgh_tracked_model") and relation.field.name == "pgh_obj":
            return relation.related_model
    return None


def _changes(obj: models.Model, before: Any, after: Any) -> tuple[tuple[str, str, str], ...]:
    changed = []
    for field in after._meta.concrete_fields:
        if field.name.startswith("pgh_") or field.name in NOT_SHOWN:
            continue
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if old != new:
            tracked = obj._meta.get_field(field.name)
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
    if getattr(field, "choices", None):
        return str(dict(field.flatchoices).get(value, value))
    return str(value)
