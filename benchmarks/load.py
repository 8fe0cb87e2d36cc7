"""2,000 agents on a working morning: gunicorn as its unit starts it, nginx as deploy/ has it, clients beside them.

Then the same by two nodes and two workers of each kind on one database: what they share, and what each does once.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection, connections

from benchmarks import load_data
from benchmarks.browsers import Browser
from benchmarks.databases import use
from benchmarks.load_data import HOLDS
from benchmarks.mail_town import wait_until
from benchmarks.measure import Figure, at_least, at_most, exactly, percentile, table
from benchmarks.server import CHECKOUT
from benchmarks.site import SIGN_IN, Site, open_sessions
from core.mail.models import OutgoingMail
from core.people.models import Agent
from core.people.sign_in_limits import FROM_ONE_PLACE
from tests.mail import smtp
from tests.nginx import address_of

RATE, GOAL, P95_GOAL, MEMORY_GOAL = 55, 50.0, 300.0, 1.2
THREADS, WARM_UP, SECONDS = 64, 15, 45
# Two cores at the rate of the goal, a tenth of them left to the clients and the system.
CORES_GOAL, CORES = (
    36.0,
    "of nginx, gunicorn and PostgreSQL; two cores have 40 ms for each of 50 requests a second",
)
PERIODIC_TWICE = """
    SELECT count(*) FROM (
        SELECT FROM procrastinate_jobs WHERE args ? 'timestamp'
        GROUP BY task_name, args ->> 'timestamp' HAVING count(*) > 1
    ) AS twice
"""
STARTED_TWICE = """
    SELECT count(*) FROM (
        SELECT FROM procrastinate_events GROUP BY job_id
        HAVING count(*) FILTER (WHERE type = 'started')
             > 1 + count(*) FILTER (WHERE type IN ('deferred_for_retry', 'retried'))
    ) AS twice
