"""« Les demandes de salles »: those that one answers, one by one or several at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core.people.models import Agent
from core.people.requests import AgentRequest
from core.ui.french import count_of, spaced
from core.ui.pagination import paginate
from rooms import links, policies
from rooms.models import Booking
from rooms.periods import when
from rooms.querysets import BookingQuerySet
from rooms.requests import actions
from rooms.requests.actions import Answered
from rooms.requests.forms import ACCEPT, AnswerForm, AnswersForm
from rooms.requests.pending import by_series, first_dates, to_answer
from rooms.series.wording import times_of


@dataclass(frozen=True)
class RequestLine:
    """A date as the page shows it."""

    booking: Booking
    when: str
    can_decide: bool


@dataclass(frozen=True)
class Asked:
    """One request: a booking, or the dates of a series (`times` is then not empty)."""

    lines: list[RequestLine]
    times: str
    ticked: set[str]

    @property
    def first(self) -> RequestLine:
        return self.lines[0]

    @property
    def to_decide(self) -> list[str]:
        return [line.booking.reference for line in self.lines if line.can_decide]

    @property
    def has_ticked(self) -> bool:
        return not self.ticked.isdisjoint(self.to_decide)


def requests(request: AgentRequest) -> HttpResponse:
    """All that await this agent; ticked, they are accepted or declined together, as are all dates of a series."""
    if not policies.can_manage_some(request.user):
        raise PermissionDenied("Cette page est pour qui s’occupe d’une salle.")
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
    lines = [
        RequestLine(booking, when(booking.period), policies.can_decide(by, booking)) for booking in bookings
    ]
    series = bookings[0].series if len(bookings) > 1 else None
    return Asked(lines, times_of(series) if series else "", ticked)


def request_answer(request: AgentRequest, reference: str) -> HttpResponse:
    """One of them, from its mail or its page."""
    bookings = Booking.objects.visible_to(request.user).for_list()
    booking = get_object_or_404(bookings, reference=reference)
    if not policies.can_manage_one_of(request.user, booking.all_rooms):
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
        "when": when(booking.period),
        "agreed": when(booking.agreed_period) if booking.agreed_period else "",
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
            answered = answer_dates(
                dates, by=request.user, answer=form.answer, words=form.cleaned_data["words"]
            )
        except ValidationError as error:
            # Moved to another room while the locks were awaited.
            answered = Answered(left=[(booking, " ".join(error.messages)) for booking in dates])
        done += len(answered.done)
        people |= {booking.organiser_id for booking in answered.done}
        for booking, why in answered.left:
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


def answer_dates(dates: Sequence[Booking], *, by: Agent, answer: str, words: str) -> Answered:
    """One request: a booking, or dates of one series."""
    if answer == ACCEPT:
        return actions.accept_all(dates, by=by, words=words)
    return actions.decline_all(dates, by=by, reason=words)
