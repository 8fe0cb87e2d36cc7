"""The benchmarks' own PostgreSQL, whose data stays from one run to the next."""

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from config.embedded_postgres import (
    MAJOR,
    SHARED_HOME,
    EmbeddedPostgres,
    Place,
    can_reach,
    reachable_programs,
    socket_folder,
    unprivileged_account,
)
from config.messages import Refusal

CHECKOUT = Path(__file__).resolve().parent.parent


def bench_place(checkout: Path) -> Place:
    """Beside the trial's data, never in it: both can run at once."""
    local = checkout / ".local"
    local.mkdir(exist_ok=True)
    data = local / f"bench-postgres-{MAJOR}"
    account = unprivileged_account(data)
    key = hashlib.sha256(f"{checkout} benchmarks".encode()).hexdigest()[:12]
    if not can_reach(account, local):
        data = SHARED_HOME / key / data.name
        data.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    return Place(data, socket_folder(account, key), reachable_programs(account, SHARED_HOME / key), account)


@contextlib.contextmanager
def only_bench() -> Iterator[None]:
    """One run at a time: stopping, a second one would take the sockets of the first away."""
    local = CHECKOUT / ".local"
    local.mkdir(exist_ok=True)
    with (local / "bench.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refusal("the benchmarks already run in this folder: wait until they end") from error
        yield


@contextlib.contextmanager
def running_server() -> Iterator[None]:
    """DATABASE_URL leads to a server: the given one (its role must be allowed to create databases), or our own."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with only_bench():
        place = bench_place(CHECKOUT)
        server = EmbeddedPostgres(place, log=CHECKOUT / ".local" / "bench-postgres.log")
        os.environ["DATABASE_URL"] = place.url
        try:
            server.start()
            yield
        finally:
            server.stop()
