"""Whatever is merged, parted, split, said and supported, in any order: nothing is lost, nothing doubled."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.people.models import Agent
from suggestions.comments import actions as comments
from suggestions.comments.conversation import conversation_of
from suggestions.merging import actions as merging
from suggestions.models import Comment, Follow, Idea, IdeaFile, Merge, Split, Support
from suggestions.pages.idea_detail import facts_of, page_of
from suggestions.states import State
from tests.documents.factories import DocumentFactory
from tests.factories import AgentFactory
from tests.suggestions.factories import idea_in

pytestmark = pytest.mark.django_db
IDEAS, AGENTS = 4, 3
# What is undone is kept; everything else is as it was.
KEPT_AS_THEY_WERE: tuple[type[Any], ...] = (Idea, Comment, Support, Follow, IdeaFile)

ideas = st.integers(0, 7)
agents = st.integers(0, AGENTS - 1)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), ideas, ideas),
        st.tuples(st.just("undo_merge"), ideas, st.none()),
        st.tuples(st.just("split"), ideas, st.none()),
        st.tuples(st.just("undo_split"), ideas, st.none()),
        st.tuples(st.just("comment"), ideas, agents),
        st.tuples(st.just("support"), ideas, agents),
    ),
    max_size=14,
)


class Town:
    """A few ideas, and a naive account of them beside the database's."""

    def __init__(self, moderator: Agent) -> None:
        self.moderator = moderator
        self.agents = [AgentFactory.create() for _ in range(AGENTS)]
        self.ideas = [idea_in(State.UNDER_STUDY, followed_by=moderator).pk for _ in range(IDEAS)]
        for pk in self.ideas:
            IdeaFile.objects.create(idea_id=pk, document=DocumentFactory.create())
        self.into: dict[int, int] = {}
        self.comments: Counter[tuple[int, str]] = Counter()
        self.supports: set[tuple[int, int]] = set()

    def idea(self, position: int) -> Idea:
        return Idea.objects.get(pk=self.ideas[position % len(self.ideas)])

    def head_of(self, pk: int) -> int:
        while pk in self.into:
            pk = self.into[pk]
        return pk

    def family_of(self, pk: int) -> set[int]:
        return {other for other in self.ideas if self.head_of(other) == self.head_of(pk)}

    # The steps

    def merge(self, one: int, other: int) -> None:
        kept, absorbed = self.idea(one), self.idea(other)
        may = kept.pk != absorbed.pk and kept.pk not in self.into and absorbed.pk not in self.into
        before = snapshot()
        try:
            merging.merge(kept, absorbed, by=self.moderator)
        except ValidationError:
            assert not may
            return
        assert may
        # The last one undone: all as it was.
        with transaction.atomic():
            merging.undo_merge(Merge.objects.get(absorbed=absorbed, undone_at=None), by=self.moderator)
            assert snapshot() == before
            transaction.set_rollback(True)
        self.into[absorbed.pk] = kept.pk

    def undo_merge(self, position: int, _: None) -> None:
        live = list(Merge.objects.filter(undone_at=None).order_by("pk"))
        if live:
            merge = live[position % len(live)]
            merging.undo_merge(merge, by=self.moderator)
            del self.into[merge.absorbed_id]

    def split(self, position: int, _: None) -> None:
        idea = self.idea(position)
        if len(self.ideas) > IDEAS + 3:
            return
        try:
            part = merging.split(idea, by=self.moderator, title="Une partie", proposal="Ceci.")
        except ValidationError:
            assert idea.pk in self.into
            return
        family = self.family_of(idea.pk)
        self.ideas.append(part.pk)
        self.supports |= {(part.pk, agent) for pk, agent in self.supports if pk in family}

    def undo_split(self, position: int, _: None) -> None:
        parts = list(Split.objects.filter(undone_at=None).select_related("part").order_by("pk"))
        if not parts:
            return
        made = parts[position % len(parts)]
        part, head = made.part, self.head_of(made.original_id)
        try:
            merging.undo_split(part, by=self.moderator)
        except ValidationError:
            assert part.pk in self.into or head == part.pk
            return
        self.into[part.pk] = head

    def comment(self, position: int, agent: int) -> None:
        idea = self.idea(position)
        text = str(self.comments.total())
        comments.comment(idea, by=self.agents[agent], text=text)
        self.comments[self.head_of(idea.pk), text] += 1

    def support(self, position: int, agent: int) -> None:
        idea, by = self.idea(position), self.agents[agent]
        comments.support(idea, by=by)
        if not any((pk, by.pk) in self.supports for pk in self.family_of(idea.pk)):
            self.supports.add((self.head_of(idea.pk), by.pk))

    # What holds after each, and what the pages say in the end

    def check(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        assert dict(Idea.objects.filter(head__isnull=False).values_list("pk", "merged_into")) == self.into
        assert all(
            head == self.head_of(pk) for pk, head in Idea.objects.exclude(head=None).values_list("pk", "head")
        )
        assert Counter(Comment.objects.values_list("idea", "text")) == self.comments
        assert set(Support.objects.values_list("idea", "agent")) == self.supports

    def check_pages(self) -> None:
        read = Counter[str]()
        for pk in self.ideas:
            if pk not in self.into:
                read += self.read_page(pk)
        assert read == Counter(text for _, text in self.comments.elements())

    def read_page(self, pk: int) -> Counter[str]:
        """The page of a head shows its family's, each once; returns what is said there."""
        idea = page_of(self.moderator, pk=pk)
        facts, family = facts_of(idea, self.moderator), self.family_of(pk)
        assert Counter(facts["family"]) == Counter(family)
        assert facts["supporters"] == len({agent for one, agent in self.supports if one in family})
        assert len(facts["files"]) == sum(one in self.ideas[:IDEAS] for one in family)
        conversation = conversation_of(self.moderator, idea, facts["family"], number=1)
        return Counter(thread["text"] for thread in conversation)


def snapshot() -> dict[str, list[dict[str, Any]]]:
    """Every row of an idea, of what came with it and of what was brought to it."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in KEPT_AS_THEY_WERE}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=steps)
def test_nothing_lost_nothing_doubled(moderator, steps):
    with transaction.atomic():
        town = Town(moderator)
        for name, first, second in steps:
            getattr(town, name)(first, second)
            town.check()
        town.check_pages()
        transaction.set_rollback(True)


def test_a_chain_parted_in_the_middle(moderator):
    """A into B, B into C, then A out of B: C keeps B; and all back in the other order."""
    town = Town(moderator)
    for one, other in ((1, 0), (2, 1), (3, 2)):
        town.merge(one, other)
        town.check()
        town.check_pages()
    for position in (1, 0, 0):
        town.undo_merge(position, None)
        town.check()
        town.check_pages()
    assert not town.into
