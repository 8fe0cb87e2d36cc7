"""The follow-ups as a table for a spreadsheet."""

from collections.abc import Iterable, Iterator
from typing import Any

from manuals.models import FollowUp

COLUMNS = [
    "Progiciel",
    "Direction",
    "Problème",
    "Ce qu’il faut faire",
    "Qui s’en charge",
    "Pour le",
    "Ouverte par",
    "Ouverte le",
    "Close par",
    "Close le",
    "Résultat",
]


def rows_of(follow_ups: Iterable[FollowUp]) -> Iterator[list[Any]]:
    return (
        [
            each.software.name,
            each.software.owner.name,
            each.get_problem_display(),
            each.what,
            str(each.assigned_to),
            each.due_on,
            str(each.opened_by),
            each.opened_at,
            str(each.closed_by or ""),
            each.closed_at,
            each.result,
        ]
        for each in follow_ups
    )
