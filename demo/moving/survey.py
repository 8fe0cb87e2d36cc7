"""The demonstration's survey and its talks, moved by days; a talk that a visitor led on or planned stays."""

from datetime import date, timedelta

from django.db.models import F

from dematerialisation.models import Answer, Interview, Survey
from demo.dates import at
from demo.keys import reference_of
from demo.loading.survey import ANSWERED, HELD, held_on, planned_at
from demo.texts.survey import DONE, TO_COME


def move_survey(anchor: date, today: date) -> None:
    gap: timedelta = today - anchor
    ours = Survey.objects.filter(reference=reference_of("survey", "first"), closed_on=None)
    if not ours.update(opened_on=F("opened_on") + gap, ends_on=F("ends_on") + gap):
        return
    for said in DONE:
        was, becomes = held_on(-said.days_ago, anchor), held_on(-said.days_ago, today)
        reference = reference_of("interview", said.direction)
        Interview.objects.filter(reference=reference, done_on=was).update(
            done_on=becomes, held_at=at(becomes, HELD)
        )
        Answer.objects.filter(interview__reference=reference, answered_at=at(was, ANSWERED)).update(
            answered_at=at(becomes, ANSWERED)
        )
    for planned in TO_COME:
        if was_at := planned_at(planned, anchor):
            Interview.objects.filter(
                reference=reference_of("interview", planned.direction), held_at=was_at, done_on=None
            ).update(held_at=planned_at(planned, today))
