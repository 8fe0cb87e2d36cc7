"""Clean what is typed of a booking; each refusal is a ValidationError on its field."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from rooms.models import Layout, Room

MOST_ROOMS = 10
MOST_PEOPLE = 9_999


def without_repeats(room: Room, others: Iterable[Room]) -> list[Room]:
    found = list({other.pk: other for other in others if other != room}.values())
    if len(found) >= MOST_ROOMS:
        raise ValidationError(
            {"other_rooms": f"On réserve {MOST_ROOMS} salles au plus en une fois."}, code="too_many_rooms"
        )
    return found


def clean_title(title: str) -> str:
    title = " ".join(title.replace("\x00", " ").split())
    if not title or len(title) > 120:
        raise ValidationError({"title": "Donnez un objet, de 120 caractères au plus."}, code="title")
    return title


def clean_layout(layout: Layout | None, *rooms: Room) -> Layout | None:
    """One of these rooms can be laid out so; the refusal speaks of the first."""
    if layout is not None and layout.room_id not in {room.pk for room in rooms}:
        raise ValidationError(
            {"layout": f"La {rooms[0].called} n’a pas cette disposition."}, code="unknown_layout"
        )
    return layout


def clean_attendance(attendance: int | None) -> int | None:
    if attendance is not None and not 1 <= attendance <= MOST_PEOPLE:
        raise ValidationError({"attendance": "Donnez un nombre de personnes, 1 au moins."}, code="attendance")
    return attendance
