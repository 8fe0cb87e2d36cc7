"""`manage.py mail_fetch [--watch] [--mailbox NAME]`."""

from argparse import ArgumentParser
from contextlib import suppress
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError

from core.french import NBSP, spaced
from core.mail.imap import accounts, fetcher
from core.mail.imap.accounts import MailboxError
from core.operations.findings import why_away


class Command(BaseCommand):
    help = (
        "Prend les messages arrivés dans les boîtes de MAILBOXES : chacun est enregistré tel quel, puis rangé sur le "
        "serveur. Un passage, dont le code de sortie dit s’il y a un ennui ; avec --watch, un par minute."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mailbox", metavar="NOM", help="une seule boîte, par son nom dans MAILBOXES")
        parser.add_argument("--watch", action="store_true", help="un passage par minute, jusqu’à l’arrêt")

    def handle(self, *args: Any, mailbox: str | None = None, watch: bool = False, **options: Any) -> None:
        names = [mailbox] if mailbox else list(settings.MAILBOXES)
        if not names:
            raise CommandError("Aucune boîte : donnez MAILBOXES dans .env (voir .env.example).")
        try:
            for name in names:
                accounts.account(name)
        except accounts.MailboxSettingsError as error:
            raise CommandError(str(error)) from error
        if watch:
            self._watch(names)
            return
        try:
            self._pass(names)
        except (DatabaseError, InterfaceError) as error:
            raise CommandError(f"La base de données ne répond pas{NBSP}: {why_away(error)}") from error

    def _pass(self, names: list[str]) -> None:
        troubled = []
        for name in names:
            try:
                report = fetcher.sync_once(name)
            except MailboxError as trouble:
                self.stderr.write(f"{name}{NBSP}: {trouble.text}")
                troubled.append(name)
                continue
            self.stdout.write(f"{name}{NBSP}: {fetcher.report_line(report)}.")
            if report.trouble:
                troubled.append(name)
        if troubled:
            raise CommandError(f"Un ennui avec{NBSP}: {', '.join(troubled)}.")

    def _watch(self, names: list[str]) -> None:
        """Until the process is killed, which loses nothing; a silent server delays its own mailbox only."""
        self._say(spaced(f"Chaque minute : {', '.join(names)}."))
        threads = [Thread(target=fetcher.watch, args=(name, self._say), daemon=True) for name in names]
        for thread in threads:
            thread.start()
        with suppress(KeyboardInterrupt):
            for thread in threads:
                thread.join()

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
