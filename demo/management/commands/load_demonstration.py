from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from core.people.models import Agent
from demo import growth
from demo.loading.town import is_loaded, load_town
from demo.models import TownGrowth
from demo.tasks import defer_growth


class Command(BaseCommand):
    help = (
        "Charge la ville de démonstration, une fois, datée d’aujourd’hui. "
        "Le reste de la ville pousse derrière les pages."
    )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not Agent.objects.exists():
            load_town()
        elif not is_loaded():
            # A real town's database.
            return
        growth.begin()
        if TownGrowth.objects.progress():
            defer_growth()
