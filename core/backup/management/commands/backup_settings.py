"""`manage.py backup_settings`: variables of bash for deploy/backup and deploy/restore."""

import shlex
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from psycopg.pq import Conninfo

from core.backup import contents, programs
from core.documents import storage
from core.french import spaced
from core.operations.findings import first_line
from core.web import locks
from core.web.connections import leave_the_pool

CONNECT_SECONDS = 30


class Command(BaseCommand):
    help = "Écrit, pour deploy/backup et deploy/restore, l’adresse de la base et ce qui n’est pas sauvegardé."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        # First: deploy/backup leaves its mark there even when the database is away.
        self._say(STAMP=settings.BACKUP_STAMP, DOCUMENTS=str(storage.root().resolve()))
        leave_the_pool(seconds=CONNECT_SECONDS)
        try:
            connection.ensure_connection()
        except (DatabaseError, InterfaceError) as error:
            raise CommandError(spaced(f"La base de données ne répond pas : {first_line(error)}")) from error
        try:
            self._say_database()
        except programs.BackupError as error:
            raise CommandError(str(error)) from error
        self._say(
            LOCK=str(locks.number_of(storage.COPYING)),
            COUNTS=contents.counts(),
            FILES=contents.FILES,
            IS_EMPTY=contents.IS_EMPTY,
            MAILS=contents.mails(),
            # A set that has another one is of a later version.
            MIGRATIONS="\n".join(
                f"migration|{app}.{name}" for app, name in MigrationLoader(None).disk_migrations
            ),
        )
        left_out = sorted({*contents.tables_left_out(), contents.MAILS})
        excluded = " ".join(shlex.quote(f"--exclude-table-data={table}") for table in left_out)
        self.stdout.write(f"LEFT_OUT=({excluded})")

    def _say_database(self) -> None:
        """Say how libpq reaches the database: by its variables, for a command line is no place for a password."""
        info = connection.connection.info
        variables = {option.keyword.decode(): option.envvar for option in Conninfo.get_defaults()}
        for name, value in {**info.get_parameters(), "password": info.password}.items():
            if value and (variable := variables.get(name)):
                self.stdout.write(f"export {variable.decode()}={shlex.quote(value)}")
        folder = programs.folder_of("pg_dump", info.server_version // 10_000)
        self.stdout.write(f"PATH={shlex.quote(str(folder))}:$PATH")

    def _say(self, **values: str) -> None:
        for name, value in values.items():
            self.stdout.write(f"{name}={shlex.quote(value)}")
