"""The demonstration town, grown once to its full size: pages and load are measured on it."""

import os
import subprocess
import sys

from django.db.backends.base.base import BaseDatabaseWrapper

from benchmarks.databases import filled
from benchmarks.server import CHECKOUT
from tests.nginx import address_of

TOWN = "bench_town"


def grown_town() -> BaseDatabaseWrapper:
    return filled(TOWN, grow, recipe="the grown demonstration town")


def grow() -> None:
    """In a process of its own: its threads read the files' texts by the connection of the settings."""
    command = [sys.executable, "manage.py", "grow_demonstration"]
    subprocess.run(command, cwd=CHECKOUT, env={**os.environ, "DATABASE_URL": address_of(TOWN)}, check=True)
