"""The process that opens a file nobody has checked: it may die, eat or loop, and harms only itself. Without Django."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from core.documents.extraction import office, pdf, plain
from core.documents.extraction.pages import Bounds, Enough, Pages, Unreadable

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def main(connection: Connection, path: str, kind: str, given: dict[str, Any]) -> None:
    """Send the pages of one file, then what is to be said of them; every message is JSON, never a pickle."""
    bounds = Bounds(**given)
    confine(bounds)

    def send(message: dict[str, Any]) -> None:
        connection.send_bytes(json.dumps(message).encode())

    pages = Pages(send, bounds)
    try:
        extract(Path(path), kind, pages)
    except Enough as stop:
        pages.notes.insert(0, str(stop))
    except Unreadable as error:
        send({"failed": str(error)})
        return
    except MemoryError:
        # What the file asked for is given back before anything is said.
        pages.notes.insert(0, "lecture arrêtée : le document demande trop de mémoire")
    send({"done": pages.count, "notes": pages.notes})


def extract(path: Path, kind: str, pages: Pages) -> None:
    if kind == "pdf":
        pdf.extract_pdf(path, pages)
    elif kind == "xml":
        plain.extract_xml(path, pages)
    elif kind in ("text", "csv"):
        plain.extract_plain_text(path, pages)
    else:
        office.extract_office(path, kind, pages)


def confine(bounds: Bounds) -> None:
    """Limits of the kernel's: memory, processor, no file written; and the first to go when memory fails."""
    if LIBC:
        LIBC.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("1000")
    for limit, value in (
        (resource.RLIMIT_AS, bounds.memory),
        (resource.RLIMIT_CPU, bounds.cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))
    os.nice(5)
    sys.setrecursionlimit(2_000)
