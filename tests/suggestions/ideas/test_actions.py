"""Every action: what it changes, what it refuses, whom it tells, what the history says."""

import pytest
import time_machine
from django.core.exceptions import ValidationError

from core.history.entries import history_of
from core.notifications.models import Notification
from core.people.models import Agent
from suggestions.decisions.actions import decide
from suggestions.decisions.answers import prepare_answer, publish_answer, reread_answer
from suggestions.evaluation.actions import take_under_study
from suggestions.ideas.actions import finish, hand_over, start
from suggestions.models import Answer, Follow, Idea
from suggestions.proposing.actions import propose, withdraw
from suggestions.states import State
from tests.suggestions.factories import IdeaFactory, answered, evaluated, idea_in

pytestmark = pytest.mark.django_db


def test_a_stale_page_hears_what_happened(author, moderator):
    idea = idea_in(State.RECEIVED, author=author)
    take_under_study(idea, by=moderator)
    with pytest.raises(ValidationError, match="prise à l’étude entre-temps par Rose Leroy"):
        take_under_study(idea, by=moderator)
    answer = answered(Idea.objects.get())
    publish_answer(idea, by=moderator, draft=answer.stamp)
    with pytest.raises(ValidationError, match="a reçu sa réponse entre-temps"):
        withdraw(idea, by=author)


def test_what_the_group_has_done_is_no_longer_unread(author, moderator, other_moderator, head):
    def unread(agent: Agent) -> set[str]:
        return set(Notification.objects.unread().filter(recipient=agent).values_list("kind", flat=True))

    idea = propose(by=author, title="Un seul formulaire", proposal="Trois, c’est trop.")
    assert unread(author) == set()
    assert unread(head) == {"suggestions.to_study"}
    take_under_study(idea, by=moderator)
    assert unread(head) == unread(other_moderator) == {"suggestions.to_evaluate"}
    evaluated(idea)
    decide(idea, by=moderator, verdict="retained", reasons="Trois, c’est trop.")
    assert unread(head) == set()
    prepare_answer(idea, by=moderator, text="<p>Oui.</p>")
    assert unread(head) == unread(other_moderator) == {"suggestions.to_reread"}
    reread_answer(idea, by=other_moderator, draft=Answer.objects.get().stamp)
    assert (unread(head), unread(moderator)) == (set(), {"suggestions.reread"})
    publish_answer(idea, by=moderator, draft=Answer.objects.get().stamp)
    assert unread(moderator) == set()


def test_who_follows_an_idea_is_not_told_of_their_own_actions(author, head, colleague):
    idea = idea_in(State.RETAINED, author=author)
    for agent in (head, colleague):
        Follow.objects.create(idea=idea, agent=agent)
    start(idea, by=head)
    told = Notification.objects.filter(kind="suggestions.followed_moved")
    assert {row.recipient for row in told} == {colleague}


def test_the_whole_path(author, moderator, other_moderator, told):
    with time_machine.travel("2026-11-03 09:00+01:00", tick=True):
        idea = propose(by=author, title="Un seul formulaire", proposal="Trois, c’est trop.")
        assert (idea.state, idea.label) == (State.RECEIVED, "")
        assert told() == {"suggestions.to_study": {moderator.identifiant, other_moderator.identifiant}}
    with time_machine.travel("2026-11-04 09:00+01:00", tick=True):
        idea = take_under_study(idea, by=moderator)
        assert (idea.state, idea.label, idea.member_in_charge) == ("under_study", "S-2026-0001", moderator)
        hand_over(idea, by=moderator, to=other_moderator)
        evaluated(idea)
        decide(idea, by=moderator, verdict="retained", reasons="Trois, c’est trop.", value="simplicity")
        prepare_answer(idea, by=other_moderator, text="<p>Oui.<script>alert(1)</script></p>")
        assert "suggestions.answered" not in told()
        assert Answer.objects.get().text == "<p>Oui.</p>"
    with time_machine.travel("2026-11-12 09:00+01:00", tick=True):
        stamp = Answer.objects.get().stamp
        reread_answer(idea, by=moderator, draft=stamp)
        idea = publish_answer(idea, by=other_moderator, draft=stamp)
        assert idea.state == State.RETAINED
        start(idea, by=other_moderator)
        idea = finish(idea, by=other_moderator)
        assert idea.state == State.DONE
    assert told() == {
        "suggestions.to_study": {moderator.identifiant, other_moderator.identifiant},
        "suggestions.taken": {author.identifiant},
        "suggestions.handed_over": {other_moderator.identifiant},
        "suggestions.to_evaluate": {other_moderator.identifiant},
        "suggestions.decided": {other_moderator.identifiant},
        "suggestions.to_reread": {moderator.identifiant},
        "suggestions.reread": {other_moderator.identifiant},
        "suggestions.answered": {author.identifiant},
        "suggestions.moved": {author.identifiant},
    }
    assert [(str(entry.by), entry.action) for entry in reversed(history_of(idea))] == [
        ("Nadia Benali", "a proposé l’idée"),
        ("Rose Leroy", "a pris l’idée à l’étude"),
        ("Rose Leroy", "a confié l’idée à Malik Silva"),
        ("Rose Leroy", "a noté la décision\u00a0: l’idée est retenue"),
        ("Malik Silva", "a retenu l’idée"),
        ("Malik Silva", "a commencé la réalisation"),
        ("Malik Silva", "a réalisé l’idée"),
    ]


def test_the_member_in_charge_hears_of_a_withdrawal(author, moderator, told):
    idea = idea_in(State.UNDER_STUDY, author=author, followed_by=moderator)
    withdraw(idea, by=author)
    assert told() == {"suggestions.withdrawn": {moderator.identifiant}}


def test_numbers_follow_each_other_and_start_again_each_year(moderator):
    labels = []
    for day in ("2026-12-30", "2026-12-31 23:30+01:00", "2027-01-01 00:30+01:00"):
        with time_machine.travel(day, tick=False):
            idea = IdeaFactory.create()
            labels.append(take_under_study(idea, by=moderator).label)
    assert labels == ["S-2026-0001", "S-2026-0002", "S-2027-0001"]
