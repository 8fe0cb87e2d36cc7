"""Let agents correct their own telephone, duties and photo; let managers of the directory correct the rest."""

from __future__ import annotations

from core.people.models import Agent
from core.people.policies import can_give_roles, can_keep_directory
from directory.models import Correction


def can_see(agent: Agent, subject: Agent) -> bool:
    return agent.is_active and not subject.is_elected and (subject.is_active or can_keep_directory(agent))


def can_correct(agent: Agent, subject: Agent) -> bool:
    """Telephone, office, duties, photo: only their owner's."""
    return agent.is_active and agent.pk == subject.pk


def can_keep_card(agent: Agent, subject: Agent) -> bool:
    """Set someone's office, duties and manager."""
    return can_keep_directory(agent)


def can_declare_skills(agent: Agent, subject: Agent) -> bool:
    """Only one's own: nobody says for another what they know."""
    return subject.is_at_work and can_correct(agent, subject)


def can_assign(agent: Agent, subject: Agent) -> bool:
    """Note, correct and end assignments that are not a project's."""
    return can_keep_directory(agent) and not subject.is_elected


def can_remove_photo(agent: Agent, subject: Agent) -> bool:
    return can_correct(agent, subject) or can_keep_directory(agent)


def can_propose(agent: Agent, subject: Agent | None) -> bool:
    """Anyone says what is wrong on any card that they read; without a card, who is missing."""
    return agent.is_active and (subject is None or can_see(agent, subject))


def can_change_account(agent: Agent, subject: Agent) -> bool:
    """Someone's address opens their account: a manager changes no one's who has more rights than they have."""
    if subject.roles and subject.pk != agent.pk:
        return can_give_roles(agent)
    return can_keep_directory(agent)


def can_decide(agent: Agent, correction: Correction) -> bool:
    """Accept or refuse what waits."""
    return correction.is_waiting and may_decide(agent, correction)


def may_decide(agent: Agent, correction: Correction) -> bool:
    """Whether it still waits or not."""
    if not can_keep_directory(agent):
        return False
    return correction.subject is None or can_change_account(agent, correction.subject)


def abilities(agent: Agent, subject: Agent) -> dict[str, bool]:
    return {
        "see": can_see(agent, subject),
        "correct": can_correct(agent, subject),
        "propose": can_propose(agent, subject),
        "declare": can_declare_skills(agent, subject),
        "assign": can_assign(agent, subject),
        "keep": can_keep_card(agent, subject),
        "remove_photo": can_remove_photo(agent, subject),
        "change_account": can_change_account(agent, subject),
    }
