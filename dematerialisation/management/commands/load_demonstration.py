from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core.people.models import Agent
from dematerialisation import tasks, whole_town
from dematerialisation.demonstration import loading, moving

REFUSAL = "La ville de démonstration et ses comptes ne sont permis que pendant l’essai."


class Command(BaseCommand):
    help = (
        "Charge la ville de démonstration, une fois ; ensuite, ramène ses dates à aujourd’hui. "
        "Le reste de la ville pousse derrière les pages."
    )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TRIAL:
            raise CommandError(REFUSAL)
        if not Agent.objects.exists():
            loading.load_town()
        elif not loading.is_loaded():
            # A town’s own.
            return
        else:
            if loading.is_of_before():
                loading.add_what_came_since()
            loading.add_actions_under_way(moving.anchored_on())
            loading.add_mails(moving.anchored_on())
            loading.add_rooms_life(moving.anchored_on())
        moving.move_to_today()
        whole_town.begin()
        if whole_town.progress():
            tasks.defer_growing()
