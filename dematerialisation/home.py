"""The cards of the home page and of « Mon espace »: a plain queryset each, asked only where the card shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Window
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from core.admin.to_do import Queue, to_do_for
from core.french import exact_count_of, listed, long_date, moment, number, short_date, spaced, with_capital
from core.notifications.models import Notification
from core.people.models import Agent, Project
from core.people.requests import AgentRequest
from core.people.roles import GROUP
from core.people.sign_ins import FIRST_VISIT
from core.web.cache import kept_while
from deliberations.models import Deliberation
from dematerialisation.models import Action, PrinterlessDay
from dematerialisation.states import ActionState
from manuals.at_hand import software_at_hand
from rooms.availability.free_rooms import free_now
from rooms.models import Booking
from spaces.space_pages import changes_in, with_last_visit
from suggestions.evaluation.queue import evaluations_waiting_for
from suggestions.models import Idea
from suggestions.states import State
from tips.models import Lesson, Tip

# Lines of a card on the home page, and in « Mon espace ».
IN_BRIEF, IN_SPACE = 2, 10
NEWEST_ACTIONS = 3
CARRIED_ACTIONS = 2
NEWEST_IDEAS = 2
NEWEST_DELIBERATIONS = 4
PRINTERLESS_WITHIN = timedelta(weeks=3)
SPELLED = {7: "sept jours", 8: "huit jours", 10: "dix jours", 15: "quinze jours", 30: "trente jours"}


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
    """The town's, the same for everybody: what the group did, the council's latest acts, the month's tip."""

    actions: list[CardLine]
    ideas: list[CardLine]
    deliberations: list[CardLine]
    printerless: list[CardLine]
    tip: Tip | None

    @property
    def news(self) -> list[CardLine]:
        return self.actions + self.ideas


@dataclass(frozen=True, slots=True)
class Mine:
    bookings: list[CardLine]
    ideas: list[CardLine]
    # Up to IN_SPACE everywhere: the page shows the nearest.
    actions: list[CardLine]
    to_evaluate: list[CardLine]
    # The next of the course, at most.
    lessons: list[CardLine]
    # Those where others added something since the last visit.
    spaces: list[CardLine]


def in_days(days: int) -> str:
    """« quinze jours » for usual lengths; others in figures."""
    return SPELLED.get(days) or (f"{number(days)} jours" if days > 1 else "un jour")


def ours(*, fresh: bool) -> Ours:
    """Return what was read at most a minute ago; `fresh` for those who change some of it."""
    return _ours() if fresh else kept_while(localdate(), "home.ours", _ours)


def _ours() -> Ours:
    tip = Tip.objects.published().newest_first().defer("body").first()
    return Ours(_actions(), _ideas_under_way(), _decided(), _printerless(), tip)


def mine(agent: Agent, *, limit: int) -> Mine:
    """Return an agent's next bookings, newest ideas, actions, evaluations, lesson and changed spaces.

    At most `limit` of each, IN_BRIEF or IN_SPACE, the nearest first.
    """
    return Mine(
        _booked_by(agent, limit),
        _proposed_by(agent, limit),
        _led_by(agent),
        _to_evaluate(agent, limit),
        _to_learn(agent),
        _changed_for(agent, limit),
    )


def _actions() -> list[CardLine]:
    """The newest that are done, then those that began last; one statement."""
    shown = Action.objects.only("reference", "title", "state", "done_on", "started_on")
    done = shown.done().order_by("-done_on", "-pk")[:NEWEST_ACTIONS]
    begun = shown.filter(state__in=(ActionState.IN_PROGRESS, ActionState.BLOCKED))
    both = done.union(begun.order_by("-started_on", "-pk")[:CARRIED_ACTIONS], all=True)
    newest = sorted(both.order_by(), key=_newest, reverse=True)
    return [_line(action, _progress_of(action)) for action in newest]


def _newest(action: Action) -> tuple[bool, date, int]:
    return action.done_on is not None, action.done_on or action.started_on or date.min, action.pk


def _progress_of(action: Action) -> str:
    if action.done_on:
        return f"le {short_date(action.done_on)}"
    return f"commencée le {short_date(action.started_on)}" if action.started_on else ""


def _ideas_under_way() -> list[CardLine]:
    """Ideas under way or done, except those that an action already shows."""
    shown = Action.ideas.through.objects.filter(idea=OuterRef("pk"))
    ideas = Idea.objects.filter(~Exists(shown), state__in=(State.IN_PROGRESS, State.DONE))
    # The expression of its index: only the first rows are read.
    newest = ideas.annotate(moved_at=Coalesce("done_at", "started_at")).order_by("-moved_at", "-pk")
    newest = newest.only("reference", "title", "state")
    words = {State.DONE: "réalisée", State.IN_PROGRESS: "commencée"}
    return [
        _line(idea, f"{words[State(idea.state)]} le {short_date(localdate(idea.moved_at))}")
        for idea in newest[:NEWEST_IDEAS]
    ]


def _decided() -> list[CardLine]:
    return [
        CardLine(
            act.object,
            act.get_absolute_url(),
            spaced(f"n° {act.number} · conseil du {short_date(act.session.held_on)}"),
        )
        for act in Deliberation.objects.latest_published(NEWEST_DELIBERATIONS).only(
            "object", "number", "slug", "session__held_on", "session__year", "session__slug"
        )
    ]


def _printerless() -> list[CardLine]:
    today = localdate()
    days = PrinterlessDay.objects.announced(on=today, until=today + PRINTERLESS_WITHIN)
    return [
        CardLine(day.title, day.get_absolute_url(), with_capital(long_date(day.held_on)))
        for day in days.order_by("held_on")[:1]
    ]


