"""Who may do what, person by person."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.people.models import Agent
from manuals import actions, collaboration, contracts, follow_ups, links, policies, problems
from manuals.models import (
    Archiving,
    Commitment,
    Contract,
    Deadline,
    FollowUp,
    Manual,
    Pin,
    Problem,
    Software,
    SoftwareLink,
)
from tests.manuals.factories import (
    BODY,
    ContractFactory,
    FollowUpFactory,
    ManualFactory,
    OutageFactory,
    SoftwareLinkFactory,
    replace,
)

pytestmark = pytest.mark.django_db

KEEPERS = {"referent", "it_referent", "moderator", "head"}
GROUP = {"moderator", "head"}
READERS = {"other_referent", "outsider", "room_manager", "council_secretary", "administrator"} | KEEPERS
CONTRACT_READERS = KEEPERS | {"administrator"}
# Who is to do the follow-up is an ordinary agent.
CLOSERS = KEEPERS | {"outsider"}
PEOPLE = sorted(READERS | {"closed", "closed_moderator"})
OPEN_STATES = ["project", "in_use", "being_replaced"]


def test_abilities_on_a_software(cast, software):
    for person, state, is_down in product(PEOPLE, [*OPEN_STATES, "retired"], [True, False]):
        software.state = state
        keeps, manages = person in KEEPERS, person in GROUP
        assert policies.software_abilities(cast[person], software, is_down=is_down) == {
            "keep": keeps,
            "see_contract": person in CONTRACT_READERS,
            "manage": manages,
            "start_outage": keeps and not is_down and state != "retired",
            "end_outage": keeps and is_down,
        }, (person, state, is_down)
        moves = (policies.can_put_in_use, policies.can_announce_replacement, policies.can_retire)
        allowed = [manages and may for may in (state != "in_use", state == "in_use", state != "retired")]
        assert [can(cast[person], software) for can in moves] == allowed, (person, state)


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
            "correct": keeps and is_current,
            "replace": keeps and is_current,
            "restore": keeps and fate == "withdrawn",
            "pin": person in READERS and is_current,
        }, person


@pytest.mark.parametrize("is_open", [True, False])
def test_abilities_on_a_follow_up(cast, software, is_open):
    row = FollowUpFactory.create(software=software, assigned_to=cast["outsider"], closed=not is_open)
    for person in PEOPLE:
        assert policies.follow_up_abilities(cast[person], row) == {
            "change": is_open and person in KEEPERS,
            "close": is_open and person in CLOSERS,
        }, person


def test_a_closed_account_does_nothing_of_its_own(cast, software):
    closed = cast["closed"]
    row = FollowUpFactory.create(software=software, assigned_to=closed)
    assert not policies.can_close_follow_up(closed, row)
    with pytest.raises(ValidationError):
        actions.pin(ManualFactory.create(), by=closed)
    assert not Pin.objects.exists()
    SoftwareLinkFactory.create(target=software)
    assert not SoftwareLink.objects.visible_to(closed)


def rewrite(link: SoftwareLink, *, by: Agent) -> Any:
    said: dict[str, Any] = {"is_two_way": False, "content": "les mandats", "means": "hand"}
    return links.write_link(link, by=by, source=link.source, target=link.target, **said)


def settle(contract: Contract, *, by: Agent) -> Any:
    return contracts.commit(contract, Deadline.END, by=by, settled_by=timezone.localdate())


def open_one(software: Software, *, by: Agent) -> Any:
    said: dict[str, Any] = {"problem": Problem.RECOVERY, "what": "Essayer", "due_on": timezone.localdate()}
    return follow_ups.open_follow_up(software, by=by, assigned_to=by, **said)


def hand_over(row: FollowUp, *, by: Agent) -> Any:
    day = row.due_on + timedelta(1)
    return follow_ups.change_follow_up(row, by=by, assigned_to=row.opened_by, due_on=day)


WORDS = {"title": "Titre", "dated_on": date(2026, 3, 2), "body": BODY}
NOBODY = {"functional_referent": None, "it_referent": None}
# Who may, what, on what, with which words.
ACTIONS: list[tuple[set[str], Callable[..., Any], type[Any], dict[str, Any]]] = [
    (KEEPERS, actions.describe, Software, {"purpose": "Autre"}),
    (GROUP, actions.name_referents, Software, NOBODY),
    (GROUP, actions.put_in_use, Software, {}),
    (GROUP, actions.announce_replacement, Software, {}),
    (GROUP, actions.retire, Software, {}),
    (KEEPERS, actions.start_outage, Software, {"message": "Arrêt."}),
    (KEEPERS, actions.amend_outage, Software, {"message": "Arrêt."}),
    (KEEPERS, actions.end_outage, Software, {}),
    (KEEPERS, actions.add_manual, Software, WORDS),
    (KEEPERS, replace, Manual, WORDS),
    (KEEPERS, actions.correct_manual, Manual, WORDS),
    (KEEPERS, actions.withdraw_manual, Manual, {}),
    (KEEPERS, actions.restore_manual, Manual, {}),
    (
        KEEPERS,
        collaboration.describe_sharing,
        Software,
        {"is_collaborative": False, "shared_use": "", "shared_by": []},
    ),
    (KEEPERS, problems.fill_in, Software, {"problem": Problem.ARCHIVING, "kept": "x"}),
    (KEEPERS, rewrite, SoftwareLink, {}),
    (KEEPERS, links.remove_link, SoftwareLink, {}),
    (CONTRACT_READERS, contracts.fill_in_contract, Software, {"vendor": "Autre"}),
    (CONTRACT_READERS, settle, Contract, {}),
    (KEEPERS, open_one, Software, {}),
    (KEEPERS, hand_over, FollowUp, {}),
    (CLOSERS, follow_ups.close_follow_up, FollowUp, {"result": "Fait."}),
]


@pytest.mark.parametrize(("allowed", "act", "on", "words"), ACTIONS, ids=[row[1].__name__ for row in ACTIONS])
def test_actions_refuse_those_who_may_not(cast, software, allowed, act, on, words):
    if act is actions.put_in_use:
        Software.objects.filter(pk=software.pk).update(state="project")
    if act in (actions.amend_outage, actions.end_outage):
        OutageFactory.create(software=software)
    ManualFactory.create(software=software, withdrawn=act is actions.restore_manual)
    SoftwareLinkFactory.create(target=software)
    soon = timezone.localdate() + timedelta(days=30)
    ContractFactory.create(software=software, ends_on=soon, notice_on=None)
    FollowUpFactory.create(software=software, assigned_to=cast["outsider"])

    def kept() -> list[Any]:
        tables = (Software, Manual, SoftwareLink, Contract, Commitment, Archiving, FollowUp)
        return [list(table._default_manager.values()) for table in tables]

    before = kept()
    for person in PEOPLE:
        row = software if on is Software else on._default_manager.get()
        if person in allowed:
            with transaction.atomic():
                act(row, by=cast[person], **words)
                transaction.set_rollback(True)
            continue
        with pytest.raises(PermissionDenied) as refusal:
            act(row, by=cast[person], **words)
        assert str(refusal.value), person
        assert kept() == before, person
