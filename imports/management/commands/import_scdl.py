"""`manage.py import_scdl FILE [--dry-run] [--report FILE]`."""

import os
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.core.management.base import CommandError, CommandParser

from core.french import number, spaced
from core.imports.command import TRIED, ImportCommand
from core.web.spreadsheets import csv_rows, spreadsheet_lines
from deliberations.models import ImportLine
from imports.scdl.importer import Busy, count_rows, run_import
from imports.scdl.views import HEADER


class Command(ImportCommand):
    help = (
        "Importe les délibérations d’un fichier SCDL (CSV, 17 colonnes) et dit, ligne par ligne, ce qui est "
        "réparé, corrigé ou refusé. Relancé sur le même fichier, il ne change rien."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--report", metavar="RAPPORT", help="écrire toutes les lignes dites dans ce CSV")

    def handle(self, *args: Any, **options: Any) -> None:
        dry_run = options["dry_run"]
        with open(options["report"] or os.devnull, "w", encoding="utf-8", newline="") as sheet:
            sheet.writelines(csv_rows(HEADER, []))

            def on_lines(lines: Sequence[ImportLine], share: float) -> None:
                for line in filter(attrgetter("words"), lines):
                    self.stdout.write(str(line))
                    cells = [line.line, line.identifier, line.get_outcome_display(), line.words]
                    sheet.writelines(spreadsheet_lines([cells]))

            try:
                report = run_import(options["file"], by=None, dry_run=dry_run, on_lines=on_lines)
            except Busy as error:
                raise CommandError(str(error)) from error
        for note in report.notes:
            self.stdout.write(note)
        for label, count in count_rows(report, is_forecast=dry_run):
            self.stdout.write(spaced(f"{label} : {number(count)}"))
        if dry_run:
            self.stdout.write(TRIED)
