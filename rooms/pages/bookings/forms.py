from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.choices import CallableChoiceIterator

from core import french
from core.french import spaced
from core.people.fields import AgentField
from core.people.models import Agent
from core.people.ordering import alphabetical
from core.web.fields import DayField, OneLineField, PlainTextField, offer
from core.web.idempotency import OneTimeForm
from core.web.stale_forms import StaleCheckForm
from rooms import periods, policies
from rooms.attendees.views import GuestsField
from rooms.bookings.actions import MISSING_REASON, MOST_PEOPLE
from rooms.fields import BAD_CLOCK, ENDS, STARTS, PeriodForm, PrivateField
from rooms.models import Booking, Layout, Room, Series

UNREADABLE = dict.fromkeys(
    ("required", "invalid", "invalid_choice"),
    spaced("Ce créneau n’est pas lisible. Passez par « Modifier »."),
)


def room_choices(rooms: list[Room], *, by: Agent, chosen: Room | None = None) -> list[Any]:
    """The rooms that this agent may book or ask for, and the one already chosen, by site."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for room in rooms:
        if room == chosen or (room.is_bookable and policies.can_ask(by, room)):
            asked = ", sur demande" if policies.must_ask(by, room) else ""
            label = f"{room.name} ({french.count_of(room.capacity, 'place')}{asked})"
            groups.setdefault(room.site.name, []).append((room.slug, label))
    return [("", "Choisissez une salle"), *groups.items()]


# « Plutôt cette salle »: the button of a room that is free, `taken:free`.
INSTEAD = "plutot"


# Room and time are chosen already, on « Trouver une salle »: only the title is left to give.
CHOSEN = "choisi"


class BookingFields(PeriodForm):
    """Room, day, times, title; the rest is for the few who need it.

    The day when it ends is asked of managers, and of all where the room may be had for several days.
    """

    asks_last_day = spaced("La réservation finit le lendemain ? Donnez ce jour.")
    # Where the room is taken, what the page offers instead.
    instead: dict[str, Any] = {}
    WHEN = ("room", "date", "start", "end")
    RARE = (
        "people",
        "organiser",
        "attendance",
        "layout",
        "other_rooms",
        "end_date",
        "wants_reminder",
        "is_private",
    )

    room = forms.CharField(
        label="Salle", widget=forms.Select, error_messages={"required": "Choisissez une salle."}
    )
    date = DayField(label="Date")
    # Given by a function: Django copies a list of choices, pair by pair, for each form that it makes.
    start = forms.ChoiceField(label="Début", choices=lambda: STARTS, error_messages=BAD_CLOCK)
    end = forms.ChoiceField(label="Fin", choices=lambda: ENDS, error_messages=BAD_CLOCK)
    title = OneLineField(
        label="Objet",
        max_length=120,
        help_text="Ce que les autres liront dans l’agenda de la salle.",
        error_messages={"required": "Dites en quelques mots à quoi servira la salle."},
    )
    end_date = DayField(
        label="Dernier jour",
        required=False,
        help_text="Seulement si la réservation finit après minuit, ou un autre jour.",
    )
    is_private = PrivateField()
    attendance = forms.IntegerField(
        label="Combien de personnes",
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Écrivez un nombre, par exemple 12.",
            "min_value": "Une personne au moins.",
            "max_value": "Ce nombre est trop grand pour une salle.",
        },
    )
    layout = forms.CharField(label="Disposition", required=False, widget=forms.Select)
    other_rooms = forms.MultipleChoiceField(
        label="D’autres salles en même temps",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=spaced("Toutes ou aucune : si l’une est prise, rien n’est réservé."),
        error_messages={"invalid_choice": "L’une de ces salles n’existe pas."},
    )
    wants_reminder = forms.BooleanField(label="Me le rappeler la veille", required=False)

    def __init__(self, *args: Any, by: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.chosen_room = self._chosen_room()
        # Both are asked for when the form is shown: a booking that is made answers with another page.
        self.fields["room"].widget.choices = CallableChoiceIterator(lambda: self._room_choices)
        offer(self, "other_rooms", lambda: self._other_rooms)
        self._offer_layouts()
        # A day typed for another room stays: the rules refuse it, where a form without it would book one day.
        has_day = self.initial.get("end_date") or self.data.get("end_date")
        if not (has_day or self._has_nights() or policies.can_manage_some(by)):
            del self.fields["end_date"]

    def _has_nights(self) -> bool:
        """The chosen room may be had for several days; or one of all, where none is chosen yet."""
        rooms = [self.chosen_room] if self.chosen_room or self.is_bound else self.rooms.values()
        return any(room and room.longest_days > 1 for room in rooms)

    @cached_property
    def rooms(self) -> dict[str, Room]:
        """All of them, by their slug."""
        by_site = Room.objects.select_related("site").order_by(*alphabetical("site__name", "name"))
        return {room.slug: room for room in by_site}

    @cached_property
    def _room_choices(self) -> list[Any]:
        return room_choices([*self.rooms.values()], by=self.by, chosen=self.chosen_room)

    def _chosen_room(self) -> Room | None:
        slug = str(self["room"].value() or "").strip()
        if not self.is_bound:
            return self.rooms.get(slug)
        # Sent, it needs no other, unless it is shown again.
        known = Room.objects.select_related("site")
        return known.filter(slug=slug).first() if slug and "\x00" not in slug else None

    @cached_property
    def _other_rooms(self) -> list[tuple[str, str]]:
        """Offer rooms of the same site: a booking of several rooms is one meeting.

        Rooms that it has already stay, even if they have since been closed to this agent.
        """
        chosen, held = self.chosen_room, set(self.initial.get("other_rooms") or ())
        ticked = set(self["other_rooms"].value() or ())
        return [
            (room.slug, f"{room.name} ({french.count_of(room.capacity, 'place')})")
            for room in self.rooms.values()
            if (room.slug in held or policies.can_ask(self.by, room))
            and (
                room.slug in ticked
                or (
                    room.is_bookable
                    and (chosen is None or (room.site_id == chosen.site_id and room != chosen))
                )
            )
        ]

    def _offer_layouts(self) -> None:
        """Offer the layouts of any of its rooms: the first is not always the one that is laid out."""
        layouts: list[Layout] = []
        if chosen := self.chosen_room:
            ticked = [slug for slug in self["other_rooms"].value() or () if "\x00" not in slug]
            theirs = Layout.objects.filter(Q(room=chosen) | Q(room__slug__in=ticked))
            layouts = sorted(theirs.select_related("room"), key=lambda layout: layout.room_id != chosen.pk)
        self.layouts = {str(layout.pk): layout for layout in layouts}
        if not layouts and not self["layout"].value():
            del self.fields["layout"]
            return
        shown = [
            (pk, str(layout) if layout.room == chosen else spaced(f"{layout.room.name} : {layout}"))
            for pk, layout in self.layouts.items()
        ]
        self.fields["layout"].widget.choices = [("", "Comme elle est"), *shown]

    @property
    def chosen(self) -> str:
        """« Salle Mistral, le mardi 1er décembre de 9 h à 10 h », where a link chose it: the rest is folded.

        Nothing once one of the folded fields is wrong, or for several days.
        """
        if "end_date" in self.fields and self["end_date"].value():
            return ""
        asked = self.data.get(CHOSEN) if self.is_bound else self.initial.get(CHOSEN)
        room, values = self.chosen_room, {name: str(self[name].value() or "") for name in self.WHEN[1:]}
        day = periods.readable_day(values["date"])
        start, end = dict(STARTS).get(values["start"]), dict(ENDS).get(values["end"])
        if asked != "1" or not (room and day and start and end) or set(self.errors) - {"title"}:
            return ""
        return f"{room.called}, {french.long_date(day)} de {start} à {end}"

    @property
    def other_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in (*self.WHEN, *self.RARE)]

    @property
    def rare_fields(self) -> list[forms.BoundField]:
        offered = [name for name in self.RARE if name in self.fields]
        offers_rooms = self._other_rooms or "other_rooms" in self.errors
        return [self[name] for name in offered if name != "other_rooms" or offers_rooms]

    @property
    def uses_rare_fields(self) -> bool:
        """One of them has a value, or is wrong: they are shown open."""
        return any(field.errors or field.value() for field in self.rare_fields)

    def clean_room(self) -> Room:
        room = self.chosen_room
        if room is None:
            raise ValidationError("Cette salle n’existe pas. Choisissez-en une dans la liste.")
        return room

    def clean(self) -> dict[str, Any]:
        if self.data.get(INSTEAD):
            # Read, it is in the room already (`with_room_instead`).
            self.add_error(
                "room", "La salle choisie à la place n’est pas de celles d’ici. Choisissez-en une autre."
            )
        return super().clean()

    def clean_other_rooms(self) -> list[Room]:
        return [self.rooms[slug] for slug in self.cleaned_data["other_rooms"]]

    def clean_layout(self) -> Layout | None:
        asked = self.cleaned_data["layout"]
        if asked and asked not in self.layouts:
            raise ValidationError(spaced("Cette salle n’a pas cette disposition : choisissez-en une autre."))
        return self.layouts.get(asked)

    def booked(self) -> dict[str, Any]:
        given = {name: self.cleaned_data[name] for name in ("room", "period", "title", "is_private")}
        return given | {
            "other_rooms": self.cleaned_data.get("other_rooms", []),
            "layout": self.cleaned_data.get("layout"),
            "attendance": self.cleaned_data["attendance"],
            "wants_reminder": self.cleaned_data["wants_reminder"],
        }


class BookingForm(OneTimeForm, BookingFields):
    """A new booking, with its one-time key and its guests; for a colleague, if their name is given."""

    people = GuestsField(
        required=False,
        rows=3,
        help_text=spaced(
            "Une personne par ligne : un collègue, ou une adresse de messagerie. "
            "Chacun reçoit le rendez-vous pour son agenda, et les changements."
        ),
    )
    organiser = AgentField(
        label="Pour qui",
        required=False,
        help_text="Vide, c’est pour vous. Sinon, le prénom et le nom d’un collègue, ou son identifiant.",
    )

    def booked(self) -> dict[str, Any]:
        return super().booked() | {"organiser": self.cleaned_data["organiser"]}


class ReasonForm(forms.Form):
    """The admin's: a manager's own booking needs a reason there too."""

    reason = PlainTextField(
        label="Motif",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="La personne qui a réservé le recevra par messagerie et sur l’intranet.",
        error_messages={"required": MISSING_REASON},
    )


class ChangeForm(StaleCheckForm, BookingFields):
    """A booking that stands already; for someone else's, why."""

    reason = ReasonForm.base_fields["reason"]

    def __init__(self, *args: Any, by: Agent, booking: Booking, **kwargs: Any) -> None:
        super().__init__(*args, by=by, initial=initial_of(booking), **kwargs)
        if not policies.must_give_reason(by, booking):
            del self.fields["reason"]


