"""Asking the authors once, some time after an idea is done, what it changed."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.history.context import action_context
from core.people.models import Agent
from core.ui.french import spaced
from core.ui.locks import locked
from suggestions.feedback import policies
from suggestions.feedback.notifications import notify_answered, notify_asked
from suggestions.ideas.locking import lock_idea
from suggestions.ideas.recipients import family_of
from suggestions.ideas.refusals import not_author
from suggestions.models import Feedback, Idea
from suggestions.policies import is_one_of_authors
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
    notify_asked(idea)
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
    if change not in Feedback.Change.values:
        raise ValidationError("Choisissez une réponse.")
    text = text.strip()
    if len(text) > LONGEST:
        raise ValidationError(f"Raccourcissez votre texte à {LONGEST} caractères au plus.")
    feedback.change, feedback.text, feedback.answered_on = change, text, timezone.localdate()
    with action_context("a dit ce que l’idée a changé", by=by):
        feedback.save(update_fields=["change", "text", "answered_on"])
    notify_answered(idea, feedback)
    return feedback
