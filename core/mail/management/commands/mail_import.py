"""`manage.py mail_import FILE…`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.mail.imap.errors import MailboxError
from core.mail.imap.file_import import Imported, import_file
from core.ui.french import NBSP, exact_count_of, number

ON_SCREEN = 100


class Command(BaseCommand):
    help = (
        "Importe des messages gardés ailleurs : fichiers .eml, boîtes mbox, dossiers Maildir. Ils suivent le même "
        "chemin que s’ils arrivaient ; relancé sur les mêmes fichiers, n’ajoute rien."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", metavar="FICHIER", nargs="+", help="un .eml, un mbox ou un dossier Maildir"
        )

    def handle(self, *args: Any, files: list[str], **options: Any) -> None:
        refused = 0
        total = Imported()
        try:
            for refusal in (said for path in files for said in import_file(Path(path), total)):
                refused += 1
                if refused <= ON_SCREEN:
                    self.stderr.write(refusal)
        except MailboxError as trouble:
            self.stderr.write(trouble.text)
            refused += 1
        if refused > ON_SCREEN:
            self.stderr.write(f"… et {exact_count_of(refused - ON_SCREEN, 'autre')}.")
        self.stdout.write(
            f"Messages lus{NBSP}: {number(total.read)}, dont nouveaux{NBSP}: {number(total.new)}, "
            f"déjà là{NBSP}: {number(total.known)}. Non pris{NBSP}: {number(refused)}."
        )
        if refused:
            raise CommandError("Tout n’a pas pu être importé.")
