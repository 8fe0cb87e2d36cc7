"""The steps of an idea, past and to come, for its page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from core.ui.french import NBSP, short_date
from suggestions.models import Idea
from suggestions.states import State


@dataclass(frozen=True)
class Step:
    """One point of an idea's path; `status` is past, current or next."""

    label: str
    note: str
    status: str


def path_of(idea: Idea) -> list[Step]:
    """From its arrival to where it stands, then what is still to come."""
    reached: list[tuple[str, datetime | None, str]] = [
        ("Reçue", idea.received_at, ""),
        ("À l’étude", idea.taken_at, f"suivie par {idea.member_in_charge}" if idea.member_in_charge else ""),
    ]
    if idea.state in (State.WITHDRAWN, State.SET_ASIDE):
        reached.append((State(idea.state).label, idea.withdrawn_at or idea.set_aside_at, ""))
        return _steps(step for step in reached if step[1])
    if idea.state in (State.DECLINED, State.IN_PLACE):
        return _steps([*reached, (State(idea.state).label, idea.decided_at, "")])
    if not idea.decided_at:
        word = idea.first_answered_at
        reached.append(("Un mot du groupe", word, "" if word else _before(idea.due_on)))
        return _steps([*reached, ("La décision", None, _before(idea.decision_due_on))])
    reached.append(("Retenue", idea.decided_at, ""))
    return _steps([*reached, ("En cours", idea.started_at, ""), ("Réalisée", idea.done_at, "")])


def _before(day: date) -> str:
    return f"avant le{NBSP}{short_date(day)}"


def _steps(points: Iterable[tuple[str, datetime | None, str]]) -> list[Step]:
    listed = list(points)
    current = max(position for position, (_, at, _) in enumerate(listed) if at)
    steps = []
    for position, (label, at, note) in enumerate(listed):
        status = "current" if position == current else "past" if at else "next"
        said = ", ".join(part for part in (short_date(at) if at else "", note) if part)
        steps.append(Step(label, said, status))
    return steps
