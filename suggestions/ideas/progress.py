"""The deadlines of an idea, the steps of its path, whom it waits for and since when, its history.

`with_waiting_facts` loads the facts within the statement that reads the ideas, `waiting_facts` those of a list in a
statement of their own, which PostgreSQL plans sooner; `waited_for` turns them into words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from core.french import NBSP, count_of, day_of, short_date, working_day_from
from core.history.entries import Entry, history_of, history_of_rows
from core.people.models import Agent
from suggestions import policies
from suggestions.models import AgendaItem, Appeal, Idea, Meeting, Message, Opinion, SetAside
from suggestions.states import State


def answer_due_on(received_at: datetime | date) -> date:
    """The first human answer: IDEA_ANSWER_DAYS calendar days later, moved to the next working day."""
    return working_day_from(day_of(received_at) + timedelta(days=settings.IDEA_ANSWER_DAYS))


def decision_due_on(received_at: datetime | date) -> date:
    """The decision: IDEA_DECISION_DAYS calendar days later, moved to a working day; never before the first answer."""
    day = working_day_from(day_of(received_at) + timedelta(days=settings.IDEA_DECISION_DAYS))
    return max(day, answer_due_on(received_at))


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


@dataclass(frozen=True)
class Waiting:
    """`who` follows « en attente »: « du groupe », « de l’auteur »; late against what was promised or asked."""

    who: str
    since: date
    is_overdue: bool

    @property
    def days(self) -> int:
        return max((timezone.localdate() - self.since).days, 0)

    @property
    def duration(self) -> str:
        """« depuis 12 jours »."""
        return f"depuis {count_of(self.days, 'jour')}" if self.days else "depuis aujourd’hui"

    @property
    def text(self) -> str:
        """« en attente de l’auteur depuis 12 jours »."""
        return f"en attente {self.who} {self.duration}"


def with_waiting_facts(ideas: QuerySet[Idea]) -> QuerySet[Idea]:
    """With what `waited_for` reads, in the same statement."""
    questions = Message.objects.open_questions().filter(idea=OuterRef("pk")).order_by("written_at", "pk")
    opinions = Opinion.objects.open().filter(idea=OuterRef("pk")).order_by("due_on", "pk")
    items = AgendaItem.objects.filter(idea=OuterRef("pk"), outcome="").exclude(
        meeting__state=Meeting.State.CLOSED
    )
    return ideas.select_related("tally", "answer", "decision").annotate(
        open_question=Subquery(questions.values(said=JSONObject(since="written_at", due="due_on"))[:1]),
        open_opinion=Subquery(
            opinions.values(
                said=JSONObject(
                    since="asked_at",
                    due="due_on",
                    direction="expert__direction__name",
                    first_name="expert__first_name",
                    last_name="expert__last_name",
                )
            )[:1]
        ),
        next_meeting=Subquery(items.order_by("meeting__starts_at").values("meeting__starts_at")[:1]),
    )


def waiting_facts(ideas: Iterable[Idea]) -> dict[int, Idea]:
    """By the id of each that waits, the idea with what `waited_for` reads; one statement at most."""
    waiting = [idea.pk for idea in ideas if idea.state in State.waiting()]
    return with_waiting_facts(Idea.objects.all()).in_bulk(waiting)


def waited_for(idea: Idea, *, for_group: bool = False) -> Waiting | None:
    """None when no answer is owed, or when the idea is merged into another.

    `idea` comes from `with_waiting_facts` or `waiting_facts`. The group reads the counts of evaluations and the names
    of experts; others, the direction that an expert is of.
    """
    if idea.state not in State.waiting() or idea.merged_into_id is not None:
        return None
    is_overdue = idea.is_overdue(on=timezone.localdate())
    decision = getattr(idea, "decision", None)
    # An answer prepared before decisions were noted waits for one.
    if decision and (answer := getattr(idea, "answer", None)):
        if answer.is_reread and answer.reread_at:
            return Waiting("de la publication de la réponse", day_of(answer.reread_at), is_overdue)
        return Waiting("d’une relecture de la réponse", day_of(answer.prepared_at), is_overdue)
    if decision:
        return Waiting("de la réponse du groupe", day_of(decision.decided_at), is_overdue)
    return _asked(idea, for_group=for_group) or _in_the_group(idea, for_group, is_overdue)


def _asked(idea: Any, *, for_group: bool) -> Waiting | None:
    """Somebody outside the group was asked: their own day counts."""
    if question := idea.open_question:
        return Waiting("de l’auteur", _day(question["since"]), _is_past(question["due"]))
    if opinion := idea.open_opinion:
        expert = f"{opinion['first_name']} {opinion['last_name']}"
        known = [expert if for_group else None, opinion["direction"]]
        whose = ", ".join(name for name in known if name)
        who = f"d’un avis ({whose})" if whose else "de l’avis d’un expert"
        return Waiting(who, _day(opinion["since"]), _is_past(opinion["due"]))
    return None


def _in_the_group(idea: Any, for_group: bool, is_overdue: bool) -> Waiting:
    if idea.state == State.RECEIVED:
        return Waiting("du groupe", day_of(idea.received_at), is_overdue)
    tally = getattr(idea, "tally", None)
    ready_at = (tally and tally.ready_at) or idea.evaluation_closed_at
    if ready_at is None:
        said = f" ({tally.evaluations} sur {tally.expected})" if for_group and tally else ""
        return Waiting(f"des évaluations du groupe{said}", day_of(idea.taken_at), is_overdue)
    if idea.next_meeting:
        return Waiting(f"de la réunion du {short_date(idea.next_meeting)}", day_of(ready_at), is_overdue)
    return Waiting("de la décision du groupe", day_of(ready_at), is_overdue)


def _day(said: str) -> date:
    """Read a moment as PostgreSQL writes it in JSON."""
    return day_of(datetime.fromisoformat(said))


def _is_past(said: str) -> bool:
    return date.fromisoformat(said) < timezone.localdate()


# How the name of this action begins, with or without the author's.
ENTERED = "a saisi l’idée pour "


def history_for(agent: Agent, idea: Idea) -> list[Entry]:
    """Return an idea's history as this reader may know it.

    For readers who may not know the author, what they did (or the colleague who typed it for them) is « l’auteur »’s,
    on a day: the minute would tell who was there.
    """
    entries = history_of(idea)
    if policies.can_see_author(agent, idea):
        return entries
    hidden = {idea.author_id, idea.entered_by_id}
    return [
        _without_author(entry)
        if entry.action.startswith(ENTERED) or (entry.by and entry.by.pk in hidden)
        else entry
        for entry in entries
    ]


def _without_author(entry: Entry) -> Entry:
    """History is never rewritten: earlier entries still say « a saisi l’idée pour X »."""
    action = "a proposé l’idée" if entry.action.startswith(ENTERED) else entry.action
    day = timezone.localtime(entry.at).replace(hour=0, minute=0, second=0, microsecond=0)
    return replace(entry, at=day, by="L’auteur", action=action, changes=(), is_day_only=True)


def history_with_answer(idea: Idea) -> list[Entry]:
    """For the group: entries of the decision, the answer, the appeal and what was to be set aside too, newest first.

    One for an action on several rows.
    """
    entries = {(entry.at, entry.action): entry for entry in history_of(idea)}
    rows = (idea.group_decision, idea.draft)
    others = (history_of_rows(Appeal, idea=idea), _history_of_set_aside(idea))
    for found in (*(history_of(row) for row in rows if row), *others):
        for entry in found:
            same = entries.get((entry.at, entry.action))
            entries[entry.at, entry.action] = (
                replace(same, changes=same.changes + entry.changes) if same else entry
            )
    return sorted(entries.values(), key=lambda entry: entry.at, reverse=True)


def _history_of_set_aside(idea: Idea) -> list[Entry]:
    """Include proposals that were dropped; the entry of a confirmed one is by the person who confirmed it."""
    reason = str(SetAside._meta.get_field("reason").verbose_name)
    return [
        replace(entry, changes=tuple(change for change in entry.changes if change[0] == reason))
        for entry in history_of_rows(SetAside, idea=idea)
    ]
