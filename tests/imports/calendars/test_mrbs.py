"""MRBS and GRR, read from MariaDB and from PostgreSQL: the same bookings whatever the way."""

from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from psycopg import sql

from core.imports.tables import Unreadable
from core.notifications.models import Notification
from core.people.models import Agent
from imports.calendars import mrbs
from imports.calendars.importer import Importer
from imports.calendars.mrbs_database import connected
from imports.calendars.report import Report
from rooms.models import Booking, Room, Series, Site
from tests.factories import AgentFactory
from tests.imports.calendars import former
from tests.imports.calendars.mariadb import PASSWORD, MariaDB
from tests.rooms.factories import TODAY, a_booking, a_room, hours

pytestmark = pytest.mark.django_db
State = Booking.State


@pytest.fixture(scope="module")
def mariadb() -> Iterator[MariaDB]:
    server = MariaDB()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture(autouse=True)
def nadia(db: None) -> Agent:
    return AgentFactory.create(
        first_name="Nadia", last_name="Benali", identifiant="nbenali", email="nadia@port-mimosa.example"
    )


def imported(
    mariadb: MariaDB, name: str, *statements: str, by: Agent, since: date = TODAY, prefix: str = ""
) -> Report:
    importer = Importer(by=by, is_trial=False)
    with connected(mariadb.create(name, *statements), password=PASSWORD, prefix=prefix) as tables:
        return importer.run(mrbs.read_mrbs(tables, since=since, importer=importer))


def command(url: str, *options: str) -> str:
    out = StringIO()
    call_command("import_mrbs", url, *options, stdout=out, stderr=StringIO())
    return out.getvalue()


def booked() -> list[tuple[Any, ...]]:
    """Everything that MRBS's town holds, as it should stand here."""
    rows = Booking.objects.select_related("room", "organiser", "series").order_by("period", "room")
    return [
        (
            f"{timezone.localtime(row.period.lower):%d/%m %H:%M}–{timezone.localtime(row.period.upper):%H:%M}",
            row.room.name,
            row.title,
            row.organiser.last_name,
            row.state,
            row.is_private,
            row.series.rule if row.series else "",
            row.is_apart,
        )
        for row in rows
    ]


WEEKLY, MONTHLY = "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261229", "FREQ=MONTHLY;BYDAY=1TU;UNTIL=20270302"
TITLE = "L'atelier \\ « d'écriture » ; INSERT INTO `mrbs_entry` VALUES (1); (paul)"
EXPECTED = [
    ("01/12 14:00–15:30", "Remparts", "Réunion de direction", "Benali", "confirmed", False, WEEKLY, False),
    ("01/12 17:00–19:00", "Mistral", "Commission (inconnu)", "Petit", "confirmed", False, MONTHLY, False),
    ("02/12 09:00–10:00", "Remparts", "Secret", "Benali", "confirmed", True, "", False),
    ("02/12 11:00–12:00", "Remparts", TITLE, "Petit", "requested", False, "", False),
    ("02/12 13:00–14:00", "Remparts", "Visite", "Benali", "confirmed", False, "", False),
    ("08/12 14:00–15:30", "Remparts", "Réunion de direction", "Benali", "confirmed", False, WEEKLY, False),
    ("23/12 09:00–10:00", "Remparts", "Réunion déplacée", "Benali", "confirmed", False, WEEKLY, True),
    ("29/12 14:00–15:30", "Remparts", "Réunion de direction", "Benali", "confirmed", False, WEEKLY, False),
    ("05/01 17:00–19:00", "Mistral", "Commission (inconnu)", "Petit", "confirmed", False, MONTHLY, False),
    ("02/02 17:00–19:00", "Mistral", "Commission (inconnu)", "Petit", "confirmed", False, MONTHLY, False),
    ("02/03 17:00–19:00", "Mistral", "Commission (inconnu)", "Petit", "confirmed", False, MONTHLY, False),
]


def test_an_evening_with_mariadb(mariadb, room_manager, monkeypatch):
    url = mariadb.create("evening", *former.statements(former.mrbs()))
    monkeypatch.setenv("MRBS_PASSWORD", PASSWORD)
    trial = command(url, "--essai")
    assert "réservations à faire\u00a0: 11" in trial
    assert "rien n’a été réservé" in trial
    assert "inconnu (4) et paul (1)" in trial
    assert not Booking.objects.exists()
    assert not Site.objects.exists()
    said = command(url)
    assert booked() == EXPECTED
    assert [one.skipped for one in Series.objects.order_by("room__name", "first_date")] == [
        [],
        [date(2026, 12, 15)],
    ]
    remparts, mistral = Room.objects.get(name="Remparts"), Room.objects.get(name="Mistral")
    assert (remparts.site.name, remparts.capacity, remparts.cells.count()) == ("Hôtel de ville", 12, 1)
    assert (mistral.capacity, mistral.is_bookable) == (1, False)
    assert {f"{hours.opens_at:%H:%M}–{hours.closes_at:%H:%M}" for hours in remparts.opening_hours.all()} == {
        "08:00–19:00"
    }
    for words in (
        "périodes nommées",
        "n°\u00a035",
        "finit avant de commencer",
        "sa salle n’existe plus",
        "provisoire",
        "descriptions",
    ):
        assert words in said
    assert PASSWORD not in said + trial
    assert "Secret" not in said + trial
    # Told once, however many.
    assert "6" in Notification.objects.get(kind="rooms.imported").title
    again = command(url)
    assert "réservations faites\u00a0: 0" in again
    assert "réservations déjà là\u00a0: 11" in again
    assert booked() == EXPECTED
    assert (Site.objects.count(), Room.objects.count(), Series.objects.count()) == (2, 3, 2)


