"""Commands of manage.py in a process of their own: this one's connection is open."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings


def run_with_database_at(port: int, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """`manage.py` with these words; its database is at this port of 127.0.0.1."""
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        env=os.environ | {"DATABASE_URL": f"postgres://x@127.0.0.1:{port}/x", "TRIAL": "true"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=300,
    )
