"""The benchmarks' own PostgreSQL, whose data stays from one run to the next."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from config.embedded_postgres import EmbeddedPostgres, place_for
from config.messages import Refusal

CHECKOUT = Path(__file__).resolve().parent.parent
# Beside the trial's data, never in it: both can run at once.
HOME = CHECKOUT / ".local" / "bench"


@contextlib.contextmanager
def running_server() -> Iterator[None]:
    """DATABASE_URL leads to a server: the given one (its role must be allowed to create databases), or our own."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / "lock").open("w") as lock:
        # One run at a time: stopping, a second one would take the sockets of the first away.
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refusal("the benchmarks already run in this folder: wait until they end") from error
        place = place_for(HOME)
        server = EmbeddedPostgres(place, log=HOME / "postgres.log")
        os.environ["DATABASE_URL"] = place.url
        try:
            server.start()
            yield
        finally:
            server.stop()
