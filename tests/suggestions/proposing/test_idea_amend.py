import pytest
from django.urls import reverse

from suggestions.evaluation.actions import take_under_study
from suggestions.models import Idea, IdeaFile
from tests.documents.factories import DocumentFactory
from tests.suggestions.factories import IdeaFactory

pytestmark = pytest.mark.django_db
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
    assert "Votre idée est modifiée." in response.text
    idea.refresh_from_db()
    assert {name: getattr(idea, name) for name in DATA} == DATA
    assert idea.direction is None


def test_a_file_added_meanwhile_does_not_make_the_words_stale(author, signed_in):
    idea = IdeaFactory.create(author=author)
    client = signed_in(author)
    page = client.get(address(idea)).context["form"]
    IdeaFile.objects.create(idea=idea, document=DocumentFactory.create())
    client.post(address(idea), DATA | {"shown_stamp": page["shown_stamp"].value()})
    idea.refresh_from_db()
    assert idea.title == DATA["title"]


def test_a_stale_page_says_so_and_keeps_the_text(author, moderator, signed_in):
    idea = IdeaFactory.create(author=author, title="Avant")
    client = signed_in(author)
    client.get(address(idea))
    take_under_study(idea, by=moderator)
    page = client.post(address(idea), DATA).text
    assert "prise à l’étude entre-temps par Rose Leroy" in page
    assert DATA["proposal"] in page
    assert Idea.objects.get().title == "Avant"
