"""What « idées proches » finds of the ideas that two agents would write each in their own words.

`similar_ideas.txt` holds 60 pairs and 200 other ideas. One of each pair is in the box, the other is typed; each of the
other ideas is typed too while it is out of the box, and should find nothing. 20 of the pairs share no stem: what is
found of them is luck, and is reported apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.utils import timezone

from benchmarks.people import make_agents
from core.people.models import Agent
from suggestions.ideas.deadlines import answer_due_on, decision_due_on
from suggestions.models import Idea
from suggestions.similar import SHOWN, similar_to
from suggestions.states import State

IDEAS = Path(__file__).with_name("similar_ideas.txt")


@dataclass(frozen=True)
class Words:
    title: str
    problem: str
    proposal: str

    @property
    def typed(self) -> dict[str, str]:
        return {"title": self.title, "problem": self.problem, "proposal": self.proposal}


@dataclass(frozen=True)
class Quality:
    """Of the pairs, the share found among the five shown; and how many ideas are shown that are no paraphrase."""

    found_alike: int
    alike: int
    found_apart: int
    apart: int
    false_beside_pairs: float
    false_alone: float
    disturbed: int
    alone: int
    missed: tuple[str, ...]

    @property
    def recall(self) -> float:
        return self.found_alike / self.alike

    @property
    def recall_apart(self) -> float:
        return self.found_apart / self.apart


def read_ideas() -> dict[str, list[Words]]:
    """By part of the file: « proches » and « sans mot commun » in pairs, « autres »."""
    parts: dict[str, list[Words]] = {}
    for line in IDEAS.read_text().splitlines():
        if line.startswith("["):
            part = parts.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            part.append(Words(*line.split(" | ")))
    return parts


def pairs(ideas: list[Words]) -> Iterator[tuple[Words, Words]]:
    yield from zip(ideas[::2], ideas[1::2], strict=True)


def make_box(ideas: list[Words], agents: list[Agent]) -> None:
    """All under study: what every agent reads."""
    now = timezone.now()
    rows = []
    for number, words in enumerate(ideas, start=1):
        received_at = now - timedelta(days=number)
        rows.append(
            Idea(
                **words.typed,
                author=agents[number % len(agents)],
                state=State.UNDER_STUDY,
                member_in_charge=agents[(number + 1) % len(agents)],
                year=received_at.year,
                number=number,
                received_at=received_at,
                due_on=answer_due_on(received_at),
                decision_due_on=decision_due_on(received_at),
                taken_at=received_at + timedelta(hours=5),
            )
        )
    Idea.objects.bulk_create(rows, batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE suggestions_idea")


def fill_quality() -> None:
    """One idea of each pair, and the others."""
    parts = read_ideas()
    paired = [one for part in ("proches", "sans mot commun") for one, _ in pairs(parts[part])]
    make_box([*paired, *parts["autres"]], make_agents())


def measured_quality(agent: Agent) -> Quality:
    parts = read_ideas()
    found, missed, false_beside = {"proches": 0, "sans mot commun": 0}, [], []
    for part in found:
        for one, other in pairs(parts[part]):
            titles = [idea.title for idea in similar_to(agent, other.typed)]
            found[part] += one.title in titles
            false_beside.append(len(titles) - (one.title in titles))
            if one.title not in titles and part == "proches":
                missed.append(one.title)
    false_alone = [_strangers(agent, words) for words in parts["autres"]]
    return Quality(
        found_alike=found["proches"],
        alike=len(parts["proches"]) // 2,
        found_apart=found["sans mot commun"],
        apart=len(parts["sans mot commun"]) // 2,
        false_beside_pairs=sum(false_beside) / len(false_beside),
        false_alone=sum(false_alone) / len(false_alone),
        disturbed=sum(count > 0 for count in false_alone),
        alone=len(false_alone),
        missed=tuple(missed),
    )


def _strangers(agent: Agent, words: Words) -> int:
    """What is shown to who types an idea that nobody had: the idea itself is left out."""
    itself = Idea.objects.get(title=words.title)
    return len(similar_to(agent, words.typed, limit=SHOWN, excluding=itself))
