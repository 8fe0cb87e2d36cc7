"""What a set holds of the database, what is left out of it, and how a database is emptied for it."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from core.backup import contents
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


# What deploy/restore gives psql to empty a database.
[EMPTYING] = re.findall(
    r"<<'END'\n(.*?)END\n", (settings.BASE_DIR / "deploy" / "restore").read_text(), re.DOTALL
)


@pytest.mark.django_db(transaction=True)
def test_emptying_leaves_room_for_the_locks_of_others():
    tables, _, rest = EMPTYING.partition("\\gexec\n")
    most = 0
    with (
        databases.throw_away_copy_of("emptied", build=lambda: None) as name,
        databases.connected_to(name),
        connection.cursor() as cursor,
    ):
        cursor.execute(tables)
        for statement in [*(row[0] for row in cursor.fetchall()), *rest.strip().split("\n")]:
            with transaction.atomic():
                cursor.execute(statement)
                cursor.execute("SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid()")
                most = max(most, cursor.fetchone()[0])
        cursor.execute(contents.IS_EMPTY)
        assert cursor.fetchone()[0]
    # A server that Debian installed has room for some 10,000, all its databases together.
    assert most < 2500


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
