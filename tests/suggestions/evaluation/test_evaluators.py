"""Who evaluates an idea: by rule, by choice, in whose place; and the same in SQL."""

import random
from typing import Any

import pytest
from django.contrib.auth.models import Group

from core.people.models import Agent, Direction
from core.people.roles import Role
from suggestions.evaluation import actions, queue, quorum
from suggestions.evaluation.actions import refresh_all_tallies
from suggestions.evaluation.quorum import Seats
from suggestions.models import Idea, Recusal, Tally
from suggestions.states import State
from tests.factories import AgentFactory, DirectionFactory, member
from tests.suggestions.factories import away, evaluate, idea_in, sheet

pytestmark = pytest.mark.django_db


def seats_now(idea: Idea) -> Seats:
    return quorum.load_seats([Idea.objects.get(pk=idea.pk)])[idea.pk]


def expected(idea: Idea) -> set[str]:
    return {str(seat.holder) for seat in seats_now(idea).awaited}


@pytest.fixture
def group() -> list[Agent]:
    return [member(first_name=name, last_name="M") for name in ("Anne", "Bob", "Chloé")]


def study(**fields: Any) -> Idea:
    """Followed by somebody who has left the group: the tests count their own members."""
    return idea_in(State.UNDER_STUDY, followed_by=AgentFactory.create(), **fields)


def test_every_member_has_a_seat_and_nobody_else(group, outsider):
    member(is_active=False)
    head = AgentFactory.create(first_name="Hélène", last_name="M", roles=[Role.GROUP_HEAD])
    assert expected(study()) == {"Anne M", "Bob M", "Chloé M", str(head)}


def test_authors_leave_it_to_the_others_those_of_merged_ideas_too(group):
    idea = study(author=group[0])
    assert expected(idea) == {"Bob M", "Chloé M"}
    other = study(author=group[1])
    Idea.objects.filter(pk=other.pk).update(merged_into=idea, head=idea)
    assert expected(idea) == {"Chloé M"}


@pytest.fixture
def tree() -> dict[str, Direction]:
    dga = DirectionFactory.create(kind="dga")
    own = DirectionFactory.create(parent=dga)
    service, beside = DirectionFactory.create(kind="service", parent=own), DirectionFactory.create(parent=dga)
    return {"general": dga.parent, "dga": dga, "own": own, "service": service, "beside": beside}


@pytest.mark.parametrize("where", ["own", "service", "dga", "beside", "general", ""])
def test_own_direction(tree, settings, where):
    agent, is_kept_out = member(direction=tree.get(where)), where in ("own", "service", "dga")
    idea = study(direction=tree["own"])
    assert (agent.pk in seats_now(idea).by_rule) is is_kept_out
    assert queue.evaluations_waiting_for(agent).filter(pk=idea.pk).exists() is not is_kept_out
    settings.IDEA_OWN_DIRECTION_RECUSES = False
    assert agent.pk not in seats_now(idea).by_rule
    assert queue.evaluations_waiting_for(agent).filter(pk=idea.pk).exists()
    settings.IDEA_OWN_DIRECTION_RECUSES = True
    assert expected(study(direction=None)) == {str(agent)}


def test_a_deputy_holds_the_seat_of_who_is_away(group, outsider):
    idea = study()
    away(group[0], outsider)
    away(group[1])
    assert expected(idea) == {str(outsider), "Chloé M"}
    assert [seat.member for seat in seats_now(idea).held_by(outsider)] == [group[0]]
    # Nobody is waited for in Bob's place, and he may still evaluate from afar.
    assert seats_now(idea).held_by(group[1])
    assert not seats_now(idea).waiting_for(group[1])


@pytest.mark.parametrize("why", ["author", "closed", "away", "recused", "own direction"])
def test_a_deputy_who_cannot_leaves_the_seat_empty(group, outsider, why):
    idea = study(author=outsider if why == "author" else AgentFactory.create(), direction=DirectionFactory())
    if why == "closed":
        Agent.objects.filter(pk=outsider.pk).update(is_active=False)
    if why == "own direction":
        Agent.objects.filter(pk=outsider.pk).update(direction=idea.direction)
    if why == "recused":
        Recusal.objects.create(idea=idea, member=outsider)
    if why == "away":
        away(outsider)
    away(group[0], outsider)
    assert expected(idea) == {"Bob M", "Chloé M"}
    assert not queue.evaluations_waiting_for(Agent.objects.get(pk=outsider.pk)).exists()


def test_who_leaves_the_group_stays_counted_and_is_no_longer_expected(group):
    idea = study()
    evaluate(idea, group[0])
    for agent in group[:2]:
        agent.groups.clear()
    found = seats_now(idea)
    assert (len(found.counted), found.expected) == (1, 2)
    assert expected(idea) == {"Chloé M"}


