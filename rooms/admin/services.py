"""The services that bookings may ask, in the admin."""

from django.contrib import admin

from rooms.admin.base import RoomsAdmin
from rooms.models import ServiceDesk


@admin.register(ServiceDesk)
class ServiceDeskAdmin(RoomsAdmin):
    """Closed rather than deleted: what it was asked stays."""

    list_display = ["name", "email", "site", "notice_days", "is_open"]
    list_filter = ["is_open", "site"]
    list_select_related = ["site"]
    search_fields = ["name", "email"]
