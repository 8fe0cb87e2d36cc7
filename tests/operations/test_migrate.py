"""`manage.py migrate --lock-seconds`: it waits for a table in turns, and says so when it gives up."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.core.management.commands import migrate
from django.db import connection, migrations, transaction
from django.db.migrations.recorder import MigrationRecorder

from core.operations.management.commands.migrate import Command


@pytest.fixture
def taken(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[psycopg.Connection]:
    """A long reading of a table that the migration wants for itself."""

    def apply(self: Any, *args: Any, **options: Any) -> None:
        self.verbosity = 0
        self.migration_progress_callback("apply_start", migrations.Migration("0002_planted", "rooms"))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE rooms_room IN ACCESS EXCLUSIVE MODE")

    monkeypatch.setattr(migrate.Command, "handle", apply)
    params: dict[str, Any] = connection.get_connection_params()
    place = {name: params[name] for name in ("host", "port", "user", "password", "dbname") if name in params}
    with psycopg.connect(**place) as reader:
        reader.execute("SELECT count(*) FROM rooms_room")
        yield reader
    # The limit is the session's.
    connection.close()


def test_it_tries_again_once_the_table_is_free(taken, monkeypatch, capsys):
    sleep = "core.operations.management.commands.migrate.time.sleep"
    monkeypatch.setattr(sleep, lambda seconds: taken.rollback())
    call_command(Command(), lock_seconds=1, verbosity=1)
    assert capsys.readouterr().out.count("nouvel essai") == 1


@pytest.mark.django_db
def test_a_database_of_a_version_that_is_not_taken_up_is_refused_in_french():
    """An app's later migration was applied, and not the one that it now rests on."""
    recorder = MigrationRecorder(connection)
    recorder.Migration.objects.filter(app="people").delete()
    with pytest.raises(CommandError, match="ne sait plus reprendre"):
        call_command(Command(), verbosity=0)


def test_it_gives_up_in_a_sentence(taken, monkeypatch):
    monkeypatch.setattr("core.operations.management.commands.migrate.ATTEMPTS", 2)
    monkeypatch.setattr("core.operations.management.commands.migrate.SECONDS_BETWEEN", 0)
    with pytest.raises(CommandError, match="restée prise"):
        call_command(Command(), lock_seconds=1, verbosity=0)