def test_the_quorum_follows_a_small_group_but_not_those_who_leave_by_choice(group, settings):
    settings.IDEA_QUORUM = 5
    idea = study()
    assert seats_now(idea).needed == 3
    actions.recuse(idea, by=group[0])
    found = seats_now(idea)
    assert (found.expected, found.needed, found.is_quorum_out_of_reach) == (2, 3, True)
    actions.come_back(Idea.objects.get(pk=idea.pk), by=group[0])
    assert not seats_now(idea).is_quorum_out_of_reach
    away(group[0])
    assert seats_now(idea).needed == 2


def test_an_evaluation_of_who_leaves_counts_no_more(group):
    idea = study()
    evaluate(idea, group[0], marks=(0, 0, 0))
    evaluate(idea, group[1], marks=(4, 4, 4))
    assert Tally.objects.get().score == 2
    actions.recuse(Idea.objects.get(pk=idea.pk), by=group[0], reason="Mon frère en est l’auteur.")
    tally = Tally.objects.get()
    assert (tally.evaluations, tally.expected, tally.score) == (1, 2, 4)


def test_tallies_follow_roles_and_days(group):
    """A role given in the admin, an absence that begins: the periodic task counts again."""
    idea = study()
    refresh_all_tallies()
    assert Tally.objects.get(idea=idea).expected == 3
    group[0].groups.clear()
    member().groups.add(Group.objects.get(name=Role.GROUP_HEAD))
    away(group[1])
    refresh_all_tallies()
    assert Tally.objects.get(idea=idea).expected == 2


def test_ready_once_enough_is_given_and_for_good(group):
    idea = study()
    evaluate(idea, *group[:2])
    assert Tally.objects.get(idea=idea).ready_at is None
    evaluate(idea, group[2])
    ready_at = Tally.objects.get(idea=idea).ready_at
    assert ready_at
    member()
    refresh_all_tallies()
    assert Tally.objects.get(idea=idea).ready_at == ready_at


def test_nobody_left_is_never_ready(group):
    idea = study()
    for agent in group:
        actions.recuse(Idea.objects.get(pk=idea.pk), by=agent)
    tally = Tally.objects.get(idea=idea)
    assert (tally.expected, tally.ready_at) == (0, None)
    assert seats_now(idea).is_quorum_out_of_reach


@pytest.mark.parametrize("seed", range(12))
def test_what_waits_is_the_same_in_sql(seed):
    """Random towns: each agent's set is what the seats say, idea by idea."""
    draw = random.Random(seed)
    general = Direction.objects.get_or_create(name="Direction générale", kind="general")[0]
    dga = Direction.objects.create(name="DGA", kind="dga", parent=general)
    places: list[Direction | None] = [None, general, dga]
    for number in range(3):
        place = DirectionFactory(name=f"D{number}", parent=draw.choice([general, dga]))
        places += [place, Direction.objects.create(name=f"S{number}", kind="service", parent=place)]
    people = [
        AgentFactory.create(
            direction=draw.choice(places),
            is_active=draw.random() > 0.1,
            roles=draw.choice([[], [Role.PROJECT_GROUP], [Role.PROJECT_GROUP, Role.GROUP_HEAD]]),
        )
        for _ in range(8)
    ]
    follower = AgentFactory.create()
    ideas = [
        idea_in(
            draw.choice([State.UNDER_STUDY, State.UNDER_STUDY, State.UNDER_STUDY, State.RETAINED]),
            author=draw.choice(people),
            direction=draw.choice([place for place in places if place is None or place.kind == "direction"]),
            followed_by=follower,
        )
        for _ in range(6)
    ]
    Idea.objects.filter(pk=ideas[0].pk).update(merged_into=ideas[1], head=ideas[1])
    for agent in draw.sample(people, 4):
        away(agent, draw.choice([None, *(other for other in people if other != agent)]))
    for agent in draw.sample(people, 3):
        Recusal.objects.create(idea=draw.choice(ideas), member=agent)
    for idea in ideas:
        for agent in people:
            if draw.random() < 0.3 and quorum.accepts_evaluations(Idea.objects.get(pk=idea.pk)):
                empty = [seat for seat in seats_now(idea).awaited if seat.holder == agent]
                for seat in empty[:1]:
                    fresh = Idea.objects.get(pk=idea.pk)
                    actions.evaluate(fresh, by=agent, seat=seat.member, **sheet())
    for agent in Agent.objects.all():
        in_sql = set(queue.evaluations_waiting_for(agent).values_list("pk", flat=True))
        one_by_one = {
            idea.pk
            for idea in Idea.objects.all()
            if quorum.accepts_evaluations(idea) and quorum.seats_of(idea).waiting_for(agent)
        }
        assert in_sql == one_by_one, agent
