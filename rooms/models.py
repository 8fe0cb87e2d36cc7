"""Sites, rooms and when they are open; bookings, and the cells that they hold."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Deferrable, F, Q
from django.urls import reverse
from django.utils import timezone

from core.history.tracking import track
from core.people.models import Agent
from core.ui import french
from core.ui.keys import random_key
from core.ui.once import SubmissionKeyModel
from rooms import constraints
from rooms.querysets import BookingQuerySet, OccupancyQuerySet, RoomManager, SiteQuerySet

WEEKDAYS = [(number, french.with_capital(name)) for number, name in enumerate(french.WEEKDAYS)]


@track()
class Site(models.Model):
    """A building of the town where rooms are booked."""

    name = models.CharField("nom", max_length=80, unique=True)
    slug = models.SlugField(
        "nom dans les adresses",
        max_length=60,
        unique=True,
        help_text="Par exemple «\u00a0hotel-de-ville\u00a0».",
    )
    address = models.CharField("adresse", max_length=200)
    access = models.TextField("comment venir", max_length=1000, blank=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = "site"

    def __str__(self) -> str:
        return self.name


class Equipment(models.Model):
    """A word of the list that describes rooms: « écran », « boucle magnétique »."""

    name = models.CharField("nom", max_length=60, unique=True)

    class Meta:
        verbose_name = "équipement"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Cell(models.Model):
    """What cannot be shared: each room has its own; a room that can be divided has several."""

    name = models.CharField("nom", max_length=80)

    class Meta:
        verbose_name = "cellule"

    def __str__(self) -> str:
        return self.name


@track()
class Room(models.Model):
    """A room that agents book; `rooms.actions.create_room` gives it its cell."""

    site = models.ForeignKey(Site, models.PROTECT, verbose_name="site", related_name="rooms")
    name = models.CharField("nom", max_length=80)
    slug = models.SlugField(
        "nom dans les adresses", max_length=60, unique=True, help_text="Par exemple «\u00a0remparts\u00a0»."
    )
    capacity = models.PositiveSmallIntegerField("places", validators=[MinValueValidator(1)])
    floor = models.CharField("étage", max_length=60, blank=True)
    equipment = models.ManyToManyField(Equipment, verbose_name="équipement", blank=True, related_name="rooms")
    is_step_free = models.BooleanField("accessible de plain-pied ou par ascenseur", default=False)
    is_bookable = models.BooleanField("peut être réservée", default=True)
    unavailable_note = models.CharField(
        "pourquoi elle ne peut pas l’être",
        max_length=300,
        blank=True,
        help_text="Montré aux agents tant que la salle ne peut pas être réservée.",
    )
    keeper_phone = models.CharField(
        "téléphone de qui s’en occupe",
        max_length=40,
        blank=True,
        help_text="Donné à qui trouve la salle prise.",
    )
    description = models.TextField("description", max_length=2000, blank=True)
    cells = models.ManyToManyField(Cell, verbose_name="cellules", related_name="rooms", blank=True)

    objects = RoomManager()

    class Meta:
        verbose_name = "salle"
        constraints = [
            models.UniqueConstraint(
                "site",
                "name",
                name="room_name_once_per_site",
                violation_error_message="Ce site a déjà une salle de ce nom.",
            ),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="room_holds_someone"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rooms:room_detail", args=[self.slug])


@track()
class OpeningHours(models.Model):
    """When a room is open on a weekday, in the town's time; a day without a row is closed."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField("jour", choices=WEEKDAYS)
    opens_at = models.TimeField("ouvre à", help_text="Au quart d’heure près, par exemple 08:00.")
    closes_at = models.TimeField("ferme à")

    class Meta:
        verbose_name = "horaire d’ouverture"
        verbose_name_plural = "horaires d’ouverture"
        ordering = ["weekday"]
        constraints = [
            models.UniqueConstraint(
                "room",
                "weekday",
                name="opening_hours_once_a_day",
                violation_error_message="Un seul horaire par jour.",
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_hours_known_weekday"),
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")),
                name="opening_hours_open_before_closing",
                violation_error_message="L’heure de fermeture doit suivre celle d’ouverture.",
            ),
            models.CheckConstraint(
                condition=Q(
                    opens_at__minute__in=(0, 15, 30, 45),
                    opens_at__second=0,
                    closes_at__minute__in=(0, 15, 30, 45),
                    closes_at__second=0,
                ),
                name="opening_hours_on_quarters",
                violation_error_message="Les horaires tombent sur un quart d’heure\u00a0: 8:00, 8:15…",
            ),
        ]

    def __str__(self) -> str:
        opens, closes = french.clock(self.opens_at), french.clock(self.closes_at)
        return f"{french.with_capital(french.WEEKDAYS[self.weekday])}, de {opens} à {closes}"


@track()
class Booking(SubmissionKeyModel):
    """A room held by someone for a time; cancelled, it stays but holds nothing any more."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmée"
        CANCELLED = "cancelled", "Annulée"

    reference = models.CharField("référence", max_length=12, unique=True, default=random_key, editable=False)
    room = models.ForeignKey(Room, models.PROTECT, verbose_name="salle", related_name="bookings")
    organiser = models.ForeignKey(Agent, models.PROTECT, verbose_name="réservée par", related_name="bookings")
    title = models.CharField("objet", max_length=120)
    is_private = models.BooleanField("privée", default=False)
    period = DateTimeRangeField("période")
    state = models.CharField("état", max_length=10, choices=State, default=State.CONFIRMED)
    created_at = models.DateTimeField("réservée le", default=timezone.now, editable=False)
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="annulée par", null=True, blank=True, related_name="+"
    )
    cancel_reason = models.TextField("motif de l’annulation", max_length=500, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = "réservation"
        indexes = [
            models.Index(fields=["organiser", "state"], name="booking_of_organiser"),
            models.Index(fields=["-created_at"], name="booking_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=constraints.bounded("period"), name="booking_has_two_ends"),
            models.CheckConstraint(condition=constraints.on_quarters("period"), name="booking_on_quarters"),
            models.CheckConstraint(
                condition=constraints.not_too_long("period"), name="booking_a_month_at_most"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="booking_has_a_title"),
            models.CheckConstraint(
                condition=Q(state="confirmed", cancelled_at=None, cancelled_by=None, cancel_reason="")
                | Q(state="cancelled", cancelled_at__isnull=False),
                name="booking_cancelled_has_its_date",
            ),
        ]

    def __str__(self) -> str:
        # Never the title, which may be private: this text goes to logs, histories and lists.
        return f"réservation {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("rooms:booking_detail", args=[self.reference])

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_over(self) -> bool:
        return self.period.upper <= timezone.now()


class Occupancy(models.Model):
    """A cell held by a booking: two of them never overlap, whatever writes them."""

    cell = models.ForeignKey(Cell, models.PROTECT, related_name="occupancies")
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="occupancies")
    blocked_during = DateTimeRangeField("prise pendant")

    objects = OccupancyQuerySet.as_manager()

    class Meta:
        verbose_name = "occupation"
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
