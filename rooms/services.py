"""The services that bring coffee, chairs or a projector: asked, mailed (they have no account), and their day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.french import after_working_days, count_of, listed, spaced
from core.history.context import action_context
from core.mail.outbound import actions as outbound
from core.mail.outbound.messages import OutboundMessage
from core.people.models import Agent
from core.people.ordering import alphabetical
from core.people.requests import AgentRequest
from core.web.fields import PlainTextField
from core.web.locks import locked
from core.web.mails import render_mail
from core.web.refusals import refusals_as_messages, refusals_in
from rooms import periods, policies
from rooms.bookings import events
from rooms.bookings.events import Previous
from rooms.bookings.locking import lock_own
from rooms.models import Booking, ServiceDesk, ServiceRequest
from rooms.periods import when
from rooms.view_shortcuts import asked_day, check_manages, own_booking, too_late

ASKED = "rooms.service_asked"


def write(asked: ServiceRequest, booking: Booking, mail: str, **said: Any) -> None:
    """To the desk; answers go to the organiser. Never the title, which may be private."""
    organiser = booking.organiser
    places = listed(
        [f"{room.called}{f' ({room.floor})' if room.floor else ''}" for room in booking.all_rooms]
    )
    at = when(booking.period)
    written = render_mail(mail, booking=booking, at=at, places=places, note=asked.note, **said)
    message = OutboundMessage(
        None,
        written["title"],
        written["text"],
        address=asked.desk.email,
        about=booking,
        headers={"Reply-To": organiser.email} if organiser.email else {},
    )
    outbound.write(ASKED, [message])


def _write_all(bookings: Iterable[Booking], mail: str) -> None:
    """To each service that one of these bookings asked."""
    by_pk = {booking.pk: booking for booking in bookings}
    for asked in _standing(by_pk):
        write(asked, by_pk[asked.booking_id], mail)


def _standing(bookings: Collection[int]) -> QuerySet[ServiceRequest]:
    found = ServiceRequest.objects.filter(booking__in=list(bookings), withdrawn_at=None)
    return found.select_related("desk").order_by("pk")


ALREADY = spaced("Ce service est déjà sollicité pour cette réservation : retirez d’abord votre demande.")


def desks_for(booking: Booking) -> QuerySet[ServiceDesk]:
    return ServiceDesk.objects.filter(Q(site=None) | Q(site=booking.room.site_id), is_open=True)


def ask(booking: Booking, *, by: Agent, desk: ServiceDesk, note: str) -> ServiceRequest:
    """Raises ValidationError for a desk that is closed, elsewhere or asked already."""
    with transaction.atomic(), action_context("a demandé à un service", by=by):
        booking = lock_own(booking, by=by)
        if not desks_for(booking).filter(pk=desk.pk).exists():
            raise ValidationError(
                {"desk": "Ce service ne reçoit pas de demande pour cette salle."}, code="desk"
            )
        if _standing([booking.pk]).filter(desk=desk).exists():
            raise ValidationError({"desk": ALREADY}, code="again")
        asked = ServiceRequest.objects.create(booking=booking, desk=desk, note=note)
        write(asked, booking, "rooms/mails/service_asked.txt", by=by)
    return asked


def withdraw(asked: ServiceRequest, *, by: Agent) -> None:
    """The service is mailed; twice is once."""
    with transaction.atomic(), action_context("a retiré sa demande à un service", by=by):
        booking = lock_own(asked.booking, by=by)
        standing = ServiceRequest.objects.select_related("desk")
        asked = locked(standing).get(pk=asked.pk)
        if asked.withdrawn_at:
            return
        asked.withdrawn_at = timezone.now()
        asked.save(update_fields=["withdrawn_at"])
        write(asked, booking, "rooms/mails/service_withdrawn.txt", by=by)


def lateness(desk: ServiceDesk, booking: Booking) -> str:
    """Warn when the service asks for more notice than is left; return an empty text otherwise."""
    if booking.day >= after_working_days(timezone.localdate(), desk.notice_days):
        return ""
    return spaced(
        f"{desk.name} demande {count_of(desk.notice_days, 'jour ouvré', 'jours ouvrés')} de délai : "
        "votre demande est partie, mais appelez pour vous assurer qu’elle sera servie."
    )


class ServiceForm(forms.Form):
    """One of the desks that serve the room."""

    desk = forms.ModelChoiceField(
        label="Service",
        queryset=ServiceDesk.objects.none(),
        empty_label="Choisissez un service",
        error_messages={
            "required": "Choisissez un service.",
            "invalid_choice": "Choisissez un service de la liste.",
        },
    )
    note = PlainTextField(
        label="Ce qu’il vous faut",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=spaced("Par exemple : « du café pour 12 personnes à 10 h »."),
        error_messages={"required": "Dites ce qu’il vous faut."},
    )

    def __init__(self, *args: Any, booking: Booking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["desk"]
        assert isinstance(field, forms.ModelChoiceField)
        # With what each can be asked, for the page.
        self.desks = field.queryset = desks_for(booking)


# The services that a booking asked learn what becomes of it (`rooms.listeners`).


def changed(bookings: Sequence[Booking], before: Sequence[Previous], **_: object) -> None:
    _write_moved(events.moved(bookings, before))


def reverted(bookings: Sequence[Booking], asked: Sequence[DateTimeTZRange], **_: object) -> None:
    before = (
        Previous(booking.room, period, booking.all_rooms[1:])
        for booking, period in zip(bookings, asked, strict=True)
    )
    _write_moved(zip(bookings, before, strict=True))


def _write_moved(bookings: Iterable[tuple[Booking, Previous]]) -> None:
    """To other rooms or another time, each with what it had; what else changes is not the services' business."""
    by_pk = {booking.pk: (booking, before) for booking, before in bookings}
    for asked in _standing(by_pk):
        booking, held = by_pk[asked.booking_id]
        write(asked, booking, "rooms/mails/service_moved.txt", before=held, at_before=when(held.period))


