"""What changed between two texts, paragraph beside paragraph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

# Beyond, the two texts are there to read.
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


def changed_paragraphs(old: Sequence[str], new: Sequence[str]) -> list[Difference] | None:
    """Only what changed; None for texts too long to be compared."""
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


def paragraphs_of(text: str) -> list[str]:
    """Those of a plain text, parted by blank lines."""
    return [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def _numbered(paragraphs: Sequence[str]) -> list[tuple[str, int]]:
    seen: Counter[str] = Counter()
    numbered = []
    for paragraph in paragraphs:
        numbered.append((paragraph, seen[paragraph]))
        seen[paragraph] += 1
    return numbered
