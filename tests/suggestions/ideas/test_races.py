"""Two people at once, with real threads and real commits."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.mail.models import OutgoingMail
from suggestions.decisions.answers import prepare_answer, publish_answer
from suggestions.evaluation.actions import take_under_study
from suggestions.ideas.actions import confirm_set_aside, drop_set_aside, propose_set_aside
from suggestions.models import Answer, Idea, NumberSeries, SetAside
from suggestions.proposing.actions import amend, withdraw
from suggestions.states import State
from tests.suggestions.factories import WORDS, IdeaFactory, answered, idea_in
from tests.suggestions.racing import refusals

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_members_take_the_same_idea(moderator, other_moderator, together):
    idea = IdeaFactory.create()
    results = together(
        lambda: take_under_study(idea, by=moderator), lambda: take_under_study(idea, by=other_moderator)
    )
    (refusal,) = refusals(results)
    idea.refresh_from_db()
    assert str(idea.member_in_charge) in refusal.messages[0]
    assert NumberSeries.objects.get().last == 1
    assert OutgoingMail.objects.filter(kind="suggestions.taken").count() == 1


def test_two_publications(moderator, other_moderator, together):
    idea = idea_in(State.UNDER_STUDY, followed_by=moderator)
    stamp = answered(idea).stamp
    results = together(
        lambda: publish_answer(idea, by=moderator, draft=stamp),
        lambda: publish_answer(idea, by=other_moderator, draft=stamp),
    )
    (refusal,) = refusals(results)
    assert "entre-temps" in refusal.messages[0]
    assert OutgoingMail.objects.filter(kind="suggestions.answered").count() == 1


def test_rewritten_while_it_is_published(moderator, other_moderator, together):
    """What is published is what was read: the one who comes second is told."""
    idea = idea_in(State.UNDER_STUDY, followed_by=moderator)
    read = answered(idea)
    published, rewritten = together(
        lambda: publish_answer(idea, by=moderator, draft=read.stamp),
        lambda: prepare_answer(idea, by=other_moderator, text="<p>Non.</p>"),
    )
    idea.refresh_from_db()
    answer = Answer.objects.get()
    if isinstance(published, ValidationError):
        assert isinstance(rewritten, Answer)
        assert (idea.state, answer.text, answer.published_at) == (State.UNDER_STUDY, "<p>Non.</p>", None)
        assert not OutgoingMail.objects.filter(kind="suggestions.answered").exists()
    else:
        assert isinstance(rewritten, ValidationError)
        assert (idea.state, answer.text) == (State.RETAINED, read.text)


def test_numbers_have_no_gap(moderator, together):
    ideas = IdeaFactory.create_batch(6)
    calls = [lambda idea=idea: take_under_study(idea, by=moderator) for idea in ideas]
    assert not refusals(together(*calls))
    assert list(Idea.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_withdrawn_while_it_is_taken(author, moderator, together):
    """Whichever comes first: withdrawn after the study began, or taken from nobody."""
    idea = IdeaFactory.create(author=author)
    taken, withdrawn = together(
        lambda: take_under_study(idea, by=moderator), lambda: withdraw(idea, by=author)
    )
    idea.refresh_from_db()
    assert idea.state == State.WITHDRAWN
    assert isinstance(withdrawn, Idea)
    assert isinstance(taken, ValidationError) == (idea.number is None)


def test_amended_while_it_is_taken(author, moderator, together):
    """What the group takes is what it read, or the author is told."""
    idea = IdeaFactory.create(author=author, title="Avant")
    amended, taken = together(
        lambda: amend(idea, by=author, **WORDS | {"title": "Après"}),
        lambda: take_under_study(idea, by=moderator),
    )
    idea.refresh_from_db()
    assert isinstance(taken, Idea)
    assert idea.state == State.UNDER_STUDY
    assert idea.title == ("Avant" if isinstance(amended, ValidationError) else "Après")


def test_a_double_submit_at_once(author, signed_in, together):
    clients = [signed_in(author), signed_in(author)]
    words = {"title": "Une fois", "problem": "Trois feuilles.", "proposal": "Pas deux."}
    data = words | {"submission_key": str(uuid.uuid4())}
    url = reverse("suggestions:idea_propose_named")
    answers = together(*(lambda client=client: client.post(url, data) for client in clients))
    idea = Idea.objects.get()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert {answer.url for answer in answers} == {idea.get_absolute_url()}
    assert Idea.objects.count() == 1


def test_two_members_propose_to_set_it_aside(moderator, other_moderator, together):
    idea = IdeaFactory.create()
    results = together(
        lambda: propose_set_aside(idea, by=moderator, reason="Hors sujet."),
        lambda: propose_set_aside(idea, by=other_moderator, reason="Nominative."),
    )
    assert sum(isinstance(result, SetAside) for result in results) == 1
    assert sum(isinstance(result, ValidationError) for result in results) == 1


def test_confirmed_while_it_is_kept(moderator, other_moderator, head, together):
    idea = IdeaFactory.create()
    proposed = propose_set_aside(idea, by=moderator, reason="Hors sujet.")
    confirmed, dropped = together(
        lambda: confirm_set_aside(idea, by=other_moderator, seen=str(proposed.pk)),
        lambda: drop_set_aside(idea, by=head, seen=str(proposed.pk)),
    )
    idea.refresh_from_db()
    assert len(refusals([confirmed, dropped])) == 1
    assert (idea.state == State.SET_ASIDE) == isinstance(confirmed, Idea)
    assert SetAside.objects.exists() == isinstance(confirmed, Idea)
