"""`manage.py reset_sign_in (IDENTIFIANT | --everybody) [--external-accounts] [--second-factor]`."""

from argparse import ArgumentParser
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from core.french import exact_count_of
from core.people.models import Agent
from core.people.openid import accounts
from core.people.second_factor import actions


class Command(BaseCommand):
    help = "Délie un agent, ou tous, des comptes extérieurs qui ouvrent le sien ; retire un second facteur perdu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("identifiant", nargs="?", help="l’agent, par exemple cmartin")
        who.add_argument("--everybody", action="store_true", help="tous, pour les comptes extérieurs")
        parser.add_argument("--external-accounts", action="store_true", help="les comptes extérieurs")
        parser.add_argument(
            "--second-factor", action="store_true", help="le second facteur et ses codes de secours"
        )

    def handle(
        self,
        *args: Any,
        identifiant: str | None,
        everybody: bool,
        external_accounts: bool,
        second_factor: bool,
        **options: Any,
    ) -> None:
        if second_factor == external_accounts or (second_factor and everybody):
            raise CommandError("--external-accounts, ou pour un seul agent --second-factor.")
        if everybody:
            agents = Agent.objects.filter(pk__in=SocialAccount.objects.values("user")).order_by("pk")
        else:
            agents = Agent.objects.filter(identifiant=(identifiant or "").lower())
            if not agents.exists():
                raise CommandError("Aucun agent n’a cet identifiant.")
        if second_factor:
            try:
                actions.remove_lost(agents.get(), by=None, reason="")
            except ValidationError as error:
                raise CommandError(error.message) from error
            self.stdout.write("Second facteur retiré, sessions terminées.")
            return
        count = sum(accounts.unlink(agent) for agent in agents)
        self.stdout.write(exact_count_of(count, "compte extérieur délié", "comptes extérieurs déliés") + ".")
