from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from core.people.models import Agent
from suggestions.models import Idea
from suggestions.states import State
from tests.suggestions.factories import IdeaFactory, idea_in

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Agent], Client]


def address(idea: Idea) -> str:
    return reverse("suggestions:idea_withdraw", args=[idea.reference])


def test_a_page_asks_and_its_button_withdraws(author, outsider, signed_in):
    idea = idea_in(State.UNDER_STUDY, author=author)
    client = signed_in(author)
    assert "Retirer mon idée" in client.get(address(idea)).content.decode()
    assert Idea.objects.get().state == State.UNDER_STUDY
    assert "Votre idée est retirée" in client.post(address(idea), follow=True).content.decode()
    assert Idea.objects.get().state == State.WITHDRAWN
    assert signed_in(outsider).get(idea.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("person", "state", "status"),
    [
        ("moderator", State.RECEIVED, 403),
        ("outsider", State.RECEIVED, 404),
        ("outsider", State.UNDER_STUDY, 403),
    ],
)
def test_nobody_else_withdraws(cast, signed_in, method, person, state, status):
    idea = idea_in(state, author=cast["author"])
    assert getattr(signed_in(cast[person]), method)(address(idea)).status_code == status
    assert Idea.objects.get().state == state


def test_a_stale_page_says_so(author, signed_in):
    idea = idea_in(State.DECLINED, author=author)
    assert signed_in(author).get(address(idea)).status_code == 403
    page = signed_in(author).post(address(idea), follow=True).content.decode()
    assert "a reçu sa réponse entre-temps" in page


def test_a_second_click_says_it_is_done(author, signed_in):
    client, idea = signed_in(author), IdeaFactory.create(author=author)
    client.post(address(idea))
    assert "a été retirée entre-temps" in client.post(address(idea), follow=True).content.decode()