def accepted(bookings: Sequence[Booking], **_: object) -> None:
    _write_all(bookings, "rooms/mails/service_confirmed.txt")


def ended(bookings: Sequence[Booking], **_: object) -> None:
    _write_all(bookings, "rooms/mails/service_withdrawn.txt")


def requests_of(agent: Agent, booking: Booking) -> dict[str, Any]:
    """For those who may change the booking; two statements."""
    may_change = policies.can_change(agent, booking)
    is_theirs = policies.is_theirs(agent, booking)
    requests = list(_standing([booking.pk])) if is_theirs else []
    return {
        "booking": booking,
        "may_change": may_change,
        "is_theirs": is_theirs,
        "requests": requests,
        "has_desks": may_change and desks_for(booking).exists(),
    }


def asked_on(day: date, *, by: Agent) -> list[ServiceRequest]:
    """By service, in the order of the hours; those of rooms that `by` manages."""
    found = (
        ServiceRequest.objects.filter(
            withdrawn_at=None,
            booking__in=Booking.objects.holding().filter(period__overlap=periods.whole_day(day)),
        )
        .select_related("desk", "booking__room__site", "booking__organiser", "booking__layout")
        .prefetch_related("booking__other_rooms")
        .order_by(*alphabetical("desk__name"), "desk_id", "booking__period", "pk")
    )
    return [asked for asked in found if policies.can_manage_booking(by, asked.booking)]


def booking_service(request: AgentRequest, reference: str) -> HttpResponse:
    booking = own_booking(request, reference)
    if request.method != "POST" and not policies.can_change(request.user, booking):
        return too_late(request, booking)
    form = ServiceForm(request.POST or None, booking=booking)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            desk = ask(booking, by=request.user, **form.cleaned_data).desk
            if late := lateness(desk, booking):
                messages.warning(request, late)
            else:
                sent = f"Votre demande est partie : {desk.name} vous répondra par messagerie."
                messages.success(request, spaced(sent))
            return redirect(booking)
    return render(request, "rooms/services/booking_service.html", {"form": form, "booking": booking})


@require_POST
def service_withdraw(request: AgentRequest, reference: str, asked: int) -> HttpResponse:
    booking = own_booking(request, reference)
    found = get_object_or_404(booking.service_requests.select_related("desk"), pk=asked)
    with refusals_as_messages(request):
        withdraw(found, by=request.user)
        messages.success(request, f"La demande à {found.desk.name} est retirée, le service en est prévenu.")
    return redirect(booking)


@require_safe
def services_of_day(request: AgentRequest) -> HttpResponse:
    check_manages(request)
    day = asked_day(request)
    context = {
        "day": day,
        "requests": asked_on(day, by=request.user),
        "previous": day - timedelta(days=1),
        "next": day + timedelta(days=1),
    }
    return render(request, "rooms/services/services_of_day.html", context)
