"""Several dates of a series changed or cancelled; two bookings swapped."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from core import french
from core.french import spaced
from core.people.requests import AgentRequest
from core.web.refusals import add_refusal, refusals_in, submitted
from core.web.stale_forms import FIELD, stamp_of
from rooms import policies
from rooms.bookings import actions as bookings
from rooms.models import Booking
from rooms.pages.bookings.forms import CancelForm, details_of, initial_of
from rooms.pages.series.date_rows import rows_of
from rooms.pages.series.forms import Choices, SeriesChangeForm, SwapForm, initial_of_rule
from rooms.periods import when
from rooms.recurrence import UnknownRule
from rooms.series import actions
from rooms.series.change import Change, Part, Scope, offer_rooms, part_of, plan_change, rest_of
from rooms.series.plan import Obstructed, Plan
from rooms.series.querysets import awaiting, clocks_of, exchangeable, tightest_date, times_of, visible_series
from rooms.view_shortcuts import own_booking, too_late, warn_if_crowded

FIELDS, DATES, SAVE = "champs", "dates", "enregistrer"
UNKNOWN_STEP = spaced("Ce choix n’existe pas : rien n’est changé. Choisissez l’un des boutons de cette page.")
WHICH = {Scope.FOLLOWING: "cette date et les suivantes", Scope.ALL: "toutes les dates à venir"}


def series_change(request: AgentRequest, reference: str, scope: Scope) -> HttpResponse:
    """The fields, then, if something stands in the way or was made apart, the page of dates."""
    booking = own_booking(request, reference)
    try:
        part = part_of(booking, scope, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect(booking)
    initial = _initial(booking, part)
    data = _posted(request, booking, initial) if request.method == "POST" else None
    form = SeriesChangeForm(data, by=request.user, booking=booking, first=part.first, initial=initial)
    context = {"form": form, "booking": booking, "part": part, "scope": scope, "which": WHICH[scope]}
    step = request.POST.get("etape", "")
    if step not in ("", FIELDS, DATES, SAVE):
        messages.error(request, UNKNOWN_STEP)
        step = FIELDS
    if request.method == "POST" and step != FIELDS and form.is_valid():
        return _settle(request, context, step)
    return render(request, "rooms/series/series_change.html", context)


def _settle(request: AgentRequest, context: dict[str, Any], step: str) -> HttpResponse:
    form, part = context["form"], context["part"]
    change = form.changes()
    try:
        plan: Plan = plan_change(part, change, by=request.user)
        dates = (line.date for line in plan.lines)
        choices = Choices(request.POST, dates, form.rooms.values(), held=change.rooms)
        if choices.chosen:
            plan = plan_change(part, change, by=request.user, choices=choices.chosen)
        calm = not (plan.open or plan.must_agree or plan.apart or choices.faults)
        if (step == SAVE and not choices.faults) or (calm and step != DATES):
            return _save(request, context, change, choices)
    except Obstructed as refusal:
        plan = refusal.plan
        if step == SAVE:
            messages.warning(request, _not_yet(plan))
    except ValidationError as error:
        add_refusal(form, error)
        return render(request, "rooms/series/series_change.html", context)
    return _show_dates(request, context, change, choices, plan)


def _save(request: AgentRequest, context: dict[str, Any], change: Change, choices: Choices) -> HttpResponse:
    series = actions.change_series(
        context["booking"],
        change,
        by=request.user,
        scope=context["scope"],
        choices=choices.chosen,
        is_agreed=bool(request.POST.get("accord")),
        reason=context["form"].cleaned_data.get("reason", ""),
        check=lambda part: context["form"].check_still(_initial(context["booking"], part)),
    )
    messages.success(request, spaced(f"C’est enregistré : {context['which']}.{awaiting(series)}"))
    if tightest := tightest_date(series):
        warn_if_crowded(request, tightest)
    # Moved to a room that one does not manage, it may be nobody else's to read.
    is_read = visible_series(request.user).filter(pk=series.pk).exists()
    return redirect(series if is_read else "rooms:my_bookings")


def _not_yet(plan: Plan) -> str:
    if plan.open:
        return spaced(f"Rien n’est encore changé : {french.count_of(len(plan.open), 'date')} à régler.")
    return spaced("Rien n’est encore changé : des dates disparaîtraient, dites si c’est ce que vous voulez.")


def _show_dates(
    request: AgentRequest, context: dict[str, Any], change: Change, choices: Choices, plan: Plan
) -> HttpResponse:
    part = context["part"]
    offer_rooms(plan, change, by=request.user, organiser=part.series.organiser, but=part.rows)
    # One room for all is chosen in the fields.
    plan.everywhere = []
    context |= {
        "change": change,
        "clocks": clocks_of(change.starts_at, change.ends_at),
        "plan": plan,
        "rows": rows_of(plan, choices.faults, posted=request.POST, by=request.user),
        "gone": plan.gone,
    }
    return render(request, "rooms/series/series_change_dates.html", context)


def _initial(booking: Booking, part: Part) -> dict[str, Any]:
    """The series' own values: a date made apart does not lend its own to the others."""
    series = part.series
    initial: dict[str, Any] = {
        "room": series.room.slug,
        "date": booking.series_date,
        "start": f"{series.starts_at // 60:02}:{series.starts_at % 60:02}",
        "end": f"{series.ends_at // 60:02}:{series.ends_at % 60:02}",
        **details_of(series),
    }
    try:
        return initial | initial_of_rule(rest_of(series, part.first))
    except UnknownRule:
        return initial


