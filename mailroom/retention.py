"""Items that reached their term, and their elimination with the visa of the archives.

Spam never closes: its number's term runs from its arrival, its content's is short.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.approvals import actions as approvals
from core.approvals.models import Approval, ApprovalFile
from core.documents.actions import forget_unheld
from core.documents.models import Document
from core.history.context import action_context
from core.mail.inbound.actions import erase_with_sender
from core.mail.models import Bounce, IncomingMail, ReplyAddress
from core.people.models import Agent
from core.retention.elimination import at_once, check_visa, forget_messages, kept_until, lines_of, row_of
from core.retention.pages import RetentionPages
from core.web.locks import locked
from mailroom.models import (
    Answer,
    Elimination,
    Fate,
    Item,
    ItemFile,
    ItemKind,
    Movement,
    Note,
    PendingAnswer,
    QuietedSender,
    Reply,
    State,
)
from mailroom.policies import is_mail_office
from mailroom.querysets import ItemQuerySet

DAY = "received_on"
# Addresses change hands: one click quiets it again.
QUIET = timedelta(days=365)
AT_ONCE = 500
ERASED = "(indésirable effacé)"


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


@transaction.atomic
def eliminate(*, by: Agent, visa_on: date, visa_reference: str, shown: str) -> Elimination:
    """Erase the items that reached their term, with their mails, files, answers and replies; a trace stays.

    An idea that came by the same mail has its own words and files: it stays.
    """
    if not is_mail_office(by):
        raise PermissionDenied("Seul le bureau du courrier élimine les courriers.")
    items = list(locked(at_once(to_eliminate()).order_by("pk")))
    pks = [item.pk for item in items]
    check_visa(to_eliminate().filter(pk__in=pks), shown=shown, visa_on=visa_on)
    rows = Item.objects.filter(pk__in=pks)
    trace = Elimination(visa_on=visa_on, visa_reference=visa_reference, by=by)
    trace.lines = lines_of(rows, day=DAY)
    trace.items = [trace_of(item) for item in rows.select_related("kind").order_by("year", "sequence")]
    trace.full_clean()
    trace.save()
    _erase(pks, rows.delete, "a éliminé le courrier", by=by)
    return trace


def rows_to_confirm(items: QuerySet[Item]) -> list[dict[str, str]]:
    """Each item as the page that asks again shows it."""
    return [
        trace_of(item) | {"url": item.get_absolute_url(), "subject": item.subject}
        for item in items.select_related("kind").order_by("year", "sequence")
    ]


def expire(at: datetime) -> int:
    """Empty in batches what stayed undesirable until its term, and return how many.

    The numbers stay, so that the register's series has no hole; nothing of what was written does.
    """
    erased = 0
    while count := _expire(at):
        erased += count
    return erased


@transaction.atomic
def _expire(at: datetime) -> int:
    items = locked(spam_to_erase(at).order_by("pk"), skip_locked=True)
    pks = list(items.values_list("pk", flat=True)[:AT_ONCE])
    if pks:
        _erase(pks, lambda: _empty(pks), "a effacé un courrier indésirable", by=None)
    return len(pks)


def _empty(pks: list[int]) -> None:
    for rows in (PendingAnswer, Answer, Reply, ItemFile, Note):
        rows._default_manager.filter(item__in=pks).delete()
    Movement.objects.filter(item__in=pks).exclude(reason="").delete()
    nothing = {"subject": ERASED, "text": "", "sender_name": "", "sender_address": "", "remarks": []}
    Item.objects.filter(pk__in=pks).update(**nothing, erased_at=timezone.now())


def _erase(pks: list[int], remove: Callable[[], object], said: str, *, by: Agent | None) -> None:
    """Erase the content of these items everywhere; `remove` acts on the items themselves."""
    submitted = list(PendingAnswer.objects.filter(item__in=pks))
    approved = Approval.objects.of_rows(PendingAnswer, [pending.pk for pending in submitted])
    # Of earlier versions, those that were taken off since too.
    files = ApprovalFile.objects.filter(content__approval__in=approved).values("document")
    documents = list(Document.objects.filter(Q(item_files__item__in=pks) | Q(pk__in=files)).distinct())
    mails = _mails_of(pks)
    with action_context(said, by=by):
        for pending in submitted:
            approvals.erase(pending)
        _forget_around(pks)
        remove()
        erase_with_sender(mails)
    # One that an idea or another item still holds stays with it.
    forget_unheld(documents, by=by)


def trace_of(item: Item) -> dict[str, str]:
    closed_on = timezone.localdate(item.closed_at) if item.closed_at else None
    return row_of(number=item.label, kind=item.kind, received_on=item.received_on, closed_on=closed_on)


def _mails_of(pks: list[int]) -> list[int]:
    """The mails that became these items, joined or answered them, say that ours did not arrive, and their repeats."""
    item, reply = (ContentType.objects.get_for_model(model) for model in (Item, Reply))
    replies = Reply.objects.filter(item__in=pks)
    mails = IncomingMail.objects.filter(
        Q(item__in=pks)
        | Q(pk__in=replies.exclude(mail=None).values("mail"))
        | Q(about_type=item, about_id__in=pks)
        | Q(content_type=item, object_id__in=pks)
        | Q(content_type=reply, object_id__in=replies.values("pk"))
        | Q(bounces__mail__content_type=item, bounces__mail__object_id__in=pks)
    )
    own = list(mails.order_by().distinct().values_list("pk", flat=True))
    return [*own, *IncomingMail.objects.filter(same_as__in=own).values_list("pk", flat=True)]


def _forget_around(pks: list[int]) -> None:
    item = ContentType.objects.get_for_model(Item)
    Bounce.objects.filter(mail__content_type=item, mail__object_id__in=pks).delete()
    ReplyAddress.objects.filter(content_type=item, object_id__in=pks).delete()
    forget_messages(Item, pks)


PAGES = RetentionPages(
    "mailroom",
    may=is_mail_office,
    template="mailroom/retention/retention.html",
    what="Courriers reçus",
    word="courrier",
    erased="Textes, expéditeurs, messages, fichiers et réponses",
    done="Les courriers sont éliminés. Le bordereau reste ci-dessous.",
    expired=to_eliminate,
    lines=partial(lines_of, day=DAY),
    rows=rows_to_confirm,
    eliminate=eliminate,
    model=Elimination,
    more=lambda agent: {"archives": lines_of(for_archives(), day=DAY)},
)
