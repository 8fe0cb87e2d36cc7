"""What reached its term. Spam never closes: its term runs from its arrival."""

from django.db.models import Case, Q, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.retention.elimination import kept_until
from mailroom.models import Fate, Item, ItemKind, State
from mailroom.querysets import ItemQuerySet

DAY = "received_on"


def to_eliminate() -> ItemQuerySet:
    return _expired().filter(Q(kind=None) | Q(kind__fate=Fate.DESTROYED))


def for_archives() -> ItemQuerySet:
    """Handed over, or sorted with the archives: never eliminated here."""
    return _expired().filter(kind__fate__in=(Fate.ARCHIVED, Fate.SORTED))


def _expired() -> ItemQuerySet:
    """Closed for longer than their kind is kept; without a kind, than any kind is."""
    longest = ItemKind.objects.order_by("-retention_years").values("retention_years")[:1]
    ended = Coalesce("closed_at", Case(When(state=State.SPAM, then="registered_at")))
    until = kept_until(ended, Coalesce("kind__retention_years", longest))
    return Item.objects.alias(kept_until=until).filter(kept_until__lte=timezone.now())
