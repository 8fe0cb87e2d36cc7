"""Invite people to a booking, and take them off its list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core.french import NBSP, count_of, spaced
from core.people.fields import WITH_IDENTIFIANT, PeopleInput, read_people
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.fields import PlainTextField
from core.web.refusals import refusals_as_messages, refusals_in
from rooms import policies
from rooms.attendees import actions
from rooms.attendees.invitations import email_of
from rooms.models import Attendee, Booking
from rooms.series.actions import may_settle
from rooms.view_shortcuts import own_booking, too_late, visible_booking, warn_if_crowded

MOST_LINES = 100
ANSWERED = {"ACCEPTED": "vous venez", "TENTATIVE": "vous viendrez peut-être", "DECLINED": "vous ne venez pas"}


@dataclass(frozen=True)
class Guests:
    agents: list[Agent] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.agents or self.addresses)


class GuestsField(PlainTextField):
    """Names, identifiants and addresses, one a line; the value is `Guests`."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        given: dict[str, Any] = {
            "label": "Qui inviter",
            "max_length": 10_000,
            "widget": PeopleInput(attrs={"rows": rows}),
            "help_text": spaced(
                "Une personne par ligne : le prénom et le nom d’un collègue, son identifiant, "
                "ou une adresse de messagerie pour quelqu’un de l’extérieur."
            ),
            "error_messages": {"required": "Écrivez au moins une personne."},
        }
        super().__init__(**{**given, **kwargs})

    def clean(self, value: Any) -> Guests:
        typed: str = super().clean(value)
        # « Ana Lind <ana@ailleurs.example>; … », as messaging programs copy it: the address alone counts.
        parts = [part.rpartition("<")[2] for part in typed.replace(";", "\n").splitlines()]
        lines = [line for part in parts if (line := part.strip(" \t,>"))]
        if len(lines) > MOST_LINES:
            raise ValidationError(f"Invitez {MOST_LINES} personnes au plus à la fois.")
        # A person's identifiant may hold the sign.
        addresses = [
            line for line in dict.fromkeys(lines) if "@" in line and not WITH_IDENTIFIANT.fullmatch(line)
        ]
        agents: list[Agent] = []
        faults: list[ValidationError] = []
        try:
            agents = read_people(self, [line for line in lines if line not in addresses])
        except ValidationError as error:
            faults = list(error.error_list)
        for address in addresses:
            try:
                validate_email(address)
            except ValidationError:
                faults.append(ValidationError(spaced(f"« {address} » n’est pas une adresse de messagerie.")))
        if faults:
            raise ValidationError(faults)
        return Guests(agents, addresses)


class InviteForm(forms.Form):
    """Whom to invite, and to which dates of a series."""

    people = GuestsField()
    whole_series = forms.ChoiceField(
        label="Pour quelles dates",
        choices=[("", "Cette date seulement"), ("1", "Toute la série")],
        initial="",
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, by: Agent, booking: Booking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A manager of one date's room does not decide for the others.
        if booking.series is None or not may_settle(by, booking.series):
            del self.fields["whole_series"]


def booking_invite(request: AgentRequest, reference: str) -> HttpResponse:
    booking = own_booking(request, reference)
    if request.method != "POST" and not policies.can_change(request.user, booking):
        return too_late(request, booking)
    form = InviteForm(request.POST or None, by=request.user, booking=booking)
    if request.method == "POST" and form.is_valid():
        whole, people = bool(form.cleaned_data.get("whole_series")), form.cleaned_data["people"]
        with refusals_in(form):
            new = actions.invite(
                booking, by=request.user, agents=people.agents, addresses=people.addresses, whole_series=whole
            )
            messages.success(request, _invited(new, booking))
            warn_if_crowded(request, booking)
            return redirect(booking)
    return render(request, "rooms/attendees/booking_invite.html", {"form": form, "booking": booking})


def _invited(new: list[Attendee], booking: Booking) -> str:
    if not new:
        return "Ces personnes étaient déjà invitées."
    words = count_of(len(new), "personne invitée", "personnes invitées")
    if booking.state != Booking.State.CONFIRMED:
        return spaced(f"{words} : les invitations partiront quand la demande sera acceptée.")
    said = spaced(f"{words} : l’invitation part par messagerie.")
    unreached = [str(each) for each in new if not email_of(each)]
    return said + spaced(
        f" Sans adresse, à prévenir vous-même : {', '.join(unreached)}." if unreached else ""
    )


@require_POST
def attendee_withdraw(request: AgentRequest, reference: str, attendee: int) -> HttpResponse:
    booking = own_booking(request, reference)
    found = get_object_or_404(Attendee.objects.of_booking(booking), pk=attendee)
    with refusals_as_messages(request):
        actions.withdraw(found, by=request.user)
        messages.success(request, f"{found} n’est plus sur la liste.")
    return redirect(booking)


@require_POST
def attendee_answer(request: AgentRequest, reference: str) -> HttpResponse:
    booking = visible_booking(request, reference)
    given = request.POST.get("answer", "")
    if given not in Attendee.Answer.values:
        raise Http404
    with refusals_as_messages(request):
        attendee = actions.answer(booking, by=request.user, answer=Attendee.Answer(given))
        what = "à toute la série" if attendee.series_id else "à cette réunion"
        messages.success(request, f"C’est noté{NBSP}: {ANSWERED[given]} {what}.")
    return redirect(booking)
