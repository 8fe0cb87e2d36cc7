"""What people propose, and what the directory's managers decide."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.history.entries import history_of
from core.people.models import Agent
from core.people.policies import can_keep_directory
from core.people.requests import AgentRequest
from core.people.tree import Tree
from core.ui.once import create_once
from core.ui.pagination import paginate
from core.ui.refusals import refusals_as_messages, refusals_in
from core.ui.stale_forms import atomic_post, lock_on_post
from directory import policies
from directory.corrections import actions
from directory.corrections.forms import AcceptForm, CorrectionForm, MissingForm, RefusalForm
from directory.models import Correction
from directory.querysets import agents_for

SENT = "Merci\u00a0! Le gestionnaire de l’annuaire est prévenu, et vous saurez ce qu’il en fait."
CHANGED = "La fiche a changé depuis l’ouverture de cette page\u00a0: la voici. Relisez-la, puis décidez."
SENT_ALREADY = "Cette correction était déjà envoyée\u00a0: la voici."


def correction_propose(request: AgentRequest, reference: str) -> HttpResponse:
    """The card as it is, to be corrected; the directory's manager decides."""
    subject = get_object_or_404(agents_for(request.user), reference=reference)
    tree = Tree()
    initial = CorrectionForm.initial_for(subject, tree)
    form = CorrectionForm(request.POST if request.method == "POST" else None, initial=initial, tree=tree)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            return _created(request, form, subject, form.proposed)
    context = {"form": form, "subject": subject}
    return render(request, "directory/correction_propose.html", context)


def correction_missing(request: AgentRequest) -> HttpResponse:
    form = MissingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _created(request, form, None, {"message": form.cleaned_data["message"]})
    return render(request, "directory/correction_missing.html", {"form": form})


def _created(
    request: AgentRequest,
    form: CorrectionForm | MissingForm,
    subject: Agent | None,
    fields: dict[str, object],
) -> HttpResponse:
    mine = Correction.objects.filter(proposed_by=request.user)
    correction, is_new = create_once(
        mine,
        form.cleaned_data["submission_key"],
        lambda key: actions.propose_correction(
            by=request.user,
            subject=subject,
            submission_key=key,
            **fields,  # type: ignore[arg-type]  # the form's fields, by name
        ),
    )
    (messages.success if is_new else messages.info)(request, SENT if is_new else SENT_ALREADY)
    return redirect(correction)


@require_safe
def correction_list(request: AgentRequest) -> HttpResponse:
    """The managers' queue; for others what they proposed."""
    page = paginate(Correction.objects.visible_to(request.user).for_list(), request)
    context = {"page": page, "keeps": can_keep_directory(request.user)}
    return render(request, "directory/correction_list.html", context)


@require_safe
def correction_detail(request: AgentRequest, correction: str) -> HttpResponse:
    found = _found(request, correction)
    return _detail(request, found, RefusalForm())


@require_POST
@atomic_post
def correction_accept(request: AgentRequest, correction: str) -> HttpResponse:
    found = _found(request, correction)
    if not policies.may_decide(request.user, found):
        raise PermissionDenied("Vous ne décidez pas de cette correction.")
    lock_on_post(request, found)
    if found.subject:
        lock_on_post(request, found.subject)
    if found.is_waiting and not AcceptForm(request.POST, initial=AcceptForm.initial_for(found)).is_valid():
        messages.error(request, CHANGED)
        return redirect(found)
    with refusals_as_messages(request):
        messages.success(request, actions.accept_correction(found, by=request.user))
    return redirect(found)


@require_POST
def correction_refuse(request: AgentRequest, correction: str) -> HttpResponse:
    found = _found(request, correction)
    if not policies.may_decide(request.user, found):
        raise PermissionDenied("Vous ne décidez pas de cette correction.")
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _detail(request, found, form)
    with refusals_in(form):
        messages.success(request, actions.refuse_correction(found, by=request.user, **form.cleaned_data))
        return redirect(found)
    return _detail(request, _found(request, correction), form)


def _found(request: AgentRequest, correction: str) -> Correction:
    found = Correction.objects.visible_to(request.user).for_page()
    return get_object_or_404(found, reference=correction)


def _detail(request: AgentRequest, found: Correction, form: RefusalForm) -> HttpResponse:
    context = {
        "correction": found,
        "can_decide": policies.can_decide(request.user, found),
        "keeps": can_keep_directory(request.user),
        "form": form,
        "accept_form": AcceptForm(initial=AcceptForm.initial_for(found)),
        "entries": history_of(found),
    }
    return render(request, "directory/correction_detail.html", context)
