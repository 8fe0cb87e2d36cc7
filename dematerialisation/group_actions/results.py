"""« Vous l’avez dit, on l’a fait »: sums of gains, and actions with all that their pages show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Concat, JSONObject

from core.french import listed
from core.history.entries import LABELS, UNNAMED, Entry
from core.people.models import Agent
from core.people.ordering import alphabetical
from dematerialisation.models import Action, ActionStep, Gain, ScreeningAnswer
from dematerialisation.querysets import ActionQuerySet
from dematerialisation.states import ActionState, Unit
from suggestions.models import Idea
from suggestions.states import Identity, State

MOST_ENTRIES = 100
GAIN_COLUMNS = (
    "unit",
    "guessed",
    "guess_method",
    "guessed_on",
    "measured",
    "measure_method",
    "measured_on",
)


@dataclass(frozen=True, slots=True)
class Total:
    """A unit's sum: what was measured, and the guesses of actions without a measure."""

    unit: Unit
    measured: int | None
    guessed: int | None

    @property
    def measured_words(self) -> str:
        return self.unit.words(self.measured or 0)

    @property
    def guessed_words(self) -> str:
        return self.unit.words(self.guessed or 0)


def totals(actions: ActionQuerySet) -> list[Total]:
    """The gains of these actions by unit, in one statement; dropped actions do not count."""
    counted = actions.exclude(state=ActionState.DROPPED).order_by().values("pk")
    rows = (
        Gain.objects.filter(action__in=counted)
        .order_by()
        .values("unit")
        .annotate(sum_measured=Sum("measured"), sum_guessed=Sum("guessed", filter=Q(measured=None)))
    )
    by_unit = {row["unit"]: row for row in rows}
    return [
        Total(unit, by_unit[unit]["sum_measured"], by_unit[unit]["sum_guessed"])
        for unit in Unit
        if unit in by_unit
    ]


def with_summary(actions: ActionQuerySet) -> ActionQuerySet:
    """With all that `summary_of` needs, in the same statement."""
    gains = Gain.objects.filter(action=OuterRef("pk")).order_by("pk")
    # An idea that is read with another one counts too.
    answered = Q(actions=OuterRef("pk"), state__in=State.public()) | Q(head__actions=OuterRef("pk"))
    agreed = Idea.objects.filter(answered, identity=Identity.NAMED, is_thanked=True, author__isnull=False)
    by_name = agreed.order_by(*alphabetical("author__last_name", "author__first_name"), "author")
    name = Concat("author__first_name", Value(" "), "author__last_name")
    steps = ActionStep.objects.filter(action=OuterRef("pk")).order_by().values("action")
    ticked = steps.filter(done_on__isnull=False)
    return actions.for_list().annotate(
        gains_read=ArraySubquery(gains.values(row=JSONObject(**{name: name for name in GAIN_COLUMNS}))),
        thanked=ArraySubquery(by_name.values(row=JSONObject(author="author", name=name))),
        steps_in_all=Coalesce(Subquery(steps.values(count=Count("pk"))), 0),
        steps_done=Coalesce(Subquery(ticked.values(count=Count("pk"))), 0),
    )


def summary_of(action: Any) -> dict[str, Any]:
    """Return an action as lists and pages show it; it comes from `with_summary`."""
    # The same person may have proposed two of the ideas.
    names = {row["author"]: row["name"] for row in action.thanked}
    gains = [_gain(row) for row in action.gains_read]
    order = list(Unit)
    gains.sort(key=lambda gain: order.index(Unit(gain.unit)))
    return {
        "action": action,
        "gains": gains,
        "thanks": listed(list(names.values())),
        "steps": action.steps_in_all,
        "steps_done": action.steps_done,
    }


def _gain(row: dict[str, Any]) -> Gain:
    """From JSON, which has no dates."""
    days = {name: row[name] and date.fromisoformat(row[name]) for name in ("guessed_on", "measured_on")}
    return Gain(**{**row, **days})


def values_served(answers: Sequence[ScreeningAnswer], ideas: Sequence[Idea]) -> str:
    """« Simplification et partage », by the action's own screening, else by its ideas; empty when nothing says it."""
    names = [str(answer) for answer in answers if answer.is_served]
    if not answers and ideas:
        # What their authors say of them: the marks of the evaluation are the group's alone.
        names = sorted({str(idea.get_value_display()) for idea in ideas if idea.value})
    return listed([names[0], *(name.lower() for name in names[1:])]) if names else ""


def history_of_action(action: Action) -> list[Entry]:
    """The newest actions on it, on its steps, its gains and its screening: two statements.

    One action that changed several rows is one entry. Unnamed changes are shown for the group's action only, not for
    its steps and gains.
    """
    events: Any = None
    for model, key in (
        (Action, "pgh_obj"),
        (ActionStep, "action"),
        (Gain, "action"),
        (ScreeningAnswer, "action"),
    ):
        event = apps.get_model("dematerialisation", f"{model.__name__}Event")
        rows = event._default_manager.filter(**{key: action.pk}).order_by()
        rows = rows.values_list("pgh_created_at", "pgh_context", "pgh_label", Value(model is Action))
        events = rows if events is None else events.union(rows, all=True)
    read = list(events.order_by("-pgh_created_at")[:MOST_ENTRIES])
    authors = {(context or {}).get("by") for _, context, _, _ in read} - {None}
    agents: dict[int, Agent] = get_user_model()._default_manager.in_bulk(authors) if authors else {}
    entries: dict[tuple[datetime, str], Entry] = {}
    for at, context, label, is_of_action in read:
        name = (context or {}).get("action") or (LABELS.get(label, UNNAMED) if is_of_action else "")
        if name:
            entries.setdefault((at, name), Entry(at, agents.get((context or {}).get("by", 0)), name, ()))
    return list(entries.values())
