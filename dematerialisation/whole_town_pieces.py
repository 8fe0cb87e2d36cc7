"""What each piece of the large part holds; every piece follows from its place and from the day of the beginning."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from dematerialisation.demonstration import (
    agents,
    council,
    loading_council,
    loading_directory,
    loading_manuals,
    manuals,
)
from dematerialisation.demonstration.finding import people, units
from dematerialisation.demonstration.large import agents as many
from dematerialisation.models import TownGrowth
from dematerialisation.whole_town import Size

AGENTS_A_PIECE = 100
logger = logging.getLogger(__name__)
Stage = TownGrowth.Stage
Plan = tuple[Stage, int, int, int]


def plan(day: date, size: Size) -> list[Plan]:
    """For each stage: how many there are already, how many there will be, in how many pieces."""
    colleagues = len(many.colleagues(size.agents))
    manuals_known = sum(len(loading_manuals.recent_manuals(e)) for e in loading_manuals.small_part())
    sessions = council.large_part(day, size.deliberations)
    coming = sum(session.count for session in sessions)
    known = sum(session.count for session in council.small_part(day, size.deliberations))
    return [
        (Stage.AGENTS, len(agents.AGENTS), len(agents.AGENTS) + colleagues, -(-colleagues // AGENTS_A_PIECE)),
        (Stage.MANUALS, manuals_known, size.manuals, len(loading_manuals.large_part())),
        (Stage.DELIBERATIONS, known, known + coming, len(sessions)),
    ]


def make(row: TownGrowth) -> int:
    """The piece at `row.position`; how many things it brought. A visitor's own are never touched."""
    pieces = {Stage.AGENTS: more_agents, Stage.MANUALS: one_software, Stage.DELIBERATIONS: one_session}
    return pieces[Stage(row.stage)](row)


def more_agents(row: TownGrowth) -> int:
    start = row.position * AGENTS_A_PIECE
    everybody = enumerate(many.colleagues(row.total))
    return loading_directory.load_colleagues(
        list(islice(everybody, start, start + AGENTS_A_PIECE)), units(), make_password(None)
    )


def one_software(row: TownGrowth) -> int:
    entry = loading_manuals.large_part()[row.position]
    written = manuals.manuals_of(entry, loading_manuals.count_of_manuals(row.position, row.total))
    with passing_over_a_visitors_own():
        loading_manuals.load_software(entry, written, people(), units(), row.started_on)
    return len(written)


def one_session(row: TownGrowth) -> int:
    # The newest first: what people look at.
    session = council.large_part(row.started_on, row.total)[-1 - row.position]
    with passing_over_a_visitors_own():
        loading_council.load_session(session, row.started_on, by=people()["conseil"])
    return session.count


@contextmanager
def passing_over_a_visitors_own() -> Iterator[None]:
    """A name or a number that a visitor took meanwhile leaves the piece out, whole."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        logger.info("A piece of the demonstration town gives way: %s", clash)
