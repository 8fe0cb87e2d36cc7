"""Two who contest, or answer, at once: one does."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from core.people.models import Agent
from suggestions.appeals import answer_appeal, appeal
from suggestions.models import Appeal, Idea
from suggestions.states import State
from tests.suggestions.factories import idea_in

pytestmark = pytest.mark.django_db(transaction=True)


def refused(author: Agent) -> Idea:
    # A refusal and its criteria are checked when both are written.
    with transaction.atomic():
        return idea_in(State.DECLINED, author=author)


def test_a_refusal_is_contested_once(author, together):
    idea = refused(author)
    results = together(
        *(lambda n=n: appeal(idea, by=author, reason=f"Relisez-la {n} fois.") for n in range(3))
    )
    assert sum(isinstance(result, Appeal) for result in results) == 1
    assert sum(isinstance(result, ValidationError) for result in results) == 2
    assert Appeal.objects.count() == 1


def test_a_contested_refusal_is_answered_once(author, moderator, other_moderator, together):
    idea = refused(author)
    appeal(idea, by=author, reason="Relisez-la.")
    results = together(
        lambda: answer_appeal(idea, by=moderator, answer="Non, toujours."),
        lambda: answer_appeal(idea, by=other_moderator, answer="Oui, finalement."),
    )
    (refusal,) = [result for result in results if isinstance(result, ValidationError)]
    assert "a répondu entre-temps" in refusal.messages[0]
    made = Appeal.objects.get()
    assert (made.answered_by, made.answer) in {
        (moderator, "Non, toujours."),
        (other_moderator, "Oui, finalement."),
    }
