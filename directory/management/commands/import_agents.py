"""`manage.py import_agents FILE`: the human resources' list of agents, line by line."""

from typing import Any

from django.core.management.base import CommandParser

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
    help = "Importe les agents d’un fichier CSV exporté par l’outil des ressources humaines."

    def tell(self, plan: Any, options: dict[str, Any]) -> None:
        if options["dry_run"] and options["deactivate_leavers"]:
            for leaver in plan.closable:
                leaver.notes[-1] = "Compte à fermer."
        super().tell(plan, options)

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        for option, said in OPTIONS.items():
            parser.add_argument(f"--{option}", action="store_true", help=said)
