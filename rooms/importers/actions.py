"""A file's way through the site: sent, read by the worker, confirmed by a person, booked by the worker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core.imports.steps import WorkerImportSteps
from core.imports.tables import Unreadable
from core.people.models import Agent
from core.ui.french import spaced
from rooms import periods, policies
from rooms.importers import ics, mrbs
from rooms.importers.files import check_size, text_of
from rooms.importers.importer import Importer
from rooms.importers.mrbs.dump import Dump
from rooms.importers.notifications import notify_imported
from rooms.importers.report import Report, ReportLine
from rooms.importers.source_events import Unit
from rooms.models import Booking, CalendarImport, Room

Kind, State = CalendarImport.Kind, CalendarImport.State
# Added up when a worker was stopped on the way.
BOOKED_COUNTS = ("booked", "series", "asked", "sites", "rooms")
NEITHER = "Ce fichier n’est ni un agenda (.ics), ni une copie des tables de MRBS ou de GRR (.sql)."


def kind_of(data: bytes) -> str:
    """Recognise a file by its content; raise ValidationError for neither kind."""
    try:
        check_size(len(data))
    except Unreadable as error:
        raise ValidationError(str(error), code="size") from error
    head = text_of(data[:200_000]).upper()
    if "BEGIN:VCALENDAR" in head[:10_000]:
        return Kind.ICS
    if any(word in head for word in ("CREATE TABLE", "INSERT INTO", "COPY ")):
        return Kind.MRBS
    raise ValidationError(NEITHER, code="kind")


class RoomsImport(WorkerImportSteps[CalendarImport]):
    """A worker that is stopped takes it up again from its start: what is booked already is found there."""

    model = CalendarImport
    task = "rooms.imports_go_on"
    not_allowed = "Seules les personnes qui gèrent toutes les salles reprennent un agenda."
    sent = "a envoyé un ancien agenda"
    abandoned = "Rien n’a été réservé, et le fichier est effacé."
    broken = spaced(
        "L’import s’est interrompu ; ce qui est réservé le reste. Déposez le fichier de nouveau : "
        "ce qui est déjà là n’est pas réservé deux fois."
    )

    def can_import(self, agent: Agent) -> bool:
        return policies.can_manage(agent)

    def rows(self) -> Any:
        return super().rows().select_related("room").defer("content")

    def begin(
        self, data: bytes, *, name: str, room: Room | None, since: date, by: Agent, submission_key: UUID
    ) -> CalendarImport:
        """Keep the file and have it read. Raises PermissionDenied, ValidationError."""
        self.check_right(by)
        kind = kind_of(data)
        if kind == Kind.ICS and room is None:
            raise ValidationError({"room": spaced("Un agenda est celui d’une salle : dites laquelle.")})
        return self.start(
            CalendarImport(
                kind=kind,
                file_name=name[:200],
                content=data,
                room=room if kind == Kind.ICS else None,
                report={"since": since.isoformat()},
                created_by=by,
                submission_key=submission_key,
            )
        )

    def read(self, started: CalendarImport) -> None:
        def progress(report: Report, bookings: list[Booking]) -> None:
            # Nobody knows how many there are before they are read.
            started.done = report.counts["events"]
            started.save(update_fields=["done"])

        importer = Importer(by=started.created_by, is_trial=True, progress=progress)
        importer.run(_found(started, importer))
        started.done = importer.report.counts["events"]
        started.report = _since(started) | importer.report.as_data()

    def write(self, started: CalendarImport) -> None:
        """Book, and count with the rest what an earlier, interrupted run had booked."""
        before = Counter(started.report.get("booked", {}))
        owners = _organisers(started)

        def progress(report: Report, bookings: list[Booking]) -> None:
            organisers = owners + importer.organisers
            started.report = {
                **started.report,
                "booked": {name: report.counts[name] + before[name] for name in BOOKED_COUNTS},
                "organisers": {str(pk): n for pk, n in organisers.items()},
            }
            events = report.counts["events"]
            started.progress = min(99, events * 100 // max(started.done, 1))
            started.save(update_fields=["progress", "report"])

        importer = Importer(by=started.created_by, is_trial=False, progress=progress)
        report = importer.run(_found(started, importer))
        report.counts["same"] -= min(before["booked"], report.counts["same"])
        report.counts.update(before)
        organisers = {str(pk): n for pk, n in (owners + importer.organisers).items()}
        started.report = _since(started) | report.as_data() | {"organisers": organisers}

    @transaction.atomic
    def end(self, held: CalendarImport, state: str, name: str, *, by: Agent | None) -> None:
        """Whose bookings are made is notified now: the same file again finds them there, and notifies nobody."""
        if state != State.READY:
            held.content = None
            notify_imported(_organisers(held), by=held.created_by)
            if held.state == State.WRITING and state != State.DONE:
                # What the reading foresaw is not what was done.
                held.report = _since(held) | {"counts": held.report.get("booked", {})}
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
    if started.kind == Kind.ICS:
        assert started.room
        return ics.read_ics(data, room=started.room, since=since, report=importer.report)
    return mrbs.read_mrbs(Dump(data), since=since, importer=importer)


def _since(started: CalendarImport) -> dict[str, Any]:
    return {"since": started.report.get("since", "")}
