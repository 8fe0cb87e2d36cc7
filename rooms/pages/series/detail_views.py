"""A series is read; without an organiser, it is given to someone or ended."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core.people.requests import AgentRequest
from core.ui.french import NBSP
from core.ui.pagination import paginate
from rooms import access
from rooms.models import Series
from rooms.pages.bookings.forms import ReasonForm, add_refusal
from rooms.pages.series.forms import GiveForm
from rooms.periods import when
from rooms.series import actions
from rooms.series.querysets import occurrences_of, visible_series, without_organiser
from rooms.series.wording import times_of


def series_detail(request: AgentRequest, series: str) -> HttpResponse:
    found = get_object_or_404(visible_series(request.user), reference=series)
    rows = occurrences_of(found, seen_by=request.user)
    to_come = [row for row in rows if row.is_holding and not row.is_over]
    context = {
        "series": found,
        "times": times_of(found),
        "is_mine": request.user == found.organiser,
        "to_come": [(row, when(row.period)) for row in to_come],
        "others": [(row, when(row.period)) for row in rows if row not in to_come],
        "first": next((row for row in to_come if access.can_change(request.user, row)), None),
        "can_settle": bool(to_come) and actions.may_settle(request.user, found),
    }
    return render(request, "rooms/series/series_detail.html", context)


def series_orphans(request: AgentRequest) -> HttpResponse:
    """Those of the rooms that one keeps whose organiser has left."""
    if not access.can_manage_some(request.user):
        raise PermissionDenied("Cette liste est celle des personnes qui gèrent des salles.")
    page = paginate(without_organiser(request.user), request)
    context = {"page": page, "rows": [(series, times_of(series)) for series in page]}
    return render(request, "rooms/series/series_orphans.html", context)


def series_give(request: AgentRequest, series: str) -> HttpResponse:
    found = _settled(request, series)
    form = GiveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.give_series(found, to=form.cleaned_data["to"], by=request.user)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, f"La série est confiée à {form.cleaned_data['to']}.")
            # Private and given away, it is read by whom it was given to.
            is_read = visible_series(request.user).filter(pk=found.pk).exists()
            return redirect(found if is_read else "rooms:my_bookings")
    context = {"form": form, "series": found, "times": times_of(found)}
    return render(request, "rooms/series/series_give.html", context)


def series_end(request: AgentRequest, series: str) -> HttpResponse:
    found = _settled(request, series)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.end_series(found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, f"La série est terminée{NBSP}: ses dates à venir sont libres.")
            return redirect(found)
    context = {"form": form, "series": found, "times": times_of(found)}
    return render(request, "rooms/series/series_end.html", context)


def _settled(request: AgentRequest, reference: str) -> Series:
    found = get_object_or_404(visible_series(request.user), reference=reference)
    if not actions.may_settle(request.user, found):
        raise PermissionDenied("Cette série n’est pas la vôtre.")
    return found
