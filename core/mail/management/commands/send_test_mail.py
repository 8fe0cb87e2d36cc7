"""`manage.py send_test_mail ADDRESS`: one mail through the town's server, now, and what the server said of it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, mailers
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from core.french import of_place, spaced

SUBJECT = "Message d’essai de l’intranet"
BODY = "Ce message prouve que l’intranet {town} peut écrire par le serveur d’envoi. Il n’y a rien à faire."
LEFT = (
    "Le serveur {server} a pris le message pour {address}. S’il n’arrive pas en quelques minutes, regardez les "
    "indésirables, puis le journal de ce serveur."
)
REFUSED = (
    "Le serveur {server} n’a pas pris le message : {error}. Vérifiez SMTP_HOST, SMTP_PORT, SMTP_TLS ou SMTP_SSL, "
    "SMTP_USER, SMTP_PASSWORD et MAIL_FROM dans .env."
)


class Command(BaseCommand):
    help = "Envoie aussitôt un message d’essai, et dit ce que le serveur d’envoi en a fait. Ne demande rien à la base."
    # Some ask the database, which may not be there yet.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="L’adresse à qui écrire, par exemple la vôtre.")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        try:
            validate_email(address)
        except ValidationError as error:
            raise CommandError(spaced(f"« {address} » n’est pas une adresse.")) from error
        if settings.TRIAL:
            raise CommandError(spaced("À l’essai, les messages restent sur le site : aucun n’est envoyé."))
        given: Any = settings.MAILERS["default"]["OPTIONS"]
        words = {"server": f"{given['host']}:{given['port']}", "address": address}
        message = EmailMessage(
            SUBJECT, BODY.format(town=of_place(settings.TOWN_NAME)), settings.MAIL_FROM, [address]
        )
        try:
            mailers.default.send_messages([message])
        except (OSError, ValueError) as error:
            raise CommandError(spaced(REFUSED.format(**words, error=error))) from error
        self.stdout.write(spaced(LEFT.format(**words)))
