"""How a software's manuals are told to who reads its page."""

from collections.abc import Iterable

from manuals.models import Manual, Software


def manuals_of(software: Software, manuals: Iterable[Manual]) -> tuple[list[Manual], list[Manual]]:
    """The current ones, then the older: replaced or withdrawn. Sends no statement."""
    current: list[Manual] = []
    older: list[Manual] = []
    for manual in manuals:
        # The page has the software already: reading it again for each manual would be a statement each.
        manual.software = software
        (current if manual.is_current else older).append(manual)
    return current, older
