"""« Les demandes de salles »: those that one answers, one by one or several at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core.french import count_of, spaced
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.fields import PlainTextField
from core.web.pagination import paginate
from rooms import links, policies
from rooms.models import Booking
from rooms.periods import when
from rooms.policies import by_series, first_dates, to_answer
from rooms.querysets import BookingQuerySet
from rooms.requests import actions
from rooms.requests.actions import MISSING_REASON, Answered
from rooms.series.querysets import times_of
from rooms.view_shortcuts import check_manages

ACCEPT, DECLINE = "accepter", "refuser"


class AcceptForm(forms.Form):
    """The admin's: words are not needed to accept."""

    words = PlainTextField(
        label="Vos mots",
        max_length=500,
        required=False,
        help_text="La personne qui a demandé la salle les recevra.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AnswerForm(AcceptForm):
    """Words, and which of the two buttons was pressed; a refusal needs words."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["words"].help_text += " Il en faut pour refuser."
        self.answer = (data or {}).get("reponse", "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.answer not in (ACCEPT, DECLINE):
            self.add_error(None, "Choisissez d’accepter ou de refuser.")
        elif self.answer == DECLINE and "words" in cleaned and not cleaned["words"].strip():
            self.add_error("words", MISSING_REASON)
        return cleaned


class AnswersForm(AnswerForm):
    """Several requests at once: those that were ticked, or all the dates of one series, by its own two buttons."""

    def __init__(self, data: Any = None, *, requests: list[Booking]) -> None:
        super().__init__(data)
        self.requests = {booking.reference: booking for booking in requests}
        self.answer, _, series = self.answer.partition(":")
        self.ticked = set(data.getlist("demande")) if data else set()
        if series:
            # What the page showed, never a date asked for since; a refusal without words finds them ticked.
            self.ticked = {*data.get(f"dates-{series}", "").split(",")} - {""}

    @property
    def chosen(self) -> list[Booking]:
        return [booking for reference, booking in self.requests.items() if reference in self.ticked]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.ticked:
            self.add_error(None, "Cochez au moins une demande.")
        return cleaned


@dataclass(frozen=True)
class Asked:
    """One request: a booking, or the dates of a series (`times` is then not empty), and those that one may answer."""

    dates: list[Booking]
    to_decide: list[Booking]
    times: str
    has_ticked: bool


def requests(request: AgentRequest) -> HttpResponse:
    """All that await this agent; ticked, they are accepted or declined together, as are all dates of a series."""
    check_manages(request)
    waiting = to_answer(request.user)
    page = paginate(first_dates(waiting), request)
    groups = _with_their_dates(page, waiting)
    form = AnswersForm(
        request.POST if request.method == "POST" else None,
        requests=[booking for group in groups for booking in group],
    )
    if request.method == "POST" and form.is_valid():
        _answer(request, form.chosen, form, missing=len(form.ticked) - len(form.chosen))
        return redirect("rooms:requests")
    asked = [_asked(group, form.ticked, by=request.user) for group in groups]
    return render(request, "rooms/requests/requests.html", {"page": page, "form": form, "asked": asked})


def _with_their_dates(page: Iterable[Booking], waiting: BookingQuerySet) -> list[list[Booking]]:
    """Each request of the page with all its dates, in two statements."""
    firsts = list(page)
    dates = list(waiting.filter(series__in={booking.series_id for booking in firsts if booking.series_id}))
    of_series = {group[0].series_id: group for group in by_series(dates)}
    return [of_series.get(first.series_id, [first]) if first.series_id else [first] for first in firsts]


def _asked(bookings: list[Booking], ticked: set[str], *, by: Agent) -> Asked:
    to_decide = [booking for booking in bookings if policies.can_decide(by, booking)]
    series = bookings[0].series if len(bookings) > 1 else None
    has_ticked = any(booking.reference in ticked for booking in to_decide)
    return Asked(bookings, to_decide, times_of(series) if series else "", has_ticked)


def request_answer(request: AgentRequest, reference: str) -> HttpResponse:
    """One of them, from its mail or its page."""
    bookings = Booking.objects.visible_to(request.user).for_list()
    booking = get_object_or_404(bookings, reference=reference)
    if not policies.can_manage_booking(request.user, booking):
        raise PermissionDenied("Cette salle n’est pas de celles dont vous vous occupez.")
    if request.method != "POST" and not policies.can_decide(request.user, booking):
        messages.info(request, "Cette demande n’attend plus de réponse de votre part.")
        return redirect(booking)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _answer(request, [booking], form)
        return redirect(booking)
    context = {
        "booking": booking,
        "form": form,
        "day_url": links.day(booking.room.site.slug, booking.day),
    }
    return render(request, "rooms/requests/request_answer.html", context)


def _answer(
    request: AgentRequest, bookings: Sequence[Booking], form: AnswerForm, *, missing: int = 0
) -> None:
    """Each request on its own: one that somebody answered meanwhile is said, and does not stop the others."""
    done, people = 0, set()
    for dates in by_series(bookings):
        try:
            answered = actions.answer_all(
                dates, by=request.user, words=form.cleaned_data["words"], is_accepted=form.answer == ACCEPT
            )
        except ValidationError as error:
            # Moved to another room while the locks were awaited.
            answered = Answered(left=[(booking, error) for booking in dates])
        done += len(answered.done)
        people |= {booking.organiser_id for booking in answered.done}
        for booking, refusal in answered.left:
            why = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
            messages.warning(request, spaced(f"{booking.organiser}, {when(booking.period)} : {why}"))
    if done:
        answered_words = "acceptée" if form.answer == ACCEPT else "refusée"
        notified = "La personne est prévenue." if len(people) == 1 else "Les personnes sont prévenues."
        messages.success(
            request,
            f"{count_of(done, f'demande {answered_words}', f'demandes {answered_words}s')}. {notified}",
        )
    if missing:
        waited = "n’attendait" if missing == 1 else "n’attendaient"
        messages.warning(request, f"{count_of(missing, 'demande')} {waited} plus de réponse.")
