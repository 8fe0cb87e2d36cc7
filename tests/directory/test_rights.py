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
    ("colleague", "plain", SEES),
    ("outsider", "plain", SEES),
    ("moderator", "plain", SEES),
    ("head", "plain", SEES),
    ("room_manager", "plain", SEES),
    ("council_secretary", "plain", SEES),
    ("directory_manager", "plain", KEEPS),
    ("administrator", "plain", KEEPS),
    ("author", "closed", ()),
    ("moderator", "closed", ()),
    ("directory_manager", "closed", KEEPS),
    ("administrator", "closed", KEEPS),
    ("outsider", "with_role", SEES),
    ("directory_manager", "with_role", tuple(name for name in KEEPS if name != "change_account")),
    ("administrator", "with_role", KEEPS),
]


@pytest.fixture
def people(
    author: Agent,
    colleague: Agent,
    outsider: Agent,
    moderator: Agent,
    head: Agent,
    room_manager: Agent,
    council_secretary: Agent,
    directory_manager: Agent,
    administrator: Agent,
) -> dict[str, Agent]:
    return dict(locals())


def subject_of(kind: str, people: dict[str, Agent]) -> Agent:
    if kind == "plain":
        return people["author"]
    if kind == "closed":
        return AgentFactory.create(is_active=False)
    return AgentFactory.create(roles=[Role.PROJECT_GROUP])


@pytest.mark.parametrize(("person", "kind", "granted"), TABLE)
def test_abilities(people, person, kind, granted):
    subject = subject_of(kind, people)
    expected = {name: name in granted for name in ABILITIES}
    assert policies.abilities(people[person], subject) == expected


def test_a_closed_account_may_nothing(author):
    gone = AgentFactory.create(is_active=False, roles=[Role.DIRECTORY_MANAGER])
    for subject in (author, gone):
        assert not any(policies.abilities(gone, subject).values())


DECIDERS = [
    ("author", "plain", False),
    ("outsider", "plain", False),
    ("moderator", "plain", False),
    ("council_secretary", "plain", False),
    ("directory_manager", "plain", True),
    ("administrator", "plain", True),
    ("directory_manager", "with_role", False),
    ("administrator", "with_role", True),
]


@pytest.mark.parametrize(("person", "kind", "may"), DECIDERS)
def test_who_decides(people, person, kind, may):
    correction = CorrectionFactory.create(subject=subject_of(kind, people))
    assert policies.can_decide(people[person], correction) is may
    if may:
        correction_actions.accept_correction(correction, by=people[person])
    else:
        for action in (
            correction_actions.accept_correction,
            lambda correction, by: correction_actions.refuse_correction(correction, by=by, reason="Non."),
        ):
            with pytest.raises(PermissionDenied):
                action(correction, by=people[person])
        correction.refresh_from_db()
        assert correction.is_waiting


def test_a_manager_s_own_address_is_theirs_to_correct(directory_manager):
    correction = CorrectionFactory.create(subject=directory_manager, function="", email="zoe@ville.example")
    correction_actions.accept_correction(correction, by=directory_manager)
    directory_manager.refresh_from_db()
    assert directory_manager.email == "zoe@ville.example"


def test_nobody_writes_for_another(people):
    author = people["author"]
    for person in ("colleague", "directory_manager", "administrator"):
        with pytest.raises(PermissionDenied):
            cards.correct_card(author, by=people[person], phone="12 34", office="", duties="")
    with pytest.raises(PermissionDenied):
        cards.keep_card(author, by=people["colleague"], office="", duties="", manager=None)
    assert not Card.objects.exists()


def test_a_photo_is_removed_by_its_owner_or_a_manager(people):
    author = people["author"]
    for person in ("colleague", "moderator"):
        with_photo(author)
        with pytest.raises(PermissionDenied):
            cards.remove_photo(author, by=people[person])
    for person in ("author", "directory_manager", "administrator"):
        with_photo(author)
        cards.remove_photo(author, by=people[person])
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
