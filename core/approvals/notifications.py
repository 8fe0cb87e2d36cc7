"""The notifications of visas. None holds a remark, and a confidential text is named by its kind only."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from core.approvals.assignees import takers_of
from core.approvals.models import Approval, ApprovalStep, Decision
from core.french import spaced
from core.notifications.actions import notify, outdate
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.web.mails import render_mail

VISAS = "Visas"
ASKED = NotificationKind("approvals.asked", "Un texte attend mon visa", group=VISAS, is_for_elected=True)
REMINDED = NotificationKind(
    "approvals.reminded", "Un texte attend mon visa depuis longtemps", group=VISAS, is_for_elected=True
)
ESCALATED = NotificationKind(
    "approvals.escalated", "Un visa attend chez une personne de mon équipe", group=VISAS
)
RETURNED = NotificationKind("approvals.returned", "Un texte que j’ai envoyé en visa me revient", group=VISAS)
APPROVED = NotificationKind("approvals.approved", "Un texte que j’ai envoyé est visé", group=VISAS)
REOPENED = NotificationKind(
    "approvals.reopened",
    spaced("Un texte a changé : ses visas sont redemandés"),
    group=VISAS,
    is_for_elected=True,
)


def notify_asked(
    step: ApprovalStep, *, recipients: Iterable[Agent] | None = None, is_first: bool = False
) -> None:
    """Notify the step's assignees; `is_first` for a step that was made just now."""
    people = _takers(step) if recipients is None else recipients
    _notify(ASKED, people, step, is_first=is_first)


def notify_reminded(step: ApprovalStep) -> None:
    _notify(REMINDED, _takers(step), step)


def notify_escalated(step: ApprovalStep, recipients: Iterable[Agent], *, holders: list[Agent]) -> None:
    _notify(ESCALATED, recipients, step, holders=holders)


def notify_returned(step: ApprovalStep, *, by: Agent) -> None:
    _notify(RETURNED, [step.approval.author], step, by=by)


def notify_approved(approval: Approval) -> None:
    """For kinds that say nothing of their own."""
    step = approval.steps.last()
    assert step is not None
    standing = Decision.objects.standing().filter(step__approval=approval)
    is_remarked = standing.exclude(remark="").exists()
    _notify(APPROVED, [approval.author], step, is_remarked=is_remarked)


def notify_reopened(step: ApprovalStep, people: Iterable[Agent], *, is_rerouted: bool = False) -> None:
    """Notify those who gave a visa that it no longer counts; `is_rerouted` when the circuit changed, not the text."""
    _notify(REOPENED, people, step, is_rerouted=is_rerouted)


def outdate_asked(step: ApprovalStep, *, recipient: Agent | None = None) -> None:
    outdate([ASKED, REMINDED, ESCALATED, REOPENED], about=step, recipient=recipient)


def _takers(step: ApprovalStep) -> list[Agent]:
    return takers_of(step, on=timezone.localdate())


def _notify(
    kind: NotificationKind,
    recipients: Iterable[Agent],
    step: ApprovalStep,
    is_first: bool = False,
    **more: object,
) -> None:
    approval = step.approval
    registered = approval.registered
    subject = registered.label if registered.is_confidential else approval.title
    template = f"approvals/mails/{kind.code.partition('.')[2]}.txt"
    notify(
        kind,
        recipients,
        **render_mail(template, step=step, approval=approval, subject=subject, **more),
        about=step,
        # Whoever is told that a visa waits elsewhere may not open the text.
        url=reverse("approvals:approval_list") if kind is ESCALATED else approval.get_absolute_url(),
        is_first=is_first,
        is_confidential=registered.is_confidential,
    )
