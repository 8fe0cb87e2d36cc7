"""Rebuild the index while the site is up: small transactions, each like any other change."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import QuerySet

from core.french import exact_count_of, number, spaced
from core.search.index import delete_objects, links_to, refresh_batch
from core.search.models import Entry
from core.search.registry import KINDS, Kind
from core.web import locks

BATCH = 500
# One at a time.
LOCK = "search.reindexing"


def reindex(kind: Kind, *, batch: int = BATCH) -> Iterator[int]:
    """Index every object of a kind again, by key, one transaction a batch; yields how many are done."""
    done, last = 0, 0
    objects = kind.model._base_manager.order_by("pk").values_list("pk", flat=True)
    while ids := list(objects.filter(pk__gt=last)[:batch]):
        with transaction.atomic():
            refresh_batch(kind, ids)
        done, last = done + len(ids), ids[-1]
        yield done


def remove_orphans(kind: Kind, *, batch: int = BATCH) -> int:
    """Remove the rows, and the links, of objects that are gone; how many objects."""
    content_type = ContentType.objects.get_for_model(kind.model)
    gone, last = 0, 0
    while True:
        entries = Entry.objects.filter(page=None, content_type=content_type, object_id__gt=last)
        ids = _keys(entries.order_by("object_id")[:batch])
        if not ids:
            return gone
        there = set(kind.model._base_manager.filter(pk__in=ids).values_list("pk", flat=True))
        orphans = [object_id for object_id in ids if object_id not in there]
        with transaction.atomic():
            delete_objects(content_type.pk, orphans)
            links_to(content_type.pk, orphans).delete()
        gone, last = gone + len(orphans), ids[-1]


def remove_unknown_kinds(known: list[str]) -> int:
    """Remove the rows of kinds that no app offers any more; how many objects."""
    removed = 0
    unknown = Entry.objects.filter(page=None).exclude(kind__in=known)
    for content_type in unknown.values_list("content_type", flat=True).distinct():
        while ids := _keys(unknown.filter(content_type=content_type)[:BATCH]):
            with transaction.atomic():
                delete_objects(content_type, ids)
            removed += len(ids)
    return removed


def _keys(entries: QuerySet[Entry]) -> list[int]:
    """The objects of main rows, whose key is never null."""
    return [key for key in entries.values_list("object_id", flat=True) if key is not None]


class Command(BaseCommand):
    help = "Refait l’index de la recherche, sans arrêter le site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--kind",
            metavar="CODE",
            help=spaced(f"une seule sorte de résultats : {', '.join(sorted(KINDS))}"),
        )

    def handle(self, *args: Any, kind: str | None = None, **options: Any) -> None:
        if kind and kind not in KINDS:
            known = ", ".join(sorted(KINDS))
            raise CommandError(spaced(f"La sorte « {kind} » n’existe pas. Choisissez parmi : {known}."))
        with locks.alone(LOCK) as is_ours:
            if not is_ours:
                said = "L’index est déjà en train d’être refait : attendez qu’il ait fini."
                raise CommandError(spaced(said))
            for code in [kind] if kind else sorted(KINDS):
                self._reindex(code)
            if not kind and (removed := remove_unknown_kinds(list(KINDS))):
                said = exact_count_of(removed, "entrée retirée", "entrées retirées")
                self.stdout.write(spaced(f"Sortes disparues : {said}."))
        self.stdout.write("L’index est à jour.")

    def _reindex(self, code: str) -> None:
        kind, done = KINDS[code], 0
        for done in reindex(kind):
            if done % 10_000 == 0:
                self.stdout.write(spaced(f"{kind.label} : {number(done)}…"))
        gone = remove_orphans(kind)
        removed = (
            f", {exact_count_of(gone, 'entrée sans objet retirée', 'entrées sans objet retirées')}"
            if gone
            else ""
        )
        self.stdout.write(spaced(f"{kind.label} ({code}) : {number(done)}{removed}."))
