"""The grown town with ten years of bookings of 150 rooms more, and what its agents ask for on a working morning."""

import random
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.urls import reverse
from django.utils import timezone

from benchmarks import rooms_data
from benchmarks.databases import TOWN, filled, grown_town
from benchmarks.rooms_data import SITE, SITES, measured_day
from core.people.models import Agent
from deliberations.models import CouncilSession, Deliberation
from rooms import links
from suggestions.models import Idea

BOOKINGS = 500_000
WEIGHTS = {"home": 30, "rooms": 25, "search": 15, "ideas": 10, "documents": 15, "writes": 5}
WORDS = [
    "subvention piscine",
    "convention",
    "assain*",
    "travaux",
    "centre communal",
    "école",
    "salle",
    "tampon",
]
FILES, FILE_SIZE = 20, 80_000


def town() -> BaseDatabaseWrapper:
    grown_town().close()
    day = measured_day(timezone.localdate())
    return filled("bench_load_town", fill, recipe=(BOOKINGS, SITES, day), template=TOWN)


def fill() -> None:
    agents = list(Agent.objects.active().exclude(direction=None).order_by("pk"))
    rooms_data.fill(measured_day(timezone.localdate()), BOOKINGS, agents)


def plan(documents: Path) -> dict[str, Any]:
    """What benchmarks.load_clients takes, without the place and the sessions."""
    # Everyone reads them, each on its own page.
    ideas = list(Idea.objects.public().filter(merged_into=None).order_by("pk"))
    return {
        "weights": WEIGHTS,
        "pages": {
            "home": [("home", "/")],
            "rooms": room_pages(timezone.localdate()),
            "search": [(f"search, « {words} »", f"/recherche/?q={quote(words)}") for words in WORDS],
            "ideas": [
                *[("ideas", reverse("suggestions:idea_list"))] * len(ideas),
                *(("idea", idea.get_absolute_url()) for idea in ideas),
            ],
            "documents": document_pages(documents),
        },
        "ideas": [idea.reference for idea in ideas],
        "slots": free_slots(timezone.localdate()),
    }


def room_pages(today: date) -> list[tuple[str, str]]:
    days = [today + timedelta(days=number) for number in (0, 1, 2, 7, 14)]
    asked = f"quand=date&le={days[3]}&de=10:00&duree=60&personnes=8"
    return [
        *(("day of 50 rooms", links.day(SITE, day)) for day in days),
        *(("week of a room", links.week(f"{SITE}-{number:02}", today)) for number in (3, 7, 12)),
        ("room", reverse("rooms:room_detail", args=[f"{SITE}-07"])),
        ("my bookings", reverse("rooms:my_bookings")),
        ("find a room", f"{reverse('rooms:find_room')}?{asked}"),
    ]


def document_pages(documents: Path) -> list[tuple[str, str]]:
    """With files of their size behind the newest acts, which nginx sends."""
    settings.DOCUMENTS_DIR = documents
    acts = Deliberation.objects.published().exclude(text=None).select_related("session", "text")
    pages = []
    for act in acts.order_by("-adopted_on", "pk")[:FILES]:
        assert act.text is not None
        act.text.file_path.parent.mkdir(parents=True, exist_ok=True)
        act.text.file_path.write_bytes(b"%PDF-1.7\n".ljust(FILE_SIZE, b"x"))
        address = [act.session.year, act.session.slug, act.slug]
        pages += [("file", reverse("deliberations:text", args=address)), ("act", act.get_absolute_url())]
    session = CouncilSession.objects.published().order_by("-held_on")[0]
    council = [("council", reverse("deliberations:council")), ("session", session.get_absolute_url())]
    return [*pages, *council * (FILES // 2)]


def free_slots(today: date) -> list[tuple[str, str, str, str]]:
    """Quarters of an hour after those of the data, far from what is closed."""
    days = [measured_day(today) + timedelta(days=35 + number) for number in range(100)]
    last, rooms = today + timedelta(days=settings.ROOMS_HORIZON_DAYS - 2), range(rooms_data.ROOMS_A_SITE)
    times = [("18:00", "18:15"), ("18:15", "18:30"), ("18:30", "18:45"), ("18:45", "19:00")]
    free = [(f"{SITE}-{n:02}", str(day), *at) for n, day, at in product(rooms, days, times) if day <= last]
    random.Random(rooms_data.SEED).shuffle(free)
    return free
