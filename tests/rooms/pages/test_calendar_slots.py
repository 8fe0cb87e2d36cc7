"""The pure function that assembles a column."""

import itertools
import re
from typing import Any

import pytest

from core.french import NBSP
from rooms.pages.calendar.slots import (
    Column,
    Kind,
    Shutting,
    Taken,
    grid_html,
    section_html,
    slots,
    track_html,
)

LABELS = tuple(f"{8 + q // 4}{NBSP}h" + (f"{NBSP}{q % 4 * 15}" if q % 4 else "") for q in range(17))
TIMES = tuple(f"{8 + q // 4:02}:{q % 4 * 15:02}" for q in range(17))


def column(*taken: Taken, **fields: Any) -> Column:
    """Four hours, from 8 to 12, open all along."""
    values = {
        "heading": "Remparts",
        "heading_url": "/salles/salle/remparts/",
        "details": "12 places",
        "spoken": "Salle Remparts",
        "rows": 16,
        "opens": 0,
        "closes": 16,
        "taken": taken,
        "times": TIMES,
        "labels": LABELS,
        "book_prefix": "/salles/reserver/?salle=remparts&le=2026-11-26&de=",
        "bookable_from": -1000,
    }
    return Column(**{**values, **fields})


def taken(start: int, end: int, **fields: Any) -> Taken:
    around = {"guard_from": start, "guard_to": end, "when": "9 h", "title": "Budget", "who": "P. Roux"}
    return Taken(**{"start": start, "end": end, **around, **fields})


NAMES = {kind: name for name, kind in vars(Kind).items() if name.isupper()}


def shape(a_column: Column) -> str:
    return " ".join(f"{NAMES[kind]}:{start}-{end}" for kind, start, end, _, _ in slots(a_column))


# Time to set up before and to clean after, cut short by the next booking and by the day.
GUARDED = column(taken(4, 8, guard_from=2, guard_to=9), taken(10, 15, guard_from=8, guard_to=20))
# Closed for a reason, a booking inside left standing.
SHUT = column(taken(4, 6), shut=(Shutting(2, 8, "Travaux"), Shutting(14, 99, "Vote")))


@pytest.mark.parametrize(
    ("a_column", "expected"),
    [
        (column(), "FREE:0-16"),
        (column(opens=0, closes=0), "CLOSED:0-16"),
        (column(opens=4, closes=12), "CLOSED:0-4 FREE:4-12 CLOSED:12-16"),
        (column(bookable_from=6), "GONE:0-6 FREE:6-16"),
        (column(bookable_from=10_000), "GONE:0-16"),
        (column(taken(4, 8)), "FREE:0-4 BUSY:4-8 FREE:8-16"),
        (column(taken(0, 4), taken(4, 16, kind=Kind.MINE)), "BUSY:0-4 MINE:4-16"),
        # Clipped by the day.
        (column(taken(-40, 4)), "BUSY:0-4 FREE:4-16"),
        (column(taken(12, 90)), "FREE:0-12 BUSY:12-16"),
        # Out of hours.
        (column(taken(1, 3), opens=4, closes=8), "CLOSED:0-1 BUSY:1-3 CLOSED:3-4 FREE:4-8 CLOSED:8-16"),
        (GUARDED, "FREE:0-2 BUFFER:2-4 BUSY:4-8 BUFFER:8-9 BUFFER:9-10 BUSY:10-15 BUFFER:15-16"),
        (SHUT, "FREE:0-2 SHUT:2-4 BUSY:4-6 SHUT:6-8 FREE:8-14 SHUT:14-16"),
        # Whoever may not book sees that it is free, and no link.
        (column(verb="", bookable_from=4), "GONE:0-4 IDLE:4-16"),
    ],
)
def test_slots_cover_the_column(a_column, expected):
    assert shape(a_column) == expected


def test_no_hole_whatever_the_bookings():
    for start in range(16):
        for end in range(start + 1, 17):
            found = list(slots(column(taken(start, end), opens=3, closes=11, bookable_from=5)))
            assert (found[0][1], found[-1][2]) == (0, 16)
            assert all(one[2] == other[1] for one, other in itertools.pairwise(found))


def test_one_link_for_each_free_stretch_an_hour_long_or_less():
    html = track_html(column(taken(2, 8)))
    links = re.findall(r'href="([^"]*)"', html)
    assert [link.split("de=")[1] for link in links] == ["08:00&amp;a=08:30", "10:00&amp;a=11:00"]
    assert f"<i>Salle Remparts, </i><b>Libre</b> <span>de 8{NBSP}h à 8{NBSP}h{NBSP}30</span>" in html
    assert "réserver" in html


def test_everything_typed_is_escaped():
    bad = "\"'><script>alert(1)</script>&"
    words = dict.fromkeys(("heading", "details", "spoken", "anchor", "warning", "closed_word"), bad)
    addresses = dict.fromkeys(("heading_url", "book_prefix"), f"/{bad}")
    row = taken(0, 4, title=bad, who=bad, url="/salles/reservation/abc/")
    a_column = column(row, shut=(Shutting(5, 6, bad),), closes=8, **words, **addresses)
    html = grid_html([section_html(a_column)], [(0, bad)])
    assert "<script" not in html
    assert "&amp;" in html
    # Nothing leaves an attribute: each tag still has the attributes it was given.
    assert not re.search(r"<[^>]*alert", html.replace("&lt;script&gt;alert", ""))


@pytest.mark.parametrize(
    ("booked", "expected"),
    [
        ([(0, 4), (4, 8)], []),
        ([(0, 4), (0, 4), (4, 8)], ["lane-0 of-2", "lane-1 of-2"]),
        ([(0, 8), (2, 4), (4, 6), (8, 9)], ["lane-0 of-2", "lane-1 of-2", "lane-1 of-2"]),
        ([(0, 8), (1, 5), (2, 4), (5, 6)], ["lane-0 of-3", "lane-1 of-3", "lane-2 of-3", "lane-1 of-3"]),
    ],
)
def test_parts_of_a_room_booked_at_one_time_stand_side_by_side(booked, expected):
    html = track_html(column(*(taken(start, end) for start, end in booked)))
    assert re.findall(r"lane-\d of-\d", html) == expected
