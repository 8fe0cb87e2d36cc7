"""`manage.py import_software FILE`: a list of software, line by line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from core.ui.french import exact_count_of
from manuals.importing import apply
from manuals.importing.plan import CHANGED, CREATED, REFUSED, SAME, PlannedLine

WORDS = {CREATED: "nouveau", CHANGED: "changé", SAME: "inchangé", REFUSED: "REFUSÉ"}


class Command(BaseCommand):
    help = "Importe une liste de progiciels, en CSV ou en XLSX."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui changerait, sans rien écrire")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(
                f"{options['file']} : ce fichier ne peut pas être lu ({error.strerror})."
            ) from error
        try:
            plan = apply.preview(data) if options["dry_run"] else apply.apply_file(data, by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        for note in plan.notes:
            self.stdout.write(note)
        for line in plan.lines:
            if line.changes or line.notes:
                self.stdout.write(_said(line))
        counts = plan.counts
        said = [
            exact_count_of(counts[CREATED], "nouveau progiciel", "nouveaux progiciels"),
            exact_count_of(counts[CHANGED], "fiche changée", "fiches changées"),
            exact_count_of(counts[SAME], "inchangée"),
            exact_count_of(counts[REFUSED], "ligne refusée", "lignes refusées"),
        ]
        self.stdout.write(", ".join(said) + ".")
        if options["dry_run"]:
            self.stdout.write("Rien n’a été écrit : c’était un essai.")


def _said(line: PlannedLine) -> str:
    parts = [f"{label} : {before} → {after}" for label, before, after in line.changes]
    return f"ligne {line.line} : {WORDS[line.outcome]} : {line.name or '?'} : {' ; '.join([*parts, *line.notes])}"
