"""A room held by someone for a time, and what it holds: two occupancies of a cell never overlap.

Series give their dates as bookings; waits stand in line for a slot; changes of the calendar name what pages read again.
"""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import BitXor, Count, Deferrable, F, Func, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from core.french import listed
from core.history.tracking import track, was_tracked
from core.people.models import Agent
from core.web.idempotency import SubmissionKeyModel
from core.web.public_ids import random_key
from rooms import constraints
from rooms.models.places import Cell, Layout, Room
from rooms.querysets import BookingQuerySet


@track()
class Series(SubmissionKeyModel):
    """The rule as iCalendar writes it, the times of the town's clock, and the dates of the rule that have no booking.

    An occurrence is a `Booking` with `series` and `series_date`, the date that the rule gave it; moved or otherwise
    unlike the series, it `is_apart`; cancelled, it stays. So EXDATE is `skipped` and the dates of the cancelled.
    « Celle-ci et les suivantes » ends this series the day before (`rule` gets its UNTIL) and starts another, which
    `continues` it.
    """

    reference = models.CharField("référence", max_length=12, unique=True, default=random_key, editable=False)
    room = models.ForeignKey(Room, models.PROTECT, verbose_name="salle", related_name="series")
    other_rooms = models.ManyToManyField(Room, verbose_name="autres salles", blank=True, related_name="+")
    organiser = models.ForeignKey(Agent, models.PROTECT, verbose_name="réservée par", related_name="series")
    booked_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="saisie par", null=True, blank=True, related_name="+"
    )
    title = models.CharField("objet", max_length=120)
    is_private = models.BooleanField("privée", default=False)
    layout = models.ForeignKey(
        Layout, models.SET_NULL, verbose_name="disposition", null=True, blank=True, related_name="+"
    )
    attendance = models.PositiveSmallIntegerField("personnes attendues", null=True, blank=True)
    # RFC 5545 without DTSTART: FREQ, INTERVAL, BYDAY, BYMONTHDAY, BYSETPOS, and COUNT or UNTIL as a date.
    rule = models.CharField("règle", max_length=300)
    first_date = models.DateField("première date")
    # Minutes of the town's clock since midnight; 1440 is the midnight that ends the day.
    starts_at = models.PositiveSmallIntegerField("début")
    ends_at = models.PositiveSmallIntegerField("fin")
    skipped = ArrayField(models.DateField(), verbose_name="dates sautées", default=list, blank=True)
    # Grows with each change that calendars must see (RFC 5545, SEQUENCE).
    sequence = models.PositiveIntegerField(default=0, editable=False)
    continues = models.ForeignKey(
        "self", models.PROTECT, verbose_name="suite de", null=True, blank=True, related_name="continued_by"
    )
    created_at = models.DateTimeField("réservée le", default=timezone.now, editable=False)
    # Of an import: the same event found again is not booked twice.
    imported_from = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = "série"
        indexes = [models.Index(fields=["organiser", "first_date"], name="series_of_organiser")]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at"), ends_at__lte=1440), name="series_ends_after_start"
            ),
            models.CheckConstraint(
                condition=constraints.quarter_minutes("starts_at") & constraints.quarter_minutes("ends_at"),
                name="series_on_quarters",
            ),
            models.CheckConstraint(condition=Q(rule__startswith="FREQ="), name="series_has_a_rule"),
            models.UniqueConstraint(
                fields=["imported_from"], condition=~Q(imported_from=""), name="series_imported_once"
            ),
        ]

    def __str__(self) -> str:
        # Never the title, which may be private.
        return f"série {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("rooms:series_detail", args=[self.reference])


class State(models.TextChoices):
    CONFIRMED = "confirmed", "Confirmée"
    REQUESTED = "requested", "Demandée"
    HELD = "held", "Proposée"
    CANCELLED = "cancelled", "Annulée"
    DECLINED = "declined", "Refusée"
    LAPSED = "lapsed", "Laissée passer"
    FREED = "freed", "Rendue, faute de présence"


# A booking of a series follows it in these, until it is given its own.
FOLLOWED = ("title", "is_private", "attendance")
# The states in which a booking keeps its cells from others.
HOLDING = (State.CONFIRMED, State.REQUESTED, State.HELD)
ENDED = (State.CANCELLED, State.DECLINED, State.LAPSED, State.FREED)


