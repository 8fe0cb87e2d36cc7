"""« Prévenez-moi si elle se libère »: getting in line, and a slot that frees held for the first in line, for a while.

Offers are made in the transaction that freed the slot, so that nobody slips in between, under the locks of its rooms: a
room that one waits for shares cells with the freed one, and those who would book it must lock it too. No other room is
locked there, or two actions would deadlock. Notifications leave titles out: a private one must not travel by mail.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from core.french import spaced
from core.history.context import action_context
from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web import locks
from core.web.fields import OneLineField
from core.web.locks import locked
from core.web.mails import render_mail
from core.web.refusals import refusals_as_messages
from rooms import links, periods, policies, querysets
from rooms.availability import occupancy, rules
from rooms.availability.conflicts import violations_as_conflicts
from rooms.bookings import events
from rooms.bookings.actions import clean_title, end_all, state_of
from rooms.bookings.notifications import MINE
from rooms.fields import PrivateField
from rooms.models import Booking, Occupancy, Room, Wait
from rooms.models.bookings import State
from rooms.models.places import LONGEST_BUFFER
from rooms.periods import when

OFFERED = NotificationKind("rooms.offered", "Une salle que j’attendais est libre", group=MINE)


# Of a slot that has begun, what is left must be worth the walk.
SHORTEST_REST = timedelta(minutes=30)
# An offer leaves so long to read it, even of a slot that is about to begin.
SHORTEST_OFFER = timedelta(minutes=10)
# Buffers widen what a booking keeps on both sides, and what a wait needs.
_WIDEST = timedelta(minutes=2 * LONGEST_BUFFER)
_LOCK = "rooms.offers"


def freed_by(bookings: Collection[Booking], **_: object) -> None:
    """These bookings ended: their rooms are free, and those that share cells with them."""
    if not bookings:
        return
    _close_their_waits(bookings)
    others = Booking.other_rooms.through.objects.filter(booking__in=[booking.pk for booking in bookings])
    rooms = Q(room__in={booking.room_id for booking in bookings}) | Q(room__in=others.values("room"))
    _serve(rooms, [booking.period for booking in bookings])


def freed_by_change(room: Room, *periods: DateTimeTZRange) -> None:
    """A booking, or several of a series, left this room or these periods, all or in part."""
    _serve(Q(room=room), periods)


def serve_room(room: Room) -> None:
    """Whatever freed it: a closure lifted, hours made longer, a room open again."""
    with transaction.atomic():
        occupancy.lock(room)
        _serve(Q(room=room), [])


def rooms_worth_serving() -> QuerySet[Room]:
    """Return the rooms where someone waits for a slot that nothing takes."""
    taken = Occupancy.objects.filter(cell__rooms=OuterRef("room"), blocked_during__overlap=OuterRef("period"))
    waits = _waiting(timezone.now()).filter(~Exists(taken))
    return Room.objects.filter(is_bookable=True, pk__in=waits.values("room")).order_by("pk")


def _waiting(now: datetime) -> QuerySet[Wait]:
    """In the order in which they asked; those whose slot has not too little left."""
    least = Q(period__endswith__gte=now + SHORTEST_REST) | Q(period__startswith__gt=now)
    return Wait.objects.filter(least, state=Wait.State.WAITING).order_by("asked_at", "pk")


def _serve(rooms: Q, freed: Sequence[DateTimeTZRange]) -> None:
    """One statement when nobody waits, which is nearly always."""
    through = Room.cells.through.objects
    sharing = through.filter(cell__in=through.filter(rooms).values("cell")).values("room")
    now = timezone.now()
    waits = _waiting(now).filter(room__in=sharing)
    if freed:
        first, last = min(each.lower for each in freed), max(each.upper for each in freed)
        waits = waits.filter(period__overlap=DateTimeTZRange(first - _WIDEST, last + _WIDEST))
    found = list(locks.locked(waits.select_related("room__site", "agent")))
    if not found:
        return
    # Two frees in different rooms at once: one person is not offered both.
    locks.wait_for(_LOCK)
    for wait in found:
        _offer(wait, now)


def _offer(wait: Wait, now: datetime) -> None:
    """Hold the slot for them, when it is free, allowed, and they have no other offer for that time."""
    period, room, agent = _what_is_left(wait, now), wait.room, wait.agent
    if not agent.is_active or period is None or occupancy.conflicts([room], [period]):
        return
    offers = Booking.objects.filter(state=Booking.State.HELD, organiser=agent)
    if offers.filter(period__overlap=period).exists():
        return
    try:
        rules.check_period(room, period, by=agent)
        with (
            violations_as_conflicts(room, period, by=agent),
            transaction.atomic(),
            action_context("a proposé la salle libérée"),
        ):
            booking = Booking.objects.create(
                room=room,
                organiser=agent,
                title=wait.title,
                is_private=wait.is_private,
                period=period,
                state=Booking.State.HELD,
                held_until=_until(period, now),
            )
            occupancy.hold([booking])
            wait.state, wait.booking = Wait.State.OFFERED, booking
            wait.save(update_fields=["state", "booking"])
            # The one page where it is taken or let go, and until when.
            url = reverse("rooms:wait_detail", args=[wait.reference])
            said = {"room": room, "at": when(period), "until": booking.held_until}
            notify(OFFERED, [agent], **render_mail("rooms/mails/offered.txt", **said), url=url)
    except ValidationError:
        # Out of hours, over a quota, no right any more: they stay in line, the next is asked.
        return


def _what_is_left(wait: Wait, now: datetime) -> DateTimeTZRange | None:
    start = max(wait.period.lower, periods.started_quarter(now))
    if start > wait.period.lower and wait.period.upper - start < SHORTEST_REST:
        return None
    return DateTimeTZRange(start, wait.period.upper)


def _until(period: DateTimeTZRange, now: datetime) -> datetime:
    longest = now + timedelta(hours=settings.ROOMS_OFFER_HOURS)
    return min(longest, max(period.lower, now + SHORTEST_OFFER))


def _close_their_waits(bookings: Collection[Booking]) -> None:
    """An offer that ended otherwise than by being taken: let pass, given up, or bumped."""
    offers = [booking for booking in bookings if booking.held_until]
    for state, ends in ENDS_OF_OFFERS.items():
        if ids := [offer.pk for offer in offers if offer.state == state]:
            Wait.objects.filter(booking__in=ids, state=Wait.State.OFFERED).update(state=ends)


ENDS_OF_OFFERS = {Booking.State.LAPSED: Wait.State.MISSED, Booking.State.CANCELLED: Wait.State.LEFT}


# Who waits for everything waits for nothing, and each free slot would try them all.
MOST_WAITS = 20
IS_FREE = "free"
TOO_LATE = spaced("Cette proposition n’est plus valable : le délai est passé, ou la salle a été reprise.")


def ask(room: Room, *, by: Agent, period: DateTimeTZRange, title: str, is_private: bool = False) -> Wait:
    """Get in line for this slot; twice is once. Raises ValidationError, with code « free » where nobody has it."""
    if not by.is_active:
        raise PermissionDenied
    with transaction.atomic(), action_context("attend que la salle se libère", by=by):
        # Under the lock: the slot cannot free between the look and the place in line.
        room = occupancy.lock(room)[room.pk]
        rules.check_period(room, period, by=by)
        waits = Wait.objects.filter(agent=by, state=Wait.State.WAITING)
        if earlier := waits.filter(room=room, period=period).first():
            return earlier
        takers = Booking.objects.blocking(room, period).order_by("pk")
        if not takers:
            raise ValidationError(spaced("La salle est libre à ces heures : réservez-la."), code=IS_FREE)
        if all(taker.organiser_id == by.pk for taker in takers):
            raise ValidationError("C’est vous qui avez déjà la salle à ces heures.", code="yours")
        if waits.count() >= MOST_WAITS:
            raise ValidationError(
                spaced(f"Vous attendez déjà {MOST_WAITS} salles : renoncez à l’une d’elles d’abord."),
                code="many",
            )
        return Wait.objects.create(
            agent=by, room=room, period=period, title=clean_title(title), is_private=is_private
        )


def take(wait: Wait, *, by: Agent) -> Booking:
    """Take the slot offered, or request it where a manager decides; taking it twice changes nothing."""
    with transaction.atomic(), action_context("a pris la salle proposée", by=by):
        wait, booking = _locked(wait, by=by)
        if booking and wait.state == Wait.State.SERVED:
            return booking
        if booking is None or booking.state != Booking.State.HELD or _is_expired(booking):
            raise ValidationError(TOO_LATE, code="stale")
        querysets.levels_of(by, fresh=True)
        if not policies.can_ask(by, booking.room) or not booking.room.is_bookable:
            raise ValidationError("Cette salle ne peut plus être réservée par vous.", code="no_right")
        booking.state, booking.held_until = state_of([booking.room], by=by), None
        if booking.period.lower <= timezone.now():
            # Taken while it runs: they are on their way, and were asked nothing else.
            booking.checked_in_at = timezone.now()
        booking.save(update_fields=["state", "held_until", "checked_in_at"])
        wait.state = Wait.State.SERVED
        wait.save(update_fields=["state"])
        events.booked.send(Booking, bookings=[booking])
    return booking


def leave(wait: Wait, *, by: Agent) -> Wait:
    """Leave the line, or let go of what is offered, to the next; twice is once."""
    with transaction.atomic(), action_context("ne veut plus de la salle", by=by):
        wait, booking = _locked(wait, by=by)
        if wait.state == Wait.State.WAITING:
            wait.state = Wait.State.LEFT
            wait.save(update_fields=["state"])
        elif wait.state == Wait.State.OFFERED and booking:
            _end_offer(booking, Booking.State.CANCELLED, by=by)
            wait.state = Wait.State.LEFT
        elif wait.state == Wait.State.SERVED:
            raise ValidationError(spaced("Vous avez pris la salle : annulez la réservation."), code="served")
    return wait


def lapse(booking: Booking) -> None:
    """An offer that nobody answered in time; the next in line has it."""
    with transaction.atomic(), action_context("a repris la salle proposée, restée sans réponse"):
        occupancy.lock(booking.room)
        fresh = locked(Booking.objects).select_related("room")
        booking = fresh.get(pk=booking.pk)
        if booking.state == Booking.State.HELD and _is_expired(booking):
            _end_offer(booking, Booking.State.LAPSED)


def settle() -> None:
    """Each minute: slots that are past, offers without an answer, slots freed otherwise than by a booking."""
    now = timezone.now()
    past = Wait.objects.filter(state=Wait.State.WAITING, period__endswith__lte=now)
    closed = Wait.objects.filter(state=Wait.State.WAITING, agent__is_active=False)
    with transaction.atomic(), action_context("la date est passée"):
        _end_waits(past, Wait.State.OVER)
    with transaction.atomic(), action_context("le compte est fermé"):
        _end_waits(closed, Wait.State.LEFT)
    expired = Booking.objects.filter(state=Booking.State.HELD, held_until__lte=now).select_related("room")
    for booking in expired.order_by("pk"):
        lapse(booking)
    for room in rooms_worth_serving():
        serve_room(room)


def _end_waits(waits: QuerySet[Wait], state: Wait.State) -> None:
    # Those that an action holds just now are for the next minute.
    free = locked(waits, skip_locked=True)
    Wait.objects.filter(pk__in=[wait.pk for wait in free]).update(state=state)


def _end_offer(booking: Booking, state: State, *, by: Agent | None = None) -> None:
    end_all([booking], state, by=by, reason="")
    events.ended.send(Booking, bookings=[booking], by=by)


def _locked(wait: Wait, *, by: Agent) -> tuple[Wait, Booking | None]:
    """The room first, as every action on it; then the place in line and what it was offered."""
    occupancy.lock(wait.room)
    wait = locked(Wait.objects).select_related("room").get(pk=wait.pk)
    if wait.agent_id != by.pk or not by.is_active:
        raise PermissionDenied("Cette place dans la file n’est pas la vôtre.")
    bookings = locked(Booking.objects).select_related("room__site", "organiser")
    return wait, bookings.filter(pk=wait.booking_id).first() if wait.booking_id else None


def _is_expired(booking: Booking) -> bool:
    return booking.held_until is None or booking.held_until <= timezone.now()


def rows_of(agent: Agent) -> list[tuple[Wait, int]]:
    """Return what they wait for and what they are offered, the nearest first; two statements."""
    standing = Wait.objects.filter(agent=agent, state__in=(Wait.State.WAITING, Wait.State.OFFERED))
    to_come = standing.filter(period__endswith__gt=timezone.now()).order_by("period", "pk")
    return with_ahead(list(to_come.select_related("room__site", "booking")))


def with_ahead(waits: list[Wait]) -> list[tuple[Wait, int]]:
    """With each, how many stand before them whose slot meets theirs; one statement."""
    rooms = {wait.room_id for wait in waits if wait.state == Wait.State.WAITING}
    line = list(Wait.objects.filter(state=Wait.State.WAITING, room__in=rooms))
    return [(wait, _ahead(wait, line)) for wait in waits]


def _ahead(wait: Wait, line: list[Wait]) -> int:
    return sum(
        other.room_id == wait.room_id
        and (other.asked_at, other.pk) < (wait.asked_at, wait.pk)
        and periods.overlap(other.period, wait.period)
        for other in line
    )


class WaitForm(forms.Form):
    """Title of the booking to wait for; the room and the times are in the page's address."""

    title = OneLineField(
        label="Objet",
        max_length=120,
        help_text="Ce que les autres liront dans l’agenda de la salle, si elle est à vous.",
        error_messages={"required": "Dites en quelques mots à quoi servira la salle."},
    )
    is_private = PrivateField()


