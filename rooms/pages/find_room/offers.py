"""The rooms that a search gives, written in Python: of a hundred, a template took a third of the page's time.

Everything that people typed goes through `escape`; a room's slug is made of letters and hyphens.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString

from core.ui import french
from core.ui.french import spaced, with_capital
from rooms import links
from rooms.availability.free_rooms import FoundRoom
from rooms.pages.calendar.html import assembled

OUT_OF_HOURS = spaced("Hors de ses heures d’ouverture : vous le pouvez parce que vous gérez cette salle.")


class Offer(NamedTuple):
    """A room and a time for it; `note` says what it misses, `bar` its day."""

    room: FoundRoom
    when: str
    url: str
    note: str = ""
    # « 9 dates sur 10 », of a series.
    dates: str = ""
    bar: SafeString = SafeString()


def offers_html(
    offers: Iterable[Offer], *, is_second: bool = False, is_same_time: bool = False
) -> SafeString:
    """A list of them, the time of each said unless it `is_same_time`; `is_second`: not quite what was asked."""
    parts = ['<ul class="found-rooms">\n']
    before = links.prefix("rooms:room_detail")
    for number, offer in enumerate(offers):
        room, kind = offer.room, " second" if is_second or number else ""
        verb = "Demander" if room.must_ask else "Réserver"
        parts.append(
            f'<li><div><strong><a href="{before}{room.slug}/">{escape(room.name)}</a></strong>\n'
            f'<p class="when">{escape(_described(room))}</p></div>\n{offer.bar}\n'
            f"<div>{_said(offer, is_same_time=is_same_time)}</div>\n"
            f'<a class="act{kind}" href="{escape(offer.url)}">{verb}'
            f'<span class="visually-hidden"> la {escape(room.called)}, {escape(offer.when)}</span></a></li>\n'
        )
    return assembled([*parts, "</ul>\n"])


def _described(room: FoundRoom) -> str:
    """Places, site and floor, what is in it."""
    layout = f" ({room.layout})" if room.layout else ""
    parts = [
        f"{french.count_of(room.places, 'place')}{layout}",
        f"{room.site}, {room.floor}" if room.floor else room.site,
        "plain-pied" if room.is_step_free else "",
        ", ".join(room.equipment),
    ]
    return " · ".join(filter(None, parts))


def _said(offer: Offer, *, is_same_time: bool) -> str:
    said = []
    if offer.dates:
        said.append(f'<span class="state{"" if offer.note else " done"}">{escape(offer.dates)}</span>')
    elif is_same_time and not offer.note:
        said.append('<span class="state done">libre</span>')
    if offer.note:
        said.append(f'<p class="why">{escape(with_capital(offer.note))}</p>')
    if not is_same_time:
        said.append(f"<p>{escape(with_capital(offer.when))}</p>")
    if not offer.room.is_open:
        said.append(f'<p class="when">{OUT_OF_HOURS}</p>')
    return "\n".join(said)
