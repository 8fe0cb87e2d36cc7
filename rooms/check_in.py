"""« J’y suis »: meetings that take place are said at the door; a room where nobody came is freed for the others.

Notifications leave titles out: a private one must not travel by mail.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Count, F, Max, Q
from django.db.models.lookups import LessThan
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core import french
from core.french import spaced
from core.history.context import action_context
from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.mails import render_mail
from core.web.refusals import refusals_as_messages
from rooms import links, periods, policies
from rooms.availability import occupancy, room_today, rules
from rooms.availability.room_today import OPENS_BEFORE, WHOLE_DAY, deadline, is_asked
from rooms.bookings import events
from rooms.bookings.actions import end_all
from rooms.bookings.locking import Moved, lock_booking
from rooms.bookings.notifications import MINE
from rooms.constraints import SecondsBetween
from rooms.models import Booking, Room
from rooms.periods import when
from rooms.view_shortcuts import check_manages

FREED = NotificationKind("rooms.freed", "Ma salle a été rendue, faute de présence", group=MINE)


LOOKED_BACK = timedelta(days=90)


def can_check_in(agent: Agent, booking: Booking, *, at: datetime) -> bool:
    """Anyone at the door: the first to come is seldom the organiser, and their name is kept."""
    opens_at = booking.period.lower - OPENS_BEFORE
    return (
        agent.is_active
        and booking.state == Booking.State.CONFIRMED
        and booking.checked_in_at is None
        and opens_at <= at < booking.period.upper
    )


def can_finish(agent: Agent, booking: Booking, *, at: datetime) -> bool:
    """Give the rest back: the organiser, who typed it, who is invited, who manages the room."""
    is_running = booking.state == Booking.State.CONFIRMED and booking.period.lower < at < booking.period.upper
    return (
        is_running
        and agent.is_active
        and (
            policies.is_organiser(agent, booking)
            or policies.can_manage_room(agent, booking.room)
            or policies.is_invited(agent, booking)
        )
    )


def can_give_back(agent: Agent, booking: Booking, *, at: datetime) -> bool:
    """Finish it with something left to give: not in its last quarter of an hour."""
    return periods.next_quarter(at) < booking.period.upper and can_finish(agent, booking, at=at)


def check_in(booking: Booking, *, by: Agent) -> Booking:
    """The meeting takes place; said twice is said once."""
    with transaction.atomic(), action_context("a dit que la réunion avait lieu", by=by):
        (booking, _), now = lock_booking(booking), timezone.now()
        if booking.state == Booking.State.FREED:
            raise ValidationError(
                f"La salle a été rendue à {french.clock(timezone.localtime(booking.cancelled_at))}, faute de "
                f"nouvelles. Si elle est encore libre, réservez-la.",
                code="freed",
            )
        if not by.is_active:
            raise PermissionDenied
        if booking.checked_in_at is None:
            if not can_check_in(by, booking, at=now):
                raise ValidationError("Cette réunion n’est pas attendue à cette heure.", code="not_now")
            booking.checked_in_at = now
            booking.save(update_fields=["checked_in_at"])
    return booking


def finish(booking: Booking, *, by: Agent) -> Booking:
    """« Nous avons fini »: from the next quarter of an hour on, the room is free."""
    with transaction.atomic(), action_context("a rendu la fin du créneau", by=by):
        (booking, _), now = lock_booking(booking), timezone.now()
        if not can_finish(by, booking, at=now):
            raise PermissionDenied("Seules les personnes de cette réunion disent qu’elle est finie.")
        free_from = periods.next_quarter(now)
        if free_from >= booking.period.upper:
            raise ValidationError("La réunion finit dans moins d’un quart d’heure.", code="too_short")
        before = events.Previous.of(booking)
        booking.period = DateTimeTZRange(booking.period.lower, free_from)
        booking.checked_in_at = booking.checked_in_at or now
        booking.is_apart = booking.series_id is not None
        booking.sequence += 1
        booking.save(update_fields=["period", "checked_in_at", "is_apart", "sequence"])
        occupancy.shrink([booking])
        reason = "La réunion était finie, la salle est rendue aux autres."
        events.changed.send(Booking, bookings=[booking], by=by, before=[before], reason=reason)
    return booking


def free_unattended() -> int:
    """Each minute: the rooms where nobody said « J’y suis » in time; gives how many were freed."""
    now = timezone.now()
    late = now - timedelta(minutes=settings.ROOMS_CHECK_IN_MINUTES)
    running = Booking.objects.confirmed().filter(period__contains=now, checked_in_at=None)
    awaited = running.filter(room__needs_check_in=True, period__startswith__lte=late, created_at__lte=late)
    freed = 0
    for booking in awaited.select_related("room").order_by("pk"):
        # Moved under our eyes, it waits for the next minute, and does not delay the others.
        with suppress(Moved):
            freed += _free(booking, now)
    return freed


def _free(booking: Booking, now: datetime) -> bool:
    with transaction.atomic(), action_context("a rendu la salle, faute de présence"):
        booking, _ = lock_booking(booking)
        is_late = booking.checked_in_at is None and booking.state == Booking.State.CONFIRMED
        if not is_late or not is_asked(booking) or not deadline(booking) <= now < booking.period.upper:
            return False
        reason = spaced(
            f"Personne n’avait dit « J’y suis » "
            f"{french.count_of(settings.ROOMS_CHECK_IN_MINUTES, 'minute')} après le début."
        )
        end_all([booking], Booking.State.FREED, by=None, reason=reason)
        said = render_mail(
            "rooms/mails/freed.txt", room=booking.room, at=when(booking.period), deadline=deadline(booking)
        )
        notify(FREED, [booking.organiser], **said, about=booking)
        events.ended.send(Booking, bookings=[booking], by=None)
    return True


def often_absent(manager: Agent) -> list[dict[str, Any]]:
    """In the rooms of this manager, over 90 days: who left the most rooms empty first; two statements.

    With each `organiser`, how many of their meetings were `freed`, out of how many `awaited`, and the `last`.
    """
    since = DateTimeTZRange(timezone.now() - LOOKED_BACK, timezone.now())
    kept = Room.objects.kept_by(manager).filter(needs_check_in=True)
    awaited = Booking.objects.filter(room__in=kept, period__overlap=since)
    is_freed = Q(state=Booking.State.FREED)
    seconds = SecondsBetween(F("period__endswith"), F("period__startswith"))
    counted = (
        awaited.filter(LessThan(seconds, int(WHOLE_DAY.total_seconds())))
        .filter(is_freed | Q(state=Booking.State.CONFIRMED))
        .values("organiser")
        .annotate(
            freed=Count("pk", filter=is_freed),
            awaited=Count("pk"),
            last=Max("period__startswith", filter=is_freed),
        )
        .filter(freed__gt=0)
        .order_by("-freed", "-last")[:100]
    )
    rows: list[Any] = list(counted)
    agents = Agent.objects.select_related("direction").in_bulk([row["organiser"] for row in rows])
    return [{**row, "organiser": agents[row["organiser"]]} for row in rows]


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
        "is_asked": room_today.is_asked(booking),
        "awaited_until": room_today.awaited_until(booking),
        "can_check_in": room_today.is_asked(booking) and can_check_in(request.user, booking, at=seen.at),
        "can_finish": can_give_back(request.user, booking, at=seen.at),
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
            check_in(booking, by=request.user)
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
    ended = finish(booking, by=request.user)
    clock = french.clock(french.local(ended.period.upper))
    messages.success(request, spaced(f"Merci : la salle est libre à partir de {clock}."))


def _is_known(agent: Agent, booking: Booking) -> bool:
    """One that this person may read, or that the door shows to all who stand there, said already or not."""
    is_told = booking.period.lower - room_today.OPENS_BEFORE <= timezone.now() < booking.period.upper
    return is_told or policies.can_see(agent, booking)


@require_safe
def no_shows(request: AgentRequest) -> HttpResponse:
    """List the people who most often left rooms empty, for those who manage the rooms."""
    check_manages(request)
    context = {"rows": often_absent(request.user), "days": LOOKED_BACK.days}
    return render(request, "rooms/check_in/no_shows.html", context)
