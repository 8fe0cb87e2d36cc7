"""The visas of rapporteurs on the drafts of a session.

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
from core.approvals.models import REMARK_LENGTH, Approval, ApprovalContent, Decision, StepHolder
from core.approvals.registry import ApprovedFile, Content
from core.approvals.timeline import approvals_of
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
from deliberations.fields import DayField
from deliberations.locking import lock_session
from deliberations.models import Councillor, CouncilSession, Deliberation
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


def with_rapporteurs(deliberations: Any) -> Any:
    """With what the functions below read; three statements whatever the number of rows."""
    return deliberations.select_related("text", "rapporteur__account").prefetch_related(
        "co_rapporteurs__account"
    )


def rapporteurs_of(deliberation: Deliberation) -> list[Councillor]:
    """The rapporteur first."""
    first = [deliberation.rapporteur] if deliberation.rapporteur else []
    return first + [each for each in deliberation.co_rapporteurs.all() if each not in first]


def obstacle_of(deliberation: Deliberation) -> str:
    """Why the draft cannot be sent; empty when it can."""
    if deliberation.text is None:
        return "sans texte (PDF) à lire"
    if deliberation.rapporteur is None:
        return "sans rapporteur"
    rapporteurs = rapporteurs_of(deliberation)
    if without := [str(each) for each in rapporteurs if each.account is None]:
        return spaced(f"sans compte : {listed(without)}")
    if closed := [str(each) for each in rapporteurs if each.account and not each.account.is_active]:
        return spaced(f"compte fermé : {listed(closed)}")
    return ""


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
    left = session.deliberations.exclude(pk__in=under_way).order_by("position")
    for deliberation in with_rapporteurs(left):
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
    """The visa that a rapporteur gave on paper, with its day and its scan."""
    _lock_open(deliberation, by=by)
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
    def standing(self) -> list[Decision]:
        return [each for each in self.decisions if each.voided_at is None]

    @property
    def to_sign(self) -> list[str]:
        """Name those whose visa is waited for, on paper if need be."""
        return [str(each.agent) for each in self.waiting]

    @property
    def content(self) -> ApprovalContent | None:
        """The version that is read; one statement a row unless the approvals come with their contents."""
        return list(self.approval.contents.all())[-1] if self.approval else None

    @property
    def visas(self) -> list[Decision]:
        return [each for each in self.standing if each.verdict != Decision.Verdict.REFUSED]

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

    def __init__(self, *args: Any, waiting: list[StepHolder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = {each.agent.reference: each.agent for each in waiting}
        offer(self, "agent", [(key, str(agent)) for key, agent in self.waiting.items()])

    def clean_agent(self) -> Agent:
        return self.waiting[self.cleaned_data["agent"]]


DRAFTS_A_PAGE, MOST_PRINTED = 100, 1000


def session_approvals(request: AgentRequest, reference: str) -> HttpResponse:
    """Each draft, where its visa is, and the form that sends those that were not."""
    session = policies.session_to_prepare(request.user, reference)
    form = SendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            _say(request, send_drafts(session, by=request.user, **form.cleaned_data))
            return redirect("deliberations:session_approvals", reference)
    page = paginate(with_rapporteurs(session.deliberations.order_by("position")), request, size=DRAFTS_A_PAGE)
    rows = rows_of(page)
    for row in rows:
        row.deliberation.session = session
    to_send = [row for row in rows if row.approval is None and not obstacle_of(row.deliberation)]
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
    """A visa given on paper: whose, its day, the sheet."""
    draft = _draft(request, year, session, slug)
    row = rows_of([draft])[0]
    if not row.waiting:
        messages.error(request, spaced("Aucun visa n’est attendu pour ce projet : rien à enregistrer."))
        return _back(draft)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PaperForm(*sent, by=request.user, waiting=row.waiting)
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
