"""The demonstration town in the tests' database: one of everything, in every state."""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.utils import timezone

from core.documents.actions import stage
from core.documents.fields import streamed
from core.documents.models import Upload
from core.people.models import Agent
from core.people.roles import Role
from demo.loading.town import load_town
from directory import corrections
from directory.imports.apply import agents_import
from imports.calendars.actions import rooms_import
from imports.scdl.actions import scdl_import
from imports.software.actions import software_import
from rooms.models import Room
from tests import databases

ACCOUNTS = [
    "agent",
    "groupe",
    "salles",
    "annuaire",
    "progiciels",
    "conseil",
    "drh",
    "courrier",
    "veille",
    "admin",
]


DELIBERATIONS = (
    "COLL_NOM;COLL_SIRET;DELIB_ID;DELIB_DATE;DELIB_MATIERE_CODE;DELIB_MATIERE_NOM;DELIB_OBJET\n"
    "Port-Mimosa;21990999100016;2019_06_001;2019-06-25;7.1;finances locales;Adoption du compte administratif\n"
    "Port-Mimosa;21990999100016;2019_06_002;hier;7.1;finances locales;Une date qui n’en est pas une\n"
)
AGENTS = (
    "Matricule;Nom;Prénom;Fonction\n99001;DE LA FONTAINE;Jeanne;Archiviste\n;SANS MATRICULE;Paul;Paveur\n"
)
SOFTWARE = "Nom;À quoi il sert;Direction\nAnémomètre;Mesurer le vent.;Sports\nSans direction;Servir.;\n"
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//exemple//FR\r\nBEGIN:VEVENT\r\nUID:1@exemple\r\n"
    "DTSTART;TZID=Europe/Paris:20991103T090000\r\nDTEND;TZID=Europe/Paris:20991103T100000\r\n"
    "SUMMARY:Comité d’avant\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
# Where the files of the town that a module loaded lie; nothing while none is loaded.
folders: list[Path] = []


def build_town() -> None:
    # A test with real commits may have emptied the tables that migrations filled.
    for role in Role:
        Group.objects.get_or_create(name=role)
    load_town()
    leave_work_waiting()


def leave_work_waiting() -> None:
    """What the demonstration holds none of: files that wait for a confirmation, a correction for an answer."""
    secretary, manager = (Agent.objects.get(identifiant=name) for name in ("conseil", "annuaire"))
    file = _sent("deliberations.csv", DELIBERATIONS, by=secretary)
    scdl_import.go_on(scdl_import.begin(file, by=secretary, submission_key=uuid.uuid4()))
    agents_import.begin(
        upload=_sent("agents.csv", AGENTS, by=manager), by=manager, submission_key=uuid.uuid4()
    )
    member = Agent.objects.get(identifiant="groupe")
    software_import.begin(
        _sent("progiciels.csv", SOFTWARE, by=member), by=member, submission_key=uuid.uuid4()
    )
    rooms_manager, room = Agent.objects.get(identifiant="salles"), Room.objects.order_by("pk").first()
    calendar = rooms_import.begin(
        CALENDAR.encode(),
        name="ancien.ics",
        room=room,
        since=timezone.localdate(),
        by=rooms_manager,
        submission_key=uuid.uuid4(),
    )
    rooms_import.go_on(calendar)
    agent = Agent.objects.get(identifiant="agent")
    corrections.propose_correction(by=agent, subject=agent, function="Responsable de la planification")


def _sent(name: str, text: str, *, by: Agent) -> Upload:
    with streamed(SimpleUploadedFile(name, text.encode())) as file:
        return stage(file, by=by)


@contextmanager
def connected_to_town(
    blocker: Any, base: Path, *, name: str = "town", build: Callable[[], None] = build_town
) -> Iterator[None]:
    """This process's copy of a town that was loaded once, for tests that roll back what they write."""
    with blocker.unblock():
        copy = databases.copy_of(name, build=with_files(base / name, build))
    with databases.connected_to(copy), own_files(base / name):
        yield


@contextmanager
def connected_to_changed_town(
    blocker: Any, base: Path, *, name: str, change: Callable[[], None]
) -> Iterator[None]:
    """The same for a town that `change` made once of a copy of the first, which is loaded once for both."""

    def change_copy() -> None:
        shutil.copytree(base / "town", base / name)
        change()

    with blocker.unblock():
        load = with_files(base / "town", build_town)
        town = databases.made_once("town", load, source=databases.migrated())
        copy = databases.copy_of(name, build=with_files(base / name, change_copy), source=town)
    with databases.connected_to(copy), own_files(base / name):
        yield


@contextmanager
def town_for_a_test(base: Path) -> Iterator[None]:
    """Connect to a copy of the town for one test, whose commits are dropped with it."""
    build = with_files(base / "town", build_town)
    with (
        databases.throw_away_copy_of("town", build=build) as copy,
        databases.connected_to(copy),
        own_files(base / "town"),
    ):
        yield


def with_files(folder: Path, build: Callable[[], None]) -> Callable[[], None]:
    def build_there() -> None:
        with override_settings(DOCUMENTS_DIR=folder):
            build()

    return build_there


@contextmanager
def own_files(original: Path) -> Iterator[None]:
    """The stored files of the town are copied, for the tests to change."""
    with TemporaryDirectory() as folder:
        folders.append(Path(shutil.copytree(original, Path(folder) / "documents")))
        try:
            yield
        finally:
            folders.pop()


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The same for all the processes of a run."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def signed_in_as(identifiant: str, **options: bool) -> Client:
    """A client that answers 500 as a browser would see it, instead of raising."""
    client = Client(raise_request_exception=False, **options)
    client.force_login(Agent.objects.get(identifiant=identifiant))
    return client
