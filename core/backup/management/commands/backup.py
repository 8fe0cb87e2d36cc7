"""`manage.py backup DEST [--encrypt-for KEY] [--keep-days N] [--keep-weeks N]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from core.backup import saving, sets, signing
from core.backup.programs import BackupError
from core.mail.imap.errors import first_line
from core.operations.findings import note_failure, note_success
from core.ui.connections import leave_the_pool
from core.ui.french import exact_count_of, listed, spaced

CONNECT_SECONDS = 30


class Command(BaseCommand):
    help = (
        "Sauvegarde la base et les fichiers déposés en un seul ensemble, pendant que le site sert : chaque fichier est "
        "relu après écriture. Ni session ouverte, ni code de connexion, ni lien secret n’y est."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("destination", type=Path, help="le dossier des sauvegardes")
        parser.add_argument(
            "--encrypt-for",
            type=Path,
            metavar="CLÉ",
            help="chiffrer pour cette clé publique GnuPG (un fichier)",
        )
        parser.add_argument(
            "--keep-days", type=int, metavar="N", help="garder la dernière de chacun des N jours"
        )
        parser.add_argument(
            "--keep-weeks",
            type=int,
            metavar="N",
            help="garder la dernière de chacune des N semaines",
        )

    def handle(self, *args: Any, destination: Path, encrypt_for: Path | None, **options: Any) -> None:
        days, weeks = options["keep_days"], options["keep_weeks"]
        if any(number is not None and number < 1 for number in (days, weeks)):
            raise CommandError(
                spaced(
                    "--keep-days et --keep-weeks veulent au moins 1 : rien n’est sauvegardé, rien n’est effacé. Pour "
                    "tout garder, ne les donnez pas."
                )
            )
        leave_the_pool(seconds=CONNECT_SECONDS)
        try:
            saved = saving.save(destination, at=timezone.now(), key=encrypt_for)
        except BackupError as error:
            raise _failed(str(error)) from error
        except (DatabaseError, InterfaceError, psycopg.Error) as error:
            raise _failed(spaced(f"La base de données ne répond pas : {first_line(error)}")) from error
        self._say(saved)
        if days is not None or weeks is not None:
            self._remove_old(destination, days=days or 0, weeks=weeks or 0)
        if settings.BACKUP_STAMP:
            try:
                note_success(settings.BACKUP_STAMP)
            except OSError as error:
                raise CommandError(
                    spaced(f"Sauvegardé, mais BACKUP_STAMP ne s’écrit pas : {error}")
                ) from error
        if lost := saved.contents.lost_files:
            raise CommandError(
                spaced(
                    f"Sauvegardé, mais ces documents manquaient déjà sur le disque, ou y étaient abîmés : "
                    f"{listed(lost)}. Voyez « manage.py check_documents --full »."
                )
            )

    def _remove_old(self, destination: Path, *, days: int, weeks: int) -> None:
        try:
            for name in sets.remove_old(destination, days=days, weeks=weeks):
                self.stdout.write(spaced(f"Effacée : {name}"))
        except BackupError as error:
            raise CommandError(spaced(f"Sauvegardé, mais rien d’ancien n’est effacé : {error}")) from error

    def _say(self, saved: saving.Saved) -> None:
        rows = exact_count_of(sum(saved.contents.tables.values()), "ligne")
        files = exact_count_of(len(saved.set.manifest.files), "fichier relu", "fichiers relus")
        self.stdout.write(spaced(f"{saved.set.folder} : {rows}, {files}."))
        if not signing.has_key():
            self.stdout.write(spaced("Elle n’est pas signée : BACKUP_KEY_FILE est vide."))


def _failed(said: str) -> CommandError:
    note_failure(settings.BACKUP_STAMP, said)
    return CommandError(said)
