import uuid
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from core.notifications.models import Notification
from suggestions.models import Idea
from tests.factories import AgentFactory, DirectionFactory

pytestmark = pytest.mark.django_db
URL = reverse("suggestions:idea_propose_named")
GOOD = {
    "title": "Un seul formulaire",
    "problem": "Trois, c’est trop.",
    "proposal": "Un seul.",
}
HIDDEN = reverse("suggestions:idea_propose_hidden")


@time_machine.travel("2026-11-03 10:00+01:00", tick=False)
def test_propose_and_be_thanked(author, moderator, signed_in, told):
    client = signed_in(author)
    before = client.get(URL).content.decode()
    promise = "mercredi 18\u00a0novembre\u00a02026"
    assert promise in before
    direction = DirectionFactory.create(name="Ressources humaines")
    response = client.post(HIDDEN, {**GOOD, "direction": direction.pk}, follow=True)
    idea = Idea.objects.get()
    assert response.redirect_chain == [(idea.get_absolute_url(), 302)]
    page = response.content.decode()
    assert "Votre idée est bien arrivée." in page
    assert page.count(promise) == 1
    assert (idea.title, idea.proposal, idea.author) == (GOOD["title"], GOOD["proposal"], author)
    assert (idea.direction, idea.identity, idea.label) == (direction, "hidden", "")
    # The page has just thanked the author: nothing more is told to them.
    assert told() == {"suggestions.to_study": {moderator.identifiant}}


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"title": ""}, "title", "Donnez un titre"),
    ({"title": "   "}, "title", "Donnez un titre"),
    (
        {"title": "é" * 121},
        "title",
        "Ce titre compte 121 caractères\u00a0: raccourcissez-le à 120 au plus (1 de trop).",
    ),
    ({"title": "Un\x00deux"}, "title", "nul"),
    ({"problem": ""}, "problem", "Dites ce qui vous gêne"),
    ({"proposal": ""}, "proposal", "Dites ce que vous feriez"),
    ({"problem": "é" * 5001}, "problem", "Ce texte compte 5\u202f001 caractères"),
    ({"proposal": "Un\x00deux"}, "proposal", "nul"),
    ({"direction": "0"}, "direction", "Cette direction n’existe pas"),
    ({"direction": "\x00"}, "direction", "nul"),
    ({"direction": "99999999999999999999"}, "direction", "Cette direction n’existe pas"),
    ({"submission_key": "pas-une-clé"}, "submission_key", ""),
]


@pytest.mark.parametrize(("change", "field", "sentence"), BAD)
def test_bad_input_is_said_and_nothing_is_lost(author, signed_in, told, change, field, sentence):
    response = signed_in(author).post(URL, {**GOOD, **change})
    page = response.content.decode()
    form = response.context["form"]
    assert response.status_code == 200
    assert list(form.errors) == [field]
    assert sentence in form.errors[field][0]
    assert "<title>Erreur\u00a0: " in page or "<title>Erreur\u00a0: " in page
    for name, value in {**GOOD, **change}.items():
        assert form[name].value() == value
    assert not Idea.objects.exists()
    assert told() == {}


def test_html_is_shown_as_it_was_typed(author, signed_in):
    nasty = "<script>alert('é')</script><b>gras</b> & {{ user }} https://exemple.fr"
    response = signed_in(author).post(URL, {**GOOD, "title": nasty, "proposal": nasty}, follow=True)
    page = response.content.decode()
    assert Idea.objects.get().proposal == nasty
    assert "<script>alert" not in page
    assert "<b>gras" not in page
    assert 'href="https://exemple.fr' not in page
    assert "&lt;b&gt;gras&lt;/b&gt; &amp; {{ user }}" in page


def test_a_line_break_counts_once(author, signed_in):
    """A browser counts one character and sends two."""
    text = "a\n" * 2499 + "ab"
    signed_in(author).post(URL, {**GOOD, "title": "Des\r\nlignes", "proposal": text.replace("\n", "\r\n")})
    idea = Idea.objects.get()
    assert (idea.title, idea.proposal) == ("Des lignes", text)


def test_a_double_submit_shows_the_first(author, moderator, signed_in, told):
    client = signed_in(author)
    data = {**GOOD, "submission_key": str(uuid.uuid4())}
    first = client.post(URL, data)
    second = client.post(URL, {**data, "title": "Encore"})
    assert first.headers["Location"] == second.headers["Location"]
    assert Idea.objects.get().title == GOOD["title"]
    assert told() == {"suggestions.to_study": {moderator.identifiant}}
    assert Notification.objects.count() == 1


def test_services_are_not_offered(author, signed_in):
    service = DirectionFactory.create(kind="service", parent=author.direction, name="Serres")
    page = signed_in(author).get(URL).content.decode()
    assert "Espaces verts" in page
    assert "Serres" not in page
    assert signed_in(author).post(URL, {**GOOD, "direction": service.pk}).context["form"].errors


def test_an_agent_without_direction_proposes(signed_in):
    agent = AgentFactory.create(direction=None)
    assert signed_in(agent).post(URL, GOOD, follow=True).status_code == 200
    assert signed_in(agent).get(reverse("suggestions:idea_list")).status_code == 200
