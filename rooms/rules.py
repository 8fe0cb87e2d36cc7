"""When a room may be booked: each refusal is a sentence on the field that mends it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.people.models import Agent
from core.ui import french
from rooms import constraints, periods, policies

if TYPE_CHECKING:
    from rooms.models import Room

NBSP = french.NBSP


def check_room(room: Room) -> None:
    if not room.is_bookable:
        why = f"{NBSP}: {room.unavailable_note}" if room.unavailable_note else "."
        raise ValidationError(
            {"room": f"La salle {room.name} ne peut pas être réservée en ce moment{why}"}, code="not_bookable"
        )


def check_period(room: Room, period: DateTimeTZRange, *, by: Agent, started: datetime | None = None) -> None:
    """Raise ValidationError, by field, for a period that this agent may not book.

    `started`: the start that a running booking already has, which may stay in the past.
    """
    start, end = timezone.localtime(period.lower), timezone.localtime(period.upper)
    _check_order(start, end)
    if start != started:
        _check_not_past(start)
    horizon = timezone.localdate() + timedelta(days=settings.ROOMS_HORIZON_DAYS)
    if start.date() > horizon:
        raise ValidationError(
            {
                "date": f"On réserve jusqu’au {french.long_date(horizon)}{NBSP}: choisissez une date plus proche."
            },
            code="beyond_horizon",
        )
    if policies.can_manage(by):
        _check_length(start, end)
    else:
        _check_one_day(start, end)
        _check_hours(room, start, end)


def _check_order(start: datetime, end: datetime) -> None:
    if end <= start:
        raise ValidationError({"end": "La fin doit venir après le début."}, code="ends_before_start")
    if any(moment.minute % 15 or moment.second or moment.microsecond for moment in (start, end)):
        raise ValidationError({"start": "On réserve au quart d’heure près."}, code="off_quarters")


def _check_not_past(start: datetime) -> None:
    now = timezone.localtime()
    if start.date() < now.date():
        raise ValidationError({"date": "Cette date est passée."}, code="past")
    if start < periods.started_quarter(now):
        raise ValidationError(
            {"start": f"Cette heure est passée{NBSP}: il est {french.clock(now)}."}, code="past"
        )


def _check_length(start: datetime, end: datetime) -> None:
    days = min(settings.ROOMS_LONGEST_DAYS, constraints.LONGEST_SECONDS // 86_400)
    last_day = (end - timedelta(microseconds=1)).date()
    if (last_day - start.date()).days >= days:
        raise ValidationError(
            {"end_date": f"Une réservation dure {french.count_of(days, 'jour')} au plus."}, code="too_long"
        )


def _check_one_day(start: datetime, end: datetime) -> None:
    if (end - timedelta(microseconds=1)).date() != start.date():
        raise ValidationError(
            {"end": "Une réservation tient dans une seule journée. Au-delà, appelez qui gère les salles."},
            code="several_days",
        )


def _check_hours(room: Room, start: datetime, end: datetime) -> None:
    weekday = french.WEEKDAYS[start.weekday()]
    hours = room.opening_hours.filter(weekday=start.weekday()).first()
    if hours is None:
        raise ValidationError({"date": f"La salle {room.name} est fermée le {weekday}."}, code="closed")
    opening = (
        f"le {weekday}, la salle {room.name} est ouverte "
        f"de {french.clock(hours.opens_at)} à {french.clock(hours.closes_at)}."
    )
    if start < periods.at(start.date(), hours.opens_at):
        raise ValidationError({"start": f"C’est trop tôt{NBSP}: {opening}"}, code="out_of_hours")
    if start >= periods.at(start.date(), hours.closes_at):
        raise ValidationError({"start": f"C’est trop tard{NBSP}: {opening}"}, code="out_of_hours")
    if end > periods.at(start.date(), hours.closes_at):
        raise ValidationError({"end": f"C’est trop tard{NBSP}: {opening}"}, code="out_of_hours")
