"""« Fermer des salles »: the closures, a new one, the bookings in its way, and lifting it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.french import count_of, spaced
from core.people.models import Agent
from core.people.ordering import alphabetical
from core.people.requests import AgentRequest
from core.web.fields import DayField, OneLineField, offer
from core.web.idempotency import OneTimeForm, create_once
from core.web.pagination import paginate
from rooms import periods, policies
from rooms.availability.free_rooms import Criteria, look_at
from rooms.availability.rule_context import rooms_closed_by, standing_in_the_way
from rooms.closures import actions
from rooms.fields import BAD_CLOCK, ENDS, STARTS, PeriodForm
from rooms.models import Booking, Closure, Room, Site
from rooms.models.bookings import State
from rooms.periods import overlap, when_closed
from rooms.querysets import ClosureQuerySet
from rooms.view_shortcuts import check_manages

ALL = "toutes"


class ClosureForm(OneTimeForm, PeriodForm):
    where = forms.ChoiceField(
        label="Ce qui est fermé",
        error_messages={
            "required": "Choisissez ce qui est fermé.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )
    date = DayField(label="Premier jour")
    start = forms.ChoiceField(label="À partir de", choices=STARTS, initial="00:00", error_messages=BAD_CLOCK)
    end_date = DayField(label="Dernier jour", required=False, help_text=spaced("Vide : le même jour."))
    end = forms.ChoiceField(label="Jusqu’à", choices=ENDS, initial=periods.MIDNIGHT, error_messages=BAD_CLOCK)
    reason = OneLineField(
        label="Motif",
        max_length=200,
        help_text="Tous les agents le liront.",
        error_messages={"required": spaced("Dites pourquoi : tous les agents le liront.")},
    )

    def __init__(self, *args: Any, by: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [
            room
            for room in Room.objects.select_related("site").order_by(*alphabetical("site__name", "name"))
            if policies.can_manage_room(by, room)
        ]
        self.rooms = {f"salle-{room.slug}": room for room in mine}
        self.sites: dict[str, Site] = {}
        choices: list[Any] = [("", "Choisissez")]
        if policies.can_manage(by):
            self.sites = {f"site-{room.site.slug}": room.site for room in mine}
            choices.append((ALL, "Toutes les salles"))
            choices.append(("Un site", [(key, site.name) for key, site in self.sites.items()]))
        by_site: dict[str, list[tuple[str, str]]] = {}
        for key, room in self.rooms.items():
            by_site.setdefault(room.site.name, []).append((key, room.name))
        offer(self, "where", [*choices, *by_site.items()])

    def closed(self) -> dict[str, Any]:
        where = self.cleaned_data["where"]
        return {
            "room": self.rooms.get(where),
            "site": self.sites.get(where),
            **{name: self.cleaned_data[name] for name in ("period", "reason")},
        }


FEW = 6
# No slug has a colon; a blank field decides nothing.
CANCEL = ":annuler"
KEEP = ":garder"


@dataclass(frozen=True, slots=True)
class Relocation:
    """A booking in the way, the rooms that could take it (slug and words), and what is proposed."""

    booking: Booking
    rooms: list[tuple[str, str]]
    proposed: str


def relocations(bookings: Iterable[Booking], closed: Sequence[Room], *, by: Agent) -> list[Relocation]:
    """Two of the same time are not proposed the same room. One statement for each time that has bookings."""
    closed_ids = {room.pk for room in closed}
    free: dict[tuple[object, object, int], list[Room]] = {}
    given: list[tuple[str, DateTimeTZRange]] = []
    found = []
    for booking in bookings:
        people = booking.seats_wanted
        key = (booking.period.lower, booking.period.upper, people)
        if key not in free:
            found_free = look_at([booking.period], by=by, wishes=Criteria(people=people)).free()
            free[key] = [one.room for one in found_free if one.room.pk not in closed_ids and not one.must_ask]
        rooms = free[key] if _can_move(booking, closed_ids) else []
        rooms = sorted(rooms, key=lambda room: room.site != booking.room.site)
        still = [room for room in rooms if not _is_given(room.slug, booking.period, given)]
        proposed = still[0].slug if still else KEEP
        if still:
            given.append((proposed, booking.period))
        choices = [(room.slug, _described(room)) for room in rooms[:FEW]]
        if still and proposed not in dict(choices):
            choices.append((proposed, _described(still[0])))
        found.append(Relocation(booking, choices, proposed))
    return found


def _can_move(booking: Booking, closed: set[int]) -> bool:
    """Return False for a booking that is only offered, or that would need several rooms elsewhere."""
    return booking.state != State.HELD and sum(room.pk in closed for room in booking.all_rooms) == 1


def _is_given(slug: str, period: DateTimeTZRange, given: list[tuple[str, DateTimeTZRange]]) -> bool:
    return any(slug == other and overlap(period, taken) for other, taken in given)


def _described(room: Any) -> str:
    return f"{room.name} ({room.site}, {count_of(room.places, 'place')})"


FIELD = "vers-"
LISTED = 50


@require_safe
def closures(request: AgentRequest) -> HttpResponse:
    """List the closures that stand and are not over, the nearest first."""
    check_manages(request)
    standing = _readable(request.user).standing().filter(period__endswith__gt=timezone.now())
    page = paginate(standing.order_by("period", "pk"), request)
    rows = [
        (closure, where(closure), when_closed(closure.period), policies.can_lift(request.user, closure))
        for closure in page
    ]
    return render(request, "rooms/closures/closures.html", {"page": page, "rows": rows})


def close_rooms(request: AgentRequest) -> HttpResponse:
    """The form; then the bookings in the way, if any, and what each could become; then the action."""
    check_manages(request)
    if request.method != "POST":
        room = request.GET.get("salle", "").replace("\x00", "")
        initial = {"where": f"salle-{room}" if room else "", "date": timezone.localdate()}
        form = ClosureForm(by=request.user, initial=initial)
        return render(request, "rooms/closures/close_rooms.html", {"form": form})
    form = ClosureForm(request.POST, by=request.user)
    if not form.is_valid():
        return render(request, "rooms/closures/close_rooms.html", {"form": form})
    asked = form.closed()
    decided = _decided(request, asked)
    try:
        closure, is_new = create_once(
            Closure.objects.filter(created_by=request.user),
            form.cleaned_data["submission_key"],
            lambda key: actions.close(by=request.user, decisions=decided, submission_key=key, **asked),
        )
    except actions.ToDecide as to_decide:
        return _ask_where(request, form, to_decide)
    except ValidationError as error:
        # By field where it names one.
        form.add_error(None, error)
        return render(request, "rooms/closures/close_rooms.html", {"form": form})
    if is_new:
        _say(request, closure, decided)
    else:
        # What was decided of the bookings may differ: only the first sending counts.
        messages.info(
            request,
            spaced("Cette fermeture était déjà enregistrée : la voici. Votre nouvel envoi n’a rien changé."),
        )
    return redirect("rooms:closure_detail", closure.reference)


def _decided(request: AgentRequest, asked: dict[str, Any]) -> dict[str, actions.Decision]:
    """Return the decision on each booking in the way, by its reference; ignore what is sent of any other."""
    sent = {
        name.removeprefix(FIELD): str(value) for name, value in request.POST.items() if name.startswith(FIELD)
    }
    wanted = {slug for slug in sent.values() if slug not in (CANCEL, KEEP) and "\x00" not in slug}
    rooms = {room.slug: room for room in Room.objects.filter(slug__in=wanted).select_related("site")}
    known: dict[str, actions.Decision] = {**rooms, CANCEL: None, KEEP: actions.KEEP}
    closed = rooms_closed_by(room=asked["room"], site=asked["site"])
    standing = standing_in_the_way(closed, asked["period"])[: actions.MOST_SHOWN] if sent else ()
    inside = {booking.reference for booking in standing}
    return {
        reference: known[choice]
        for reference, choice in sent.items()
        if reference in inside and choice in known
    }


def _ask_where(request: AgentRequest, form: ClosureForm, to_decide: actions.ToDecide) -> HttpResponse:
    asked = form.closed()
    closed = rooms_closed_by(room=asked["room"], site=asked["site"])
    standing = standing_in_the_way(closed, asked["period"])
    bookings = list(standing[: actions.MOST_SHOWN])
    ways = relocations(bookings, closed, by=request.user)
    readable = policies.readable_among(request.user, bookings)
    # The first time, nothing has changed meanwhile: it is simply the list.
    is_first = not any(name.startswith(FIELD) for name in request.POST)
    is_shown = any(way.booking.reference == to_decide.reference for way in ways)
    context = {
        "form": form,
        "where": _words(asked["room"], asked["site"]),
        "when": when_closed(asked["period"]),
        "reason": asked["reason"],
        "rows": [(way, _chosen(request, way), way.booking.pk in readable) for way in ways],
        "fault": "" if is_first else " ".join(to_decide.messages),
        "wrong": to_decide.reference if is_shown and not is_first else "",
        "cancel": CANCEL,
        "keep": KEEP,
        "others": max(0, standing.count() - len(bookings)),
    }
    return render(request, "rooms/closures/close_rooms_decisions.html", context)


def _chosen(request: AgentRequest, way: Relocation) -> str:
    """Return what was chosen for it already, if it still can be; otherwise what is proposed."""
    sent = request.POST.get(f"{FIELD}{way.booking.reference}")
    return sent if sent is not None and (sent in (CANCEL, KEEP) or sent in dict(way.rooms)) else way.proposed


def _say(request: AgentRequest, closure: Closure, decided: dict[str, actions.Decision]) -> None:
    messages.success(request, spaced(f"C’est fermé : {where(closure)}, {when_closed(closure.period)}."))
    moved = sum(isinstance(decision, Room) for decision in decided.values())
    cancelled = sum(decision is None for decision in decided.values())
    kept = len(decided) - moved - cancelled
    words = [
        count_of(moved, "réservation déplacée", "réservations déplacées") if moved else "",
        count_of(cancelled, "réservation annulée", "réservations annulées") if cancelled else "",
        count_of(kept, "réservation gardée", "réservations gardées") if kept else "",
    ]
    if decided:
        messages.info(request, spaced(f"{', '.join(filter(None, words))} : les personnes sont prévenues."))


def closure_detail(request: AgentRequest, closure: str) -> HttpResponse:
    """Show a closure and the bookings that stay inside; the button lifts it."""
    check_manages(request)
    found = get_object_or_404(_readable(request.user), reference=closure)
    if request.method == "POST":
        actions.lift(found, by=request.user)
        messages.success(request, spaced("La fermeture est levée : on peut de nouveau réserver."))
        return redirect("rooms:closures")
    rooms = rooms_closed_by(room=found.room, site=found.site)
    inside = list(standing_in_the_way(rooms, found.period)[: LISTED + 1]) if found.lifted_at is None else []
    readable = policies.readable_among(request.user, inside)
    context = {
        "closure": found,
        "where": where(found),
        "when": when_closed(found.period),
        "can_lift": policies.can_lift(request.user, found),
        "inside": [(booking, booking.pk in readable) for booking in inside[:LISTED]],
        "has_more": len(inside) > LISTED,
    }
    return render(request, "rooms/closures/closure_detail.html", context)


def where(closure: Closure) -> str:
    return _words(closure.room, closure.site)


def _words(room: Any, site: Any) -> str:
    if room is not None:
        return f"la {room.called} ({room.site.name})"
    return f"tout le site {site.name}" if site is not None else "toutes les salles"


def _readable(agent: Agent) -> ClosureQuerySet:
    """A room's manager reads what closes that room."""
    everything = Closure.objects.select_related("room__site", "site", "created_by")
    return everything if policies.can_manage(agent) else everything.of(*Room.objects.kept_by(agent))
