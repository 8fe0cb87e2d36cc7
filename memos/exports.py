"""The figures of what HR received."""

from collections.abc import Iterable, Iterator
from typing import Any

from memos.models import Memo

COLUMNS = [
    "Numéro",
    "Nature",
    "Direction",
    "État",
    "Envoyée le",
    "Reçue le",
    "Prise le",
    "Répondue le",
    "Classée le",
    "Avis",
]


def rows_of(memos: Iterable[Memo]) -> Iterator[list[Any]]:
    for memo in memos:
        yield [
            memo.label,
            memo.kind.name,
            memo.direction.name,
            memo.get_state_display(),
            memo.sent_at,
            memo.received_at,
            memo.taken_at,
            memo.answered_at,
            memo.filed_at,
            memo.get_opinion_display(),
        ]
