"""The grid of evaluation: prepared as a draft, then put in service; one in service never changes."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core.french import spaced
from core.history.context import action_context
from core.people.models import Agent
from core.web.locks import lock_row, locked, wait_for
from suggestions.models import Criterion, Grid
from suggestions.policies import is_head, is_in_group

COPIED = ("code", "kind", "name", "question", "weight", "position", "words")


def grid_in_use() -> Grid:
    return Grid.objects.get(state=Grid.State.IN_USE)


@transaction.atomic
def prepare_grid(grid: Grid, *, by: Agent) -> Grid:
    """A draft with the words and the weights of the grid in service; one draft at a time."""
    _check_prepares(by)
    wait_for("suggestions.grid")
    if draft := Grid.objects.filter(state=Grid.State.DRAFT).first():
        raise ValidationError(spaced(f"Une nouvelle version est déjà en préparation : {draft}."))
    version = Grid.objects.aggregate(last=Max("version"))["last"] + 1
    with action_context("a préparé une nouvelle version de la grille", by=by):
        draft = Grid.objects.create(version=version, created_by=by)
        for criterion in grid_in_use().criteria.all():
            Criterion.objects.create(grid=draft, **{name: getattr(criterion, name) for name in COPIED})
    return draft


@transaction.atomic
def put_in_use(grid: Grid, *, by: Agent) -> Grid:
    """The draft asks the questions from now on; earlier evaluations keep the version they were made with."""
    if not is_head(by):
        raise PermissionDenied("Seul le responsable du groupe met une grille en service.")
    wait_for("suggestions.grid")
    # In id order, as `evaluate` does.
    rows = {row.pk: row for row in locked(Grid.objects.order_by("pk"))}
    grid = rows[grid.pk]
    if grid.state != Grid.State.DRAFT:
        raise ValidationError("Cette version est déjà entrée en service.")
    if not grid.criteria.filter(kind=Criterion.Kind.VALUE).exists():
        raise ValidationError(spaced("Cette grille ne demande rien : il lui faut au moins une valeur."))
    with action_context("a mis la grille en service", by=by):
        for row in rows.values():
            if row.state == Grid.State.IN_USE:
                row.state = Grid.State.RETIRED
                row.save(update_fields=["state"])
        grid.state, grid.in_use_since = Grid.State.IN_USE, timezone.now()
        grid.save(update_fields=["state", "in_use_since"])
    return grid


@transaction.atomic
def drop_draft(grid: Grid, *, by: Agent) -> None:
    _check_prepares(by)
    wait_for("suggestions.grid")
    grid = lock_row(Grid, grid.pk)
    if grid.state != Grid.State.DRAFT:
        raise ValidationError(spaced("Cette version est entrée en service entre-temps : elle reste."))
    with action_context("a abandonné la version en préparation", by=by):
        grid.criteria.all().delete()
        grid.delete()


@transaction.atomic
def rewrite_grid(grid: Grid, *, by: Agent, seen: str, criteria: Mapping[str, Mapping[str, Any]]) -> Grid:
    """Other words and weights for a draft; `criteria` by code: name, question, and weight and words of a value.

    `seen` is the stamp of what the page showed: what another wrote meanwhile is never written over unread.
    """
    _check_prepares(by)
    grid = lock_row(Grid, grid.pk)
    if grid.state != Grid.State.DRAFT:
        raise ValidationError(
            spaced("Cette version est entrée en service entre-temps : elle ne change plus.")
        )
    rows = list(grid.criteria.all())
    if grid_stamp(rows) != seen:
        raise ValidationError(
            spaced(
                "Un autre membre a changé cette grille entre-temps. Ce que vous avez écrit est toujours là : "
                "enregistrez de nouveau pour le garder à la place."
            )
        )
    with action_context("a changé la grille en préparation", by=by):
        for row in rows:
            for name, value in criteria[row.code].items():
                setattr(row, name, value)
            row.full_clean(exclude=["grid"])
            row.save()
    return grid


def _check_prepares(by: Agent) -> None:
    if not is_in_group(by):
        raise PermissionDenied("Seul un membre du groupe projet prépare une grille.")


def grid_stamp(criteria: Iterable[Criterion]) -> str:
    """Hash the words and weights of a grid, in 16 hexadecimal digits."""
    said = [[getattr(row, name) for name in COPIED] for row in criteria]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]
