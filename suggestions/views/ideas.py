from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from core.people.requests import AgentRequest
from core.ui.once import create_once
from core.ui.pagination import paginate
from suggestions import actions, policies
from suggestions.deeds import DEEDS
from suggestions.forms import IdeaFilterForm, IdeaForm, IdeaProposeForm
from suggestions.models import Idea
from suggestions.promises import answer_due_on
from suggestions.reading import acknowledgement, history_for, path_of
from suggestions.refusals import not_author


def idea_list(request: AgentRequest) -> HttpResponse:
    filters = IdeaFilterForm.from_query(request.GET, agent=request.user)
    ideas = filters.filter(Idea.objects.visible_to(request.user)).for_list()
    page = paginate(ideas, request)
    authors_shown = {idea.pk for idea in page if policies.can_see_author(request.user, idea)}
    context = {"page": page, "filters": filters, "authors_shown": authors_shown}
    return render(request, "suggestions/idea_list.html", context)


def idea_propose(request: AgentRequest) -> HttpResponse:
    form = IdeaProposeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        key = data.pop("submission_key")
        idea, is_new = create_once(
            Idea.objects.by(request.user),
            key,
            lambda key: actions.propose(by=request.user, submission_key=key, **data),
        )
        if is_new:
            messages.success(request, acknowledgement(idea))
        else:
            messages.info(request, "Cette idée était déjà enregistrée\u00a0: la voici.")
        return redirect(idea)
    context = {"form": form, "due_on": answer_due_on(timezone.now())}
    return render(request, "suggestions/idea_propose.html", context)


def idea_detail(request: AgentRequest, reference: str) -> HttpResponse:
    idea = get_object_or_404(Idea.objects.visible_to(request.user).for_page(), reference=reference)
    context = {
        "idea": idea,
        "can": policies.abilities(request.user, idea),
        "is_author": policies.is_author(request.user, idea),
        "path": path_of(idea),
        "answer": idea.published_answer,
        "deeds": [deed for deed in DEEDS if deed.allowed(request.user, idea)],
        "entries": history_for(request.user, idea),
    }
    return render(request, "suggestions/idea_detail.html", context)


def idea_amend(request: AgentRequest, reference: str) -> HttpResponse:
    idea = get_object_or_404(Idea.objects.visible_to(request.user), reference=reference)
    if request.method != "POST":
        if not policies.can_amend(request.user, idea):
            raise PermissionDenied(_why_not_amend(request, idea))
        form = IdeaForm(initial=IdeaForm.initial_for(idea))
        return render(request, "suggestions/idea_amend.html", {"form": form, "idea": idea})
    form = IdeaForm(request.POST)
    if form.is_valid():
        try:
            actions.amend(idea, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            # Read or answered meanwhile: the page says so and keeps what was typed.
            form.add_error(None, error)
        else:
            messages.success(request, "Votre idée est modifiée.")
            return redirect(idea)
    elif not policies.is_author(request.user, idea):
        raise PermissionDenied(_why_not_amend(request, idea))
    return render(request, "suggestions/idea_amend.html", {"form": form, "idea": idea})


def idea_withdraw(request: AgentRequest, reference: str) -> HttpResponse:
    """A page asks; its button withdraws."""
    idea = get_object_or_404(Idea.objects.visible_to(request.user), reference=reference)
    if request.method == "POST":
        try:
            actions.withdraw(idea, by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(
                request, "Votre idée est retirée\u00a0: vous et le groupe seuls la voyez encore."
            )
        return redirect(idea)
    if not policies.can_withdraw(request.user, idea):
        if policies.is_author(request.user, idea):
            raise PermissionDenied("Cette idée a déjà reçu sa suite\u00a0: elle ne peut plus être retirée.")
        raise PermissionDenied(not_author("la retirer"))
    return render(request, "suggestions/idea_withdraw.html", {"idea": idea})


def _why_not_amend(request: AgentRequest, idea: Idea) -> str:
    if policies.is_author(request.user, idea):
        return "Le groupe s’est déjà penché sur cette idée\u00a0: elle ne peut plus être modifiée."
    return not_author("la modifier")
