"""Set the name of an action and its author, which the database's triggers write beside each change."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pghistory


@contextmanager
def action_context(name: str, *, by: Any = None) -> Iterator[None]:
    """Name what is being done, as a reader of the history will see it: « a retenu l’idée ».

    `by` is the agent, or None for the intranet itself. An action inside another hands the name back when it ends.
    """
    with pghistory.context() as running:
        outer = dict(running.metadata)
        running.metadata.update(action=name, by=by.pk if by else None)
        try:
            yield
        finally:
            running.metadata.clear()
            running.metadata.update(outer)
