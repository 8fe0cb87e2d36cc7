"""Days of members: who leaves today is a member no more, and what was until yesterday stays as it was."""

from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from core.people.models import Agent, Assignment, Project

ONE_DAY = timedelta(days=1)
CLOSING = "a clos le projet"


def current(project: Project) -> Any:
    """Today's, or of the last day of a closed project."""
    return Assignment.objects.filter(project=project).as_member()


def not_over(project: Project) -> Any:
    """Today's, and those that begin later."""
    ends = Q(period__upper_inf=True) | Q(period__endswith__gt=timezone.localdate())
    return Assignment.objects.filter(ends, project=project)


def begin_at_once(assignment: Assignment) -> None:
    """Today, if it was to begin later, as after a clock was set back. Of no lead: another may lead today."""
    today = timezone.localdate()
    if assignment.period.lower > today:
        assignment.period = DateRange(today, assignment.period.upper)
        assignment.is_lead = False
        assignment.save(update_fields=["period", "is_lead"])


def begin(
    project: Project, agent: Agent, *, last_day: date | None = None, is_outside: bool = False, **fields: Any
) -> Assignment:
    """From today. Raises ValidationError for who is a member already, unless they are known to be outside."""
    upper = last_day + ONE_DAY if last_day else None
    assignment = Assignment(
        agent=agent,
        kind=Assignment.Kind.PROJECT,
        project=project,
        period=DateRange(timezone.localdate(), upper),
        **fields,
    )
    if not is_outside:
        assignment.validate_constraints()
    assignment.save()
    return assignment


def end(assignment: Assignment) -> None:
    """End an assignment today: one that began today leaves only its history."""
    today = timezone.localdate()
    if assignment.period.lower >= today:
        assignment.delete()
    else:
        assignment.period = DateRange(assignment.period.lower, today)
        assignment.save(update_fields=["period"])


def lead_from_today(assignment: Assignment, *, is_lead: bool) -> None:
    """Change the lead from today; keep the past period of the earlier one."""
    today, last_day = timezone.localdate(), assignment.last_day
    if assignment.period.lower >= today:
        assignment.is_lead = is_lead
        assignment.save(update_fields=["is_lead"])
        return
    assignment.period = DateRange(assignment.period.lower, today)
    assignment.save(update_fields=["period"])
    assert assignment.project
    # A lead has no planned end.
    last_day = None if is_lead else last_day
    begin(assignment.project, assignment.agent, title=assignment.title, is_lead=is_lead, last_day=last_day)


def begin_again(project: Project, closed_on: date) -> None:
    """Give back the days that the closing took, a planned end included, to the accounts still open.

    The history says which: a member whose own last day was that one is not cut, and does not come back.
    """
    ended = Assignment.objects.filter(project=project, period__endswith=closed_on + ONE_DAY)
    theirs = ended.filter(agent__is_active=True)
    if not ended.filter(events__pgh_context__action=CLOSING).exists():
        # Entered as closed already: nothing says whom it cut.
        first = Func(F("period"), function="lower")
        theirs.update(period=Func(first, Value(None), function="daterange", output_field=DateRangeField()))
        return
    for assignment in theirs:
        history: Any = assignment
        events = history.events.order_by("-pgh_id")
        cut = events.filter(pgh_context__action=CLOSING, period=assignment.period).first()
        if cut and (before := events.filter(pgh_id__lt=cut.pgh_id).first()):
            assignment.period = before.period
            assignment.save(update_fields=["period"])


def end_with_project(project: Project, closed_on: date) -> None:
    """On its last day, a planned later end included."""
    theirs = Assignment.objects.filter(project=project)
    theirs.filter(period__startswith__gt=closed_on).delete()
    first = Func(F("period"), function="lower")
    shortened = Func(first, Value(closed_on + ONE_DAY), function="daterange", output_field=DateRangeField())
    theirs.filter(period__contains=closed_on).update(period=shortened)
