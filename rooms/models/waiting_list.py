"""« Prévenez-moi si elle se libère »: who waits for a slot, in the order in which they asked."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.history.tracking import was_tracked
from core.people.models import Agent
from core.ui.keys import random_key
from rooms import constraints
from rooms.models.bookings import Booking
from rooms.models.places import Room


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
