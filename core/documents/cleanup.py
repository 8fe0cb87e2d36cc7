"""Delete files of forms that never came, of cut connections, and those erased during a copy."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from django.utils import timezone

from core.documents import storage
from core.documents.models import Upload
from core.ui import locks

ARRIVAL_LIFE = 6 * 3600


def clear() -> int:
    """Remove expired uploads, their files, and arrivals that were cut; returns how many files."""
    Upload.objects.filter(sent_at__lt=timezone.now() - Upload.LIFE).delete()
    removed = 0
    for path in abandoned():
        storage.remove(path)
        removed += 1
    return removed


def abandoned() -> Iterator[Path]:
    """Files that wait for nothing any more: old enough that no request or form still has them in hand."""
    oldest_arrival = time.time() - ARRIVAL_LIFE
    yield from (path for path in _files("arriving") if path.stat().st_mtime < oldest_arrival)
    # Listed first: what leaves once a copy has begun is not among them.
    leaving = _files("leaving")
    if leaving and not locks.is_held(storage.COPYING):
        yield from leaving
    waiting = set(Upload.objects.filter(document=None).values_list("reference", flat=True))
    # A row is committed after its file is placed: what is fresh is left alone.
    oldest_staged = time.time() - Upload.LIFE.total_seconds()
    for path in _files("staged"):
        if path.name not in waiting and path.stat().st_ctime < oldest_staged:
            yield path


def _files(folder: str) -> list[Path]:
    """None before the first upload: looking makes no folder."""
    path = storage.root() / folder
    return sorted(path.iterdir()) if path.is_dir() else []
