"""`manage.py migrate --lock-seconds N`: a migration that waits for a table gives up after N seconds, then tries again.

What asks for a table's lock makes everyone who comes after it wait too: behind one long reading, the whole site.
"""

import time
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import OperationalError
from django.db.migrations import Migration
from django.db.migrations.exceptions import InconsistentMigrationHistory
from psycopg.errors import LockNotAvailable

from core.web.connections import call

ATTEMPTS = 20
SECONDS_BETWEEN = 3
TOO_OLD = (
    "Cette base vient d’une version de l’intranet que celle-ci ne sait plus reprendre : rien n’y a changé. Remettez le "
    "programme d’avant en service, ou demandez par quelles versions passer (docs/exploitation.md, « Mettre à jour »)."
)


class Command(migrate.Command):
    lock_seconds = 0

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--lock-seconds",
            type=int,
            default=0,
            metavar="N",
            help="n’attendre une table que N secondes à la fois, pour que le site serve entre deux essais",
        )

    def handle(self, *args: Any, **options: Any) -> str | None:
        self.lock_seconds, self.alias = options["lock_seconds"], options["database"]
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(SECONDS_BETWEEN)
                self.stdout.write("La table est prise : nouvel essai.")
            try:
                # What was applied before is kept, and not applied again.
                return super().handle(*args, **options)
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable):
                    raise
            except InconsistentMigrationHistory as error:
                raise CommandError(TOO_OLD) from error
        raise CommandError(
            "Une table est restée prise : une longue requête tourne-t-elle (pg_stat_activity) ?"
        )

    def migration_progress_callback(
        self, action: str, migration: Migration | None = None, fake: bool = False
    ) -> None:
        if action == "apply_start" and migration and self.lock_seconds:
            # Without a transaction, an index is made concurrently: it waits for others, and nobody for it.
            seconds = self.lock_seconds if migration.atomic else 0
            call("set_config", "lock_timeout", f"{seconds}s", False, using=self.alias)
        super().migration_progress_callback(action, migration, fake)
