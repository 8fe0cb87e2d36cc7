"""Rows in an order that people choose, moved one place at a time."""

from __future__ import annotations

from django.db.models import Model, QuerySet


def move_by_one(rows: QuerySet[Model], row: Model, *, is_up: bool, field: str = "position") -> int | None:
    """Exchange `row` with its neighbour in `rows`, which come in their order; its new place, from 1.

    None when it stands at that end. Two numbers change, in one statement, which a deferrable constraint allows; where
    some are equal, all are written again. The caller holds a lock on the whole order.
    """
    ordered = list(rows.only(field))
    here = next((place for place, each in enumerate(ordered) if each.pk == row.pk), -1)
    there = here - 1 if is_up else here + 1
    if here < 0 or not 0 <= there < len(ordered):
        return None
    numbers = [getattr(each, field) for each in ordered]
    if len(set(numbers)) < len(numbers):
        numbers = list(range(1, len(numbers) + 1))
    ordered[here], ordered[there] = ordered[there], ordered[here]
    moved = []
    for each, number in zip(ordered, numbers, strict=True):
        if getattr(each, field) != number:
            setattr(each, field, number)
            moved.append(each)
    rows.model._base_manager.bulk_update(moved, [field])
    return there + 1
