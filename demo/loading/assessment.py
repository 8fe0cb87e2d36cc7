"""Last year's assessment with its figures, published; this year's, begun with its actions."""

from dataclasses import replace
from datetime import date, timedelta

from core.people.models import Agent
from dematerialisation.assessment import actions
from dematerialisation.assessment.comparison import as_json, figures_of
from dematerialisation.models import AssessedAction, Assessment
from dematerialisation.models.assessment import HEADINGS, Verdict
from dematerialisation.states import ActionState
from demo import texts
from demo.data_files import Record
from demo.dates import at
from demo.keys import reference_of


def load_assessments(by: Agent, today: date) -> None:
    published, ongoing = texts.assessment.assessments
    row = create(published, by, today)
    said = {reference_of("action", each.action): each for each in texts.assessment.said}
    ends = {reference_of("action", action.key): action.days_ago for action in texts.section.actions}
    rows = [actions.row_of(row, action) for action in actions.actions_of(row)]
    for each in rows:
        done_days_ago = ends.get(each.action.reference)
        is_done = done_days_ago is not None and done_days_ago >= published.ends_days_ago
        if each.action.state != ActionState.DROPPED:
            each.verdict = Verdict.KEPT if is_done else Verdict.PARTLY
            each.reason = texts.assessment.reasons[each.verdict]
        if found := said.get(each.action.reference):
            each.reason = found.reason
        if not is_done:
            each.what_changed = ""
    AssessedAction.objects.bulk_create(rows)
    figures = figures_of(row.starts_on, row.ends_on)
    row.figures = as_json(
        [replace(figure, value=published.figures.get(figure.code), is_hidden=False) for figure in figures]
    )
    assert published.published_days_ago
    row.published_at = at(today - timedelta(days=published.published_days_ago), "11:00")
    row.published_by = by
    row.save()
    begun = create(ongoing, by, today)
    AssessedAction.objects.bulk_create(actions.row_of(begun, action) for action in actions.actions_of(begun))


def create(assessment: Record, by: Agent, today: date) -> Assessment:
    return Assessment.objects.create(
        reference=reference_of("assessment", assessment.key),
        **{name: getattr(assessment, name) for name in HEADINGS},
        **days_of(assessment, today),
        begun_by=by,
        begun_at=at(today - timedelta(days=assessment.begun_days_ago), "10:00"),
    )


def days_of(assessment: Record, today: date) -> dict[str, date]:
    return {
        "starts_on": today - timedelta(days=assessment.starts_days_ago),
        "ends_on": today - timedelta(days=assessment.ends_days_ago),
    }
