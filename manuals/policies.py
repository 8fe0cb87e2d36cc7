"""Rights on the software and their manuals.

Every agent reads everything but the contracts; a referent keeps the pages of their own software; the project group
keeps all, and alone decides which software exist, who their referents are and where they stand.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from core.people.models import Agent
from core.people.roles import GROUP, Role
from manuals.models import FollowUp, Manual, Software, SoftwareLink

NOT_KEEPER = "Seuls les référents de ce progiciel et le groupe projet tiennent cette page."


def can_manage(agent: Agent, software: Software | None = None) -> bool:
    """Create software, name referents, say where one stands, keep the list of needs."""
    return agent.has_role(*GROUP)


def is_referent(agent: Agent, software: Software) -> bool:
    return agent.is_active and agent.pk in (software.functional_referent_id, software.it_referent_id)


def can_keep(agent: Agent, software: Software) -> bool:
    """Write its page, say that it is down, add and correct its manuals."""
    return can_manage(agent) or is_referent(agent, software)


def kept_software(agent: Agent, reference: str) -> Software:
    """Seen by all, kept by few: 404 when there is none, 403 when it is not theirs."""
    software = get_object_or_404(Software.objects.for_page(), reference=reference)
    check_keeper(agent, software)
    return software


def check_keeper(agent: Agent, software: Software) -> None:
    """Raises PermissionDenied."""
    if not can_keep(agent, software):
        raise PermissionDenied(NOT_KEEPER)


def can_keep_link(agent: Agent, link: SoftwareLink) -> bool:
    """Whoever keeps one of its two ends."""
    return can_keep(agent, link.source) or can_keep(agent, link.target)


def can_see_contract(agent: Agent, software: Software) -> bool:
    """Read and write its contract, what it costs, and what it says of the data; for nobody else, whatever the page."""
    return Software.objects.with_contract_visible_to(agent).filter(pk=software.pk).exists()


def can_see_contracts(agent: Agent) -> bool:
    """Open the list of contracts, which holds those that the agent may read."""
    reads_all = agent.has_role(*GROUP, Role.ADMINISTRATOR)
    return reads_all or Software.objects.with_contract_visible_to(agent).exists()


def can_put_in_use(agent: Agent, software: Software) -> bool:
    return can_manage(agent) and software.state != software.State.IN_USE


def can_announce_replacement(agent: Agent, software: Software) -> bool:
    return can_manage(agent) and software.state == software.State.IN_USE


def can_retire(agent: Agent, software: Software) -> bool:
    return can_manage(agent) and not software.is_retired


def can_start_outage(agent: Agent, software: Software, *, is_down: bool) -> bool:
    return can_keep(agent, software) and not is_down and not software.is_retired


def can_end_outage(agent: Agent, software: Software, *, is_down: bool) -> bool:
    return can_keep(agent, software) and is_down


def can_correct(agent: Agent, manual: Manual) -> bool:
    """The current one: what was replaced stays as people read it."""
    return can_keep(agent, manual.software) and manual.is_current


can_replace = can_withdraw = can_correct


def can_restore(agent: Agent, manual: Manual) -> bool:
    return can_keep(agent, manual.software) and manual.withdrawn_at is not None


def can_pin(agent: Agent, manual: Manual) -> bool:
    return agent.is_active and manual.is_current


def can_work_on(agent: Agent, follow_up: FollowUp) -> bool:
    """Close it, once: who is to do it, and who opened it or could have."""
    is_theirs = agent.is_active and agent.pk == follow_up.assigned_to_id
    return is_theirs or can_keep(agent, follow_up.software)


def can_change_follow_up(agent: Agent, follow_up: FollowUp) -> bool:
    """Hand it over, or give it another day."""
    return follow_up.is_open and can_keep(agent, follow_up.software)


def can_close_follow_up(agent: Agent, follow_up: FollowUp) -> bool:
    return follow_up.is_open and can_work_on(agent, follow_up)


def software_abilities(agent: Agent, software: Software, *, is_down: bool) -> dict[str, bool]:
    return {
        "keep": can_keep(agent, software),
        "see_contract": can_see_contract(agent, software),
        "manage": can_manage(agent),
        "start_outage": can_start_outage(agent, software, is_down=is_down),
        "end_outage": can_end_outage(agent, software, is_down=is_down),
    }


def manual_abilities(agent: Agent, manual: Manual) -> dict[str, bool]:
    return {
        "correct": can_correct(agent, manual),
        "replace": can_replace(agent, manual),
        "restore": can_restore(agent, manual),
        "pin": can_pin(agent, manual),
    }


def follow_up_abilities(agent: Agent, follow_up: FollowUp) -> dict[str, bool]:
    return {
        "change": can_change_follow_up(agent, follow_up),
        "close": can_close_follow_up(agent, follow_up),
    }
