from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.french import spaced
from core.people.requests import AgentRequest
from core.web.forms import is_resuming
from core.web.qr import qr_svg
from core.web.refusals import refusals_as_messages, refusals_in, submitted
from core.web.stale_forms import atomic_post, lock_on_post
from suggestions.ideas.by_mail import address
from suggestions.ideas.locking import not_author
from suggestions.ideas.progress import answer_due_on, decision_due_on
from suggestions.models import Idea, Telling
from suggestions.policies import can_amend, can_withdraw, speaks_for
from suggestions.proposing import actions, drafts
from suggestions.proposing.actions import amend, enter_for, propose, withdraw
from suggestions.proposing.forms import IdeaAmendForm, IdeaEnterForm, IdeaFilesForm, IdeaProposeForm
from suggestions.states import Identity, State

PAGES = {Identity.NAMED: "suggestions:idea_propose_named", Identity.HIDDEN: "suggestions:idea_propose_hidden"}
OTHER = {Identity.NAMED: Identity.HIDDEN, Identity.HIDDEN: Identity.NAMED}
# What a link may fill in, where no draft waits.
FILLED_IN = ("title", "problem")
GONE_FILES = spaced(
    "Un fichier joint au brouillon n’est plus là (il n’est gardé qu’un jour) : choisissez-le de nouveau."
)
DRAFT_FIRST = spaced(
    "Votre brouillon est ouvert ici, et rien n’y est ajouté : envoyez-le ou jetez-le, puis revenez avec ce que "
    "vous veniez proposer."
)


# Refused by its action, the form shows why and keeps the input.
_sent = partial(
    submitted,
    # Its page says what is promised, and for when.
    done="Merci ! Votre idée est bien arrivée.",
    again="Cette idée était déjà enregistrée : la voici.",
)


@require_safe
def idea_propose(request: AgentRequest) -> HttpResponse:
    context = {"draft": drafts.draft_of(request.user), "mail_address": address(), **_promises()}
    return render(request, "suggestions/proposing/idea_propose.html", context)


def idea_propose_named(request: AgentRequest) -> HttpResponse:
    return _propose(request, Identity.NAMED)


def idea_propose_hidden(request: AgentRequest) -> HttpResponse:
    return _propose(request, Identity.HIDDEN)


def _propose(request: AgentRequest, identity: Identity) -> HttpResponse:
    draft = drafts.draft_of(request.user)
    if request.method != "POST":
        asked = {name: request.GET[name] for name in FILLED_IN if name in request.GET}
        initial, has_lost_files = (
            IdeaProposeForm.initial_of(draft, by=request.user) if draft else (asked, False)
        )
        if draft and asked:
            messages.warning(request, DRAFT_FIRST)
        if has_lost_files:
            messages.warning(request, GONE_FILES)
        return _propose_page(request, identity, IdeaProposeForm(by=request.user, initial=initial), draft)
    form = IdeaProposeForm(request.POST, request.FILES, by=request.user)
    if is_resuming(request):
        return _propose_page(request, identity, form, None)
    if going := request.POST.get("geste"):
        return _kept_by_button(request, identity, form, going)
    is_whole = form.is_valid() and form.strips_files(identity)
    send = partial(propose, by=request.user, identity=identity)
    if is_whole and (idea := _sent(request, form, send, mine=Idea.objects.by(request.user))):
        return redirect(idea)
    return _propose_page(request, identity, form, None)


def _kept_by_button(
    request: AgentRequest, identity: Identity, form: IdeaProposeForm, going: str
) -> HttpResponse:
    """« Garder mon brouillon », or the other level: without a script, the page comes back as it was."""
    level = OTHER[identity] if going == "autre" else identity
    with refusals_in(form):
        draft = drafts.keep(
            request.user,
            identity=level,
            words=form.typed(),
            stamp=request.POST.get("draft_stamp", ""),
            key=form.key,
        )
        if going == "brouillon":
            messages.success(request, f"Votre brouillon est gardé ({drafts.saved_when(draft)}).")
        return redirect(PAGES[level])
    return _propose_page(request, identity, form, None, status=409)


def _propose_page(
    request: AgentRequest, identity: Identity, form: Any, draft: Any, *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "identity": identity,
        "other_url_name": PAGES[OTHER[identity]],
        "draft": draft,
        "draft_said": drafts.saved_when(draft) if draft else "",
        **_promises(),
    }
    return render(request, "suggestions/proposing/idea_propose_signed.html", context, status=status)


def _promises() -> dict[str, Any]:
    now = timezone.now()
    return {"due_on": answer_due_on(now), "decision_due_on": decision_due_on(now)}


@require_POST
@never_cache
def draft_keep(request: AgentRequest) -> HttpResponse:
    """Every few seconds, by the page's script: 200 with the new stamp, 409 with a sentence for the reader."""
    form = IdeaProposeForm(request.POST, by=request.user)
    identity = request.POST.get("niveau", "")
    if identity not in OTHER:
        raise Http404
    try:
        draft = drafts.keep(
            request.user,
            identity=identity,
            words=form.typed(),
            stamp=request.POST.get("draft_stamp", ""),
            key=form.key,
        )
    except ValidationError as error:
        return JsonResponse({"said": error.messages[0]}, status=409)
    return JsonResponse({"stamp": draft.stamp, "said": f"Brouillon gardé {drafts.saved_when(draft)}"})


