"""Addresses of the calendar pages, of the booking form with its fields filled, and of the rooms' mailbox."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from core.mail.registry import address_of
from rooms import periods

INBOX = "salles"


def mailbox() -> str:
    """Return the address that reads what calendars send; empty where the town has set none."""
    return address_of(INBOX)


def book(room_slug: str, start: datetime, end: datetime) -> str:
    """The form with the room, the days, the start and the end (local times) chosen."""
    return f"{reverse('rooms:booking_create')}?{urlencode(_slot(room_slug, start, end), safe=':')}"


def _slot(room_slug: str, start: datetime, end: datetime) -> dict[str, Any]:
    query = {"salle": room_slug, "le": start.date(), "de": f"{start:%H:%M}", "a": end_of(start, end)}
    last_day = (end - timedelta(microseconds=1)).date()
    return query if last_day == start.date() else query | {"au": last_day}


def end_of(start: datetime, end: datetime) -> str:
    """`"10:00"`; the midnight that ends the day of `start` is `"24:00"`, as the forms have it."""
    is_midnight = end.date() != start.date() and end.time() == time()
    return periods.MIDNIGHT if is_midnight else f"{end:%H:%M}"


def book_again(reference: str) -> str:
    """The form as an earlier booking had it."""
    return f"{reverse('rooms:booking_create')}?{urlencode({'comme': reference})}"


def find(start: datetime, minutes: int, people: int) -> str:
    """« Trouver une salle », already asked: from this local time on, for so long and so many."""
    query = {
        "quand": "date",
        "le": start.date(),
        "de": f"{start:%H:%M}",
        "duree": minutes,
        "personnes": people,
    }
    return f"{reverse('rooms:find_room')}?{urlencode(query, safe=':')}#resultats"


def day(site_slug: str, on: date) -> str:
    return f"{reverse('rooms:day')}?{urlencode({'site': site_slug, 'le': on})}"


def week(room_slug: str, on: date) -> str:
    return f"{reverse('rooms:week', args=[room_slug])}?{urlencode({'le': on})}"


def wait(room_slug: str, start: datetime, end: datetime, title: str = "", *, is_private: bool = False) -> str:
    """« Prévenez-moi si elle se libère »: the room, the local times and what it is for, already filled.

    Addresses are kept by browsers and logs: a private title is not in it, and is typed again.
    """
    query = _slot(room_slug, start, end)
    if is_private:
        query["prive"] = "1"
    elif title:
        query["objet"] = title
    return f"{reverse('rooms:wait_create')}?{urlencode(query, safe=':')}"


def prefix(route: str) -> str:
    """Return what stands before the one argument of an address: « /salles/reservation/ »; lists add many keys to it."""
    return reverse(route, args=["-"]).removesuffix("-/")
