"""What a room is asked to have, and a room that has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from core.people.models import Agent
from rooms import words
from rooms.availability.rules import FIRST_START, LAST_DAY, LONGEST, at_present
from rooms.models import Equipment, Site
from rooms.permissions import Level, levels_of

# A wish for forty people is nearly met by thirty places, not by ten.
NEARLY = 0.75


@dataclass(frozen=True, slots=True)
class Criteria:
    """`people` to be seated; every one of `equipment`, in working order; `site` or any."""

    people: int = 1
    equipment: Sequence[Equipment] = ()
    step_free: bool = False
    site: Site | None = None


@dataclass(frozen=True, slots=True)
class FoundRoom:
    """A room that the search gives; `places` counts its layouts, `layout` is the one needed to seat the people.

    `must_ask`: booking it sends a request. `is_open`: false for what only a manager may book, outside its hours.
    Of a room that misses one wish, `lacks` says which: « people », « step_free », « site » or an equipment's number;
    `is_broken` when it has that equipment, and someone said that it does not work.
    """

    room_id: int
    slug: str
    name: str
    site: str
    floor: str
    capacity: int
    places: int
    layout: str
    is_step_free: bool
    equipment: list[str] = field(hash=False)
    must_ask: bool = False
    is_open: bool = True
    lacks: str = ""
    is_broken: bool = False

    @property
    def called(self) -> str:
        """« salle Remparts », « salle du Conseil »."""
        return words.called(self.name)


def parameters(wishes: Criteria, *, by: Agent, may_lack: int = 0) -> dict[str, Any]:
    """What `CANDIDATES` takes, apart from the times. Reads the agent's levels, once a request."""
    levels = levels_of(by)
    return {
        "own_rooms": list(levels.own),
        "own_levels": list(levels.own.values()),
        "everywhere": Level.MANAGE if levels.manages_all else 0,
        "ask": Level.ASK,
        "book": Level.BOOK,
        **at_present(),
        "people": wishes.people,
        "nearly": wishes.people * NEARLY,
        "equipment": [one.pk for one in wishes.equipment],
        "step_free": wishes.step_free,
        "site": wishes.site.pk if wishes.site else None,
        "may_lack": may_lack,
    }


# Bookable rooms where the agent may at least ask, and the criteria that each lacks: none, or one if `may_lack` is 1.
# Materialized: the costly look at what is held comes last, for those that are left.
CANDIDATES = f"""
    candidate AS MATERIALIZED (
        SELECT described.*, {FIRST_START} AS first_start, {LAST_DAY} AS last_day, {LONGEST} AS longest
        FROM (
            SELECT room.id, room.slug, room.name, room.site_id, site.name AS site_name, room.floor, room.capacity,
                   GREATEST(room.capacity, layouts.most) AS places,
                   CASE WHEN room.capacity < %(people)s THEN COALESCE(layouts.name, '') ELSE '' END AS layout,
                   room.is_step_free, site.is_open_on_holidays,
                   room.notice_hours, room.ahead_days, room.longest_minutes,
                   room.person_quota_minutes IS NOT NULL OR room.direction_quota_minutes IS NOT NULL AS has_quota,
                   make_interval(mins => room.buffer_before) AS before,
                   make_interval(mins => room.buffer_after) AS after,
                   GREATEST(room.everyone_may, own.level, %(everywhere)s) AS level,
                   ARRAY(
                       SELECT equipment.name FROM rooms_room_equipment theirs
                       JOIN rooms_equipment equipment ON equipment.id = theirs.equipment_id
                       WHERE theirs.room_id = room.id ORDER BY equipment.name
                   ) AS equipment_names,
                   array_remove(
                       ARRAY[
                           CASE WHEN GREATEST(room.capacity, layouts.most) < %(people)s THEN 'people' END,
                           CASE WHEN %(step_free)s AND NOT room.is_step_free THEN 'step_free' END,
                           CASE WHEN room.site_id <> %(site)s::bigint THEN 'site' END
                       ] || wanted.lacking,
                       NULL
                   ) AS lacks,
                   wanted.is_broken
            FROM rooms_room room
            JOIN rooms_site site ON site.id = room.site_id
            LEFT JOIN unnest(%(own_rooms)s::bigint[], %(own_levels)s::int[]) AS own (room_id, level)
                 ON own.room_id = room.id
            LEFT JOIN (
                SELECT room_id, max(capacity) AS most,
                       (array_agg(name ORDER BY capacity, name) FILTER (WHERE capacity >= %(people)s))[1] AS name
                FROM rooms_layout GROUP BY room_id
            ) AS layouts ON layouts.room_id = room.id
            CROSS JOIN LATERAL (
                SELECT array_agg(asked.id::text) AS lacking, bool_or(theirs.id IS NOT NULL) AS is_broken
                FROM unnest(%(equipment)s::bigint[]) AS asked (id)
                LEFT JOIN rooms_room_equipment theirs
                     ON theirs.room_id = room.id AND theirs.equipment_id = asked.id
                WHERE theirs.id IS NULL OR EXISTS (
                    SELECT FROM rooms_roomproblem problem
                    WHERE problem.room_id = room.id AND problem.equipment_id = asked.id
                      AND problem.fixed_at IS NULL
                )
            ) AS wanted
            WHERE room.is_bookable
        ) AS described
        WHERE level >= %(ask)s
          AND cardinality(lacks) <= %(may_lack)s
          AND places >= %(nearly)s
    )
"""  # noqa: S608  (only constants)
# The columns of `FoundRoom`, but the last three.
COLUMNS = """
    candidate.id, candidate.slug, candidate.name, candidate.site_name, candidate.floor, candidate.capacity,
    candidate.places, candidate.layout, candidate.is_step_free, candidate.equipment_names,
    candidate.level < %(book)s AS must_ask
"""
# The smallest that fits first.
SMALLEST = "candidate.places, candidate.capacity, candidate.name, candidate.id"
