from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from core.people.models import Agent
from suggestions.decisions.answers import publish_answer
from suggestions.evaluation.actions import take_under_study
from suggestions.models import Idea
from suggestions.states import State
from tests.suggestions.factories import IdeaFactory, answered, idea_in

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Agent], Client]
DATA = {
    "title": "Mieux dit",
    "problem": "Ce qui gêne",
    "proposal": "Un texte retravaillé pendant une heure.",
    "identity": "hidden",
}


def address(idea: Idea) -> str:
    return reverse("suggestions:idea_amend", args=[idea.reference])


def test_the_author_amends(author, signed_in):
    idea = IdeaFactory.create(author=author, direction=author.direction)
    client = signed_in(author)
    form = client.get(address(idea)).context["form"]
    assert form["title"].value() == idea.title
    assert form["direction"].value() in (author.direction, author.direction_id)
    response = client.post(address(idea), DATA, follow=True)
    assert "Votre idée est modifiée." in response.content.decode()
    idea.refresh_from_db()
    assert (idea.title, idea.proposal, idea.identity, idea.direction) == (
        DATA["title"],
        DATA["proposal"],
        "hidden",
        None,
    )


@pytest.mark.parametrize(
    ("person", "state", "status"),
    [
        ("author", State.RECEIVED, 200),
        ("author", State.UNDER_STUDY, 403),
        ("author", State.DONE, 403),
        ("moderator", State.RECEIVED, 403),
        ("outsider", State.RECEIVED, 404),
        ("outsider", State.UNDER_STUDY, 403),
    ],
)
def test_the_form_opens_to_whoever_may(cast, signed_in, person, state, status):
    idea = idea_in(state, author=cast["author"])
    assert signed_in(cast[person]).get(address(idea)).status_code == status


@pytest.mark.parametrize(
    ("person", "state", "status"),
    [
        ("moderator", State.RECEIVED, 403),
        ("outsider", State.RECEIVED, 404),
        ("outsider", State.UNDER_STUDY, 403),
    ],
)
@pytest.mark.parametrize("data", [DATA, {}])
def test_nobody_else_amends(cast, signed_in, person, state, status, data):
    idea = idea_in(state, author=cast["author"])
    assert signed_in(cast[person]).post(address(idea), data).status_code == status
    assert Idea.objects.get(pk=idea.pk).title == idea.title


def test_a_stale_page_says_so_and_keeps_the_text(author, moderator, signed_in):
    idea = IdeaFactory.create(author=author, title="Avant")
    client = signed_in(author)
    client.get(address(idea))
    take_under_study(idea, by=moderator)
    page = client.post(address(idea), DATA).content.decode()
    assert "prise à l’étude entre-temps par Rose Leroy" in page
    assert DATA["proposal"] in page
    assert "<title>Erreur" in page
    answer = answered(Idea.objects.get())
    publish_answer(idea, by=moderator, draft=answer.stamp)
    page = client.post(address(idea), DATA).content.decode()
    assert "a reçu sa réponse entre-temps" in page
    assert DATA["proposal"] in page
    assert Idea.objects.get().title == "Avant"


def test_bad_input_keeps_the_text(author, signed_in):
    idea = IdeaFactory.create(author=author)
    page = signed_in(author).post(address(idea), {**DATA, "title": ""}).content.decode()
    assert "Donnez un titre" in page
    assert DATA["proposal"] in page
