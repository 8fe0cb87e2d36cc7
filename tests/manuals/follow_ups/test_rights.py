"""Follow-ups: person × verb, by policy, by action and by page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.people.models import Agent
from manuals import follow_ups, policies
from manuals.models import FollowUp, Problem, Software
from tests.manuals.factories import FollowUpFactory
from tests.manuals.test_rights import KEEPERS, PEOPLE, READERS

pytestmark = pytest.mark.django_db
# Who is to do it: an ordinary agent.
ASSIGNEE = "outsider"
CLOSERS = KEEPERS | {ASSIGNEE}


@pytest.fixture
def follow_up(software: Software, outsider: Agent) -> FollowUp:
    return FollowUpFactory.create(software=software, assigned_to=outsider)


@pytest.mark.parametrize("is_open", [True, False])
def test_abilities(cast, software, is_open):
    row = FollowUpFactory.create(software=software, assigned_to=cast[ASSIGNEE], closed=not is_open)
    for person in PEOPLE:
        assert policies.follow_up_abilities(cast[person], row) == {
            "see": person in READERS,
            "change": is_open and person in KEEPERS,
            "close": is_open and person in CLOSERS,
        }, person


def test_a_closed_account_closes_nothing_of_its_own(software, cast):
    row = FollowUpFactory.create(software=software, assigned_to=cast["closed"])
    assert not policies.can_close_follow_up(cast["closed"], row)


def opened(row: FollowUp, by: Agent) -> Any:
    day = timezone.localdate()
    return follow_ups.open_follow_up(
        row.software, by=by, problem=Problem.RECOVERY, what="Essayer", assigned_to=by, due_on=day
    )


ACTIONS: dict[str, tuple[set[str], Callable[[FollowUp, Agent], Any]]] = {
    "open": (KEEPERS, opened),
    "change": (
        KEEPERS,
        lambda row, by: follow_ups.change_follow_up(
            row, by=by, assigned_to=row.opened_by, due_on=row.due_on + timedelta(1)
        ),
    ),
    "close": (CLOSERS, lambda row, by: follow_ups.close_follow_up(row, by=by, result="Fait.")),
}


@pytest.mark.parametrize("verb", ACTIONS)
def test_actions_refuse_those_who_may_not(cast, follow_up, verb):
    allowed, act = ACTIONS[verb]
    before = list(FollowUp.objects.values())
    for person in PEOPLE:
        if person in allowed:
            with transaction.atomic():
                act(follow_up, cast[person])
                assert list(FollowUp.objects.values()) != before, person
                transaction.set_rollback(True)
            continue
        with pytest.raises(PermissionDenied) as refusal:
            act(follow_up, cast[person])
        assert str(refusal.value), person
        assert list(FollowUp.objects.values()) == before, person


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("follow_up_change", {"assigned_to": "Inès Haddad", "due_on": "2099-01-01"}),
        ("follow_up_close", {"result": "Fait."}),
    ],
)
def test_what_is_over(outsider, moderator, software, signed_in, name, sent):
    client = signed_in(moderator)
    closed = FollowUpFactory.create(software=software, assigned_to=outsider, closed=True)
    url = reverse(f"manuals:{name}", args=[closed.reference])
    assert client.get(url).status_code == 403
    again = client.post(url, sent)
    assert again.status_code == 200
    assert "a été close par" in again.text
