"""Two people at one evaluation, with real threads and real commits."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from suggestions.decisions.answers import publish_answer
from suggestions.evaluation import actions, grids
from suggestions.models import Evaluation, Grid, Idea, Mark, Tally
from suggestions.states import State
from tests.factories import AgentFactory, member
from tests.lock_waits import until_waited_for
from tests.suggestions.factories import answered, away, evaluate, idea_in, sheet
from tests.suggestions.racing import refusals

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(idea: Idea) -> Idea:
    return Idea.objects.get(pk=idea.pk)


def test_the_member_and_their_deputy_fill_one_seat(moderator, other_moderator, together):
    idea = idea_in(State.UNDER_STUDY, followed_by=other_moderator)
    deputy = AgentFactory.create()
    away(moderator, deputy)
    given = sheet()
    results = together(
        lambda: actions.evaluate(fresh(idea), by=moderator, seat=moderator, **given),
        lambda: actions.evaluate(fresh(idea), by=deputy, seat=moderator, **given),
    )
    (refusal,) = refusals(results)
    made = Evaluation.objects.get()
    assert str(made.made_by) in refusal.messages[0]
    assert Mark.objects.count() == 3
    assert Tally.objects.get().evaluations == 1


def test_the_same_page_sent_twice_at_once(moderator, together):
    idea = idea_in(State.UNDER_STUDY, followed_by=moderator)
    given = sheet()
    calls = [lambda: actions.evaluate(fresh(idea), by=moderator, seat=moderator, **given)] * 3
    assert not refusals(together(*calls))
    assert (Evaluation.objects.count(), Evaluation.objects.get().revisions) == (1, 0)


def test_many_members_at_once_are_all_counted(moderator, head, together):
    members = [moderator, head, *(member() for _ in range(3))]
    idea = idea_in(State.UNDER_STUDY, followed_by=moderator)
    given = sheet()
    calls = [
        lambda agent=agent: actions.evaluate(fresh(idea), by=agent, seat=agent, **given) for agent in members
    ]
    assert not refusals(together(*calls))
    tally = Tally.objects.get()
    assert (tally.evaluations, tally.expected) == (5, 5)
    assert tally.ready_at


def test_evaluated_while_it_is_closed(moderator, head, together):
    """Whichever comes first: every evaluation that is written was written before the close, and counted."""
    idea = idea_in(State.UNDER_STUDY, followed_by=moderator)
    given = sheet()
    evaluated, closed = together(
        lambda: actions.evaluate(fresh(idea), by=moderator, seat=moderator, **given),
        lambda: actions.close_evaluation(fresh(idea), by=head, reason="Ce soir."),
    )
    assert isinstance(closed, Idea)
    count = Evaluation.objects.count()
    assert Tally.objects.get().evaluations == count
    if isinstance(evaluated, ValidationError):
        assert "close" in evaluated.messages[0]
        assert count == 0


def test_evaluated_while_it_is_answered(moderator, other_moderator, together):
    idea = idea_in(State.UNDER_STUDY, followed_by=moderator)
    stamp = answered(idea).stamp
    given = sheet()
    evaluated, published = together(
        lambda: actions.evaluate(fresh(idea), by=moderator, seat=moderator, **given),
        lambda: publish_answer(fresh(idea), by=other_moderator, draft=stamp),
    )
    assert isinstance(published, Idea)
    assert isinstance(evaluated, ValidationError) == (Evaluation.objects.count() == 0)
    if isinstance(evaluated, ValidationError):
        assert "entre-temps" in evaluated.messages[0]


def test_evaluated_while_the_grid_changes(moderator, head, together):
    """An evaluation is of the version that was shown, or its writer is told to look again."""
    idea = idea_in(State.UNDER_STUDY, followed_by=moderator)
    given = sheet()
    old = grids.grid_in_use()
    draft = grids.prepare_grid(old, by=moderator)
    evaluated, changed = together(
        lambda: actions.evaluate(fresh(idea), by=moderator, seat=moderator, **given),
        lambda: grids.put_in_use(draft, by=head),
    )
    assert isinstance(changed, Grid)
    assert Grid.objects.get(state="in_use").pk == draft.pk
    if isinstance(evaluated, ValidationError):
        assert "nouvelle version" in evaluated.messages[0]
        assert not Evaluation.objects.exists()
    else:
        assert Evaluation.objects.get().grid == old


def test_evaluated_while_one_waits_for_the_grid_to_change(moderator, head):
    idea = idea_in(State.UNDER_STUDY, followed_by=moderator)
    given = sheet()
    draft = grids.prepare_grid(grids.grid_in_use(), by=moderator)

    def evaluating_meanwhile() -> None:
        try:
            actions.evaluate(fresh(idea), by=moderator, seat=moderator, **given)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            grids.put_in_use(draft, by=head)
            running = pool.submit(evaluating_meanwhile)
            until_waited_for(running)
        with pytest.raises(ValidationError, match="nouvelle version"):
            running.result(timeout=30)
    assert not Evaluation.objects.exists()


def test_two_versions_prepared_at_once(moderator, other_moderator, together):
    grid = grids.grid_in_use()
    results = together(
        lambda: grids.prepare_grid(grid, by=moderator), lambda: grids.prepare_grid(grid, by=other_moderator)
    )
    (refusal,) = refusals(results)
    assert "déjà en préparation" in refusal.messages[0]
    assert Grid.objects.filter(state="draft").count() == 1


def test_left_to_the_others_while_evaluating(moderator, head, together):
    idea = idea_in(State.UNDER_STUDY, followed_by=head)
    given = sheet()
    evaluate(idea, head)
    together(
        lambda: actions.evaluate(fresh(idea), by=moderator, seat=moderator, **given),
        lambda: actions.recuse(fresh(idea), by=moderator),
    )
    assert Tally.objects.get().evaluations == 1
