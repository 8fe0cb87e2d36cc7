"""Count queries without a result, without anybody's name.

The words are counted once a person and a day, by a hash in the cache. Its salt is drawn each day, ends at midnight and
is deleted that night, so that no mark says who asked; nor does it say whether the person of another day is the same.
The group sees what was asked at least five times, counted so, for 13 months.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, time, timedelta
from functools import partial, reduce
from operator import or_

from dateutil.relativedelta import relativedelta
from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from core.french import plain
from core.people.models import AddressAlias, Agent
from core.people.ordering import Mailbox, names_in_one_word
from core.people.requests import AgentRequest, is_guessing
from core.search.models import UnfoundSearch
from core.search.query_parser import PIECE
from core.web.cache import delete_expired

SHOWN_FROM = 5  # times, once a person and a day
MONTHS_KEPT = 13
LONGEST = 80


def count_unfound(request: AgentRequest, typed: str) -> None:
    """Once the page is made: a GET reads within a transaction that writes nothing."""
    words = " ".join(plain(piece) for piece in PIECE.findall(typed))
    if words and len(words) <= LONGEST and "@" not in typed and not is_guessing(request):
        count = partial(_count, request.user.pk, words, timezone.localdate())
        # The page is worth more than the count.
        transaction.on_commit(count, robust=True)


def _count(person: int, words: str, day: date) -> None:
    # A telephone, a personnel or a file's number may be somebody's.
    says_a_number = sum(letter.isdecimal() for letter in words) > len("2026")
    if says_a_number or not _is_first_today(person, words, day) or _names_somebody(words):
        return
    search, is_new = UnfoundSearch.objects.get_or_create(month=day.replace(day=1), words=words)
    if not is_new:
        UnfoundSearch.objects.filter(pk=search.pk).update(times=F("times") + 1)


def _is_first_today(person: int, words: str, day: date) -> bool:
    kept = _seconds_left(day)
    # Read first: an `add` that finds its key is an error in PostgreSQL's log.
    salt = cache.get_or_set(f"search.salt.{day}", partial(secrets.token_hex, 16), kept)
    mark = hashlib.sha256(f"{salt} {person} {words}".encode()).hexdigest()
    return cache.get(f"search.unfound.{mark}") is None and cache.add(f"search.unfound.{mark}", 1, kept)


def _seconds_left(day: date) -> int:
    """Until midnight, the town's."""
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return max(int((midnight - timezone.now()).total_seconds()), 1)


def _names_somebody(words: str) -> bool:
    """Whether a word is, or looks like, one that an agent is called by; of accounts that are closed too.

    One statement, by the indexes of letters.
    """
    asked = [Q(called__trigram_strict_word_similar=word) for word in words.split() if len(word) > 1]
    if not asked:
        return False
    is_called = reduce(or_, asked)
    agents = Agent.objects.alias(called=names_in_one_word()).filter(is_called).values("pk")
    aliases = AddressAlias.objects.alias(called=Mailbox("address")).filter(is_called).values("pk")
    return agents.union(aliases).exists()


def shown() -> QuerySet[UnfoundSearch]:
    """The latest month of each search made often enough, the most asked first; `total` adds the months before."""
    kept = UnfoundSearch.objects.filter(month__gte=oldest_month()).order_by()
    total = kept.filter(words=OuterRef("words")).values("words").values(total=Sum("times"))
    later = kept.filter(words=OuterRef("words"), month__gt=OuterRef("month"))
    often = kept.annotate(total=Subquery(total)).filter(~Exists(later), total__gte=SHOWN_FROM)
    return often.order_by("-total", "words")


def oldest_month() -> date:
    return timezone.localdate().replace(day=1) - relativedelta(months=MONTHS_KEPT)


def old(at: datetime) -> QuerySet[UnfoundSearch]:
    return UnfoundSearch.objects.filter(month__lt=oldest_month())


def purge(at: datetime) -> int:
    """Delete what is older, and the salts and marks of the days before; how many months of words."""
    delete_expired()
    return old(at).delete()[0]
