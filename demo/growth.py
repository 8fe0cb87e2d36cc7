"""The large part of the town: it grows piece by piece behind the pages.

A piece and its place in the stage are written in one transaction. When a worker is killed, any worker goes on from
the last whole piece. A job too many makes the next piece, or does nothing. What a piece holds follows from its
position and from the day on which the growth began.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.history.context import action_context
from core.web.locks import locked
from demo import texts
from demo.generators.agents import colleagues
from demo.generators.council import large_part, small_part
from demo.generators.manuals import manuals_of, recent_manuals
from demo.keys import ACTION_NAME
from demo.loading import manuals
from demo.loading.council import load_session
from demo.loading.directory import load_colleagues
from demo.loading.matrix import load_for_colleagues
from demo.lookups import people, units
from demo.models import Progress, TownGrowth

AGENTS_PER_PIECE = 100
logger = logging.getLogger(__name__)
Stage = TownGrowth.Stage


@dataclass(frozen=True, slots=True)
class Size:
    """How large the town becomes; smaller in tests."""

    agents: int = 2000
    manuals: int = 120
    deliberations: int = 2000


FULL = Size()


def begin(*, on: date | None = None, size: Size = FULL) -> None:
    """Plan each stage, and the day from which everything is dated; does nothing when they are planned already."""
    TownGrowth.objects.bulk_create(plan(on or timezone.localdate(), size), ignore_conflicts=True)


def plan(day: date, size: Size) -> list[TownGrowth]:
    """For each stage: how many there are already, how many there will be, in how many pieces."""
    agents = len(texts.people.agents)
    more_agents = len(colleagues(size.agents))
    known_manuals = sum(len(recent_manuals(entry)) for entry in texts.software.small_part)
    sessions = large_part(day, size.deliberations)
    acts = sum(session.count for session in small_part(day, size.deliberations))
    more_acts = sum(session.count for session in sessions)
    stages = (
        (Stage.AGENTS, agents, agents + more_agents, -(-more_agents // AGENTS_PER_PIECE)),
        (Stage.MANUALS, known_manuals, size.manuals, len(texts.software.large_part)),
        (Stage.DELIBERATIONS, acts, acts + more_acts, len(sessions)),
    )
    return [
        TownGrowth(stage=stage, started_on=day, shown=shown, total=total, pieces=pieces)
        for stage, shown, total, pieces in stages
    ]


@transaction.atomic
def grow_one_piece(*, then: Callable[[], object] | None = None) -> Progress | None:
    """Make the next piece, then call `then`; None when there is nothing left to do."""
    # A second worker waits here until the piece is made, and makes the next one.
    row = locked(TownGrowth.objects.unfinished()).first()
    if row is None:
        return None
    with action_context(ACTION_NAME):
        row.shown = min(row.shown + PIECES[Stage(row.stage)](row), row.total)
    row.position += 1
    if row.position == row.pieces:
        row.shown = row.total
    row.save(update_fields=["position", "shown"])
    if then:
        then()
    return row.progress


# Each makes the piece at `row.position`, and returns how many things it added. What a visitor wrote is never touched.


def more_agents(row: TownGrowth) -> int:
    start = row.position * AGENTS_PER_PIECE
    everybody = enumerate(colleagues(row.total))
    added = load_colleagues(
        list(islice(everybody, start, start + AGENTS_PER_PIECE)), units(), make_password(None)
    )
    load_for_colleagues(added, units())
    return len(added)


def one_software(row: TownGrowth) -> int:
    entry = texts.software.large_part[row.position]
    written = manuals_of(entry, manuals.count_of_manuals(row.position, row.total))
    with skipped_if_taken():
        manuals.load_software(entry, written, people(), units(), row.started_on)
    return len(written)


def one_session(row: TownGrowth) -> int:
    # The newest first: that is what people look at.
    session = large_part(row.started_on, row.total)[-1 - row.position]
    with skipped_if_taken():
        load_session(session, row.started_on, by=people()["conseil"])
    return session.count


PIECES: dict[Stage, Callable[[TownGrowth], int]] = {
    Stage.AGENTS: more_agents,
    Stage.MANUALS: one_software,
    Stage.DELIBERATIONS: one_session,
}


@contextmanager
def skipped_if_taken() -> Iterator[None]:
    """Leave the whole piece out when a visitor already uses one of its names or numbers."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as conflict:
        logger.info("A piece of the demonstration town is left out: %s", conflict)
