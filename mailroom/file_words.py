"""The words of an item's files, by which it is found: written when a file's text is read, and when it is attached."""

from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from core.documents.models import Document
from mailroom.models import ItemFile

# PostgreSQL keeps a megabyte of words at most in a vector.
MOST_CHARACTERS = 300_000


def refresh(*, document: Document, **kwargs: Any) -> None:
    """Listens to `core.documents.signals.text_read` too."""
    rows = ItemFile.objects.filter(document=document)
    pages = document.pages.order_by("number").values_list("text", flat=True) if rows.exists() else []
    if text := "\n".join(pages)[:MOST_CHARACTERS]:
        rows.update(words=SearchVector(Value(text), config="french_plain"))
