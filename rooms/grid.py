"""The calendar's HTML, assembled in Python: hundreds of slots cost a template loop ten times more.

Positions are quarters of an hour really elapsed since the first one shown, from 0; style sheet classes count from 1.
Everything that people typed goes through `escape`; addresses are escaped too.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from core.ui.french import NBSP

AN_HOUR = 4


class Kind(StrEnum):
    """The class of a slot in the style sheet."""

    FREE = "gap"
    GONE = "gone"
    CLOSED = "closed"
    BUSY = "booking"
    MINE = "booking mine"


class Taken(NamedTuple):
    """A booking in a column; the title is already « Réservé » for whoever may not read it."""

    start: int
    end: int
    when: str
    title: str
    who: str
    url: str = ""
    is_mine: bool = False


class Column(NamedTuple):
    """A room's day. `opens` equals `closes` when it is closed; free stretches are links between the two bounds."""

    heading: str
    heading_url: str
    details: str
    spoken: str
    rows: int
    opens: int
    closes: int
    taken: Sequence[Taken]
    # 24-hour times (« 08:15 ») and the same in French, one for each position, the last one included.
    times: Sequence[str]
    labels: Sequence[str]
    book_prefix: str
    bookable_from: int
    closed_word: str = "Fermée"
    now: int | None = None


class Slot(NamedTuple):
    kind: Kind
    start: int
    end: int
    taken: Taken | None = None


def slots(column: Column) -> Iterator[Slot]:
    """The whole column in order, without a hole: closed, gone by, free and taken stretches."""
    cursor = 0
    for taken in column.taken:
        start = min(max(taken.start, 0), column.rows - 1)
        # Seen from the wall clock or clipped by the window, a booking keeps a quarter to stand on.
        end = max(min(taken.end, column.rows), start + 1)
        if start > cursor:
            yield from _between(column, cursor, start)
        yield Slot(Kind.MINE if taken.is_mine else Kind.BUSY, start, end, taken)
        cursor = max(cursor, end)
    if cursor < column.rows:
        yield from _between(column, cursor, column.rows)


def _between(column: Column, start: int, end: int) -> Iterator[Slot]:
    opens, closes = max(column.opens, start), min(column.closes, end)
    if opens >= closes:
        yield Slot(Kind.CLOSED, start, end)
        return
    if start < opens:
        yield Slot(Kind.CLOSED, start, opens)
    turn = min(max(column.bookable_from, opens), closes)
    if opens < turn:
        yield Slot(Kind.GONE, opens, turn)
    if turn < closes:
        yield Slot(Kind.FREE, turn, closes)
    if closes < end:
        yield Slot(Kind.CLOSED, closes, end)


def track_html(column: Column) -> SafeString:
    """The column's ordered list; one link for each free stretch, an hour long or as long as the stretch."""
    parts = [f'<ol class="track now-{column.now + 1}">' if column.now is not None else '<ol class="track">']
    labels, times, prefix = column.labels, column.times, escape(column.book_prefix)
    spoken = escape(column.spoken)
    for kind, start, end, taken in slots(column):
        short = " short" if end - start == 1 else ""
        opening = f'<li class="{kind}{short} from-{start + 1} to-{end + 1}">'
        stretch = f"{labels[start]}{NBSP}– {labels[end]}"
        if taken is not None:
            parts.append(f"{opening}{_taken_html(taken)}</li>")
        elif kind is Kind.FREE:
            until = times[min(end, start + AN_HOUR)]
            free = f"de {labels[start]} à {labels[end]}"
            parts.append(
                f'{opening}<a href="{prefix}{times[start]}&amp;a={until}">'
                f'<span class="visually-hidden">{spoken}, </span><b>Libre</b> <span>{free}</span>'
                f'<span class="visually-hidden">{NBSP}: réserver</span></a></li>'
            )
        elif kind is Kind.CLOSED:
            parts.append(f"{opening}{escape(column.closed_word)} <span>{stretch}</span></li>")
        else:
            parts.append(f"{opening}Libre <span>{stretch}</span></li>")
    parts.append("</ol>")
    return mark_safe("".join(parts))  # noqa: S308  (each part is escaped above)


def _taken_html(taken: Taken) -> str:
    mine = '<span class="visually-hidden">Votre réservation, </span>' if taken.is_mine else ""
    who = f" · {escape(taken.who)}" if taken.who else ""
    text = f"{mine}<strong>{escape(taken.title)}</strong> <span>{escape(taken.when)}{who}</span>"
    return f'<a href="{escape(taken.url)}">{text}</a>' if taken.url else f"<p>{text}</p>"


def grid_html(columns: Iterable[Column], hours: Sequence[tuple[int, str]]) -> SafeString:
    """All the columns, each a heading and its list, beside the hours that only eyes need."""
    marks = "".join(f'<span class="from-{row + 1}">{escape(label)}</span>' for row, label in hours)
    parts = [f'<div class="hours" aria-hidden="true"><div class="marks">{marks}</div></div>']
    for column in columns:
        heading = escape(column.heading)
        if column.heading_url:
            heading = f'<a href="{escape(column.heading_url)}">{heading}</a>'
        parts.append(
            f'<section class="room"><header><h2>{heading}</h2>'
            f"<p>{escape(column.details)}</p></header>{track_html(column)}</section>"
        )
    return mark_safe("".join(parts))  # noqa: S308  (each part is escaped above)