def asked_slot(query: QueryDict) -> tuple[str, DateTimeTZRange] | None:
    """The room's slug and the period of `rooms.links.wait`, or None for what does not read."""
    day = periods.readable_day(query.get("le", ""))
    last_day = periods.readable_day(query.get("au", "")) if query.get("au") else day
    room = query.get("salle", "")
    if day is None or last_day is None or not room or "\x00" in room:
        return None
    try:
        start = periods.typed_moment(day, query.get("de", ""))
        end = periods.typed_moment(last_day, query.get("a", ""))
    except (ValueError, ValidationError):
        return None
    return (room, DateTimeTZRange(start, end)) if start < end else None


def wait_create(request: AgentRequest) -> HttpResponse:
    """The slot is in the address; a slot that is free leads to its booking."""
    slot = asked_slot(request.GET)
    if slot is None:
        messages.warning(
            request, spaced("Cette adresse n’est pas complète : choisissez d’abord la salle et les heures.")
        )
        return redirect("rooms:booking_create")
    room = get_object_or_404(Room.objects.select_related("site"), slug=slot[0])
    period = slot[1]
    start, end = timezone.localtime(period.lower), timezone.localtime(period.upper)
    initial = {"title": request.GET.get("objet", ""), "is_private": "prive" in request.GET}
    data = request.POST if request.method == "POST" else None
    form = WaitForm(data, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            wait = ask(room, by=request.user, period=period, **form.cleaned_data)
        except ValidationError as error:
            if getattr(error, "code", "") == IS_FREE:
                messages.success(request, error.messages[0])
                return redirect(links.book(room.slug, start, end))
            for sentence in error.messages:
                form.add_error(None, sentence)
        else:
            messages.success(request, spaced("C’est noté : un message vous dira si la salle se libère."))
            return redirect("rooms:wait_detail", wait.reference)
    context = {
        "form": form,
        "room": room,
        "period": period,
        "day_url": links.day(room.site.slug, start.date()),
    }
    return render(request, "rooms/waiting_list/wait_create.html", context)


def wait_detail(request: AgentRequest, wait: str) -> HttpResponse:
    """One's place in line, or what is offered: two buttons, to take it or let it go."""
    mine = Wait.objects.filter(agent=request.user).select_related("room__site", "agent", "booking")
    found = get_object_or_404(mine, reference=wait)
    if request.method == "POST":
        return _answer(request, found)
    [(_, ahead)] = with_ahead([found])
    context = {
        "ahead": ahead,
        "wait": found,
        "room": found.room,
        "period": found.booking.period if found.booking else found.period,
        "day_url": links.day(found.room.site.slug, timezone.localdate(found.period.lower)),
    }
    return render(request, "rooms/waiting_list/wait_detail.html", context)


def _answer(request: AgentRequest, wait: Wait) -> HttpResponse:
    gesture = request.POST.get("geste", "")
    with refusals_as_messages(request):
        if gesture == "prendre":
            booking = take(wait, by=request.user)
            asked = booking.state == booking.State.REQUESTED
            words = "demandée, qui gère la salle vous répondra" if asked else "à vous"
            messages.success(request, f"La {booking.room.called} est {words}.")
            return redirect(booking)
        if gesture == "laisser":
            leave(wait, by=request.user)
            messages.success(request, spaced("C’est noté : vous n’attendez plus cette salle."))
            return redirect("rooms:my_bookings")
        messages.warning(
            request, spaced("Ce choix n’existe pas : choisissez l’un des boutons de cette page.")
        )
    return redirect("rooms:wait_detail", wait.reference)
