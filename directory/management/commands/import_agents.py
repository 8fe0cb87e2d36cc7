"""`manage.py import_agents FILE`: the human resources' list of agents, line by line."""

from typing import Any

from django.core.management.base import CommandParser

from core.french import exact_count_of
from core.imports.command import PlannedImportCommand
from directory.imports.apply import agents_import

OPTIONS = {
    "deactivate-leavers": "ferme les comptes des agents absents du fichier",
    "confirm-many": "permet d’en fermer plus de 5 %% d’un coup",
    "reopen": "rouvre les comptes fermés qui sont de nouveau dans le fichier",
    "create-directions": "crée, sous la direction générale, les directions qui manquent",
}


class Command(PlannedImportCommand):
    steps = agents_import
    taken = ("dry_run", "deactivate_leavers", "confirm_many", "reopen", "create_directions")
    said_of_a_line = "ligne {line} : {word} : {name} ({number}) : {said}"
    counted = {
        "created": ("nouveau", "nouveaux"),
        "changed": ("fiche changée", "fiches changées"),
        "same": ("inchangée",),
        "refused": ("ligne refusée", "lignes refusées"),
        "leavers": ("absent",),
    }
    help = "Importe les agents d’un fichier CSV exporté par l’outil des ressources humaines."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        for option, said in OPTIONS.items():
            parser.add_argument(f"--{option}", action="store_true", help=said)

    def say_lines(self, plan: Any, options: dict[str, Any]) -> None:
        super().say_lines(plan, options)
        for leaver in plan.leavers:
            roles = f", {leaver.roles}" if leaver.roles else ""
            fate = leaver.kept or ("fermé" if options["deactivate_leavers"] else "laissé ouvert")
            if options["dry_run"] and not leaver.kept:
                fate = "à fermer" if options["deactivate_leavers"] else "laissé ouvert"
            self.stdout.write(f"absent : {leaver.name} ({leaver.number}{roles}) : compte {fate}")

    def said_counts(self, plan: Any) -> list[str]:
        said = super().said_counts(plan)
        if assigned := plan.counts["assigned"] + plan.counts["reassigned"]:
            said.append(exact_count_of(assigned, "affectation écrite", "affectations écrites"))
        return said