def test_what_is_taken_here_stays(mariadb, room_manager, colleague):
    url = mariadb.create("taken", *former.statements(former.mrbs("salles_")))
    url = url.replace("mrbs@", f"mrbs:{PASSWORD.replace(' ', '%20').replace('&', '%26')}@")
    room = a_room(name="Remparts", slug="remparts")
    a_booking(
        room, colleague, hours("09:30", "10:30", on=date(2026, 12, 2)), title="Entretien", is_private=True
    )
    a_booking(room, colleague, hours("15:00", "16:00", on=date(2026, 12, 8)), title="Budget")
    said = command(url, "--au-nom-de", room_manager.identifiant)
    assert "dates dont la salle est déjà prise\u00a0: 2" in said
    assert "Budget" in said
    assert "Entretien" not in said
    assert Booking.objects.count() == 11
    # The room of that name was here already, on another site.
    assert Room.objects.filter(name="Remparts").get() == room
    weekly = Series.objects.get(room=room)
    assert weekly.skipped == [date(2026, 12, 8), date(2026, 12, 15)]


def test_postgresql(room_manager):
    """The test's own server, in a database of MRBS's own schema."""
    settings = connection.settings_dict
    where = {
        "host": settings["HOST"],
        "port": settings["PORT"] or None,
        "user": settings["USER"],
        "password": settings["PASSWORD"],
    }
    name = f"mrbs_{settings['NAME']}"[:60]
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            with psycopg.connect(dbname=name, autocommit=True, **where) as former_base:
                for statement in former.statements(former.mrbs(), quote='"'):
                    former_base.execute(statement)
            command(f"postgres://{settings['USER']}@/{name}?host={settings['HOST']}")
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    assert booked() == EXPECTED


def test_from_the_past_on(mariadb, room_manager):
    tables = former.statements(former.mrbs())
    report = imported(mariadb, "past", *tables, by=room_manager, since=date(2015, 1, 1))
    assert report.counts["lapsed"] == 1
    assert Booking.objects.filter(title="Passée").count() == 1


def test_grr(mariadb, room_manager):
    report = imported(mariadb, "grr", *former.statements(former.grr()), by=room_manager)
    every_other = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;UNTIL=20261231"
    assert booked() == [
        ("03/12 10:00–11:00", "Salle 1", "Éveil musical", "Benali", "confirmed", False, every_other, False),
        (
            "05/12 10:00–11:00",
            "Salle 1 (Étage)",
            "Conférence (Amis du port)",
            "Petit",
            "requested",
            False,
            "",
            False,
        ),
        ("17/12 10:00–11:00", "Salle 1", "Éveil musical", "Benali", "confirmed", False, every_other, False),
        ("31/12 10:00–11:00", "Salle 1", "Éveil musical", "Benali", "confirmed", False, every_other, False),
    ]
    assert report.counts["cancelled"] == 2
    assert "date par date" not in "\n".join(map(str, report.lines))
    site = Site.objects.get()
    assert (site.name, site.address) == ("Médiathèque", "2, quai du Port, 83000, Port-Mimosa")


def test_a_rule_day_that_is_none_stops_nothing(mariadb, room_manager):
    tables = [
        each.replace("20261222T130000Z", "20261322T130000Z") for each in former.statements(former.mrbs())
    ]
    imported(mariadb, "noday", *tables, by=room_manager)
    assert Booking.objects.count() == len(EXPECTED)


def test_a_cycle_of_grr_is_taken_date_by_date(mariadb, room_manager):
    tables = [each.replace("(5, 2,", "(5, 6,") for each in former.statements(former.grr())]
    report = imported(mariadb, "cycle", *tables, by=room_manager)
    assert not Series.objects.exists()
    assert "date par date" in "\n".join(map(str, report.lines))


def test_tables_of_another_version_and_of_two_towns(mariadb, room_manager):
    other = [each.replace("room_id", "piece") for each in former.statements(former.mrbs())]
    with pytest.raises(Unreadable, match="colonne room_id"):
        imported(mariadb, "version", *other, by=room_manager)
    two = former.statements([*former.mrbs(), *former.mrbs("vieux_")])
    with pytest.raises(Unreadable, match="--prefixe"):
        imported(mariadb, "towns", *two, by=room_manager)


def test_servers_that_do_not_answer(mariadb, room_manager, monkeypatch):
    monkeypatch.setenv("MRBS_PASSWORD", "pas le bon")
    url = mariadb.create("closed", "CREATE TABLE rien (id int)")
    settings = connection.settings_dict
    ours = f"postgres://{settings['USER']}@/{{}}?host={settings['HOST']}"
    for address, words in [
        (url, "ce mot de passe"),
        ("mysql://mrbs@127.0.0.1:9/mrbs", "ne répond pas"),
        ("postgres://mrbs@127.0.0.1:9/mrbs", "ne répond pas"),
        (ours.format("il_n_y_a_rien_de_ce_nom"), "pas de base de ce nom"),
        ("oracle://mrbs@serveur/mrbs", "ne se lit pas"),
        ("mysql://mrbs@serveur:port/mrbs", "ne se lit pas"),
        ("n’importe quoi", "ne se lit pas"),
    ]:
        with pytest.raises(CommandError, match=words) as refusal:
            command(address)
        assert "pas le bon" not in str(refusal.value)
    monkeypatch.setenv("MRBS_PASSWORD", PASSWORD)
    with pytest.raises(CommandError, match="ni les tables"):
        command(url)
    with pytest.raises(CommandError, match="Aucun compte"):
        command(url, "--au-nom-de", "personne")
