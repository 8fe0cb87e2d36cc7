"""Bookings on the managers' desk: read here, changed by deeds and on the site."""

from typing import Any

from django.contrib import admin

from core.people.desk import Deed
from rooms import actions, policies
from rooms.admin.base import RoomsAdmin
from rooms.forms import ReasonForm
from rooms.models import Booking
from rooms.periods import when


@admin.register(Booking)
class BookingAdmin(RoomsAdmin):
    """Read here, changed by deeds and on the site."""

    list_display = ["title", "room", "when", "organiser", "is_private", "state"]
    list_filter = ["state", "room__site", "is_private"]
    list_select_related = ["room", "organiser"]
    search_fields = ["title", "reference", "organiser__last_name", "room__name"]
    ordering = ["-created_at"]
    show_full_result_count = False
    readonly_fields = (
        "reference",
        "title",
        "is_private",
        "room",
        "when",
        "organiser",
        "state",
        "created_at",
        "cancelled_at",
        "cancelled_by",
        "cancel_reason",
    )
    fields = readonly_fields
    deeds = [
        Deed(
            name="annuler",
            label="Annuler avec un motif",
            run=actions.cancel,
            allowed=policies.can_cancel,
            form=ReasonForm,
            done="La réservation est annulée\u00a0; la personne qui avait réservé en est prévenue.",
        )
    ]

    @admin.display(description="quand", ordering="period")
    def when(self, booking: Booking) -> str:
        return when(booking.period)

    def can_change(self, agent: Any, obj: Any = None) -> bool:
        return False

    def can_add(self, agent: Any) -> bool:
        return False
