"""`manage.py pending_migrations`: what `migrate` would apply, for deploy/upgrade.

One line each: its name, then, behind a tab, why the site must be closed meanwhile (the migration's `maintenance`).
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = "Nomme les migrations qui ne sont pas appliquées, et dit de chacune si le site doit fermer pendant ce temps."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()):
            reason = getattr(migration, "maintenance", "")
            self.stdout.write(f"{migration}\t{reason}" if reason else str(migration))
