"""What a set holds of the database, what is left out of it, and how a database is emptied for it."""

import re
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from core.backup import contents, programs
from tests import databases

# Tables whose name sounds like what opens something, and that are saved all the same.
SAVED = {
    # Only a hash; without it, the author of an anonymous idea would lose it.
    "suggestions.followupcode",
    # Feeds of agents and screens of rooms: only hashes, or a page that all may see.
    "people.secretaddress",
    "people.secretaddressevent",
    # Of the council.
    "deliberations.councilsession",
    "deliberations.councilsessionevent",
    "contenttypes.contenttype",
}


class Counting:
    """A connection that notes the most locks that one statement took."""

    def __init__(self, own: psycopg.Connection) -> None:
        self.own, self.most = own, 0

    def execute(self, statement: Any) -> Any:
        with self.own.transaction():
            done = self.own.execute(statement)
            [(held,)] = self.own.execute(
                "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid()"
            ).fetchall()
            self.most = max(self.most, held)
        return done


@pytest.mark.django_db(transaction=True)
def test_emptying_leaves_room_for_the_locks_of_others():
    with (
        databases.throw_away_copy_of("emptied", build=lambda: None) as name,
        databases.connected_to(name),
        programs.Database().connected() as own,
    ):
        assert not contents.is_empty(own)
        counting: Any = Counting(own)
        contents.empty(counting)
        assert contents.is_empty(own)
    # A server that Debian installed has room for some 10,000, all its databases together.
    assert counting.most < 2500


def test_each_table_that_may_open_something_is_decided():
    sounding = {
        model._meta.label_lower
        for model in apps.get_models()
        if re.search(r"session|code|token|secret|confirmation", model._meta.label_lower)
    }
    assert sounding - set(contents.LEFT_OUT) - SAVED == set()
    assert "cache" in contents.tables_left_out()


@pytest.mark.django_db
def test_nothing_saved_points_at_what_is_left_out():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"
        )
        pointed = {target for source, target in cursor.fetchall() if source not in contents.tables_left_out()}
    assert pointed.isdisjoint(contents.tables_left_out())
