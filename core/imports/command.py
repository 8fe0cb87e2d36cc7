"""The command of an import, run on the server."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.imports.planning import Plan, PlannedLine, PlannedSteps

TRIED = "Rien n’a été écrit : c’était un essai."


class ImportCommand(BaseCommand):
    """What is wrong with a file, or with a path, is said in one sentence."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER")
        self.add_dry_run(parser)

    @staticmethod
    def add_dry_run(parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui changerait, sans rien écrire")

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except OSError as error:
            path = error.filename or "Fichier"
            raise CommandError(f"{path} : il ne s’ouvre pas ({error.strerror}).") from error


class PlannedImportCommand(ImportCommand):
    """`manage.py import_… FILE`: the plan line by line, then written unless it is tried."""

    steps: ClassVar[PlannedSteps[Any, Any]]
    # The options that the steps take.
    taken: tuple[str, ...] = ("dry_run",)

    def handle(self, *args: Any, **options: Any) -> None:
        data = options["file"].read_bytes()
        chosen = {name: options[name] for name in self.taken}
        self.tell(self.steps.apply_file(data, by=None, **chosen), options)

    def tell(self, plan: Plan[Any], options: dict[str, Any]) -> None:
        for note in plan.notes:
            self.stdout.write(note)
        # At 0, no name: what a timer runs is kept in the system's journal.
        if options["verbosity"]:
            for line in plan.lines:
                self._say(line)
        counts = plan.counts
        said = [f"{label} : {counts[name]}" for name, label in self.steps.labels.items() if name in counts]
        self.stdout.write(", ".join(said) + ".")
        if options["dry_run"]:
            self.stdout.write(TRIED)

    def _say(self, line: PlannedLine) -> None:
        """Nothing of what was already right."""
        parts = [f"{label} : {before} → {after}" for label, before, after in line.changes]
        if said := " ; ".join([*parts, *line.notes]):
            where = f"ligne {line.line} : " if line.line else ""
            who = f"{line.name or '?'}{f' ({line.number})' if line.number else ''}"
            self.stdout.write(f"{where}{self.steps.words[line.outcome]} : {who} : {said}")