@track(exclude=("reminded_at", "recalled_at"))
class Booking(SubmissionKeyModel):
    """Ended (cancelled, declined, lapsed or freed), it stays but holds nothing any more.

    `period` is what people read; what is kept from others is wider by the room's buffers (`Occupancy`). Several rooms
    may be held by one booking: `room` and `other_rooms`, all or nothing. `organiser` is whose it is; `booked_by`, if
    someone else typed it, may change it too. A request (`REQUESTED`) waits for a manager; an offer (`HELD`) waits for
    the person who is first in line until `held_until`.
    """

    State = State

    reference = models.CharField("référence", max_length=12, unique=True, default=random_key, editable=False)
    room = models.ForeignKey(Room, models.PROTECT, verbose_name="salle", related_name="bookings")
    other_rooms = models.ManyToManyField(Room, verbose_name="autres salles", blank=True, related_name="+")
    organiser = models.ForeignKey(Agent, models.PROTECT, verbose_name="réservée par", related_name="bookings")
    booked_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="saisie par", null=True, blank=True, related_name="bookings_typed"
    )
    title = models.CharField("objet", max_length=120)
    is_private = models.BooleanField("privée", default=False)
    period = DateTimeRangeField("période")
    layout = models.ForeignKey(
        Layout, models.SET_NULL, verbose_name="disposition", null=True, blank=True, related_name="+"
    )
    attendance = models.PositiveSmallIntegerField("personnes attendues", null=True, blank=True)
    series = models.ForeignKey(
        Series, models.PROTECT, verbose_name="série", null=True, blank=True, related_name="occurrences"
    )
    # The date that the series' rule gave it, which calendars call RECURRENCE-ID.
    series_date = models.DateField("date dans la série", null=True, blank=True)
    is_apart = models.BooleanField("autrement que sa série", default=False)
    state = models.CharField("état", max_length=10, choices=State, default=State.CONFIRMED)
    # Grows with each change that calendars must see (RFC 5545, SEQUENCE).
    sequence = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField("réservée le", default=timezone.now, editable=False)
    approved_at = models.DateTimeField("acceptée le", null=True, blank=True)
    approved_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="acceptée par", null=True, blank=True, related_name="+"
    )
    # What was agreed to already of a request to have it longer: declined or unanswered, the booking is that again.
    agreed_period = DateTimeRangeField("période accordée", null=True, blank=True, editable=False)
    held_until = models.DateTimeField("gardée jusqu’à", null=True, blank=True)
    recalled_at = models.DateTimeField("rappelée le", null=True, blank=True, editable=False)
    checked_in_at = models.DateTimeField("présence dite le", null=True, blank=True)
    wants_reminder = models.BooleanField("me le rappeler la veille", default=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    # How it ended: cancelled, declined, lapsed or freed.
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="annulée par", null=True, blank=True, related_name="+"
    )
    cancel_reason = models.TextField("motif de l’annulation", max_length=500, blank=True)
    # Of an import: the same event found again is not booked twice.
    imported_from = models.CharField(max_length=64, blank=True, editable=False)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = "réservation"
        indexes = [
            models.Index(fields=["organiser", "state"], name="booking_of_organiser"),
            models.Index(fields=["booked_by"], condition=Q(booked_by__isnull=False), name="booking_typed_by"),
            models.Index(fields=["-created_at"], name="booking_newest"),
            models.Index(fields=["created_at"], condition=Q(state="requested"), name="booking_requested"),
            models.Index(fields=["held_until"], condition=Q(state="held"), name="booking_held"),
            GistIndex(fields=["period"], name="booking_during"),
        ]
        constraints = [
            models.CheckConstraint(condition=constraints.bounded("period"), name="booking_has_two_ends"),
            models.CheckConstraint(condition=constraints.on_quarters("period"), name="booking_on_quarters"),
            models.CheckConstraint(
                condition=constraints.not_too_long("period"), name="booking_a_month_at_most"
            ),
            models.CheckConstraint(
                condition=Q(state__in=HOLDING, cancelled_at=None, cancelled_by=None, cancel_reason="")
                | Q(state__in=ENDED, cancelled_at__isnull=False),
                name="booking_ended_has_its_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(held_until__isnull=False), name="booking_held_until_a_time"
            ),
            models.CheckConstraint(
                condition=Q(agreed_period=None)
                | Q(state="requested", agreed_period__contained_by=F("period")),
                name="booking_agreed_within_what_is_asked",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="booking_approved_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(series=None, series_date=None, is_apart=False)
                | Q(series__isnull=False, series_date__isnull=False),
                name="booking_of_a_series_has_its_date",
            ),
            # Deferrable: a series moves by a week in one statement, each date to the next one's.
            models.UniqueConstraint(
                fields=["series", "series_date"],
                name="booking_once_a_date_of_its_series",
                deferrable=Deferrable.IMMEDIATE,
            ),
            models.UniqueConstraint(
                fields=["imported_from"], condition=~Q(imported_from=""), name="booking_imported_once"
            ),
        ]

    def __str__(self) -> str:
        # Never the title, which may be private: this text goes to logs, histories and lists.
        return f"réservation {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("rooms:booking_detail", args=[self.reference])

    @property
    def all_rooms(self) -> list[Room]:
        """The first, then those held with it."""
        return [self.room, *self.other_rooms.all()]

    @property
    def rooms_called(self) -> str:
        """« salle Remparts », « salles Remparts et Mistral », « salle Remparts et salle du Conseil »."""
        rooms = self.all_rooms
        if len(rooms) > 1 and all(room.called == f"salle {room.name}" for room in rooms):
            return f"salles {listed([room.name for room in rooms])}"
        return listed([room.called for room in rooms])

    @property
    def places(self) -> int:
        """How many its rooms seat together; the one that is laid out, as it is laid out."""
        laid_out = {self.layout.room_id: self.layout.capacity} if self.layout else {}
        return sum(laid_out.get(room.pk, room.capacity) for room in self.all_rooms)

    @property
    def seats_wanted(self) -> int:
        """How many another room must seat: those expected, or half of this one's places when nobody said."""
        return self.attendance or max(1, self.room.capacity // 2)

    @property
    def is_holding(self) -> bool:
        return self.state in HOLDING

    @property
    def is_cancelled(self) -> bool:
        """Ended, however it ended."""
        return self.state in ENDED

    @property
    def is_over(self) -> bool:
        return self.period.upper <= timezone.now()

    @property
    def day(self) -> date:
        return timezone.localdate(self.period.lower)


class Occupancy(models.Model):
    """A cell held by a booking: two of them never overlap, whatever writes them."""

    # Its index is `occupancy_in_order`.
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="occupancies", db_index=False)
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="occupancies")
    blocked_during = DateTimeRangeField("prise pendant")

    class Meta:
        verbose_name = "occupation"
        indexes = [
            # One step finds what holds a cell last before a moment: the exclusion's reads a hundred entries for it.
            models.Index(F("cell"), F("blocked_during__startswith"), name="occupancy_in_order")
        ]
        constraints = [
            # Deferrable: two bookings swap, or a series moves by a week, in one statement.
            ExclusionConstraint(
                name="occupancy_one_at_a_time",
                expressions=[("cell", RangeOperators.EQUAL), ("blocked_during", RangeOperators.OVERLAPS)],
                deferrable=Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                condition=constraints.bounded("blocked_during"), name="occupancy_has_two_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"occupation de {self.cell_id}"


@was_tracked()
class Wait(models.Model):
    """Offered, the slot is held by a `Booking` in the state HELD until its `held_until`."""

    class State(models.TextChoices):
        WAITING = "waiting", "En attente"
        OFFERED = "offered", "Proposée"
        SERVED = "served", "Prise"
        MISSED = "missed", "Laissée passer"
        LEFT = "left", "Abandonnée"
        OVER = "over", "Date passée"

    reference = models.CharField("référence", max_length=12, unique=True, default=random_key, editable=False)
    agent = models.ForeignKey(Agent, models.PROTECT, verbose_name="agent", related_name="room_waits")
    room = models.ForeignKey(Room, models.CASCADE, verbose_name="salle", related_name="waits")
    period = DateTimeRangeField("période")
    title = models.CharField("objet", max_length=120)
    is_private = models.BooleanField("privée", default=False)
    state = models.CharField("état", max_length=10, choices=State, default=State.WAITING)
    booking = models.OneToOneField(
        Booking, models.PROTECT, verbose_name="proposée", null=True, blank=True, related_name="wait"
    )
    asked_at = models.DateTimeField("demandée le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "attente"
        indexes = [
            GistIndex(fields=["period"], condition=Q(state="waiting"), name="wait_during"),
            models.Index(fields=["agent", "state"], name="wait_of_agent"),
        ]
        constraints = [
            models.CheckConstraint(condition=constraints.bounded("period"), name="wait_has_two_ends"),
            models.CheckConstraint(condition=constraints.on_quarters("period"), name="wait_on_quarters"),
            models.UniqueConstraint(
                fields=["agent", "room", "period"], condition=Q(state="waiting"), name="wait_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("offered", "served", "missed")) | Q(booking__isnull=False),
                name="wait_offered_has_a_booking",
            ),
        ]

    def __str__(self) -> str:
        return f"attente {self.reference}"


class CalendarChange(models.Model):
    """A change in what is shown of this time; of all times, where it has no ends. Written by triggers alone.

    Rows are added, never counted up: two people who book on the same day wait for nobody, and a row appears when its
    change does, neither before nor after. Its key is drawn, so that no two sets of changes are alike.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    during = DateTimeRangeField("pendant")
    at = models.DateTimeField("le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "changement de l’agenda"
        verbose_name_plural = "changements de l’agenda"
        indexes = [GistIndex(fields=["during"], name="calendar_change_during")]

    def __str__(self) -> str:
        return f"changement de l’agenda {self.during}"


def version_of(during: DateTimeTZRange) -> str:
    """The same as long as nothing changes of what is shown of this time: how many changes there are, and which."""
    hashed = Func(
        Cast("id", models.TextField()), 0, function="hashtextextended", output_field=models.BigIntegerField()
    )
    changes = CalendarChange.objects.filter(during__overlap=during)
    found = changes.aggregate(count=Count("*"), which=BitXor(hashed))
    return f"{found['count']}:{found['which']}"
