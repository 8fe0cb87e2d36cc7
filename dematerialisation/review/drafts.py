"""What the two articles are drafted from: the counts of today and the sentences that they carry.

Only what every agent may read of a software: neither its contract nor a cost.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django_prose_editor.fields import create_sanitizer

from core.people.models import Direction
from core.ui import prose
from dematerialisation.models import Article
from dematerialisation.review.figures import Bars, Figures, Table
from manuals.models import FollowUp, Problem, Software
from manuals.problems.marks import RECORD_NAMES, Mark, marks_of

KNOWN = {Mark.KNOWN, Mark.TESTED}

_clean = create_sanitizer(prose.PAGE)


def fields_of(kind: str) -> dict[str, Any]:
    """The fields of a new article of this kind: title, text, figures and their day."""
    on = timezone.localdate()
    figures, said = DRAFTS[Article.Kind(kind)](on)
    text = render_to_string(f"dematerialisation/review/{kind}.html", {"on": on, **said})
    return {
        "title": Article.Kind(kind).label,
        "body": _clean(text),
        "figures": figures.as_json(),
        "taken_on": on,
    }


def software_problems(on: date) -> tuple[Figures, dict[str, Any]]:
    """How well the three problems are known; two statements."""
    rows = (
        Software.objects.alive().select_related("owner", *RECORD_NAMES).order_by("owner__name", "owner", "pk")
    )
    marked = [(software.owner, marks_of(software, on=on)) for software in rows]
    counts = {
        problem: {mark: sum(marks[problem] == mark for _, marks in marked) for mark in Mark}
        for problem in Problem
    }
    known = {problem: sum(counts[problem][mark] for mark in KNOWN) for problem in Problem}
    whole = sum(KNOWN.issuperset(marks.values()) for _, marks in marked)
    open_count = FollowUp.objects.open().count()
    figures = Figures(
        [
            ("progiciels suivis", len(marked)),
            *((f"{problem.label.lower()}\u00a0: connu ou testé", known[problem]) for problem in Problem),
            ("suites à donner en cours", open_count),
        ],
        Bars(
            "Ce que la mairie sait de ses progiciels",
            [mark.label for mark in reversed(Mark)],
            [(problem.label, [counts[problem][mark] for mark in reversed(Mark)]) for problem in Problem],
        ),
        Table(
            "Progiciels dont chaque problématique est connue, par direction",
            ["Direction", "Progiciels", *(problem.label for problem in Problem)],
            [
                _row_of(owner, [marks for _, marks in group])
                for owner, group in groupby(marked, key=lambda pair: pair[0])
            ],
        ),
    )
    said = {
        "total": len(marked),
        "whole": whole,
        "problems": [(problem, known[problem], counts[problem]) for problem in Problem],
        "least": min(Problem, key=lambda problem: known[problem]),
        "open_count": open_count,
    }
    return figures, said


def _row_of(owner: Direction, group: list[dict[Problem, Mark]]) -> list[str | int]:
    known = [sum(marks[problem] in KNOWN for marks in group) for problem in Problem]
    return [str(owner), len(group), *known]


def collaboration_tools(on: date) -> tuple[Figures, dict[str, Any]]:
    """The tools that several directions share; three statements."""
    rows = Software.objects.alive().filter(is_collaborative=True).by_name().prefetch_related("shared_by")
    tools = [
        (software, sorted(str(direction) for direction in software.shared_by.all())) for software in rows
    ]
    sharing = {name for _, names in tools for name in names}
    directions = Direction.objects.concerned().count()
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
    said = {"tools": tools, "sharing": len(sharing), "directions": directions}
    return figures, said


DRAFTS: dict[Article.Kind, Callable[[date], tuple[Figures, dict[str, Any]]]] = {
    Article.Kind.SOFTWARE_PROBLEMS: software_problems,
    Article.Kind.COLLABORATION_TOOLS: collaboration_tools,
}
