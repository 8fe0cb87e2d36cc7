"""Long deeds that need no database hold no connection to it."""

from django.db import connections


def release_connections() -> None:
    """Give this thread's idle connections back to the pool; one in the middle of a transaction stays."""
    # Django's close_old_connections would cut that one.
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
