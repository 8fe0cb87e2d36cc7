"""Mails from a real mailbox to ideas while the site is used: how soon, and many at once."""

import tempfile
from pathlib import Path
from statistics import median

from benchmarks.databases import copy_of, filled
from benchmarks.mail_messages import mark, messages
from benchmarks.measure import Figure, at_most, exactly, percentile, wait_until
from benchmarks.people import AGENTS, make_agents
from benchmarks.site import clients
from benchmarks.world import Bounds, World, world
from config.messages import Refusal
from suggestions.models import Idea
from tests.nginx import address_of

# The mailbox is asked each minute; a burst is read within a minute more.
DELIVERIES, VISIBLE_GOAL = 12, 75.0
BURST, BURST_GOAL = 200, 135.0
# Pages a second that are asked for meanwhile.
RATE = 20
PAGES = {"home": "/", "ideas": "/idees/", "rooms": "/salles/"}


def figures() -> list[Figure]:
    kept = filled("bench_mail_town", make_agents, recipe=("mail", AGENTS))
    with (
        copy_of(kept, "bench_mail"),
        tempfile.TemporaryDirectory(prefix="demat-bench-mail-") as folder,
        world(Path(folder), address_of("bench_mail"), Bounds()) as made,
    ):
        if not made.account:
            raise Refusal("the measures of mail need Dovecot (apt-get install dovecot-imapd dovecot-lmtpd)")
        pages = {name: [(name, path)] for name, path in PAGES.items()}
        plan = {"pages": pages, "weights": dict.fromkeys(PAGES, 1), "rate": RATE, "threads": 16}
        plan |= {"port": made.site.https, "sessions": made.sessions, "seconds": 3600}
        with clients(plan, made.site.folder) as readers:
            seen = visible(made)
            assert readers.poll() is None, "nobody read the site any more"
        return seen


def visible(made: World) -> list[Figure]:
    """From the moment that the town's server has a mail to its idea on the site."""
    assert made.account
    spent = []
    for number, mail in enumerate(messages(DELIVERIES)):
        made.account.deliver(mail)
        there = Idea.objects.filter(title__startswith=mark("mesure", number))
        spent.append(wait_until(there.exists, patience=180))
    made.account.put(*messages(BURST, series="rafale"))
    ideas = Idea.objects.filter(title__startswith="rafale")
    burst = wait_until(lambda: ideas.count() >= BURST, every=0.2)
    note = f"median {median(spent):.2f} s, over {DELIVERIES} deliveries, {RATE} pages a second meanwhile"
    return [
        at_most("delivery to idea, p95", percentile(spent, 0.95), VISIBLE_GOAL, " s", note=note),
        at_most(f"{BURST} mails at once, the last idea", burst, BURST_GOAL, " s"),
        exactly(f"{BURST} mails at once, ideas", ideas.count(), BURST),
    ]
