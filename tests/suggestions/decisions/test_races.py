"""Two members at once around a decision, with real threads and real commits."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.mail.models import OutgoingMail
from core.people.models import Agent
from suggestions.decisions.actions import decide
from suggestions.decisions.answers import correct_answer, prepare_answer, publish_answer, reread_answer
from suggestions.exchange import actions as exchange
from suggestions.meetings import actions as meetings
from suggestions.models import AgendaItem, Answer, Correction, Decision, Idea, Meeting, Message, Opinion
from suggestions.proposing.actions import withdraw
from suggestions.states import State
from tests.factories import AgentFactory
from tests.suggestions.factories import answered, evaluate, evaluated, idea_in
from tests.suggestions.racing import refusals

pytestmark = pytest.mark.django_db(transaction=True)
SAID = {"reasons": "Utile à tous."}


@pytest.fixture
def idea(moderator: Agent) -> Idea:
    idea = idea_in(State.UNDER_STUDY, followed_by=moderator)
    evaluated(idea)
    return idea


def opened(idea: Idea, by: Agent, *more: Idea) -> Meeting:
    meeting = meetings.prepare(by=by, starts_at=timezone.now())
    for one in (idea, *more):
        meetings.add(meeting, by=by, idea=one)
    return meetings.open_meeting(meeting, by=by)


def test_two_decisions_at_once(idea, moderator, other_moderator, together):
    results = together(
        lambda: decide(idea, by=moderator, verdict="retained", **SAID),
        lambda: decide(idea, by=other_moderator, verdict="in_place", **SAID),
    )
    (refusal,) = refusals(results)
    decision = Decision.objects.get()
    assert f"entre-temps par {decision.decided_by}" in refusal.messages[0]
    assert decision.get_verdict_display() in refusal.messages[0]


def test_two_decisions_of_one_point(idea, moderator, other_moderator, together):
    meeting = opened(idea, moderator)
    results = together(
        lambda: decide(idea, by=moderator, verdict="retained", meeting=meeting, **SAID),
        lambda: decide(idea, by=other_moderator, verdict="in_place", meeting=meeting, **SAID),
    )
    (refusal,) = refusals(results)
    assert "entre-temps par" in refusal.messages[0]
    assert AgendaItem.objects.get().outcome == AgendaItem.Outcome.DECIDED


def test_closed_during_a_decision(idea, moderator, other_moderator, together):
    """Decided in the meeting, or put off: never both."""
    meeting = opened(idea, moderator)
    results = together(
        lambda: decide(idea, by=moderator, verdict="retained", meeting=meeting, **SAID),
        lambda: meetings.close(meeting, by=other_moderator),
    )
    refused = refusals(results)
    item = AgendaItem.objects.get()
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.CLOSED
    if refused:
        assert "close entre-temps" in refused[0].messages[0]
        assert (item.outcome, Decision.objects.count()) == (AgendaItem.Outcome.POSTPONED, 0)
    else:
        assert (item.outcome, Decision.objects.count()) == (AgendaItem.Outcome.DECIDED, 1)


def test_opened_while_one_evaluates(moderator, other_moderator, head, together):
    ideas = [idea_in(State.UNDER_STUDY, followed_by=moderator) for _ in range(3)]
    meeting = meetings.prepare(by=moderator, starts_at=timezone.now())
    for one in ideas:
        evaluated(one)
        meetings.add(meeting, by=moderator, idea=one)
    results = together(
        lambda: meetings.open_meeting(meeting, by=moderator),
        *(lambda one=one: evaluate(one, other_moderator) for one in ideas),
        *(lambda one=one: decide(one, by=head, verdict="retained", **SAID) for one in reversed(ideas)),
    )
    assert not [refusal for refusal in refusals(results[-3:]) if "quorum" in refusal.messages[0]]
    refusals(results)
    assert Idea.objects.filter(evaluation_closed_at=None).count() == 0


def test_published_while_it_is_decided_again(idea, moderator, other_moderator, together):
    stamp = answered(idea).stamp
    seen = Decision.objects.get().stamp
    published, again = together(
        lambda: publish_answer(idea, by=moderator, draft=stamp),
        lambda: decide(idea, by=other_moderator, verdict="in_place", seen=seen, **SAID),
    )
    assert len(refusals([published, again])) == 1
    idea.refresh_from_db()
    if isinstance(published, ValidationError):
        assert (idea.state, Answer.objects.get().reread_by) == (State.UNDER_STUDY, None)
    else:
        assert (idea.state, Decision.objects.get().verdict) == (State.RETAINED, "retained")


def test_reread_while_it_is_rewritten(idea, moderator, other_moderator, together):
    read = answered(idea, reread=False)
    reread, rewritten = together(
        lambda: reread_answer(idea, by=other_moderator, draft=read.stamp),
        lambda: prepare_answer(idea, by=moderator, text="<p>Autrement.</p>"),
    )
    refusals([reread, rewritten])
    answer = Answer.objects.get()
    assert answer.text == "<p>Autrement.</p>"
    assert not answer.is_reread


def test_two_corrections(moderator, other_moderator, together):
    idea = idea_in(State.RETAINED, followed_by=moderator)
    results = together(
        lambda: correct_answer(idea, by=moderator, text="<p>Mars.</p>", reason="Un.", seen="0"),
        lambda: correct_answer(idea, by=other_moderator, text="<p>Mai.</p>", reason="Deux.", seen="0"),
    )
    (refusal,) = refusals(results)
    assert "corrigée entre-temps par" in refusal.messages[0]
    assert Correction.objects.count() == 1


def test_two_members_arrange_one_agenda(idea, moderator, other_moderator, together):
    others = [idea_in(State.UNDER_STUDY, followed_by=moderator) for _ in range(4)]
    for one in others:
        evaluated(one)
    meeting = meetings.prepare(by=moderator, starts_at=timezone.now())
    results = together(
        lambda: meetings.compose(meeting, by=moderator), lambda: meetings.compose(meeting, by=other_moderator)
    )
    assert sorted(results) == [0, 5]
    results = together(
        *(lambda one=one: meetings.move(meeting, by=moderator, idea=one, is_up=True) for one in others)
    )
    assert not refusals(results)
    assert sorted(AgendaItem.objects.values_list("position", flat=True)) == [1, 2, 3, 4, 5]


def test_one_idea_on_two_agendas(idea, moderator, other_moderator, together):
    both = [meetings.prepare(by=moderator, starts_at=timezone.now()) for _ in range(2)]
    results = together(
        lambda: meetings.add(both[0], by=moderator, idea=idea),
        lambda: meetings.add(both[1], by=other_moderator, idea=idea),
    )
    assert len(refusals(results)) == 1
    assert AgendaItem.objects.count() == 1


def test_an_opinion_given_while_it_is_given_up(idea, moderator, other_moderator, together):
    expert = AgentFactory.create()
    day = timezone.localdate() + timedelta(days=3)
    asks = [
        lambda by=by: exchange.ask_opinion(idea, by=by, expert=expert, question="Alors ?", due_on=day)
        for by in (moderator, other_moderator)
    ]
    (refusal,) = refusals(together(*asks))
    assert "déjà attendu" in refusal.messages[0]
    opinion = Opinion.objects.select_related("idea").get()
    results = together(
        lambda: exchange.give_opinion(opinion, by=expert, text="Oui."),
        lambda: exchange.give_up_opinion(opinion, by=moderator),
    )
    assert len(refusals(results)) == 1
    opinion.refresh_from_db()
    assert (opinion.given_at is None) != (opinion.given_up_at is None)


def test_an_answer_crossing_a_question(author, moderator, other_moderator, together):
    idea = idea_in(State.RECEIVED, author=author)
    exchange.write_to_author(idea, by=moderator, text="Un ?", due_on=timezone.localdate())
    results = together(
        lambda: exchange.reply(idea, by=author, text="Oui."),
        lambda: exchange.write_to_author(
            idea, by=other_moderator, text="Deux ?", due_on=timezone.localdate()
        ),
        lambda: withdraw(idea, by=author),
    )
    refusals(results)
    idea.refresh_from_db()
    assert idea.state == State.WITHDRAWN
    assert not Message.objects.filter(text="Un ?", settled_at=None).exists() or isinstance(
        results[0], ValidationError
    )


def test_reminders_from_two_workers(author, moderator, together):
    idea = idea_in(State.UNDER_STUDY, author=author, followed_by=moderator)
    exchange.write_to_author(idea, by=moderator, text="Un ?", due_on=timezone.localdate())
    today = timezone.localdate() + timedelta(days=1)
    results = together(*(lambda: exchange.remind_all(on=today) for _ in range(3)))
    assert sum(results) == 1
    assert OutgoingMail.objects.filter(subject__startswith="Le groupe attend votre réponse").count() == 1
