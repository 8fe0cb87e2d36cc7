from datetime import date

import pghistory
import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from core.french import NBSP
from core.history.context import action_context
from core.history.entries import has_history, history_of, is_tracked
from core.people.models import Assignment, Direction
from manuals.models import Need
from tests.factories import DirectionFactory
from tests.manuals.factories import NeedFactory

pytestmark = pytest.mark.django_db


def test_a_action_is_named_with_its_author_and_its_changes(author):
    direction = DirectionFactory(name="Sports")
    with action_context("a renommé la direction", by=author):
        direction.name = "Sports et loisirs"
        direction.save()
    entry = history_of(direction)[0]
    assert (entry.by, entry.action) == (author, "a renommé la direction")
    assert entry.changes == (("nom", "Sports", "Sports et loisirs"),)


def test_a_period_is_shown_with_both_its_days(author):
    assignment = Assignment.objects.create(
        agent=author,
        kind=Assignment.Kind.FUNCTIONAL,
        title="Référente",
        period=DateRange(date(2020, 1, 5), None),
    )
    assignment.period = DateRange(date(2020, 1, 5), date(2020, 3, 1))
    assignment.save()
    change = history_of(assignment)[0].changes[0]
    assert [words.replace(NBSP, " ") for words in change[1:]] == [
        "du 5 janvier 2020",
        "du 5 janvier 2020 au 29 février 2020",
    ]


def test_raw_sql_and_bulk_updates_leave_a_trace():
    direction = DirectionFactory(name="Sports")
    Direction.objects.filter(pk=direction.pk).update(name="Jeux")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_direction SET name = 'Fêtes' WHERE id = %s", [direction.pk])
    assert [entry.changes[0][2] for entry in history_of(direction)[:2]] == ["Fêtes", "Jeux"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_directionevent SET name = 'faux'",
        "DELETE FROM people_directionevent",
        "TRUNCATE people_directionevent",
    ],
)
def test_the_history_cannot_be_rewritten(statement):
    DirectionFactory()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_history_table_refuses_to_be_rewritten():
    """Whoever adds a tracked model gets the three walls: update, delete, truncate."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname, bool_or(t.tgtype & 16 > 0), bool_or(t.tgtype & 8 > 0), bool_or(t.tgtype & 32 > 0)
            FROM pg_class c LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal
            WHERE c.relkind = 'r' AND EXISTS (
                SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'pgh_label')
            GROUP BY c.relname
            """
        )
        rows = cursor.fetchall()
    assert len(rows) >= 3
    assert [row for row in rows if row[1:] != (True, True, True)] == []


@pytest.fixture
def need() -> Need:
    """A row of a table that was tracked, with the past that it had."""
    need = NeedFactory.create(name="Réserver")
    pghistory.create_event(need, label="past")
    return need


def test_what_is_no_longer_tracked_keeps_its_past_and_records_nothing(need, moderator, signed_in):
    assert has_history(Need)
    assert not is_tracked(Need)
    assert is_tracked(Direction)
    need.name = "Réserver une salle"
    need.save()
    [past] = need.events.all()  # type: ignore[attr-defined]
    assert past.name == "Réserver"
    page = signed_in(moderator).get(reverse("admin:manuals_need_history", args=[need.pk])).text
    assert "ne note plus ce qui change" in page
    assert len(history_of(need)) == 1


def test_no_personal_field_of_an_agent_is_kept():
    with connection.cursor() as cursor:
        columns = {
            c.name for c in connection.introspection.get_table_description(cursor, "people_agentevent")
        }
    personal = {"email", "first_name", "last_name", "phone", "personnel_number", "password", "identifiant"}
    personal.add("directory_key")
    assert not columns & personal
