"""How an idea is told to the person who reads it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from core.history.entries import Entry, history_of
from core.people.models import Agent
from core.ui.french import NBSP, long_date, short_date
from suggestions import access
from suggestions.models import Idea
from suggestions.states import State

# How the name of this action begins, with or without the author's.
ENTERED = "a saisi l’idée pour "


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
        return _steps([*reached, ("Réponse", None, f"au plus tard le{NBSP}{short_date(idea.promised_on)}")])
    reached.append(("Retenue", idea.decided_at, ""))
    return _steps([*reached, ("En cours", idea.started_at, ""), ("Réalisée", idea.done_at, "")])


def _steps(points: Iterable[tuple[str, datetime | None, str]]) -> list[Step]:
    listed = list(points)
    current = max(position for position, (_, at, _) in enumerate(listed) if at)
    steps = []
    for position, (label, at, note) in enumerate(listed):
        status = "current" if position == current else "past" if at else "next"
        said = ", ".join(part for part in (short_date(at) if at else "", note) if part)
        steps.append(Step(label, said, status))
    return steps


def acknowledgement(idea: Idea) -> str:
    return (
        f"Merci\u00a0! Votre idée est bien arrivée. "
        f"Le groupe vous répond au plus tard le {long_date(idea.due_on)}."
    )


def history_for(agent: Agent, idea: Idea) -> list[Entry]:
    """Who did what and when.

    For readers who may not know the author, what they did (or whoever typed it for them) is « l’auteur »’s, on a day:
    the minute would tell who was there.
    """
    entries = history_of(idea)
    if access.can_see_author(agent, idea):
        return entries
    hidden = {idea.author_id, idea.entered_by_id}
    return [
        _without_author(entry)
        if entry.action.startswith(ENTERED) or (entry.by and entry.by.pk in hidden)
        else entry
        for entry in entries
    ]


def _without_author(entry: Entry) -> Entry:
    """The history is never rewritten: « a saisi l’idée pour X » stands there for the ideas typed before."""
    action = "a proposé l’idée" if entry.action.startswith(ENTERED) else entry.action
    day = timezone.localtime(entry.at).replace(hour=0, minute=0, second=0, microsecond=0)
    return replace(entry, at=day, by="L’auteur", action=action, changes=(), is_day_only=True)


def history_with_answer(idea: Idea) -> list[Entry]:
    """For the group: entries of the decision and of the answer, newest first, one for an action on several rows."""
    entries = {(entry.at, entry.action): entry for entry in history_of(idea)}
    for row in (idea.group_decision, idea.draft):
        for entry in history_of(row) if row else []:
            same = entries.get((entry.at, entry.action))
            entries[entry.at, entry.action] = (
                replace(same, changes=same.changes + entry.changes) if same else entry
            )
    return sorted(entries.values(), key=lambda entry: entry.at, reverse=True)
