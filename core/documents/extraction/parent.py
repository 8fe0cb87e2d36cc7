"""Starts the reader's process, listens to it, and ends it when its time is over."""

from __future__ import annotations

import json
import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from core.documents.extraction import child
from core.documents.extraction.pages import Bounds, as_message

# Forked from a server that has loaded the libraries once: 15 ms instead of 120.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["core.documents.extraction.child"])
LONGEST_MESSAGE = 4_000_000
SLICE = 0.25


class Stopped(Exception):
    """The worker is leaving: this document will be read again."""


@dataclass
class Extraction:
    """What came of a reading: `failure` when nothing was read, `notes` on what is missing otherwise."""

    page_count: int = 0
    has_text: bool = False
    notes: list[str] = field(default_factory=list)
    failure: str = ""


def extract(
    path: Path,
    kind: str,
    on_page: Callable[[int, str], None],
    *,
    bounds: Bounds | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Extraction:
    """Give each page that holds text to `on_page(number, text)`, in order. Raises Stopped."""
    bounds = bounds or Bounds()
    receiver, sender = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(
        target=child.main, args=(sender, str(path), kind, as_message(bounds)), daemon=True
    )
    process.start()
    sender.close()
    try:
        return _listen(receiver, on_page, deadline=time.monotonic() + bounds.seconds, should_stop=should_stop)
    finally:
        receiver.close()
        process.kill()
        process.join()
        process.close()


def _listen(
    receiver: Connection,
    on_page: Callable[[int, str], None],
    *,
    deadline: float,
    should_stop: Callable[[], bool],
) -> Extraction:
    outcome, total, last = Extraction(), 0, 0
    while (message := _next(receiver, deadline, should_stop)) is not None:
        if "page" in message:
            last = message["page"]
            outcome.has_text = True
            on_page(last, message["text"])
        elif "total" in message:
            total = message["total"]
        elif "failed" in message:
            outcome.failure = message["failed"]
            return outcome
        else:
            outcome.page_count, outcome.notes = max(message["done"], total), message["notes"]
            return outcome
    # Killed by a limit of the kernel's, or by this one: what it had sent is good.
    outcome.page_count = max(total, last)
    if last:
        outcome.notes = [f"lecture arrêtée après la page {last} : trop longue ou trop gourmande en mémoire"]
    else:
        outcome.failure = "lecture trop longue ou trop gourmande en mémoire"
    return outcome


def _next(receiver: Connection, deadline: float, should_stop: Callable[[], bool]) -> dict[str, Any] | None:
    """The next message; None when the process has ended or its time is over."""
    while not receiver.poll(SLICE):
        if should_stop():
            raise Stopped
        if time.monotonic() > deadline:
            return None
    if should_stop():
        raise Stopped
    if time.monotonic() > deadline:
        return None
    try:
        return json.loads(receiver.recv_bytes(LONGEST_MESSAGE))
    except (EOFError, OSError):
        return None
