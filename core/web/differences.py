"""Compare two texts, passage beside passage, and mark the changed words."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise, takewhile
from operator import eq

# Beyond, the two texts are there to read.
MOST_LINES = 20_000
# The standard library may take seconds for more words: longer passages are marked whole.
MOST_WORDS, MOST_WORDS_IN_ALL = 1_000, 4_000
# The words shown on each side of a change.
AROUND = 12

Side = list[tuple[bool, str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A passage as it was and as it is: (whether they changed, words); empty where all was added or taken out."""

    before: Side
    after: Side

    @property
    def label(self) -> str:
        if not self.before:
            return "ajouté"
        return "modifié" if self.after else "retiré"


def changed_passages(old: Sequence[str], new: Sequence[str]) -> list[Difference] | None:
    """Only what changed between two lists of lines or paragraphs; None for texts too long to be compared.

    Where lines break says nothing: a text that only flows otherwise did not change.
    """
    if max(len(old), len(new)) > MOST_LINES:
        return None
    found, compared = [], 0
    kept = [(-1, -1), *_kept(old, new), (len(old), len(new))]
    for (old_from, new_from), (old_to, new_to) in pairwise(kept):
        one, other = (
            " ".join(lines).split() for lines in (old[old_from + 1 : old_to], new[new_from + 1 : new_to])
        )
        if one != other:
            found.append(_difference(one, other, is_whole=compared > MOST_WORDS_IN_ALL))
            compared += len(one) + len(other)
    return found


def paragraphs_of(text: str) -> list[str]:
    """Split a plain text at blank lines."""
    return [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def _kept(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The places of the lines that stay in both, in order: the longest increasing sequence, by patience sorting."""
    places = {line: at for at, line in enumerate(_numbered(old))}
    ends: list[int] = []
    before: dict[int, tuple[int, int]] = {}
    for there, line in enumerate(_numbered(new)):
        if (here := places.get(line)) is not None:
            rank = bisect_left(ends, here)
            before[here] = (ends[rank - 1] if rank else -1, there)
            ends[rank : rank + 1] = [here]
    kept, here = [], ends[-1] if ends else -1
    while here >= 0:
        previous, there = before[here]
        kept.append((here, there))
        here = previous
    return kept[::-1]


def _numbered(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Each once: the second of two equal lines is not the first."""
    seen: Counter[str] = Counter()
    for line in lines:
        yield line, seen[line]
        seen[line] += 1


def _difference(one: list[str], other: list[str], *, is_whole: bool) -> Difference:
    head = _same_first(one, other)
    tail = _same_first(one[head:][::-1], other[head:][::-1])
    old, new = one[head : len(one) - tail], other[head : len(other) - tail]
    codes: Sequence[tuple[str, int, int, int, int]]
    if is_whole or max(len(old), len(new)) > MOST_WORDS:
        codes = [("replace", 0, len(old), 0, len(new))]
    else:
        codes = SequenceMatcher(None, old, new).get_opcodes()
    same = head + tail + sum(code[2] - code[1] for code in codes if code[0] == "equal")
    if 2 * same < min(len(one), len(other)):
        # Two sentences that share a few small words are read better apart.
        return Difference(_side([(True, one)]), _side([(True, other)]))
    ends = [(False, one[:head])], [(False, one[len(one) - tail :])]
    before = [(tag != "equal", old[start:end]) for tag, start, end, _, _ in codes]
    after = [(tag != "equal", new[start:end]) for tag, _, _, start, end in codes]
    return Difference(_side(ends[0] + before + ends[1]), _side(ends[0] + after + ends[1]))


def _same_first(one: list[str], other: list[str]) -> int:
    return sum(takewhile(bool, map(eq, one, other)))


def _side(pieces: list[tuple[bool, list[str]]]) -> Side:
    return [(marked, " ".join(words if marked else _shortened(words))) for marked, words in pieces if words]


def _shortened(words: list[str]) -> list[str]:
    return words if len(words) <= 2 * AROUND else [*words[:AROUND], "…", *words[-AROUND:]]
