"""The large part of the demonstration town: how far it has come, and its next piece.

A stage grows piece by piece. A piece and its place in the stage are written in one transaction: a worker that is
killed leaves the last whole piece, and any worker goes on from there. A job too many finds the next piece, or nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dematerialisation.models import TownGrowth


@dataclass(frozen=True, slots=True)
class Progress:
    """What the home page says while the town fills."""

    label: str  # « délibérations », in the plural
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Size:
    """How large the town becomes; smaller in tests."""

    agents: int = 2000
    manuals: int = 120
    deliberations: int = 2000


FULL = Size()


def progress() -> Progress | None:
    """The first stage that is not done, by one statement; None when nothing grows (no statement outside the trial)."""
    if not settings.TRIAL:
        return None
    row = TownGrowth.objects.unfinished().first()
    return Progress(row.get_stage_display(), row.shown, row.total) if row else None


def begin(*, on: date | None = None, size: Size = FULL) -> None:
    """Decide on the day that everything is dated from; nothing happens when it is decided already."""
    from dematerialisation import whole_town_pieces

    day = on or timezone.localdate()
    TownGrowth.objects.bulk_create(
        [
            TownGrowth(stage=stage, started_on=day, shown=shown, total=total, pieces=pieces)
            for stage, shown, total, pieces in whole_town_pieces.plan(day, size)
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def grow_one_piece(*, then: Callable[[], object] | None = None) -> Progress | None:
    """Make the next piece, and call `then` once it is made; None when there was nothing left to do."""
    from dematerialisation import whole_town_pieces

    # Whoever comes second waits for the piece to be made, and makes the next.
    row = TownGrowth.objects.unfinished().select_for_update(no_key=True).first()
    if row is None:
        return None
    row.shown = min(row.shown + whole_town_pieces.make(row), row.total)
    row.position += 1
    if row.position == row.pieces:
        row.shown = row.total
    row.save(update_fields=["position", "shown"])
    if then:
        then()
    return Progress(row.get_stage_display(), row.shown, row.total)
