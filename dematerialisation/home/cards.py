"""What the home page and « Mon espace » gather from the rubrics: few statements, few columns each, composed once.

Cards of few agents are read only for those who may have them (SIGNS): PostgreSQL takes longer to plan them than all
the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from operator import itemgetter
from typing import Any

from django.db.models import CharField, Count, DateTimeField, Exists, F, OuterRef, QuerySet, Value, Window
from django.db.models.functions import Cast, Coalesce, Concat, RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from core.people.models import Absence, Agent, Project
from core.people.roles import GROUP
from core.ui.addresses import address_of
from core.ui.french import exact_count_of, long_date, moment, number, short_date, with_capital
from core.ui.statements import Statement
from deliberations.models import Deliberation
from dematerialisation.models import Action, PrinterlessDay
from dematerialisation.states import ActionState
from rooms.models import Booking
from spaces.projects.changes import CHANGES, with_changes
from suggestions.evaluation.queue import evaluations_waiting_for
from suggestions.models import Idea
from suggestions.states import State
from tips.models import CourseFollower, Lesson

# Lines of a card on the home page, and in « Mon espace ».
IN_BRIEF, IN_SPACE = 2, 10
NEWEST_ACTIONS = 3
CARRIED_ACTIONS = 2
NEWEST_IDEAS = 2
NEWEST_DELIBERATIONS = 4
PRINTERLESS_WITHIN = timedelta(weeks=3)
SPELLED = {7: "sept jours", 8: "huit jours", 10: "dix jours", 15: "quinze jours", 30: "trente jours"}

# What every part of a gathering statement selects; `word` and `other` hold what its own lines need.
COLUMNS = ("card", "rank", "title", "key", "word", "other", "at")
NOTHING = Value("")
# The row that says which cards of few agents may have lines.
SIGNS = "signs"


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of a card: a link, a note, and a badge if it has a state."""

    title: str
    url: str
    note: str
    state: str = ""
    tone: str = ""
    # How many there are in all, where a card shows it.
    total: int = 0


@dataclass(frozen=True, slots=True)
class Ours:
    """The town's: what the group did and the council's latest acts."""

    news: list[CardLine]
    deliberations: list[CardLine]
    printerless: list[CardLine]


@dataclass(frozen=True, slots=True)
class Mine:
    bookings: list[CardLine]
    ideas: list[CardLine]
    actions: list[CardLine]
    to_evaluate: list[CardLine]
    # The next of the course, at most.
    lessons: list[CardLine]
    # Those where others added something since the last visit.
    spaces: list[CardLine]


def in_days(days: int) -> str:
    """« quinze jours » for usual lengths; others in figures."""
    return SPELLED.get(days) or (f"{number(days)} jours" if days > 1 else "un jour")


def _ours() -> QuerySet[Any]:
    return _together(
        _done()[:NEWEST_ACTIONS],
        _carried()[:CARRIED_ACTIONS],
        _under_way()[:NEWEST_IDEAS],
        _decided()[:NEWEST_DELIBERATIONS],
        _printerless()[:1],
    )


def _mine(agent: Agent, now: datetime, limit: int) -> QuerySet[Any]:
    parts = (_booked_by(agent, now), _proposed_by(agent), _led_by(agent))
    return _together(*(part[:limit] for part in parts), also=[_signs(agent)])


def _of_few(agent: Agent, limit: int, evaluates: bool, learns: bool) -> QuerySet[Any]:
    evaluations = [_to_evaluate(agent)[:limit]] if evaluates else []
    return _together(*evaluations, *([_to_learn(agent)[:1]] if learns else []))


def _signs(agent: Agent) -> QuerySet[Any]:
    """One row: whether they stand in for somebody today, are assigned to a project, follow the course."""
    signs = (
        Absence.objects.on(localdate()).filter(deputy=agent),
        agent.assignments.filter(project__isnull=False),
        CourseFollower.objects.filter(agent=agent),
    )
    return Agent.objects.filter(pk=agent.pk).values_list(
        Value(SIGNS),
        Value(0),
        *(Cast(Exists(rows), CharField()) for rows in signs),
        NOTHING,
        Value(None, DateTimeField()),
    )


def _together(*parts: QuerySet[Any], also: Sequence[QuerySet[Any]] = ()) -> QuerySet[Any]:
    """One statement for several cards; `card` names the card of a row, and `rank` its place.

    `also` are rows that have these columns already.
    """
    first, *others = (*(part.values_list(*COLUMNS) for part in parts), *also)
    # A part alone is in its own order.
    return first.union(*others, all=True).order_by("card", "rank") if others else first


OURS = Statement(_ours)
# By the number of lines, which a statement spells out.
MINE, OF_FEW = (
    {limit: Statement(partial(build, limit=limit)) for limit in (IN_BRIEF, IN_SPACE)}
    for build in (_mine, _of_few)
)


