"""A file's way through the admin: dropped, read by the worker, confirmed by a person, booked by the worker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from core.people.models import Agent
from core.ui.french import NBSP
from core.ui.locks import lock_row
from rooms import access, periods
from rooms.importers import ics, mrbs
from rooms.importers.files import Unreadable, check_size, text_of
from rooms.importers.importer import Importer
from rooms.importers.mrbs.dump import Dump
from rooms.importers.notifications import notify_imported
from rooms.importers.report import Report, ReportLine
from rooms.importers.source_events import Unit
from rooms.models import Booking, CalendarImport, Room

Kind, State = CalendarImport.Kind, CalendarImport.State
# A calendar holds private titles: one that nobody confirms does not wait for ever.
WAITING_DAYS = 7
GO_ON, QUEUE = "rooms.imports_go_on", "long"
# Before what fills the demonstration: somebody is waiting.
PRIORITY = 10
NOT_YOURS = "Seules les personnes qui gèrent toutes les salles reprennent un agenda."
BROKEN = (
    f"L’import s’est interrompu{NBSP}; ce qui est réservé le reste. Déposez le fichier de nouveau{NBSP}: "
    "ce qui est déjà là n’est pas réservé deux fois."
)
NEITHER = "Ce fichier n’est ni un agenda (.ics), ni une copie des tables de MRBS ou de GRR (.sql)."


def kind_of(data: bytes) -> str:
    """What the file is, by its content; raises ValidationError for neither."""
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


def check(data: bytes, *, room: Room | None) -> str:
    """The kind of the file; raises ValidationError by field."""
    try:
        kind = kind_of(data)
    except ValidationError as error:
        raise ValidationError({"file": error}) from error
    if kind == Kind.ICS and room is None:
        raise ValidationError({"room": f"Un agenda est celui d’une salle{NBSP}: dites laquelle."})
    return kind


@transaction.atomic
def begin(data: bytes, *, name: str, room: Room | None, since: date, by: Agent) -> CalendarImport:
    """Keep the file and have it read. Raises PermissionDenied, ValidationError by field."""
    if not access.can_manage(by):
        raise PermissionDenied(NOT_YOURS)
    kind = check(data, room=room)
    begun = CalendarImport.objects.create(
        kind=kind,
        name=name[:200],
        content=data,
        room=room if kind == Kind.ICS else None,
        report={"since": since.isoformat()},
        created_by=by,
    )
    _defer(begun)
    return begun


@transaction.atomic
def confirm(begun: CalendarImport, *, by: Agent) -> str:
    """Have it booked; asked twice, it is done once. Raises PermissionDenied, ValidationError."""
    held = _locked(begun, by)
    if held.state not in (State.BOOKING, State.DONE):
        _check_state(held, State.READY)
        held.state, held.done = State.BOOKING, 0
        held.save(update_fields=["state", "done"])
        _defer(held)
    return "Les réservations se font\u00a0: la suite s’affiche ici."


@transaction.atomic
def drop(begun: CalendarImport, *, by: Agent | None) -> str:
    """Book nothing of it and erase the file. Raises PermissionDenied, ValidationError."""
    held = _locked(begun, by)
    if held.state != State.DROPPED:
        _check_state(held, State.WAITING, State.READY)
        _end(held, State.DROPPED)
    return "L’import est abandonné, et le fichier effacé. Rien n’a été réservé."


def can_confirm(agent: Agent, begun: CalendarImport) -> bool:
    return access.can_manage(agent) and begun.state == State.READY and books_something(begun)


def can_drop(agent: Agent, begun: CalendarImport) -> bool:
    return access.can_manage(agent) and begun.state in (State.WAITING, State.READY)


def drop_forgotten() -> None:
    old = CalendarImport.objects.filter(
        state__in=(State.WAITING, State.READY), created_at__lt=timezone.now() - timedelta(days=WAITING_DAYS)
    )
    for begun in old:
        drop(begun, by=None)


def go_on(begun: CalendarImport) -> None:
    """Read it or book it, whichever it waits for; again from its start when a worker was stopped on the way."""
    if begun.state not in (State.WAITING, State.BOOKING):
        return
    try:
        (_preview if begun.state == State.WAITING else _book)(begun)
    except Unreadable as error:
        _fail(begun, str(error))


def interrupt(begun: CalendarImport) -> None:
    """It cannot go on by itself: its page says so."""
    _fail(begun, BROKEN)


@transaction.atomic
def _fail(begun: CalendarImport, words: str) -> None:
    """Whose bookings are made already is notified now: the same file again finds them there, and notifies nobody."""
    notify_imported(_organisers(begun), by=begun.created_by)
    # What the reading foresaw is not what was done.
    done = {"counts": begun.report.get("booked", {})} if begun.state == State.BOOKING else {}
    begun.report = {**_kept(begun), **done}
    begun.error = words
    _end(begun, State.FAILED)


def _preview(begun: CalendarImport) -> None:
    def progress(report: Report, bookings: list[Booking]) -> None:
        # Nobody knows how many there are before they are read.
        _count(begun, done=report.counts["events"], total=report.counts["events"])

    importer = Importer(by=begun.created_by, is_trial=True, progress=progress)
    importer.run(_found(begun, importer))
    begun.report = {**_kept(begun), **importer.report.as_data()}
    begun.state, begun.done = State.READY, 0
    begun.total = importer.report.counts["events"]
    with transaction.atomic():
        if _still(begun, State.WAITING):
            begun.save(update_fields=["report", "state", "done", "total"])


def _book(begun: CalendarImport) -> None:
    """What an earlier, interrupted run had booked is found there already, and counted with the rest."""
    before = Counter(begun.report.get("booked", {}))
    owners = _organisers(begun)

    def progress(report: Report, bookings: list[Booking]) -> None:
        now = {
            name: report.counts[name] + before[name]
            for name in ("booked", "series", "asked", "sites", "rooms")
        }
        organisers = owners + importer.organisers
        begun.report = {
            **begun.report,
            "booked": now,
            "organisers": {str(pk): n for pk, n in organisers.items()},
        }
        _count(begun, done=min(report.counts["events"], begun.total), total=begun.total)

    importer = Importer(by=begun.created_by, is_trial=False, progress=progress)
    report = importer.run(_found(begun, importer))
    report.counts["same"] -= min(before["booked"], report.counts["same"])
    report.counts.update(before)
    with transaction.atomic():
        notify_imported(owners + importer.organisers, by=begun.created_by)
        begun.report = {"since": begun.report["since"], **report.as_data()}
        begun.done = begun.total
        _end(begun, State.DONE)


def _organisers(begun: CalendarImport) -> Counter[int]:
    """How many bookings each organiser got so far, by their id."""
    return Counter({int(pk): count for pk, count in begun.report.get("organisers", {}).items()})


def _found(begun: CalendarImport, importer: Importer) -> Iterator[Unit | ReportLine]:
    data, since = bytes(begun.content or b""), periods.readable_day(begun.report.get("since", ""))
    since = since or timezone.localdate(begun.created_at)
    if begun.kind == Kind.ICS:
        assert begun.room
        return ics.read_ics(data, room=begun.room, since=since, report=importer.report)
    return mrbs.read_mrbs(Dump(data), since=since, importer=importer)


def _kept(begun: CalendarImport) -> dict[str, Any]:
    return {"since": begun.report.get("since", "")}


def _count(begun: CalendarImport, *, done: int, total: int) -> None:
    begun.done, begun.total = done, total
    begun.save(update_fields=["done", "total", "report"])


def books_something(begun: CalendarImport) -> bool:
    counts = begun.report.get("counts", {})
    return any(counts.get(name) for name in ("booked", "rooms", "sites"))


def _still(begun: CalendarImport, state: str) -> bool:
    """Somebody may have dropped it while it was read."""
    return CalendarImport.objects.select_for_update(no_key=True).filter(pk=begun.pk, state=state).exists()


def _locked(begun: CalendarImport, by: Agent | None) -> CalendarImport:
    if by is not None and not access.can_manage(by):
        raise PermissionDenied(NOT_YOURS)
    return lock_row(CalendarImport, begun.pk)


def _check_state(held: CalendarImport, *states: str) -> None:
    if held.state not in states:
        said = held.get_state_display()
        raise ValidationError(f"Cet import est «{NBSP}{said}{NBSP}»{NBSP}: ce geste n’est plus possible.")


def _end(begun: CalendarImport, state: str) -> None:
    begun.state, begun.content, begun.ended_at = state, None, timezone.now()
    begun.save(update_fields=["state", "content", "ended_at", "error", "report", "done", "total"])


def _defer(begun: CalendarImport) -> None:
    # By its name: the task calls this module.
    app.configure_task(GO_ON, queue=QUEUE, priority=PRIORITY, lock=f"rooms.importers:{begun.pk}").defer(
        import_id=begun.pk
    )
