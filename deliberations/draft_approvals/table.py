"""The drafts of a session and their visas, as the secretary reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.approvals.models import Approval, Decision, StepHolder
from core.approvals.reading import approvals_of
from core.ui.french import listed, of, plain, spaced
from deliberations.draft_approvals.content import obstacle_of, rapporteurs_of
from deliberations.models import Deliberation

State = Approval.State


@dataclass(frozen=True)
class Row:
    """A draft: its state in words, those who are asked, what was said, and what is wrong."""

    deliberation: Deliberation
    approval: Approval | None
    label: str
    tone: str
    since: datetime | None
    waiting: list[StepHolder]
    decisions: list[Decision]
    remarks: list[str]

    @property
    def is_returned(self) -> bool:
        return self.approval is not None and self.approval.state == State.RETURNED

    @property
    def is_approved(self) -> bool:
        return self.approval is not None and self.approval.state == State.APPROVED


def rows_of(deliberations: Iterable[Deliberation]) -> list[Row]:
    """In their order; as many statements whatever their number when they come `with_rapporteurs`."""
    drafts = list(deliberations)
    found = approvals_of(drafts)
    return [_row(draft, found.get(draft.pk)) for draft in drafts]


def without_visa(rows: list[Row]) -> list[Row]:
    """Return drafts published unread, in a session whose drafts are sent to rapporteurs at all."""
    return [row for row in rows if not row.is_approved] if any(row.approval for row in rows) else []


def _row(draft: Deliberation, approval: Approval | None) -> Row:
    if approval is None:
        obstacle = obstacle_of(draft)
        why = [spaced(f"Ne peut pas partir : {obstacle}.")] if obstacle else []
        return Row(draft, None, "Pas envoyé", "off", None, [], [], why)
    steps = list(approval.steps.all())
    decisions = [each for step in steps for each in step.decisions.all()]
    standing = [each for each in decisions if each.voided_at is None]
    waiting = [each for step in steps if step.state == "current" for each in step.open_holders()]
    label, tone = _state(approval, standing, waiting)
    since = steps[0].began_at if waiting else None
    return Row(draft, approval, label, tone, since, waiting, decisions, _remarks(draft, approval))


def _state(approval: Approval, standing: list[Decision], waiting: list[StepHolder]) -> tuple[str, str]:
    if approval.state == State.RETURNED:
        return "Refusé", "late"
    if approval.state == State.APPROVED:
        if any(each.paper_on for each in standing):
            return "Visa sur papier", "done"
        return ("Visa avec remarque" if any(each.remark for each in standing) else "Visa"), "done"
    return f"Chez {listed([str(each.agent) for each in waiting])}", ""


def _remarks(draft: Deliberation, approval: Approval) -> list[str]:
    if approval.state == State.APPROVED:
        return []
    asked = {
        each.agent for step in approval.steps.all() for each in step.holders.all() if each.left_at is None
    }
    said = [
        spaced(f"Le compte {of(agent)} est fermé : retirez du visa, puis envoyez de nouveau.")
        for agent in sorted(asked, key=lambda agent: plain(str(agent)))
        if not agent.is_active
    ]
    if asked != {each.account for each in rapporteurs_of(draft)}:
        said.append(
            spaced("Les rapporteurs ont changé depuis l’envoi : retirez du visa, puis envoyez de nouveau.")
        )
    return said
