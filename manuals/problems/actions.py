"""Filling in what is known of one problem."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core.history.context import action_context
from core.people.models import Agent
from core.ui.french import spaced
from manuals import policies
from manuals.actions import lock_software
from manuals.models import Problem, ProblemRecord, Software
from manuals.problems.marks import RECORDS, record_of
from manuals.problems.sheets import field_names


@transaction.atomic
def fill_in(software: Software, problem: Problem, *, by: Agent, **fields: Any) -> ProblemRecord:
    """Keep what a referent or the group knows, of today. Saved as it was, it has been read again: it is fresh."""
    software = lock_software(software, by=by)
    allowed = field_names(problem, sees_contract=policies.can_see_contract(by, software))
    if unknown := fields.keys() - set(allowed):
        raise TypeError(f"not filled in by this person: {', '.join(sorted(unknown))}")
    record = record_of(software, problem)
    if record is None:
        if not any(fields.values()):
            raise ValidationError(spaced("Rien n’est rempli : écrivez au moins une ligne."))
        record = RECORDS[problem](software=software)
    for name, value in fields.items():
        setattr(record, name, value)
    record.filled_by, record.filled_on = by, timezone.localdate()
    record.full_clean()
    with action_context(f"a renseigné «\u00a0{problem.label}\u00a0»", by=by):
        record.save()
    return record
