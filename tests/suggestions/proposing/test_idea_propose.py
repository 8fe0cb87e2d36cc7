from typing import Any

import pytest
import time_machine
from django.urls import reverse

from suggestions.models import Idea
from tests.factories import DirectionFactory

pytestmark = pytest.mark.django_db
URL = reverse("suggestions:idea_propose_named")
GOOD = {"title": "Un seul formulaire", "problem": "Trois, c’est trop.", "proposal": "Un seul."}
HIDDEN = reverse("suggestions:idea_propose_hidden")


@time_machine.travel("2026-11-03 10:00+01:00", tick=False)
def test_propose_and_be_thanked(author, moderator, signed_in, told):
    client = signed_in(author)
    before = client.get(URL).text
    promise = "mercredi 18\u00a0novembre\u00a02026"
    assert promise in before
    direction = DirectionFactory.create(name="Ressources humaines")
    response = client.post(HIDDEN, {**GOOD, "direction": direction.pk}, follow=True)
    idea = Idea.objects.get()
    assert response.redirect_chain == [(idea.get_absolute_url(), 302)]
    page = response.text
    assert "Votre idée est bien arrivée." in page
    assert page.count(promise) == 1
    assert (idea.title, idea.proposal, idea.author) == (GOOD["title"], GOOD["proposal"], author)
    assert (idea.direction, idea.identity, idea.label) == (direction, "hidden", "")
    # The page has just thanked the author: nothing more is told to them.
    assert told() == {"suggestions.to_study": {moderator.identifiant}}


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"title": "   "}, "title", "Donnez un titre"),
    ({"title": "é" * 121}, "title", "Ce titre compte 121 caractères\u00a0: raccourcissez-le à 120 au plus"),
    ({"problem": ""}, "problem", "Dites ce qui vous gêne"),
    ({"proposal": ""}, "proposal", "Dites ce que vous feriez"),
    ({"problem": "é" * 5001}, "problem", "Ce texte compte 5\u202f001 caractères"),
    ({"proposal": "Un\x00deux"}, "proposal", "nul"),
    ({"direction": "0"}, "direction", "Cette direction n’existe pas"),
]


@pytest.mark.parametrize(("change", "field", "sentence"), BAD)
def test_bad_input_is_said_and_nothing_is_lost(author, signed_in, told, change, field, sentence):
    form = signed_in(author).post(URL, {**GOOD, **change}).context["form"]
    assert list(form.errors) == [field]
    assert sentence in form.errors[field][0]
    for name, value in {**GOOD, **change}.items():
        assert form[name].value() == value
    assert not Idea.objects.exists()
    assert told() == {}


def test_html_is_shown_as_it_was_typed(author, signed_in):
    nasty = "<script>alert('é')</script><b>gras</b> & {{ user }} https://exemple.fr"
    response = signed_in(author).post(URL, {**GOOD, "title": nasty, "proposal": nasty}, follow=True)
    page = response.text
    assert Idea.objects.get().proposal == nasty
    assert not [raw for raw in ("<script>alert", "<b>gras", 'href="https://exemple.fr') if raw in page]
    assert "&lt;b&gt;gras&lt;/b&gt; &amp; {{ user }}" in page


def test_a_line_break_counts_once(author, signed_in):
    """A browser counts one character and sends two."""
    text = "a\n" * 2499 + "ab"
    signed_in(author).post(URL, {**GOOD, "title": "Des\r\nlignes", "proposal": text.replace("\n", "\r\n")})
    idea = Idea.objects.get()
    assert (idea.title, idea.proposal) == ("Des lignes", text)


def test_services_are_not_offered(author, signed_in):
    service = DirectionFactory.create(kind="service", parent=author.direction, name="Serres")
    page = signed_in(author).get(URL).text
    assert "Espaces verts" in page
    assert "Serres" not in page
    assert signed_in(author).post(URL, {**GOOD, "direction": service.pk}).context["form"].errors
