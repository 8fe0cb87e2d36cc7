"""Two people at once around a merge, with real threads and real commits."""

import pytest

from suggestions.comments import actions as comments
from suggestions.decisions.answers import publish_answer
from suggestions.merging import actions as merging
from suggestions.models import Comment, Idea, Merge, Report, Split, Support
from suggestions.states import State
from tests.factories import AgentFactory, member
from tests.suggestions.factories import answered, idea_in
from tests.suggestions.racing import refusals

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_merges_that_cross(moderator, other_moderator, together):
    one, other = idea_in(State.UNDER_STUDY), idea_in(State.UNDER_STUDY)
    results = together(
        lambda: merging.merge(one, other, by=moderator), lambda: merging.merge(other, one, by=other_moderator)
    )
    (refusal,) = refusals(results)
    assert "déjà réunies" in refusal.messages[0]
    assert Merge.objects.count() == Idea.objects.filter(head__isnull=False).count() == 1


def test_a_ring_of_three(together):
    ideas = [idea_in(State.UNDER_STUDY) for _ in range(3)]
    members = [member() for _ in ideas]
    results = together(
        *(
            lambda kept=ideas[n], absorbed=ideas[(n + 1) % 3], by=members[n]: merging.merge(
                kept, absorbed, by=by
            )
            for n in range(3)
        )
    )
    assert len(refusals(results)) >= 1
    assert Idea.objects.filter(head=None).count() >= 1
    for idea in Idea.objects.exclude(head=None).select_related("head"):
        assert idea.head
        assert idea.head.head_id is None


def test_merged_while_it_is_answered(moderator, other_moderator, together):
    """Whichever comes first; the other is told."""
    kept, absorbed = idea_in(State.UNDER_STUDY), idea_in(State.UNDER_STUDY, followed_by=moderator)
    stamp = answered(absorbed).stamp
    results = together(
        lambda: merging.merge(kept, absorbed, by=other_moderator),
        lambda: publish_answer(absorbed, by=moderator, draft=stamp),
    )
    assert len(refusals(results)) == 1
    absorbed.refresh_from_db()
    assert (absorbed.head_id is None) is (absorbed.state == State.RETAINED)


def test_undone_twice(moderator, other_moderator, together):
    merging.merge(idea_in(State.UNDER_STUDY), idea_in(State.UNDER_STUDY), by=moderator)
    merge = Merge.objects.get()
    results = together(
        lambda: merging.undo_merge(merge, by=moderator), lambda: merging.undo_merge(merge, by=other_moderator)
    )
    (refusal,) = refusals(results)
    assert "défaite entre-temps" in refusal.messages[0]
    assert not Idea.objects.exclude(head=None).exists()


def test_undone_while_others_write(moderator, together):
    """Nothing typed is lost: new comments stay the head's, replies their comment's."""
    kept, absorbed = idea_in(State.UNDER_STUDY), idea_in(State.UNDER_STUDY)
    people = AgentFactory.create_batch(3)
    first = comments.comment(absorbed, by=people[0], text="Avant.")
    merging.merge(kept, absorbed, by=moderator)
    merge = Merge.objects.get()
    results = together(
        lambda: merging.undo_merge(merge, by=moderator),
        lambda: comments.comment(absorbed, by=people[1], text="Pendant."),
        lambda: comments.reply(first, by=people[2], text="Réponse."),
        lambda: comments.support(absorbed, by=people[1]),
    )
    assert not refusals(results)
    assert Comment.objects.get(text="Réponse.").idea == absorbed
    # Before the undoing, the head's; after it, its own idea's.
    assert Comment.objects.get(text="Pendant.").idea in (kept, absorbed)
    assert Comment.objects.count() == 3
    assert Support.objects.count() == 1


def test_one_support_from_two_windows(outsider, together):
    idea = idea_in(State.UNDER_STUDY)
    results = together(*(lambda: comments.support(idea, by=outsider) for _ in range(3)))
    assert not refusals(results)
    assert Support.objects.count() == 1


def test_split_while_it_is_merged(moderator, other_moderator, together):
    kept, idea = idea_in(State.UNDER_STUDY), idea_in(State.UNDER_STUDY)
    results = together(
        lambda: merging.merge(kept, idea, by=moderator),
        lambda: merging.split(idea, by=other_moderator, title="Partie", proposal="Ceci."),
    )
    refusals(results)
    idea.refresh_from_db()
    assert Merge.objects.exists() is (idea.head_id is not None)
    assert Split.objects.count() == Idea.objects.exclude(split_from=None).count()


def test_reported_and_hidden_at_once(moderator, outsider, together):
    idea = idea_in(State.UNDER_STUDY)
    comment = comments.comment(idea, by=AgentFactory.create(), text="Quel âne.")
    results = together(
        lambda: comments.report(comment, by=outsider, reason="Insulte."),
        lambda: comments.hide_comment(comment, by=moderator, reason="Insulte."),
    )
    refusals(results)
    comment.refresh_from_db()
    assert comment.hidden_at
    # None is left for the group to read about a comment that nobody sees any more.
    assert not Report.objects.filter(settled_at=None).exists()
