"""Sending drafts to their rapporteurs, recording what is on paper, and what a correction or a publication changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from core.approvals import actions as approvals
from core.approvals.models import Approval
from core.approvals.validation import StepPlan
from core.documents import actions as documents
from core.documents.models import Upload
from core.people.models import Agent
from core.ui.french import spaced
from core.ui.locks import locked
from deliberations.draft_approvals.content import lock_draft, obstacle_of, rapporteurs_of, with_rapporteurs
from deliberations.locking import lock_session
from deliberations.models import CouncilSession, Deliberation
from deliberations.policies import check_secretary

STEP = "Rapporteur"
PUBLISHED = spaced("Cette séance est publiée : ses projets ne s’envoient plus en visa.")
NOT_SENT = spaced("Ce projet n’est pas (ou plus) en visa : rechargez la page.")


@dataclass(frozen=True)
class Sending:
    """Drafts sent now, and those that could not be, with the reason; drafts under way are in neither."""

    sent: list[Deliberation]
    kept: list[tuple[Deliberation, str]]


@transaction.atomic
def send_drafts(session: CouncilSession, *, by: Agent, due_on: date) -> Sending:
    """Ask a visa of the rapporteurs of each draft that was not sent yet."""
    session = lock_session(session, by=by)
    if session.is_published:
        raise ValidationError(PUBLISHED)
    if due_on < timezone.localdate():
        raise ValidationError({"due_on": spaced("Ce jour est passé : choisissez-en un autre.")})
    list(locked(Deliberation.objects.filter(session=session).order_by("pk")).values_list("pk", flat=True))
    under_way = set(_standing(session).values_list("object_id", flat=True))
    sending = Sending([], [])
    for deliberation in with_rapporteurs(
        session.deliberations.exclude(pk__in=under_way).order_by("position")
    ):
        deliberation.session = session
        if obstacle := obstacle_of(deliberation):
            sending.kept.append((deliberation, obstacle))
            continue
        sending.sent.append(deliberation)
    approvals.start_all([(draft, [_step(draft)]) for draft in sending.sent], by=by, due_on=due_on)
    return sending


@transaction.atomic
def resend_draft(deliberation: Deliberation, *, by: Agent) -> None:
    """After a refusal, corrected or not."""
    check_secretary(by)
    _open_session(deliberation)
    approvals.resend(_approval(deliberation), by=by)


@transaction.atomic
def withdraw_draft(deliberation: Deliberation, *, by: Agent) -> None:
    """Out of the visas: it can be sent again, to others if the rapporteurs changed."""
    check_secretary(by)
    _open_session(deliberation)
    approvals.withdraw(_approval(deliberation), by=by)


@transaction.atomic
def record_paper(
    deliberation: Deliberation,
    *,
    by: Agent,
    agent: Agent,
    on: date,
    scan: Upload | None = None,
    remark: str = "",
) -> None:
    """The visa that a rapporteur gave on paper, with its day and its scan."""
    check_secretary(by)
    _open_session(deliberation)
    step = _approval(deliberation).steps.filter(state="current").first()
    if step is None:
        raise ValidationError(NOT_SENT)
    kept = documents.keep(scan, by=by) if scan else None
    approvals.record_paper(step, agent, by=by, on=on, scan=kept, remark=remark)


def content_changed(deliberation: Deliberation, *, by: Agent) -> bool:
    """Ask the visas of a draft again, its lock held; whether some had been given. A published act has its own life."""
    return not deliberation.session.is_published and approvals.content_changed(deliberation, by=by)


def is_returned(deliberation: Deliberation) -> bool:
    """Refused, and not sent again yet."""
    found = Approval.objects.of(deliberation).filter(state=Approval.State.RETURNED)
    return not deliberation.session.is_published and found.exists()


def forget(deliberation: Deliberation) -> None:
    """Before the draft is deleted."""
    approvals.erase(deliberation)


def end_waiting(session: CouncilSession, *, by: Agent) -> int:
    """Once the session is published nobody is asked any more: how many were. Its lock is held."""
    waiting = list(_standing(session).exclude(state=Approval.State.APPROVED).order_by("object_id"))
    for approval in waiting:
        approvals.withdraw(approval, by=by)
    return len(waiting)


def _step(draft: Deliberation) -> StepPlan:
    accounts = [each.account for each in rapporteurs_of(draft) if each.account is not None]
    return StepPlan(name=STEP, agents=accounts, needs_all=True)


def _standing(session: CouncilSession) -> models.QuerySet[Approval]:
    pks = list(session.deliberations.values_list("pk", flat=True))
    return Approval.objects.of_rows(Deliberation, pks).standing()


def _open_session(deliberation: Deliberation) -> None:
    if lock_draft(deliberation.pk).session.is_published:
        raise ValidationError(PUBLISHED)


def _approval(deliberation: Deliberation) -> Approval:
    found = Approval.objects.of(deliberation).standing().first()
    if found is None:
        raise ValidationError(NOT_SENT)
    return found