@require_POST
def draft_discard(request: AgentRequest) -> HttpResponse:
    """« Repartir de zéro », from the form or from the anonymous page."""
    drafts.discard_draft(request.user)
    messages.success(request, "Le brouillon est effacé.")
    level = request.POST.get("vers", "")
    pages: dict[str, str] = {str(key): name for key, name in PAGES.items()}
    pages["anonymous"] = "suggestions:idea_propose_anonymous"
    return redirect(pages.get(level, "suggestions:idea_propose"))


def idea_enter(request: AgentRequest) -> HttpResponse:
    is_sent = request.method == "POST"
    form = IdeaEnterForm(*([request.POST, request.FILES] if is_sent else []), by=request.user)
    if is_sent and form.is_valid() and form.strips_files(form.cleaned_data["identity"]):
        mine = Idea.objects.filter(entered_by=request.user)
        if idea := _sent(request, form, partial(enter_for, by=request.user), mine=mine):
            return redirect(idea)
    return render(request, "suggestions/proposing/idea_enter.html", {"form": form, **_promises()})


def idea_amend(request: AgentRequest, reference: str) -> HttpResponse:
    idea = get_object_or_404(Idea.objects.visible_to(request.user), reference=reference)
    if not speaks_for(request.user, idea):
        raise PermissionDenied(not_author("la modifier"))
    if request.method != "POST":
        if not can_amend(request.user, idea):
            raise PermissionDenied(
                spaced("Le groupe s’est déjà penché sur cette idée : elle ne peut plus être modifiée.")
            )
        form = IdeaAmendForm(initial=IdeaAmendForm.initial_for(idea), by=request.user, idea=idea)
        return render(request, "suggestions/proposing/idea_amend.html", {"form": form, "idea": idea})
    ahead = IdeaFilesForm(request.POST, request.FILES, by=request.user)
    if can_amend(request.user, idea) and ahead.is_valid():
        ahead.strips_files(request.POST.get("identity", ""))
    return _amend(request, idea, ahead)


@atomic_post
def _amend(request: AgentRequest, idea: Idea, ahead: IdeaFilesForm) -> HttpResponse:
    """Save the corrections; `ahead` has the files of the same request, and why some are refused."""
    lock_on_post(request, idea)
    initial = IdeaAmendForm.initial_for(idea)
    form = IdeaAmendForm(request.POST, request.FILES, initial=initial, by=request.user, idea=idea)
    if ahead.errors and "files" not in form.errors:
        form.take_refusals(ahead)
    if submitted(request, form, partial(amend, idea, by=request.user), done="Votre idée est modifiée."):
        return redirect(idea)
    return render(request, "suggestions/proposing/idea_amend.html", {"form": form, "idea": idea})


def idea_withdraw(request: AgentRequest, reference: str) -> HttpResponse:
    idea = get_object_or_404(Idea.objects.visible_to(request.user), reference=reference)
    if request.method == "POST":
        with refusals_as_messages(request):
            withdraw(idea, by=request.user)
            messages.success(
                request, spaced("Votre idée est retirée : vous et le groupe seuls la voyez encore.")
            )
        return redirect(idea)
    if not can_withdraw(request.user, idea):
        if speaks_for(request.user, idea):
            is_gone = idea.state == State.WITHDRAWN
            answered = spaced("Cette idée a déjà reçu sa suite : elle ne peut plus être retirée.")
            raise PermissionDenied("Cette idée est déjà retirée." if is_gone else answered)
        raise PermissionDenied(not_author("la retirer"))
    return render(request, "suggestions/proposing/idea_withdraw.html", {"idea": idea})


@require_POST
def telling_told(request: AgentRequest, reference: str, telling: str) -> HttpResponse:
    """« C’est dit »: a news that was given by word of mouth, by telephone or by letter."""
    idea = get_object_or_404(Idea.objects.visible_to(request.user), reference=reference)
    news = get_object_or_404(Telling, idea=idea, reference=telling)
    actions.mark_as_told(news, by=request.user)
    messages.success(request, spaced("C’est noté : la nouvelle est dite."))
    return redirect(idea)


@require_safe
def poster(request: AgentRequest) -> HttpResponse:
    """For the notice boards of workshops and gardens: a page for the printer, its code leads to the form."""
    path = reverse("suggestions:idea_propose")
    context = {
        "code": qr_svg(f"{settings.SITE_URL}{path}", label="Code qui mène au formulaire des idées"),
        "address": f"{settings.SITE_URL.partition('://')[2]}{path}",
        "answer_days": settings.IDEA_ANSWER_DAYS,
        "decision_days": settings.IDEA_DECISION_DAYS,
    }
    return render(request, "suggestions/proposing/poster.html", context)
