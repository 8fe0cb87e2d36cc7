"""Evaluators of an idea: the group's seats, less those recused by rule, by choice, or absent without a deputy.

`load_seats` reads any number of ideas in two statements and keeps the result on each for `seats_of`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from core.people.models import Absence, Agent
from core.people.roles import GROUP
from suggestions.evaluation.quorum import Seat, Seats
from suggestions.models import Evaluation, Idea, Recusal

# The tree's four levels, from a direction up to the general direction.
LINE = ("", "__parent", "__parent__parent", "__parent__parent__parent")


@dataclass(frozen=True)
class Person:
    """A member or a deputy on a day; `line` is their direction and its ancestors, except the general direction."""

    agent: Agent
    line: tuple[int, ...]
    is_member: bool
    is_absent: bool
    deputy_id: int | None


def seats_of(idea: Idea) -> Seats:
    """Today's seats, cached on the instance."""
    known: Seats | None = getattr(idea, "_seats", None)
    return known if known is not None else load_seats([idea])[idea.pk]


def load_seats(ideas: Iterable[Idea], *, on: date | None = None) -> dict[int, Seats]:
    """The seats of each idea by its id, two statements in all; kept on each for `seats_of`."""
    rows = {idea.pk: idea for idea in ideas}
    found = {}
    if rows:
        people = people_on(on or timezone.localdate())
        known = [idea.seat_facts for idea in rows.values() if hasattr(idea, "seat_facts")]
        for facts in known if len(known) == len(rows) else _facts_of(list(rows)):
            found[facts["pk"]] = rows[facts["pk"]]._seats = _seats(facts, people)  # type: ignore[attr-defined]  # (kept for seats_of)
    return found


def holds_role() -> Exists:
    """Whether an agent's row has a seat in the group."""
    return Exists(Agent.groups.through.objects.filter(agent_id=OuterRef("pk"), group__name__in=GROUP))


def people_on(day: date) -> dict[int, Person]:
    """The members and the deputies of that day by id: one statement."""
    return {
        agent.pk: Person(
            agent,
            _line(agent.direction_id, agent.line_1, agent.line_2, agent.line_3),
            agent.is_member,
            agent.is_absent,
            agent.deputy_id,
        )
        for agent in _people_on(day)
    }


def _people_on(day: date) -> QuerySet[Any]:
    absences = Absence.objects.on(day)
    mine = absences.filter(agent=OuterRef("pk"))
    lent = absences.filter(deputy__isnull=False, agent__groups__name__in=GROUP)
    return (
        Agent.objects.active()
        .annotate(
            is_member=holds_role(), is_absent=Exists(mine), deputy_id=Subquery(mine.values("deputy")[:1])
        )
        .filter(Q(is_member=True) | Q(pk__in=lent.values("deputy")))
        .annotate(**{f"line_{level}": F(f"direction{step}_id") for level, step in enumerate(LINE) if step})
        .by_name()
    )


def _line(*ids: int | None) -> tuple[int, ...]:
    """Without the last, the general direction, which is above everyone."""
    return tuple(pk for pk in ids if pk is not None)[:-1]


def with_seat_facts(ideas: QuerySet[Idea]) -> QuerySet[Idea]:
    """Annotate what `load_seats` needs, which saves it a statement."""
    family = Idea.objects.filter(Q(pk=OuterRef("pk")) | Q(head=OuterRef("pk"))).exclude(author=None)
    made = Evaluation.objects.filter(idea=OuterRef("pk")).order_by("pk")
    return ideas.annotate(
        seat_facts=JSONObject(
            pk="pk",
            direction_id="direction_id",
            **{f"direction{step}_id": f"direction{step}_id" for step in LINE[1:]},
            authors=ArraySubquery(family.values("author")),
            recused=ArraySubquery(Recusal.objects.filter(idea=OuterRef("pk")).values("member")),
            seats=ArraySubquery(made.values("seat")),
            makers=ArraySubquery(made.values("made_by")),
        )
    )


def _facts_of(ids: list[int]) -> Iterable[dict[str, Any]]:
    ideas: QuerySet[Any] = with_seat_facts(Idea.objects.filter(pk__in=ids))
    return ideas.values_list("seat_facts", flat=True)


def _seats(facts: dict[str, Any], people: dict[int, Person]) -> Seats:
    line = _line(*(facts[f"direction{step}_id"] for step in LINE))
    authors = frozenset(facts["authors"])
    by_choice = frozenset(facts["recused"])
    by_rule = authors | {
        pk
        for pk, person in people.items()
        if settings.IDEA_OWN_DIRECTION_RECUSES and _is_own(person.line, line)
    }
    kept_out = by_choice | by_rule
    seats = tuple(
        Seat(person.agent, _holder(person, people, kept_out))
        for pk, person in people.items()
        if person.is_member and pk not in kept_out
    )
    return Seats(seats, authors, by_choice, by_rule, dict(zip(facts["seats"], facts["makers"], strict=True)))


def _is_own(mine: tuple[int, ...], concerned: tuple[int, ...]) -> bool:
    """The same direction, or one above or below the other."""
    return bool(mine and concerned) and (concerned[0] in mine or mine[0] in concerned)


def _holder(person: Person, people: dict[int, Person], kept_out: frozenset[int]) -> Agent | None:
    if not person.is_absent:
        return person.agent
    deputy = people.get(person.deputy_id or 0)
    if deputy is None or deputy.is_absent or deputy.agent.pk in kept_out:
        return None
    return deputy.agent


def is_ever_deputy(agent: Agent) -> bool:
    """Whether an absence of somebody who has or had a seat ever named them as deputy; cached on the instance."""
    known: bool | None = getattr(agent, "_is_ever_deputy", None)
    if known is None:
        sat = Q(agent__groups__name__in=GROUP) | Q(agent__in=Evaluation.objects.values("seat"))
        known = Absence.objects.filter(sat, deputy=agent).exists()
        agent._is_ever_deputy = known  # type: ignore[attr-defined]  # (kept for the next question)
    return known
