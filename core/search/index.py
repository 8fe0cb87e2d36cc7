"""Index rows, written in the transaction of the change.

A refresh first makes the rows that are missing and locks those of its objects, then reads the objects: of two changes
at once, the one that commits last is the one that the index shows. Documents are always locked before rows, so that
the reading of a file and the change of what holds it wait for each other in one order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import batched
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Value

from core.documents.models import Document
from core.search.models import Entry, Holding, SeeAlso
from core.search.registry import KINDS, Kind, Offer
from core.search.sql import EntryVector, PageVector
from core.web.locks import locked

BATCH = 1000
WRITTEN = 100
# Django writes it at each sign-in; no kind offers it, nor what depends on it.
NEVER_SHOWN = frozenset({"last_login"})
NOBODY = Offer(title="", url="", readers=())
# What makes the vector, and what a page's row repeats of its object's.
WORDS = ("title", "keywords", "text")
SHARED = ("kind", "readers", "on", "year", "direction_id")


def kind_of(model: type[models.Model]) -> Kind | None:
    """The kind that offers this model, proxies and deferred models included."""
    concrete = model._meta.concrete_model
    return next((kind for kind in KINDS.values() if kind.model._meta.concrete_model is concrete), None)


def content_type_of(kind: Kind) -> ContentType:
    return ContentType.objects.get_for_model(kind.model)


@transaction.atomic(savepoint=False)
def refresh(objects: models.QuerySet[Any] | Iterable[models.Model], *, are_new: bool = False) -> None:
    """Write again the index rows of these objects, of whatever registered kinds.

    Objects are read again under a lock, whatever their instances hold. `are_new=True` spares that for objects
    created in this very transaction, whose instances hold all that their kind's `offer` reads: nobody else sees
    them yet. Objects of an unregistered model are left alone; those that are gone lose their rows.
    """
    by_kind: dict[str, list[models.Model]] = {}
    for obj in objects:
        if kind := kind_of(type(obj)):
            by_kind.setdefault(kind.code, []).append(obj)
    for code, instances in sorted(by_kind.items()):
        for batch in batched(instances, BATCH):
            if are_new:
                _insert(KINDS[code], batch)
            else:
                refresh_batch(KINDS[code], sorted({obj.pk for obj in batch}))


def refresh_batch(kind: Kind, ids: Sequence[int], *, are_new: bool = False) -> None:
    """Within a transaction; at most a few thousand. `are_new` as above: no row is looked for."""
    objects = kind.objects(kind.model._base_manager.filter(pk__in=ids))
    if are_new:
        _insert(kind, objects)
        return
    entries = _lock(kind, ids)
    if missing := [pk for pk in ids if pk not in entries]:
        # Another transaction that inserts one of them is waited for; it is locked, and written again, as any other.
        content_type = content_type_of(kind)
        empty = (Entry(kind=kind.code, content_type=content_type, object_id=pk) for pk in missing)
        Entry.objects.bulk_create(empty, ignore_conflicts=True)
        entries |= _lock(kind, missing)
    offers = {obj.pk: kind.offer(obj) for obj in objects}
    if gone := [pk for pk in ids if pk not in offers]:
        delete_objects(content_type_of(kind).pk, gone)
    _update(kind, {entries[pk]: offer or NOBODY for pk, offer in offers.items()})
    _hold_files(kind, {entries[pk].pk: offer for pk, offer in offers.items()})


def _lock(kind: Kind, ids: Iterable[int]) -> dict[int | None, Entry]:
    """The rows of these objects, locked until the transaction ends."""
    rows = Entry.objects.filter(page=None, content_type=content_type_of(kind), object_id__in=ids)
    if kind.has_files:
        _lock_documents(Q(pk__in=Holding.objects.filter(entry__in=rows).values("document")))
    return {entry.object_id: entry for entry in locked(rows.defer("vector").order_by("pk"))}


def _lock_documents(which: Q) -> None:
    list(locked(Document.objects.filter(which).order_by("pk")).values_list("pk"))


def _insert(kind: Kind, objects: Iterable[Any]) -> None:
    offers = {obj.pk: kind.offer(obj) for obj in objects}
    content_type = content_type_of(kind)
    rows = {pk: _columns(offer or NOBODY) for pk, offer in offers.items()}
    Entry.objects.bulk_create(
        (
            Entry(kind=kind.code, content_type=content_type, object_id=pk, vector=_vector(kind, row), **row)
            for pk, row in rows.items()
        ),
        ignore_conflicts=True,
    )
    if any(offer and offer.files for offer in offers.values()):
        entries = Entry.objects.filter(page=None, content_type=content_type, object_id__in=offers)
        _hold_files(kind, {entry: offers[pk] for entry, pk in entries.values_list("pk", "object_id")})


def _columns(offer: Offer) -> dict[str, Any]:
    names = ("title", "keywords", "text", "note", "url", "on", "direction_id", "changes_on")
    return {name: getattr(offer, name) for name in names} | {
        "readers": sorted(set(offer.readers)),
        "year": offer.on.year if offer.on else None,
    }


def _vector(kind: Kind, given: Mapping[str, Any]) -> Any:
    return EntryVector(*(Value(words) for words in (*(given[name] for name in WORDS), kind.words)))


def _update(kind: Kind, offers: Mapping[Entry, Offer]) -> None:
    """Write locked rows again, and their pages; those that would not change are left alone."""
    # With other words, with other columns alone: one statement each, whatever their number.
    written: dict[bool, list[Entry]] = {True: [], False: []}
    for entry, offer in offers.items():
        given = _columns(offer)
        changed = {name: value for name, value in given.items() if getattr(entry, name) != value}
        if entry.kind != kind.code:
            changed["kind"] = kind.code
        if not changed:
            continue
        shared = {name: changed[name] for name in SHARED if name in changed}
        if shared and kind.has_files:
            Entry.objects.filter(main=entry, page__isnull=False).update(**shared)
        has_other_words = not changed.keys().isdisjoint((*WORDS, "kind"))
        if has_other_words:
            changed["vector"] = _vector(kind, given)
        for name, value in changed.items():
            setattr(entry, name, value)
        written[has_other_words].append(entry)
    columns = [*_columns(NOBODY), "kind"]
    for has_other_words, entries in written.items():
        names = [*columns, "vector"] if has_other_words else columns
        if len(entries) == 1:
            # After most changes: the CASE of a bulk update takes longer to compose than all the rest.
            given = {name: getattr(entries[0], name) for name in names}
            Entry.objects.filter(pk=entries[0].pk).update(**given)
        else:
            Entry.objects.bulk_update(entries, names, batch_size=WRITTEN)


def _hold_files(kind: Kind, offers: Mapping[int, Offer | None]) -> None:
    """The documents that these rows hold now, and a row for each of their pages."""
    # An object that holds one document twice shows it at the first of its addresses.
    held: dict[tuple[int, int], str] = {}
    for entry, offer in offers.items():
        for file in offer.files if offer else ():
            held.setdefault((entry, file.document_id), file.url)
    if held and not kind.has_files:
        raise ValueError(f"{kind.code} offers files and does not say has_files")
    if not kind.has_files:
        return
    _lock_documents(Q(pk__in=[document for _, document in held]))
    known: set[tuple[int, int]] = set()
    for holding in Holding.objects.filter(entry__in=offers):
        if (url := held.get(key := (holding.entry_id, holding.document_id))) is None:
            _delete(Entry.objects.filter(main=holding.entry_id, page__document=holding.document_id))
            holding.delete()
        elif url == holding.url:
            known.add(key)
    Holding.objects.bulk_create(
        (Holding(entry_id=key[0], document_id=key[1], url=held[key]) for key in held.keys() - known),
        update_conflicts=True,
        unique_fields=["entry", "document"],
        update_fields=["url"],
    )
    _add_pages(Holding.objects.filter(entry__in=[entry for entry, _ in held]))


def _add_pages(holdings: models.QuerySet[Holding]) -> None:
    """A row for each page with words that has none."""
    known = Entry.objects.filter(main=OuterRef("entry"), page=OuterRef("document__pages"))
    missing = holdings.filter(~Exists(known), document__pages__text__regex=r"\S")
    pages = missing.values_list("entry", "document__pages", "document__pages__text")
    mains = Entry.objects.defer("vector", "text").in_bulk({main for main, _, _ in pages})
    Entry.objects.bulk_create(
        (
            Entry(
                main_id=main,
                page_id=page,
                vector=PageVector(Value(text)),
                **{name: getattr(mains[main], name) for name in SHARED},
            )
            for main, page, text in pages
        ),
        batch_size=WRITTEN,
        ignore_conflicts=True,
    )


@transaction.atomic(savepoint=False)
def refresh_pages(sender: type[Document], document: Document, **kwargs: Any) -> None:
    """The worker has read a file: its pages are found with each object that holds it."""
    _lock_documents(Q(pk=document.pk))
    holdings = Holding.objects.filter(document=document)
    entries = Entry.objects.filter(pk__in=holdings.values("entry")).order_by("pk")
    if holders := list(locked(entries).values_list("pk", flat=True)):
        _delete(Entry.objects.filter(main__in=holders, page__document=document))
        _add_pages(holdings)


def forget(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    """Remove what the index holds of an object that is being deleted, and the links to it."""
    if (kind := kind_of(sender)) is None or instance.pk is None:
        return
    content_type = content_type_of(kind).pk
    delete_objects(content_type, [instance.pk])
    links_to(content_type, [instance.pk]).delete()


def links_to(content_type: int, ids: list[int]) -> models.QuerySet[SeeAlso]:
    return SeeAlso.objects.filter(
        Q(first_type=content_type, first_id__in=ids) | Q(second_type=content_type, second_id__in=ids)
    )


def delete_objects(content_type: int, ids: Sequence[int]) -> None:
    """Remove everything that the index holds of these objects."""
    rows = Entry.objects.filter(page=None, content_type=content_type, object_id__in=ids).order_by("pk")
    if entries := list(locked(rows).values_list("pk", flat=True)):
        Holding.objects.filter(entry__in=entries).delete()
        _delete(Entry.objects.filter(main__in=entries, page__isnull=False))
        _delete(Entry.objects.filter(pk__in=entries))


def _delete(rows: models.QuerySet[Entry]) -> None:
    """Signals of all models are listened to: Django loads what it deletes."""
    rows.defer("vector", "text").delete()


def follow(model: type[models.Model], objects: Callable[[Any], Iterable[models.Model]]) -> None:
    """When a `model` row is saved or deleted, refresh the searched objects that `objects(row)` names."""

    def refresh_followers(instance: Any, **kwargs: Any) -> None:
        if not kwargs.get("raw") and _is_shown(kwargs.get("update_fields")):
            refresh(objects(instance))

    for signal in (models.signals.post_save, models.signals.post_delete):
        signal.connect(refresh_followers, sender=model, weak=False, dispatch_uid=(model, objects))


def refresh_saved(
    sender: type[models.Model], instance: models.Model, *, created: bool = False, **kwargs: Any
) -> None:
    kind = kind_of(sender)
    if kwargs.get("raw") or kind is None or not _is_shown(kwargs.get("update_fields")):
        return
    with transaction.atomic(savepoint=False):
        refresh_batch(kind, [instance.pk], are_new=created)


def _is_shown(update_fields: Iterable[str] | None) -> bool:
    return update_fields is None or not NEVER_SHOWN.issuperset(update_fields)


def refresh_many_related(
    sender: Any, instance: models.Model, action: str, model: type[models.Model], **kwargs: Any
) -> None:
    """An object's many-to-many relation changed, from its own side. Roles are what no kind offers."""
    if (
        action.startswith("post_")
        and model is not Group
        and not kwargs.get("reverse")
        and kind_of(type(instance))
    ):
        refresh([instance])
