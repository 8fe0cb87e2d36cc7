from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import QueryDict

from core.ui.fields import OneLineField
from rooms import periods
from rooms.fields import PrivateField


class WaitForm(forms.Form):
    """What one would book; the room and the times are in the page's address."""

    title = OneLineField(
        label="Objet",
        max_length=120,
        help_text="Ce que les autres liront dans l’agenda de la salle, si elle est à vous.",
        error_messages={"required": "Dites en quelques mots à quoi servira la salle."},
    )
    is_private = PrivateField()


def asked_slot(query: QueryDict) -> tuple[str, DateTimeTZRange] | None:
    """The room's slug and the period of `rooms.links.wait`, or None for what does not read."""
    day = periods.readable_day(query.get("le", ""))
    last_day = periods.readable_day(query.get("au", "")) if query.get("au") else day
    room = query.get("salle", "")
    if day is None or last_day is None or not room or "\x00" in room:
        return None
    try:
        start = periods.typed_moment(day, query.get("de", ""))
        end = periods.typed_moment(last_day, query.get("a", ""))
    except (ValueError, ValidationError):
        return None
    return (room, DateTimeTZRange(start, end)) if start < end else None
