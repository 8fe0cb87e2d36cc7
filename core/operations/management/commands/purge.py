"""`manage.py purge`: what the night erases, now; with `--dry-run`, only how much of it is due."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.french import number, spaced
from core.operations import purges


class Command(BaseCommand):
    help = "Efface ce qui a été gardé assez longtemps, comme chaque nuit, et dit combien de chaque sorte."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Dit combien, sans rien effacer.")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        if options["dry_run"]:
            counts = {kept.kind: kept.count(at) for kept in purges.TABLE.values()}
        else:
            try:
                counts = purges.purge_all(at)
            except RuntimeError as error:
                raise CommandError("Des effacements ont échoué : voyez le journal.") from error
        for kind, kept in purges.TABLE.items():
            due = number(counts[kind]) if kept.rows or kept.purge else "—"
            self.stdout.write(spaced(f"{due:>8}  {kind} ({kept.period}, {kept.then})"))
