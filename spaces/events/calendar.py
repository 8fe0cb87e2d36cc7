"""The dates of a project as a calendar (RFC 5545): cancelled ones stay in it, so that programs take them off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from core.people.models import Project
from core.ui import content_lines
from spaces.models import Event

# Before, nobody's calendar looks.
PAST = timedelta(days=366)
MOST = 1000


def events_of(project: Project) -> list[Event]:
    events = Event.objects.filter(project=project, ends_at__gte=timezone.now() - PAST)
    return list(events.order_by("starts_at", "pk")[:MOST])


def calendar_of(project: Project, events: Iterable[Event]) -> str:
    lines = [*content_lines.calendar_head(name=project.name)]
    for event in events:
        lines += map(content_lines.fold, _lines(event))
    return "".join([*lines, content_lines.fold("END:VCALENDAR")])


def _lines(event: Event) -> Iterator[str]:
    """In universal time: a date stands alone, no rule repeats it."""
    yield "BEGIN:VEVENT"
    yield f"UID:{content_lines.uid(event.reference)}"
    yield f"DTSTAMP:{content_lines.utc(event.changed_at)}"
    yield f"LAST-MODIFIED:{content_lines.utc(event.changed_at)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART:{content_lines.utc(event.starts_at)}"
    yield f"DTEND:{content_lines.utc(event.ends_at)}"
    yield f"SUMMARY:{content_lines.text(event.title)}"
    if event.place:
        yield f"LOCATION:{content_lines.text(event.place)}"
    yield f"STATUS:{'CANCELLED' if event.cancelled_at else 'CONFIRMED'}"
    yield f"URL:{settings.SITE_URL}{event.get_absolute_url()}"
    yield "END:VEVENT"
