"""The actions of an assessment as a table."""

from collections.abc import Iterator
from typing import Any

from dematerialisation.models import Assessment
from dematerialisation.models.assessment import MEASURES, Verdict

HEADER = (
    *("Action", "Verdict", "Pourquoi", "Ce que cela a changé", "Ce que les agents en ont dit"),
    *("Papier", "Feuilles de papier par an", "Comment on le sait"),
    *("Liens", "Liens", "Comment on le sait", "Ce qui travaille ensemble"),
    *("Meilleur usage", "Heures par an", "Étapes en moins", "Jours de délai en moins", "Comment on le sait"),
)


def rows_of(assessment: Assessment) -> Iterator[list[Any]]:
    for row in assessment.actions.for_page():
        cells = [row.title, Verdict(row.verdict).label if row.verdict else "", row.reason]
        cells += [row.what_changed, row.said_by_agents]
        for measure, amounts in MEASURES.items():
            cells.append(getattr(row, f"get_{measure}_basis_display")())
            cells += [getattr(row, amount) for amount in amounts]
            cells.append(getattr(row, f"{measure}_method"))
            cells += [row.linked] if measure == "links" else []
        yield cells
