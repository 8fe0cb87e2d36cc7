"""Sites, rooms, their equipment, hours, layouts, parts and rights in the admin."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import AdminTimeWidget
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from core.admin.inlines import PolicyInline
from core.people.ordering import alphabetical
from core.ui import phones
from core.ui.french import count_of, spaced
from core.ui.locks import locked
from rooms import policies
from rooms.admin.base import RoomsAdmin
from rooms.availability.cells import check_cells, hold_new_cells
from rooms.models import Cell, Equipment, Layout, OpeningHours, Room, RoomRight, ServiceDesk, Site


@admin.register(ServiceDesk)
class ServiceDeskAdmin(RoomsAdmin):
    """Closed rather than deleted: what it was asked stays."""

    list_display = ["name", "email", "site", "notice_days", "is_open"]
    list_filter = ["is_open", "site"]
    list_select_related = ["site"]
    search_fields = ["name", "email"]


@admin.register(Site)
class SiteAdmin(RoomsAdmin):
    list_display = ["name", "address", "caretaker", "is_open_on_holidays"]
    search_fields = ["name", "address"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "address", "access", "caretaker", "is_open_on_holidays"]

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
    # Empty rows wait, as in the two below: without JavaScript, no other way adds one.
    extra = max_num = 7
    # « 08:00 », as its help says, not « 08:00:00 ».
    formfield_overrides = {models.TimeField: {"widget": AdminTimeWidget(format="%H:%M")}}
    can_write = staticmethod(policies.can_manage)


class LayoutInline(PolicyInline):
    model = Layout
    extra = 1
    can_write = staticmethod(policies.can_manage)


class RoomRightInline(PolicyInline):
    model = RoomRight
    extra = 1
    fields = ["role", "direction", "level"]
    can_write = staticmethod(policies.can_manage)


class RoomForm(forms.ModelForm):
    """A room's cells change only where the bookings that stand stay apart."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "cells" in self.fields:
            field: Any = self.fields["cells"]
            field.queryset = Cell.objects.order_by(*alphabetical("name"), "pk").prefetch_related(
                "rooms__site"
            )
            field.label_from_instance = _cell_with_its_rooms
        if "needs_check_in" in self.fields:
            minutes = count_of(settings.ROOMS_CHECK_IN_MINUTES, "minute")
            self.fields[
                "needs_check_in"
            ].help_text = f"Sans nouvelles {minutes} après le début, la salle est rendue aux autres."

    def clean_keeper_phone(self) -> str:
        return phones.cleaned(self, "keeper_phone")

    def clean_cells(self) -> Any:
        cells = self.cleaned_data["cells"]
        if self.instance.pk:
            check_cells(self.instance, list(cells))
        return cells

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        person, direction = cleaned.get("person_quota_minutes"), cleaned.get("direction_quota_minutes")
        if person is not None and direction is not None and person > direction:
            self.add_error(
                "person_quota_minutes", "Une personne ne peut pas avoir plus que sa direction entière."
            )
        if "cells" in self.changed_data and {"buffer_before", "buffer_after"} & set(self.changed_data):
            # What stands gets the new cells with the minutes that it had.
            self.add_error("cells", "Changez d’abord les cellules, enregistrez, puis changez les minutes.")
        return cleaned


def _cell_with_its_rooms(cell: Cell) -> str:
    """« Conseil A (Conseil, Conseil A ; Hôtel de ville) »: two sites may have rooms of one name."""
    rooms = list(cell.rooms.all())
    if not rooms:
        return cell.name
    names = ", ".join(sorted(room.name for room in rooms))
    return spaced(f"{cell.name} ({names} ; {rooms[0].site.name})")


@admin.register(Room)
class RoomAdmin(RoomsAdmin):
    form = RoomForm
    list_display = ["name", "site", "capacity", "floor", "is_bookable", "everyone_may"]
    list_filter = ["site", "is_bookable", "everyone_may", "needs_check_in", "is_step_free", "equipment"]
    list_select_related = ["site"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    filter_horizontal = ["equipment", "cells"]
    inlines = [OpeningHoursInline, LayoutInline, RoomRightInline]
    fieldsets = [
        (None, {"fields": ["site", "name", "slug", "description"]}),
        (
            "Sur place",
            {"fields": ["floor", "directions", "capacity", "is_step_free", "equipment", "keeper_phone"]},
        ),
        (
            "Qui réserve",
            {
                "fields": ["is_bookable", "unavailable_note", "everyone_may"],
                "description": spaced(
                    "Plus bas, « Droits sur les salles » donne davantage à un rôle, à une direction "
                    "(avec ses services), ou à qui a les deux. Qui « gère la salle » répond aux demandes."
                ),
            },
        ),
        (
            "Quand, et combien de temps",
            {
                "fields": [
                    "notice_hours",
                    "ahead_days",
                    "longest_minutes",
                    "person_quota_minutes",
                    "direction_quota_minutes",
                ],
                "description": "Ces limites ne s’appliquent pas à qui gère la salle.",
            },
        ),
        (
            "Avant et après chaque réservation",
            {
                "fields": ["buffer_before", "buffer_after", "needs_check_in"],
                "description": spaced(
                    "La préparation et la remise en état s’ajoutent aux réservations à venir prises ou changées "
                    "désormais ; celles qui sont déjà prises gardent leur durée."
                ),
            },
        ),
        (
            "Salle divisible",
            {
                "fields": ["cells"],
                "description": spaced(
                    "Chaque salle a sa cellule. Pour une salle que l’on peut diviser, ajoutez à la sienne les cellules "
                    "de ses parties : réserver le tout bloque les parties, et l’inverse."
                ),
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Room]:
        return super().get_queryset(request).order_by(*alphabetical("name"))

    def lock_shown(self, obj: Any) -> None:
        """All rooms, in their order: its cells may be those of others, and bookings lock several in that order."""
        list(locked(Room.objects.order_by("pk")).values_list("pk"))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        Room.objects.give_cell(form.instance)
        if change:
            hold_new_cells(form.instance)
