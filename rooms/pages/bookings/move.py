"""A booking of one's own moved or stretched on the calendar by a pointer; the form does the same without one."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.people.requests import AgentRequest
from core.ui.french import NBSP
from rooms import periods
from rooms.bookings import actions
from rooms.models import Booking, Layout, Room
from rooms.pages.bookings.prefill import too_many_people

UNREADABLE = "Ce créneau n’est pas lisible. Passez par «\u00a0Modifier\u00a0»."
WAITS_AGAIN = "Elle attend de nouveau l’accord de qui gère la salle."
OF_A_SERIES = (
    "Cette réservation fait partie d’une série\u00a0: «\u00a0Modifier\u00a0» demande pour quelles dates."
)
ELSEWHERE = "Une réservation de plusieurs salles change de salle dans son formulaire."


class MoveForm(forms.Form):
    """Where it was dropped: a room, a day, two clocks, 24:00 included; brought back, its layout with it."""

    room = forms.ModelChoiceField(Room.objects.all(), to_field_name="slug")
    date = forms.DateField()
    start = forms.RegexField(r"^([01]\d|2[0-3]):(00|15|30|45)\Z")
    end = forms.RegexField(r"^(([01]\d|2[0-3]):(00|15|30|45)|24:00)\Z")
    layout = forms.ModelChoiceField(Layout.objects.all(), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            if not periods.FIRST_YEAR <= cleaned["date"].year < periods.LAST_YEAR:
                raise ValidationError(UNREADABLE)
            start, end = (periods.typed_moment(cleaned["date"], cleaned[name]) for name in ("start", "end"))
            if end <= start:
                raise ValidationError("La fin doit venir après le début.")
            cleaned["period"] = DateTimeTZRange(start, end)
        return cleaned


@require_POST
def booking_move(request: AgentRequest, reference: str) -> HttpResponse:
    """JSON: `said`, a sentence; `undo`, what to post to go back. Refused, 422 and a sentence."""
    bookings = Booking.objects.visible_to(request.user).of(request.user)
    booking = get_object_or_404(bookings.select_related("room"), reference=reference)
    form = MoveForm(_posted(request))
    if not form.is_valid():
        return _refused(" ".join(map(str, form.non_field_errors())) or UNREADABLE)
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
    said = f"C’est {done}{NBSP}: {booking.room.name}, {periods.when(booking.period)}."
    if booking.state == Booking.State.REQUESTED:
        said = f"{said} {WAITS_AGAIN}"
    if words := too_many_people(booking):
        said = f"{said} {words}"
    return JsonResponse({"said": said, "undo": before})


def _done(booking: Booking, room: Room, period: DateTimeTZRange) -> str:
    """What became of it, in a word: `room` and `period` are those of before."""
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
    """What would bring it back; None for several days, which a column cannot show."""
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
