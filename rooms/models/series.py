"""A booking that comes back: the rule and what calendars need to see it as one; its dates are bookings."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from core.history.tracking import track
from core.people.models import Agent
from core.ui.keys import random_key
from core.ui.once import SubmissionKeyModel
from rooms import constraints
from rooms.models.places import Layout, Room


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
