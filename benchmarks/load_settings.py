"""How many processes and threads gunicorn had better have: each pair asked by as many clients as it can serve."""

import time

from benchmarks.load import morning
from benchmarks.measure import Figure, exactly, percentile

PAIRS = ((2, 64), (3, 64), (4, 64), (2, 16), (3, 16))
CLIENTS, SECONDS = 16, 15


def figures() -> list[Figure]:
    return [pair(workers, threads) for workers, threads in PAIRS]


def pair(workers: int, threads: int) -> Figure:
    with morning(options=("--workers", str(workers), "--threads", str(threads))) as at_work:
        at_work.asked(SECONDS / 3, rate=0, threads=CLIENTS)
        began = time.perf_counter()
        seen = at_work.asked(SECONDS, rate=0, threads=CLIENTS)
        spent = [each.spent for each in seen]
        rate = len(seen) / (time.perf_counter() - began)
        note = (
            f"{rate:.0f} requests a second for {CLIENTS} clients, p95 {percentile(spent, 0.95):.0f} ms, "
            f"{at_work.site.megabytes():.0f} MB"
        )
    return exactly(
        f"{workers} processes × {threads} threads, errors", sum(each.is_wrong for each in seen), 0, note=note
    )
