"""The pile of scanned letters: each waits on the server until it is registered, parted or put away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q

from core.documents.actions import forget_unheld, keep, store_bytes
from core.documents.limits import DEFAULT
from core.documents.models import Upload
from core.french import spaced
from core.people.models import Agent, Direction
from core.sandbox import client
from core.web.locks import locked
from mailroom import actions, policies
from mailroom.models import Channel, Item, ItemKind, Scan

GONE = spaced("Ce scan n’attend plus : un collègue l’a enregistré, coupé ou retiré. Rouvrez cette page.")
GONE_WITH_ITS_LETTER = spaced(
    "Ce scan n’attend plus : un collègue l’a enregistré, coupé ou retiré. Si votre lettre n’est pas la sienne, envoyez "
    "ce formulaire de nouveau : elle s’enregistre sans scan."
)
NOT_PARTED = spaced(
    "Ce fichier ne se coupe pas : coupez-le avec le logiciel du scanner, et déposez les deux parties."
)
# The least time between two scans of the pile.
TICK = timedelta(microseconds=1)
NOT_THERE = spaced("Ce scan compte {count} : coupez-le après l’une des premières.")


@transaction.atomic
def add(files: Iterable[Upload], *, by: Agent) -> int:
    """Put files on the pile, in their order; the same form sent twice puts each once."""
    _check(by)
    documents = [keep(upload, by=by) for upload in files]
    fresh = [document for document in documents if not document.item_files.exists()]
    return sum(Scan.objects.get_or_create(document=document, defaults={"by": by})[1] for document in fresh)


@transaction.atomic
def register(
    *,
    by: Agent,
    scan: str = "",
    direction: Direction | None = None,
    kind: ItemKind | None = None,
    **words: Any,
) -> Item:
    """Give a letter its number, and its direction where it is known; its scan leaves the pile."""
    _check(by)
    held = locked(Scan.objects).filter(reference=scan).select_related("document").first() if scan else None
    if scan and held is None:
        # A double click: the first sending took the scan under this same key.
        key: Any = words.get("submission_key")
        if earlier := Item.objects.filter(registered_by=by, submission_key=key).first():
            return earlier
        raise ValidationError(GONE_WITH_ITS_LETTER)
    documents = [held.document] if held else []
    item = actions.register(by=by, channel=Channel.PAPER, documents=documents, kind=kind, **words)
    if held:
        held.delete()
    if direction and kind:
        item = actions.assign(
            item, by=by, direction=direction, kind=kind, is_confidential=item.is_confidential
        )
    return item


def split(scan: Scan, *, by: Agent, after: int) -> None:
    """Make two scans of one, the second behind the first. Raises ValidationError."""
    _check(by)
    former, limits = scan.document, client.Limits(frame=DEFAULT.largest, answer=2 * DEFAULT.largest)
    try:
        with former.file_path.open("rb") as file:
            parts = list(client.run("mailroom.pdf_split", file, limits=limits, after=after))
    except (OSError, client.Failed, client.NotStarted) as error:
        raise ValidationError(NOT_PARTED) from error
    if len(parts) != 2:
        count = parts[0].decode("ascii", "replace")[:6] if parts else "0"
        raise ValidationError(NOT_THERE.format(count="1 page" if count == "1" else f"{count} pages"))
    with transaction.atomic():
        # The whole pile: what is behind moves back a little.
        pile = {one.pk: one for one in locked(Scan.objects.order_by("pk"))}
        held = pile.get(scan.pk)
        if held is None or held.document_id != former.pk:
            raise ValidationError(GONE)
        name = Path(former.name)
        first, second = (
            store_bytes(part, name=f"{name.stem} ({number}){name.suffix}", by=by)
            for number, part in enumerate(parts, 1)
        )
        held.document = first
        held.save(update_fields=["document"])
        behind = Scan.objects.filter(Q(at__gt=held.at) | Q(at=held.at, pk__gt=held.pk))
        behind.update(at=F("at") + 2 * TICK)
        Scan.objects.create(document=second, by=held.by, at=held.at + TICK)
        forget_unheld([former], by=by)


@transaction.atomic
def remove(scan: Scan, *, by: Agent) -> None:
    """Take what is no letter off the pile, and erase it."""
    _check(by)
    held = locked(Scan.objects).filter(pk=scan.pk).select_related("document").first()
    if held is None:
        raise ValidationError(GONE)
    held.delete()
    forget_unheld([held.document], by=by)


def _check(by: Agent) -> None:
    if not policies.may_sort(by):
        raise PermissionDenied(actions.NOT_OFFICE)
