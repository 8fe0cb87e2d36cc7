import pytest
from django.urls import reverse

from suggestions.models import Idea
from suggestions.states import State
from tests.suggestions.factories import IdeaFactory, idea_in

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


@pytest.mark.parametrize("name", ["idea_amend", "idea_withdraw"])
@pytest.mark.parametrize(("state", "status"), [(State.RECEIVED, 404), (State.UNDER_STUDY, 403)])
def test_an_idea_is_its_author_s_to_change(author, outsider, signed_in, name, state, status):
    idea = idea_in(state, author=author)
    url, client = reverse(f"suggestions:{name}", args=[idea.reference]), signed_in(outsider)
    assert client.get(url).status_code == status
    assert client.post(url, {"title": "Autre", "proposal": "Autre"}).status_code == status
    kept = Idea.objects.get()
    assert (kept.state, kept.title) == (state, idea.title)


def test_a_stale_page_says_so(author, signed_in):
    idea = idea_in(State.DECLINED, author=author)
    assert signed_in(author).get(address(idea)).status_code == 403
    page = signed_in(author).post(address(idea), follow=True).text
    assert "a reçu sa réponse entre-temps" in page


def test_a_second_click_says_it_is_done(author, signed_in):
    client, idea = signed_in(author), IdeaFactory.create(author=author)
    client.post(address(idea))
    assert "a été retirée entre-temps" in client.post(address(idea), follow=True).text
    assert "Cette idée est déjà retirée." in client.get(address(idea)).text
