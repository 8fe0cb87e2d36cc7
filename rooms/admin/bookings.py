"""Bookings in the admin: read here, changed by actions and on the site."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.admin.base import ObjectAction
from core.ui.french import spaced
from rooms import policies
from rooms.admin.base import ReadAdmin
from rooms.bookings import actions
from rooms.models import Booking
from rooms.pages.bookings.forms import ReasonForm
from rooms.periods import when
from rooms.requests import actions as requests
from rooms.requests.forms import AcceptForm


@admin.register(Booking)
class BookingAdmin(ReadAdmin):
    """Read here, changed by actions and on the site."""

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
        "others",
        "when",
        "organiser",
        "booked_by",
        "layout",
        "attendance",
        "state",
        "created_at",
        "approved_at",
        "approved_by",
        "cancelled_at",
        "cancelled_by",
        "cancel_reason",
    )
    fields = readonly_fields
    object_actions = [
        ObjectAction(
            name="accepter",
            label="Accepter la demande",
            run=requests.accept,
            allowed=policies.can_decide,
            may=policies.may_decide,
            form=AcceptForm,
            done=spaced("La demande est acceptée ; la personne en est prévenue."),
            is_main=True,
        ),
        ObjectAction(
            name="refuser",
            label="Refuser la demande",
            run=requests.decline,
            allowed=policies.can_decide,
            may=policies.may_decide,
            form=ReasonForm,
            done=spaced("La demande est refusée ; la personne en est prévenue."),
        ),
        ObjectAction(
            name="annuler",
            label="Annuler avec un motif",
            run=actions.cancel,
            allowed=policies.can_cancel,
            may=policies.may_cancel,
            form=ReasonForm,
            done=spaced("La réservation est annulée ; la personne qui avait réservé en est prévenue."),
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Booking]:
        return super().get_queryset(request).prefetch_related("other_rooms")

    @admin.display(description="quand", ordering="period")
    def when(self, booking: Booking) -> str:
        return when(booking.period)

    @admin.display(description="autres salles")
    def others(self, booking: Booking) -> str:
        return ", ".join(room.name for room in booking.other_rooms.all()) or "–"
