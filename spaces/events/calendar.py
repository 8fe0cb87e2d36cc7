"""The dates of a project as a calendar (RFC 5545): cancelled ones stay in it, so that programs take them off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import icalendar
from django.conf import settings
from django.utils import timezone

from core.people.models import Project
from core.ui import calendars
from spaces.models import Event

# Before, nobody's calendar looks.
PAST = timedelta(days=366)
MOST = 1000


def events_of(project: Project) -> list[Event]:
    events = Event.objects.filter(project=project, ends_at__gte=timezone.now() - PAST)
    return list(events.order_by("starts_at", "pk")[:MOST])


def calendar_of(project: Project, events: Iterable[Event]) -> str:
    calendar = calendars.new_calendar(name=project.name, is_universal=True)
    return "".join(calendars.pieces(calendar, map(_event, events)))


def _event(event: Event) -> icalendar.Event:
    """In universal time: a date stands alone, no rule repeats it."""
    return calendars.new_event(
        calendars.uid(event.reference),
        stamp=event.changed_at,
        sequence=event.sequence,
        dtstart=calendars.universal(event.starts_at),
        dtend=calendars.universal(event.ends_at),
        summary=event.title,
        location=event.place,
        status="CANCELLED" if event.cancelled_at else "CONFIRMED",
        url=f"{settings.SITE_URL}{event.get_absolute_url()}",
    )
