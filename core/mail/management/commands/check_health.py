"""`manage.py check_health`: what is wrong now, for the town's monitoring; ends with 1 when anything is."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from core.mail.imap.errors import first_line
from core.mail.monitoring import problems
from core.ui.french import NBSP, count_of


class Command(BaseCommand):
    help = (
        "Dit ce qui va mal : tâches arrêtées, en retard ou en échec, courrier, sauvegarde. Ne change rien, et finit "
        "par 1 quand quelque chose va mal."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = problems.current_problems(timezone.now())
        except (DatabaseError, InterfaceError) as error:
            raise CommandError(f"La base de données ne répond pas{NBSP}: {first_line(error)}") from error
        for trouble in found:
            # Where cron makes a mail of it.
            self.stderr.write(f"{trouble.kind.label}{NBSP}: {trouble.text}")
        if found:
            raise CommandError(f"{count_of(len(found), 'alarme')}.")
        self.stdout.write("Tout va bien.")
