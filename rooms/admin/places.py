"""Sites, rooms, their equipment and hours on the managers' desk."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.people.desk_rows import PolicyInline
from core.people.ordering import alphabetical
from rooms import policies
from rooms.admin.base import RoomsAdmin
from rooms.models import Equipment, OpeningHours, Room, Site


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
