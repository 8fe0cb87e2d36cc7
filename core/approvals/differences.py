"""What changed between two versions of what is approved, paragraph beside paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from core.approvals.models import ApprovalContent, ApprovalFile
from core.ui.differences import Difference, changed_paragraphs, paragraphs_of
from core.ui.french import NBSP


def differences(before: ApprovalContent, after: ApprovalContent) -> list[Difference] | None:
    """Only what changed: the words, the titles of files, and the pages of those whose text was read.

    None for texts too long to be compared.
    """
    return changed_paragraphs(list(_paragraphs(before)), list(_paragraphs(after)))


def has_unread_files(*contents: ApprovalContent) -> bool:
    """Whether the words of some file are not known: it is compared by eye."""
    files = ApprovalFile.objects.filter(content__in=contents)
    return files.filter(document__pages__isnull=True).exists()


def _paragraphs(content: ApprovalContent) -> Iterator[str]:
    yield content.title
    yield from paragraphs_of(content.text)
    for file in content.files.select_related("document").prefetch_related("document__pages"):
        yield f"Fichier{NBSP}: {file.title} ({file.document.name})"
        pages = [page.text for page in file.document.pages.all()]
        # Without text to compare, another file is told by its name and size alone.
        yield from (each for page in pages for each in paragraphs_of(page))
