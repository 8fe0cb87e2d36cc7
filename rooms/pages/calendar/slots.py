"""A column cut into slots, in order and without a hole, in quarters of an hour from the first one shown; and its HTML.

Assembled in Python: hundreds of slots cost a template loop ten times more. Everything that people typed goes through
`escape`; hours, and addresses of bookings, are our own. `<i>` holds what only screen readers need: a class on each
would weigh more than the words.

A heading and an ordered list for each room, not a table with the hours as row headers: both were built from one day of
eight rooms and read in Chromium's accessibility tree. As a table, slots of unequal length are cells with row spans: 34
rows of 56 held nothing but their hour, a row had from 1 to 9 cells, and the end of a slot was said nowhere. As lists
there are a quarter fewer nodes; one goes from room to room by headings, hears how many slots a list has, and each slot
says itself from when to when.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final, NamedTuple

from django.utils.safestring import SafeString, mark_safe

from core.french import NBSP

NEVER = 10_000


class Kind:
    """The class of a slot in the style sheet; no Enum, whose members cost more to write than the rest of a slot."""

    FREE: Final = "gap"
    # Free, for others than this agent.
    IDLE: Final = "idle"
    GONE: Final = "gone"
    CLOSED: Final = "closed"
    SHUT: Final = "closed shut"
    BUFFER: Final = "buffer"
    BUSY: Final = "booking"
    MINE: Final = "booking mine"
    ASKED: Final = "booking asked"
    MINE_ASKED: Final = "booking mine asked"


class Taken(NamedTuple):
    """A booking in a column; the title is already « Réservé » for those who may not read it.

    Nobody else can book between `guard_from` and `guard_to`: the time to set up and to clean is counted.
    """

    start: int
    end: int
    when: str
    title: str
    who: str
    guard_from: int
    guard_to: int
    url: str = ""
    kind: str = Kind.BUSY
    is_mine: bool = False
    is_movable: bool = False


class Shutting(NamedTuple):
    """A closure as it falls in a column."""

    start: int
    end: int
    reason: str


class Column(NamedTuple):
    """A room's day; equal columns are shown alike.

    `opens` equals `closes` when it is closed; what is free between is a link where `verb` is given.
    """

    heading: str
    heading_url: str
    details: str
    spoken: str
    rows: int
    opens: int
    closes: int
    taken: tuple[Taken, ...]
    # 24-hour times (« 08:15 ») and the same in French, one for each position, the last one included.
    times: tuple[str, ...]
    labels: tuple[str, ...]
    book_prefix: str
    bookable_from: int
    # « réserver » or « demander »; empty for those who may do neither.
    verb: str = "réserver"
    shut: tuple[Shutting, ...] = ()
    # The longest booking that the room takes, as far as a link can offer it.
    longest: int = NEVER
    closed_word: str = "Fermée"
    now: int | None = None
    anchor: str = ""
    # Minutes of the clock at the first row.
    first: int = 0
    warning: str = ""
    # What a head of one line says beside the name; `details` unfold.
    brief: str = ""


# Its kind, start and end; the booking, or why it is closed. A bare tuple: a page makes a thousand.
Slot = tuple[str, int, int, Taken | None, str]


def slots(column: Column) -> Iterator[Slot]:
    """The whole column: closed, gone by, free, taken, and the time that bookings need around them."""
    cursor, ready, rows = 0, 0, column.rows
    for taken in column.taken:
        start = min(max(taken.start, 0), rows - 1)
        # Seen from the wall clock or clipped by the window, a booking keeps a quarter to stand on.
        end = max(min(taken.end, rows), start + 1)
        if start > cursor:
            clear = min(max(ready, cursor), start)
            guard = min(max(taken.guard_from, clear), start)
            if clear > cursor:
                yield (Kind.BUFFER, cursor, clear, None, "")
            if guard > clear:
                yield from _between(column, clear, guard)
            if start > guard:
                yield (Kind.BUFFER, guard, start, None, "")
        yield (taken.kind, start, end, taken, "")
        if end > cursor:
            cursor = end
        if taken.guard_to > ready:
            ready = taken.guard_to
    if cursor < rows:
        clear = min(max(ready, cursor), rows)
        if clear > cursor:
            yield (Kind.BUFFER, cursor, clear, None, "")
        if clear < rows:
            yield from _between(column, clear, rows)


def _between(column: Column, start: int, end: int) -> Iterator[Slot]:
    """Yield what no booking takes: closures first, then the hours of the room."""
    return _around_closures(column, start, end) if column.shut else _by_hours(column, start, end)


def _around_closures(column: Column, start: int, end: int) -> Iterator[Slot]:
    for closure in column.shut:
        shut_from, shut_to = max(closure.start, start), min(closure.end, end)
        if shut_from < shut_to:
            if start < shut_from:
                yield from _by_hours(column, start, shut_from)
            yield (Kind.SHUT, shut_from, shut_to, None, closure.reason)
            start = shut_to
    if start < end:
        yield from _by_hours(column, start, end)


def _by_hours(column: Column, start: int, end: int) -> Iterator[Slot]:
    opens, closes = max(column.opens, start), min(column.closes, end)
    if opens >= closes:
        yield (Kind.CLOSED, start, end, None, "")
        return
    if start < opens:
        yield (Kind.CLOSED, start, opens, None, "")
    turn = min(max(column.bookable_from, opens), closes)
    if opens < turn:
        yield (Kind.GONE, opens, turn, None, "")
    if turn < closes:
        yield (Kind.FREE if column.verb else Kind.IDLE, turn, closes, None, "")
    if closes < end:
        yield (Kind.CLOSED, closes, end, None, "")


AN_HOUR = 4
# A day of 25 hours has a hundred quarters.
FROM = tuple(f" from-{row} to-" for row in range(1, 102))
TO = tuple(f'{row}"' for row in range(1, 102))
# That the style sheet draws side by side.
MOST_LANES = 4
# The height of a slot, by its quarters of an hour: under half an hour, half an hour, less than an hour and a half.
HEIGHTS = ("", " tiny short", " short", " mid", " mid", " mid")


def assembled(parts: Iterable[str]) -> SafeString:
    """The parts as one text that templates write as it is: the code that made them has escaped what people typed."""
    return mark_safe("".join(parts))  # noqa: S308  (the one place that vouches for the calendar's parts)


def track_html(column: Column) -> SafeString:
    """The column's ordered list; one link for each free stretch, an hour long or as long as the stretch."""
    parts = [f'<ol class="track now-{column.now + 1}">' if column.now is not None else '<ol class="track">']
    labels, times = column.labels, column.times
    prefix, spoken = escape(column.book_prefix), escape(column.spoken)
    reach, verb = min(AN_HOUR, column.longest), f"</span><i>{NBSP}: {column.verb}"
    over = column.now if column.now is not None else -1
    cut = list(slots(column))
    beside = _beside(cut) if len(column.taken) > 1 else {}
    for position, (kind, start, end, taken, reason) in enumerate(cut):
        height = HEIGHTS[end - start] if end - start < len(HEIGHTS) else ""
        past = " past" if end <= over else ""
        opening = f'<li class="{kind}{height}{past}{beside.get(position, "")}{FROM[start]}{TO[end]}'
        if taken is not None:
            parts.append(_taken_html(taken, opening))
        elif kind is Kind.FREE:
            until = min(end, start + reach)
            # Longer than what is booked at once: from when to when that is.
            offered = f" de {labels[start]} à {labels[until]}" if until < end else ""
            parts.append(
                f'{opening}><a href="{prefix}{times[start]}&amp;a={times[until]}">'
                f"<i>{spoken}, </i><b>Libre</b> <span>de {labels[start]} à {labels[end]}{verb}{offered}</i></a></li>"
            )
        else:
            parts.append(f"{opening}>{_idle_html(column, kind, start, end, reason)}</li>")
    parts.append("</ol>")
    return assembled(parts)


