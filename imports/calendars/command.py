from __future__ import annotations

import time
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.french import exact_count_of, listed, spaced
from core.imports.tables import Unreadable
from core.people.models import Agent
from core.people.roles import Role
from imports.calendars.actions import notify_imported
from imports.calendars.importer import Importer
from imports.calendars.report import SHOWN, Report, ReportLine
from imports.calendars.source_events import Unit
from rooms import periods
from rooms.models import Booking

# More lines than this are for a file.
ON_SCREEN = 200
SECONDS_BETWEEN_NEWS = 2.0


def day(text: str) -> date:
    if found := periods.readable_day(text):
        return found
    raise ArgumentTypeError(spaced(f"« {text} » n’est pas une date : écrivez-la ainsi, 2026-11-26."))


class ImportCommand(BaseCommand):
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
        self.verbosity: int = options["verbosity"]
        self.since: date = options["depuis"] or timezone.localdate()
        self.by = self._agent(options["au_nom_de"])
        self.shown: list[str] = []
        self._next_news = time.monotonic() + SECONDS_BETWEEN_NEWS
        if options["rapport"]:
            # Before anything is booked: afterwards, its lines would be lost.
            _write(options["rapport"], "", mode="a")

    def tell(self, line: ReportLine) -> None:
        if line.outcome in SHOWN or self.verbosity > 1:
            self.shown.append(str(line))
            if len(self.shown) <= ON_SCREEN:
                self.stdout.write(self.shown[-1])

    def progress(self, report: Report, bookings: list[Booking]) -> None:
        if time.monotonic() >= self._next_news:
            self._next_news = time.monotonic() + SECONDS_BETWEEN_NEWS
            self.stderr.write(f"{exact_count_of(report.counts['events'], 'événement lu', 'événements lus')}…")

    def run(self, found: Callable[[Importer], Iterable[Unit | ReportLine]], path: str | None) -> None:
        """Book what is found, and say it; `path` is that of the report."""
        importer = Importer(by=self.by, is_trial=self.is_trial, tell=self.tell, progress=self.progress)
        try:
            importer.run(found(importer))
        except Unreadable as error:
            raise CommandError(str(error)) from None
        finally:
            # Stopped on the way too: the next run finds their bookings there, and notifies nobody.
            if not self.is_trial:
                notify_imported(importer.organisers, by=self.by)
        self.conclude(importer.report, path)

    def conclude(self, report: Report, path: str | None) -> None:
        if len(self.shown) > ON_SCREEN:
            where = f"dans {path}" if path else "avec --rapport FICHIER"
            self.stdout.write(
                f"… et {exact_count_of(len(self.shown) - ON_SCREEN, 'autre ligne', 'autres lignes')}, {where}."
            )
        for note in report.notes:
            self.stdout.write(note)
        for row in report.summary(is_trial=self.is_trial):
            self.stdout.write(row)
        if self.is_trial:
            self.stdout.write(spaced("Essai : rien n’a été réservé."))
        if path:
            said = [*self.shown, *report.notes, *report.summary(is_trial=self.is_trial)]
            _write(path, "\n".join([*said, ""]), mode="w")

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


def _write(path: str, text: str, *, mode: str) -> None:
    try:
        with open(path, mode, encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise CommandError(spaced(f"Le rapport ne peut pas être écrit : {error.strerror}.")) from error
