"""`manage.py restored`: what follows a restore, for deploy/restore."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from core.french import spaced
from core.history import database_roles


class Command(BaseCommand):
    help = "Rend ses droits au compte du site sur une base restaurée, et dit ce qui reste à faire."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        database_roles.grant_to_running_role()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self._say(
                "Cette sauvegarde est d’une version antérieure : lancez « sh deploy/as-owner migrate »."
            )
        if settings.MAILBOXES:
            self._say(
                "Les services relancés, remettez dans la messagerie, du dossier des messages pris vers le dossier "
                "relevé, ceux qui sont arrivés depuis la date de la sauvegarde : ce que la base connaît déjà n’est pas "
                "traité deux fois."
            )

    def _say(self, text: str) -> None:
        self.stdout.write(spaced(text))
