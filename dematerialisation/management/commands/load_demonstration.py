from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.people.models import Agent
from dematerialisation.demonstration import loading, moving


class Command(BaseCommand):
    help = "Charge la ville de démonstration, une fois ; ensuite, ramène ses dates à aujourd’hui."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TRIAL:
            raise CommandError("La ville de démonstration et ses comptes ne sont permis que pendant l’essai.")
        if not Agent.objects.exists():
            loading.load_town()
        elif loading.is_loaded():
            moving.move_to_today()