def ours() -> Ours:
    lines = _gathered(OURS.rows())
    news = lines["done"] + lines["carried"] + lines["under way"]
    return Ours(news, lines["decided"], lines["printerless"])


def mine(agent: Agent, *, limit: int) -> Mine:
    """An agent's next bookings, the actions they lead and the ideas that wait for their evaluation, the nearest first.

    Their newest ideas too, and their spaces that changed; at most `limit` of each, IN_BRIEF or IN_SPACE. And the next
    lesson, for those who follow the course.
    """
    rows = MINE[limit].rows(agent=agent, now=timezone.now())
    [signs] = [row[2:5] for row in rows if row[0] == SIGNS]
    stands_in, has_project, learns = (sign == "true" for sign in signs)
    evaluates = stands_in or agent.has_role(*GROUP)
    if evaluates or learns:
        rows += OF_FEW[limit].rows(agent=agent, evaluates=evaluates, learns=learns)
    lines = _gathered(row for row in rows if row[0] != SIGNS)
    return Mine(
        lines["booked"],
        lines["proposed"],
        lines["led"],
        lines["to evaluate"],
        lines["to learn"],
        _changed_for(agent)[:limit] if has_project else [],
    )


def _gathered(rows: Iterable[Any]) -> dict[str, list[CardLine]]:
    cards: dict[str, list[CardLine]] = {name: [] for name in WRITERS}
    for card, _, *row in rows:
        cards[card].append(WRITERS[card](*row))
    return cards


def _part(
    rows: QuerySet[Any], card: str, *order: Any, key: Any, at: Any, word: Any = NOTHING, other: Any = NOTHING
) -> Any:
    rank = Window(RowNumber(), order_by=order)
    columns = {"card": Value(card), "rank": rank, "key": key, "word": word, "other": other}
    return rows.annotate(**columns, at=Cast(at, DateTimeField())).order_by(*order)


# What was done


def _done() -> Any:
    newest = [F("done_on").desc(), F("pk").desc()]
    return _part(Action.objects.done().order_by(), "done", *newest, key=F("reference"), at=F("done_on"))


def _done_line(title: str, key: str, word: str, other: str, at: datetime) -> CardLine:
    return _action_line(title, key, ActionState.DONE, f"le {short_date(localdate(at))}")


def _carried() -> Any:
    """Actions that have begun, those begun last first."""
    begun = Action.objects.filter(state__in=(ActionState.IN_PROGRESS, ActionState.BLOCKED)).order_by()
    newest = [F("started_on").desc(), F("pk").desc()]
    return _part(begun, "carried", *newest, key=F("reference"), word=F("state"), at=F("started_on"))


def _carried_line(title: str, key: str, state: str, other: str, at: datetime) -> CardLine:
    return _action_line(title, key, state, f"commencée le {short_date(localdate(at))}")


def _action_line(title: str, key: str, state: str, note: str) -> CardLine:
    known = ActionState(state)
    return CardLine(title, address_of("action_detail", key), note, str(known.label), known.tone)


def _under_way() -> Any:
    """Ideas under way or done, except those that an action already shows."""
    shown = Action.ideas.through.objects.filter(idea=OuterRef("pk"))
    ideas = Idea.objects.filter(~Exists(shown), state__in=(State.IN_PROGRESS, State.DONE))
    # As its index has it: the first ones are read, and no other.
    moved_at = Coalesce("done_at", "started_at")
    return _part(
        ideas,
        "under way",
        moved_at.desc(),
        F("pk").desc(),
        key=F("reference"),
        word=F("state"),
        at=moved_at,
    )


def _under_way_line(title: str, key: str, state: str, other: str, at: datetime) -> CardLine:
    word = "réalisée" if state == State.DONE else "commencée"
    return _idea_line(title, key, state, f"{word} le {short_date(localdate(at))}")


# What the council decided


def _decided() -> Any:
    newest = Deliberation.objects.of_newest_sessions(NEWEST_DELIBERATIONS)
    return _part(
        newest.annotate(title=F("object")),
        "decided",
        F("session__held_on").desc(),
        F("session_id").desc(),
        F("position").asc(),
        key=Concat(Cast("session__year", CharField()), Value("/"), "session__slug", Value("/"), "slug"),
        word=F("number"),
        at=F("session__held_on"),
    )


def _decided_line(title: str, key: str, given: str, other: str, at: datetime) -> CardLine:
    url = reverse("deliberations:deliberation_detail", args=key.split("/"))
    return CardLine(title, url, f"n°\u00a0{given} · conseil du {short_date(localdate(at))}")


def _printerless() -> Any:
    today = localdate()
    days = PrinterlessDay.objects.announced(on=today, until=today + PRINTERLESS_WITHIN)
    return _part(days.order_by(), "printerless", F("held_on").asc(), key=F("reference"), at=F("held_on"))


