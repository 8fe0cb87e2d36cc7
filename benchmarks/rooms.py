"""Rooms: 150 of three sites, ten years, up to a million bookings; each part stands in a file of its own."""

from benchmarks import (
    rooms_actions,
    rooms_feed,
    rooms_finding,
    rooms_pages,
    rooms_races,
    rooms_series,
    rooms_served,
)
from benchmarks.measure import Figure
from benchmarks.rooms_used import used_town

PARTS = {
    "finding": rooms_finding.figures,
    "feed": rooms_feed.figures,
    "pages": rooms_pages.figures,
    "served": rooms_served.figures,
}
WRITING = {
    "object_actions": rooms_actions.figures,
    "series": rooms_series.figures,
    "races": rooms_races.figures,
}


def figures() -> list[Figure]:
    seen: list[Figure] = []
    for name, part in PARTS.items():
        print(f"  {name}…", flush=True)
        seen += part()
    with used_town():
        for name, part in WRITING.items():
            print(f"  {name}…", flush=True)
            seen += part()
    return seen
