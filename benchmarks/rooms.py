"""Rooms: 150 of three sites, ten years, up to a million bookings; each part stands in a file of its own."""

from benchmarks import rooms_deeds, rooms_pages, rooms_races, rooms_served
from benchmarks.measure import Figure
from benchmarks.rooms_used import used_town


def figures() -> list[Figure]:
    seen = [*rooms_pages.figures(), *rooms_served.figures()]
    with used_town():
        print("  deeds…", flush=True)
        seen += rooms_deeds.figures()
        print("  races…", flush=True)
        seen += rooms_races.figures()
    return seen
