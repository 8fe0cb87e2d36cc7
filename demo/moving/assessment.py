"""The demonstration's assessments, moved by days; a draft that a visitor published or moved stays."""

from datetime import date, timedelta

from dematerialisation.models import Assessment
from demo.dates import at
from demo.keys import reference_of
from demo.loading.assessment import days_of
from demo.texts.assessment import BEGUN, PUBLISHED


def move_assessments(anchor: date, today: date) -> None:
    """Newest first: two periods never overlap. If a visitor began the next one, all stay."""
    ends_on = days_of(BEGUN, anchor)["ends_on"]
    if Assessment.objects.filter(ends_on__gt=ends_on).exists():
        return
    for assessment in (BEGUN, PUBLISHED):
        moments = {"begun_at": at(today - timedelta(days=assessment.begun_days_ago), "10:00")}
        if assessment.published_days_ago:
            moments["published_at"] = at(today - timedelta(days=assessment.published_days_ago), "11:00")
        Assessment.objects.filter(
            reference=reference_of("assessment", assessment.key),
            published_at__isnull=not assessment.published_days_ago,
            **days_of(assessment, anchor),
        ).update(**days_of(assessment, today), **moments)
