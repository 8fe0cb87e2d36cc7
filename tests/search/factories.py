"""Files with known pages, held by a manual: the nearest rubric that holds files."""

from typing import Any

from core.documents.models import Document, PageText
from core.documents.signals import text_read
from manuals.models import Manual
from tests.documents.factories import DocumentFactory
from tests.manuals.factories import ManualFactory


def read_document(*pages: str) -> Document:
    """A stored file whose text the worker has read."""
    document: Document = DocumentFactory.create()
    give_pages(document, *pages)
    return document


def give_pages(document: Document, *pages: str) -> None:
    """What the worker does with the text of a file: pages first, then it says so."""
    document.pages.all().delete()
    PageText.objects.bulk_create(
        PageText(document=document, number=number, text=text) for number, text in enumerate(pages, start=1)
    )
    document.page_count, document.text_state = len(pages), Document.TextState.READ
    document.save(update_fields=["page_count", "text_state"])
    text_read.send(sender=Document, document=document)


def manual_of(*pages: str, **fields: Any) -> Manual:
    """A manual whose file has these pages."""
    manual: Manual = ManualFactory.create(document=read_document(*pages), body="", **fields)
    return manual
