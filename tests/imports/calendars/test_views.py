"""The pages of a former calendar: sent, read by the worker, looked at, booked, whatever stops on the way."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.notifications.models import Notification
from core.people.models import Agent
from core.people.roles import Role
from imports.calendars import importer
from imports.calendars.actions import rooms_import
from imports.calendars.report import LINES_KEPT, ImportOutcome, Report, ReportLine
from rooms.models import Booking, CalendarImport, Occupancy, Room, Series
from tests.factories import AgentFactory
from tests.imports.calendars.conftest import FILES
from tests.rooms.factories import TODAY, a_room
from tests.worker import run_worker

pytestmark = pytest.mark.django_db
ADD = "rooms:import_create"
State = CalendarImport.State


def ics(name: str = "outlook") -> bytes:
    return (FILES / f"{name}.ics").read_bytes()


def sent(data: bytes, room: Room | None = None, name: str = "agenda.ics", **fields: Any) -> dict[str, Any]:
    return {
        "file": SimpleUploadedFile(name, data),
        "room": room.pk if room else "",
        "since": TODAY.isoformat(),
        **fields,
    }


def page(client: Client, begun: CalendarImport) -> str:
    return client.get(begun.get_absolute_url()).content.decode()


def action(client: Client, begun: CalendarImport, name: str = "detail") -> int:
    return client.post(reverse(f"rooms:import_{name}", args=[begun.reference])).status_code


def begin(data: bytes, *, room: Room, by: Agent, name: str = "x.ics") -> CalendarImport:
    return rooms_import.begin(data, name=name, room=room, since=TODAY, by=by, submission_key=uuid.uuid4())


@pytest.mark.django_db(transaction=True)
def test_from_the_file_to_the_bookings(signed_in):
    """By the real worker; the file is erased once booked."""
    manager = AgentFactory.create(roles=[Role.ROOM_MANAGER])
    camille = AgentFactory.create(email="auteur@port-mimosa.example")
    room, client = a_room(), signed_in(manager)
    assert client.post(reverse(ADD), sent(ics(), room)).status_code == 302
    begun = CalendarImport.objects.get()
    assert "Le fichier se lit" in page(client, begun)
    run_worker("long")
    preview = page(client, begun)
    assert "Réservations à faire</dt><dd>5<" in preview
    assert "Réunion de direction" in preview
    assert "Entretien annuel" not in preview
    assert not Booking.objects.exists()
    assert action(client, begun) == 302
    # Asked twice: once.
    assert action(client, begun) == 302
    assert "L’import s’écrit" in page(client, begun)
    run_worker("long")
    begun.refresh_from_db()
    assert (begun.state, begun.content, begun.done, begun.progress) == (State.DONE, None, 2, 100)
    assert "Réservations faites</dt><dd>5<" in page(client, begun)
    assert Booking.objects.count() == 5
    assert Notification.objects.get(kind="rooms.imported").recipient == camille


def test_of_very_many_the_first_are_shown_and_the_count_is_whole(room, room_manager, signed_in):
    begun, report = begin(ics(), room=room, by=room_manager), Report()
    for number in range(LINES_KEPT + 1):
        report.tell(ReportLine(ImportOutcome.CLASH, f"ligne {number}"))
    for count in (LINES_KEPT, LINES_KEPT + 1):
        report.counts["clash"] = count
        CalendarImport.objects.filter(pk=begun.pk).update(state=State.READY, report=report.as_data())
        response = signed_in(room_manager).get(begun.get_absolute_url())
        assert [found for _, found, _ in response.context["lists"].values() if found] == [count]
        is_cut = f"voici les {LINES_KEPT} premières lignes</caption>" in response.text
        assert is_cut is (count > LINES_KEPT)


@pytest.mark.parametrize(
    ("data", "has_room", "field", "words"),
    [
        (b"BEGIN:VCALENDAR\n" + b"x" * 20_000_001, True, "file", "trop lourd"),
        (ics(), False, "room", "dites laquelle"),
    ],
    ids=["heavy", "no room"],
)
def test_files_that_are_refused(signed_in, room_manager, room, data, has_room, field, words):
    response = signed_in(room_manager).post(reverse(ADD), sent(data, room if has_room else None))
    assert response.status_code == 200
    assert words in str(response.context["form"].errors[field])
    assert not CalendarImport.objects.exists()


@pytest.fixture
def stopped(room, room_manager, monkeypatch):
    """An import that an error stops after its first batch."""

    def stop(error: type[BaseException]) -> CalendarImport:
        monkeypatch.setattr(importer, "BATCH", 1)
        begun = begin(ics(), name="x.ics", room=room, by=room_manager)
        rooms_import.go_on(begun)
        rooms_import.confirm(begun, by=room_manager)
        begun.refresh_from_db()
        write, turns = importer.Batch.write, iter(range(9))

        def broken(batch: importer.Batch) -> None:
            if next(turns) == 1:
                raise error
            write(batch)

        with monkeypatch.context() as patch:
            patch.setattr(importer.Batch, "write", broken)
            with pytest.raises(error):
                rooms_import.go_on(begun)
        return begun

    return stop


def test_a_worker_stopped_on_the_way(stopped):
    """What its batches booked stays; the next worker finds it there, and books the rest."""
    stopped(KeyboardInterrupt)
    assert Booking.objects.count() == 4
    begun = CalendarImport.objects.get()
    assert (begun.state, begun.done) == (State.WRITING, 2)
    rooms_import.go_on(begun)
    counts = begun.report["counts"]
    assert (begun.state, counts["booked"], counts["same"], counts["series"]) == (State.DONE, 1, 4, 0)
    assert Booking.objects.count() == 5


def test_one_that_cannot_go_on_tells_whose_bookings_it_made(stopped, camille):
    begun = stopped(RuntimeError)
    rooms_import.interrupt(begun)
    begun = CalendarImport.objects.get()
    assert (begun.state, begun.reason) == (State.FAILED, rooms_import.broken)
    # Not what the reading foresaw.
    assert begun.report["counts"]["booked"] == 4
    assert "4" in Notification.objects.get(recipient=camille).title


def test_dropped_and_forgotten(room, room_manager, outsider, signed_in):
    begun = begin(ics(), name="x.ics", room=room, by=room_manager)
    for step in (rooms_import.confirm, rooms_import.abandon):
        with pytest.raises(PermissionDenied):
            step(begun, by=outsider)
    with pytest.raises(PermissionDenied):
        begin(ics(), name="x.ics", room=room, by=outsider)
    client = signed_in(room_manager)
    assert action(client, begun, "abandon") == 302
    assert "Rien n’a été réservé, et le fichier est effacé." in page(client, begun)
    begun.refresh_from_db()
    assert (begun.state, begun.content) == (State.ABANDONED, None)
    # Too late: said on its page.
    assert action(client, begun) == 302
    assert "n’est plus possible" in page(client, begun)
    rooms_import.go_on(begun)
    assert not Booking.objects.exists()
    old = begin(ics(), name="y.ics", room=room, by=room_manager)
    CalendarImport.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8))
    rooms_import.clean_up(timezone.now())
    old.refresh_from_db()
    assert (old.state, old.content) == (State.ABANDONED, None)


def test_one_confirmed_during_the_cleaning_keeps_no_other(room, room_manager, monkeypatch):
    confirmed, waiting = (begin(ics(), name=name, room=room, by=room_manager) for name in ("x.ics", "y.ics"))
    CalendarImport.objects.update(created_at=timezone.now() - timedelta(days=8))
    abandon = rooms_import.abandon

    def confirmed_first(started: CalendarImport, *, by: Agent | None) -> None:
        if started == confirmed:
            rooms_import.go_on(confirmed)
            rooms_import.confirm(confirmed, by=room_manager)
        abandon(started, by=by)

    monkeypatch.setattr(rooms_import, "abandon", confirmed_first)
    rooms_import.clean_up(timezone.now())
    confirmed.refresh_from_db()
    waiting.refresh_from_db()
    assert (confirmed.state, waiting.state) == (State.WRITING, State.ABANDONED)


@pytest.mark.django_db(transaction=True)
def test_one_file_by_two_at_once():
    """And somebody books beside them: nothing twice, nothing over anything."""
    room, manager = a_room(), AgentFactory.create(roles=[Role.ROOM_MANAGER])
    made = [begin(ics("google"), name="x.ics", room=room, by=manager) for _ in range(3)]

    def carry(begun: CalendarImport) -> None:
        try:
            rooms_import.go_on(begun)
            rooms_import.confirm(begun, by=manager)
            rooms_import.go_on(rooms_import.rows().get(pk=begun.pk))
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(carry, made))
    assert Booking.objects.count() == Occupancy.objects.count() == 10
    assert Series.objects.count() == 1
    booked = [CalendarImport.objects.get(pk=begun.pk).report["counts"].get("booked", 0) for begun in made]
    assert sum(booked) == 10


def test_a_batch_asks_the_same_however_many(room, room_manager, django_assert_max_num_queries):
    def calendar(count: int) -> bytes:
        event = "BEGIN:VEVENT\nUID:{0}-{1}\nDTSTART:202612{0:02}T090000\nDURATION:PT1H\nEND:VEVENT\n"
        return ("BEGIN:VCALENDAR\n" + "".join(event.format(day + 1, count) for day in range(count))).encode()

    asked = []
    for count in (1, 20):
        begun = begin(calendar(count), name="x.ics", room=a_room(), by=room_manager)
        rooms_import.go_on(begun)
        rooms_import.confirm(begun, by=room_manager)
        begun.refresh_from_db()
        with django_assert_max_num_queries(60) as captured:
            rooms_import.go_on(begun)
        asked.append(len(captured))
    assert Booking.objects.count() == 21
    assert asked[0] == asked[1]
