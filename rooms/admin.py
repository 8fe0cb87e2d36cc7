from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.people.desk import Deed, PolicyAdmin
from core.people.desk_rows import PolicyInline
from core.people.ordering import alphabetical
from rooms import actions, policies
from rooms.forms import ReasonForm
from rooms.models import Booking, Equipment, OpeningHours, Room, Site
from rooms.periods import when


class RoomsAdmin(PolicyAdmin):
    """The rooms' managers keep them; nothing here is deleted, for bookings refer to it."""

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return policies.can_manage(agent)

    can_change = can_see

    def can_add(self, agent: Any) -> bool:
        return policies.can_manage(agent)


@admin.register(Site)
class SiteAdmin(RoomsAdmin):
    list_display = ["name", "address"]
    search_fields = ["name", "address"]
    prepopulated_fields = {"slug": ["name"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Site]:
        return super().get_queryset(request).order_by(*alphabetical("name"))


@admin.register(Equipment)
class EquipmentAdmin(RoomsAdmin):
    list_display = ["name"]
    search_fields = ["name"]

    def can_delete(self, agent: Any, obj: Any = None) -> bool:
        return policies.can_manage(agent)


class OpeningHoursInline(PolicyInline):
    model = OpeningHours
    max_num = 7
    can_write = staticmethod(policies.can_manage)


@admin.register(Room)
class RoomAdmin(RoomsAdmin):
    list_display = ["name", "site", "capacity", "floor", "is_bookable"]
    list_filter = ["site", "is_bookable", "is_step_free", "equipment"]
    list_select_related = ["site"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    filter_horizontal = ["equipment"]
    inlines = [OpeningHoursInline]
    fieldsets = [
        (None, {"fields": ["site", "name", "slug", "description"]}),
        ("Sur place", {"fields": ["floor", "capacity", "is_step_free", "equipment", "keeper_phone"]}),
        ("Réservation", {"fields": ["is_bookable", "unavailable_note"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Room]:
        return super().get_queryset(request).order_by(*alphabetical("name"))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        Room.objects.give_cell(form.instance)


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
