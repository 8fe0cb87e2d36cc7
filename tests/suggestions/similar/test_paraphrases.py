"""What « idées proches » finds of the ideas that two agents would write each in their own words.

One of each pair of `paraphrases.txt` is in the box, the other is typed; each of the other ideas is typed while it is
out of the box, and should find nothing. Twenty pairs share no stem: what is found of them is luck.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from django.db import connection
from django.utils import timezone

from suggestions.models import Idea
from suggestions.similar import similar_to
from suggestions.states import State
from tests.factories import AgentFactory
from tests.suggestions.factories import IdeaFactory


class Words(NamedTuple):
    title: str
    problem: str
    proposal: str


def read_ideas() -> dict[str, list[Words]]:
    """By part of the file: « proches » and « sans mot commun » in pairs, « autres »."""
    parts: dict[str, list[Words]] = {}
    for line in Path(__file__).with_name("paraphrases.txt").read_text().splitlines():
        if line.startswith("["):
            part = parts.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            part.append(Words(*line.split(" | ")))
    return parts


def pairs(ideas: list[Words]) -> Iterator[tuple[Words, Words]]:
    yield from zip(ideas[::2], ideas[1::2], strict=True)


def fill_box(ideas: list[Words]) -> None:
    """All under study: what every agent reads."""
    author, member = AgentFactory.create_batch(2)
    same = {"author": author, "member_in_charge": member, "state": State.UNDER_STUDY}
    rows = []
    for number, words in enumerate(ideas, start=1):
        day = timezone.now() - timedelta(days=number)
        dated = {"received_at": day, "taken_at": day, "year": day.year, "number": number}
        rows.append(IdeaFactory.build(**words._asdict(), **same, **dated))
    Idea.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE suggestions_idea")


@pytest.mark.django_db
def test_most_paraphrases_are_found_and_few_strangers():
    parts, reader = read_ideas(), AgentFactory.create()
    alike, apart = [*pairs(parts["proches"])], [*pairs(parts["sans mot commun"])]
    fill_box([*(one for one, _ in [*alike, *apart]), *parts["autres"]])
    shown = [
        (one.title, [idea.title for idea in similar_to(reader, other._asdict())])
        for one, other in [*alike, *apart]
    ]
    assert sum(title in titles for title, titles in shown[: len(alike)]) >= 0.8 * len(alike)
    assert sum(len(titles) - (title in titles) for title, titles in shown) < len(shown)
    disturbed = [
        words.title
        for words in parts["autres"]
        if similar_to(reader, words._asdict(), excluding=Idea.objects.get(title=words.title))
    ]
    assert len(disturbed) < len(parts["autres"]) / 3
