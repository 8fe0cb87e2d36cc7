"""2,000 agents on a working morning: gunicorn as its unit starts it, nginx as deploy/ has it, clients beside them."""

import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import load_data
from benchmarks.databases import copy_of
from benchmarks.measure import Figure, at_most, exactly, percentile
from benchmarks.site import Site, clients, open_sessions
from core.people.models import Agent
from tests.mail import smtp
from tests.nginx import address_of

RATE, GOAL, P95_GOAL, MEMORY_GOAL = 55, 50.0, 300.0, 1.2
THREADS, WARM_UP, SECONDS = 64, 15, 90
# Two cores have 40 ms for each of 50 requests a second; a tenth is left to the clients and the system.
CORES_GOAL = 36.0
USED = "bench_load"


class Seen(NamedTuple):
    what: str
    page: str
    spent: float
    status: int
    is_wrong: bool


def asked(site: Site, plan: dict[str, Any], run: int, seconds: float) -> list[Seen]:
    """What the clients saw; each run books other quarters of an hour."""
    slots = plan["slots"][run * 500 : (run + 1) * 500]
    now = {"rate": RATE, "threads": THREADS, "port": site.https, "seed": run}
    with clients({**plan, **now, "seconds": seconds, "slots": slots}, site.folder) as process:
        return [Seen(*row) for row in json.loads(process.communicate()[0])]


@contextmanager
def morning() -> Iterator[tuple[Site, dict[str, Any]]]:
    """A site on a new copy of the town, mails going to a server of ours, and what its clients ask for."""
    with copy_of(load_data.town(), USED), tempfile.TemporaryDirectory(prefix="demat-bench-load-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        sink, controller = smtp.serve()
        more = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(controller.port), "MAIL_FROM": "a@ville.example"}
        documents = folder / "documents"
        site = Site(folder, documents, url=address_of(USED), units=("worker", "documents"), more=more)
        try:
            site.collect()
            plan = load_data.plan(documents)
            plan["sessions"] = open_sessions(Agent.objects.active())
            site.start()
            yield site, plan
            twice = Counter(message["Message-ID"] for message in sink.messages)
            assert max(twice.values(), default=1) == 1, "a mail was sent twice"
        finally:
            site.remove()
            controller.stop()


def figures() -> list[Figure]:
    with morning() as (site, plan):
        asked(site, plan, 0, WARM_UP)
        early, before = site.megabytes(), site.processor_seconds()
        seen = asked(site, plan, 1, SECONDS)
        late, after = site.megabytes(), site.processor_seconds()
    by_page, spent = defaultdict(list), [each.spent for each in seen]
    for each in seen:
        by_page[each.page].append(each.spent)
    slowest = sorted(((percentile(times, 0.95), page) for page, times in by_page.items()), reverse=True)
    print("  p95: " + ", ".join(f"{page} {p95:.0f} ms" for p95, page in slowest[:6]), flush=True)
    wrong = Counter(f"{each.page} ({each.status})" for each in seen if each.is_wrong)
    rate = len(seen) / SECONDS
    used = sum(seconds - before.get(pid, 0) for pid, seconds in after.items()) / len(seen) * 1000
    return [
        Figure("requests a second", f"{rate:.2f}/s", f"≥ {GOAL:g}/s", rate >= GOAL, f"asked for {RATE}"),
        at_most(
            "p95", percentile(spent, 0.95), P95_GOAL, " ms", note=f"p99 {percentile(spent, 0.99):.0f} ms"
        ),
        exactly("errors", wrong.total(), 0, note=", ".join(wrong)),
        # Of nginx, gunicorn and PostgreSQL; counted, not timed: what else the machine does is no part of it.
        at_most("processor time a request", used, CORES_GOAL, " ms"),
        at_most("memory, in the end and at first", late / early, MEMORY_GOAL, " ×", note=f"{late:.0f} MB"),
    ]
