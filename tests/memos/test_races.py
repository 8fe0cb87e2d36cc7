"""Two people at once on one note, with real threads and real commits."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.history.entries import history_of
from core.retention.elimination import stamp_of
from memos import actions, treatment
from memos.models import Elimination, Memo, Opinion, State
from tests.memos.factories import hr_agent, memo_in, say

pytestmark = pytest.mark.django_db(transaction=True)


def refusals(results: list[Any]) -> list[str]:
    return [result.messages[0] for result in results if isinstance(result, ValidationError)]


def test_two_hr_agents_take_one_note(author, together):
    memo = memo_in(State.RECEIVED, author=author)
    agents = [hr_agent(last_name=name) for name in ("Un", "Deux")]
    [refusal] = refusals(together(*(partial(treatment.take, memo, by=agent) for agent in agents)))
    memo.refresh_from_db()
    assert refusal.startswith(f"{memo.taken_by} a pris cette note en charge")
    assert [entry.action for entry in history_of(memo)].count("a pris la note en charge") == 1


def test_two_hr_agents_answer_one_note(author, together):
    memo, agents = memo_in(State.RECEIVED, author=author), [hr_agent(), hr_agent()]
    answer = partial(treatment.answer, memo, text="Oui.", opinion=Opinion.FAVOURABLE)
    [refusal] = refusals(together(*(partial(answer, by=agent) for agent in agents)))
    assert refusal == "Cette note est répondue."
    memo.refresh_from_db()
    assert memo.taken_by in agents
    actions_done = [entry.action for entry in history_of(memo)]
    assert actions_done.count("a pris la note en charge") == actions_done.count("a répondu à la note") == 1


def test_numbers_given_at_once_differ(author, together):
    memos = [memo_in(State.IN_CIRCUIT, author=author) for _ in range(3)]
    for memo in memos:
        say(memo)
    assert refusals(together(*(partial(say, memo) for memo in memos))) == []
    assert sorted(Memo.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_withdrawn_while_the_last_visa_is_given(author, together):
    memo = memo_in(State.IN_CIRCUIT, author=author)
    say(memo)
    together(partial(actions.withdraw, memo, by=author), partial(say, memo))
    memo.refresh_from_db()
    # Withdrawn in the circuit, or just after it was received: never received once withdrawn.
    assert memo.state == State.WITHDRAWN


def test_one_elimination_at_a_time(author, together):
    agents = [hr_agent(), hr_agent()]
    with time_machine.travel(timezone.now() - timedelta(days=3000), tick=True):
        for _ in range(3):
            memo_in(State.FILED, author=author, hr=agents[0])
    shown = stamp_of(Memo.objects.expired().values_list("pk", flat=True))
    eliminate = partial(treatment.eliminate, visa_on=timezone.localdate(), visa_reference="AD 1", shown=shown)
    assert len(refusals(together(*(partial(eliminate, by=agent) for agent in agents)))) == 1
    assert sum(line["count"] for line in Elimination.objects.get().lines) == 3
    assert not Memo.objects.exists()
