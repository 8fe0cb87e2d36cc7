from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from core.french import count_of, listed, spaced
from core.people.models import Agent
from core.people.requests import AgentRequest
from rooms import links, periods
from rooms.availability.conflicts import Conflict
from rooms.availability.free_rooms import Candidate, Criteria, look_at
from rooms.availability.refusals import Refused
from rooms.fields import ENDS, STARTS
from rooms.models import Booking, Layout, Room, Site
from rooms.pages.bookings.forms import CHOSEN, INSTEAD, BookingFields, initial_of
from rooms.pages.find_room.forms import LENGTHS

FEW = 4
# Of the address of the form: the name of each part, as messages say it.
PREFILLED = {
    "comme": "la réservation à reprendre",
    "salle": "la salle",
    "le": "la date",
    "de": "l’heure de début",
    "a": "l’heure de fin",
    "au": "le dernier jour",
    "personnes": "le nombre de personnes",
}
# What another room may not have against it, at the same time.
ELSEWHERE = {"closure", "no_right", "not_bookable", "quota"}


def asked_booking(request: AgentRequest) -> dict[str, Any]:
    """Read the fields from the calendar's link or an earlier booking; a message lists what is unreadable."""
    if again := _again(request):
        return again
    start, end = request.GET.get("de", ""), request.GET.get("a", "")
    room, people = request.GET.get("salle", ""), request.GET.get("personnes", "")
    title = request.GET.get("objet", "")
    now = timezone.localtime()
    asked_day = periods.readable_day(request.GET.get("le", ""))
    day, end_date = asked_day or now.date(), periods.readable_day(request.GET.get("au", ""))
    # Nine o’clock, and once it is past the next hour.
    hour = now.hour + 1 if day == now.date() and 9 <= now.hour < 22 else 9
    is_room = "\x00" not in room and Room.objects.filter(slug=room).exists()
    is_count = people.isascii() and people.isdecimal() and len(people) < 5
    readable = {
        "comme": False,
        "salle": is_room,
        "le": asked_day is not None,
        "de": start in dict(STARTS),
        "a": end in dict(ENDS),
        "au": end_date is not None,
        "personnes": is_count,
    }
    unread = [words for name, words in PREFILLED.items() if request.GET.get(name) and not readable[name]]
    if unread:
        messages.warning(
            request, spaced(f"Cette adresse n’est pas lisible en entier : vérifiez {listed(unread)}.")
        )
    return {
        "room": room if is_room else "",
        "date": day,
        "start": start if start in dict(STARTS) else f"{hour:02}:00",
        "end": end if end in dict(ENDS) else f"{hour + 1:02}:00",
        "end_date": end_date,
        "title": None if "\x00" in title else title[: Booking._meta.get_field("title").max_length] or None,
        "attendance": int(people) if is_count else None,
        CHOSEN: request.GET.get(CHOSEN, ""),
    }


def _again(request: AgentRequest) -> dict[str, Any] | None:
    """« Réserver à nouveau »: all that it was, on the next such weekday; one's own bookings only."""
    reference = request.GET.get("comme", "")
    if not reference or "\x00" in reference:
        return None
    earlier = Booking.objects.of(request.user).for_list().filter(reference=reference).first()
    if earlier is None:
        return None
    initial, today = initial_of(earlier), timezone.localdate()
    ahead = (initial["date"] - today).days % 7
    later = today + timedelta(days=ahead or 7) - initial["date"]
    for name in ("date", "end_date"):
        initial[name] = initial[name] and initial[name] + later
    if earlier.booked_by_id == request.user.pk:
        initial["organiser"] = earlier.organiser
    return initial


def with_room_instead(data: QueryDict) -> QueryDict:
    """The form as it was sent; a button « plutôt cette salle » changes the room, `taken:free`, and nothing else."""
    taken, _, free = data.get(INSTEAD, "").partition(":")
    is_held = taken in (data.get("room"), *data.getlist("other_rooms"))
    if not is_held or "\x00" in free or not Room.objects.filter(slug=free).exists():
        # The form refuses what is left of it.
        return data
    changed = data.copy()
    del changed[INSTEAD]
    laid_out = Layout.objects.filter(room__slug=taken.replace("\x00", "")).values_list("pk", flat=True)
    if data.get("layout") in {str(pk) for pk in laid_out}:
        # A layout is of one room.
        changed["layout"] = ""
    if changed.get("room") == taken:
        changed["room"] = free
    else:
        others = [free if slug == taken else slug for slug in changed.getlist("other_rooms")]
        changed.setlist("other_rooms", others)
    return changed


def instead_of(refusal: ValidationError, form: BookingFields, *, by: Agent) -> dict[str, Any]:
    """Rooms free at that time, one click each, or the search for another time, and the waiting list of one taken.

    Nothing for other faults.
    """
    data = form.cleaned_data
    if not isinstance(refusal, Conflict | Refused) or (
        isinstance(refusal, Refused) and refusal.refusal.code not in ELSEWHERE
    ):
        return {}
    taken = refusal.room
    period, people = data["period"], data.get("attendance") or 1
    chosen = {data["room"].pk, *(room.pk for room in data.get("other_rooms", ()))}
    found = [
        one
        for one in look_at([period], by=by, wishes=Criteria(people=people)).free()
        if one.room.pk not in chosen
    ]
    # Sorted already by how well they fit: those of the same site come first.
    found.sort(key=lambda one: one.room.site != taken.site)
    start, end = timezone.localtime(period.lower), timezone.localtime(period.upper)
    minutes = (end - start) // timedelta(minutes=1)
    lasting = next((length for length in LENGTHS if length >= minutes), LENGTHS[-1])
    return {
        "taken": taken,
        "people": data.get("attendance"),
        "find_url": links.find(start, lasting, people),
        "free_rooms": [(f"{taken.slug}:{one.room.slug}", _described(one, taken.site)) for one in found[:FEW]],
        "wait_url": links.wait(taken.slug, start, end, data["title"], is_private=data["is_private"])
        if isinstance(refusal, Conflict)
        else "",
    }


def _described(one: Candidate, site: Site) -> str:
    """« Mistral, 12 places, sur demande », with its site when it is another."""
    room = one.room
    words = [room.name, count_of(room.places, "place")]
    if room.site != site:
        words.insert(1, room.site.name)
    if one.must_ask:
        words.append("sur demande")
    return ", ".join(words)
