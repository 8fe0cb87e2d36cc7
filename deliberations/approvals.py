"""Drafts of deliberations are approved by their rapporteurs; the secretary alone reads the remarks."""

from collections.abc import Iterable

from core.approvals.notifications import notify_approved
from core.approvals.registry import Approvable, register
from core.people.models import Agent
from core.people.roles import Role
from core.ui.french import long_date
from deliberations.access import can_prepare
from deliberations.draft_approvals.content import content_of, lock_draft
from deliberations.models import Deliberation


def _secretaries(deliberation: Deliberation, holder: Agent) -> Iterable[Agent]:
    return Agent.objects.with_role(Role.COUNCIL_SECRETARY)


def _prepares(agent: Agent, deliberation: Deliberation) -> bool:
    return can_prepare(agent)


def _council(deliberation: Deliberation) -> str:
    return f"Conseil du {long_date(deliberation.session.held_on)}"


register(
    Approvable(
        code="deliberations.draft",
        label="projet de délibération",
        model=Deliberation,
        content=content_of,
        lock=lock_draft,
        # The visa changes nothing of the draft: publishing looks at it.
        approved=lambda deliberation, approval: notify_approved(approval),
        returned=lambda deliberation, approval, by: None,
        can_manage=_prepares,
        can_read=_prepares,
        escalate_to=_secretaries,
        can_hand_over=False,
        has_private_remarks=True,
        is_confidential=True,
        described=_council,
        described_with=("session",),
    )
)
