"""The demonstration's actions, moved by days: one that a visitor led on keeps its dates."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from dematerialisation.models import Action, ActionStep, Gain
from demo.keys import reference_of
from demo.texts.section import ACTIONS

# What has happened, and what is promised or remembered beside it.
PAST = ("decided_on", "started_on", "blocked_on", "dropped_on", "done_on")
AHEAD = ("due_on", "late_told_for")


def move_actions(anchor: date, today: date) -> None:
    references = [reference_of("action", action.key) for action in ACTIONS]
    actions = [
        row for row in Action.objects.filter(reference__in=references) if _is_untouched(row, PAST, anchor)
    ]
    _move(actions, (*PAST, *AHEAD), today - anchor)
    steps = ActionStep.objects.filter(
        action__in=actions,
        reference__in=[
            reference_of("step", action.key, position)
            for action in ACTIONS
            for position in range(1, len(action.steps) + 1)
        ],
    )
    _move(
        [step for step in steps if _is_untouched(step, ("done_on",), anchor)],
        ("due_on", "done_on"),
        today - anchor,
    )
    days = ("guessed_on", "measured_on")
    gains = [gain for gain in Gain.objects.filter(action__in=actions) if _is_untouched(gain, days, anchor)]
    _move(gains, days, today - anchor)


def _is_untouched(row: Action | ActionStep | Gain, names: tuple[str, ...], anchor: date) -> bool:
    return all(day <= anchor for name in names if (day := getattr(row, name)))


def _move(rows: Sequence[Any], names: tuple[str, ...], gap: timedelta) -> None:
    for row in rows:
        for name in names:
            if day := getattr(row, name):
                setattr(row, name, day + gap)
    if rows:
        type(rows[0])._default_manager.bulk_update(rows, names)
