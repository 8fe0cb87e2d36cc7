"""Getting in line for a room that is taken, and the page of one's place in it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from core.people.requests import AgentRequest
from core.ui.fields import OneLineField
from core.ui.french import spaced
from core.ui.refusals import refusals_as_messages
from rooms import links, periods
from rooms.fields import PrivateField
from rooms.models import Room, Wait
from rooms.periods import when
from rooms.waiting_list import actions


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
            wait = actions.ask(room, by=request.user, period=period, **form.cleaned_data)
        except ValidationError as error:
            if getattr(error, "code", "") == actions.IS_FREE:
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
        "when": when(period),
        "day_url": links.day(room.site.slug, start.date()),
    }
    return render(request, "rooms/waiting_list/wait_create.html", context)


def wait_detail(request: AgentRequest, wait: str) -> HttpResponse:
    """One's place in line, or what is offered: two buttons, to take it or let it go."""
    mine = Wait.objects.filter(agent=request.user).select_related("room__site", "agent", "booking")
    found = get_object_or_404(mine, reference=wait)
    if request.method == "POST":
        return _answer(request, found)
    day = timezone.localdate(found.period.lower)
    booking = found.booking
    offered = booking.period if booking else found.period
    context = {
        "row": actions.row_of(found),
        "wait": found,
        "room": found.room,
        "when": when(offered),
        "is_offered": found.state == Wait.State.OFFERED,
        "is_waiting": found.state == Wait.State.WAITING,
        "is_served": found.state == Wait.State.SERVED,
        # Taken is not kept: it may be asked for still, or cancelled since.
        "is_theirs": booking is not None and booking.state == booking.State.CONFIRMED,
        "day_url": links.day(found.room.site.slug, day),
    }
    return render(request, "rooms/waiting_list/wait_detail.html", context)


def _answer(request: AgentRequest, wait: Wait) -> HttpResponse:
    gesture = request.POST.get("geste", "")
    with refusals_as_messages(request):
        if gesture == "prendre":
            booking = actions.take(wait, by=request.user)
            asked = booking.state == booking.State.REQUESTED
            words = "demandée, qui gère la salle vous répondra" if asked else "à vous"
            messages.success(request, f"La {booking.room.called} est {words}.")
            return redirect(booking)
        if gesture == "laisser":
            actions.leave(wait, by=request.user)
            messages.success(request, spaced("C’est noté : vous n’attendez plus cette salle."))
            return redirect("rooms:my_bookings")
        messages.warning(
            request, spaced("Ce choix n’existe pas : choisissez l’un des boutons de cette page.")
        )
    return redirect("rooms:wait_detail", wait.reference)
