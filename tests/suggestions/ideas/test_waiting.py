"""Who an idea waits for and since when; what is late, told once to each."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core.people.models import Agent
from suggestions import tasks
from suggestions.evaluation import absences, queue
from suggestions.evaluation.actions import refresh_all_tallies
from suggestions.evaluation.queue import notify_late
from suggestions.ideas import progress
from suggestions.models import AgendaItem, Idea, LateNotice, Meeting, Message, Opinion, Tally
from suggestions.states import State
from tests.factories import DirectionFactory, member
from tests.suggestions.factories import IdeaFactory, answered, decided, evaluate, idea_in

pytestmark = pytest.mark.django_db


def waits(idea: Idea, *, for_group: bool = False) -> progress.Waiting | None:
    return progress.waited_for(
        progress.with_waiting_facts(Idea.objects.all()).get(pk=idea.pk), for_group=for_group
    )


def ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def text(idea: Idea, *, for_group: bool = False) -> str:
    found = waits(idea, for_group=for_group)
    assert found
    return found.text


@pytest.fixture
def idea(moderator: Agent) -> Idea:
    return idea_in(State.UNDER_STUDY, followed_by=moderator, received_at=ago(20), taken_at=ago(12))


def test_from_its_arrival_to_its_answer(idea, moderator, head, settings):
    settings.IDEA_QUORUM = 2
    received = IdeaFactory.create(received_at=ago(3))
    assert text(received) == "en attente du groupe depuis 3 jours"
    refresh_all_tallies()
    assert text(idea) == "en attente des évaluations du groupe depuis 12 jours"
    assert text(idea, for_group=True) == "en attente des évaluations du groupe (0 sur 2) depuis 12 jours"
    evaluate(idea, moderator, head)
    assert text(idea) == "en attente de la décision du groupe depuis aujourd’hui"
    meeting = Meeting.objects.create(starts_at=datetime(2031, 3, 4, 10, tzinfo=UTC))
    item = AgendaItem.objects.create(meeting=meeting, idea=idea, position=1)
    assert text(idea) == "en attente de la réunion du 4\u00a0mars 2031 depuis aujourd’hui"
    item.outcome = "postponed"
    item.save()
    assert "décision" in text(idea)
    decided(idea)
    assert text(idea) == "en attente de la réponse du groupe depuis aujourd’hui"
    answer = answered(idea, reread=False)
    assert text(idea) == "en attente d’une relecture de la réponse depuis aujourd’hui"
    answer.reread_by, answer.reread_at, answer.reread_stamp = head, ago(2), answer.stamp
    answer.save()
    assert text(idea) == "en attente de la publication de la réponse depuis 2 jours"
    answer.text = "<p>Autrement dit.</p>"
    answer.save()
    assert "relecture" in text(idea)


@pytest.mark.parametrize("state", [state for state in State if state not in State.waiting()])
def test_nobody_is_waited_for_once_it_is_over(state):
    assert waits(idea_in(state)) is None
    merged, head = idea_in(State.UNDER_STUDY), idea_in(State.UNDER_STUDY)
    Idea.objects.filter(pk=merged.pk).update(merged_into=head, head=head)
    assert waits(merged) is None


def test_the_author_is_waited_for_until_the_question_is_settled(idea, moderator):
    today = timezone.localdate()
    question = Message.objects.create(
        idea=idea, written_by=moderator, text="Lequel ?", written_at=ago(4), due_on=today - timedelta(days=1)
    )
    found = waits(idea)
    assert found
    assert (found.text, found.is_overdue) == ("en attente de l’auteur depuis 4 jours", True)
    question.settled_at = timezone.now()
    question.save()
    assert "évaluations" in text(idea)


def test_readers_know_the_direction_of_an_expert_and_the_group_the_name(idea, moderator, outsider):
    Agent.objects.filter(pk=outsider.pk).update(direction=DirectionFactory(name="Informatique"))
    asked = {"expert": outsider, "question": "Possible ?", "asked_by": moderator, "asked_at": ago(1)}
    opinion = Opinion.objects.create(idea=idea, due_on=timezone.localdate(), **asked)
    assert text(idea) == "en attente d’un avis (Informatique) depuis 1 jour"
    assert text(idea, for_group=True) == "en attente d’un avis (Inès Haddad, Informatique) depuis 1 jour"
    Agent.objects.filter(pk=outsider.pk).update(direction=None)
    assert text(idea) == "en attente de l’avis d’un expert depuis 1 jour"
    opinion.given_up_at = timezone.now()
    opinion.save()
    assert "évaluations" in text(idea)


# What is late

TODAY = date(2026, 11, 25)


def late(*, days: int, **fields: Any) -> Idea:
    return IdeaFactory.create(due_on=TODAY - timedelta(days=days), **fields)


def test_told_once_to_the_group_then_to_its_head(author, moderator, head, outsider, told):
    late(days=1, author=author)
    late(days=0)
    withdrawn = late(days=9, state=State.WITHDRAWN, withdrawn_at=timezone.now())
    assert queue._notify_one(withdrawn.pk, TODAY) == 0  # Withdrawn since the list was read.
    assert notify_late(on=TODAY) == 1
    assert told() == {"suggestions.late": {moderator.identifiant, head.identifiant}}
    assert notify_late(on=TODAY) == 0
    assert notify_late(on=TODAY + timedelta(days=6)) == 1  # The other one, late by now.
    assert "suggestions.late_for_head" not in told()
    assert notify_late(on=TODAY + timedelta(days=7)) == 1
    assert told()["suggestions.late_for_head"] == {head.identifiant}
    assert notify_late(on=TODAY + timedelta(days=7)) == 0


def test_each_promise_is_told_apart(moderator, told):
    idea = late(days=1)
    notify_late(on=TODAY)
    Idea.objects.filter(pk=idea.pk).update(first_answered_at=timezone.now())
    assert notify_late(on=TODAY) == 0
    assert notify_late(on=idea.decision_due_on + timedelta(days=1)) == 1
    assert set(LateNotice.objects.values_list("promise", flat=True)) == {"answer", "decision"}


def test_an_author_of_the_group_is_told_nothing_of_their_own(moderator, told):
    own = member(identifiant="autrice")
    late(days=30, author=own)
    notify_late(on=TODAY)
    assert told() == {"suggestions.late": {moderator.identifiant}}


def test_only_on_working_days(monkeypatch, moderator, told):
    late(days=400)
    monkeypatch.setattr(tasks, "is_working_day", lambda day: False)
    tasks.notify_late_ideas(0)
    assert told() == {}
    monkeypatch.setattr(tasks, "is_working_day", lambda day: True)
    tasks.notify_late_ideas(0)
    assert set(told()) == {"suggestions.late"}


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_once(moderator, head, together, told):
    late(days=20)
    assert sum(together(*[lambda: notify_late(on=TODAY)] * 3)) == 2
    assert LateNotice.objects.count() == 1


def test_tallies_each_hour(idea):
    absences.tally_each_hour(0)
    absences.tally_waiting()
    assert Tally.objects.get().expected == 1


# The page « À évaluer »


def test_what_waits_by_promise(moderator, signed_in):
    idea_in(State.UNDER_STUDY, title="Ensuite")
    idea_in(State.UNDER_STUDY, title="D’abord", due_on=timezone.localdate() - timedelta(days=2))
    client, url = signed_in(moderator), reverse("suggestions:to_evaluate")
    page = client.get(url).text
    assert page.index("D’abord") < page.index("Ensuite")
    assert "2 idées vous attendent" in page
    assert "<strong>en retard</strong>" in page
