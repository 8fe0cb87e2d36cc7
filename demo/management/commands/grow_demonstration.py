from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from core.documents import text_extraction
from core.documents.models import Document
from core.people.models import Agent
from demo.growth import grow_one_piece
from demo.loading.town import is_loaded
from demo.tasks import defer_growth

AT_ONCE = 2
TOLD_EVERY = 100


class Command(BaseCommand):
    help = "Fait pousser toute la ville de démonstration d’un coup, au lieu de la laisser pousser derrière les pages."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--sans-lecture",
            action="store_true",
            help="laisse la lecture des textes au traitement des tâches",
        )
        parser.add_argument(
            "--one-piece", action="store_true", help="fait une seule pièce, et laisse la suite aux tâches"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["one_piece"]:
            grow_one_piece(then=defer_growth)
            return
        if not Agent.objects.exists() or is_loaded():
            call_command("load_demonstration")
        if not is_loaded():
            raise CommandError("Cette base est celle d’une ville : la ville de démonstration n’y pousse pas.")
        while progress := grow_one_piece():
            self.say(f"{progress.done} {progress.label} sur {progress.total}")
        self.stdout.write("")
        if not options["sans_lecture"]:
            self.read_texts()

    def read_texts(self) -> None:
        wanted = unread()
        with ThreadPoolExecutor(AT_ONCE) as readers:
            for count, _ in enumerate(readers.map(read_one, wanted), start=1):
                if count % TOLD_EVERY == 0 or count == len(wanted):
                    self.say(f"textes lus : {count} sur {len(wanted)}")
        self.stdout.write("")

    def say(self, sentence: str) -> None:
        """One line that changes, on a terminal; elsewhere one line each."""
        is_terminal = self.stdout.isatty()
        self.stdout.write(
            f"\r  {sentence}   " if is_terminal else f"  {sentence}", ending="" if is_terminal else "\n"
        )
        self.stdout.flush()


def unread() -> list[int]:
    waiting = Document.objects.filter(text_state=Document.TextState.WAITING)
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def read_one(document_id: int) -> None:
    """As the worker would; the job that waits for it will find it read."""
    try:
        text_extraction.extract_text(Document.objects.get(pk=document_id))
    finally:
        connection.close()
