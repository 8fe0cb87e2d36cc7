"""The CSV of a print server: what is read, corrected, refused and never looked at."""

from datetime import date, timedelta

import pytest

from core.imports.tables import Unreadable
from core.people.models import Direction
from dematerialisation.printerless.print_server import Reading, read
from tests.dematerialisation.factories import PrinterlessDayFactory
from tests.factories import DirectionFactory

pytestmark = pytest.mark.django_db
HEADER = "Utilisateur;Direction;Poste;Pages;Date"


def reading_of(*rows: tuple[str, str, int], header: str = HEADER, encoding: str = "utf-8") -> Reading:
    """Rows are direction, pages and days from the day."""
    day = PrinterlessDayFactory.create(held_on=date(2026, 11, 26))
    lines = [header]
    for direction, pages, days in rows:
        on = day.held_on + timedelta(days=days)
        lines.append(f"dupont.jeanne;{direction};PC-0042;{pages};{on:%d/%m/%Y} 08:12")
    return read("\r\n".join(lines).encode(encoding), day)


def sums(reading: Reading) -> list[tuple[str, int | None, int | None]]:
    return [(str(each.direction), each.before, each.on_day) for each in reading.counted]


def test_an_ordinary_day_is_the_mean_of_those_before():
    DirectionFactory.create(name="Culture")
    DirectionFactory.create(name="Voirie")
    reading = reading_of(
        ("Culture", "100", -2),
        ("Culture", "20", -2),
        ("Culture", "80", -1),
        ("Voirie", "10", -1),
        ("culture", "1 200", 0),
    )
    assert sums(reading) == [("Culture", 100, 1200), ("Voirie", 5, 0)]


def test_users_and_devices_are_nowhere_in_what_is_read():
    DirectionFactory.create(name="Culture")
    reading = reading_of(("Culture", "100", 0), ("Inconnue", "3", 0), ("Culture", "douze", 0))
    said = repr(reading)
    assert reading.refused == 2
    assert "dupont" not in said
    assert "PC-0042" not in said
    assert "2 autres colonnes" in " ".join(reading.notes)


def test_lines_refused_say_why():
    DirectionFactory.create(name="Culture")
    day = PrinterlessDayFactory.create(held_on=date(2026, 11, 26))
    data = "direction;pages;date\nCulture;-3;01/01/2026\nCulture;3;hier\nCulture\n"
    reading = read(data.encode(), day)
    assert [refusal.partition("\u00a0: ")[0] for refusal in reading.refusals] == [
        f"Ligne {n}" for n in range(2, 5)
    ]
    assert not reading.counted


def test_an_unclosed_quote_is_refused_with_nothing_of_the_file():
    """What follows it may be a user's name, in the place of a direction's."""
    DirectionFactory.create(name="Culture")
    data = f'{HEADER}\ndupont;Culture;"PC\ndupont.jeanne";dupont;PC-0042;3;01/01/2026\n'
    with pytest.raises(Unreadable) as refusal:
        read(data.encode(), PrinterlessDayFactory.create())
    assert str(refusal.value).startswith("Ligne 2\u00a0: un guillemet n’est pas fermé")
    assert "dupont" not in str(refusal.value)


def test_services_count_with_their_direction_unless_two_have_the_name():
    culture, voirie = (DirectionFactory.create(name=name) for name in ("Culture", "Voirie"))
    for parent in (culture, voirie):
        DirectionFactory.create(name="Accueil", kind=Direction.Kind.SERVICE, parent=parent)
    DirectionFactory.create(name="Musée", kind=Direction.Kind.SERVICE, parent=culture)
    reading = reading_of(("MUSEE", "7", 0), ("Accueil", "3", 0))
    assert sums(reading) == [("Culture", None, 7)]
    assert reading.refused == 1


def test_windows_letters_and_other_weeks():
    DirectionFactory.create(name="Éducation")
    reading = reading_of(
        ("Éducation", "7", 0), ("Éducation", "9", -60), ("Éducation", "9", 3), encoding="cp1252"
    )
    assert sums(reading) == [("Éducation", None, 7)]
    assert "2 lignes hors des quatre semaines" in " ".join(reading.notes)


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x00", b"PK\x03\x04", b"nom;pages\nCulture;3", "é;è".encode("utf-16")]
)
def test_what_is_no_such_table_is_refused_with_a_sentence(data):
    with pytest.raises(Unreadable):
        read(data, PrinterlessDayFactory.create())
