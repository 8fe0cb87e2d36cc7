"""Locking an idea, or the idea that it is read with."""

from __future__ import annotations

from django.db import transaction

from core.people.models import Agent
from core.ui.locks import lock_row
from suggestions.models import Idea
from suggestions.policies import is_in_group
from suggestions.states import Identity

HIDDEN = "un agent qui ne donne pas son nom"
ANONYMOUS = "un agent anonyme"


def author_words(agent: Agent, idea: Idea) -> str:
    """« Nadia Benali, Espaces verts », or the words for an author whose name this agent may not read."""
    author = idea.author
    if author is None or idea.identity == Identity.ANONYMOUS:
        return ANONYMOUS
    name = f"{author}, {author.direction}" if author.direction else str(author)
    if idea.identity == Identity.NAMED:
        return name
    return f"{name} (nom caché aux lecteurs)" if author.pk == agent.pk or is_in_group(agent) else HIDDEN


def lock_idea(idea: Idea) -> Idea:
    """The row as it is now, alone: what a join brought would date from before the wait for the lock."""
    return lock_row(Idea, idea.pk)


def lock_head(idea: Idea) -> Idea:
    """The head of the idea (itself unless merged), locked: its row is the lock of the whole family.

    Within a transaction. Never a merged idea's row as well: who undoes a merge holds the head's and wants that one.
    """
    while True:
        head_id = Idea.objects.values_list("head", flat=True).get(pk=idea.pk)
        # If it was merged while waiting, the savepoint releases its lock.
        with transaction.atomic():
            head = lock_idea(Idea(pk=head_id or idea.pk))
            if head.merged_into_id is None and _is_read_with(idea, head):
                return head
            transaction.set_rollback(True)


def _is_read_with(idea: Idea, head: Idea) -> bool:
    """Again, now that the head is locked: its family stays what it is."""
    head_id = Idea.objects.values_list("head", flat=True).get(pk=idea.pk)
    return (head_id or idea.pk) == head.pk
