"""Notifies of a failing address: its owner on the site, and the directory managers."""

from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from core.mail.models import AddressTrouble
from core.mail.signals import address_failing
from core.notifications.actions import notify
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Agent
from core.people.policies import can_keep_directory
from core.people.roles import Role
from core.ui.mails import render_mail

OWN = NotificationKind(
    "mail.own_address", "Mon adresse ne reçoit plus les messages", default=Channel.SITE, is_offered=False
)
OTHERS = NotificationKind(
    "mail.address", "L’adresse d’un agent ne reçoit plus les messages", to_whom=can_keep_directory
)


@receiver(address_failing)
def notify_of_failing(
    sender: type[AddressTrouble], trouble: AddressTrouble, owner: Agent | None, **kwargs: Any
) -> None:
    """An address that is no agent's is ignored: nobody can correct it."""
    if owner is None:
        return
    notify(
        OWN,
        [owner],
        **render_mail("notifications/mails/own_address_failing.txt", trouble=trouble),
        url=reverse("notifications:preferences"),
    )
    keepers = Agent.objects.with_role(Role.COUNCIL_SECRETARY if owner.is_elected else Role.DIRECTORY_MANAGER)
    if not keepers.exists():
        keepers = Agent.objects.with_role(Role.ADMINISTRATOR)
    notify(
        OTHERS,
        keepers.exclude(pk=owner.pk),
        **render_mail("notifications/mails/address_failing.txt", owner=owner, trouble=trouble),
        # Elected members' addresses are kept by the council's secretary, on their own pages.
        url=reverse("admin:index" if owner.is_elected else "admin:mail_addresstrouble_changelist"),
    )
