"""`python -m benchmarks.faults`: a site of its own, each fault in turn, a table; fails when one of them is not met."""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.disks import own_server
from benchmarks.measure import table


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("--only", nargs="+", default=[], help="names of functions of outages.py")
    parser.add_argument("--away", type=float, default=60, help="seconds without the database")
    parser.add_argument("--jobs", type=int, default=100_000, help="in the queue")
    parser.add_argument("--clients", type=int, default=1_000, help="at once")
    options = parser.parse_args(arguments)
    # Neither in the checkout, nor where the database's own account cannot go.
    with tempfile.TemporaryDirectory(prefix="demat-faults-") as folder, own_server() as server:
        Path(folder).chmod(0o755)
        os.environ["DATABASE_URL"] = server.place.url
        from benchmarks.__main__ import set_up

        set_up()
        from django.core.management import call_command

        from benchmarks.faults import run
        from benchmarks.world import Bounds, world

        print("A new database…", flush=True)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        bounds = Bounds(away=options.away, jobs=options.jobs, clients=options.clients)
        with world(Path(folder), server.place.url, bounds, server=server) as made:
            figures = run.run(made, options.only)
    print(f"\n{table(figures)}")
    return 0 if all(figure.is_met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
