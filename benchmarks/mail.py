"""Mails from a real mailbox to ideas: taking in against a bare fetch, two workers, memory, IDLE, and `kill -9`."""

from dataclasses import dataclass
from statistics import median

from benchmarks.mail_killed import killed
from benchmarks.mail_messages import mark, messages
from benchmarks.mail_town import FETCHER, WORKERS, MailTown, town, wait_until
from benchmarks.measure import Figure, at_least, at_most, exactly, percentile
from core.mail.models import IncomingMail, Mailbox
from core.mail.models.incoming import State
from suggestions.models import Idea

FEW, MANY = 500, 5_000
TAKING_GOAL, IDEA_GOAL = 0.5, 0.1
MEMORY_GOAL = 1.2
DELIVERIES, VISIBLE_AIM = 60, 3.0


@dataclass(frozen=True)
class Seen:
    """Of one mailbox: seconds of each road, and megabytes at the highest."""

    mails: int
    ideas: int
    bare: float
    taking: float
    reading: float
    fetcher_peak: float
    worker_peak: float


def measured(count: int) -> Seen:
    with town() as place:
        place.put(messages(count))
        before = place.raw_fetch()
        taking, fetcher_peak = map(float, place.run("-m", "benchmarks.mail_fetch").split())
        after = place.raw_fetch('"Archiv&AOk-"')
        place.start(*WORKERS)
        reading = wait_until(lambda: not IncomingMail.objects.to_read().exists(), every=0.2)
        worker_peak = max(place.peak_megabytes(worker) for worker in WORKERS)
        ideas = Idea.objects.filter(mail__state=State.FILED).count()
        return Seen(count, ideas, (before + after) / 2, taking, reading, fetcher_peak, worker_peak)


def rates(seen: Seen) -> list[Figure]:
    """Messages a second, each as a share of the bare fetch's of the same run."""
    note = (
        f"bare fetch {seen.mails / seen.bare:.0f} messages/s, taking in {seen.mails / seen.taking:.0f}, "
        f"reading {seen.mails / seen.reading:.1f} (its workers' start included)"
    )
    whole = seen.taking + seen.reading
    return [
        exactly(f"{seen.mails:,} mails, ideas", seen.ideas, seen.mails),
        at_least("taking in, of a bare fetch", seen.bare / seen.taking, TAKING_GOAL, note=note),
        at_least("to the idea with two workers, of a bare fetch", seen.bare / whole, IDEA_GOAL),
    ]


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
    with town() as place:
        place.start(FETCHER, *WORKERS)
        wait_until(lambda: Mailbox.objects.filter(is_watched=True, last_success_at__isnull=False).exists())
        deliver_and_see(place, "echauffement", 3)
        spent = deliver_and_see(place, "ecoute", DELIVERIES)
    note = f"an aim; median {median(spent):.2f} s, over {DELIVERIES} deliveries"
    return [at_most("delivery to idea, p95", percentile(spent, 0.95), VISIBLE_AIM, " s", note=note)]


def deliver_and_see(place: MailTown, series: str, count: int) -> list[float]:
    spent = []
    for number, mail in enumerate(messages(count, series=series)):
        place.account.deliver(mail)
        there = Idea.objects.filter(title__startswith=mark(series, number))
        spent.append(wait_until(there.exists, patience=120))
    return spent


def figures() -> list[Figure]:
    few, many = measured(FEW), measured(MANY)
    return [*rates(many), *memory(few, many), *visible(), *killed()]
