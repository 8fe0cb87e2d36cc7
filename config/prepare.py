"""Prepare Django before the first page: in `config.serve`, or for `make dev` by itself (`-m config.prepare`)."""

import argparse
import hashlib
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import distributions
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import DatabaseError, NotSupportedError, OperationalError, connection

from config import messages
from config.environment import Environment
from config.messages import Refusal

CONNECT_SECONDS = 5


def check_database() -> None:
    """Refuse a database that cannot be reached, or is too old."""
    import psycopg
    from psycopg.conninfo import make_conninfo

    found = settings.DATABASES["default"]
    address = {"host": found["HOST"], "port": found["PORT"], "dbname": found["NAME"]}
    options = {key: value for key, value in found.get("OPTIONS", {}).items() if isinstance(value, str | int)}
    written = {**address, "user": found["USER"], "password": found["PASSWORD"], **options}
    known = {key: value for key, value in written.items() if value}
    try:
        psycopg.connect(make_conninfo("", **known), connect_timeout=CONNECT_SECONDS).close()
        connection.ensure_connection()
    except (OperationalError, psycopg.OperationalError) as error:
        where = " ".join(f"{key}={value}" for key, value in address.items() if value)
        # libpq's hints come on lines of their own, behind a tab.
        reason = " ".join(line for line in str(error).splitlines() if not line.startswith("\t"))
        raise Refusal(messages.DATABASE_UNREACHABLE.format(where=where, reason=reason)) from error
    except NotSupportedError as error:
        raise Refusal(messages.DATABASE_TOO_OLD) from error


def migrate() -> None:
    """Apply what is missing; when nothing is, the signals and checks of `migrate` are left out too."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def static_fingerprint() -> str:
    """Everything the collected files depend on, without reading them."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256(repr((settings.STORAGES["staticfiles"], settings.STATIC_URL)).encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            about = Path(storage.path(path)).stat()
            digest.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    for package in sorted(f"{found.name} {found.version}" for found in distributions()):
        digest.update(package.encode())
    return digest.hexdigest()


def collect_static() -> None:
    """Collect the static files unless nothing changed."""
    stamp = Path(settings.BASE_DIR) / ".local" / "static.stamp"
    expected = static_fingerprint()
    if Path(settings.STATIC_ROOT).is_dir() and stamp.exists() and stamp.read_text() == expected:
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(expected)


def load_demonstration() -> None:
    """Load the demonstration town, dated from today, if it is not there."""
    if "load_demonstration" in get_commands():
        call_command("load_demonstration")


def grow_demonstration() -> None:
    """Grow the whole town before the first page, and print how far it is."""
    # In a process of its own: the processes that read files import their parent's module again, and this one is heavy.
    command = [sys.executable, "manage.py", "grow_demonstration"]
    if subprocess.run(command, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL, check=False).returncode:
        raise OSError("la ville n'a pas fini de pousser (voyez ci-dessus)")


def step(name: str, work: Callable[[], object]) -> None:
    """Do one piece of work; a failure names it."""
    try:
        work()
    except (DatabaseError, OSError) as error:
        raise Refusal(messages.STEP_FAILED.format(step=name, reason=error)) from error


def prepare(*, demonstration: bool, static: bool) -> int:
    """The exit status: 1 once the reason is printed."""
    try:
        check_database()
        step("Mise à jour de la base", migrate)
        step("Cache", lambda: call_command("createcachetable", verbosity=0))
        if demonstration:
            step("Ville de démonstration", load_demonstration)
            if Environment(Path(settings.BASE_DIR) / ".env").switch("WHOLE_TOWN", False):
                step("Ville entière", grow_demonstration)
        if static:
            step("Fichiers statiques", collect_static)
    except Refusal as refusal:
        print(f"\n{str(refusal)[0].upper()}{str(refusal)[1:]}", file=sys.stderr)
        return 1
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.prepare", description=__doc__)
    parser.add_argument("--demonstration", action="store_true")
    options = parser.parse_args()
    django.setup()
    # Of a developer, the server finds the static files where they are written.
    return prepare(demonstration=options.demonstration, static=False)


if __name__ == "__main__":
    sys.exit(main())
