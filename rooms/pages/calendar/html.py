"""The calendar's HTML, assembled in Python: hundreds of slots cost a template loop ten times more.

Everything that people typed goes through `escape`; hours, and addresses of bookings, are our own. `<i>` holds what only
screen readers need: a class on each would weigh more than the words.

A heading and an ordered list for each room, not a table with the hours as row headers: both were built from one day of
eight rooms and read in Chromium's accessibility tree. As a table, slots of unequal length are cells with row spans: 34
rows of 56 held nothing but their hour, a row had from 1 to 9 cells, and the end of a slot was said nowhere. As lists
there are a quarter fewer nodes; one goes from room to room by headings, hears how many slots a list has, and each slot
says itself from when to when.
"""

from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from core.ui.french import NBSP
from rooms.pages.calendar.slots import Column, Kind, Taken, slots

AN_HOUR = 4
# A day of 25 hours has a hundred quarters.
FROM = tuple(f" from-{row} to-" for row in range(1, 102))
TO = tuple(f'{row}"' for row in range(1, 102))
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
    for kind, start, end, taken, reason in slots(column):
        height = HEIGHTS[end - start] if end - start < len(HEIGHTS) else ""
        past = " past" if end <= over else ""
        opening = f'<li class="{kind}{height}{past}{FROM[start]}{TO[end]}'
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
    told = f"<small>{taken.when} · </small>{escape(taken.who)}" if taken.who else taken.when
    text = f"{mine}<strong>{escape(taken.title)}</strong> <span>{told}</span>"
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
    brief = f'<p class="brief" aria-hidden="true">{escape(column.brief)}</p>' if column.brief else ""
    return (
        f'<section class="room"{anchor} data-book="{escape(column.book_prefix)}" data-first="{column.first}">'
        f"<header><h2>{heading}</h2>{brief}<div><p>{escape(column.details)}</p>{warning}</div></header>"
        f"{track_html(column)}</section>"
    )
