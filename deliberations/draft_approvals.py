"""The visas on the drafts of a session: those of its circuit, if it has one, then the rapporteurs'.

In reading order: what is approved and by whom, the actions, a session's drafts and their visas as a table, the pages.
The kind itself is registered by `deliberations.registrations`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.approvals import actions as approvals
from core.approvals.assignees import members_of, takers_of
from core.approvals.models import (
    REMARK_LENGTH,
    Approval,
    ApprovalContent,
    ApprovalStep,
    Circuit,
    Decision,
    StepHolder,
)
from core.approvals.notifications import notify_reopened
from core.approvals.registry import ApprovedFile, Content
from core.approvals.timeline import approvals_of, visas_given
from core.approvals.validation import StepPlan
from core.documents import actions as documents
from core.documents.fields import DocumentField, UploadFormMixin
from core.documents.limits import MEGABYTE, Limits
from core.documents.models import Upload
from core.french import count_of, listed, of, plain, spaced
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.fields import PlainTextField, offer
from core.web.locks import lock_row, locked
from core.web.pagination import paginate
from core.web.pdf import pdf_response
from core.web.refusals import refusals_as_messages, refusals_in, submitted
from deliberations import policies
from deliberations.draft_steps import paths_of, rapporteurs_of, with_rapporteurs
from deliberations.fields import DayField
from deliberations.locking import lock_session
from deliberations.models import CouncilSession, Deliberation, DraftCircuit
from deliberations.policies import check_secretary

TEXT = "Texte de la délibération"


def content_of(deliberation: Deliberation) -> Content:
    """The object and the files; votes, numbers and codes come later and reopen nothing."""
    files = [ApprovedFile(TEXT, deliberation.text)] if deliberation.text else []
    annexes = deliberation.annexes.select_related("document").order_by("position")
    files += [ApprovedFile(annex.title, annex.document) for annex in annexes]
    return Content(deliberation.object, "", tuple(files))


def lock_draft(pk: int) -> Deliberation:
    """The session's lock, then the deliberation's: the order of all that the secretary does."""
    session = lock_row(CouncilSession, Deliberation.objects.values_list("session_id", flat=True).get(pk=pk))
    deliberation = locked(Deliberation.objects.select_related("text")).get(pk=pk)
    deliberation.session = session
    return deliberation


PUBLISHED = spaced("Cette séance est publiée : ses projets ne s’envoient plus en visa.")
NOT_SENT = spaced("Ce projet n’est pas (ou plus) en visa : rechargez la page.")


@dataclass(frozen=True)
class Sending:
    """Drafts sent now, and those that could not be, with the reason; drafts under way are in neither."""

    sent: list[Deliberation]
    kept: list[tuple[Deliberation, str]]


@transaction.atomic
def send_drafts(session: CouncilSession, *, by: Agent, due_on: date) -> Sending:
    """Ask the first visa of each draft that was not sent yet."""
    session = lock_session(session, by=by)
    if session.is_published:
        raise ValidationError(PUBLISHED)
    if due_on < timezone.localdate():
        raise ValidationError({"due_on": spaced("Ce jour est passé : choisissez-en un autre.")})
    list(locked(Deliberation.objects.filter(session=session).order_by("pk")).values_list("pk", flat=True))
    under_way = set(_standing(session).values_list("object_id", flat=True))
    sending = Sending([], [])
    left = session.deliberations.exclude(pk__in=under_way).order_by("position")
    # Their locks keep an edit of a circuit waiting: what starts has the steps of one version.
    circuits = DraftCircuit.objects.filter(deliberations__in=left).values("circuit")
    list(locked(Circuit.objects.filter(pk__in=circuits).order_by("pk")))
    drafts = list(with_rapporteurs(left))
    ways: dict[tuple[Any, Any], list[tuple[Deliberation, list[StepPlan]]]] = {}
    for draft, path in zip(drafts, paths_of(drafts, by=by), strict=True):
        draft.session = session
        if path.obstacle:
            sending.kept.append((draft, path.obstacle))
            continue
        sending.sent.append(draft)
        ways.setdefault((draft.circuit and draft.circuit.circuit, draft.direction), []).append(
            (draft, path.steps)
        )
    for (circuit, direction), planned in ways.items():
        approvals.start_all(planned, by=by, circuit=circuit, direction=direction, due_on=due_on)
    return sending


@transaction.atomic
def resend_draft(deliberation: Deliberation, *, by: Agent) -> None:
    """After a refusal, corrected or not."""
    _lock_open(deliberation, by=by)
    approvals.resend(_approval(deliberation), by=by)


@transaction.atomic
def withdraw_draft(deliberation: Deliberation, *, by: Agent) -> None:
    """Out of the visas: it can be sent again, to others if the rapporteurs changed."""
    _lock_open(deliberation, by=by)
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
    """Record the visa that somebody gave on paper, with its day and its scan."""
    _lock_open(deliberation, by=by)
    step = _approval(deliberation).steps.filter(state="current").first()
    if step is None:
        raise ValidationError(NOT_SENT)
    kept = documents.keep(scan, by=by) if scan else None
    approvals.record_paper(step, agent, by=by, on=on, scan=kept, remark=remark)


def content_changed(deliberation: Deliberation, *, by: Agent) -> bool:
    """Ask the visas of a draft again, its lock held; whether some had been given. A published act has its own life."""
    return not deliberation.session.is_published and approvals.content_changed(deliberation, by=by)


def circuit_changed(draft: Deliberation, previous: Deliberation, *, by: Agent) -> str:
    """Send a draft under way through its new steps, its lock held; say what became of its visas.

    `previous` has the direction and the circuit of before. Nothing happens where they lead to the same people. A
    refused draft waits for the secretary to send it. Raises ValidationError for steps that nobody can take.
    """
    approval = Approval.objects.of(draft).standing().first()
    ways = [(each.direction_id, each.circuit_id) for each in (previous, draft)]
    if ways[0] == ways[1] or approval is None or draft.session.is_published:
        return ""
    circuit = None
    if draft.circuit:
        circuit = draft.circuit.circuit = lock_row(Circuit, draft.circuit.circuit_id)
    before, path = paths_of([previous, draft], by=by)
    if before.steps[:-1] == path.steps[:-1]:
        return ""
    given = visas_given(draft)
    count, people = given.count(), Agent.objects.filter(pk__in=given.values("by")).exclude(pk=by.pk)
    former = list(people.active())
    if approval.state == Approval.State.RETURNED:
        approvals.withdraw(approval, by=by)
        return spaced("Son circuit a changé : envoyez-le de nouveau en visa.")
    if path.obstacle:
        said = f"Avec ces choix, ce projet ne pourrait plus partir en visa : {path.obstacle}."
        raise ValidationError({"direction": spaced(said)})
    approvals.withdraw(approval, by=by)
    [started] = approvals.start_all(
        [(draft, path.steps)], by=by, circuit=circuit, direction=draft.direction, due_on=approval.due_on
    )
    asked = takers_of(started.steps.get(position=1), on=timezone.localdate())
    # On the page that they may still read: the one that they approved.
    lost = [agent for agent in former if agent not in asked]
    notify_reopened(approval.steps.get(position=1), lost, is_rerouted=True)
    again = f" {count_of(count, 'visa redemandé', 'visas redemandés')}." if count else ""
    return spaced(f"Son circuit a changé : il repart de la première étape.{again}")


def is_returned(deliberation: Deliberation) -> bool:
    """Refused, and not sent again yet."""
    found = Approval.objects.of(deliberation).filter(state=Approval.State.RETURNED)
    return not deliberation.session.is_published and found.exists()


def end_waiting(session: CouncilSession, *, by: Agent) -> int:
    """Once the session is published nobody is asked any more: how many were. Its lock is held."""
    waiting = list(_standing(session).exclude(state=Approval.State.APPROVED).order_by("object_id"))
    for approval in waiting:
        approvals.withdraw(approval, by=by)
    return len(waiting)


def _standing(session: CouncilSession) -> models.QuerySet[Approval]:
    pks = list(session.deliberations.values_list("pk", flat=True))
    return Approval.objects.of_rows(Deliberation, pks).standing()


def _lock_open(deliberation: Deliberation, *, by: Agent) -> None:
    check_secretary(by)
    if lock_draft(deliberation.pk).session.is_published:
        raise ValidationError(PUBLISHED)


def _approval(deliberation: Deliberation) -> Approval:
    found = Approval.objects.of(deliberation).standing().first()
    if found is None:
        raise ValidationError(NOT_SENT)
    return found


State = Approval.State


@dataclass(frozen=True)
class StepRow:
    """A step of a draft under way: what was said at it, and those whose visa is waited for."""

    step: ApprovalStep
    decisions: list[Decision]
    waiting: list[StepHolder]

    @property
    def visas(self) -> list[Decision]:
        given = [each for each in self.decisions if each.voided_at is None]
        return [each for each in given if each.verdict != Decision.Verdict.REFUSED]

    @property
    def role(self) -> str:
        """Return the role whose members are asked now, or an empty word."""
        return self.step.role if self.step.state == ApprovalStep.State.CURRENT else ""

    @property
    def asked(self) -> list[str]:
        return [*(str(each.agent) for each in self.waiting), *filter(None, [self.role])]


@dataclass(frozen=True)
class Row:
    """A draft: its state in words, those who are asked, what was said, and what is wrong."""

    deliberation: Deliberation
    approval: Approval | None
    label: str
    tone: str
    since: datetime | None
    steps: list[StepRow]
    remarks: list[str]

    @property
    def waiting(self) -> bool:
        return any(step.asked for step in self.steps)

    def signers(self) -> list[Agent]:
        """Return whose visa on paper is recorded: those who are asked, and the members of the role."""
        named = [each.agent for step in self.steps for each in step.waiting]
        in_role = [step.step for step in self.steps if step.role]
        members = [agent for step in in_role for agent in members_of(step, on=timezone.localdate())]
        return list(dict.fromkeys([*named, *members]))

    @property
    def has_circuit(self) -> bool:
        return len(self.steps) > 1

    @property
    def content(self) -> ApprovalContent | None:
        """The version that is read; one statement a row unless the approvals come with their contents."""
        return list(self.approval.contents.all())[-1] if self.approval else None

    @property
    def is_returned(self) -> bool:
        return self.approval is not None and self.approval.state == State.RETURNED

    @property
    def is_approved(self) -> bool:
        return self.approval is not None and self.approval.state == State.APPROVED


def rows_of(deliberations: Iterable[Deliberation], *, by: Agent | None = None) -> list[Row]:
    """In their order; as many statements whatever their number when they come `with_rapporteurs`."""
    drafts = list(deliberations)
    found = approvals_of(drafts)
    unsent = [draft for draft in drafts if draft.pk not in found]
    obstacles = {draft.pk: path.obstacle for draft, path in zip(unsent, paths_of(unsent, by=by), strict=True)}
    stuck = ApprovalStep.objects.stuck().filter(approval__in=found.values()).exclude(role="")
    bare = set(stuck.values_list("pk", flat=True)) if found else set()
    return [_row(draft, found.get(draft.pk), obstacles.get(draft.pk, ""), bare) for draft in drafts]


def without_visa(rows: list[Row]) -> list[Row]:
    """Return drafts published unread, in a session whose drafts are sent to rapporteurs at all."""
    return [row for row in rows if not row.is_approved] if any(row.approval for row in rows) else []


def _row(draft: Deliberation, approval: Approval | None, obstacle: str, bare: set[int]) -> Row:
    if approval is None:
        why = [spaced(f"Ne peut pas partir : {obstacle}.")] if obstacle else []
        return Row(draft, None, "Pas envoyé", "off", None, [], why)
    steps = [
        StepRow(
            step,
            list(step.decisions.all()),
            step.open_holders() if step.state == ApprovalStep.State.CURRENT else [],
        )
        for step in approval.steps.all()
    ]
    label, tone = _state(approval, steps)
    since = next((each.step.began_at for each in steps if each.asked), None)
    remarks = _remarks(draft, approval, bare)
    return Row(draft, approval, label, tone, since, steps, remarks)


def _state(approval: Approval, steps: list[StepRow]) -> tuple[str, str]:
    standing = [each for step in steps for each in step.visas]
    if approval.state == State.RETURNED:
        return "Refusé", "late"
    if approval.state == State.APPROVED:
        if any(each.paper_on for each in standing):
            return "Visa sur papier", "done"
        return ("Visa avec remarque" if any(each.remark for each in standing) else "Visa"), "done"
    return f"Chez {listed([name for step in steps for name in step.asked])}", ""


def _remarks(draft: Deliberation, approval: Approval, bare: set[int]) -> list[str]:
    """What is wrong with what runs; `bare` are the steps whose role nobody has."""
    if approval.state == State.APPROVED:
        return []
    steps = list(approval.steps.all())
    asked = {each.agent for each in steps[-1].holders.all() if each.left_at is None}
    said = [
        spaced(f"Le compte {of(agent)} est fermé : retirez du visa, puis envoyez de nouveau.")
        for agent in sorted(_lost(steps), key=lambda agent: plain(str(agent)))
    ] + [
        spaced(f"Personne n’a plus le rôle « {step.role} » : retirez du visa, puis envoyez de nouveau.")
        for step in steps
        if step.pk in bare
    ]
    if asked != {each.account for each in rapporteurs_of(draft)}:
        said.append(
            spaced("Les rapporteurs ont changé depuis l’envoi : retirez du visa, puis envoyez de nouveau.")
        )
    return said


def _lost(steps: list[ApprovalStep]) -> set[Agent]:
    """Those of closed accounts without whom a step cannot end."""
    lost: set[Agent] = set()
    for step in steps:
        seats = [each.agent for each in step.holders.all() if each.left_at is None]
        closed = [agent for agent in seats if not agent.is_active]
        if step.state != ApprovalStep.State.APPROVED and (step.needs_all or len(closed) == len(seats)):
            lost.update(closed)
    return lost


SCAN = Limits(20 * MEGABYTE, ("pdf", "jpeg", "png"))


class SendForm(forms.Form):
    due_on = DayField(label="À viser pour le")


class PaperForm(UploadFormMixin):
    """Whose visa on paper, its day, and the sheet."""

    agent = forms.ChoiceField(
        label="Visa de",
        error_messages={
            "required": "Dites de qui est ce visa.",
            "invalid_choice": spaced("Ce visa n’est pas (ou plus) attendu : choisissez dans la liste."),
        },
    )
    on = DayField(label="Signé le")
    scan = DocumentField(label="La feuille numérisée", limits=SCAN, required=False)
    remark = PlainTextField(
        label="Remarque écrite sur la feuille",
        max_length=REMARK_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, waiting: list[Agent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = {agent.reference: agent for agent in waiting}
        offer(self, "agent", [(key, str(agent)) for key, agent in self.waiting.items()])

    def clean_agent(self) -> Agent:
        return self.waiting[self.cleaned_data["agent"]]


DRAFTS_A_PAGE, MOST_PRINTED = 100, 1000


def session_approvals(request: AgentRequest, reference: str) -> HttpResponse:
    session = policies.session_to_prepare(request.user, reference)
    form = SendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            _say(request, send_drafts(session, by=request.user, **form.cleaned_data))
            return redirect("deliberations:session_approvals", reference)
    page = paginate(with_rapporteurs(session.deliberations.order_by("position")), request, size=DRAFTS_A_PAGE)
    rows = rows_of(page, by=request.user)
    for row in rows:
        row.deliberation.session = session
    to_send = [row for row in rows if row.approval is None and not row.remarks]
    context = {
        "session": session,
        "form": form,
        "page": page,
        "rows": rows,
        "to_send": len(to_send),
        "has_visa": sum(row.is_approved for row in rows),
    }
    return render(request, "deliberations/session_approvals.html", context)


@require_safe
def session_approvals_pdf(request: AgentRequest, reference: str) -> HttpResponse:
    """The visas of a session on paper, with room for those that are signed there; remarks stay out of it."""
    session = policies.session_to_prepare(request.user, reference)
    rows = rows_of(with_rapporteurs(session.deliberations.order_by("position")[:MOST_PRINTED]))
    sent = [row.approval for row in rows if row.approval]
    models.prefetch_related_objects(sent, "contents")
    return pdf_response(
        request,
        "deliberations/session_approvals_pdf.html",
        {"session": session, "rows": rows, "has_visa": sum(row.is_approved for row in rows)},
        title=spaced(f"Bordereau des visas : {session}"),
        name=f"visas-{session.slug}.pdf",
        variant="pdf/a-3u",
    )


def draft_paper(request: AgentRequest, year: int, session: str, slug: str) -> HttpResponse:
    draft = _draft(request, year, session, slug)
    row = rows_of([draft])[0]
    if not (waiting := row.signers()):
        messages.error(request, spaced("Aucun visa n’est attendu pour ce projet : rien à enregistrer."))
        return _back(draft)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PaperForm(*sent, by=request.user, waiting=waiting)
    action = partial(record_paper, draft, by=request.user)
    if submitted(request, form, action, done="Le visa sur papier est enregistré."):
        return _back(draft)
    context = {"form": form, "deliberation": draft, "session": draft.session, "row": row}
    return render(request, "deliberations/draft_paper.html", context)


@require_POST
def draft_resend(request: AgentRequest, year: int, session: str, slug: str) -> HttpResponse:
    draft = _draft(request, year, session, slug)
    return _done(request, draft, resend_draft, "Le projet est renvoyé en visa.")


@require_POST
def draft_withdraw(request: AgentRequest, year: int, session: str, slug: str) -> HttpResponse:
    said = spaced("Le projet n’est plus en visa : il peut être envoyé de nouveau.")
    return _done(request, _draft(request, year, session, slug), withdraw_draft, said)


def _done(request: AgentRequest, draft: Deliberation, action: Callable[..., None], said: str) -> HttpResponse:
    with refusals_as_messages(request):
        action(draft, by=request.user)
        messages.success(request, said)
    return _back(draft)


def _back(draft: Deliberation) -> HttpResponse:
    return redirect("deliberations:session_approvals", draft.session.reference)


def _draft(request: AgentRequest, year: int, session: str, slug: str) -> Deliberation:
    """Raises Http404, PermissionDenied."""
    held = policies.deliberation_to_prepare(request.user, year, session, slug)
    draft: Deliberation = with_rapporteurs(Deliberation.objects.filter(pk=held.pk)).get()
    draft.session = held.session
    return draft


def _say(request: AgentRequest, sending: Sending) -> None:
    if sending.sent:
        said = count_of(len(sending.sent), "projet envoyé", "projets envoyés")
        messages.success(request, f"{said} en visa.")
    elif not sending.kept:
        messages.info(request, "Tous les projets étaient déjà envoyés.")
    if sending.kept:
        why = listed([spaced(f"« {draft.object[:60]} » ({reason})") for draft, reason in sending.kept])
        messages.warning(request, spaced(f"Pas envoyé : {why}."))
