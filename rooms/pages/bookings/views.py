"""One booking: made, read, changed, cancelled, moved by a pointer on the calendar."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.french import spaced
from core.history.entries import history_of
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.idempotency import create_once
from core.web.refusals import add_refusal, submitted
from rooms import check_in, links, periods, policies
from rooms.attendees import actions as attendees
from rooms.availability import room_today
from rooms.bookings import actions
from rooms.mail_in.receivers import organiser_by_mail
from rooms.models import Booking, Room
from rooms.pages.bookings.forms import (
    BookingFields,
    BookingForm,
    CancelForm,
    ChangeForm,
    MoveForm,
    initial_of,
)
from rooms.pages.bookings.prefill import asked_booking, instead_of, with_room_instead
from rooms.periods import when
from rooms.view_shortcuts import own_booking, too_late, too_many_people, visible_booking, warn_if_crowded

WAITS_AGAIN = "Elle attend de nouveau l’accord de qui gère la salle."
OF_A_SERIES = spaced("Cette réservation fait partie d’une série : « Modifier » demande pour quelles dates.")
ELSEWHERE = "Une réservation de plusieurs salles change de salle dans son formulaire."
WAITS = "Votre demande est partie"


def booking_create(request: AgentRequest) -> HttpResponse:
    """Show the form as a page, or in place where htmx asks for it: it then answers the form alone, or a fresh page."""
    in_place = request.headers.get("HX-Request") == "true"
    if request.method == "POST":
        form = BookingForm(with_room_instead(request.POST), by=request.user)
        if form.is_valid():
            booking = _book(request, form)
            if booking:
                return HttpResponse(headers={"HX-Refresh": "true"}) if in_place else redirect(booking)
    else:
        form = BookingForm(by=request.user, initial=asked_booking(request))
    context = {"form": form, "room": form.chosen_room, "in_place": in_place}
    template = "rooms/booking_create.html#form" if in_place else "rooms/booking_create.html"
    return render(request, template, context)


def _book(request: AgentRequest, form: BookingForm) -> Booking | None:
    data = form.cleaned_data
    try:
        booking, is_new = create_once(
            Booking.objects.of(request.user),
            data["submission_key"],
            lambda key: _book_and_invite(request, form, key),
        )
    except ValidationError as error:
        _refuse(form, error, by=request.user)
        return None
    if not is_new:
        messages.info(request, spaced("Cette réservation était déjà enregistrée : la voici."))
    elif booking.state == Booking.State.REQUESTED:
        messages.success(
            request,
            spaced(f"{WAITS} : {booking.rooms_called}, {when(booking.period)}. La place vous est gardée."),
        )
    else:
        messages.success(request, spaced(f"C’est réservé : {booking.rooms_called}, {when(booking.period)}."))
    warn_if_crowded(request, booking)
    return booking


@transaction.atomic(savepoint=False)
def _book_and_invite(request: AgentRequest, form: BookingForm, key: uuid.UUID) -> Booking:
    """Both or neither: an address that is refused leaves the form as it was typed."""
    booking = actions.book(by=request.user, submission_key=key, **form.booked())
    if people := form.cleaned_data["people"]:
        attendees.invite(booking, by=request.user, agents=people.agents, addresses=people.addresses)
    return booking


def _refuse(form: BookingFields, error: ValidationError, *, by: Agent) -> None:
    """Beside its field; of a room that is taken, with what is free instead."""
    form.instead = instead_of(error, form, by=by)
    add_refusal(form, error)


@require_safe
def booking_detail(request: AgentRequest, reference: str) -> HttpResponse:
    booking = visible_booking(request, reference)
    is_mine = policies.is_organiser(request.user, booking)
    context = {
        "booking": booking,
        "abilities": policies.abilities(request.user, booking),
        "is_mine": is_mine,
        "again_url": links.book_again(booking.reference) if is_mine else "",
        "day_url": _day_of(booking),
        "awaited_until": room_today.awaited_until(booking),
        "can_finish": check_in.can_give_back(request.user, booking, at=timezone.now()),
        "from_calendar": organiser_by_mail(booking),
        "entries": history_of(booking),
    }
    return render(request, "rooms/booking_detail.html", context)


def _day_of(booking: Booking) -> str:
    return links.day(booking.room.site.slug, booking.day)


def booking_change(request: AgentRequest, reference: str) -> HttpResponse:
    booking = own_booking(request, reference)
    if request.method != "POST" and not policies.can_change(request.user, booking):
        return too_late(request, booking)
    data: QueryDict | None = with_room_instead(request.POST) if request.method == "POST" else None
    form = ChangeForm(data, by=request.user, booking=booking)
    if data is not None and form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        try:
            booking = actions.change(
                booking,
                by=request.user,
                reason=reason,
                check=lambda row: form.check_still(initial_of(row)),
                **form.booked(),
            )
        except ValidationError as error:
            _refuse(form, error, by=request.user)
        else:
            _say_changed(request, booking)
            # Moved to a room that one does not manage, it may be nobody else's to read.
            return redirect(booking if policies.can_see(request.user, booking) else _day_of(booking))
    return render(request, "rooms/booking_change.html", {"form": form, "booking": booking})


def _say_changed(request: AgentRequest, booking: Booking) -> None:
    if booking.state == Booking.State.REQUESTED and policies.is_organiser(request.user, booking):
        messages.success(
            request, spaced("La réservation est modifiée : elle attend l’accord de qui gère la salle.")
        )
    else:
        messages.success(request, "La réservation est modifiée.")
    warn_if_crowded(request, booking)


def booking_cancel(request: AgentRequest, reference: str) -> HttpResponse:
    """Asks first; the button posts."""
    booking = own_booking(request, reference)
    if request.method != "POST" and not policies.can_cancel(request.user, booking):
        return too_late(request, booking)
    form = CancelForm(request.POST if request.method == "POST" else None, by=request.user, booking=booking)
    cancel = partial(actions.cancel, booking, by=request.user)
    if submitted(request, form, cancel, done="La réservation est annulée, la salle est libre."):
        return redirect(booking)
    return render(request, "rooms/booking_cancel.html", {"form": form, "booking": booking})


# Moved or stretched on the calendar by a pointer; the form does the same without one.


@require_POST
def booking_move(request: AgentRequest, reference: str) -> HttpResponse:
    """JSON: `said`, a sentence; `undo`, what to post to go back. Refused, 422 and a sentence."""
    bookings = Booking.objects.visible_to(request.user).of(request.user)
    booking = get_object_or_404(bookings.select_related("room"), reference=reference)
    form = MoveForm(_posted(request))
    if not form.is_valid():
        return _refused(str(next(iter(form.errors.values()))[0]))
    before, room = _as_posted(booking), form.cleaned_data["room"]
    old_room, old_period = booking.room, booking.period
    if booking.series_id:
        return _refused(OF_A_SERIES)
    if room != booking.room and booking.other_rooms.exists():
        return _refused(ELSEWHERE)
    try:
        booking = actions.change(
            booking,
            by=request.user,
            room=room,
            period=form.cleaned_data["period"],
            title=booking.title,
            is_private=booking.is_private,
            layout=form.cleaned_data["layout"] or actions.UNCHANGED,
        )
    except ValidationError as error:
        return _refused(" ".join(error.messages))
    done = "remis comme avant" if request.POST.get("is_undo") == "1" else _done(booking, old_room, old_period)
    said = spaced(f"C’est {done} : {booking.room.name}, {periods.when(booking.period)}.")
    if booking.state == Booking.State.REQUESTED:
        said = f"{said} {WAITS_AGAIN}"
    if words := too_many_people(booking):
        said = f"{said} {words}"
    return JsonResponse({"said": said, "undo": before})


def _done(booking: Booking, room: Room, period: DateTimeTZRange) -> str:
    """Say in a word how it changed; `room` and `period` are the previous ones."""
    now = booking.period
    if booking.room != room or (now.lower != period.lower and now.upper != period.upper):
        return "déplacé"
    length, before = now.upper - now.lower, period.upper - period.lower
    if length == before:
        return "resté comme avant"
    return "prolongé" if length > before else "raccourci"


def _posted(request: HttpRequest) -> dict[str, str]:
    return {name: value.replace("\x00", "") for name, value in request.POST.items() if isinstance(value, str)}


def _as_posted(booking: Booking) -> dict[str, str] | None:
    """Return the fields that would bring it back; None for several days, which a column cannot show."""
    start, end = timezone.localtime(booking.period.lower), timezone.localtime(booking.period.upper)
    ends = f"{end:%H:%M}"
    if end.date() != start.date():
        if end != periods.midnight(start.date() + dt.timedelta(days=1)):
            return None
        ends = periods.MIDNIGHT
    where = {"room": booking.room.slug, "date": f"{start.date()}", "start": f"{start:%H:%M}", "end": ends}
    where["is_undo"] = "1"
    return where | ({"layout": f"{booking.layout_id}"} if booking.layout_id else {})


def _refused(sentence: str) -> JsonResponse:
    return JsonResponse({"said": sentence}, status=422)
