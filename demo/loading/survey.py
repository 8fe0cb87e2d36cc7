"""The survey of the directions: seventeen talks done, five to come and late."""

from datetime import date, datetime, timedelta

from core.french import working_day_from
from core.people.models import Agent, Direction
from dematerialisation.models import Answer, Interview, Question, Questionnaire, Survey
from demo import texts
from demo.data_files import Record
from demo.dates import at
from demo.keys import reference_of

State = Interview.State
HELD, ANSWERED = "10:00", "10:30"


def load_survey(people: dict[str, Agent], units: dict[str, Direction], today: date) -> None:
    """Asks the starter questionnaire, which migrations bring."""
    questionnaire = Questionnaire.objects.earliest("pk")
    survey = Survey.objects.create(
        reference=reference_of("survey", "first"),
        title=texts.survey.title,
        questionnaire=questionnaire,
        introduction=questionnaire.introduction,
        opened_on=today - timedelta(days=texts.survey.opened_days_ago),
        ends_on=today + timedelta(days=texts.survey.ends_in_days),
    )
    questions = list(
        Question.objects.filter(section__questionnaire=questionnaire).order_by(
            "section__position", "position"
        )
    )
    for said in texts.survey.done:
        day, lead = held_on(-said.days_ago, today), people[said.lead]
        row = Interview.objects.create(
            reference=reference_of("interview", said.direction),
            survey=survey,
            direction=units[said.direction],
            state=State.DONE,
            held_at=at(day, HELD),
            done_on=day,
            person_met=units[said.direction].head,
        )
        row.leads.add(lead)
        for question, value in zip(questions, values_of(said), strict=True):
            Answer.objects.create(
                interview=row,
                question=question,
                text=value if isinstance(value, str) else "",
                number=value if isinstance(value, int) else None,
                picked=list(value) if isinstance(value, tuple) else [],
                answered_by=lead,
                answered_at=at(day, ANSWERED),
            )
    for planned in texts.survey.to_come:
        row = Interview.objects.create(
            reference=reference_of("interview", planned.direction),
            survey=survey,
            direction=units[planned.direction],
            state=State.SENT if planned.is_sent else State.PLANNED if planned.in_days else State.TO_PLAN,
            held_at=planned_at(planned, today),
            place=planned.place,
            was_sent=planned.is_sent,
        )
        row.leads.add(*(people[lead] for lead in [planned.lead] if lead))


def values_of(said: Record) -> tuple[int | str | tuple[int, ...], ...]:
    """Return an answer a question of the starter questionnaire: a number, a text, or the places picked."""
    return (
        *(said.reams, said.form, (said.goes,)),
        *(said.asked, (said.linked,), said.twice),
        *((said.ease,), said.lacks, (said.reads,)),
        *((said.threatened,), said.keep, said.wish),
    )


def held_on(in_days: int, today: date) -> date:
    """In so many days, or the first day after on which one works."""
    return working_day_from(today + timedelta(days=in_days))


def planned_at(planned: Record, today: date) -> datetime | None:
    return at(held_on(planned.in_days, today), f"{planned.at}:00") if planned.in_days else None
