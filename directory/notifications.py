"""The notifications of the directory, and their words."""

from collections.abc import Iterable

from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent, Assignment
from core.people.policies import can_keep_directory
from core.people.querysets import AgentQuerySet
from core.people.roles import Role
from core.people.tree import Tree
from core.web.mails import render_mail
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
    mail = render_mail("directory/mails/proposed.txt", subject=correction.subject, by=correction.proposed_by)
    notify(PROPOSED, _keepers().exclude(pk=correction.proposed_by_id), **mail, about=correction)


def notify_decided(correction: Correction) -> None:
    """To the author and, once accepted, to the person it is about."""
    if correction.proposed_by_id != correction.decided_by_id:
        mail = render_mail("directory/mails/decided.txt", correction=correction)
        notify(DECIDED, [correction.proposed_by], **mail, about=correction)
    subject = correction.subject
    if correction.state != Correction.State.ACCEPTED or subject is None or not correction.changes:
        return
    if subject.pk not in (correction.proposed_by_id, correction.decided_by_id):
        url = reverse("directory:agent_detail", args=[subject.reference])
        notify(CHANGED, [subject], **render_mail("directory/mails/corrected.txt"), url=url)


def notify_assigned(assignments: Iterable[Assignment], *, by: Agent | None) -> None:
    """To each agent and to their manager, once for all of theirs; not to who wrote them."""
    tree, theirs, managed = Tree(), dict[Agent, list[Assignment]](), dict[Agent, list[Assignment]]()
    for assignment in assignments:
        theirs.setdefault(assignment.agent, []).append(assignment)
        if manager := tree.manager_of(assignment.agent):
            managed.setdefault(manager, []).append(assignment)
    for agent, rows in theirs.items():
        if agent != by:
            _notify_assigned(CHANGED, agent, rows)
    for manager, rows in managed.items():
        if manager != by:
            _notify_assigned(ASSIGNED, manager, rows)


def notify_word_proposed() -> None:
    """To the directory's managers; who proposes is nowhere."""
    mail = render_mail("directory/mails/word_proposed.txt")
    notify(WORD, _keepers(), **mail, url=reverse("directory:skill_list"))


def _notify_assigned(kind: NotificationKind, agent: Agent, rows: list[Assignment]) -> None:
    mail = render_mail("directory/mails/assigned.txt", assignments=rows, is_managed=kind is ASSIGNED)
    notify(kind, [agent], **mail, url=reverse("directory:agent_detail", args=[rows[0].agent.reference]))


def _keepers() -> AgentQuerySet:
    managers: AgentQuerySet = Agent.objects.with_role(Role.DIRECTORY_MANAGER)
    return managers if managers.exists() else Agent.objects.with_role(Role.ADMINISTRATOR)
