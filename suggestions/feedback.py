"""The question to the authors, once and some time after an idea is done: what did it change?"""

from datetime import datetime, time, timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from core.french import spaced
from core.history.context import action_context
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.fields import PlainTextField
from core.web.idempotency import OneTimeForm
from core.web.locks import locked
from core.web.refusals import submitted
from suggestions import policies
from suggestions.ideas.locking import lock_idea, not_author
from suggestions.ideas.notifications import MINE, family_of, group_kind, notify_authors, notify_of
from suggestions.models import Feedback, Idea
from suggestions.policies import can_answer, can_see, is_one_of_authors
from suggestions.states import State

LONGEST = 2000


def ask_all() -> int:
    """Ask of each idea done IDEA_FEEDBACK_DAYS ago or before, and never asked of; how many were.

    Each in a transaction of its own: stopped at any moment and run again, it asks nobody twice.
    """
    day = timezone.localdate() - timedelta(days=settings.IDEA_FEEDBACK_DAYS)
    # A whole day: it does not matter at which hour the task runs.
    before = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    done = Idea.objects.heads().filter(state=State.DONE, done_at__lt=before, feedback=None)
    return sum(ask(idea) for idea in done.order_by("done_at", "pk"))


@transaction.atomic
def ask(idea: Idea) -> bool:
    """Ask each of its authors, co-authors included; whether this call did."""
    idea = lock_idea(idea)
    if idea.state != State.DONE or idea.merged_into_id or Feedback.objects.filter(idea=idea).exists():
        return False
    asked: set[int] = set()
    with action_context("a demandé à l’auteur ce que l’idée a changé"):
        for each in family_of(idea):
            # An author of two ideas read here answers once; an anonymous one, with their own code.
            if each.author_id not in asked:
                Feedback.objects.get_or_create(idea=each)
            if each.author_id:
                asked.add(each.author_id)
    notify_authors(idea, ASKED, "suggestions/mails/feedback_asked.txt")
    return True


@transaction.atomic
def answer(idea: Idea, *, by: Agent, change: str, text: str = "") -> Feedback:
    """Say once what it changed: `change` is one of Feedback.Change, `text` a few words or none."""
    if not is_one_of_authors(by, idea):
        raise PermissionDenied(not_author("dire ce qu’elle a changé"))
    idea = lock_idea(idea)
    # The idea's lock is held: the first answer wins.
    asked = policies.asked_of(by, idea)
    feedback = locked(asked).filter(change="").order_by("pk").first()
    if feedback is None:
        raise ValidationError(
            spaced("Vous avez déjà dit ce que cette idée a changé : merci !")
            if asked.exists()
            else spaced(
                "Cette question n’est pas encore posée : elle l’est quelque temps après la réalisation."
            )
        )
    feedback.change, feedback.text, feedback.answered_on = change, text, timezone.localdate()
    with action_context("a dit ce que l’idée a changé", by=by):
        feedback.save(update_fields=["change", "text", "answered_on"])
    # Without the author's name: it may be hidden.
    if idea.member_in_charge:
        template = "suggestions/mails/feedback_answered.txt"
        notify_of(idea, ANSWERED, [idea.member_in_charge], template, feedback=feedback)
    return feedback


ASKED = NotificationKind(
    "suggestions.feedback_asked", spaced("Mon idée a-t-elle changé quelque chose ?"), group=MINE
)
ANSWERED = group_kind("suggestions.feedback_answered", "Un auteur dit ce que son idée a changé")


class ChangeForm(OneTimeForm):
    """One question, which an anonymous author answers with the code."""

    change = forms.ChoiceField(
        label=spaced("Votre idée a-t-elle changé quelque chose ?"),
        choices=Feedback.Change.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )
    words = PlainTextField(
        label=spaced("Voulez-vous en dire un mot ?"),
        max_length=LONGEST,
        required=False,
    )


def idea_feedback(request: AgentRequest, reference: str) -> HttpResponse:
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
    if submitted(
        request,
        form,
        lambda change, words, **_: answer(idea, by=agent, change=change, text=words),
        done="Merci ! Votre retour se lit sur la page de l’idée.",
    ):
        return HttpResponseRedirect(f"{idea.get_absolute_url()}#retour")
    return render(request, "suggestions/feedback/idea_feedback.html", {"idea": idea, "form": form})
