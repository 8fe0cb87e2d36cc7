"""An author contests a refusal once, with a reason; the group answers once."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.people.models import Agent
from suggestions.appeals.actions import answer_appeal, appeal
from suggestions.appeals.policies import can_answer_appeal, can_appeal
from suggestions.models import Appeal, Idea
from suggestions.states import State
from tests.suggestions.conftest import Cast
from tests.suggestions.factories import idea_in

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Agent], Client]
Told = Callable[[], dict[str, set[str]]]
WHY = "Le logiciel cité n\u2019existe plus."
SAID = "C\u2019est exact\u00a0: nous le corrigeons."


def action(idea: Idea, name: str) -> str:
    return reverse("suggestions:idea_action", args=[idea.reference, name])


@pytest.mark.parametrize("person", ["author", "colleague", "outsider", "moderator", "head", "administrator"])
def test_who_contests_and_who_answers(cast: Cast, person: str) -> None:
    idea, agent = idea_in(State.DECLINED, author=cast["author"]), cast[person]
    assert can_appeal(agent, idea) is (person == "author")
    if person != "author":
        with pytest.raises(PermissionDenied):
            appeal(idea, by=agent, reason=WHY)
    appeal(idea, by=cast["author"], reason=WHY)
    idea = Idea.objects.get(pk=idea.pk)
    assert can_answer_appeal(agent, idea) is (person in ("moderator", "head"))
    if person not in ("moderator", "head"):
        with pytest.raises(PermissionDenied):
            answer_appeal(idea, by=agent, answer=SAID)


@pytest.mark.parametrize("state", [state for state in State if state != State.DECLINED])
def test_only_a_refusal_is_contested(author: Agent, moderator: Agent, state: State) -> None:
    idea = idea_in(state, author=author)
    assert not can_appeal(author, idea)
    with pytest.raises(ValidationError):
        appeal(idea, by=author, reason=WHY)
    with pytest.raises(IntegrityError, match="against a refusal"), transaction.atomic():
        Appeal.objects.create(idea=idea, reason=WHY, made_by=author)


def test_each_once(author: Agent, moderator: Agent, head: Agent, told: Told) -> None:
    idea = idea_in(State.DECLINED, author=author)
    with pytest.raises(ValidationError, match="pas contesté"):
        answer_appeal(idea, by=moderator, answer=SAID)
    for nothing in ("", "  "):
        with pytest.raises(ValidationError, match="Dites pourquoi"):
            appeal(idea, by=author, reason=nothing)
    made = appeal(idea, by=author, reason=WHY)
    assert moderator.identifiant in told()["suggestions.author_replied"]
    assert set(Idea.objects.with_unanswered_appeals()) == {idea}
    with pytest.raises(ValidationError, match="déjà contesté"):
        appeal(idea, by=author, reason="Encore.")
    answer_appeal(idea, by=moderator, answer=SAID)
    assert told()["suggestions.written"] == {author.identifiant}
    with pytest.raises(ValidationError, match="a répondu entre-temps"):
        answer_appeal(idea, by=head, answer="Autre chose.")
    assert not Idea.objects.with_unanswered_appeals()
    made.refresh_from_db()
    assert (made.answer, made.answered_by) == (SAID, moderator)


@pytest.mark.parametrize(
    "changed",
    [
        {"answer": "Dit autrement."},
        {"reason": "Écrit autrement."},
        {"answered_at": None, "answered_by": None, "answer": ""},
    ],
)
def test_the_database_keeps_the_words(
    author: Agent, moderator: Agent, changed: dict[str, str | None]
) -> None:
    idea = idea_in(State.DECLINED, author=author)
    made = appeal(idea, by=author, reason=WHY)
    answer_appeal(idea, by=moderator, answer=SAID)
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        Appeal.objects.filter(pk=made.pk).update(**changed)


def test_the_database_refuses_half_an_answer(author: Agent, moderator: Agent) -> None:
    made = appeal(idea_in(State.DECLINED, author=author), by=author, reason=WHY)
    given = {"answer": SAID, "answered_at": timezone.now()}
    for wrong in (given, {"answer": SAID}, given | {"answered_by": author}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.filter(pk=made.pk).update(**wrong)


def test_from_the_page(author: Agent, outsider: Agent, moderator: Agent, signed_in: SignedIn) -> None:
    idea = idea_in(State.DECLINED, author=author)
    theirs = signed_in(author)
    assert action(idea, "contester") in theirs.get(idea.get_absolute_url()).content.decode()
    assert "Dites pourquoi" in theirs.post(action(idea, "contester"), {"reason": ""}).content.decode()
    assert theirs.post(action(idea, "contester"), {"reason": WHY}).status_code == 302
    page = theirs.get(idea.get_absolute_url()).content.decode()
    assert WHY in page
    assert action(idea, "contester") not in page
    group = signed_in(moderator)
    assert action(idea, "repondre-contestation") in group.get(idea.get_absolute_url()).content.decode()
    group.post(action(idea, "repondre-contestation"), {"answer": SAID})
    assert SAID in theirs.get(idea.get_absolute_url()).content.decode()
    others = signed_in(outsider).get(idea.get_absolute_url()).content.decode()
    assert WHY not in others
    assert SAID not in others
