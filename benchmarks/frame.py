"""What every page costs before it shows anything of its own: the help page, whose text is the same for all agents."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.test import Client
from django.urls import reverse

from benchmarks.databases import use
from benchmarks.documents import served
from benchmarks.measure import Figure, at_least, at_most, described, take_turns
from benchmarks.pages import MeasuredPage, statement_count
from benchmarks.people import reader
from benchmarks.rooms_data import FEW, town_of
from benchmarks.rooms_served import CLIENTS, SECONDS, WARM_UP, ask

# Its middleware, its session and its agent are the empty view's too.
GOAL = 2.0
# Twice the 233 that the frame allowed on two cores, shared with the clients, before it was kept in memory.
PAGES_A_SECOND = 466


def figures() -> list[Figure]:
    wrapper = town_of(FEW)
    use(wrapper)
    page = MeasuredPage("help", wrapper, reader(), reverse("help"))
    medians = take_turns({"page": page.get, "empty view": page.empty})
    ratio = medians["page"] / medians["empty view"]
    return [
        at_most("the frame, ratio to an empty view", ratio, GOAL, " ×", note=described(medians)),
        statement_count(page),
        pages_a_second(wrapper.settings_dict["NAME"]),
    ]


def pages_a_second(database: str) -> Figure:
    client = Client(SERVER_NAME="localhost")
    client.force_login(reader())
    cookie, path = f"sessionid={client.cookies['sessionid'].value}", reverse("help")
    with (
        tempfile.TemporaryDirectory(prefix="bench-frame-") as folder,
        served(Path(folder), database) as (_, port),
    ):
        ask(port, path, cookie, WARM_UP)
        count, p95 = ask(port, path, cookie, SECONDS)
    name = f"the frame, pages a second for {CLIENTS} clients"
    return at_least(name, count / SECONDS, PAGES_A_SECOND, "/s", digits=0, note=f"p95 {p95:.0f} ms")
