"""Two members of the secretariat at once: real threads, real commits."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.approvals.actions import decide
from core.approvals.models import Approval, Decision
from core.people.models import Agent
from core.search.models import Entry
from deliberations import draft_approvals
from deliberations.accounts import open_account
from deliberations.acts import actions as act_actions
from deliberations.acts.actions import stamp_of
from deliberations.models import CouncilSession, Deliberation, NumberingChoice
from deliberations.receipts import Receipt, record_receipt
from deliberations.sessions import actions
from tests.deliberations.factories import (
    CouncillorFactory,
    DeliberationFactory,
    DocumentFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8
Together = Callable[..., list[Any]]


@pytest.fixture
def at_once(together: Together) -> Together:
    """What each returns, or its refusal in words."""

    def run(*calls: Callable[[], Any]) -> list[Any]:
        results = [
            each.messages[0] if isinstance(each, ValidationError) else each for each in together(*calls)
        ]
        assert not [each for each in results if isinstance(each, Exception)]
        return results

    return run


def test_sessions_of_one_day_have_their_own_names(council_secretary, at_once):
    at_once(*[partial(actions.create_session, by=council_secretary, held_on=date(2026, 6, 25))] * THREADS)
    assert len({*CouncilSession.objects.values_list("slug", flat=True)}) == THREADS


def test_sessions_made_and_moved_while_the_numbering_changes_follow_it(council_secretary, at_once):
    ordinary, extraordinary = (
        NumberingChoice.objects.get_or_create(kind=kind)[0] for kind in ("ordinary", "extraordinary")
    )
    sessions = [SessionFactory.create(held_on=date(2026, 1, day), draft=True) for day in range(1, 5)]

    def create(day: int) -> object:
        return actions.create_session(by=council_secretary, held_on=date(2026, 2, day))

    def move(session: CouncilSession) -> object:
        moved = {"held_on": session.held_on, "kind": "extraordinary", "place": ""}
        return actions.change_session(session, by=council_secretary, **moved)

    at_once(
        *(partial(create, day) for day in range(1, 4)),
        partial(actions.number_by_session, ordinary, by=council_secretary),
        *(partial(move, session) for session in sessions),
        partial(actions.number_by_session, extraordinary, by=council_secretary),
    )
    found = set(CouncilSession.objects.values_list("kind", "numbering"))
    assert found == {("ordinary", "session"), ("extraordinary", "session")}


def test_deliberations_added_at_once_have_their_own_places(council_secretary, at_once):
    session = SessionFactory.create(draft=True)
    add = partial(act_actions.add_deliberation, session, by=council_secretary)
    at_once(*(partial(add, object=f"Point {rank}") for rank in range(THREADS)))
    assert sorted(session.deliberations.values_list("position", flat=True)) == list(range(1, THREADS + 1))
    session.refresh_from_db()
    assert session.deliberation_count == THREADS


def test_numbers_given_at_once_are_given_once(council_secretary, at_once):
    sessions = [SessionFactory.create(draft=True, held_on=date(2026, 6, day)) for day in range(1, 5)]
    for session in sessions:
        for rank in range(1, 6):
            DeliberationFactory.create(session=session, number="", position=rank)
    at_once(*(partial(actions.assign_numbers, session, by=council_secretary) for session in sessions * 2))
    numbers = list(Deliberation.objects.values_list("number", flat=True))
    assert sorted(numbers) == [f"2026_06_{n:03}" for n in range(1, 21)]


def test_the_same_number_typed_twice_is_refused_in_words(council_secretary, at_once):
    days = [date(2026, 6, day) for day in range(1, 1 + THREADS)]
    sessions = [SessionFactory.create(draft=True, held_on=day) for day in days]
    add = partial(act_actions.add_deliberation, by=council_secretary, object="x", number="7.1")
    said = at_once(*(partial(add, session) for session in sessions))
    assert sum(isinstance(each, Deliberation) for each in said) == 1
    assert sum(isinstance(each, str) and "déjà celui d’une autre" in each for each in said) == THREADS - 1


def test_a_correction_is_never_lost(council_secretary, at_once):
    deliberation = DeliberationFactory.create()
    change = partial(
        act_actions.change_deliberation, deliberation, by=council_secretary, stamp=stamp_of(deliberation)
    )
    said = at_once(*(partial(change, object=f"Version {n}") for n in range(4)))
    assert sum(isinstance(each, Deliberation) for each in said) == 1
    assert sum(isinstance(each, str) and "entre-temps" in each for each in said) == 3


def test_of_two_orders_at_once_one_is_kept(council_secretary, at_once):
    session = SessionFactory.create(draft=True)
    shown = [str(DeliberationFactory.create(session=session, position=rank).pk) for rank in range(1, 6)]
    asked = [shown[turn:] + shown[:turn] for turn in (1, 2, 3)]
    change = partial(actions.change_order, session, by=council_secretary, shown=shown)
    said = at_once(*(partial(change, order=order) for order in asked))
    assert said.count(actions.MOVED) == 2
    kept = [str(pk) for pk in session.deliberations.order_by("position").values_list("pk", flat=True)]
    assert kept in asked
    assert sorted(session.deliberations.values_list("position", flat=True)) == [1, 2, 3, 4, 5]


def test_published_once_and_added_meanwhile_leave_the_index_whole(council_secretary, at_once):
    session = SessionFactory.create(draft=True)
    DeliberationFactory.create(session=session, number="N0")
    add = partial(act_actions.add_deliberation, session, by=council_secretary)
    said = at_once(
        *[partial(actions.publish, session, by=council_secretary)] * 2,
        *(partial(add, object=f"Point {n}", number=f"N{n}") for n in range(1, 5)),
    )
    assert said.count("Cette séance est déjà publiée.") == 1
    rows = Entry.objects.filter(kind="deliberations.deliberation").values_list("readers", flat=True)
    assert [list(readers) for readers in rows] == [["tous"]] * 5


def test_one_receipt_at_once_is_written_once(council_secretary, at_once):
    deliberation = DeliberationFactory.create(number="2026_06_001")
    receipt = Receipt(
        "099-219909991-20260625-2026_06_001-DE", date(2026, 6, 29), "2026_06_001", date(2026, 6, 25), ""
    )
    said = at_once(*[lambda: record_receipt(receipt, by=council_secretary)] * 4)
    assert sum("a été reçue" in each for each in said) == 1
    deliberation.refresh_from_db()
    assert deliberation.acknowledgement == receipt.act


def test_drafts_sent_at_once_are_asked_once(council_secretary, at_once):
    act = sendable(council_secretary)
    due_on = timezone.localdate()
    said = at_once(
        *[lambda: draft_approvals.send_drafts(act.session, by=council_secretary, due_on=due_on).sent] * 5
    )
    assert sorted(len(sent) for sent in said) == [0, 0, 0, 0, 1]
    assert Approval.objects.count() == 1


def test_a_visa_and_a_correction_at_once_never_leave_a_visa_on_other_words(council_secretary, at_once):
    act = sendable(council_secretary)
    draft_approvals.send_drafts(act.session, by=council_secretary, due_on=timezone.localdate())
    approval = Approval.objects.get()
    step, stamp = approval.steps.get(), stamp_of(act)
    shown = approval.contents.get().digest
    at_once(
        lambda: decide(step, by=act.rapporteur.account, verdict="approved", shown=shown),
        lambda: act_actions.change_deliberation(act, by=council_secretary, stamp=stamp, object="Autre objet"),
    )
    approval.refresh_from_db()
    assert (approval.title, approval.state) == ("Autre objet", "running")
    assert not Decision.objects.filter(voided_at=None).exists()


def test_an_account_opened_at_once_is_one(council_secretary, at_once):
    councillor = CouncillorFactory.create()
    said = at_once(*[lambda: open_account(councillor, by=council_secretary)] * 4)
    assert sum(each.startswith("Le compte est ouvert") for each in said) == 1
    assert Agent.objects.filter(is_elected=True).count() == 1


def sendable(council_secretary: Agent) -> Deliberation:
    councillor = CouncillorFactory.create()
    open_account(councillor, by=council_secretary)
    councillor.refresh_from_db()
    session = SessionFactory.create(draft=True, held_on=date(2026, 12, 17))
    return DeliberationFactory.create(session=session, rapporteur=councillor, text=DocumentFactory.create())
