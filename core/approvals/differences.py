"""Compare two versions of an approved text, passage beside passage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.approvals.models import ApprovalContent, ApprovalFile
from core.ui.differences import Difference, changed_passages, paragraphs_of
from core.ui.french import spaced


@dataclass(frozen=True)
class Comparison:
    """`differences` are those of the words, the titles of files and the text of those that changed.

    None for texts too long to be compared. `has_unread_files`: the words of a file that changed are not known, and it
    is compared by eye.
    """

    differences: list[Difference] | None
    has_unread_files: bool
    has_other_files: bool


def compared(before: ApprovalContent, after: ApprovalContent) -> Comparison:
    sides = [_files(before), _files(after)]
    # By their content: a file that stayed is neither read again nor said to have changed.
    stayed, either = (
        method({file.document.sha256 for file in sides[0]}, {file.document.sha256 for file in sides[1]})
        for method in (set.intersection, set.union)
    )
    changed = [file for files in sides for file in files if file.document.sha256 not in stayed]
    unread = {file.title for file in changed if not file.document.pages.all()}
    lines = (
        [*_words(content), *_lines(files, stayed, unread)]
        for content, files in zip((before, after), sides, strict=True)
    )
    return Comparison(changed_passages(*lines), bool(unread), stayed != either)


def _files(content: ApprovalContent) -> list[ApprovalFile]:
    return list(content.files.select_related("document").prefetch_related("document__pages"))


def _words(content: ApprovalContent) -> Iterator[str]:
    yield content.title
    yield from paragraphs_of(content.text)


def _lines(files: Iterable[ApprovalFile], stayed: set[str], unread: set[str]) -> Iterator[str]:
    """Without the text of those that are not read in both versions: all of it would seem added or taken out."""
    for file in files:
        yield spaced(f"Fichier : {file.title} ({file.document.name})")
        if file.document.sha256 not in stayed and file.title not in unread:
            for page in file.document.pages.all():
                yield from filter(None, map(str.strip, page.text.splitlines()))
