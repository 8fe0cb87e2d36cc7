"""Index rows, written in the transaction of the change.

A refresh first locks the rows of its objects, then reads the objects: of two changes at once, the one that commits
last is the one that the index shows. A row that is missing is inserted without touching one that appeared meanwhile;
what appeared is then refreshed as any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import batched
from typing import Any

from django.contrib.auth.models import Group
from django.db import models, transaction

from core.documents.models import Document
from core.search.models import SeeAlso
from core.search.registry import KINDS, Kind, Offer
from core.search.statements import (
    content_type_of,
    delete_objects,
    insert_rows,
    lock_rows,
    update_rows,
    write_files,
    write_pages_of,
)

BATCH = 1000
# Django writes it at each sign-in; no kind offers it, nor what depends on it.
NEVER_SHOWN = frozenset({"last_login"})


def kind_of(model: type[models.Model]) -> Kind | None:
    """The kind that offers this model, proxies and deferred models included."""
    concrete = model._meta.concrete_model
    return next((kind for kind in KINDS.values() if kind.model._meta.concrete_model is concrete), None)


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


def refresh_batch(kind: Kind, ids: Sequence[int], *, have_rows: bool = True) -> None:
    """Within a transaction; `ids` sorted, at most a few thousand. No row is looked for where none can be yet."""
    # Twice when a missing row appeared in the meantime; a third time would need it deleted and created again.
    for turn in range(3):
        known = lock_rows(kind, ids) if have_rows or turn else set()
        objects = list(kind.objects(kind.model._base_manager.filter(pk__in=ids)))
        there = {obj.pk for obj in objects}
        if gone := known - there:
            delete_objects(content_type_of(kind), sorted(gone))
        offers = {obj.pk: kind.offer(obj) for obj in objects}
        update_rows(kind, {pk: offers[pk] for pk in known & there})
        missing = {pk: offers[pk] for pk in there - known}
        inserted = insert_rows(kind, missing)
        write_files(kind, {pk: offers[pk] for pk in known & there})
        write_files(kind, {pk: offers[pk] for pk in inserted}, are_new=True)
        ids = sorted(missing.keys() - inserted)
        if not ids:
            return


def forget(obj: models.Model) -> None:
    """Remove what the index holds of an object that is being deleted, and the links to it."""
    if (kind := kind_of(type(obj))) is None or obj.pk is None:
        return
    content_type = content_type_of(kind)
    delete_objects(content_type, [obj.pk])
    SeeAlso.objects.filter(
        models.Q(first_type=content_type, first_id=obj.pk)
        | models.Q(second_type=content_type, second_id=obj.pk)
    ).delete()


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
        refresh_batch(kind, [instance.pk], have_rows=not created)


def _is_shown(update_fields: Iterable[str] | None) -> bool:
    return update_fields is None or not NEVER_SHOWN.issuperset(update_fields)


def forget_deleted(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    forget(instance)


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


def refresh_pages(sender: type[Document], document: Document, **kwargs: Any) -> None:
    """The worker has read a file: its pages are found with each object that holds it."""
    write_pages_of(document.pk)


def _insert(kind: Kind, instances: Iterable[models.Model]) -> None:
    offers: dict[int, Offer | None] = {obj.pk: kind.offer(obj) for obj in instances}
    inserted = insert_rows(kind, offers)
    write_files(kind, {pk: offers[pk] for pk in inserted}, are_new=True)
