"""Each page beside the frame alone (the help page): processor time of the web process and of its PostgreSQL together.

Plain requests in one process, in turns, so that a slow moment of the machine falls on all pages alike. A page misses
when it costs more than its share of the frame, or sends more statements than a page may.
"""

import gc
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import repeat
from pathlib import Path
from statistics import median

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benchmarks.databases import grown_town, use
from benchmarks.measure import Figure
from benchmarks.rooms_data import MANY, SITE, measured_day, town_of
from core.people.models import Agent
from deliberations.models import CouncilSession
from manuals.models import Software
from rooms import links
from suggestions.models import Idea

REQUESTS, WARM_UP = 20, 3
MOST_STATEMENTS = 20
COMMON, RARE = "délibération", "menuiserie"


@dataclass
class Page:
    """An address that one agent asks for again and again, or another one each time; `goal` is in frames."""

    name: str
    goal: float
    addresses: Iterator[str]
    reader: str
    wrapper: BaseDatabaseWrapper
    spent: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        use(self.wrapper)
        self.client = Client(SERVER_NAME="localhost")
        self.client.force_login(Agent.objects.get(identifiant=self.reader))
        with connection.cursor() as cursor:
            # A parallel worker's time would be nobody's here.
            cursor.execute("SET max_parallel_workers_per_gather = 0")
            cursor.execute("SELECT pg_backend_pid()")
            [backend] = cursor.fetchone()
        self.backend = Path(f"/proc/{backend}/schedstat")

    def get(self) -> None:
        use(self.wrapper)
        address = next(self.addresses)
        status = self.client.get(address).status_code
        if status != 200:
            raise RuntimeError(f"{address} answered {status}: nothing to measure")

    def processor_ms(self) -> float:
        """What this process and its PostgreSQL have used so far."""
        return (time.process_time_ns() + int(self.backend.read_text().split()[0])) / 1e6

    @property
    def cost(self) -> float:
        return median(self.spent)

    @property
    def statements(self) -> int:
        """All that one more request sends, its transaction's own included."""
        use(self.wrapper)
        with CaptureQueriesContext(connection) as sent:
            self.get()
        return len(sent)


def take_turns(pages: list[Page]) -> None:
    """Each round asks for every page once, and begins with another one."""
    # Its cache goes by alias, and the databases share one.
    ContentType.objects.clear_cache()
    gc.collect()
    gc.freeze()
    for number in range(-WARM_UP, REQUESTS):
        first = number % len(pages)
        for page in pages[first:] + pages[:first]:
            # Before the count starts: otherwise a page pays for what the one before it left behind.
            gc.collect(0)
            before = page.processor_ms()
            page.get()
            if number >= 0:
                page.spent.append(page.processor_ms() - before)


def town_addresses() -> list[tuple[str, float, str]]:
    """The pages of the grown town with their goals; of ideas, software and sessions, those that hold most."""
    software = Software.objects.alive().annotate(held=Count("manuals")).order_by("-held", "pk")[0]
    session = CouncilSession.objects.published().order_by("-held_on")[0]
    public = Idea.objects.public().filter(merged_into=None)
    idea = public.annotate(held=Count("comments")).order_by("-held", "pk")[0]
    return [
        (f"search, a common word ({COMMON})", 5, f"{reverse('search:results')}?q={COMMON}"),
        (f"search, a rare word ({RARE})", 5, f"{reverse('search:results')}?q={RARE}"),
        ("one software", 4.5, software.get_absolute_url()),
        ("the software list", 4.5, reverse("manuals:software_list")),
        ("the directory", 4.5, reverse("directory:agent_list")),
        ("home", 4.5, reverse("home")),
        ("an idea", 4.5, idea.get_absolute_url()),
        ("ideas", 4.5, reverse("suggestions:idea_list")),
        ("council's session", 4, session.get_absolute_url()),
        ("council", 4, reverse("deliberations:council")),
        ("week of rooms", 4, reverse("rooms:week_of_rooms")),
        ("notes", 3, reverse("memos:memo_list")),
        ("my bookings", 3, reverse("rooms:my_bookings")),
        ("find a room", 3, reverse("rooms:find_room")),
    ]


def town_pages(town: BaseDatabaseWrapper) -> list[Page]:
    register = Page("the register", 4.5, repeat(reverse("mailroom:item_list")), "courrier", town)
    return [
        *(Page(name, goal, repeat(address), "agent", town) for name, goal, address in town_addresses()),
        register,
    ]


def day_pages(rooms: BaseDatabaseWrapper) -> list[Page]:
    """A day of 50 rooms among a million bookings: the same again and again, and another one each time."""
    usual, today = measured_day(timezone.localdate()) + timedelta(days=7), timezone.localdate()
    days = [today + timedelta(days=number) for number in range(-182, 183)]
    # Nobody works, hence books, at weekends.
    addresses = [links.day(SITE, day) for day in days if day.weekday() < 5]
    random.Random(MANY).shuffle(addresses)
    return [
        Page("a day of 50 rooms, hot", 2.5, repeat(links.day(SITE, usual)), "agent0", rooms),
        Page("a day of 50 rooms, a random day of the year", 4.2, iter(addresses), "agent0", rooms),
    ]


def figures() -> list[Figure]:
    town = grown_town()
    use(town)
    # Its dates follow today's.
    call_command("load_demonstration")
    seen = in_frames(town_pages(town))
    town.close()
    rooms = town_of(MANY)
    use(rooms)
    seen += in_frames(day_pages(rooms))
    rooms.close()
    return seen


def in_frames(pages: list[Page]) -> list[Figure]:
    """Each page of one database beside the frame as its own reader has it."""
    readers = {page.reader: page.wrapper for page in pages}
    frames = {
        name: Page("the frame", 1, repeat(reverse("help")), name, town) for name, town in readers.items()
    }
    take_turns([*frames.values(), *pages])
    for frame in frames.values():
        print(f"  the frame, read by {frame.reader}: {frame.cost:.1f} ms, {frame.statements} statements")
    return [figure(page, page.cost / frames[page.reader].cost, page.statements) for page in pages]


def figure(page: Page, ratio: float, statements: int) -> Figure:
    is_met = ratio <= page.goal and statements <= MOST_STATEMENTS
    note = f"{page.cost:.1f} ms, {statements} statements"
    return Figure(page.name, f"{ratio:.1f} ×", f"≤ {page.goal:g} ×", is_met, note)
