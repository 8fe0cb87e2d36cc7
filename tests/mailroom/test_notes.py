"""Notes between colleagues, opinions of other directions; who reads and writes them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.admin.to_do import to_do_for
from core.notifications.models import Notification
from core.people.models import Agent
from mailroom import actions, notes, retention
from mailroom.models import Item, Note, State
from tests.factories import AgentFactory
from tests.mailroom.factories import item_in


def fresh(agent: Agent) -> Agent:
    return Agent.objects.with_roles().select_related("direction").get(pk=agent.pk)


def test_an_opinion_is_asked_read_and_given(item, client, agent, elsewhere):
    client.force_login(elsewhere)
    assert client.get(item.get_absolute_url()).status_code == 404
    item = notes.ask(item, by=agent, direction=elsewhere.direction, text="Ce trottoir est-il à vous ?")
    asked = Notification.objects.get(recipient=elsewhere, kind="mailroom.opinion")
    assert "trottoir" not in f"{asked.title}{asked.text}"
    page = client.get(item.get_absolute_url()).text
    assert "Ce trottoir est-il à vous" in page
    assert reverse("mailroom:item_advise", args=[item.reference]) in page
    [line] = [line for line in to_do_for(fresh(elsewhere)) if "avis" in line.label]
    assert item.subject in client.get(line.url).text
    path = reverse("mailroom:item_advise", args=[item.reference])
    assert "Écrivez votre avis." in client.post(path, {"text": " "}).text
    assert client.post(path, {"text": "Oui, depuis mai."}).status_code == 302
    given = Note.objects.get()
    assert (given.opinion, given.given_by) == ("Oui, depuis mai.", elsewhere)
    assert Notification.objects.get(recipient=agent, kind="mailroom.opinion").title.startswith(
        "L’avis demandé"
    )
    client.force_login(agent)
    assert "Oui, depuis mai." in client.get(item.get_absolute_url()).text
    assert not [line for line in to_do_for(fresh(elsewhere)) if "avis" in line.label]
    with pytest.raises(ValidationError, match="plus attendu"):
        notes.advise(Item.objects.get(), by=fresh(elsewhere), text="Encore.")


def test_an_opinion_answers_the_question_that_was_read(item, client, agent, elsewhere):
    """And settles it for nobody else."""
    other = AgentFactory.create()
    for direction in (elsewhere.direction, other.direction):
        notes.ask(item, by=agent, direction=direction, text=f"Est-il {direction.pk} à vous ?")
    client.force_login(elsewhere)
    path = reverse("mailroom:item_advise", args=[item.reference])
    page = client.get(path)
    assert f"Est-il {elsewhere.direction.pk} à vous" in page.text
    sent = {"text": "Oui.", "shown_stamp": page.context["form"]["shown_stamp"].value()}
    notes.advise(item, by=fresh(elsewhere), text="Non.")
    told = Notification.objects.filter(kind="mailroom.opinion")
    assert told.get(recipient=elsewhere).read_at
    assert not told.get(recipient=other).read_at
    notes.ask(item, by=agent, direction=elsewhere.direction, text="Et depuis mai ?")
    page = client.post(path, sent)
    assert "Et depuis mai" in page.text
    assert "Oui.</textarea>" in page.text
    assert not item.notes.filter(opinion="Oui.").exists()
    actions.file_without_answer(item, by=agent, reason="Réglé.")
    assert not told.filter(read_at=None).exists()


def test_no_opinion_on_what_is_confidential_nor_of_oneself(office, agent, elsewhere, gardens):
    """The direction would read what is kept from it."""
    item = item_in(
        State.TAKEN, office=office, direction=gardens, taker=agent, is_confidential=True, readers=(agent,)
    )
    with pytest.raises(ValidationError, match="confidentiel"):
        notes.ask(item, by=fresh(agent), direction=elsewhere.direction, text="?")
    item = item_in(State.TAKEN, office=office, direction=gardens, taker=agent)
    with pytest.raises(ValidationError, match="est chargée"):
        notes.ask(item, by=fresh(agent), direction=gardens, text="?")
    notes.ask(item, by=fresh(agent), direction=elsewhere.direction, text="?")
    with pytest.raises(ValidationError, match="déjà demandé"):
        notes.ask(item, by=fresh(agent), direction=elsewhere.direction, text="?")
    assert Note.objects.count() == 1


def test_who_reads_only_writes_no_note(office, agent, elsewhere, gardens):
    """By the actions; tests/mailroom/test_rights.py asks the pages."""
    item = item_in(State.TAKEN, office=office, direction=gardens, taker=agent, copies=(elsewhere.direction,))
    for who in (AgentFactory.create(), elsewhere):
        for verb in (notes.note, notes.advise):
            with pytest.raises(PermissionDenied):
                verb(item, by=fresh(who), text="Non.")
        with pytest.raises(PermissionDenied):
            notes.ask(item, by=fresh(who), direction=gardens, text="Non.")


def test_a_note_leaves_with_what_is_erased(office, agent, gardens):
    item = item_in(State.RETURNED, office=office, direction=gardens)
    notes.note(item, by=office, text="Déjà vu.")
    actions.mark_spam(item, by=office)
    with pytest.raises(ValidationError, match="indésirables"):
        notes.note(item, by=office, text="Encore.")
    retention._empty([item.pk])
    assert not Note.objects.exists()
