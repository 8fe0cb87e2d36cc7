"""What the home page and « Mon espace » gather from the rubrics; one statement a card, few columns each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse

from core.people.models import Agent
from core.ui.french import moment, number, short_date, with_capital
from dematerialisation.models import Action
from rooms.models import Booking
from suggestions.models import Idea
from suggestions.states import State

NEWEST_ACTIONS = 3
NEWEST_IDEAS = 2
SPELLED = {7: "sept jours", 8: "huit jours", 10: "dix jours", 15: "quinze jours", 30: "trente jours"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card: a link, what it says of itself, and its badge if it has a state."""

    title: str
    url: str
    note: str
    state: str = ""
    tone: str = ""


def in_days(days: int) -> str:
    """« quinze jours », as one says it; other lengths in figures."""
    return SPELLED.get(days) or (f"{number(days)} jours" if days > 1 else "un jour")


def latest_news() -> list[Line]:
    """« Vous l’avez dit, on l’a fait »: what was done, then the ideas under way; one statement."""
    actions = Action.objects.newest_first().annotate(rank=Value(0), state=Value(""), moved_on=F("done_on"))
    # Under way, or done without an action that already tells it.
    ideas = (
        Idea.objects.filter(state__in=(State.IN_PROGRESS, State.DONE), actions=None)
        .annotate(rank=Value(1), moved_on=TruncDate(Coalesce("done_at", "started_at")))
        .order_by("-moved_on", "-pk")
    )
    columns = ("rank", "title", "reference", "state", "moved_on")
    news = actions.values_list(*columns)[:NEWEST_ACTIONS].union(
        ideas.values_list(*columns)[:NEWEST_IDEAS], all=True
    )
    return [_news_line(*row) for _, *row in news.order_by("rank", "-moved_on", "title")]


def _news_line(title: str, reference: str, state: str, moved_on: date) -> Line:
    if not state:
        url = reverse("action_detail", args=[reference])
        return Line(title, url, f"fait le {short_date(moved_on)}", "Réalisée", State.DONE.tone)
    word = "réalisée" if state == State.DONE else "commencée"
    return _idea_line(title, reference, state, f"{word} le {short_date(moved_on)}")


def ideas_of(agent: Agent, *, limit: int) -> list[Line]:
    """An agent's newest ideas, with where each stands and the day promised while it waits."""
    columns = ("title", "reference", "state", "received_at", "due_on")
    rows = Idea.objects.by(agent).order_by("-received_at", "-pk").values_list(*columns)[:limit]
    lines = []
    for title, reference, state, received_at, due_on in rows:
        note = f"proposée le {short_date(received_at)}"
        if state in State.waiting():
            note = f"{note} · réponse promise pour le {short_date(due_on)}"
        lines.append(_idea_line(title, reference, state, note))
    return lines


def _idea_line(title: str, reference: str, state: str, note: str) -> Line:
    known = State(state)
    return Line(
        title, reverse("suggestions:idea_detail", args=[reference]), note, str(known.label), known.tone
    )


def bookings_of(agent: Agent, *, limit: int) -> list[Line]:
    """An agent's next bookings, the nearest first."""
    return [_booking_line(booking) for booking in Booking.objects.upcoming_of(agent)[:limit]]


def _booking_line(booking: Any) -> Line:
    note = f"{with_capital(moment(booking.period.lower))} · {booking.room}"
    return Line(booking.title, booking.get_absolute_url(), note)
