"""Locking an idea, or the idea that it is read with."""

from django.db import transaction

from core.ui.locks import lock_row
from suggestions.models import Idea


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
