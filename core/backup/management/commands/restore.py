"""`manage.py restore SOURCE [--drill] [--unsigned]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError

from core.backup import restoring, sets
from core.backup.contents import Contents
from core.backup.programs import BackupError
from core.backup.sets import BackupSet
from core.mail.imap.errors import first_line
from core.mail.monitoring.problems import drill_note
from core.ui.french import exact_count_of, full_date, listed, moment, spaced


class Command(BaseCommand):
    help = (
        "Restaure une sauvegarde dans une base et un dossier vides, compare les tables et les fichiers, puis dit "
        "comment reprendre les messages arrivés depuis. Avec --drill, essaie seulement, dans une base à part."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, help="une sauvegarde, ou leur dossier pour la plus récente")
        parser.add_argument(
            "--drill", action="store_true", help="essayer dans une base à part, vidée ensuite"
        )
        parser.add_argument(
            "--unsigned",
            action="store_true",
            help="ne pas vérifier la signature : pour une sauvegarde sans signature dont vous savez d’où elle vient",
        )

    def handle(self, *args: Any, source: Path, drill: bool, unsigned: bool, **options: Any) -> None:
        try:
            self._handle(source, drill=drill, is_signed=not unsigned)
        except BackupError as error:
            self._note(str(error), drill=drill)
            raise CommandError(str(error)) from error
        except (DatabaseError, InterfaceError, psycopg.Error, OSError) as error:
            self._note(first_line(error), drill=drill)
            raise CommandError(spaced(f"La restauration s’est arrêtée : {first_line(error)}")) from error
        self._note("", drill=drill)

    def _handle(self, source: Path, *, drill: bool, is_signed: bool) -> None:
        found = sets.opened(source, is_ours=is_signed)
        # None in a folder that is one set.
        self._say_odd_dates(sets.readable_in(source, is_ours=is_signed) or [found])
        self.stdout.write(f"{found.folder}, du {moment(found.made_at)}.")
        saved = restoring.drill(found) if drill else restoring.restore(found)
        self._say(saved)
        if not drill:
            self._go_on(found, saved)

    def _say_odd_dates(self, read: list[BackupSet]) -> None:
        for each in read:
            if each.has_another_date:
                self.stderr.write(
                    spaced(
                        f"Attention : {each.folder} porte une autre date que la sauvegarde qui s’y trouve, du "
                        f"{moment(each.made_at)}. C’est celle-ci qui compte : cherchez qui a renommé ce dossier."
                    )
                )
            if each.is_ahead:
                self.stderr.write(
                    spaced(
                        f"Attention : {each.folder} porte une date à venir, {moment(each.made_at)}. L’horloge était "
                        f"fausse ce jour-là, ou elle l’est : d’autres, d’apparence plus ancienne, sont peut-être plus "
                        "récentes. Donnez alors le dossier de celle que vous voulez."
                    )
                )

    def _say(self, saved: Contents) -> None:
        rows = exact_count_of(sum(saved.tables.values()), "ligne")
        tables = exact_count_of(len(saved.tables), "table")
        self.stdout.write(
            spaced(f"Tout est revenu : {rows} de {tables}, et chaque fichier avec son empreinte.")
        )
        if saved.lost_files:
            self.stderr.write(spaced(f"Manquaient déjà à la sauvegarde : {listed(saved.lost_files)}."))

    def _go_on(self, found: BackupSet, saved: Contents) -> None:
        if restoring.has_older_version(saved):
            self.stdout.write(
                spaced(
                    "Cette sauvegarde est d’une version antérieure : lancez « sh deploy/as-owner migrate »."
                )
            )
        if settings.MAILBOXES:
            self.stdout.write(
                spaced(
                    "Les services relancés, remettez dans la messagerie, du dossier des messages pris vers le dossier "
                    f"relevé, ceux qui sont arrivés depuis le {full_date(found.made_at)} : ce que la base "
                    "connaît déjà n’est pas traité deux fois."
                )
            )

    def _note(self, failure: str, *, drill: bool) -> None:
        """For `doctor` and the banner."""
        if drill and settings.BACKUP_STAMP:
            drill_note().write_text(failure)
            # The site runs as another account.
            drill_note().chmod(0o644)