def _printerless_line(title: str, key: str, word: str, other: str, at: datetime) -> CardLine:
    return CardLine(title, reverse("printerless_detail", args=[key]), with_capital(long_date(localdate(at))))


# What one is busy with


def _booked_by(agent: Agent, now: datetime) -> Any:
    bookings = Booking.objects.upcoming_of(agent, now=now).select_related(None)
    nearest = [F("period").asc(), F("pk").asc()]
    return _part(
        bookings, "booked", *nearest, key=F("reference"), word=F("room__name"), at=F("period__startswith")
    )


def _booked_line(title: str, key: str, room: str, other: str, at: datetime) -> CardLine:
    return CardLine(title, address_of("rooms:booking_detail", key), f"{with_capital(moment(at))} · {room}")


def _proposed_by(agent: Agent) -> Any:
    newest = [F("received_at").desc(), F("pk").desc()]
    return _part(
        Idea.objects.by(agent),
        "proposed",
        *newest,
        key=F("reference"),
        word=F("state"),
        other=Cast("due_on", CharField()),
        at=F("received_at"),
    )


def _proposed_line(title: str, key: str, state: str, due_on: str, at: datetime) -> CardLine:
    note = f"proposée le {short_date(localdate(at))}"
    if state in State.waiting():
        note = f"{note} · réponse promise pour le {short_date(date.fromisoformat(due_on))}"
    return _idea_line(title, key, state, note)


def _led_by(agent: Agent) -> Any:
    # At the end of what is to do: an action without a due date has this rank and no day.
    nearest = [F("due_on").asc(nulls_last=True), F("pk").asc()]
    led = Action.objects.open().led_by(agent).order_by()
    return _part(led, "led", *nearest, key=F("reference"), word=F("state"), at=F("due_on"))


def _led_line(title: str, key: str, state: str, other: str, at: datetime | None) -> CardLine:
    if at is None:
        return _action_line(title, key, state, "une action que vous menez, sans échéance")
    due = localdate(at)
    is_late = due < localdate()
    said = "elle devait finir le" if is_late else "à finir pour le"
    return _action_line(title, key, state, f"une action que vous menez, {said} {short_date(due)}")


def _to_evaluate(agent: Agent) -> Any:
    nearest = [F("next_due_on").asc(), F("pk").asc()]
    in_all = Cast(Window(Count("*")), CharField())
    ideas = evaluations_waiting_for(agent).order_by()
    return _part(ideas, "to evaluate", *nearest, key=F("reference"), other=in_all, at=F("next_due_on"))


def _to_evaluate_line(title: str, key: str, word: str, in_all: str, at: datetime) -> CardLine:
    promised = localdate(at)
    said = "promise dépassée, du" if promised < localdate() else "promise pour le"
    url = address_of("suggestions:idea_detail", key)
    return CardLine(title, url, f"{said} {short_date(promised)}", total=int(in_all))


def _to_learn(agent: Agent) -> Any:
    in_order = [F("level").asc(), F("position").asc(), F("pk").asc()]
    lessons = Lesson.objects.left_for(agent).order_by()
    return _part(lessons, "to learn", *in_order, key=F("reference"), at=Value(None, DateTimeField()))


def _to_learn_line(title: str, key: str, word: str, other: str, at: None) -> CardLine:
    return CardLine(title, reverse("tips:lesson_detail", args=[key]), "")


def _changes(agent: Agent) -> QuerySet[Any]:
    projects: Any = with_changes(Project.objects.of_member(agent).current(), agent)
    return projects.order_by("pk").values_list("name", "reference", *CHANGES)


CHANGED = Statement(_changes)


def _changed_for(agent: Agent) -> list[CardLine]:
    """Those that changed most first. Added up here: PostgreSQL would count again for the sum and for the order."""
    counted = [(sum(counts), name, key) for name, key, *counts in CHANGED.rows(agent=agent)]
    most = sorted((row for row in counted if row[0]), key=itemgetter(0), reverse=True)
    return [_changed_line(*row) for row in most]


def _changed_line(many: int, name: str, key: str) -> CardLine:
    note = f"{exact_count_of(many, 'nouveauté')} depuis votre dernière visite"
    return CardLine(name, reverse("spaces:project", args=[key]), note)


def _idea_line(title: str, key: str, state: str, note: str) -> CardLine:
    known = State(state)
    return CardLine(title, address_of("suggestions:idea_detail", key), note, str(known.label), known.tone)


WRITERS: dict[str, Callable[..., CardLine]] = {
    "done": _done_line,
    "carried": _carried_line,
    "under way": _under_way_line,
    "decided": _decided_line,
    "printerless": _printerless_line,
    "booked": _booked_line,
    "proposed": _proposed_line,
    "led": _led_line,
    "to evaluate": _to_evaluate_line,
    "to learn": _to_learn_line,
}
