"""How often rooms are sought, and found: for so many people at a site, on a day; never by whom."""

from __future__ import annotations

from functools import partial

from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.people.requests import AgentRequest, is_guessing
from rooms.availability.free_rooms import Criteria

# A page loaded again, or gone back to, is the same search.
SAME_SEARCH = 15 * 60  # seconds


def count_search(request: AgentRequest, wishes: Criteria, *, has_found: bool) -> None:
    """Once the page is made: a GET reads within a transaction that writes nothing."""
    if request.method == "GET" and not is_guessing(request):
        key = salted_hmac(
            "rooms.availability.free_rooms",
            f"{request.user.pk} {request.GET.urlencode()}",
            algorithm="sha256",
        )
        site = wishes.site.pk if wishes.site else None
        transaction.on_commit(
            partial(_count, f"rooms.search.{key.hexdigest()}", site, wishes.people, has_found)
        )


def _count(key: str, site: int | None, people: int, has_found: bool) -> None:
    if not cache.add(key, 1, SAME_SEARCH):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO rooms_searchtally AS tally ("on", site_id, people, sought, found)
            VALUES (%s, %s, %s, 1, %s)
            ON CONFLICT ("on", site_id, people)
            DO UPDATE SET sought = tally.sought + 1, found = tally.found + excluded.found
            """,
            [timezone.localdate(), site, people, int(has_found)],
        )