def _booked_by(agent: Agent, limit: int) -> list[CardLine]:
    upcoming = Booking.objects.upcoming_of(agent).values_list("reference", "title", "period", "room__name")
    return [
        CardLine(
            title,
            reverse("rooms:booking_detail", args=[reference]),
            f"{with_capital(moment(period.lower))} · {room}",
        )
        for reference, title, period, room in upcoming[:limit]
    ]


def _proposed_by(agent: Agent, limit: int) -> list[CardLine]:
    newest = Idea.objects.by(agent).order_by("-received_at", "-pk")
    newest = newest.only("reference", "title", "state", "received_at", "due_on")[:limit]
    return [_line(idea, _promise_of(idea)) for idea in newest]


def _promise_of(idea: Idea) -> str:
    note = f"proposée le {short_date(localdate(idea.received_at))}"
    is_promised = idea.state in State.waiting()
    return f"{note} · réponse promise pour le {short_date(idea.due_on)}" if is_promised else note


def _led_by(agent: Agent) -> list[CardLine]:
    led = Action.objects.open().led_by(agent).order_by(F("due_on").asc(nulls_last=True), "pk")
    led = led.only("reference", "title", "state", "due_on")
    return [_line(action, _term_of(action)) for action in led[:IN_SPACE]]


def _term_of(action: Action) -> str:
    if action.due_on is None:
        return "une action que vous menez, sans échéance"
    verb = "elle devait finir le" if action.due_on < localdate() else "à finir pour le"
    return f"une action que vous menez, {verb} {short_date(action.due_on)}"


def _to_evaluate(agent: Agent, limit: int) -> list[CardLine]:
    if not (agent.has_role(*GROUP) or agent.is_deputy):
        return []
    waiting: Any = evaluations_waiting_for(agent).annotate(total=Window(Count("*")))[:limit]
    return [CardLine(idea.title, idea.get_absolute_url(), _due(idea), total=idea.total) for idea in waiting]


def _due(idea: Idea) -> str:
    word = "promise dépassée, du" if idea.next_due_on < localdate() else "promise pour le"
    return f"{word} {short_date(idea.next_due_on)}"


def _to_learn(agent: Agent) -> list[CardLine]:
    lessons = (
        Lesson.objects.left_for(agent).only("reference", "title").order_by("level", "position", "pk")[:1]
    )
    return [CardLine(lesson.title, lesson.get_absolute_url(), "") for lesson in lessons]


def _changed_for(agent: Agent, limit: int) -> list[CardLine]:
    """The spaces that changed most first."""
    if not agent.has_projects:
        return []
    projects = Project.objects.of_member(agent).current().only("reference", "name").order_by("pk")
    visited = list(with_last_visit(projects, agent))
    same = [(project.pk, project.since) for project in visited]
    changes = kept_while(same, f"home.spaces.{agent.pk}", lambda: changes_in(visited, agent))
    counted = [(counts.total(), project) for project, counts in changes.items()]
    most = sorted((row for row in counted if row[0]), key=lambda row: row[0], reverse=True)
    return [
        CardLine(
            project.name,
            project.get_absolute_url(),
            f"{exact_count_of(many, 'nouveauté')} depuis votre dernière visite",
        )
        for many, project in most[:limit]
    ]


def _line(row: Action | Idea, note: str) -> CardLine:
    return CardLine(row.title, row.get_absolute_url(), note, row.get_state_display(), row.state_tone)


def waiting_for(agent: Agent, own: Mine) -> list[Queue]:
    """List what every app's `to_do` counts, in the admin or not, and what a deputy evaluates.

    One idea to evaluate is a click away; several, on the page that lists them.
    """
    lines = to_do_for(agent)
    if not own.to_evaluate:
        return lines
    first = own.to_evaluate[0]
    url = first.url if first.total == 1 else reverse("suggestions:to_evaluate")
    mine_to_evaluate = Queue(first.total, "idée à évaluer", "idées à évaluer", url, count=first.total)
    lines = [mine_to_evaluate if line.singular == mine_to_evaluate.singular else line for line in lines]
    return lines if mine_to_evaluate in lines else [*lines, mine_to_evaluate]


MOST_SOFTWARE = 4


@require_safe
def home(request: AgentRequest) -> HttpResponse:
    """Show in one look what an agent came for; a card only for what exists."""
    agent = request.user
    own = mine(agent, limit=IN_BRIEF)
    # Roles write the town's part, and who leads an action blocks it: they see at once what they did.
    town = ours(fresh=agent.is_staff)
    if own.actions and not agent.is_staff:
        town = replace(town, actions=kept_while(own.actions, f"home.actions.{agent.pk}", _actions))
    context = {
        "today": timezone.localdate(),
        "answer_days": in_days(settings.IDEA_ANSWER_DAYS),
        "is_first_visit": request.session.pop(FIRST_VISIT, False),
        "free_rooms": free_now(by=agent, limit=3),
        "software": software_at_hand(agent, limit=MOST_SOFTWARE),
        "tip": town.tip,
        "ours": town,
        "mine": own,
        "waiting": waiting_for(agent, own),
    }
    return render(request, "dematerialisation/home/home.html", context)


@require_safe
def my_space(request: AgentRequest) -> HttpResponse:
    """My ideas, my bookings, my notifications, my account; an elected member has the last two."""
    agent = request.user
    context = {
        "mine": mine(agent, limit=IN_SPACE),
        "notifications": Notification.objects.visible_to(agent)[:5],
        "direction": agent.direction,
        "roles": listed(sorted(agent.roles)),
    }
    return render(request, "dematerialisation/home/my_space.html", context)
