"""`manage.py import_agents FILE`: the human resources' list of agents, line by line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from core.ui.french import exact_count_of
from directory.imports import apply
from directory.imports.parser import parse
from directory.imports.plan import CHANGED, CREATED, REFUSED, Plan, PlannedLine, Planner

WORDS = {CREATED: "nouveau", CHANGED: "changé", REFUSED: "REFUSÉ"}


class Command(BaseCommand):
    said_of_a_line = "ligne {line} : {word} : {name} ({number}) : {said}"
    help = "Importe les agents d’un fichier CSV exporté par l’outil des ressources humaines."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui changerait, sans rien écrire")
        parser.add_argument(
            "--deactivate-leavers",
            action="store_true",
            help="ferme les comptes des agents absents du fichier",
        )
        parser.add_argument(
            "--confirm-many", action="store_true", help="permet d’en fermer plus de 5 %% d’un coup"
        )
        parser.add_argument(
            "--reopen",
            action="store_true",
            help="rouvre les comptes fermés qui sont de nouveau dans le fichier",
        )
        self.add_create_directions(parser)

    @staticmethod
    def add_create_directions(parser: ArgumentParser) -> None:
        parser.add_argument(
            "--create-directions",
            action="store_true",
            help="crée, sous la direction générale, les directions qui manquent",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(
                f"{options['file']} : ce fichier ne peut pas être lu ({error.strerror})."
            ) from error
        try:
            if options["dry_run"]:
                planner = Planner(parse(data), by=None)
                plan = apply.rehearse(planner, create_directions=options["create_directions"])
            else:
                plan = apply.apply_file(
                    data,
                    by=None,
                    deactivate_leavers=options["deactivate_leavers"],
                    confirm_many=options["confirm_many"],
                    reopen=options["reopen"],
                    create_directions=options["create_directions"],
                )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.tell(plan, options)

    def tell(self, plan: Plan, options: dict[str, Any]) -> None:
        for note in plan.notes:
            self.stdout.write(note)
        # At 0, no name: what a timer runs is kept in the system's journal.
        if options["verbosity"]:
            self._name_them(plan, options)
        self._count(plan, options)

    def _name_them(self, plan: Plan, options: dict[str, Any]) -> None:
        for line in plan.lines:
            if text := self._said(line):
                self.stdout.write(text)
        for leaver in plan.leavers:
            roles = f", {leaver.roles}" if leaver.roles else ""
            fate = leaver.kept or ("fermé" if options["deactivate_leavers"] else "laissé ouvert")
            if options["dry_run"] and not leaver.kept:
                fate = "à fermer" if options["deactivate_leavers"] else "laissé ouvert"
            self.stdout.write(f"absent : {leaver.name} ({leaver.number}{roles}) : compte {fate}")

    def _count(self, plan: Plan, options: dict[str, Any]) -> None:
        counts = plan.counts
        said = [
            exact_count_of(counts["created"], "nouveau", "nouveaux"),
            exact_count_of(counts["changed"], "fiche changée", "fiches changées"),
            exact_count_of(counts["same"], "inchangée"),
            exact_count_of(counts["refused"], "ligne refusée", "lignes refusées"),
            exact_count_of(counts["leavers"], "absent"),
        ]
        if assigned := counts["assigned"] + counts["reassigned"]:
            said.append(exact_count_of(assigned, "affectation écrite", "affectations écrites"))
        self.stdout.write(", ".join(said) + ".")
        if options["dry_run"]:
            self.stdout.write("Rien n’a été écrit : c’était un essai.")

    def _said(self, line: PlannedLine) -> str:
        """One line of the report; nothing for what was already right."""
        parts = [f"{label} : {before} → {after}" for label, before, after in line.changes]
        if not parts and not line.notes:
            return ""
        return self.said_of_a_line.format(
            line=line.line,
            word=WORDS.get(line.outcome, "inchangé"),
            name=line.name or "?",
            number=line.number or "?",
            said=" ; ".join([*parts, *line.notes]),
        )
