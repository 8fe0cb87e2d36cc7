"""What people decide: the sender by the link of a letter, the desk by its buttons."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from core.mail.inbound import actions, sender_confirmation
from core.mail.inbound.read import process
from core.mail.models import IncomingMail, OutgoingMail, RawContent, Reason, State, Trust
from core.people.models import Agent
from tests.mail.factories import fresh
from tests.mail.sample_rubric import NADIA, Rubric, kept, made, message

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(rubric: Rubric, nadia: Agent) -> IncomingMail:
    mail = kept(message(NADIA, "Un banc & une fontaine <b>ici</b>", Authentication_Results=None))
    process(mail.pk)
    assert fresh(mail).state == State.HELD
    return mail


def link() -> str:
    """As the letter gives it."""
    [found] = re.findall(
        r"/courrier/confirmer/\S+", OutgoingMail.objects.get(kind=sender_confirmation.KIND).body
    )
    return str(found)


def again(mail: IncomingMail) -> IncomingMail:
    process(mail.pk)
    mail.refresh_from_db()
    return mail


def test_yes_makes_it_theirs(held, client, nadia, rubric):
    page = client.get(link())
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert "Un banc &amp; une fontaine &lt;b&gt;ici&lt;/b&gt;" in page.text
    answer = client.post(link(), {"reponse": "oui"}, follow=True)
    assert "Merci, votre message est pris" in answer.text
    assert "fontaine" not in answer.text
    assert (fresh(held).state, held.trust) == (State.RECEIVED, Trust.CONFIRMED)
    mail = again(held)
    assert (mail.state, mail.trust, mail.sender, made()) == (State.FILED, Trust.CONFIRMED, nadia, 1)
    assert rubric.begun[0].is_verified
    # The link says what was answered, and changes nothing more.
    client.post(link(), {"reponse": "non"})
    assert (fresh(mail).state, made()) == (State.FILED, 1)


def test_no_sets_it_aside(held, client, nadia):
    answer = client.post(link(), {"reponse": "non"}, follow=True)
    assert "Le message est écarté" in answer.text
    assert (fresh(held).state, held.handled_by, held.trust) == (State.SET_ASIDE, nadia, Trust.FAILED)
    assert held.set_aside_reason == actions.NOT_ME
    client.post(link(), {"reponse": "oui"})
    assert (again(held).state, made()) == (State.SET_ASIDE, 0)


def test_the_link_is_the_only_right(held, signed_in, administrator):
    url = link()
    for client in (Client(), signed_in(administrator)):
        assert client.get(url).status_code == 200
        of = sender_confirmation.confirmation_token
        other = IncomingMail(reference="abcdefghjkmn", sender=held.sender)
        for wrong in ("x", held.reference, f"{held.reference}:1:x", of(held)[:-1], of(other), "%00"):
            address = f"/courrier/confirmer/{wrong}/"
            assert client.get(address).status_code == 404
            assert client.post(address, {"reponse": "oui"}).status_code == 404
    assert fresh(held).state == State.HELD


@pytest.mark.parametrize("change", ["sender", "address", "account"])
def test_the_link_is_for_whom_it_was_written_to(held, client, colleague, change):
    url, agent = link(), Agent.objects.filter(pk=held.sender_id)
    if change == "sender":
        IncomingMail.objects.update(sender=colleague)
    else:
        agent.update(**{"address": {"email": "autre@ville.example"}, "account": {"is_active": False}}[change])
    assert client.get(url).status_code == 404
    assert client.post(url, {"reponse": "oui"}).status_code == 404
    assert (fresh(held).state, made()) == (State.HELD, 0)


@pytest.mark.parametrize("data", [{}, {"reponse": ""}, {"reponse": "peut-être"}, {"reponse": "\x00"}])
def test_nothing_is_decided_by_nonsense(held, client, data):
    assert "Est-ce bien vous" in client.post(link(), data, follow=True).text
    assert fresh(held).state == State.HELD


def test_the_link_ends(held, client):
    url = link()
    with time_machine.travel(timezone.now() + timedelta(days=sender_confirmation.DAYS, minutes=1)):
        assert client.get(url).status_code == 404
        actions.hand_to_group(timezone.now())
    held.refresh_from_db()
    expected = (State.QUARANTINED, Reason.UNVERIFIED, actions.NOT_ANSWERED)
    assert (held.state, held.reason, held.error) == expected


# The desk

PEOPLE = ["administrator", "moderator", "directory_manager", "outsider", "nadia"]
ALLOWED = {"administrator", "moderator"}


@pytest.mark.parametrize("person", PEOPLE)
def test_who_decides(request, held, nadia, person):
    by = request.getfixturevalue(person)
    verbs: list[Callable[[], Any]] = [
        lambda: actions.read_again(held, by=by),
        lambda: again(held),
        lambda: actions.set_aside(held, by=by, reason="Une plaisanterie"),
        lambda: actions.take_as(held, by=by, agent=nadia),
    ]
    for verb in verbs:
        if person in ALLOWED or verb is verbs[1]:
            verb()
        else:
            with pytest.raises(PermissionDenied):
                verb()
    held.refresh_from_db()
    expected = (
        (State.RECEIVED, Trust.CONFIRMED, by) if person in ALLOWED else (State.HELD, Trust.UNVERIFIED, None)
    )
    assert (held.state, held.trust, held.handled_by) == expected


def test_what_is_set_aside_keeps_why_and_can_come_back(held, moderator):
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        actions.set_aside(held, by=moderator, reason=" \x00\n ")
    actions.set_aside(held, by=moderator, reason=" Une\nplaisanterie ")
    held.refresh_from_db()
    expected = (State.SET_ASIDE, "Une plaisanterie", moderator)
    assert (held.state, held.set_aside_reason, held.handled_by) == expected
    with pytest.raises(ValidationError, match="entre-temps"):
        actions.set_aside(held, by=moderator, reason="Encore")
    actions.read_again(held, by=moderator)
    assert again(held).state == State.HELD
    assert held.set_aside_reason == ""


def test_a_person_takes_what_the_gateway_would_not(rubric, nadia, moderator, outsider):
    states = []
    odd = [{"From": "perso@ailleurs.example"}, {"To": "quelqu.un@ville.example"}]
    odd += [{"Auto_Submitted": "auto-generated"}, {"From": "x@ville.example, y@ville.example"}]
    for number, headers in enumerate(odd):
        mail = kept(message(NADIA, **{"Message_ID": f"<{number}@poste.example>"} | headers))
        states.append(again(mail).state)
        actions.take_as(mail, by=moderator, agent=outsider)
        again(mail)
        assert (mail.state, mail.sender, mail.trust) == (State.FILED, outsider, Trust.CONFIRMED)
        assert mail.handled_by == moderator
    assert states == [State.QUARANTINED, State.QUARANTINED, State.AUTOMATIC, State.QUARANTINED]
    assert {arrival.sender for arrival in rubric.begun} == {outsider}


def test_the_desks_word_is_not_the_agents(rubric, nadia, outsider, moderator):
    """Nobody speaks for a member by it, and a refusal goes to the agent, not to whoever borrowed a name."""
    denied = "mx.ville.example; dmarc=fail header.from=pirate.example"
    mail = kept(message("x@pirate.example", Authentication_Results=denied))
    assert again(mail).trust == Trust.FAILED
    actions.take_as(mail, by=moderator, agent=outsider)
    rubric.fails = ValidationError("Cette boîte est fermée.")
    again(mail)
    [arrival] = rubric.begun
    assert not arrival.is_verified
    assert [letter.address for letter in OutgoingMail.objects.all()] == [outsider.email]


def test_a_stranger_is_told_nothing_of_the_agent_behind_them(rubric, nadia, moderator):
    mail = again(kept(message("x@pirate.example", Authentication_Results=None)))
    OutgoingMail.objects.all().delete()
    actions.take_as(mail, by=moderator, agent=nadia)
    rubric.fails = ValidationError("Cette boîte est fermée.")
    again(mail)
    assert (mail.state, OutgoingMail.objects.get().address) == (State.REFUSED, str(nadia.email).lower())


def test_what_is_filed_is_decided(rubric, nadia, moderator):
    first, second = kept(message(NADIA)), kept(message(NADIA))
    for mail in (first, second):
        again(mail)
        with pytest.raises(ValidationError, match="entre-temps"):
            actions.take_as(mail, by=moderator, agent=nadia)
    assert (first.state, second.state) == (State.FILED, State.REPEATED)


def test_nobody_is_taken_for_an_agent_who_left(held, moderator, outsider):
    outsider.is_active = False
    outsider.save()
    with pytest.raises(ValidationError, match="fermé"):
        actions.take_as(held, by=moderator, agent=outsider)


def test_an_unknown_senders_words_are_erased_after_the_delay(rubric, nadia, settings):
    unknown = again(kept(message("x@ailleurs.example", Message_ID="<1@poste.example>")))
    young = again(kept(message("y@ailleurs.example", Message_ID="<2@poste.example>")))
    filed = again(kept(message(NADIA)))
    machine = {"Message_ID": "<3@poste.example>", "Auto_Submitted": "auto-replied"}
    robot = again(kept(message("z@ailleurs.example", **machine)))
    assert robot.state == State.AUTOMATIC
    old = timezone.now() - timedelta(days=settings.MAIL_QUARANTINE_DAYS, minutes=1)
    IncomingMail.objects.filter(pk__in=[unknown.pk, filed.pk, robot.pk]).update(taken_at=old)
    assert actions.expire(timezone.now()) == 2
    assert actions.expire(timezone.now()) == 0
    for mail in (unknown, young, filed):
        mail.refresh_from_db()
    assert (unknown.state, unknown.text, unknown.subject) == (State.EXPIRED, "", "")
    assert (unknown.sender_address, unknown.message_id) == ("x@ailleurs.example", "<1@poste.example>")
    assert {*RawContent.objects.values_list("mail", flat=True)} == {young.pk, filed.pk}
    assert (young.state, filed.state) == (State.QUARANTINED, State.FILED)
