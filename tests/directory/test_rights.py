"""Who may do what: on a card, a correction, an import."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core.people.models import Agent
from core.people.roles import Role
from directory import cards, policies
from directory import corrections as correction_actions
from directory.models import Card
from tests.directory.factories import CorrectionFactory, with_photo
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db

SEES = ("see", "propose")
KEEPS = (*SEES, "assign", "keep", "remove_photo", "change_account")
ABILITIES = ("see", "correct", "propose", "declare", "assign", "keep", "remove_photo", "change_account")
TABLE = [
    ("author", "plain", ("see", "correct", "propose", "declare", "remove_photo")),
    *((person, "plain", SEES) for person in ("colleague", "moderator", "room_manager", "council_secretary")),
    *((person, "plain", KEEPS) for person in ("directory_manager", "administrator")),
    *((person, "closed", ()) for person in ("author", "moderator")),
    *((person, "closed", KEEPS) for person in ("directory_manager", "administrator")),
    ("outsider", "with_role", SEES),
    ("directory_manager", "with_role", tuple(name for name in KEEPS if name != "change_account")),
    ("administrator", "with_role", KEEPS),
]


def subject_of(kind: str, author: Agent) -> Agent:
    if kind == "plain":
        return author
    if kind == "closed":
        return AgentFactory.create(is_active=False)
    return AgentFactory.create(roles=[Role.PROJECT_GROUP])


@pytest.mark.parametrize(("person", "kind", "granted"), TABLE)
def test_abilities(request, author, person, kind, granted):
    abilities = policies.abilities(request.getfixturevalue(person), subject_of(kind, author))
    assert abilities == {name: name in granted for name in ABILITIES}


def test_a_closed_account_may_nothing(author):
    gone = AgentFactory.create(is_active=False, roles=[Role.DIRECTORY_MANAGER])
    for subject in (author, gone):
        assert not any(policies.abilities(gone, subject).values())


DECIDERS = [
    *((person, "plain", False) for person in ("author", "outsider", "moderator")),
    *((person, "plain", True) for person in ("directory_manager", "administrator")),
    ("directory_manager", "with_role", False),
    ("administrator", "with_role", True),
]


@pytest.mark.parametrize(("person", "kind", "may"), DECIDERS)
def test_who_decides(request, author, person, kind, may):
    correction = CorrectionFactory.create(subject=subject_of(kind, author))
    by = request.getfixturevalue(person)
    assert policies.can_decide(by, correction) is may
    if may:
        correction_actions.accept_correction(correction, by=by)
    else:
        for action in (
            correction_actions.accept_correction,
            lambda correction, by: correction_actions.refuse_correction(correction, by=by, reason="Non."),
        ):
            with pytest.raises(PermissionDenied):
                action(correction, by=by)
        correction.refresh_from_db()
        assert correction.is_waiting


def test_nobody_writes_for_another(author, colleague, directory_manager, administrator):
    for by in (colleague, directory_manager, administrator):
        with pytest.raises(PermissionDenied):
            cards.correct_card(author, by=by, phone="12 34", office="", duties="")
    with pytest.raises(PermissionDenied):
        cards.keep_card(author, by=colleague, office="", duties="", manager=None)
    assert not Card.objects.exists()


def test_a_photo_is_removed_by_its_owner_or_a_manager(
    author, colleague, moderator, directory_manager, administrator
):
    for by in (colleague, moderator):
        with_photo(author)
        with pytest.raises(PermissionDenied):
            cards.remove_photo(author, by=by)
    for by in (author, directory_manager, administrator):
        with_photo(author)
        cards.remove_photo(author, by=by)
        assert Card.objects.get(agent=author).photo is None


# The doors: person × address × verb


@pytest.mark.parametrize(
    "route", ["agent_detail", "agent_photo", "agent_vcard", "photo_remove", "correction_propose", "card_keep"]
)
def test_people_who_left_are_not_there(signed_in, outsider, directory_manager, route):
    gone = AgentFactory.create()
    with_photo(gone)
    Agent.objects.filter(pk=gone.pk).update(is_active=False)
    path = reverse(f"directory:{route}", args=[gone.reference])
    assert signed_in(outsider).get(path).status_code == 404
    assert signed_in(outsider).post(path).status_code in (404, 405)
    assert signed_in(directory_manager).get(path).status_code == 200
