"""`manage.py import_mrbs URL [--depuis DATE] [--essai]`: MRBS's database, or GRR's, read and never written."""

import getpass
import os
import sys
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import CommandError, CommandParser

from core.french import spaced
from imports.calendars import mrbs
from imports.calendars.command import CalendarCommand
from imports.calendars.mrbs_database import connected
from rooms import policies

PASSWORD = "MRBS_PASSWORD"


class Command(CalendarCommand):
    help = (
        "Reprend les salles et les réservations de MRBS ou de GRR, lues dans leur base (MariaDB ou PostgreSQL). "
        f"Le mot de passe se donne dans l’adresse, dans la variable {PASSWORD}, ou quand la commande le demande. "
        "Relancée, elle ne change rien."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "url",
            metavar="ADRESSE",
            help="par exemple mysql://mrbs@serveur/mrbs, ou postgres://mrbs@serveur/mrbs",
        )
        parser.add_argument("--prefixe", default="", help="le début du nom des tables, par exemple mrbs_")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        self.begin(options)
        if not policies.can_manage(self.by):
            raise CommandError(f"{self.by} ne s’occupe pas de toutes les salles.")
        password = _password(options["url"])
        with connected(options["url"], password=password, prefix=options["prefixe"]) as tables:
            self.stdout.write(mrbs.named(tables))
            self.run(
                lambda importer: mrbs.read_mrbs(tables, since=self.since, importer=importer),
                options["rapport"],
            )


def _password(url: str) -> str:
    """Asked for where somebody is there to type it."""
    try:
        given = urlsplit(url).password
    except ValueError:
        return ""
    if given is not None:
        return ""
    if PASSWORD in os.environ:
        return os.environ[PASSWORD]
    return getpass.getpass(spaced("Mot de passe de la base : ")) if sys.stdin.isatty() else ""
