"""`manage.py try_pages`: whether this version can serve on this database, without a server; for deploy/upgrade."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string

from core.operations.health import PATH


class Command(BaseCommand):
    help = "Demande à cette version, sans serveur, /sante/ et la page de connexion ; finit par 1 si l’une échoue."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        # What the web server loads.
        import_string(settings.WSGI_APPLICATION)
        host = urlsplit(settings.SITE_URL).hostname or ""
        for path in (PATH, reverse("account_login")):
            status = Client(headers={"host": host}).get(path, secure=True).status_code
            if status != 200:
                raise CommandError(f"{path} répond {status}.")
