"""`manage.py restore SOURCE [--unsigned]`: a set of the version before (see `core.backup.old_sets`)."""

import os
import subprocess
import tempfile
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.backup import old_sets
from core.backup.programs import BackupError
from core.french import moment, spaced


class Command(BaseCommand):
    help = (
        "Restaure, dans une base et un dossier vides, une sauvegarde faite par « manage.py backup » d’une version "
        "antérieure. Celles d’aujourd’hui se restaurent par deploy/restore."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, help="une sauvegarde, ou leur dossier pour la plus récente")
        parser.add_argument("--unsigned", action="store_true", help="ne pas vérifier la signature")

    def handle(self, *args: Any, source: Path, unsigned: bool, **options: Any) -> None:
        work = os.environ.get("BACKUP_WORK", "/var/cache/intranet-backup")
        try:
            with tempfile.TemporaryDirectory(dir=work) as folder:
                found, manifest = old_sets.opened(source, is_signed=not unsigned)
                self.stdout.write(f"{found}, du {moment(datetime.fromisoformat(manifest['made_at']))}.")
                self.stdout.flush()
                old_sets.unpack(found, manifest, Path(folder))
                command = ["bash", f"{settings.BASE_DIR}/deploy/restore", "--from", folder]
                done = subprocess.run(command, check=False)
        except (BackupError, OSError) as error:
            raise CommandError(spaced(f"La restauration s’est arrêtée : {error}")) from error
        if done.returncode:
            raise CommandError(
                spaced(
                    "La restauration n’est pas entière : la ligne au-dessus dit pourquoi, et quels fichiers."
                )
            )
