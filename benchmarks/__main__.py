"""`python -m benchmarks [APP]`: measure, print, and fail when a goal is missed."""

import argparse
import os
import sys
import tempfile
import warnings
from importlib import import_module
from pathlib import Path

from benchmarks.disks import own_server
from benchmarks.measure import Figure, table
from benchmarks.server import running_server
from config.messages import Refusal

# In the order of the table; the faults have a server of their own, which is killed.
BENCHMARKS = ("pages", "weight", "rooms", "mail", "load")


def set_up() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    import django

    # Nothing is collected: no static file is asked for.
    warnings.filterwarnings("ignore", message="No directory at")
    django.setup()


def measured(names: list[str]) -> list[Figure]:
    """Return the figures of these benchmarks, against one running server."""
    figures: list[Figure] = []
    with running_server():
        set_up()
        from django.db import connections

        home = connections["default"]
        for name in names:
            print(f"Measuring {name}…", flush=True)
            figures += import_module(f"benchmarks.{name}").figures()
            # Whatever it used: a database in use cannot be copied.
            connections["default"] = home
    return figures


def outages(names: list[str]) -> list[Figure]:
    """Each fault in turn, on a server of their own."""
    # Neither in the checkout, nor where the database's own account cannot go.
    with tempfile.TemporaryDirectory(prefix="demat-faults-") as folder, own_server() as server:
        Path(folder).chmod(0o755)
        os.environ["DATABASE_URL"] = server.place.url
        set_up()
        from django.core.management import call_command

        from benchmarks.faults import run
        from benchmarks.world import Bounds, world

        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        with world(Path(folder), server.place.url, Bounds(), server=server) as made:
            return run.run(made, names)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("app", nargs="?", choices=[*BENCHMARKS, "faults"], help="only this one")
    parser.add_argument("--only", nargs="+", default=[], help="of the faults: functions of outages.py")
    asked = parser.parse_args()
    try:
        names = [asked.app] if asked.app else list(BENCHMARKS)
        figures = outages(asked.only) if asked.app == "faults" else measured(names)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(f"\n{table(figures)}")
    return 0 if all(figure.is_met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
