"""`manage.py import_scdl FILE [--dry-run] [--report FILE]`."""

import time
from collections.abc import Sequence
from contextlib import ExitStack
from operator import attrgetter
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.french import exact_count_of, number, spaced
from core.imports.tables import Unreadable
from core.web.spreadsheets import csv_rows, spreadsheet_lines
from deliberations.models import Import, ImportLine
from imports.scdl.importer import Busy, count_rows, run_import
from imports.scdl.views import HEADER

# More lines than this are for the report's file.
ON_SCREEN = 100
SECONDS_BETWEEN_NEWS = 2.0
TROUBLES: dict[type[OSError], str] = {
    FileNotFoundError: "il n’y a pas de fichier à cet endroit",
    IsADirectoryError: "c’est un dossier",
    NotADirectoryError: "ce chemin passe par un fichier",
    PermissionError: "vous n’avez pas le droit de l’ouvrir",
}


def trouble_of(error: OSError) -> str:
    return TROUBLES.get(type(error), str(error.strerror or error))


class Command(BaseCommand):
    help = (
        "Importe les délibérations d’un fichier SCDL (CSV, 17 colonnes) et dit, ligne par ligne, ce qui est "
        "réparé, corrigé ou refusé. Relancé sur le même fichier, il ne change rien."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FICHIER", help="le fichier CSV")
        parser.add_argument("--dry-run", action="store_true", help="tout lire et tout dire, ne rien écrire")
        parser.add_argument("--report", metavar="RAPPORT", help="écrire toutes les lignes dites dans ce CSV")

    def handle(self, *args: Any, **options: Any) -> None:
        self.read = self.reported = 0
        self.next_news = time.monotonic() + SECONDS_BETWEEN_NEWS
        with ExitStack() as stack:
            sheet = self._sheet(stack, options["report"])

            def on_lines(lines: Sequence[ImportLine], share: float) -> None:
                self.read += len(lines)
                for line in filter(attrgetter("words"), lines):
                    self.reported += 1
                    if self.reported <= ON_SCREEN:
                        self.stdout.write(str(line))
                    if sheet:
                        cells = [line.line, line.identifier, line.get_outcome_display(), line.words]
                        sheet.writelines(spreadsheet_lines([cells]))
                if time.monotonic() >= self.next_news:
                    self.next_news = time.monotonic() + SECONDS_BETWEEN_NEWS
                    read = exact_count_of(self.read, "ligne lue", "lignes lues")
                    self.stderr.write(spaced(f"{share * 100:.0f} % : {read}…"))

            try:
                report = run_import(
                    Path(options["file"]), by=None, dry_run=options["dry_run"], on_lines=on_lines
                )
            except (Unreadable, Busy) as error:
                raise CommandError(str(error)) from error
            except OSError as error:
                raise CommandError(spaced(f"Fichier illisible : {trouble_of(error)}.")) from error
        self._conclude(report, options)

    def _sheet(self, stack: ExitStack, path: str | None) -> IO[str] | None:
        if not path:
            return None
        try:
            file = Path(path).open("w", encoding="utf-8", newline="")  # noqa: SIM115  (the stack closes it)
        except OSError as error:
            raise CommandError(spaced(f"Rapport impossible : {trouble_of(error)}.")) from error
        stack.enter_context(file).writelines(csv_rows(HEADER, []))
        return file

    def _conclude(self, report: Import, options: dict[str, Any]) -> None:
        if self.reported > ON_SCREEN:
            more = exact_count_of(self.reported - ON_SCREEN, "autre ligne", "autres lignes")
            where = f"dans {options['report']}" if options["report"] else "avec --report RAPPORT"
            self.stdout.write(f"… et {more}, {where}.")
        for note in report.notes:
            self.stdout.write(note)
        if options["dry_run"]:
            self.stdout.write(spaced("Essai : rien n’a été écrit."))
        for label, count in count_rows(report, is_forecast=options["dry_run"]):
            self.stdout.write(spaced(f"{label} : {number(count)}"))
