"""The notifications of the directory, and their words."""

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent, Assignment
from core.people.policies import can_keep_directory
from core.people.querysets import AgentQuerySet
from core.people.roles import Role
from core.people.tree import Tree
from core.ui.french import exact_count_of, of
from directory.models import Correction

GROUP = "L’annuaire"

PROPOSED = NotificationKind(
    "directory.proposed", "Une correction de l’annuaire attend", group=GROUP, to_whom=can_keep_directory
)
DECIDED = NotificationKind("directory.decided", "Une correction que j’ai proposée a sa réponse", group=GROUP)
CHANGED = NotificationKind("directory.changed", "Ma fiche a été corrigée", group=GROUP)
ASSIGNED = NotificationKind("directory.assigned", "Une affectation d’une personne que je dirige", group=GROUP)
WORD = NotificationKind(
    "directory.word_proposed",
    "Un mot est proposé pour les compétences",
    group=GROUP,
    to_whom=can_keep_directory,
)


def notify_proposed(correction: Correction) -> None:
    """To the directory's managers; to administrators only where there is no manager."""
    keepers = _keepers()
    what = (
        f"sur la fiche {of(correction.subject)}" if correction.subject else "à propos d’une personne absente"
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
        f"de la fiche {of(correction.subject)}" if correction.subject else "à propos d’une personne absente"
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


def notify_assigned(assignments: Iterable[Assignment], *, by: Agent | None) -> None:
    """To each agent and to their manager, once for all of theirs; not to who wrote them."""
    tree, theirs, managed = Tree(), dict[Agent, list[Assignment]](), dict[Agent, list[Assignment]]()
    for assignment in assignments:
        theirs.setdefault(assignment.agent, []).append(assignment)
        if manager := tree.manager_of(assignment.agent):
            managed.setdefault(manager, []).append(assignment)
    for agent, rows in theirs.items():
        if agent != by:
            _notify(CHANGED, agent, "Une affectation de votre fiche a changé", rows)
    for manager, rows in managed.items():
        title = f"Une affectation {of(rows[0].agent)} a changé"
        if len(rows) > 1:
            title = f"{exact_count_of(len(rows), 'affectation')} ont changé dans votre équipe"
        if manager != by:
            _notify(ASSIGNED, manager, title, rows)


def notify_word_proposed() -> None:
    """To the directory's managers; who proposes is nowhere."""
    notify(
        WORD,
        _keepers(),
        title="Un mot est proposé pour la liste des compétences",
        text="Acceptez-le, renommez-le, fusionnez-le avec un autre, ou refusez-le.",
        url=reverse("directory:skill_list"),
    )


def _notify(kind: NotificationKind, agent: Agent, title: str, rows: list[Assignment]) -> None:
    text = render_to_string("directory/assignments.txt", {"assignments": rows}).strip()
    url = reverse("directory:agent_detail", args=[rows[0].agent.reference])
    notify(kind, [agent], title=title, text=text, url=url)


def _keepers() -> AgentQuerySet:
    managers: AgentQuerySet = Agent.objects.with_role(Role.DIRECTORY_MANAGER)
    return managers if managers.exists() else Agent.objects.with_role(Role.ADMINISTRATOR)
