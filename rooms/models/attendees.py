from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.history.tracking import was_tracked
from core.people.models import Agent
from core.ui.french import spaced
from rooms.models.bookings import Booking
from rooms.models.places import Site
from rooms.models.series import Series
from rooms.querysets import AttendeeQuerySet


@was_tracked()
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
