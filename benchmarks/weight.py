"""What a browser fetches for a page of the grown town, cold then warm, and how far it moves while it loads.

As a town has it: nginx of deploy/ in Debian's, whose « gzip on » compresses pages; WhiteNoise sends static files as
collectstatic compressed them (Brotli), for ever. Bytes are those transferred, headers included.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import BrowserContext, sync_playwright

from benchmarks.databases import copy_of, grown_town
from benchmarks.measure import Figure
from benchmarks.pages import town_addresses
from benchmarks.site import Site, open_sessions
from core.people.models import Agent
from tests.nginx import HOST, NAME, address_of

# kB of fonts, kB of all else, requests, kB of a second visit, shift.
GOALS = (45, 45, 9, 20, 0.02)
DESK, PHONE = (1280, 720), (360, 740)
ON_PHONES = ("home", "the directory", "ideas", "an idea", "day of rooms", "find a room", "legal watch")
USED = "bench_weight"
SHIFT = """window.shift = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => {
    if (!entry.hadRecentInput) window.shift += entry.value;
})).observe({type: "layout-shift", buffered: true});"""


class Visit(NamedTuple):
    """The kB of each file that came over the network; how far what was there already moved."""

    files: list[tuple[str, float]]
    shift: float

    def weight(self, *, fonts: bool) -> float:
        return sum(size for name, size in self.files if name.endswith(".woff2") is fonts)


def visits(context: BrowserContext, address: str) -> list[Visit]:
    """Cold, then once more by the same browser."""
    context.add_init_script(SHIFT)
    page, seen, names = context.new_page(), list[Visit](), dict[str, str]()
    files: list[tuple[str, float]] = []

    def loaded(event: Mapping[str, Any]) -> None:
        # Nothing of what the browser had kept.
        if size := event["encodedDataLength"]:
            files.append(
                (names[event["requestId"]].partition("?")[0].rpartition("/")[2] or "page", size / 1000)
            )

    line = context.new_cdp_session(page)
    line.on(
        "Network.requestWillBeSent", lambda sent: names.update({sent["requestId"]: sent["request"]["url"]})
    )
    line.on("Network.loadingFinished", loaded)
    line.send("Network.enable")
    for _ in range(2):
        answer = page.goto(f"https://{NAME}{address}", wait_until="networkidle")
        if not answer or answer.status != 200:
            raise RuntimeError(f"{address} did not answer: nothing to measure")
        seen.append(Visit([*files], page.evaluate("window.shift")))
        files.clear()
    return seen


def figures() -> list[Figure]:
    with copy_of(grown_town(), USED), tempfile.TemporaryDirectory(prefix="demat-bench-weight-") as name:
        # Its dates follow today's.
        call_command("load_demonstration")
        pages = {label: address for label, _, address in town_addresses()}
        pages |= {"day of rooms": reverse("rooms:day"), "legal watch": reverse("legalwatch:entry_list")}
        [key] = open_sessions([Agent.objects.get(identifiant="agent")])
        Path(name).chmod(0o755)
        site = Site(Path(name), Path(settings.DOCUMENTS_DIR), url=address_of(USED))
        try:
            site.collect()
            site.start()
            return seen(site, key, pages)
        finally:
            site.remove()


def seen(site: Site, key: str, pages: Mapping[str, str]) -> list[Figure]:
    # What has a certificate that nobody vouches for would not be kept for the second visit.
    arguments = [f"--host-resolver-rules=MAP {NAME}:443 {HOST}:{site.https}", "--ignore-certificate-errors"]
    shell, figures = "/usr/bin/chromium-headless-shell", []
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=shell, args=arguments) as one,
    ):
        for width, height in (DESK, PHONE):
            for label in pages if (width, height) == DESK else ON_PHONES:
                with one.new_context(viewport={"width": width, "height": height}) as context:
                    context.add_cookies([{"name": "sessionid", "value": key, "url": f"https://{NAME}"}])
                    figures.append(figure(f"{label}, {width} × {height}", *visits(context, pages[label])))
    return figures


def figure(name: str, cold: Visit, warm: Visit) -> Figure:
    again, shift = warm.weight(fonts=True) + warm.weight(fonts=False), max(cold.shift, warm.shift)
    found = (cold.weight(fonts=True), cold.weight(fonts=False), len(cold.files), again, shift)
    words = "fonts {:.1f} kB, else {:.1f} kB, {} requests, warm {:.1f} kB, shift {:.3f}"
    is_met = all(value <= goal for value, goal in zip(found, GOALS, strict=True))
    between = ", ".join(f"{file} {size:.1f}" for file, size in cold.files)
    return Figure(
        name, words.format(*found), f"≤ {', '.join(map(str, GOALS))}", is_met, "" if is_met else between
    )
