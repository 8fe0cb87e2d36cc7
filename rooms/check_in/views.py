"""The page that the code on a door opens, and the list of rooms left empty."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.people.models import Agent
from core.people.requests import AgentRequest
from core.ui import french
from core.ui.french import spaced
from core.ui.refusals import refusals_as_messages
from rooms import links, periods, policies
from rooms.availability import check_in_times, room_today, rules
from rooms.check_in import actions
from rooms.models import Booking, Room


def door(request: AgentRequest, slug: str) -> HttpResponse:
    """Now and next, with one button: « J’y suis », or « Nous avons fini »."""
    room = get_object_or_404(Room.objects.select_related("site"), slug=slug)
    if request.method == "POST":
        return _say(request, room)
    seen = room_today.door_of(room, reader=request.user)
    context = {
        "room": room,
        "door": seen,
        "meetings": [
            _row(request, seen, meeting)
            for meeting in (seen.now, room_today.soon(seen))
            if meeting is not None
        ],
        "later": [meeting for meeting in seen.later if meeting != room_today.soon(seen)],
        "book_url": _book_url(seen, by=request.user),
        "day_url": links.day(room.site.slug, seen.at.date()),
    }
    return render(request, "rooms/check_in/door.html", context)


def _row(request: AgentRequest, seen: room_today.Door, meeting: room_today.Meeting) -> dict[str, object]:
    booking = meeting.booking
    return {
        "meeting": meeting,
        "is_running": meeting.is_running(seen.at),
        "is_asked": check_in_times.is_asked(booking),
        "awaited_until": room_today.awaited_until(meeting),
        "can_check_in": check_in_times.is_asked(booking)
        and actions.can_check_in(request.user, booking, at=seen.at),
        "can_finish": actions.can_give_back(request.user, booking, at=seen.at),
    }


def _book_url(seen: room_today.Door, *, by: Agent) -> str:
    """An hour from now, or less when someone comes before or the room is lent for less; nothing where rules refuse."""
    until = seen.free_until
    start = periods.started_quarter(seen.at)
    if until is None or until <= start:
        return ""
    quarters = min(4, (seen.room.longest_minutes or 60) // 15)
    end = min(start + quarters * periods.QUARTER, until)
    if any(rules.obstacles([seen.room], [DateTimeTZRange(start, end)], by=by)):
        return ""
    return links.book(seen.room.slug, start, end)


def _say(request: AgentRequest, room: Room) -> HttpResponse:
    held = Booking.objects.select_related("room__site", "organiser").filter(
        period__overlap=periods.whole_day(timezone.localdate())
    )
    reference = request.POST.get("reunion", "").replace("\x00", "")
    booking = held.filter(reference=reference).first()
    if booking is not None and not _is_known(request.user, booking):
        booking = None
    # Of a divided room, the door of a part is where one enters the whole.
    if booking is None or room not in Room.objects.sharing_cells_with(*booking.all_rooms):
        messages.warning(
            request, spaced("Cette réunion n’est plus dans cette salle : voici ce qui s’y passe.")
        )
        return redirect("rooms:door", room.slug)
    gesture = request.POST.get("geste", "")
    if gesture not in ("present", "fini"):
        messages.warning(
            request, spaced("Ce choix n’existe pas : choisissez l’un des boutons de cette page.")
        )
        return redirect("rooms:door", room.slug)
    with refusals_as_messages(request):
        if gesture == "fini":
            _finish(request, booking)
        else:
            actions.check_in(booking, by=request.user)
            messages.success(request, "C’est noté, bonne réunion.")
    return redirect("rooms:door", room.slug)


@require_POST
def booking_finish(request: AgentRequest, reference: str) -> HttpResponse:
    """« Terminer maintenant », on the page of a booking that runs."""
    found = Booking.objects.visible_to(request.user).select_related("room__site", "organiser")
    booking = get_object_or_404(found, reference=reference)
    with refusals_as_messages(request):
        _finish(request, booking)
    return redirect(booking)


def _finish(request: AgentRequest, booking: Booking) -> None:
    ended = actions.finish(booking, by=request.user)
    clock = french.clock(french.local(ended.period.upper))
    messages.success(request, spaced(f"Merci : la salle est libre à partir de {clock}."))


def _is_known(agent: Agent, booking: Booking) -> bool:
    """One that this person may read, or that the door shows to all who stand there, said already or not."""
    is_told = booking.period.lower - check_in_times.OPENS_BEFORE <= timezone.now() < booking.period.upper
    return is_told or policies.can_see(agent, booking)


@require_safe
def no_shows(request: AgentRequest) -> HttpResponse:
    """List the people who most often left rooms empty, for those who manage the rooms."""
    if not policies.can_manage_some(request.user):
        raise PermissionDenied("Cette liste est pour les personnes qui gèrent les salles.")
    context = {"rows": actions.often_absent(request.user), "days": actions.LOOKED_BACK.days}
    return render(request, "rooms/check_in/no_shows.html", context)