def _beside(cut: Iterable[Slot]) -> dict[int, str]:
    """Return, by position, the class of bookings that share their time: parts of a divisible room are booked apart."""
    classes: dict[int, str] = {}
    ends: list[int] = []
    group: list[tuple[int, int]] = []
    for position, (_, start, end, taken, _) in enumerate(cut):
        if taken is None:
            continue
        if all(each <= start for each in ends):
            ends, group = [], []
        lane = next((lane for lane, each in enumerate(ends) if each <= start), len(ends))
        ends[lane : lane + 1] = [end]
        group.append((position, lane))
        if len(ends) > 1:
            classes |= {
                each: f" lane-{place % MOST_LANES} of-{min(len(ends), MOST_LANES)}" for each, place in group
            }
    return classes


def _idle_html(column: Column, kind: str, start: int, end: int, reason: str) -> str:
    """Render a stretch without a link: closed, past, set-up, or free for others."""
    stretch = f"{column.labels[start]}{NBSP}– {column.labels[end]}"
    if kind is Kind.SHUT:
        return f"<b>{escape(reason)}</b> <span>{stretch} · fermée</span>"
    if kind is Kind.CLOSED:
        return f"{escape(column.closed_word)} <span>{stretch}</span>"
    if kind is Kind.BUFFER:
        return f"Préparation <span>{stretch}</span>"
    if kind is Kind.IDLE:
        return f"Réservée à certains services <span>libre, {stretch}</span>"
    return f"Libre <span>{stretch}</span>"


def _taken_html(taken: Taken, opening: str) -> str:
    mine = "<i>Votre réservation, </i>" if taken.is_mine else ""
    # Where a person is named, a low slot has no room for the time, which its place shows.
    words = f"<small>{taken.when} · </small>{escape(taken.who)}" if taken.who else taken.when
    text = f"{mine}<strong>{escape(taken.title)}</strong> <span>{words}</span>"
    if not taken.url:
        return f"{opening}><p>{text}</p></li>"
    return f'{opening}{" data-move" if taken.is_movable else ""}><a href="{taken.url}">{text}</a></li>'


def grid_html(sections: Iterable[str], hours: Sequence[tuple[int, str]]) -> SafeString:
    """All the columns, each by `section_html`, beside the hours that only eyes need."""
    marks = "".join(f'<span class="from-{row + 1}">{escape(label)}</span>' for row, label in hours)
    return assembled(
        [
            f'<div class="hours" aria-hidden="true"><div class="marks">{marks}</div></div>',
            *sections,
        ]
    )


def section_html(column: Column) -> str:
    """A column and its heading."""
    heading = escape(column.heading)
    if column.heading_url:
        heading = f'<a href="{escape(column.heading_url)}">{heading}</a>'
    anchor = f' id="{escape(column.anchor)}"' if column.anchor else ""
    warning = f'<p class="broken">{escape(column.warning)}</p>' if column.warning else ""
    brief = f'<span class="brief" aria-hidden="true">{escape(column.brief)}</span>' if column.brief else ""
    return (
        f'<section class="room"{anchor} data-book="{escape(column.book_prefix)}" data-first="{column.first}">'
        f"<header><h2>{heading}</h2>{brief}<div><p>{escape(column.details)}</p>{warning}</div></header>"
        f"{track_html(column)}</section>"
    )
