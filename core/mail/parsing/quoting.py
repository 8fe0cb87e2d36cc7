"""Separate what a person wrote in an answer from what their mail program repeated below, above or between.

French first, since libraries know English. Nothing is lost: what is folded is kept, and what is doubtful is not folded.
The rules, in the order in which they are tried on each line:

- a quoted heading (« De : / Envoyé : / À : / Objet : ») or a separator (« -----Message d'origine----- ») folds all that
  follows, unless the person says that they answer inside it (« mes réponses en rouge »);
- « Le 3 nov. 2026 à 10:12, X a écrit : » folds the lines in « > » that follow, or all that follows when there are none;
- lines in « > » are folded; where own words stand *between* them, the quoted paragraph just above each is kept, since
  the answer means nothing without it, and so are the few lines that the person chose to keep under no attribution;
- a forwarded message is what the person wanted to show: nothing from there on is folded;
- then signatures under « -- », « Envoyé de mon iPhone » and notices of confidentiality, at the end of own words only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import groupby

from core.mail.parsing import quote_marks as marks

# A longer « signature » under « -- » is a person's own text.
LONGEST_SIGNATURE = 16
# Of a quoted paragraph that is answered, the nearest lines.
KEPT_LINES = 12
# So few quoted lines that no program announces were left by the person.
CHOSEN_LINES = 6


class LineKind(Enum):
    OWN = "own"
    QUOTED = "quoted"
    FOLDED = "folded"


def fold(text: str) -> tuple[str, str]:
    """(what the person wrote, all the rest); each line of the text stands in one of them.

    The first is the whole text when nothing would be left in it.
    """
    lines = text.split("\n")
    kinds = _classify(lines)
    _keep_what_is_answered(lines, kinds)
    _fold_endings(lines, kinds)
    _fold_banner(lines, kinds)
    own = _joined(line for line, kind in zip(lines, kinds, strict=True) if kind is LineKind.OWN)
    for at in range(1, len(lines)):
        if not lines[at].strip() and kinds[at - 1] is not LineKind.OWN:
            # An empty line goes with the words above it.
            kinds[at] = kinds[at - 1]
    folded = _joined(line for line, kind in zip(lines, kinds, strict=True) if kind is not LineKind.OWN)
    return (own, folded) if own else (text, "")


def _joined(lines: Iterator[str]) -> str:
    """Without empty lines at the ends, nor more than two in a row where something was taken out."""
    kept: list[str] = []
    blanks = 0
    for line in lines:
        blanks = 0 if line.strip() else blanks + 1
        if blanks <= 2:
            kept.append(line.rstrip("\r"))
    while kept and not kept[0].strip():
        kept.pop(0)
    while kept and not kept[-1].strip():
        kept.pop()
    return "\n".join(kept)


def _classify(lines: Sequence[str]) -> list[LineKind]:
    kinds = [LineKind.OWN] * len(lines)
    plain = [marks.plain(line) for line in lines]
    has_words = False
    at = 0
    while at < len(lines):
        if marks.depth(lines[at]):
            at = _quoted_run(lines, at, kinds)
            continue
        words = plain[at]
        if not words:
            at += 1
            continue
        if marks.FORWARD.match(words):
            break
        if marks.SEPARATOR.match(words) or marks.ABOVE.match(words):
            taken, is_to_the_end = 1 + _heading_after(plain, at + 1), True
        elif taken := marks.heading(plain, at):
            is_to_the_end = True
        else:
            taken, stands_alone = marks.attribution(plain, at)
            is_quoted = taken and _is_quoted(lines, at + taken)
            if taken and not stands_alone and not is_quoted:
                taken = 0
            is_to_the_end = not is_quoted
        if not taken:
            has_words = True
            at += 1
            continue
        if is_to_the_end and not has_words and _is_quoted(lines, at + taken):
            # Nothing above: the answer can only stand below the quoted lines.
            is_to_the_end = False
        if is_to_the_end:
            if not _answers_inside(lines[:at]):
                start = _with_rule_above(lines, at)
                kinds[start:] = [LineKind.FOLDED] * (len(lines) - start)
            break
        kinds[at : at + taken] = [LineKind.FOLDED] * taken
        at += taken
    return kinds


def _heading_after(words: Sequence[str], at: int) -> int:
    """Lines of the heading that follows a separator, empty ones before it included."""
    blanks = 0
    while at + blanks < len(words) and not words[at + blanks] and blanks < 3:
        blanks += 1
    taken = marks.heading(words, at + blanks) if at + blanks < len(words) else 0
    return blanks + taken if taken else 0


def _is_quoted(lines: Sequence[str], at: int) -> bool:
    """Does the next line that says something begin with « > »?"""
    following = next((line for line in lines[at : at + 5] if line.strip()), "")
    return bool(marks.depth(following))


def _with_rule_above(lines: Sequence[str], at: int) -> int:
    """From the rule (« ________ ») or the line that some programs put above their heading."""
    above = at - 1
    while above >= 0 and at - above < 4 and not lines[above].strip():
        above -= 1
    if above < 0:
        return at
    words = marks.plain(lines[above])
    is_part = marks.RULE.match(lines[above].strip()) or marks.ORANGE.match(words) or marks.INOTES.match(words)
    return above if is_part else at


def _answers_inside(lines: Sequence[str]) -> bool:
    """Does the person announce that their answers stand inside the message quoted below?"""
    opening = " ".join(marks.plain(line) for line in lines[:40])
    return bool(marks.INSIDE.search(opening[:4000]))


def _quoted_run(lines: Sequence[str], at: int, kinds: list[LineKind]) -> int:
    """Mark the run of « > » lines from `at`; the index after it."""
    end = at
    while end < len(lines) and (marks.depth(lines[end]) or _is_wrapped_rest(lines, end)):
        end += 1
    if not _is_own_list(lines, at, end, kinds):
        kinds[at:end] = [LineKind.QUOTED] * (end - at)
    if _heads_the_rest(lines, at, end):
        kinds[end:] = [LineKind.FOLDED] * (len(lines) - end)
        return len(lines)
    return end


def _heads_the_rest(lines: Sequence[str], at: int, end: int) -> bool:
    """Orange and GroupWise put « > » before their heading alone: the message quoted goes on to the end."""
    opening = marks.plain(marks.unquoted(lines[at]))
    if end == at + 1 and marks.depth(lines[at]) == 3:
        wrapped = [opening, *(marks.plain(line) for line in lines[end : end + marks.MOST_LINES - 1])]
        if marks.GROUPWISE.match(opening) or marks.attribution(wrapped, 0)[1]:
            return True
    if not marks.ORANGE.match(opening):
        return False
    words = [marks.plain(marks.unquoted(line)) for line in lines[at : min(end, at + marks.HEADING_LINES)]]
    taken = 1 + (marks.heading(words, 1) if len(words) > 1 else 0)
    return not any(words[taken:])


def _is_wrapped_rest(lines: Sequence[str], at: int) -> bool:
    """A few words pushed to a line of their own between two quoted lines, by a program that wraps them."""
    return (
        0 < at < len(lines) - 1
        and 0 < len(lines[at].strip()) <= 30
        and len(lines[at - 1]) >= 66
        and marks.depth(lines[at - 1]) > 0
        and marks.depth(lines[at + 1]) == marks.depth(lines[at - 1])
        and lines[at].strip()[0].islower()
    )


def _is_own_list(lines: Sequence[str], at: int, end: int, kinds: Sequence[LineKind]) -> bool:
    """« Mes propositions : » then a few lines that the person began with « > » themselves."""
    above = marks.plain(lines[at - 1]) if at else ""
    return (
        above.endswith(":")
        and kinds[at - 1] is LineKind.OWN
        and end - at <= 10
        and all(marks.depth(line) == 1 and marks.plain(marks.unquoted(line)) for line in lines[at:end])
    )


def _keep_what_is_answered(lines: Sequence[str], kinds: list[LineKind]) -> None:
    """Between own words, the quoted paragraph just above each; the rest of the quoted lines are folded."""
    blocks: list[tuple[LineKind, list[int]]] = []
    spoken = [at for at, line in enumerate(lines) if line.strip()]
    for kind, run in groupby(spoken, key=lambda at: kinds[at]):
        blocks.append((kind, list(run)))
    quoted = [index for index, (kind, _) in enumerate(blocks) if kind is LineKind.QUOTED]
    is_between = bool(quoted) and any(kind is LineKind.OWN for kind, _ in blocks[quoted[0] + 1 : quoted[-1]])
    for index in quoted:
        rows = blocks[index][1]
        is_answered = index + 1 < len(blocks) and blocks[index + 1][0] is LineKind.OWN
        if is_between and is_answered:
            kept = _nearest(lines, rows)
        elif is_answered and len(rows) <= CHOSEN_LINES and not _is_announced(lines, kinds, rows):
            kept = rows
        else:
            kept = []
        for at in kept:
            kinds[at] = LineKind.OWN


def _is_announced(lines: Sequence[str], kinds: Sequence[LineKind], rows: Sequence[int]) -> bool:
    """Is it a program that quotes: does an attribution stand above these lines, or head them?"""
    above = rows[0] - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    words = [marks.plain(marks.unquoted(lines[at])) for at in rows[: marks.MOST_LINES]]
    return (
        (above >= 0 and kinds[above] is LineKind.FOLDED)
        or bool(marks.attribution(words, 0)[0])
        or (bool(marks.ORANGE.match(words[0])) or bool(marks.heading(words, 0)))
    )


def _nearest(lines: Sequence[str], rows: list[int]) -> list[int]:
    """The last quoted paragraph; with the one before when it holds three words or fewer."""
    kept: list[int] = []
    words = 0
    level = marks.depth(lines[rows[-1]])
    for at in reversed(rows):
        said = marks.plain(marks.unquoted(lines[at]))
        if not said and words > 3:
            break
        if not said and not words:
            continue
        if marks.depth(lines[at]) not in (0, level) or len(kept) >= KEPT_LINES:
            break
        words += len(said.split())
        kept.append(at)
    while kept and not marks.plain(marks.unquoted(lines[kept[-1]])):
        kept.pop()
    return kept


def _fold_endings(lines: Sequence[str], kinds: list[LineKind]) -> None:
    """Signatures under « -- » and automatic endings, where own words end."""
    end = 0
    for kind, run in groupby(kinds):
        start, end = end, end + len(list(run))
        if kind is LineKind.OWN:
            for at in range(_ending(lines, start, end), end):
                kinds[at] = LineKind.FOLDED


def _fold_banner(lines: Sequence[str], kinds: list[LineKind]) -> None:
    """« Ce message provient de l'extérieur », which the town's server writes above the text."""
    start = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    end = next((at for at in range(start, len(lines)) if not lines[at].strip()), len(lines))
    if end - start <= 5 and start < end and marks.BANNER.match(marks.plain(lines[start])):
        for at in range(start, end):
            kinds[at] = LineKind.FOLDED


def _ending(lines: Sequence[str], start: int, end: int) -> int:
    """Return where the ending of the own words in [start, end) begins; `end` when there is none."""
    cut = end
    for at in range(end - 1, start - 1, -1):
        if (
            lines[at].strip() in ("--", "-- ")
            and not _is_rule_of_list(lines, at, cut)
            and sum(1 for line in lines[at:cut] if line.strip()) <= LONGEST_SIGNATURE
        ):
            cut = at
            break
        if end - at > 3 * LONGEST_SIGNATURE:
            break
    while (paragraph := _last_paragraph(lines, start, cut)) is not None:
        if not _is_automatic_ending(lines[paragraph:cut]):
            break
        cut = paragraph
    return cut


def _is_rule_of_list(lines: Sequence[str], at: int, end: int) -> bool:
    """Is this « -- » a line drawn above a list, or below the words that announce something?"""
    above = next((marks.plain(line) for line in reversed(lines[max(0, at - 4) : at]) if line.strip()), "")
    below = next((marks.plain(line) for line in lines[at + 1 : end] if line.strip()), "")
    return above.endswith(":") or bool(marks.LIST_ITEM.match(below))


def _last_paragraph(lines: Sequence[str], start: int, end: int) -> int | None:
    """The first line of the last paragraph of [start, end), None when there are but empty lines."""
    at = end
    while at > start and not lines[at - 1].strip():
        at -= 1
    if at == start:
        return None
    while at > start and lines[at - 1].strip():
        at -= 1
    return at


def _is_automatic_ending(lines: Sequence[str]) -> bool:
    said = [line.strip() for line in lines[:40] if line.strip()]
    words = [marks.plain(line) for line in said if not marks.RULE.match(line)]
    if not words:
        # A rule alone, left by the notice below it.
        return bool(said)
    joined = " ".join(words)[:4000]
    if marks.MOBILE.match(joined) and len(words) <= 2:
        return True
    if marks.ALONE.match(joined):
        return True
    said_words = {m.lower() for m in marks.NOTICE_WORDS.findall(joined)}
    return bool(marks.NOTICE.match(joined) and marks.NOTICE_RULE.search(joined)) and len(said_words) >= 2
