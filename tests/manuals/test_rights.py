"""Who may do what, person by person."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.people.models import Agent
from manuals import actions, collaboration, contracts, links, policies, problems
from manuals.models import (
    Archiving,
    Commitment,
    Contract,
    Deadline,
    Manual,
    Pin,
    Problem,
    Software,
    SoftwareLink,
)
from tests.manuals.factories import (
    BODY,
    ContractFactory,
    ManualFactory,
    OutageFactory,
    SoftwareLinkFactory,
    replace,
)

pytestmark = pytest.mark.django_db

KEEPERS = {"referent", "it_referent", "moderator", "head"}
GROUP = {"moderator", "head"}
READERS = {"other_referent", "outsider", "room_manager", "council_secretary", "administrator"} | KEEPERS
PEOPLE = sorted(READERS | {"closed", "closed_moderator"})
OPEN_STATES = ["project", "in_use", "being_replaced"]


def test_abilities_on_a_software(cast, software):
    for person, state, is_down in product(PEOPLE, [*OPEN_STATES, "retired"], [True, False]):
        software.state = state
        keeps, manages = person in KEEPERS, person in GROUP
        assert policies.software_abilities(cast[person], software, is_down=is_down) == {
            "see": person in READERS,
            "keep": keeps,
            "see_contract": keeps or person == "administrator",
            "manage": manages,
            "put_in_use": manages and state != "in_use",
            "announce_replacement": manages and state == "in_use",
            "retire": manages and state != "retired",
            "start_outage": keeps and not is_down and state != "retired",
            "end_outage": keeps and is_down,
        }, (person, state, is_down)


@pytest.mark.parametrize("fate", ["current", "replaced", "withdrawn"])
def test_abilities_on_a_manual(cast, software, fate):
    manual = ManualFactory.create(software=software, withdrawn=fate == "withdrawn")
    if fate == "replaced":
        ManualFactory.create(software=software, replaces=manual)
        manual = Manual.objects.for_page().get(pk=manual.pk)
    is_current = fate == "current"
    for person in PEOPLE:
        keeps = person in KEEPERS
        assert policies.manual_abilities(cast[person], manual) == {
            "see": person in READERS,
            "correct": keeps and is_current,
            "replace": keeps and is_current,
            "withdraw": keeps and is_current,
            "restore": keeps and fate == "withdrawn",
            "pin": person in READERS and is_current,
        }, person


WORDS = {"title": "Titre", "dated_on": date(2026, 3, 2), "body": BODY}
ACTIONS: dict[str, Callable[[Software, Manual, Agent], Any]] = {
    "describe": lambda software, manual, by: actions.describe(software, by=by, purpose="Autre"),
    "name_referents": lambda software, manual, by: actions.name_referents(
        software, by=by, functional_referent=None, it_referent=None
    ),
    "put_in_use": lambda software, manual, by: actions.put_in_use(software, by=by),
    "announce_replacement": lambda software, manual, by: actions.announce_replacement(software, by=by),
    "retire": lambda software, manual, by: actions.retire(software, by=by),
    "start_outage": lambda software, manual, by: actions.start_outage(software, by=by, message="Arrêt."),
    "amend_outage": lambda software, manual, by: actions.amend_outage(software, by=by, message="Arrêt."),
    "end_outage": lambda software, manual, by: actions.end_outage(software, by=by),
    "add_manual": lambda software, manual, by: actions.add_manual(software, by=by, **WORDS),
    "replace_manual": lambda software, manual, by: replace(manual, by=by, **WORDS),
    "correct_manual": lambda software, manual, by: actions.correct_manual(manual, by=by, **WORDS),
    "withdraw_manual": lambda software, manual, by: actions.withdraw_manual(manual, by=by),
    "restore_manual": lambda software, manual, by: actions.restore_manual(manual, by=by),
    "describe_sharing": lambda software, manual, by: collaboration.describe_sharing(
        software, by=by, is_collaborative=False, shared_use="", shared_by=[]
    ),
    "fill_in": lambda software, manual, by: problems.fill_in(software, Problem.ARCHIVING, by=by, kept="x"),
    "write_link": lambda software, manual, by: links.write_link(
        SoftwareLink.objects.get(), by=by, source=software, target=Software.objects.get(name="Autre"),
        is_two_way=False, content="les mandats", means="hand",
    ),
    "remove_link": lambda software, manual, by: links.remove_link(SoftwareLink.objects.get(), by=by),
    "fill_in_contract": lambda software, manual, by: contracts.fill_in_contract(software, by=by, vendor="Autre"),
    "commit": lambda software, manual, by: contracts.commit(
        software.contract, Deadline.END, by=by, settled_by=timezone.localdate()
    ),
}  # fmt: skip
ONLY_GROUP = {"name_referents", "put_in_use", "announce_replacement", "retire"}
OF_CONTRACTS = {"fill_in_contract", "commit"}


def prepare(verb: str, software: Software) -> Manual:
    """The software and its manual as the action wants them."""
    if verb == "put_in_use":
        Software.objects.filter(pk=software.pk).update(state="project")
    if verb in ("amend_outage", "end_outage"):
        OutageFactory.create(software=software)
    if verb == "commit":
        ContractFactory.create(
            software=software, ends_on=timezone.localdate() + timedelta(days=30), notice_on=None
        )
    if verb in ("write_link", "remove_link"):
        SoftwareLinkFactory.create(target=software)
    return ManualFactory.create(software=software, withdrawn=verb == "restore_manual")


@pytest.mark.parametrize("verb", ACTIONS)
def test_actions_refuse_those_who_may_not(cast, software, verb):
    manual = prepare(verb, software)
    tables = (Software, Manual, SoftwareLink, Contract, Commitment, Archiving)
    before = [list(table._default_manager.values()) for table in tables]
    allowed = (
        GROUP if verb in ONLY_GROUP else KEEPERS | ({"administrator"} if verb in OF_CONTRACTS else set())
    )
    for person in PEOPLE:
        if person in allowed:
            with transaction.atomic():
                ACTIONS[verb](software, manual, cast[person])
                transaction.set_rollback(True)
            continue
        with pytest.raises(PermissionDenied) as refusal:
            ACTIONS[verb](software, manual, cast[person])
        assert str(refusal.value), person
        assert [list(table._default_manager.values()) for table in tables] == before, person


FORMS = [
    "software_edit",
    "manual_add_page",
    "manual_add_file",
    "shared_tool_edit",
    "link_add",
    "link_correct",
]


@pytest.mark.parametrize("name", [*FORMS, *(f"{problem}_edit" for problem in Problem)])
def test_its_forms_are_its_keepers(cast, software, signed_in, name):
    link = SoftwareLinkFactory.create(target=software)
    url = reverse(f"manuals:{name}", args=[link.reference if name == "link_correct" else software.reference])
    for person in sorted(READERS):
        client = signed_in(cast[person])
        # What is posted need not be valid.
        bad = {"source": "x", "tested_on": "x", "shared_by": "x", "link": "x" * 300}
        answers = [client.get(url), client.post(url, bad)]
        expected = 200 if person in KEEPERS else 403
        assert [answer.status_code for answer in answers] == [expected] * 2, person
        assert (url in client.get(software.get_absolute_url()).text) == (person in KEEPERS), person
    assert not SoftwareLink.objects.visible_to(cast["closed"])


def test_a_closed_account_pins_nothing(cast):
    manual = ManualFactory.create()
    with pytest.raises(ValidationError):
        actions.pin(manual, by=cast["closed"])
    assert not Pin.objects.exists()
