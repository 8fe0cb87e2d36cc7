"""« Saisi pour »: an idea typed for an agent without a workstation, its news, and leave to thank by name."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people.models import Agent
from suggestions.ideas.notifications import MOVED, notify_authors
from suggestions.models import Idea, Telling
from suggestions.proposing import actions
from suggestions.proposing.actions import enter_for
from suggestions.states import State
from tests.factories import AgentFactory
from tests.suggestions.factories import IdeaFactory, idea_in

pytestmark = pytest.mark.django_db
URL = reverse("suggestions:idea_enter")


@pytest.fixture
def gardener(db: None) -> Agent:
    return AgentFactory.create(first_name="Aimé", last_name="Sansposte", email=None, has_workstation=False)


def data(author: Agent, **more: Any) -> dict[str, Any]:
    return {
        "author": f"{author.first_name} {author.last_name}",
        "contact": "spoken",
        "identity": "hidden",
        "title": "Un robinet de moins",
        "problem": "Il fuit.",
        "proposal": "Le fermer.",
    } | more


def test_the_gardener_is_its_author(gardener, colleague, moderator, signed_in):
    response = signed_in(colleague).post(URL, data(gardener), follow=True)
    idea = Idea.objects.get()
    assert (idea.author, idea.entered_by, idea.identity) == (gardener, colleague, "hidden")
    page = response.content.decode()
    assert "À dire à Aimé Sansposte" in page
    telling = Telling.objects.get()
    assert "bien arrivée" in telling.text
    assert Notification.objects.get(kind="suggestions.to_tell").recipient == colleague
    # Whoever typed it reads it, changes it and takes it back in their place; others see nothing of it yet.
    assert signed_in(moderator).get(idea.get_absolute_url()).status_code == 200
    assert signed_in(AgentFactory.create()).get(idea.get_absolute_url()).status_code == 404
    told = reverse("suggestions:telling_told", args=[idea.reference, telling.reference])
    assert "C’est noté" in signed_in(colleague).post(told, follow=True).content.decode()
    telling.refresh_from_db()
    assert telling.told_by == colleague
    signed_in(moderator).post(told)
    telling.refresh_from_db()
    assert telling.told_by == colleague
    signed_in(colleague).post(reverse("suggestions:idea_withdraw", args=[idea.reference]))
    idea.refresh_from_db()
    assert idea.state == State.WITHDRAWN


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"author": ""}, "author", "Dites de qui"),
    ({"author": "Personne Inconnue"}, "author", "Aucun compte"),
    ({"author": "\x00"}, "author", "nul"),
    ({"contact": ""}, "contact", "Dites comment"),
    ({"contact": "pigeon"}, "contact", ""),
    ({"contact": "mail", "contact_detail": "pas une adresse"}, "contact_detail", "adresse de courriel"),
    ({"contact": "mail"}, "contact_detail", "adresse de courriel"),
    ({"contact": "phone"}, "contact_detail", "numéro"),
    ({"identity": "anonymous"}, "identity", ""),
    ({"title": ""}, "title", "Donnez un titre"),
]


@pytest.mark.parametrize(("change", "field", "sentence"), BAD)
def test_bad_input_is_said(gardener, colleague, signed_in, change, field, sentence):
    response = signed_in(colleague).post(URL, data(gardener) | change)
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert sentence in form.errors[field][0]
    assert form["proposal"].value() == "Le fermer."
    assert not Idea.objects.exists()


def test_not_for_oneself_nor_for_a_closed_account(gardener, colleague, signed_in):
    response = signed_in(colleague).post(URL, data(colleague))
    assert "proposez-la en votre nom" in response.context["form"].errors["author"][0]
    gardener.is_active = False
    gardener.save()
    assert signed_in(colleague).post(URL, data(gardener)).context["form"].errors["author"]
    words = {
        "title": "x",
        "problem": "",
        "proposal": "y",
        "benefit": "",
        "seen_elsewhere": "",
        "direction": None,
    }
    with pytest.raises(ValidationError):
        enter_for(by=colleague, author=gardener, contact="spoken", identity="named", **words)


def test_told_by_the_means_they_gave(gardener, colleague):
    given = {"entered_by": colleague, "author": gardener}
    by_mail = IdeaFactory.create(contact="mail", contact_detail="aime@exemple.fr", **given)
    notify_authors(by_mail, MOVED, "Elle avance", "Bientôt.")
    [letter] = OutgoingMail.objects.filter(kind=MOVED.code)
    assert (letter.address, letter.agent) == ("aime@exemple.fr", None)
    assert not Telling.objects.exists()
    by_phone = IdeaFactory.create(contact="phone", contact_detail="06 00 00 00 00", **given)
    notify_authors(by_phone, MOVED, "Elle avance", "Bientôt.")
    assert Telling.objects.get().idea == by_phone
    assert "06 00 00 00 00" in Notification.objects.get(kind="suggestions.to_tell").text
    # On the site too, for the day when they come to it.
    assert Notification.objects.filter(kind=MOVED.code, recipient=gardener).count() == 2


def test_an_anonymous_idea_has_nobody_to_tell():
    notify_authors(IdeaFactory.create(author=None, identity="anonymous"), MOVED, "Elle avance", "Bientôt.")
    assert not Notification.objects.exists()
    assert not OutgoingMail.objects.exists()


WHO_PASSES_ON = {
    "colleague": 302,
    "moderator": 302,
    "head": 302,
    "author": 403,
    "outsider": 403,
    "closed": 302,
}


@pytest.mark.parametrize(("person", "status"), WHO_PASSES_ON.items())
def test_who_says_it_is_told(cast, signed_in, person, status):
    idea = idea_in(State.UNDER_STUDY, author=cast["author"], entered_by=cast["colleague"], contact="spoken")
    telling = Telling.objects.create(idea=idea, text="Une nouvelle")
    url = reverse("suggestions:telling_told", args=[idea.reference, telling.reference])
    assert signed_in(cast[person]).post(url).status_code == status
    telling.refresh_from_db()
    assert (telling.told_by == cast[person]) == (status == 302 and person != "closed")
    other = IdeaFactory.create(author=cast["author"])
    elsewhere = reverse("suggestions:telling_told", args=[other.reference, telling.reference])
    assert signed_in(cast["head"]).post(elsewhere).status_code == 404
    assert signed_in(cast["head"]).get(url).status_code == 405


def test_nobody_else_reads_the_news(cast, signed_in):
    idea = idea_in(State.UNDER_STUDY, author=cast["author"], entered_by=cast["colleague"], contact="spoken")
    Telling.objects.create(idea=idea, text="Une nouvelle à dire")
    for person, reads in {"colleague": True, "moderator": True, "author": False, "outsider": False}.items():
        page = signed_in(cast[person]).get(idea.get_absolute_url()).content.decode()
        assert ("Une nouvelle à dire" in page) == reads, person
    with pytest.raises(PermissionDenied):
        actions.mark_as_told(Telling.objects.get(), by=cast["author"])


THANKS = {
    ("author", State.RETAINED, "named"): True,
    ("author", State.DONE, "named"): True,
    ("author", State.UNDER_STUDY, "named"): False,
    ("author", State.DECLINED, "named"): False,
    ("author", State.DONE, "hidden"): False,
    ("colleague", State.DONE, "named"): True,
    ("outsider", State.DONE, "named"): False,
    ("moderator", State.DONE, "named"): False,
    ("head", State.DONE, "named"): False,
}


@pytest.mark.parametrize(("case", "may"), THANKS.items())
def test_who_accepts_thanks(cast, signed_in, case, may):
    person, state, identity = case
    given = {"entered_by": cast["colleague"], "contact": "spoken"}
    idea = idea_in(state, author=cast["author"], identity=identity, **given)
    url = reverse("suggestions:idea_action", args=[idea.reference, "remerciements"])
    client = signed_in(cast[person])
    assert client.get(url).status_code == (200 if may else 403)
    client.post(url, {"is_thanked": "1"})
    idea.refresh_from_db()
    assert idea.is_thanked == (True if may else None)
    if may:
        client.post(url, {"is_thanked": ""})
        idea.refresh_from_db()
        assert idea.is_thanked is False


def test_the_poster_leads_to_the_form(author, signed_in, settings):
    page = signed_in(author).get(reverse("suggestions:poster")).content.decode()
    assert "Le groupe répond à chaque idée" in page
    assert settings.SITE_URL.partition("://")[2] + reverse("suggestions:idea_propose") in page
    assert 'class="qr"' in page