"""
LEFT = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND scheduled_at IS NULL"
DONE = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'succeeded'"


class Seen(NamedTuple):
    """One request: `is_wrong` when it was not answered as it should be."""

    what: str
    page: str
    spent: float
    status: int
    is_wrong: bool


class Morning:
    """A site at work, and what its clients ask for."""

    def __init__(self, site: Site, plan: dict[str, Any]) -> None:
        self.site, self.plan, self.runs = site, plan, 0

    def asked(self, seconds: float, **changes: Any) -> list[Seen]:
        """What the clients saw; each run books other quarters of an hour."""
        self.runs += 1
        slots = [self.plan["slots"].pop() for _ in range(500)]
        now = {
            "rate": RATE,
            "threads": THREADS,
            "seconds": seconds,
            "port": self.site.https,
            "seed": self.runs,
        }
        path = self.site.folder / "plan.json"
        path.write_text(json.dumps({**self.plan, **now, "slots": slots, **changes}))
        command = [sys.executable, "-m", "benchmarks.load_clients", str(path)]
        done = subprocess.run(command, cwd=CHECKOUT, stdout=subprocess.PIPE, check=True)
        return [Seen(*row) for row in json.loads(done.stdout)]


@contextmanager
def morning(
    *, nodes: int = 1, units: tuple[str, ...] = (), options: tuple[str, ...] = ()
) -> Iterator[Morning]:
    """On a new copy of the town, mails going to a server of ours."""
    home = connections["default"]
    wrapper = load_data.town()
    sink, controller = smtp.serve()
    with tempfile.TemporaryDirectory(prefix="demat-bench-load-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        site = Site(
            folder,
            folder / "documents",
            url=address_of(load_data.USED),
            nodes=nodes,
            units=units,
            options=options,
            more={
                "SMTP_HOST": "127.0.0.1",
                "SMTP_PORT": str(controller.port),
                "MAIL_FROM": "a@ville.example",
            },
        )
        try:
            site.collect()
            plan = load_data.plan(folder / "documents")
            plan["sessions"] = open_sessions(Agent.objects.all())
            site.start()
            yield Morning(site, plan)
            twice = Counter(message["Message-ID"] for message in sink.messages)
            assert max(twice.values(), default=1) == 1, "a mail was sent twice"
        finally:
            site.remove()
            controller.stop()
            wrapper.close()
            use(home)


def figures() -> list[Figure]:
    print(f"  {HOLDS}", flush=True)
    return [*alone(), *together()]


def alone() -> list[Figure]:
    """One node, as installed."""
    print("  one node…", flush=True)
    with morning(units=("worker", "documents")) as at_work:
        at_work.asked(WARM_UP)
        memory, seen = [at_work.site.megabytes()], list[Seen]()
        before = at_work.site.processor_seconds()
        for _ in range(2):
            seen += at_work.asked(SECONDS)
            memory.append(at_work.site.megabytes())
        after = at_work.site.processor_seconds()
    used = sum(seconds - before.get(pid, 0) for pid, seconds in after.items()) / len(seen) * 1000
    said = ", ".join(f"{each:.0f} MB" for each in memory)
    print(f"  web processes: {said}", flush=True)
    note = f"{said}: after {WARM_UP} s, {WARM_UP + SECONDS} s and {WARM_UP + 2 * SECONDS} s"
    return [
        *speed("one node", seen, 2 * SECONDS),
        # Counted, not timed: what else the machine does is no part of it.
        at_most("one node, processor time a request", used, CORES_GOAL, " ms", note=CORES, digits=1),
        at_most(
            "one node, memory at the end and at the start",
            memory[-1] / memory[0],
            MEMORY_GOAL,
            " ×",
            note=note,
        ),
    ]


def speed(name: str, seen: list[Seen], seconds: float) -> list[Figure]:
    """The goals are those of the issue; the table of kinds and pages is printed."""
    spent = [each.spent for each in seen]
    print(f"  {name}: {kinds(seen)}", flush=True)
    wrong = Counter(f"{each.page} ({each.status})" for each in seen if each.is_wrong)
    points = ", ".join(f"p{share} {percentile(spent, share / 100):.0f}" for share in (50, 95, 99))
    found = [
        at_least(
            f"{name}, requests a second", len(seen) / seconds, GOAL, "/s", digits=1, note=f"asked for {RATE}"
        ),
        at_most(f"{name}, p95", percentile(spent, 0.95), P95_GOAL, " ms", digits=0, note=f"{points} ms"),
        exactly(f"{name}, errors", wrong.total(), 0, note=", ".join(wrong)),
    ]
    print(f"\n{table(found)}\n", flush=True)
    return found


def kinds(seen: list[Seen]) -> str:
    """Each kind, then the slowest pages, in milliseconds."""
    by_kind, by_page = defaultdict(list), defaultdict(list)
    for each in seen:
        by_kind[each.what].append(each.spent)
        by_page[each.page].append(each.spent)
    slowest = sorted(by_page, key=lambda page: percentile(by_page[page], 0.95), reverse=True)[:6]
    lines = [_line(name, by_kind[name]) for name in sorted(by_kind)]
    return "\n    ".join(["", *lines, "slowest pages:", *(_line(name, by_page[name]) for name in slowest)])


def _line(name: str, spent: list[float]) -> str:
    points = "  ".join(f"p{share} {percentile(spent, share / 100):5.0f}" for share in (50, 95, 99))
    return f"{name:<36}{len(spent):5} requests  {points}"


def together() -> list[Figure]:
    """Two nodes and two workers of each kind on one database."""
    print("  two nodes and two workers…", flush=True)
    with morning(nodes=2, units=("worker", "documents") * 2) as at_work:
        at_work.asked(WARM_UP)
        seen = at_work.asked(SECONDS)
        shared = [one_session(at_work), one_counter(at_work.site)]
        wait_until(lambda: _count(LEFT) == 0, patience=120, every=0.5)
        sent = OutgoingMail.objects.filter(state=OutgoingMail.State.SENT).count()
        note = f"{_count(DONE)} jobs done, {sent} mails sent, each once"
        periodic = _count("SELECT count(*) FROM procrastinate_periodic_defers")
        return [
            *speed("two nodes", seen, SECONDS),
            *shared,
            exactly(
                "two workers, periodic tasks deferred twice", _count(PERIODIC_TWICE), 0, note=f"of {periodic}"
            ),
            exactly("two workers, jobs started twice", _count(STARTED_TWICE), 0, note=note),
        ]


def _count(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])


def one_session(at_work: Morning) -> Figure:
    """One cookie, asked of each node itself."""
    session = at_work.plan["sessions"][0]
    pages = [Browser(port, session, is_tls=False).get("/") for port in at_work.site.ports]
    return exactly("two nodes, that serve one session", sum(page.status == 200 for page in pages), 2)


def one_counter(site: Site) -> Figure:
    """Wrong passwords, to each node in turn, until one says that it was too often."""
    refused_at = 0
    while refused_at <= 2 * FROM_ONE_PLACE:
        browser = Browser(site.ports[refused_at % 2], is_tls=False)
        fields = {**browser.get(SIGN_IN).hidden, "login": "agent7", "password": "pas celui-là"}
        if "Trop d’essais" in browser.post(SIGN_IN, fields).text:
            break
        refused_at += 1
    return exactly("two nodes, failed sign-ins before both refuse", refused_at, FROM_ONE_PLACE)