def initial_of(booking: Booking) -> dict[str, Any]:
    """The form's fields as the booking has them."""
    start, end = timezone.localtime(booking.period.lower), timezone.localtime(booking.period.upper)
    last_day, last_clock = end.date(), f"{end:%H:%M}"
    if last_clock == "00:00":
        last_day, last_clock = last_day - dt.timedelta(days=1), periods.MIDNIGHT
    return {
        "room": booking.room.slug,
        "date": start.date(),
        "start": f"{start:%H:%M}",
        "end": last_clock,
        "end_date": last_day if last_day != start.date() else None,
        **details_of(booking),
        "wants_reminder": booking.wants_reminder,
    }


def details_of(row: Booking | Series) -> dict[str, Any]:
    """Return what a booking and a series have in common, as their forms show it."""
    return {
        "title": row.title,
        "is_private": row.is_private,
        "other_rooms": [room.slug for room in row.other_rooms.all()],
        "layout": str(row.layout_id or ""),
        "attendance": row.attendance,
    }


class CancelForm(ReasonForm):
    """Why, when it is someone else's."""

    def __init__(self, *args: Any, by: Agent, booking: Booking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not policies.must_give_reason(by, booking):
            del self.fields["reason"]


class MoveForm(PeriodForm):
    """Place where a booking was dropped: a room, a day, two clocks, 24:00 included; and its layout when undone."""

    room = forms.ModelChoiceField(Room.objects.all(), to_field_name="slug", error_messages=UNREADABLE)
    date = DayField(error_messages=UNREADABLE)
    start = forms.ChoiceField(choices=STARTS, error_messages=UNREADABLE)
    end = forms.ChoiceField(choices=ENDS, error_messages=UNREADABLE)
    layout = forms.ModelChoiceField(Layout.objects.all(), required=False, error_messages=UNREADABLE)
