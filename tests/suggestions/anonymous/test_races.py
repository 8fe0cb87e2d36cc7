"""Two pages of one anonymous author, sent at the same moment."""

import threading
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from suggestions.anonymous import actions
from suggestions.models import AnonymousDeposit, Feedback, Idea
from suggestions.states import State
from tests.suggestions.factories import idea_in

pytestmark = pytest.mark.django_db(transaction=True)


def anonymous(state: State) -> Idea:
    # A refusal and its criteria are checked when both are written.
    with transaction.atomic():
        return idea_in(state, author=None, identity="anonymous")


def contest(idea: Idea, text: str, key: uuid.UUID) -> None:
    actions.contest(idea, reason=text, submission_key=key)


def say_what_changed(idea: Idea, text: str, key: uuid.UUID) -> None:
    actions.say_what_changed(idea, change="no", text=text, submission_key=key)


@pytest.mark.parametrize(
    ("send", "state", "check"),
    [(contest, State.DECLINED, "can_contest"), (say_what_changed, State.DONE, "can_say_what_changed")],
)
@pytest.mark.parametrize("is_same_page", [True, False])
def test_what_is_not_kept_is_refused(monkeypatch, together, send, state, check, is_same_page):
    idea = anonymous(state)
    if state == State.DONE:
        Feedback.objects.create(idea=idea, asked_at=timezone.now())
    both_have_checked, can = threading.Barrier(2), getattr(actions, check)

    def checked(idea: Idea) -> bool:
        found: bool = can(idea)
        both_have_checked.wait(timeout=20)
        return found

    monkeypatch.setattr(actions, check, checked)
    first = uuid.uuid4()
    second = first if is_same_page else uuid.uuid4()
    results = together(
        lambda: send(idea, "Le logiciel n’existe plus.", first), lambda: send(idea, "Autres mots.", second)
    )
    assert AnonymousDeposit.objects.count() == 1
    assert all(result is None or isinstance(result, ValidationError) for result in results), results
    assert sum(result is None for result in results) == (2 if is_same_page else 1)
