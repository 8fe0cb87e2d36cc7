from __future__ import annotations

import os
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from core.french import listed, number, spaced
from core.imports.command import ImportCommand
from core.people.models import Agent
from core.people.roles import Role
from imports.calendars.actions import notify_imported
from imports.calendars.importer import Importer
from imports.calendars.report import SHOWN, Report, ReportLine
from imports.calendars.source_events import Unit
from rooms import periods


def day(text: str) -> date:
    if found := periods.readable_day(text):
        return found
    raise ArgumentTypeError(spaced(f"« {text} » n’est pas une date : écrivez-la ainsi, 2026-11-26."))


@dataclass
class SaidReport(Report):
    """Says each line as it comes."""

    say: Callable[[object], None] = field(kw_only=True)

    def tell(self, line: ReportLine) -> None:
        if line.outcome in SHOWN:
            self.say(line)


class CalendarCommand(ImportCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--essai", action="store_true", help="tout lire et tout dire, ne rien réserver")
        parser.add_argument(
            "--depuis", type=day, metavar="DATE", help="laisser ce qui finit avant ce jour (aujourd’hui)"
        )
        parser.add_argument(
            "--au-nom-de",
            metavar="IDENTIFIANT",
            help="qui reprend l’agenda, et garde ce dont l’organisateur n’est pas connu ici",
        )
        parser.add_argument(
            "--rapport", metavar="FICHIER", help="écrire toutes les lignes dites dans ce fichier"
        )

    def begin(self, options: dict[str, Any]) -> None:
        self.is_trial: bool = options["essai"]
        self.since: date = options["depuis"] or timezone.localdate()
        self.by = self._agent(options["au_nom_de"])

    def run(self, found: Callable[[Importer], Iterable[Unit | ReportLine]], path: str | None) -> None:
        """Book what is found, and say it; `path` is that of the report."""
        # Opened before anything is booked: afterwards, its lines would be lost.
        with open(path or os.devnull, "w", encoding="utf-8") as file:

            def say(text: object) -> None:
                self.stdout.write(str(text))
                file.write(f"{text}\n")

            importer = Importer(by=self.by, is_trial=self.is_trial, report=SaidReport(say=say))
            try:
                report = importer.run(found(importer))
            finally:
                # Stopped on the way too: the next run finds their bookings there, and notifies nobody.
                if not self.is_trial:
                    notify_imported(importer.organisers, by=self.by)
            for note in report.notes:
                say(note)
            for label, count in report.facts(is_trial=self.is_trial):
                say(spaced(f"{label} : {number(count)}"))
            if self.is_trial:
                say(spaced("Essai : rien n’a été réservé."))

    @staticmethod
    def _agent(identifiant: str | None) -> Agent:
        if identifiant:
            agent = Agent.objects.active().filter(identifiant=identifiant.lower()).first()
            if agent is None:
                raise CommandError(spaced(f"Aucun compte ouvert n’a l’identifiant « {identifiant} »."))
            return agent
        managers = list(Agent.objects.active().with_role(Role.ROOM_MANAGER).order_by("identifiant")[:11])
        if len(managers) == 1:
            return managers[0]
        known = listed([agent.identifiant for agent in managers[:10]])
        among = f", par exemple {known}" if known else ""
        raise CommandError(f"Dites avec --au-nom-de IDENTIFIANT qui reprend cet agenda{among}.")
