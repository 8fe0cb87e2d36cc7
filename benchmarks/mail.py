"""Mails from a real mailbox to ideas while the site is used: how soon, how many at once, memory, and `kill -9`."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from benchmarks.mail_killed import killed
from benchmarks.mail_messages import mark, messages
from benchmarks.mail_town import FETCHER, WORKERS, MailTown, town, wait_until
from benchmarks.measure import Figure, at_most, exactly, percentile
from benchmarks.server import CHECKOUT
from benchmarks.site import Site, open_sessions
from core.mail.models import IncomingMail, Mailbox
from core.mail.models.incoming import State
from core.people.models import Agent
from suggestions.models import Idea

FEW, MANY = 200, 2_000
MEMORY_GOAL = 1.2
DELIVERIES, VISIBLE_GOAL = 60, 3.0
BURST, BURST_GOAL = 200, 60.0
# Pages a second that are asked for meanwhile.
RATE = 20


@dataclass(frozen=True)
class Seen:
    """Of one mailbox: seconds of each road, and megabytes at the highest."""

    mails: int
    ideas: int
    taking: float
    reading: float
    fetcher_peak: float
    worker_peak: float


def measured(count: int) -> Seen:
    with town() as place:
        place.put(messages(count))
        taking, fetcher_peak = map(float, place.run("-m", "benchmarks.mail_fetch").split())
        place.start(*WORKERS)
        reading = wait_until(lambda: not IncomingMail.objects.to_read().exists(), every=0.2)
        worker_peak = max(place.peak_megabytes(worker) for worker in WORKERS)
        ideas = Idea.objects.filter(mail__state=State.FILED).count()
        return Seen(count, ideas, taking, reading, fetcher_peak, worker_peak)


def whole(seen: Seen) -> Figure:
    note = f"taking in {seen.mails / seen.taking:.0f} a second, reading {seen.mails / seen.reading:.1f}"
    return exactly(
        f"{seen.mails:,} mails, ideas", seen.ideas, seen.mails, note=f"{note} (its workers' start included)"
    )


def memory(few: Seen, many: Seen) -> list[Figure]:
    return [
        at_most(
            f"{who}, peak memory at {many.mails:,} mails and at {few.mails:,}",
            high / low,
            MEMORY_GOAL,
            " ×",
            note=f"{high:.0f} MB and {low:.0f} MB",
        )
        for who, low, high in (
            ("fetcher", few.fetcher_peak, many.fetcher_peak),
            ("worker", few.worker_peak, many.worker_peak),
        )
    ]


def visible() -> list[Figure]:
    """From the moment that the town's server has a mail to its idea on the site, everything listening."""
    with town() as place, used(place):
        place.start(FETCHER, *WORKERS)
        wait_until(lambda: Mailbox.objects.filter(is_watched=True, last_success_at__isnull=False).exists())
        deliver_and_see(place, "echauffement", 3)
        spent = deliver_and_see(place, "ecoute", DELIVERIES)
        place.put(messages(BURST, series="rafale"))
        there = Idea.objects.filter(title__startswith="rafale")
        burst = wait_until(lambda: there.count() == BURST, every=0.2)
    note = f"median {median(spent):.2f} s, over {DELIVERIES} deliveries, {RATE} pages a second meanwhile"
    return [
        at_most("delivery to idea, p95", percentile(spent, 0.95), VISIBLE_GOAL, " s", note=note),
        at_most(
            f"{BURST} mails at once, the last idea", burst, BURST_GOAL, " s", note="the same pages meanwhile"
        ),
    ]


@contextmanager
def used(place: MailTown) -> Iterator[None]:
    """The site of this town, and agents who read it."""
    folder = place.folder / "site"
    folder.mkdir()
    settings = {"DJANGO_SETTINGS_MODULE": "tests.deployed"}
    site = Site(folder, folder / "documents", url=place.environment["DATABASE_URL"], more=settings)
    pages = {"home": [("home", "/")], "ideas": [("ideas", "/idees/")], "rooms": [("rooms", "/salles/")]}
    try:
        site.start()
        plan = {
            "port": site.https,
            "sessions": open_sessions(Agent.objects.all()),
            "pages": pages,
            "weights": {"home": 40, "ideas": 40, "rooms": 20},
            "rate": RATE,
            "threads": 16,
            "seconds": 3600,
        }
        path = folder / "plan.json"
        path.write_text(json.dumps(plan))
        command = [sys.executable, "-m", "benchmarks.load_clients", str(path)]
        clients = subprocess.Popen(command, cwd=CHECKOUT)
        try:
            yield
            assert clients.poll() is None, "nobody read the site any more"
        finally:
            clients.kill()
            clients.wait()
    finally:
        site.remove()


def deliver_and_see(place: MailTown, series: str, count: int) -> list[float]:
    spent = []
    for number, mail in enumerate(messages(count, series=series)):
        place.account.deliver(mail)
        there = Idea.objects.filter(title__startswith=mark(series, number))
        spent.append(wait_until(there.exists, patience=120))
    return spent


def figures() -> list[Figure]:
    few, many = measured(FEW), measured(MANY)
    return [whole(many), *memory(few, many), *visible(), *killed()]
