"""Closures in the admin: read and lifted here; made on the site, which shows the bookings in their way."""

from django import forms
from django.contrib import admin

from core.admin.base import ObjectAction
from core.ui.french import spaced
from rooms.admin.base import ReadAdmin
from rooms.closures import actions, policies
from rooms.models import Closure
from rooms.periods import when_closed


@admin.register(Closure)
class ClosureAdmin(ReadAdmin):
    list_display = ["reason", "what", "when", "created_by", "lifted_at"]
    list_filter = ["site"]
    list_select_related = ["room", "site", "created_by"]
    search_fields = ["reason", "reference"]
    ordering = ["-created_at"]
    readonly_fields = ("reason", "what", "when", "created_by", "created_at", "lifted_at")
    fields = readonly_fields
    object_actions = [
        ObjectAction(
            name="lever",
            label="Lever la fermeture",
            run=actions.lift,
            allowed=policies.can_lift,
            may=lambda agent, closure: policies.can_close(agent, room=closure.room, site=closure.site),
            form=forms.Form,
            help="Les personnes qui ont une réservation pendant ce temps en sont prévenues.",
            done=spaced("La fermeture est levée : on peut de nouveau réserver."),
        )
    ]

    @admin.display(description="ce qui est fermé")
    def what(self, closure: Closure) -> str:
        return str(closure.room or closure.site or "Toutes les salles")

    @admin.display(description="quand", ordering="period")
    def when(self, closure: Closure) -> str:
        return when_closed(closure.period)
