"""The decision: what it asks, what it refuses, what the database holds whatever wrote it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.history.entries import history_of
from core.people.models import Agent
from suggestions.decisions.actions import decide
from suggestions.decisions.forms import DecisionForm
from suggestions.models import Decision, Flag, Idea, Tally
from suggestions.states import State
from tests.suggestions.factories import (
    action_url,
    answered,
    criterion_of_the_grid,
    decided,
    evaluate,
    evaluated,
    idea_in,
)

pytestmark = pytest.mark.django_db
SAID = {"verdict": "retained", "reasons": "Utile à tous."}


@pytest.fixture
def idea(author: Agent, moderator: Agent) -> Idea:
    idea = idea_in(State.UNDER_STUDY, author=author, followed_by=moderator)
    evaluated(idea)
    return idea


def vetoed(idea: Idea, by: Agent) -> None:
    evaluate(idea, by, veto="Rien ne se relira dans dix ans.")
    assert Flag.objects.filter(evaluation__idea=idea, level="veto").exists()
    evaluated(idea)


def test_what_is_noted(idea, other_moderator, moderator):
    decision = decide(
        idea, by=other_moderator, votes_for=5, votes_against=1, votes_abstained=0, value="speed", **SAID
    )
    idea.refresh_from_db()
    said = "5 pour, 1 contre, 0 abstention"
    assert (decision.votes, idea.value, idea.state) == (said, "speed", State.UNDER_STUDY)
    assert idea.evaluation_closed_at is not None
    assert Tally.objects.get(idea=idea).closed_by == other_moderator
    assert history_of(idea)[0].action == "a noté la décision\u00a0: l’idée est retenue"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"verdict": "maybe"}, "verdict"),
        ({"verdict": ""}, "verdict"),
        ({"reasons": " \n "}, "reasons"),
        ({"verdict": "declined"}, "criteria"),
        ({"votes_for": 5}, "votes_against"),
        ({"votes_for": 5, "votes_against": 0}, "votes_abstained"),
        ({"votes_for": 10**9, "votes_against": 0, "votes_abstained": 0}, "votes_for"),
        ({"votes_for": -1, "votes_against": 0, "votes_abstained": 0}, "votes_for"),
    ],
)
def test_what_is_refused(idea, moderator, said, field):
    assert list(DecisionForm(SAID | said, obj=idea, by=moderator).errors) == [field]


def test_without_the_quorum_the_head_says_why(author, moderator, head):
    idea = idea_in(State.UNDER_STUDY, author=author, followed_by=moderator)
    with pytest.raises(ValidationError, match="attendez d’autres évaluations"):
        decide(idea, by=moderator, without_quorum_because="Pressé.", **SAID)
    with pytest.raises(ValidationError, match="dites pourquoi le groupe décide sans"):
        decide(idea, by=head, **SAID)
    decision = decide(idea, by=head, without_quorum_because="La rentrée est lundi.", **SAID)
    assert decision.without_quorum_because == "La rentrée est lundi."


def test_a_veto_is_lifted_with_a_reason(idea, moderator, other_moderator):
    evaluate(idea, moderator)
    vetoed(idea, other_moderator)
    with pytest.raises(ValidationError, match=r"Un veto est posé \(.+\)"):
        decide(idea, by=moderator, **SAID)
    declined = decide(
        idea, by=moderator, verdict="declined", reasons="Non.", criteria=[criterion_of_the_grid()]
    )
    assert declined.veto_lifted_because == ""
    decision = decide(
        idea, by=moderator, veto_lifted_because="Une copie va aux archives.", seen=declined.stamp, **SAID
    )
    assert decision.veto_lifted_because == "Une copie va aux archives."


def test_the_database_keeps_a_published_decision(moderator):
    idea_in(State.RETAINED, followed_by=moderator)
    for changes in ({"verdict": "in_place"}, {"reasons": "Autrement."}):
        with pytest.raises(IntegrityError, match="published, it never changes"), transaction.atomic():
            Decision.objects.update(**changes)


def test_deciding_again_keeps_the_earlier_in_the_history(idea, moderator, head, signed_in):
    first = decide(idea, by=moderator, **SAID)
    other = {"verdict": "in_place", "reasons": "Elle y est."}
    with pytest.raises(ValidationError, match="notée entre-temps par Rose Leroy"):
        decide(idea, by=head, **other)
    url = action_url(idea, "decider")
    page = signed_in(head).post(url, other | {"seen": ""})
    assert "Elle y est." in page.text
    # Told which: sent again, it replaces.
    assert page.context["form"]["seen"].value() == first.stamp
    assert signed_in(head).post(url, other | {"seen": first.stamp}).status_code == 302
    again = Decision.objects.get()
    assert again.verdict == "in_place"
    assert "Utile à tous." in str([entry.changes for entry in history_of(again)])
    assert again.decided_by == head


def test_an_answered_or_merged_idea_is_decided_no_more(idea, moderator):
    head = idea_in(State.UNDER_STUDY, title="La première", followed_by=moderator)
    Idea.objects.filter(pk=idea.pk).update(merged_into=head, head=head)
    with pytest.raises(ValidationError, match="La première"):
        decide(idea, by=moderator, **SAID)
    answered_one = idea_in(State.RETAINED, followed_by=moderator)
    with pytest.raises(ValidationError, match="a reçu sa réponse entre-temps"):
        decide(answered_one, by=moderator, seen=Decision.objects.get().stamp, **SAID)


def test_the_form_asks_only_what_the_idea_raises(cast, idea, other_moderator, signed_in):
    def asked(person: str, one: Idea) -> set[str]:
        url = action_url(one, "decider")
        return set(signed_in(cast[person]).get(url).context["form"].fields)

    always = {"verdict", "reasons", "criteria", "value", "seen"}
    always |= {"votes_for", "votes_against", "votes_abstained"}
    evaluate(idea, cast["moderator"])
    assert asked("moderator", idea) == always
    vetoed(idea, other_moderator)
    assert asked("moderator", idea) == always | {"veto_lifted_because"}
    early = idea_in(State.UNDER_STUDY, followed_by=cast["moderator"])
    # Who may not read the marks yet is not told that there is no veto.
    assert asked("head", early) == always | {"veto_lifted_because", "without_quorum_because"}


def test_a_member_reads_no_draft_about_their_own_idea_at_the_desk(moderator, other_moderator, signed_in):
    idea = idea_in(State.UNDER_STUDY, author=moderator, followed_by=other_moderator)
    decided(idea, reasons="Entre nous.")
    answered(idea)
    page = reverse("admin:suggestions_idea_change", args=[idea.pk])
    history = reverse("admin:suggestions_idea_history", args=[idea.pk])
    for url in (idea.get_absolute_url(), page, history):
        mine = signed_in(moderator).get(url).text
        assert "dès janvier" not in mine
        assert "Entre nous." not in mine
        assert "a préparé" not in mine
    assert "dès janvier" in signed_in(other_moderator).get(page).text
