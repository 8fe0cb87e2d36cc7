"""`python -m benchmarks [APP]`: measure, print, and fail when a goal is missed."""

import argparse
import os
import sys
import warnings
from importlib import import_module

from benchmarks.measure import Figure, table
from benchmarks.server import running_server
from config.messages import Refusal

# In the order of the table; the faults have a server of their own, which is killed.
BENCHMARKS = ("pages", "rooms", "mail", "load")


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


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("app", nargs="?", choices=[*BENCHMARKS, "faults"], help="only this one")
    app = parser.parse_args().app
    try:
        if app == "faults":
            # Its name is an option's elsewhere: `python -m benchmarks.faults --only web_process`.
            return int(import_module("benchmarks.faults.__main__").main([]))
        figures = measured([app] if app else list(BENCHMARKS))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(f"\n{table(figures)}")
    return 0 if all(figure.is_met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
