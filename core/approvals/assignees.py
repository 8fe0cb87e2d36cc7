"""The assignees of a step, asked of the steps that wait for an agent (`waiting_for`).

Any holder who has not decided, or whoever stands in for them while they are absent; a member of its role who has not
handed it to another. Never a closed account, the author, nor those whom the text is about or their deputies.

Steps are not named by their class here: their querysets are made of this.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.utils.timezone import localdate

from core.people.models import Absence, Agent
from core.people.querysets import closure


def waiting_for[Steps: models.QuerySet[Any]](steps: Steps, agent: Agent, *, on: date) -> Steps:
    return waiting_in_places(steps, agent, acts_for(agent, on=on))


def waiting_in_places[Steps: models.QuerySet[Any]](
    steps: Steps, agent: Agent, places: Iterable[int]
) -> Steps:
    """Filter as `waiting_for` does, with the result of `acts_for`."""
    if not agent.is_active:
        return steps.none()
    seats = _open_seats(steps.model, step=OuterRef("pk"))
    in_role = Q(role__in=agent.roles) & ~Exists(seats.filter(handed_by=agent))
    in_person = Exists(not_concerned(seats.filter(agent__in=places)))
    others = steps.exclude(approval__author=agent).exclude(approval__excluded=agent)
    return others.filter(in_role | in_person)


def not_concerned(seats: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Keep the seats of people whom the text is not about: nobody takes the place of the others, not even a deputy."""
    approval: Any = seats.model._meta.get_field("step").related_model.approval.field.related_model
    about = approval.excluded.through._default_manager.filter(
        approval=OuterRef("step__approval"), agent=OuterRef("agent")
    )
    return seats.exclude(Exists(about))


def stuck[Steps: models.QuerySet[Any]](steps: Steps) -> Steps:
    """Keep the current steps without an assignee, or without one of those who are all needed."""
    barred: Any = steps.model.approval.field.related_model.excluded.through._default_manager
    barred = barred.filter(approval=OuterRef(OuterRef("approval"))).values("agent")
    handed = _open_seats(steps.model, step=OuterRef(OuterRef("pk"))).exclude(handed_by=None)
    members = (
        Agent.objects.active()
        .filter(groups__name=OuterRef("role"))
        .exclude(pk=OuterRef("approval__author"))
        .exclude(pk__in=barred)
        .exclude(pk__in=handed.values("handed_by"))
    )
    seats = _open_seats(steps.model, step=OuterRef("pk"))
    lost = Q(agent__is_active=False) | Q(agent__in=barred)
    is_bare = ~Exists(seats.exclude(lost)) & ~Exists(members)
    return steps.filter(is_bare | Exists(seats.filter(lost)) & Q(needs_all=True))


def acts_for(agent: Agent, *, on: date) -> set[int]:
    """The ids of those whose place this agent takes: their own, and that of the absent people whose deputy they are.

    A deputy who is absent too passes it on to theirs; a loop of deputies ends by itself. One statement at most.
    """
    if on == localdate() and not agent.is_deputy:
        return {agent.pk}
    return closure([agent.pk], ((deputy, absent) for absent, deputy in _deputies(on)))


def takers_of(step: Any, *, on: date) -> list[Agent]:
    return takers_by_step([step], on=on)[step.pk]


def members_of(step: Any, *, on: date) -> list[Agent]:
    """Return those who may take a step by its role."""
    return [agent for agent in takers_of(step, on=on) if step.role in agent.roles]


def takers_by_step(steps: Iterable[Any], *, on: date) -> dict[int, list[Agent]]:
    """Return those for whom each current step waits, by its pk; as many statements whatever their number."""
    rows = list(steps)
    model, deputies = type(rows[0]), _deputies(on)
    asked = model._default_manager.filter(pk__in=[step.pk for step in rows])
    people = _open_seats(model, step__in=rows).values_list("agent", flat=True)
    near = Q(pk__in=closure(people, deputies)) | Q(groups__name__in={step.role for step in rows} - {""})
    agents = Agent.objects.filter(near, is_active=True).distinct().with_roles().in_bulk()
    absent = [(deputy, agent) for agent, deputy in deputies]
    waiting = [
        waiting_in_places(asked, agent, closure([pk], absent)).values_list("pk", Value(pk))
        for pk, agent in agents.items()
    ]
    found: dict[int, list[Agent]] = {step.pk: [] for step in rows}
    # The order of the model is by a column that is not read.
    for step, agent in asked.none().union(*waiting, all=True).order_by():
        found[step].append(agents[agent])
    return {pk: sorted(people, key=lambda agent: agent.pk) for pk, people in found.items()}


def people_of(plans: Iterable[Any], *, excluded: Set[int], on: date) -> list[tuple[str, list[Agent]]]:
    """Return each planned step (`StepPlan`) by its name, with who would read the text there; three statements."""
    rows, deputies = list(plans), _deputies(on)
    members = _members({plan.role for plan in rows})
    found = [
        (closure([agent.pk for agent in plan.agents], deputies) | members.get(plan.role, set())) - excluded
        for plan in rows
    ]
    agents = Agent.objects.filter(is_active=True).in_bulk(set().union(*found))
    return [
        (plan.name, [agents[pk] for pk in sorted(people & agents.keys())])
        for plan, people in zip(rows, found, strict=True)
    ]


def _members(roles: Set[str]) -> dict[str, set[int]]:
    """Return the ids of those who have each of these roles."""
    members: dict[str, set[int]] = {}
    if roles := roles - {""}:
        held = Agent.objects.active().filter(groups__name__in=roles)
        for role, pk in held.values_list("groups__name", "pk"):
            members.setdefault(role, set()).add(pk)
    return members


def seats_of(step: Any, agent: Agent, *, on: date) -> list[Any]:
    """Return the open seats that this agent fills, their own first; none where they take it by their role."""
    seats = not_concerned(_open_seats(type(step), step=step)).filter(agent__in=acts_for(agent, on=on))
    return sorted(seats.select_related("agent"), key=lambda seat: seat.agent_id != agent.pk)


def places_taken(steps: Iterable[Any], agent: Agent, *, on: date) -> dict[int, Agent]:
    """Return the absent person for whom this agent would decide each step, by its pk; nobody where it is their own."""
    rows, places = list(steps), acts_for(agent, on=on)
    if not rows or places == {agent.pk}:
        return {}
    asked = not_concerned(_open_seats(type(rows[0]), step__in=[step.pk for step in rows])).filter(
        agent__in=places
    )
    found = {seat.step_id: seat.agent for seat in asked.select_related("agent").order_by("-pk")}
    own = set(asked.filter(agent=agent).values_list("step_id", flat=True))
    return {pk: absent for pk, absent in found.items() if pk not in own}


def _open_seats(step_model: Any, **of: Any) -> models.QuerySet[Any]:
    """Return the people who are asked for a step, or some, and have not decided."""
    holders: Any = step_model.holders.rel.related_model._default_manager
    decisions: Any = step_model.decisions.rel.related_model._default_manager
    decided = decisions.filter(holder=OuterRef("pk"), voided_at=None)
    open_seats: models.QuerySet[Any] = holders.filter(**of, left_at=None).exclude(Exists(decided))
    return open_seats


def _deputies(on: date) -> list[tuple[int, int]]:
    """Return (absent agent, deputy). A closed account has no deputy: its step goes to another person."""
    away = Absence.objects.on(on).filter(agent__is_active=True).exclude(deputy=None)
    return list(away.values_list("agent_id", "deputy_id"))
