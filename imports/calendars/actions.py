"""A file's way through the site: sent, read by the worker, confirmed by a person, booked by the worker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.imports.steps import WorkerImportSteps
from core.imports.tables import Unreadable
from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.web.mails import render_mail
from imports.calendars import ics
from imports.calendars.importer import Importer
from imports.calendars.report import Report, ReportLine
from imports.calendars.source_events import Unit
from rooms import periods, policies
from rooms.bookings.notifications import MINE
from rooms.ics.splitting import check_size, text_of
from rooms.models import CalendarImport, Room

State = CalendarImport.State
NO_CALENDAR = "Ce fichier n’est pas un agenda (.ics)."


class RoomsImport(WorkerImportSteps[CalendarImport]):
    """A worker that is stopped takes it up again from its start: what is booked already is found there."""

    model = CalendarImport
    task = "rooms.imports_go_on"
    not_allowed = "Seules les personnes qui gèrent toutes les salles reprennent un agenda."
    sent = "a envoyé un ancien agenda"
    abandoned = "Rien n’a été réservé, et le fichier est effacé."
    can_import = staticmethod(policies.can_manage)

    def rows(self) -> Any:
        return super().rows().select_related("room").defer("content")

    def begin(
        self, data: bytes, *, name: str, room: Room, since: date, by: Agent, submission_key: UUID
    ) -> CalendarImport:
        """Keep the file and have it read. Raises PermissionDenied, ValidationError."""
        self.check_right(by)
        check_size(len(data))
        if "BEGIN:VCALENDAR" not in text_of(data[:20_000]).upper()[:10_000]:
            raise ValidationError(NO_CALENDAR)
        return self.start(
            CalendarImport(
                kind=CalendarImport.Kind.ICS,
                file_name=name[:200],
                content=data,
                room=room,
                report={"since": since.isoformat()},
                created_by=by,
                submission_key=submission_key,
            )
        )

    def read(self, started: CalendarImport) -> None:
        def progress(report: Report) -> None:
            # Nobody knows how many there are before they are read.
            started.done = report.counts["events"]
            started.save(update_fields=["done"])

        importer = Importer(by=started.created_by, is_trial=True, progress=progress)
        importer.run(_found(started, importer))
        started.done = importer.report.counts["events"]
        started.report |= importer.report.as_data()

    def write(self, started: CalendarImport) -> None:
        """Book, and forget what the reading foresaw; what an earlier, interrupted run had booked is found there."""
        earlier = _organisers(started)
        started.report = {
            name: started.report[name] for name in ("since", "organisers") if name in started.report
        }

        def progress(report: Report) -> None:
            owners = {str(pk): count for pk, count in (earlier + importer.organisers).items()}
            started.report |= report.as_data() | {"organisers": owners}
            started.progress = min(99, report.counts["events"] * 100 // max(started.done, 1))
            started.save(update_fields=["progress", "report"])

        importer = Importer(by=started.created_by, is_trial=False, progress=progress)
        started.report |= importer.run(_found(started, importer)).as_data()

    @transaction.atomic
    def end(self, held: CalendarImport, state: str, name: str, *, by: Agent | None) -> None:
        """Whose bookings are made is notified now: the same file again finds them there, and notifies nobody."""
        if state != State.READY:
            held.content = None
            notify_imported(_organisers(held), by=held.created_by)
            held.report.pop("organisers", None)
        super().end(held, state, name, by=by)


rooms_import = RoomsImport()


def _organisers(started: CalendarImport) -> Counter[int]:
    """How many bookings each organiser got so far, by their id."""
    return Counter({int(pk): count for pk, count in started.report.get("organisers", {}).items()})


def _found(started: CalendarImport, importer: Importer) -> Iterator[Unit | ReportLine]:
    """Read the file apart from its row, which is saved again and again."""
    content = CalendarImport.objects.values_list("content", flat=True).get(pk=started.pk)
    data, since = bytes(content or b""), periods.readable_day(started.report.get("since", ""))
    since = since or timezone.localdate(started.created_at)
    if started.room is None:
        # Tables of MRBS or GRR, sent to an older version.
        raise Unreadable(NO_CALENDAR)
    return ics.read_ics(data, room=started.room, since=since, report=importer.report)


# Notifications

IMPORTED = NotificationKind(
    "rooms.imported", "Mes réservations d’un ancien agenda ont été reprises", group=MINE
)


def notify_imported(counts: Mapping[int, int], *, by: Agent) -> None:
    """`counts` holds how many bookings by organiser's id; who imported knows already."""
    for agent in Agent.objects.active().filter(pk__in=counts).exclude(pk=by.pk):
        notify(
            IMPORTED,
            [agent],
            **render_mail("rooms/mails/imported.txt", count=counts[agent.pk], by=by),
            url=reverse("rooms:my_bookings"),
        )
