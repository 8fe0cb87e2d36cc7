"""The page of a mail that waits for its sender's choice."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core.mail.models import IncomingMail
from core.people.requests import AgentRequest
from core.ui.refusals import refusals_as_messages
from suggestions.feedback import policies
from suggestions.mail_in.choices import NOTHING, asked_about, choices_for, choose, drop, is_chooser, warns
from suggestions.mail_in.replies import made_of
from suggestions.models import Answer, Comment, Idea, Message, Opinion
from suggestions.policies import can_see, may_moderate

DONE = {
    Idea: "Votre message est devenu une nouvelle idée\u00a0: merci\u00a0!",
    Comment: "Votre message est publié, en commentaire.",
    Message: "Votre message est parti.",
    Answer: "Votre message est devenu la réponse préparée\u00a0: un second membre la relit.",
}


def mail_choice(request: AgentRequest, mail: str) -> HttpResponse:
    """What the message of the signed-in agent becomes; once chosen, the page leads there."""
    found = get_object_or_404(IncomingMail.objects.select_related("content_type"), reference=mail)
    if not is_chooser(request.user, found):
        raise Http404
    if request.method == "POST":
        if request.POST.get("choix") == NOTHING:
            if drop(found, by=request.user):
                messages.success(request, "C’est entendu\u00a0: votre message n’est publié nulle part.")
            return redirect("suggestions:mail_choice", found.reference)
        with refusals_as_messages(request):
            row, is_new = choose(found, by=request.user, name=request.POST.get("choix", ""))
            if is_new:
                messages.success(request, DONE[type(row)])
            else:
                messages.info(request, "C’était déjà fait\u00a0: voici ce que votre message est devenu.")
            return HttpResponseRedirect(page_of(row))
        return redirect("suggestions:mail_choice", found.reference)
    idea = asked_about(found)
    if idea is None:
        row = made_of(found)
        return render(
            request,
            "suggestions/mail_in/mail_choice.html",
            {"mail": found, "page": page_of(row) if row else ""},
        )
    context = {
        "mail": found,
        "idea": idea if can_see(request.user, idea) else None,
        "choices": choices_for(request.user, idea),
        "warns": warns(request.user, idea),
        "asks_feedback": policies.can_answer(request.user, idea),
        "is_group": may_moderate(request.user, idea),
    }
    return render(request, "suggestions/mail_in/mail_choice.html", context)


def page_of(row: Idea | Comment | Message | Opinion | Answer) -> str:
    if isinstance(row, Answer):
        return reverse("admin:suggestions_idea_change", args=[row.idea_id])
    if isinstance(row, Message):
        return f"{row.idea.get_absolute_url()}#echange"
    return row.get_absolute_url()
