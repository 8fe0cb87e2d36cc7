"""`manage.py mail_send_waiting`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from core.french import exact_count_of
from core.mail.outbound.sending import send_waiting_now


class Command(BaseCommand):
    help = (
        "Fait partir dès maintenant les messages qui attendent, quand le serveur d’envoi répond à nouveau, sans "
        "attendre l’heure de leur prochain essai."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            count = send_waiting_now()
        leaving = exact_count_of(count, "message part", "messages partent")
        self.stdout.write(f"{leaving} dès maintenant." if count else "Aucun message n’attend de partir.")
