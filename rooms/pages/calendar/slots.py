"""A column cut into slots, in order and without a hole; pure, in quarters of an hour from the first one shown."""

from collections.abc import Iterator
from typing import Final, NamedTuple

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
