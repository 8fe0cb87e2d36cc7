"""Find items at their term. Spam never closes: its number's term runs from its arrival, its content's is short."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.retention.elimination import kept_until
from mailroom.models import Fate, Item, ItemKind, Movement, QuietedSender, State
from mailroom.querysets import ItemQuerySet

DAY = "received_on"
# Addresses change hands: one click quiets it again.
QUIET = timedelta(days=365)


def to_eliminate() -> ItemQuerySet:
    return _expired().filter(Q(kind=None) | Q(kind__fate=Fate.DESTROYED))


def for_archives() -> ItemQuerySet:
    """Handed over, or sorted with the archives: never eliminated here."""
    return _expired().filter(kind__fate__in=(Fate.ARCHIVED, Fate.SORTED))


def spam_to_erase(at: datetime) -> ItemQuerySet:
    """Undesirable for as long as a stranger's mail waits in quarantine, and nobody took it out."""
    before = at - timedelta(days=settings.MAIL_QUARANTINE_DAYS)
    moved = Movement.objects.filter(item=OuterRef("pk"), at__gte=before)
    return Item.objects.filter(~Exists(moved), state=State.SPAM, erased_at=None, registered_at__lt=before)


def quiet_enough(at: datetime) -> QuerySet[QuietedSender]:
    return QuietedSender.objects.filter(at__lt=at - QUIET)


def _expired() -> ItemQuerySet:
    """Closed for longer than their kind is kept; without a kind, than any kind is."""
    longest = ItemKind.objects.order_by("-retention_years").values("retention_years")[:1]
    ended = Coalesce("closed_at", Case(When(state=State.SPAM, then="registered_at")))
    until = kept_until(ended, Coalesce("kind__retention_years", longest))
    return Item.objects.alias(kept_until=until).filter(kept_until__lte=timezone.now())
