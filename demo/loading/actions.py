"""The group's actions: done, under way, given up; their steps, and what they gain."""

from datetime import date, timedelta

from core.people.models import Agent, Direction
from dematerialisation.models import Action, ActionStep, Gain, ScreeningAnswer
from dematerialisation.states import ActionState, Outcome
from demo import texts
from demo.data_files import Record, copied
from demo.keys import keys, reference_of
from suggestions.models import Criterion, Grid, Idea
from suggestions.states import Value

# Two members of the group.
SCREENED_BY, CONFIRMED_BY = "sferracci", "clegoff"


def load_actions(
    ideas: dict[str, Idea], people: dict[str, Agent], units: dict[str, Direction], today: date
) -> None:
    for action in texts.section.actions:
        where_it_stands = {
            "state": action.state,
            "started_on": before(today, action.started_days_ago),
            "blocked_on": before(today, action.blocked_days_ago),
            "blocked_reason": action.blocked_reason,
        }
        # The database starts what has passed the grid only.
        is_under_way = action.state in (ActionState.IN_PROGRESS, ActionState.BLOCKED)
        row = Action.objects.create(
            reference=reference_of("action", action.key),
            **copied(action, "title dropped_reason"),
            what_was_decided=action.decided,
            decided_on=before(today, action.decided_days_ago),
            leader=people[action.leader] if action.leader else None,
            direction=units[action.direction] if action.direction else None,
            due_on=within(today, action.due_in_days),
            dropped_on=before(today, action.dropped_days_ago),
            done_on=before(today, action.days_ago),
            what_it_changed=action.change,
            **(screened(action, people) if action.marks else {}),
            **({} if is_under_way else where_it_stands),
        )
        row.ideas.add(*(ideas[key] for key in action.ideas))
        load_rows_of(action, row, today)
        if action.marks:
            load_screening(action, row)
        if is_under_way:
            Action.objects.filter(pk=row.pk).update(**where_it_stands)


def load_rows_of(action: Record, row: Action, today: date) -> None:
    ActionStep.objects.bulk_create(
        ActionStep(
            **keys("step", action.key, position),
            action=row,
            position=position,
            title=step.title,
            due_on=within(today, step.due_in_days),
            done_on=before(today, step.done_days_ago),
        )
        for position, step in enumerate(action.steps, start=1)
    )
    Gain.objects.bulk_create(
        Gain(
            action=row,
            **copied(gain, "unit guessed guess_method measured measure_method"),
            guessed_on=before(today, gain.guessed_days_ago),
            measured_on=before(today, gain.measured_days_ago),
        )
        for gain in action.gains
    )


def screened(action: Record, people: dict[str, Agent]) -> dict[str, object]:
    confirmed_by = None if action.is_to_confirm else people[CONFIRMED_BY]
    return {
        "outcome": Outcome.ELIGIBLE,
        "screened_by": people[SCREENED_BY],
        "confirmed_by": confirmed_by,
    }


def load_screening(action: Record, row: Action) -> None:
    marks, pitfalls = dict(zip(Value.values, action.marks, strict=True)), dict(action.pitfalls)
    ScreeningAnswer.objects.bulk_create(
        ScreeningAnswer(
            action=row,
            criterion=criterion,
            mark=marks[criterion.code] if criterion.kind == Criterion.Kind.VALUE else None,
            is_touched=criterion.code in pitfalls,
            precaution=pitfalls.get(criterion.code, ""),
        )
        for criterion in Grid.objects.get(state=Grid.State.IN_USE).criteria.all()
    )


def before(today: date, days: int | None) -> date | None:
    return None if days is None else today - timedelta(days=days)


def within(today: date, days: int | None) -> date | None:
    return None if days is None else today + timedelta(days=days)
