"""Several databases on one server, each migrated and filled once; whichever is in use answers as `default`."""

import contextlib
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import ProgrammingError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend
from psycopg import sql

from benchmarks.server import CHECKOUT
from tests.nginx import address_of

MARK = "bench_data"
TOWN = "bench_town"


def database(name: str) -> BaseDatabaseWrapper:
    """A connection of this thread's own to another database of the same server."""
    settings = {**connections.settings["default"], "NAME": name, "CONN_MAX_AGE": None}
    return load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")


def use(wrapper: BaseDatabaseWrapper) -> None:
    """From here on, everything this thread asks of the database goes there."""
    connections["default"] = wrapper


def count(statement: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.fetchone()[0])


def change(statement: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def fingerprint(recipe: object) -> str:
    """What a database depends on: every migration of the project, and how its data is made."""
    digest = hashlib.sha256(repr(recipe).encode())
    for config in apps.get_app_configs():
        folder = Path(config.path)
        if folder.is_relative_to(CHECKOUT) and ".venv" not in folder.parts:
            for file in sorted(folder.glob("migrations/*.py")):
                digest.update(file.read_bytes())
    return digest.hexdigest()


def filled(
    name: str, fill: Callable[[], object], *, recipe: object, template: str = "template1"
) -> BaseDatabaseWrapper:
    """The database of this name, made and filled unless an earlier run did it by the same recipe."""
    expected = fingerprint(recipe)
    home = connections["default"]
    wrapper = database(name)
    try:
        if _mark_of(home, wrapper, name) != expected:
            print(f"Building {name}, once…", flush=True)
            wrapper.close()
            copy_database(home, template, name)
            _build(wrapper, fill, expected)
    finally:
        use(home)
    return wrapper


def _mark_of(home: BaseDatabaseWrapper, wrapper: BaseDatabaseWrapper, name: str) -> str:
    with home.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            return ""
    with contextlib.suppress(ProgrammingError), wrapper.cursor() as cursor:
        cursor.execute(f"SELECT fingerprint FROM {MARK}")
        return "".join(row[0] for row in cursor.fetchall())
    return ""


def copy_database(home: BaseDatabaseWrapper, source: str, target: str) -> None:
    """Make `target` anew; nobody may be connected to `source`."""
    names = {"source": sql.Identifier(source), "target": sql.Identifier(target)}
    with home.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {target} WITH (FORCE)").format(**names))
        cursor.execute(
            sql.SQL("CREATE DATABASE {target} TEMPLATE {source} STRATEGY FILE_COPY").format(**names)
        )


@contextlib.contextmanager
def copy_of(kept: BaseDatabaseWrapper, name: str) -> Iterator[BaseDatabaseWrapper]:
    """A copy to write in, in use by this thread within the block and dropped at its end."""
    home = connections["default"]
    kept.close()
    home.close()
    with contextlib.closing(database("postgres")) as apart:
        copy_database(apart, str(kept.settings_dict["NAME"]), name)
        wrapper = database(name)
        use(wrapper)
        try:
            yield wrapper
        finally:
            wrapper.close()
            use(home)
            with apart.cursor() as cursor:
                cursor.execute(
                    sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
                )


def _build(wrapper: BaseDatabaseWrapper, fill: Callable[[], object], expected: str) -> None:
    use(wrapper)
    # Its cache goes by alias, and the databases share one.
    ContentType.objects.clear_cache()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    # Together, so that an interrupted build is begun again.
    with transaction.atomic(), wrapper.cursor() as cursor:
        fill()
        cursor.execute(f"DROP TABLE IF EXISTS {MARK}")
        cursor.execute(f"CREATE TABLE {MARK} (fingerprint text)")
        cursor.execute(f"INSERT INTO {MARK} VALUES (%s)", [expected])
    wrapper.set_autocommit(True)
    with wrapper.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def grown_town() -> BaseDatabaseWrapper:
    """The demonstration town at its full size: pages and load are measured on it."""
    return filled(TOWN, _grow, recipe="the grown demonstration town")


def _grow() -> None:
    # In a process of its own: its threads read the files' texts by the connection of the settings.
    command = [sys.executable, "manage.py", "grow_demonstration"]
    subprocess.run(command, cwd=CHECKOUT, env={**os.environ, "DATABASE_URL": address_of(TOWN)}, check=True)
