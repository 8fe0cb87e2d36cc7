"""How well a problem is known, in one of five words: the rules that the overview writes on its page.

    marks = marks_of(software, on=timezone.localdate())  # {Problem.ARCHIVING: Mark.KNOWN, …}

`software` has its three records loaded (`select_related(*RECORD_NAMES)`), or each costs a statement.
"""

from __future__ import annotations

import re
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import models

from core.ui.french import plain
from manuals.models import (
    Archiving,
    DataRecovery,
    Problem,
    ProblemRecord,
    Software,
    TestResult,
    WorkflowUpdates,
)

RECORDS: dict[Problem, type[ProblemRecord]] = {
    Problem.ARCHIVING: Archiving,
    Problem.WORKFLOWS: WorkflowUpdates,
    Problem.RECOVERY: DataRecovery,
}
# The names of the records on a software, for `select_related`.
RECORD_NAMES = tuple(model._meta.model_name or "" for model in RECORDS.values())

FRESH_FOR = relativedelta(years=1)
TESTED_FOR = relativedelta(years=2)
# Typed as who holds the copy.
NOBODY = re.compile(
    r"(personne|aucune?|neant|rien)( (a ce jour|encore|pour (l.instant|le moment))| n(e |['’]).*)?[ .!]*"
)


class Mark(models.TextChoices):
    """The worst first."""

    AT_RISK = "at_risk", "en danger"
    UNKNOWN = "unknown", "inconnu"
    TO_REVIEW = "to_review", "à relire"
    KNOWN = "known", "connu"
    TESTED = "tested", "connu et testé"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Mark).index(self)

    @property
    def icon(self) -> str:
        return {
            "at_risk": "triangle-alert",
            "unknown": "circle-question-mark",
            "to_review": "clock-alert",
            "known": "circle-check",
        }.get(self, "badge-check")

    @property
    def tone(self) -> str:
        """The class of its badge in the style sheet."""
        return {"at_risk": "late", "unknown": "off", "to_review": "late", "tested": "done"}.get(self, "")


def record_of(software: Software, problem: Problem) -> ProblemRecord | None:
    record: ProblemRecord | None = getattr(software, RECORDS[problem]._meta.model_name or "", None)
    return record


def is_old(record: ProblemRecord, *, on: date) -> bool:
    """« À relire »: filled in more than a year ago."""
    return record.filled_on < on - FRESH_FOR


def missing_of(record: ProblemRecord) -> list[str]:
    """The names of the essential fields that say nothing. Where there is no circuit, there is none to describe."""
    essentials = record.ESSENTIALS
    if isinstance(record, WorkflowUpdates) and record.state == WorkflowUpdates.State.NONE:
        essentials = ("state",)
    return [name for name in essentials if not getattr(record, name).strip()]


def dangers_of(record: ProblemRecord) -> list[str]:
    """Return dangers for the town in any state of the record, in its side words."""
    said = []
    if isinstance(record, WorkflowUpdates) and record.state == WorkflowUpdates.State.BROKEN:
        said.append(record.get_state_display())
    if isinstance(record, DataRecovery):
        if record.completeness == DataRecovery.Completeness.NOTHING:
            said.append("rien ne revient")
        if NOBODY.fullmatch(plain(record.holder.strip())):
            said.append("personne n’a la copie")
    if record.test_result == TestResult.FAILURE:
        said.append("essai raté")
    return said


def mark_of(record: ProblemRecord | None, *, on: date) -> Mark:
    if record is None:
        return Mark.UNKNOWN
    if dangers_of(record):
        return Mark.AT_RISK
    if missing_of(record):
        return Mark.UNKNOWN
    if is_old(record, on=on):
        return Mark.TO_REVIEW
    if record.test_result == TestResult.SUCCESS and record.tested_on and record.tested_on > on - TESTED_FOR:
        return Mark.TESTED
    return Mark.KNOWN


def marks_of(software: Software, *, on: date) -> dict[Problem, Mark]:
    return {problem: mark_of(record_of(software, problem), on=on) for problem in Problem}
