"""The demonstration's survey, moved by days with its talks."""

from datetime import date
from typing import Any

from django.db.models import DateField, DateTimeField, ExpressionWrapper, F

from dematerialisation.models import Answer, Interview, Survey
from demo.keys import reference_of


def move_survey(anchor: date, today: date) -> None:
    days = today - anchor

    def moved(name: str, field: Any) -> ExpressionWrapper:
        return ExpressionWrapper(F(name) + days, output_field=field)

    ours = {"survey__reference": reference_of("survey", "first")}
    Survey.objects.filter(reference=ours["survey__reference"], closed_on=None).update(
        opened_on=moved("opened_on", DateField()), ends_on=moved("ends_on", DateField())
    )
    Interview.objects.filter(**ours).update(
        filled_on=moved("filled_on", DateField()),
        held_at=moved("held_at", DateTimeField()),
        done_on=moved("done_on", DateField()),
    )
    answers = Answer.objects.filter(interview__survey__reference=ours["survey__reference"])
    answers.update(answered_at=moved("answered_at", DateTimeField()))
