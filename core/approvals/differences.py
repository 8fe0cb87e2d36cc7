"""What changed between two versions, paragraph beside paragraph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from core.approvals.models import ApprovalContent, ApprovalFile
from core.ui.french import NBSP

# Beyond, the two files are there to read.
MOST_PARAGRAPHS = 2_000


@dataclass(frozen=True, slots=True)
class Difference:
    """Two paragraphs side by side; empty where one was added or taken out."""

    before: str
    after: str

    @property
    def label(self) -> str:
        if not self.before:
            return "ajouté"
        return "modifié" if self.after else "retiré"


def differences(before: ApprovalContent, after: ApprovalContent) -> list[Difference] | None:
    """Only what changed: the words, the titles of files, and the pages of those whose text was read.

    None for texts too long to be compared.
    """
    old, new = list(_paragraphs(before)), list(_paragraphs(after))
    if max(len(old), len(new)) > MOST_PARAGRAPHS:
        return None
    found = []
    # Each once: a thousand equal lines would be compared a million times.
    matcher = SequenceMatcher(None, _numbered(old), _numbered(new), autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag != "equal":
            pairs = zip_longest(old[old_from:old_to], new[new_from:new_to], fillvalue="")
            found += [Difference(one, other) for one, other in pairs]
    return found


def has_unread_files(*contents: ApprovalContent) -> bool:
    """Whether the words of some file are not known: it is compared by eye."""
    files = ApprovalFile.objects.filter(content__in=contents)
    return files.filter(document__pages__isnull=True).exists()


def _paragraphs(content: ApprovalContent) -> Iterator[str]:
    yield content.title
    yield from _split(content.text)
    for file in content.files.select_related("document").prefetch_related("document__pages"):
        yield f"Fichier{NBSP}: {file.title} ({file.document.name})"
        pages = [page.text for page in file.document.pages.all()]
        # Without text to compare, another file is told by its name and size alone.
        yield from (each for page in pages for each in _split(page))


def _numbered(paragraphs: list[str]) -> list[tuple[str, int]]:
    seen: Counter[str] = Counter()
    numbered = []
    for paragraph in paragraphs:
        numbered.append((paragraph, seen[paragraph]))
        seen[paragraph] += 1
    return numbered


def _split(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
