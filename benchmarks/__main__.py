"""`python -m benchmarks [APP]`: measure, print, and fail when a goal is missed."""

import argparse
import os
import sys
import warnings
from importlib import import_module

from benchmarks.faults import __main__ as faults
from benchmarks.measure import Figure, exit_status, table
from benchmarks.server import running_server
from config.messages import Refusal

# In the order of the table; `launch` last, since it installs everything anew.
BENCHMARKS = (
    "frame",
    "rooms",
    "dematerialisation",
    "suggestions",
    "manuals",
    "deliberations",
    "search",
    "documents",
    "mail",
    "mailroom",
    "load",
    "launch",
)
# Run by their name only: long, and one breaks what it measures.
BY_NAME = ("load_settings", "faults")


def measured(names: list[str]) -> list[Figure]:
    """The figures of these benchmarks, against one running server."""
    figures: list[Figure] = []
    with running_server():
        os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
        import django

        # Nothing is collected: no static file is asked for.
        warnings.filterwarnings("ignore", message="No directory at")
        django.setup()
        for name in names:
            print(f"Measuring {name}…", flush=True)
            figures += import_module(f"benchmarks.{name}").figures()
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("app", nargs="?", choices=[*BENCHMARKS, *BY_NAME], help="only this one")
    app = parser.parse_args().app
    if app == "faults":
        # On a server of its own, which is killed.
        return faults.main([])
    try:
        figures = measured([app] if app else list(BENCHMARKS))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(f"\n{table(figures)}")
    return exit_status(figures)


if __name__ == "__main__":
    sys.exit(main())
