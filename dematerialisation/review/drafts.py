"""Draft the two articles from today's counts and the sentences that they carry.

Only what every agent may read of a software: neither its contract nor a cost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from core.french import plain, spaced
from core.people.models import Direction
from core.people.tree import Tree
from core.web import rich_text
from core.web.charts import Chart, grouped
from dematerialisation.models import Article
from manuals.models import FollowUp, Problem, Software
from manuals.overview import WELL_KNOWN, Row, counts_of, rows_of
from manuals.problems import Mark


@dataclass(frozen=True)
class Bars:
    title: str
    series: list[str]
    rows: list[tuple[str, list[int]]]


@dataclass(frozen=True)
class Table:
    """`rows` are cells of text or numbers; the first of each names its row."""

    caption: str
    header: list[str]
    rows: list[list[str | int]]


@dataclass(frozen=True)
class Figures:
    """`counts` are (label, number); all of one day, which the article keeps."""

    counts: list[tuple[str, int]]
    bars: Bars
    table: Table

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Figures:
        counts = [(label, count) for label, count in kept["counts"]]
        return cls(counts, Bars(**kept["bars"]), Table(**kept["table"]))

    @property
    def chart(self) -> Chart:
        return grouped(self.bars.title, self.bars.series, self.bars.rows, unit="")


# The general direction and its deputies: they stand in no direction.
ABOVE = Direction.Kind.GENERAL.label
_clean = rich_text.sanitizer(rich_text.PAGE)


def fields_of(kind: str) -> dict[str, Any]:
    """The fields of a new article of this kind: title, text, figures and their day; no text on a free subject."""
    on = timezone.localdate()
    if kind not in DRAFTS:
        return {"title": Article.Kind(kind).label, "figures": {}, "taken_on": on}
    compute, template = DRAFTS[Article.Kind(kind)]
    figures, said = compute(on)
    text = render_to_string(template, {"on": on, **said})
    return {
        "title": Article.Kind(kind).label,
        "body": _clean(text),
        "figures": asdict(figures),
        "taken_on": on,
    }


def software_problems(on: date) -> tuple[Figures, dict[str, Any]]:
    """How well the three problems are known; three statements."""
    rows = rows_of(Software.objects.alive().for_overview(), on=on)
    counts = counts_of(rows, on=on)
    known = {problem: counts.known(problem) for problem in Problem}
    units = Tree().units
    by_direction: dict[str, list[Row]] = {}
    for row in rows:
        direction = units[row.software.owner_id].direction
        by_direction.setdefault(direction.name if direction else ABOVE, []).append(row)
    open_count = FollowUp.objects.open().count()
    figures = Figures(
        [
            ("progiciels suivis", counts.total),
            *((spaced(f"{problem.label.lower()} : connu ou testé"), known[problem]) for problem in Problem),
            ("suites à donner en cours", open_count),
        ],
        Bars(
            "Ce que la mairie sait de ses progiciels",
            [mark.label for mark in reversed(Mark)],
            [(problem.label, [counts.of[problem][mark] for mark in reversed(Mark)]) for problem in Problem],
        ),
        Table(
            "Progiciels dont chaque problématique est connue, par direction",
            ["Direction", "Progiciels", *(problem.label for problem in Problem)],
            [
                [name, len(theirs), *(counts_of(theirs, on=on).known(problem) for problem in Problem)]
                for name, theirs in sorted(by_direction.items(), key=lambda pair: plain(pair[0]))
            ],
        ),
    )
    said = {
        "total": counts.total,
        "whole": sum(all(cell.mark in WELL_KNOWN for cell in row.cells) for row in rows),
        "problems": [(problem, known[problem], counts.of[problem]) for problem in Problem],
        "least": min(Problem, key=lambda problem: known[problem]),
        "open_count": open_count,
    }
    return figures, said


def collaboration_tools(on: date) -> tuple[Figures, dict[str, Any]]:
    """The tools that several directions share; two statements."""
    tools = [
        (software, [str(direction) for direction in software.shared_by.all()])
        for software in Software.objects.collaborative().for_sharing()
    ]
    sharing = {name for _, names in tools for name in names}
    tools.sort(key=lambda pair: -len(pair[1]))
    figures = Figures(
        [
            ("outils de travail transversal", len(tools)),
            ("directions et services qui s’en servent", len(sharing)),
        ],
        Bars(
            "Combien de directions se servent de chaque outil",
            ["directions"],
            [(software.name, [len(names)]) for software, names in tools],
        ),
        Table(
            "Ce que l’on y fait ensemble",
            ["Outil", "Pour quoi", "Directions"],
            [[software.name, software.shared_use, ", ".join(names)] for software, names in tools],
        ),
    )
    said = {"tools": tools, "sharing": len(sharing)}
    return figures, said


Compute = Callable[[date], tuple[Figures, dict[str, Any]]]
DRAFTS: dict[Article.Kind, tuple[Compute, str]] = {
    Article.Kind.SOFTWARE_PROBLEMS: (software_problems, "dematerialisation/review/software_problems.html"),
    Article.Kind.COLLABORATION_TOOLS: (
        collaboration_tools,
        "dematerialisation/review/collaboration_tools.html",
    ),
}
