"""One booking: made, read, changed, cancelled."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from core.history.reading import history_of
from core.people.requests import AgentRequest
from core.people.resuming import is_resuming
from core.ui.french import NBSP
from core.ui.once import create_once
from rooms import actions, addresses, periods, policies
from rooms.clashes import Clash
from rooms.forms import ENDS, STARTS, BookingFields, BookingForm, CancelForm, ChangeForm
from rooms.models import Booking
from rooms.periods import when


def booking_create(request: AgentRequest) -> HttpResponse:
    if request.method == "POST":
        form = BookingForm(request.POST, by=request.user)
        if not is_resuming(request) and form.is_valid() and (booking := _book(request, form)):
            return redirect(booking)
    else:
        form = BookingForm(by=request.user, initial=_asked_booking(request))
    context = {"form": form, "room": form.rooms.get(form["room"].value() or "")}
    return render(request, "rooms/booking_create.html", context)


def _book(request: AgentRequest, form: BookingForm) -> Booking | None:
    data = form.cleaned_data
    try:
        booking, is_new = create_once(
            Booking.objects.of(request.user),
            data["submission_key"],
            lambda key: actions.book(by=request.user, submission_key=key, **form.booked()),
        )
    except ValidationError as error:
        _refuse(form, error)
        return None
    if is_new:
        messages.success(request, f"C’est réservé{NBSP}: {booking.room.name}, {when(booking.period)}.")
    else:
        messages.info(request, "Cette réservation était déjà enregistrée\u00a0: la voici.")
    return booking


def _asked_booking(request: HttpRequest) -> dict[str, Any]:
    """What the calendar's link chose; anything unreadable is left to be chosen."""
    start, end = request.GET.get("de", ""), request.GET.get("a", "")
    room = request.GET.get("salle", "")
    return {
        "room": room if "\x00" not in room else "",
        "date": periods.readable_day(request.GET.get("le", "")) or timezone.localdate(),
        "start": start if start in dict(STARTS) else "09:00",
        "end": end if end in dict(ENDS) else "10:00",
    }


def _refuse(form: BookingFields | CancelForm, error: ValidationError) -> None:
    """Say the action's refusal beside the field that mends it, where the form has that field."""
    if isinstance(error, Clash) or not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)


def booking_detail(request: AgentRequest, reference: str) -> HttpResponse:
    booking = _visible(request, reference)
    context = {
        "booking": booking,
        "when": when(booking.period),
        "abilities": policies.abilities(request.user, booking),
        "is_mine": policies.is_organiser(request.user, booking),
        "day_url": addresses.day(booking.room.site.slug, timezone.localdate(booking.period.lower)),
        "entries": history_of(booking),
    }
    return render(request, "rooms/booking_detail.html", context)


def booking_change(request: AgentRequest, reference: str) -> HttpResponse:
    booking = _visible(request, reference)
    if not (
        policies.is_organiser(request.user, booking) or policies.can_manage_room(request.user, booking.room)
    ):
        raise PermissionDenied("Cette réservation n’est pas la vôtre.")
    if request.method != "POST" and not policies.can_change(request.user, booking):
        return _too_late(request, booking)
    form = ChangeForm(request.POST or None, by=request.user, booking=booking)
    if request.method == "POST" and not is_resuming(request) and form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        try:
            actions.change(booking, by=request.user, reason=reason, **form.booked())
        except ValidationError as error:
            _refuse(form, error)
        else:
            messages.success(request, "La réservation est modifiée.")
            return redirect(booking)
    return render(request, "rooms/booking_change.html", {"form": form, "booking": booking})


def booking_cancel(request: AgentRequest, reference: str) -> HttpResponse:
    """Asks first; the button posts."""
    booking = _visible(request, reference)
    if not (
        policies.is_organiser(request.user, booking) or policies.can_manage_room(request.user, booking.room)
    ):
        raise PermissionDenied("Cette réservation n’est pas la vôtre.")
    if request.method != "POST" and not policies.can_cancel(request.user, booking):
        return _too_late(request, booking)
    form = CancelForm(request.POST if request.method == "POST" else None, by=request.user, booking=booking)
    if form.is_valid():
        try:
            actions.cancel(booking, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            _refuse(form, error)
        else:
            messages.success(request, "La réservation est annulée, la salle est libre.")
            return redirect(booking)
    context = {"form": form, "booking": booking, "when": when(booking.period)}
    return render(request, "rooms/booking_cancel.html", context)


def _too_late(request: HttpRequest, booking: Booking) -> HttpResponse:
    messages.warning(
        request,
        "Cette réservation est déjà annulée." if booking.is_cancelled else "Cette réservation est terminée.",
    )
    return redirect(booking)


def _visible(request: AgentRequest, reference: str) -> Booking:
    bookings = Booking.objects.visible_to(request.user).select_related(
        "room__site", "organiser", "cancelled_by"
    )
    return get_object_or_404(bookings, reference=reference)