def _posted(request: AgentRequest, booking: Booking, initial: dict[str, Any]) -> QueryDict:
    """Return the data sent; a field of one date's form left as it was takes the series' own value."""
    data = request.POST.copy()
    if "etape" in data or "rhythm" in data:
        return data
    if data.get(FIELD) == stamp_of(initial_of(booking)):
        # The page of one date is not stale: neither is what it says of the series.
        data[FIELD] = stamp_of(initial)
    for name, value in initial_of(booking).items():
        if name in initial and _sent(data, name) == _as_sent(value):
            _put(data, name, initial[name])
    for name, value in initial.items():
        if name not in data and name in SeriesChangeForm.RHYTHM:
            _put(data, name, value)
    return data


def _sent(data: QueryDict, name: str) -> list[str]:
    return ["on"] if data.getlist(name) == ["True"] else data.getlist(name)


def _as_sent(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(getattr(one, "pk", one)) for one in value]
    if value is True:
        return ["on"]
    return [] if value is False else [str(value if value is not None else "")]


def _put(data: QueryDict, name: str, value: Any) -> None:
    data.setlist(name, [text for text in _as_sent(value) if text])


def series_cancel(request: AgentRequest, reference: str, scope: Scope) -> HttpResponse:
    """Asks first; the button posts."""
    booking = own_booking(request, reference)
    try:
        part = part_of(booking, scope, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect(booking)
    is_asked = request.method == "POST" and "apercu" not in request.POST
    # From the page of one date, what was typed there.
    typed = {"reason": request.POST.get("reason", "")}
    form = CancelForm(request.POST if is_asked else None, by=request.user, booking=booking, initial=typed)
    cancel = partial(actions.cancel_series, booking, by=request.user, scope=scope)
    done = f"Ces dates sont annulées, la salle est libre : {len(part.rows)} en tout."
    if series := submitted(request, form, cancel, done=done):
        return redirect(series)
    context = {
        "form": form,
        "booking": booking,
        "part": part,
        "which": WHICH[scope],
        "times": times_of(part.series),
    }
    return render(request, "rooms/series/series_cancel.html", context)


def booking_swap(request: AgentRequest, reference: str) -> HttpResponse:
    """Two bookings exchange their rooms and times."""
    booking = own_booking(request, reference)
    if not policies.can_change(request.user, booking):
        return too_late(request, booking)
    others = {row.reference: row for row in exchangeable(booking, by=request.user)}
    choices = [(key, _described(row, request)) for key, row in others.items()]
    form = SwapForm(request.POST if request.method == "POST" else None, others=choices)
    if form.is_valid():
        other = others[form.cleaned_data["other"]]
        with refusals_in(form):
            bookings.swap(booking, other, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, "C’est échangé.")
            for exchanged in Booking.objects.filter(pk__in=(booking.pk, other.pk)).for_list():
                warn_if_crowded(request, exchanged)
            return redirect(booking)
    context = {"form": form, "booking": booking, "has_others": bool(others)}
    return render(request, "rooms/series/booking_swap.html", context)


def _described(row: Booking, request: AgentRequest) -> str:
    whose = "" if policies.is_organiser(request.user, row) else f", {french.of(row.organiser)}"
    return spaced(f"{row.room.name}, {when(row.period)} : {row.title}{whose}")
