from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.french import spaced
from core.history.tracking import was_tracked
from core.people.models import Agent
from rooms.models.bookings import Booking, Series
from rooms.models.places import Room, Site
from rooms.querysets import AttendeeQuerySet


class Answer(models.TextChoices):
    """A person's PARTSTAT."""

    ACCEPTED = "ACCEPTED", "vient"
    TENTATIVE = "TENTATIVE", "viendra peut-être"
    DECLINED = "DECLINED", "ne vient pas"


@was_tracked(exclude=("answer", "answered_at"))
class Attendee(models.Model):
    """An agent, or an address outside, invited to a booking or to a whole series."""

    booking = models.ForeignKey(Booking, models.CASCADE, null=True, blank=True, related_name="attendees")
    series = models.ForeignKey(Series, models.CASCADE, null=True, blank=True, related_name="attendees")
    agent = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="agent", null=True, blank=True, related_name="+"
    )
    email = models.EmailField("adresse", blank=True)
    invited_at = models.DateTimeField("invité le", default=timezone.now, editable=False)
    # The last SEQUENCE that they were sent; null until the first invitation is written.
    sent_sequence = models.PositiveIntegerField(null=True, editable=False)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True, editable=False)
    answer = models.CharField("réponse", max_length=10, choices=Answer, blank=True, default="", db_default="")
    answered_at = models.DateTimeField("répondu le", null=True, blank=True, editable=False)

    Answer = Answer
    objects = AttendeeQuerySet.as_manager()

    class Meta:
        verbose_name = "participant"
        constraints = [
            models.CheckConstraint(
                condition=Q(booking=None, series__isnull=False) | Q(booking__isnull=False, series=None),
                name="attendee_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(agent=None) & ~Q(email="") | Q(agent__isnull=False, email=""),
                name="attendee_is_one_person",
            ),
            models.UniqueConstraint(
                fields=["booking", "series", "agent", "email"],
                condition=Q(withdrawn_at=None),
                name="attendee_once",
                nulls_distinct=False,
                violation_error_message="Cette personne est déjà invitée.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.agent) if self.agent_id else self.email


class RoomInvitation(models.Model):
    """A room invited by mail to the event of a calendar, or to one date of it, and what it last answered.

    Its key is iCalendar's: the UID, the date that it replaces (RECURRENCE-ID in universal time, or a day), the room.
    A row for the whole event has the `booking` or the `series` that it became; one for a date, its own booking.
    """

    class Answer(models.TextChoices):
        ACCEPTED = "ACCEPTED", "acceptée"
        TENTATIVE = "TENTATIVE", "à confirmer"
        DECLINED = "DECLINED", "refusée"
        CANCELLED = "CANCELLED", "annulée"

    uid = models.CharField(max_length=500)
    replaces = models.CharField("date de la série", max_length=16, blank=True)
    room = models.ForeignKey(Room, models.CASCADE, verbose_name="salle", related_name="+")
    # To whom the room answers; `organiser` is the address that their calendar gives them.
    agent = models.ForeignKey(Agent, models.PROTECT, verbose_name="organisée par", related_name="+")
    organiser = models.EmailField("adresse de l’agenda", blank=True)
    sequence = models.PositiveIntegerField(default=0)
    # What was asked: of a series, its first date.
    period = DateTimeRangeField("période", null=True)
    is_all_day = models.BooleanField(default=False)
    answer = models.CharField("réponse", max_length=10, choices=Answer)
    booking = models.ForeignKey(Booking, models.CASCADE, null=True, related_name="room_invitations")
    series = models.ForeignKey(Series, models.CASCADE, null=True, related_name="room_invitations")
    answered_at = models.DateTimeField("répondue le", default=timezone.now)

    class Meta:
        verbose_name = "salle invitée par courriel"
        verbose_name_plural = "salles invitées par courriel"
        constraints = [models.UniqueConstraint(fields=["uid", "room", "replaces"], name="room_invited_once")]

    def __str__(self) -> str:
        # Never a title.
        return f"invitation de la {self.room.called}"


@was_tracked()
class ServiceDesk(models.Model):
    """A service that bookings may ask for coffee, chairs or a projector, and its address."""

    name = models.CharField(
        "nom", max_length=80, unique=True, help_text=spaced("Par exemple « Restauration ».")
    )
    email = models.EmailField("adresse qui reçoit les demandes")
    help_text = models.CharField("ce qu’on peut lui demander", max_length=300, blank=True)
    site = models.ForeignKey(
        Site, models.PROTECT, verbose_name="seulement pour le site", null=True, blank=True, related_name="+"
    )
    notice_days = models.PositiveSmallIntegerField("délai, en jours ouvrés", default=0)
    is_open = models.BooleanField("reçoit des demandes", default=True)

    class Meta:
        verbose_name = "service sollicité"
        verbose_name_plural = "services sollicités"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@was_tracked()
class ServiceRequest(models.Model):
    """A note that goes with a booking to the service that it asks."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="service_requests")
    desk = models.ForeignKey(ServiceDesk, models.PROTECT, verbose_name="service", related_name="requests")
    note = models.TextField("demande", max_length=1000)
    asked_at = models.DateTimeField("demandée le", default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "demande à un service"
        verbose_name_plural = "demandes aux services"
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "desk"],
                condition=Q(withdrawn_at=None),
                name="service_asked_once_a_booking",
                violation_error_message="Ce service est déjà sollicité pour cette réservation.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("asked_at")),
                name="service_request_withdrawn_after",
            ),
        ]

    def __str__(self) -> str:
        return f"demande à {self.desk_id}"
