"""A town of 2,000 agents after ten years and more, and what its agents ask for on a working morning."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from benchmarks import rooms_data, search_data, suggestions_data
from benchmarks.databases import database, filled, use
from benchmarks.mail_town import copy_database
from benchmarks.people import make_agents
from benchmarks.rooms_data import SITE, SITES, measured_day
from core.notifications.models import Notification
from core.people.models import Agent
from core.search.index import refresh
from core.ui.keys import random_key
from deliberations.models import CouncilSession, Deliberation
from rooms import links
from suggestions.models import Idea

TOWN, USED = "bench_load_town", "bench_load"
AGENTS = 2_000
# Ten years of 150 rooms, twenty of ideas, thirty of acts, as docs/growth.md counts them; a year of notifications.
BOOKINGS, IDEAS, DELIBERATIONS, NOTIFICATIONS = 500_000, 5_000, 10_000, 100
HOLDS = f"{AGENTS:,} agents, {BOOKINGS:,} bookings, {IDEAS:,} ideas, {DELIBERATIONS:,} acts and their pages of text"
WEIGHTS = {"home": 30, "rooms": 25, "search": 15, "ideas": 10, "documents": 15, "writes": 5}
WORDS = (
    "subvention piscine",
    "convention",
    "assain*",
    "travaux",
    "centre communal",
    "école",
    "salle 12",
    "tampon",
)
FILES, FILE_SIZE = 20, 80_000


def fill() -> None:
    agents = make_agents(AGENTS)
    rooms = [room for slug in SITES for room in rooms_data.make_rooms(slug)]
    rooms_data.make_rules(rooms, agents)
    print("  bookings…", flush=True)
    bookings = rooms_data.around(measured_day(timezone.localdate()), BOOKINGS)
    rooms_data.copy_bookings(rooms, agents, bookings)
    suggestions_data.fill(IDEAS)
    search_data.fill(DELIBERATIONS)
    refresh(Idea.objects.all())
    notify(agents)


def notify(agents: list[Agent]) -> None:
    """One in ten is still to be read."""
    now = timezone.now()
    rows = (
        (random_key(), agent.pk, "rooms.booked", f"Votre salle, le {number}", "/salles/", moment, read_at)
        for agent in agents
        for number in range(NOTIFICATIONS)
        for moment in [now - timedelta(days=number * 3)]
        for read_at in [moment if number % 10 else None]
    )
    columns = ["reference", "recipient_id", "kind", "title", "url", "created_at", "read_at"]
    suggestions_data.copy_rows(Notification, columns, rows)


def town() -> BaseDatabaseWrapper:
    """A copy to write in, which this thread uses from here on."""
    home = connections["default"]
    recipe = (AGENTS, BOOKINGS, IDEAS, DELIBERATIONS, NOTIFICATIONS, measured_day(timezone.localdate()), 1)
    filled(TOWN, fill, recipe=recipe).close()
    copy_database(home, TOWN, USED)
    wrapper = database(USED)
    use(wrapper)
    return wrapper


def plan(documents: Path) -> dict[str, Any]:
    """What benchmarks.load_clients takes, without the place and the sessions."""
    today = timezone.localdate()
    return {
        "weights": WEIGHTS,
        "pages": {
            "home": [("home", "/")],
            "rooms": room_pages(today),
            "search": [(f"search, « {words} »", f"/recherche/?q={quote(words)}") for words in WORDS],
            "ideas": idea_pages(),
            "documents": document_pages(documents),
        },
        "ideas": list(open_ideas().values_list("reference", flat=True)[:200]),
        "slots": free_slots(today),
    }


def room_pages(today: date) -> list[tuple[str, str]]:
    days = [today + timedelta(days=number) for number in (0, 1, 2, 7, 14)]
    return [
        *(("day of 50 rooms", links.day(SITE, day)) for day in days),
        *(("week of a room", links.week(f"{SITE}-{number:02}", today)) for number in (3, 7, 12)),
        ("room", reverse("rooms:room_detail", args=[f"{SITE}-07"])),
        ("my bookings", reverse("rooms:my_bookings")),
        (
            "find a room",
            f"{reverse('rooms:find_room')}?quand=date&le={days[3]}&de=10:00&duree=60&personnes=8",
        ),
    ]


def open_ideas() -> QuerySet[Idea]:
    """Everyone reads them, each on its own page."""
    return Idea.objects.public().filter(merged_into=None).order_by("pk")


def idea_pages() -> list[tuple[str, str]]:
    shown = open_ideas()[::173]
    listed = reverse("suggestions:idea_list")
    pages = [("ideas", listed), ("ideas, page 2", f"{listed}?page=2")] * 10
    return [*pages, *(("idea", idea.get_absolute_url()) for idea in shown)]


def document_pages(documents: Path) -> list[tuple[str, str]]:
    """With files of their size behind the newest acts, which nginx sends."""
    settings.DOCUMENTS_DIR = documents
    acts = (
        Deliberation.objects.published()
        .select_related("session", "text")
        .order_by("-adopted_on", "pk")[:FILES]
    )
    files = []
    for act in acts:
        assert act.text is not None
        act.text.file_path.parent.mkdir(parents=True, exist_ok=True)
        act.text.file_path.write_bytes(b"%PDF-1.7\n".ljust(FILE_SIZE, b"x"))
        address = [act.session.year, act.session.slug, act.slug]
        files.append(("file", reverse("deliberations:text", args=address)))
    session = CouncilSession.objects.published().order_by("-held_on")[0]
    return [
        *files,
        *(("act", act.get_absolute_url()) for act in acts),
        *[("council", reverse("deliberations:council")), ("session", session.get_absolute_url())]
        * (FILES // 2),
    ]


def free_slots(today: date) -> list[tuple[str, str, str, str]]:
    """Quarters of an hour after those of the data, far from what is closed."""
    days = [measured_day(today) + timedelta(days=35 + number) for number in range(100)]
    starts = [("18:00", "18:15"), ("18:15", "18:30"), ("18:30", "18:45"), ("18:45", "19:00")]
    found = [
        (f"{SITE}-{room:02}", str(day), *times)
        for room, day, times in product(range(rooms_data.ROOMS_A_SITE), days, starts)
        if day <= today + timedelta(days=settings.ROOMS_HORIZON_DAYS - 2)
    ]
    random.Random(rooms_data.SEED).shuffle(found)
    return found
