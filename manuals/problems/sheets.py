"""The three parts of a software's page: what is known, what is not yet, who said so and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.ui.french import short_date, with_capital
from manuals.models import DataRecovery, Problem, ProblemRecord, Software
from manuals.problems.marks import RECORDS, Mark, is_old, mark_of, record_of

OF_THE_ROW = {"id", "software", "filled_by", "filled_on"}
OF_THE_TEST = ("tested_on", "test_result")


@dataclass(frozen=True, slots=True)
class Sheet:
    """`facts` are (label, words) of what is filled in, `missing` the labels of the rest, the test apart."""

    problem: Problem
    record: ProblemRecord | None
    mark: Mark
    facts: list[tuple[str, str]]
    missing: list[str]
    is_old: bool

    @property
    def url_name(self) -> str:
        return f"manuals:{self.problem}_edit"


def sheets_of(software: Software, *, sees_contract: bool, on: date) -> list[Sheet]:
    """Sends no statement when `with_problems` loaded the records."""
    return [_sheet(software, problem, sees_contract=sees_contract, on=on) for problem in Problem]


def _sheet(software: Software, problem: Problem, *, sees_contract: bool, on: date) -> Sheet:
    record = record_of(software, problem)
    facts = facts_of(record, sees_contract=sees_contract) if record else []
    known = {label for label, _ in facts}
    # An empty form would name every field: « pas encore renseigné » says it in one line.
    missing = [label for label in _labels(problem, sees_contract=sees_contract) if label not in known]
    is_stale = record is not None and bool(facts) and is_old(record, on=on)
    return Sheet(problem, record, mark_of(record, on=on), facts, missing if facts else [], is_stale)


def field_names(problem: Problem, *, sees_contract: bool) -> list[str]:
    """Return the fields to fill in, in the order of the form; those of the contract, for its readers only."""
    hidden = OF_THE_ROW if sees_contract else OF_THE_ROW | set(DataRecovery.OF_THE_CONTRACT)
    own = [field.name for field in RECORDS[problem]._meta.concrete_fields if field.name not in hidden]
    # Django puts the fields of the abstract class first.
    return [*(name for name in own if name not in OF_THE_TEST), *OF_THE_TEST]


def facts_of(record: ProblemRecord, *, sees_contract: bool) -> list[tuple[str, str]]:
    names = field_names(record.PROBLEM, sees_contract=sees_contract)
    said = ((_label(type(record), name), _words(record, name)) for name in names)
    return [(label, words) for label, words in said if words]


def searched_words(record: ProblemRecord) -> str:
    """For the index, which every agent asks: nothing of the contract."""
    return "\n".join(words for _, words in facts_of(record, sees_contract=False))


def _labels(problem: Problem, *, sees_contract: bool) -> list[str]:
    names = field_names(problem, sees_contract=sees_contract)
    return [_label(RECORDS[problem], name) for name in names if name not in OF_THE_TEST]


def _label(model: type[ProblemRecord], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return with_capital(str(field.verbose_name))


def _words(record: ProblemRecord, name: str) -> str:
    value: Any = getattr(record, name)
    if not value:
        return ""
    if isinstance(value, date):
        return short_date(value)
    labels: dict[Any, Any] = dict(record._meta.get_field(name).flatchoices)  # type: ignore[union-attr]
    return with_capital(str(labels[value])) if value in labels else str(value)
