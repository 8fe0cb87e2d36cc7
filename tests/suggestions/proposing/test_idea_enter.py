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
from tests.suggestions.factories import WORDS, IdeaFactory, action_url, idea_in

pytestmark = pytest.mark.django_db
MAIL = "suggestions/mails/moved.txt"
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
    page = response.text
    assert "À dire à Aimé Sansposte" in page
    telling = Telling.objects.get()
    assert "bien arrivée" in telling.text
    assert Notification.objects.get(kind="suggestions.to_tell").recipient == colleague
    # Whoever typed it reads it, changes it and takes it back in their place; others see nothing of it yet.
    assert signed_in(moderator).get(idea.get_absolute_url()).status_code == 200
    assert signed_in(AgentFactory.create()).get(idea.get_absolute_url()).status_code == 404
    told = reverse("suggestions:telling_told", args=[idea.reference, telling.reference])
    assert "C’est noté" in signed_in(colleague).post(told, follow=True).text
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
    ({"contact": ""}, "contact", "Dites comment"),
    ({"contact": "mail", "contact_detail": "pas une adresse"}, "contact_detail", "adresse de courriel"),
    ({"contact": "mail"}, "contact_detail", "adresse de courriel"),
    ({"contact": "phone"}, "contact_detail", "numéro"),
    ({"identity": "anonymous"}, "identity", ""),
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
    with pytest.raises(ValidationError):
        enter_for(by=colleague, author=gardener, contact="spoken", **WORDS)


def test_told_by_the_means_they_gave(gardener, colleague):
    given = {"entered_by": colleague, "author": gardener}
    by_mail = IdeaFactory.create(contact="mail", contact_detail="aime@exemple.fr", **given)
    notify_authors(by_mail, MOVED, MAIL)
    [letter] = OutgoingMail.objects.filter(kind=MOVED.code)
    assert (letter.address, letter.agent) == ("aime@exemple.fr", None)
    assert not Telling.objects.exists()
    by_phone = IdeaFactory.create(contact="phone", contact_detail="06 00 00 00 00", **given)
    notify_authors(by_phone, MOVED, MAIL)
    assert Telling.objects.get().idea == by_phone
    assert "06 00 00 00 00" in Notification.objects.get(kind="suggestions.to_tell").text
    # On the site too, for the day when they come to it; an anonymous idea has nobody to tell.
    notify_authors(IdeaFactory.create(author=None, identity="anonymous"), MOVED, MAIL)
    assert Notification.objects.filter(kind=MOVED.code, recipient=gardener).count() == 2
    assert Notification.objects.filter(kind=MOVED.code).count() == 2


def test_who_reads_the_news_and_says_they_are_told(cast, signed_in, case):
    idea = idea_in(State.UNDER_STUDY, author=cast["author"], entered_by=cast["colleague"], contact="spoken")
    telling = Telling.objects.create(idea=idea, text="Une nouvelle à dire")
    url = reverse("suggestions:telling_told", args=[idea.reference, telling.reference])
    for person in ("colleague", "moderator", "head", "author", "outsider"):
        with case(person):
            client, may = signed_in(cast[person]), person not in ("author", "outsider")
            assert ("Une nouvelle à dire" in client.get(idea.get_absolute_url()).text) is may
            assert client.post(url).status_code == (302 if may else 403)
            telling.refresh_from_db()
            assert telling.told_by == (cast[person] if may else None)
    other = IdeaFactory.create(author=cast["author"])
    elsewhere = reverse("suggestions:telling_told", args=[other.reference, telling.reference])
    assert signed_in(cast["head"]).post(elsewhere).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.mark_as_told(telling, by=cast["closed_moderator"])


THANKS = [
    ("author", State.RETAINED, "named", True),
    ("author", State.DONE, "named", True),
    ("author", State.UNDER_STUDY, "named", False),
    ("author", State.DECLINED, "named", False),
    ("author", State.DONE, "hidden", False),
    ("colleague", State.DONE, "named", True),
    ("moderator", State.DONE, "named", False),
]


@pytest.mark.parametrize(("person", "state", "identity", "may"), THANKS)
def test_who_accepts_thanks(cast, signed_in, person, state, identity, may):
    given = {"entered_by": cast["colleague"], "contact": "spoken"}
    idea = idea_in(state, author=cast["author"], identity=identity, **given)
    url = action_url(idea, "remerciements")
    client = signed_in(cast[person])
    assert client.get(url).status_code == (200 if may else 403)
    client.post(url, {"is_thanked": "1"})
    idea.refresh_from_db()
    assert idea.is_thanked == (True if may else None)
    if may:
        client.post(url, {"is_thanked": ""})
        idea.refresh_from_db()
        assert idea.is_thanked is False
