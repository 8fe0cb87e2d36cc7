"""`manage.py import_ics FILE --salle SLUG [--depuis DATE] [--essai]`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from core.french import spaced
from imports.calendars import ics
from imports.calendars.command import CalendarCommand
from rooms import policies
from rooms.ics.splitting import check_size
from rooms.models import Room


class Command(CalendarCommand):
    help = (
        "Reprend l’agenda d’une salle (.ics d’Outlook, Google, Thunderbird ou Zimbra) et dit, événement par "
        "événement, ce qui est réparé, refusé, ou déjà pris. Relancé sur le même fichier, il ne change rien."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER", help="le fichier .ics")
        parser.add_argument(
            "--salle", required=True, help="le nom de la salle dans les adresses, par exemple remparts"
        )
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        room = Room.objects.select_related("site").filter(slug=options["salle"]).first()
        if room is None:
            raise CommandError(spaced(f"Aucune salle n’a le nom « {options['salle']} » dans les adresses."))
        self.begin(options)
        if not policies.can_manage_room(self.by, room):
            raise CommandError(f"{self.by} ne s’occupe pas de la {room.called}.")
        check_size(options["file"].stat().st_size)
        data = options["file"].read_bytes()
        self.run(
            lambda importer: ics.read_ics(data, room=room, since=self.since, report=importer.report),
            options["rapport"],
        )
