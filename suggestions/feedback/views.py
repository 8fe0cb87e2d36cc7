from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render

from core.people.requests import AgentRequest
from core.ui.french import spaced
from core.ui.refusals import refusals_in
from suggestions.feedback import actions
from suggestions.feedback.forms import ChangeForm
from suggestions.feedback.policies import can_answer
from suggestions.ideas.refusals import not_author
from suggestions.models import Idea
from suggestions.policies import can_see, is_one_of_authors


def idea_feedback(request: AgentRequest, reference: str) -> HttpResponse:
    """The author's own page to say, once, what the idea changed."""
    agent = request.user
    idea = get_object_or_404(Idea.objects.with_authors().select_related("head"), reference=reference)
    if idea.head:
        idea = Idea.objects.with_authors().get(pk=idea.head.pk)
    if not can_see(agent, idea):
        raise Http404
    if not is_one_of_authors(agent, idea):
        raise PermissionDenied(not_author("dire ce qu’elle a changé"))
    if request.method != "POST" and not can_answer(agent, idea):
        messages.info(request, "Il n’y a pas de question en attente pour cette idée.")
        return redirect(idea)
    form = ChangeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.answer(
                idea, by=agent, change=form.cleaned_data["change"], text=form.cleaned_data["words"]
            )
            messages.success(request, spaced("Merci ! Votre retour se lit sur la page de l’idée."))
            return HttpResponseRedirect(f"{idea.get_absolute_url()}#retour")
    return render(request, "suggestions/feedback/idea_feedback.html", {"idea": idea, "form": form})
