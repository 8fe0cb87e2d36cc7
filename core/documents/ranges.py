"""Conditions and ranges of a request for bytes (RFC 9110, sections 13 and 14)."""

from __future__ import annotations

import re

SINGLE = re.compile(r"bytes=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)


def asked_range(header: str, size: int) -> tuple[int, int] | tuple[()] | None:
    """First and last byte asked for; None for the whole (no range, several, nonsense); () when it cannot be had."""
    match = SINGLE.fullmatch(header)
    if not match or match.groups() == ("", ""):
        return None
    start, end = match.groups()
    if not start:
        # The last bytes.
        length = min(int(end), size)
        return (size - length, size - 1) if length else ()
    first, last = int(start), min(int(end), size - 1) if end else size - 1
    if end and int(end) < first:
        return None
    return (first, last) if first < size else ()


def matches(header: str, etag: str) -> bool:
    """Whether If-None-Match names this version; weak and strong alike, as it asks."""
    tags = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return header.strip() == "*" or etag in tags
