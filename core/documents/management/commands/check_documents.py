"""Compare the rows with the files on the disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.documents import storage, tasks
from core.documents.models import Document
from core.french import exact_count_of, moment, number

BATCH = 1000


class Command(BaseCommand):
    help = (
        "Compare les documents connus aux fichiers du disque : fiches sans fichier, fichiers sans fiche, tailles et "
        "empreintes qui diffèrent, restes d’envois. N’efface rien ; finit par 1 quand quelque chose ne va pas."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--full", action="store_true", help="relit chaque fichier et recalcule son empreinte"
        )

    def handle(self, *args: Any, full: bool = False, **options: Any) -> None:
        faults = count = 0
        # The disk first: a document stored meanwhile is then in the table, and never the reverse.
        present = set(stored_files())
        for document in Document.objects.order_by("pk").iterator(chunk_size=BATCH):
            count += 1
            path = document.file_path
            relative = storage.relative(document.sha256, document.reference)
            present.discard(relative)
            if words := fault_of(document, path, full=full):
                faults += 1
                self.stdout.write(f"{words} : {document.name} (clé {document.reference}, {relative})")
        # Those whose row was committed in the meantime.
        keys = {relative: relative.rpartition("-")[2] for relative in sorted(present)}
        found = Document.objects.filter(reference__in=keys.values())
        known = set(found.values_list("reference", flat=True))
        for relative, key in keys.items():
            if key not in known:
                faults += 1
                self.stdout.write(f"Fichier sans fiche : {relative} ({age_of(relative)})")
        for path in sorted(tasks.abandoned()):
            faults += 1
            self.stdout.write(f"Reste d’un envoi : {path.parent.name}/{path.name}")
        checked = f"{number(count)} document{'s' if count > 1 else ''}"
        if faults:
            raise CommandError(
                f"{checked} : {number(faults)} anomalie{'s' if faults > 1 else ''}.", returncode=1
            )
        self.stdout.write(f"{checked} : tout est à sa place.")


def stored_files() -> Iterator[str]:
    """« ab/cd/… » of each stored file."""
    root = storage.root() / "stored"
    for folder, _, names in os.walk(root):
        for name in names:
            yield Path(folder, name).relative_to(root).as_posix()


def age_of(relative: str) -> str:
    """When it was written."""
    try:
        written = (storage.root() / "stored" / relative).stat().st_mtime
    except FileNotFoundError:
        return "parti depuis"
    return f"écrit {moment(datetime.fromtimestamp(written, UTC))}"


def fault_of(document: Document, path: Path, *, full: bool) -> str:
    """Return the fault of one document's file; an empty text when there is none."""
    try:
        size = path.stat().st_size
        if size != document.size:
            return f"Taille différente ({exact_count_of(size, 'octet')} au lieu de {number(document.size)})"
        if full and digest_of(path) != document.sha256:
            return "Empreinte différente"
    except FileNotFoundError:
        # May have been erased on purpose between the two reads.
        return "Fiche sans fichier" if Document.objects.filter(pk=document.pk).exists() else ""
    except OSError as error:
        return f"Fichier illisible ({error.strerror})"
    return ""


def digest_of(path: Path) -> str:
    with storage.opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
