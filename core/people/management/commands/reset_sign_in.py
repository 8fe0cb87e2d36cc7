"""`manage.py reset_sign_in (IDENTIFIANT | --everybody) --external-accounts`."""

from argparse import ArgumentParser
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.core.management.base import BaseCommand, CommandError

from core.people.models import Agent
from core.people.openid import accounts
from core.ui.french import exact_count_of


class Command(BaseCommand):
    help = "Délie un agent, ou tous, des comptes extérieurs qui ouvrent le sien."

    def add_arguments(self, parser: ArgumentParser) -> None:
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("identifiant", nargs="?", help="l’agent, par exemple cmartin")
        who.add_argument("--everybody", action="store_true", help="tous les agents")
        parser.add_argument(
            "--external-accounts", action="store_true", required=True, help="les comptes extérieurs"
        )

    def handle(self, *args: Any, identifiant: str | None, everybody: bool, **options: Any) -> None:
        if everybody:
            agents = Agent.objects.filter(pk__in=SocialAccount.objects.values("user")).order_by("pk")
        else:
            agents = Agent.objects.filter(identifiant=(identifiant or "").lower())
            if not agents.exists():
                raise CommandError("Aucun agent n’a cet identifiant.")
        count = sum(accounts.unlink(agent) for agent in agents)
        self.stdout.write(exact_count_of(count, "compte extérieur délié", "comptes extérieurs déliés") + ".")
