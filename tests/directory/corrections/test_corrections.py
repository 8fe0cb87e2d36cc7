"""Corrections: proposed by anyone, told, decided once, written on the card."""

import uuid

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.history.entries import history_of
from core.notifications.models import Notification
from core.people.models import Agent
from core.people.roles import Role
from directory import corrections
from directory.models import Correction
from tests.directory.factories import CorrectionFactory
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db
LIST = reverse("directory:correction_list")
MISSING = reverse("directory:correction_missing")


def propose_path(agent: Agent) -> str:
    return reverse("directory:correction_propose", args=[agent.reference])


def filled(agent: Agent, **changes: str) -> dict[str, str]:
    """The form as the page gives it, with changes."""
    said = {
        "last_name": agent.last_name,
        "first_name": agent.first_name,
        "function": agent.function,
        "email": agent.email or "",
        "direction": agent.direction.reference if agent.direction else "",
        "message": "",
        "submission_key": str(uuid.uuid4()),
    }
    return said | changes


def told(kind: str) -> set[str]:
    return set(Notification.objects.filter(kind=kind).values_list("recipient__identifiant", flat=True))


def test_only_what_changes_is_proposed(signed_in, author, directory_manager, units):
    data = filled(author, function="cheffe d’équipe", direction=units["green"].reference)
    response = signed_in(author).post(propose_path(author), data)
    correction = Correction.objects.get()
    assert response["Location"] == correction.get_absolute_url()
    assert (correction.function, correction.direction) == ("cheffe d’équipe", units["green"])
    assert (correction.last_name, correction.first_name, correction.email) == ("", "", "")
    assert told("directory.proposed") == {directory_manager.identifiant}
    assert history_of(correction)[0].action == "a proposé la correction"


def test_administrators_are_told_where_nobody_keeps_the_directory(signed_in, author, administrator):
    corrections.propose_correction(by=author, subject=author, function="cheffe")
    assert told("directory.proposed") == {administrator.identifiant}


def test_an_unchanged_card_is_no_correction(signed_in, author):
    response = signed_in(author).post(propose_path(author), filled(author))
    assert response.status_code == 200
    assert "Rien n’est changé" in response.text
    assert not Correction.objects.exists()


def test_someone_is_missing(signed_in, author, directory_manager):
    signed_in(author).post(MISSING, {"message": "Paul Roux, aux serres"})
    correction = Correction.objects.get()
    assert correction.subject is None
    page = signed_in(directory_manager).get(correction.get_absolute_url()).text
    assert "Paul Roux, aux serres" in page
    assert "C’est fait" in page
    sentence = corrections.accept_correction(correction, by=directory_manager)
    assert "prévenue" in sentence
    assert told("directory.decided") == {author.identifiant}


def test_accepted_it_is_on_the_card(signed_in, author, colleague, directory_manager, units):
    correction = CorrectionFactory.create(
        subject=author,
        proposed_by=colleague,
        last_name="Benali-Roux",
        function="cheffe d’équipe",
        direction=units["green"],
        email="n.roux@ville.example",
    )
    client = signed_in(directory_manager)
    response = client.post(reverse("directory:correction_accept", args=[correction.reference]), follow=True)
    assert "est corrigée" in response.text
    author.refresh_from_db()
    assert str(author) == "Nadia Benali-Roux"
    assert (author.function, author.direction) == ("cheffe d’équipe", units["green"])
    assert author.email == "n.roux@ville.example"
    assert list(EmailAddress.objects.filter(user=author).values_list("email", "verified")) == [
        ("n.roux@ville.example", True)
    ]
    assert told("directory.decided") == {colleague.identifiant}
    assert told("directory.changed") == {author.identifiant}
    assert told("people.address_changed") == {author.identifiant}
    assert history_of(author)[0].action == "a accepté la correction proposée"
    assert history_of(author)[0].by == directory_manager
    correction.refresh_from_db()
    assert (correction.state, correction.decided_by) == ("accepted", directory_manager)


def test_refused_with_a_reason(signed_in, author, directory_manager):
    correction = CorrectionFactory.create(subject=author, function="maire")
    path = reverse("directory:correction_refuse", args=[correction.reference])
    signed_in(directory_manager).post(path, {"reason": "Pas encore."})
    correction.refresh_from_db()
    assert (correction.state, correction.reason) == ("refused", "Pas encore.")
    author.refresh_from_db()
    assert author.function != "maire"
    notification = Notification.objects.get(kind="directory.decided")
    assert "Pas encore." in notification.text
    assert "Pas encore." in signed_in(author).get(correction.get_absolute_url()).text


def test_an_address_taken_meanwhile(signed_in, author, colleague, directory_manager):
    correction = CorrectionFactory.create(subject=author, function="", email="Paul@ville.example")
    Agent.objects.filter(pk=colleague.pk).update(email="paul@ville.example")
    path = reverse("directory:correction_accept", args=[correction.reference])
    response = signed_in(directory_manager).post(path, follow=True)
    assert "déjà celle d’un autre agent" in response.text
    correction.refresh_from_db()
    assert correction.is_waiting


def test_decided_once(signed_in, author, directory_manager, administrator):
    correction = CorrectionFactory.create(subject=author)
    corrections.accept_correction(correction, by=administrator)
    with pytest.raises(ValidationError, match="acceptée entre-temps par Élie Costa"):
        corrections.refuse_correction(correction, by=directory_manager, reason="Non.")
    client = signed_in(directory_manager)
    path = reverse("directory:correction_refuse", args=[correction.reference])
    response = client.post(path, {"reason": "Une raison longuement écrite"})
    assert response.status_code == 200
    assert "entre-temps" in response.text
    assert "Une raison longuement écrite" in response.text


def test_one_sees_only_what_one_proposed(signed_in, author, colleague):
    mine = CorrectionFactory.create(subject=author)
    theirs = CorrectionFactory.create(subject=author, proposed_by=colleague)
    client = signed_in(author)
    page = client.get(LIST).text
    assert mine.get_absolute_url() in page
    assert theirs.get_absolute_url() not in page
    assert client.get(theirs.get_absolute_url()).status_code == 404


def test_a_manager_without_the_right_is_told_who_has_it(signed_in, directory_manager):
    correction = CorrectionFactory.create(subject=AgentFactory.create(roles=[Role.PROJECT_GROUP]))
    page = signed_in(directory_manager).get(correction.get_absolute_url()).text
    assert "seul un administrateur décide" in page
    assert "Accepter" not in page


def test_the_desk_decides(signed_in, directory_manager):
    accepted, refused = CorrectionFactory.create(), CorrectionFactory.create()
    client = signed_in(directory_manager)
    action = "admin:directory_correction_action"
    card = client.get(reverse("admin:directory_correction_change", args=[accepted.pk])).text
    assert "chef de projet" in card
    client.post(reverse(action, args=[accepted.pk, "accepter"]))
    client.post(reverse(action, args=[refused.pk, "refuser"]), {"reason": "Non."})
    states = Correction.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["accepted", "refused"]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "accepted"},
        {"state": "refused", "reason": ""},
        {"reason": "Sans décision"},
        {"function": ""},
    ],
)
def test_the_database_refuses_what_contradicts_itself(fields):
    correction = CorrectionFactory.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=correction.pk).update(**fields)
