"""The trial's site (`python -m config.serve`): it prepares, then serves, and loads Django once for both.

Standard input is a socket of the supervisor's: it says there when the database is up, and is told when all is ready.
"""

import argparse
import os
import signal
import socket
import sys
import traceback
from importlib import import_module

import django
from django.conf import settings
from gunicorn.app import wsgiapp

from config.prepare import prepare
from config.processes import tied_to_this_process

LINE = 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.serve", description=__doc__)
    parser.add_argument("--demonstration", action="store_true")
    options, server = parser.parse_known_args()
    django.setup()
    preparation = start_preparation(demonstration=options.demonstration)
    # What every page needs, read meanwhile.
    import_module(settings.ROOT_URLCONF)
    if status := status_of(preparation):
        return status
    hang_up()
    sys.argv = ["gunicorn", "config.wsgi", *server]
    wsgiapp.run()
    return 0


def start_preparation(*, demonstration: bool) -> int:
    """In a process that ends with this one; what it loads to make a town is given back with it. Returns its number."""
    tie = tied_to_this_process(signal.SIGTERM)
    if child := os.fork():
        return child
    status = 1
    try:
        tie()
        with socket.socket(fileno=os.dup(LINE)) as line:
            # Nothing comes when the database does not start.
            if line.recv(1):
                status = prepare(demonstration=demonstration, static=True)
    except Exception:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def status_of(child: int) -> int:
    _, status = os.waitpid(child, 0)
    return 1 if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)


def hang_up() -> None:
    """Tell the supervisor that all is ready, and give up its line."""
    with socket.socket(fileno=os.dup(LINE)) as line:
        line.send(b".")
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), LINE)


if __name__ == "__main__":
    sys.exit(main())
