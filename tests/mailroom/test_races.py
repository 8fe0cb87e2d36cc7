"""Two people at once on one item, or two items at once, with real threads and real commits."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from mailroom import actions, answers
from mailroom.models import Answer, Channel, Item, State
from tests.factories import AgentFactory
from tests.mailroom.factories import asked, circuit_of, decided, item_in, registered

pytestmark = pytest.mark.django_db(transaction=True)


def refusals(results: list[Any]) -> list[str]:
    return [result.messages[0] for result in results if isinstance(result, ValidationError)]


def test_numbers_given_at_once_differ_and_leave_no_hole(office, together):
    results = together(*(lambda: registered(office) for _ in range(5)))
    assert not [result for result in results if isinstance(result, Exception)]
    assert sorted(Item.objects.values_list("sequence", flat=True)) == [1, 2, 3, 4, 5]


def test_two_people_take_one_item(office, agent, head, gardens, together):
    item = item_in(State.ASSIGNED, office=office, direction=gardens)
    results = together(lambda: actions.take(item, by=agent), lambda: actions.take(item, by=head))
    item.refresh_from_db()
    [refusal] = refusals(results)
    assert refusal.startswith(f"{item.taken_by} a pris ce courrier en charge")
    assert [movement.gesture for movement in item.movements.all()].count("taken") == 1


def test_an_answer_while_it_is_reassigned(item, office, agent, elsewhere, together):
    results = together(
        lambda: answers.answer(item, by=agent, channel=Channel.MAIL, text="Bonjour."),
        lambda: actions.reassign(item, by=office, direction=elsewhere.direction, reason="Erreur."),
    )
    item.refresh_from_db()
    assert len(refusals(results)) == 1, results
    # One or the other, whole.
    assert (item.state == State.ANSWERED) == Answer.objects.exists()


def test_the_last_visa_while_the_letter_is_closed(item, office, agent, together):
    signer = AgentFactory.create()
    circuit_of(signer)
    asked(item, agent)
    results = together(
        lambda: decided(item, signer),
        lambda: actions.file_without_answer(item, by=office, reason="Sans objet."),
    )
    item.refresh_from_db()
    assert len(refusals(results)) == 1, results
    assert (item.state == State.ANSWERED) == Answer.objects.exists()
