"""The steps that a draft goes through, its rapporteurs' last, and why it cannot be sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from core.approvals.validation import HEADS, StepPlan, missing_of, plan_of
from core.french import listed, spaced
from core.people.models import Agent
from core.people.tree import Tree
from deliberations.models import Councillor, Deliberation

STEP = "Rapporteur"


def with_rapporteurs(deliberations: Any) -> Any:
    """With what the functions below read; three statements whatever the number of rows."""
    related = ("text", "rapporteur__account", "direction", "circuit__circuit")
    return deliberations.select_related(*related).prefetch_related("co_rapporteurs__account")


def rapporteurs_of(deliberation: Deliberation) -> list[Councillor]:
    """The rapporteur first."""
    first = [deliberation.rapporteur] if deliberation.rapporteur else []
    return first + [each for each in deliberation.co_rapporteurs.all() if each not in first]


def obstacle_of(deliberation: Deliberation) -> str:
    """Why its rapporteurs cannot be asked; empty when they can."""
    if deliberation.text is None:
        return "sans texte (PDF) à lire"
    if deliberation.rapporteur is None:
        return "sans rapporteur"
    rapporteurs = rapporteurs_of(deliberation)
    if without := [str(each) for each in rapporteurs if each.account is None]:
        return spaced(f"sans compte : {listed(without)}")
    if closed := [str(each) for each in rapporteurs if each.account and not each.account.is_active]:
        return spaced(f"compte fermé : {listed(closed)}")
    return ""


@dataclass(frozen=True)
class Path:
    """The steps of a draft, the rapporteurs' last, and why it cannot be sent; empty when it can."""

    steps: list[StepPlan]
    obstacle: str


def paths_of(deliberations: Iterable[Deliberation], *, by: Agent | None) -> list[Path]:
    """In their order, as `by` would send them; as many statements whatever their number."""
    drafts = list(deliberations)
    excluded = {by.pk} if by else set()
    circuits = [draft.circuit.circuit for draft in drafts if draft.circuit]
    models.prefetch_related_objects(circuits, "steps__agents")
    tree = Tree() if circuits else None
    plans = [
        plan_of(draft.circuit.circuit, excluded=excluded, direction=draft.direction, tree=tree)
        if draft.circuit
        else []
        for draft in drafts
    ]
    roles = {step.role for plan in plans for step in plan if step.role}
    empty = set(missing_of([StepPlan(role, role=role) for role in roles], excluded=excluded))
    paths = []
    for draft, plan in zip(drafts, plans, strict=True):
        accounts = [each.account for each in rapporteurs_of(draft) if each.account is not None]
        last = StepPlan(name=STEP, agents=accounts, needs_all=True)
        paths.append(Path([*plan, last], obstacle_of(draft) or _lack_of(draft, plan, empty)))
    return paths


def _lack_of(draft: Deliberation, plan: list[StepPlan], empty: set[str]) -> str:
    """What its circuit lacks before the rapporteurs; `empty` are the roles that nobody has."""
    if draft.circuit is None:
        return ""
    circuit, name = draft.circuit.circuit, f"« {draft.circuit} »"
    if circuit.is_retired:
        return spaced(f"le circuit {name} n’est plus en service")
    if not plan:
        return spaced(f"le circuit {name} n’a aucune étape")
    if draft.direction is None and any(step.kind in HEADS for step in circuit.steps.all()):
        return spaced(f"sans direction qui le propose, que demande le circuit {name}")
    missing = [f"« {step.name} »" for step in plan if not step.agents and step.role in {"", *empty}]
    return spaced(f"personne ne peut viser {listed(missing)}") if missing else ""
