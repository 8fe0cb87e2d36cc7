import pytest
from django.urls import reverse

from suggestions.models import Idea
from suggestions.states import State
from tests.suggestions.factories import idea_in

pytestmark = pytest.mark.django_db


def address(idea: Idea) -> str:
    return reverse("suggestions:idea_withdraw", args=[idea.reference])


def test_a_page_asks_and_its_button_withdraws(author, outsider, signed_in):
    idea = idea_in(State.UNDER_STUDY, author=author)
    client = signed_in(author)
    assert "Retirer mon idée" in client.get(address(idea)).text
    assert Idea.objects.get().state == State.UNDER_STUDY
    assert "Votre idée est retirée" in client.post(address(idea), follow=True).text
    assert Idea.objects.get().state == State.WITHDRAWN
    assert signed_in(outsider).get(idea.get_absolute_url()).status_code == 404
