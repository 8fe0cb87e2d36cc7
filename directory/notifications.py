"""The notifications of the directory, and their words."""

from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.registry import register, register_group
from core.people.models import Agent
from core.people.policies import can_keep_directory
from core.people.roles import Role
from directory.models import Correction

GROUP = register_group("L’annuaire", news="de l’annuaire")

PROPOSED = register(
    "directory.proposed", "Une correction de l’annuaire attend", group=GROUP, to_whom=can_keep_directory
)
DECIDED = register("directory.decided", "Une correction que j’ai proposée a sa réponse", group=GROUP)
CHANGED = register("directory.changed", "Ma fiche a été corrigée", group=GROUP)


def notify_proposed(correction: Correction) -> None:
    """To the directory's managers; to administrators only where there is no manager."""
    keepers = Agent.objects.with_role(Role.DIRECTORY_MANAGER)
    if not keepers.exists():
        keepers = Agent.objects.with_role(Role.ADMINISTRATOR)
    what = (
        f"sur la fiche de {correction.subject}" if correction.subject else "à propos d’une personne absente"
    )
    notify(
        PROPOSED,
        keepers.exclude(pk=correction.proposed_by_id),
        title=f"Une correction est proposée {what}",
        text=f"{correction.proposed_by} propose une correction {what}.",
        about=correction,
    )


def notify_decided(correction: Correction) -> None:
    """To the author and, once accepted, to the person it is about."""
    of_whom = (
        f"de la fiche de {correction.subject}" if correction.subject else "à propos d’une personne absente"
    )
    if correction.state == Correction.State.ACCEPTED:
        title, text = f"Votre correction {of_whom} est faite", "Merci\u00a0: l’annuaire est à jour."
    else:
        title, text = f"Votre correction {of_whom} n’est pas retenue", f"Motif\u00a0: {correction.reason}"
    if correction.proposed_by_id != correction.decided_by_id:
        notify(DECIDED, [correction.proposed_by], title=title, text=text, about=correction)
    subject = correction.subject
    if correction.state != Correction.State.ACCEPTED or subject is None or not correction.changes:
        return
    if subject.pk not in (correction.proposed_by_id, correction.decided_by_id):
        notify(
            CHANGED,
            [subject],
            title="Votre fiche de l’annuaire a été corrigée",
            text="Relisez-la\u00a0: si quelque chose n’est pas juste, proposez une correction.",
            url=reverse("directory:agent_detail", args=[subject.reference]),
        )
