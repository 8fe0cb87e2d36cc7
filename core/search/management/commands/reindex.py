from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.search.registry import KINDS
from core.search.reindexing import AlreadyRunning, only_one, reindex, remove_orphans, remove_unknown_kinds
from core.ui.french import exact_count_of, number


class Command(BaseCommand):
    help = "Refait l’index de la recherche, sans arrêter le site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--kind", metavar="CODE", help=f"une seule sorte de résultats\u00a0: {', '.join(sorted(KINDS))}"
        )

    def handle(self, *args: Any, kind: str | None = None, **options: Any) -> None:
        if kind and kind not in KINDS:
            known = ", ".join(sorted(KINDS))
            raise CommandError(
                f"La sorte «\u00a0{kind}\u00a0» n’existe pas. Choisissez parmi\u00a0: {known}."
            )
        try:
            with only_one():
                for code in [kind] if kind else sorted(KINDS):
                    self._reindex(code)
                if not kind and (removed := remove_unknown_kinds(list(KINDS))):
                    self.stdout.write(
                        f"Sortes disparues\u00a0: {exact_count_of(removed, 'entrée retirée', 'entrées retirées')}."
                    )
        except AlreadyRunning:
            raise CommandError(
                "L’index est déjà en train d’être refait\u00a0: attendez qu’il ait fini."
            ) from None
        self.stdout.write("L’index est à jour.")

    def _reindex(self, code: str) -> None:
        kind, done = KINDS[code], 0
        for done in reindex(kind):
            if done % 10_000 == 0:
                self.stdout.write(f"{kind.label}\u00a0: {number(done)}…")
        gone = remove_orphans(kind)
        removed = (
            f", {exact_count_of(gone, 'entrée sans objet retirée', 'entrées sans objet retirées')}"
            if gone
            else ""
        )
        self.stdout.write(f"{kind.label} ({code})\u00a0: {number(done)}{removed}.")
