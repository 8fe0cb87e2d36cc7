from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from procrastinate.contrib.django import app

from core.documents.tasks import QUEUE as READING
from core.people.models import Agent
from dematerialisation import whole_town
from dematerialisation.demonstration import loading
from dematerialisation.management.commands.load_demonstration import REFUSAL

AT_ONCE = 2


class Command(BaseCommand):
    help = "Fait pousser toute la ville de démonstration d’un coup, au lieu de la laisser pousser derrière les pages."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--sans-lecture",
            action="store_true",
            help="laisse la lecture des textes au traitement des tâches",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TRIAL:
            raise CommandError(REFUSAL)
        if not Agent.objects.exists() or loading.is_loaded():
            call_command("load_demonstration")
        if not loading.is_loaded():
            raise CommandError("Cette base est celle d’une ville : la ville de démonstration n’y pousse pas.")
        while progress := whole_town.grow_one_piece():
            self.say(f"{progress.done} {progress.label} sur {progress.total}")
        self.stdout.write("")
        if not options["sans_lecture"]:
            self.stdout.write("Lecture des textes…")
            read_texts()

    def say(self, sentence: str) -> None:
        """One line that changes, on a terminal; elsewhere one line each."""
        is_terminal = self.stdout.isatty()
        self.stdout.write(
            f"\r  {sentence}   " if is_terminal else f"  {sentence}", ending="" if is_terminal else "\n"
        )
        self.stdout.flush()


def read_texts() -> None:
    """Everything that waits to be read, as the worker would."""
    # Typed as the synchronous connector; Django’s has this method.
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:  # type: ignore[attr-defined]
        worker_app.run_worker(
            queues=[READING], wait=False, concurrency=AT_ONCE, install_signal_handlers=False
        )
