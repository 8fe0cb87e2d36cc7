"""The pages of rooms in the admin: places are edited here; what actions make on the site is read, and acted on."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import AdminTimeWidget
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from core.admin.base import ObjectAction, PolicyAdmin, asks
from core.admin.inlines import PolicyInline
from core.french import count_of, spaced
from core.people.models import Agent
from core.people.ordering import alphabetical
from core.people.requests import agent_of
from core.web import phones
from core.web.locks import locked
from rooms import policies, problems
from rooms.availability.occupancy import check_cells, hold_new_cells
from rooms.bookings import actions as bookings
from rooms.closures import actions as closures
from rooms.mail_in.inbox import check_address
from rooms.models import (
    Booking,
    Cell,
    Closure,
    Equipment,
    Layout,
    OpeningHours,
    Room,
    RoomProblem,
    RoomRight,
    Series,
    ServiceDesk,
    Site,
)
from rooms.pages.bookings.forms import ReasonForm
from rooms.pages.series.forms import GiveForm
from rooms.periods import when, when_closed
from rooms.requests import actions as requests
from rooms.requests.views import AcceptForm
from rooms.series import actions as series
from rooms.series.querysets import times_of, without_organiser


class RoomsAdmin(PolicyAdmin):
    """The rooms' managers edit them; nothing here is deleted, for bookings refer to it."""

    can_see = can_add = can_change = asks(policies.can_manage)


class ReadAdmin(RoomsAdmin):
    """Show in the admin, read-only, what actions make and change on the site."""

    can_add, can_change = PolicyAdmin.can_add, PolicyAdmin.can_change


@admin.register(ServiceDesk)
class ServiceDeskAdmin(RoomsAdmin):
    """Closed rather than deleted: what it was asked stays."""

    list_display = ["name", "email", "site", "notice_days", "is_open"]
    ordering = alphabetical("name")
    list_filter = ["is_open", "site"]
    list_select_related = ["site"]
    search_fields = ["name", "email"]


@admin.register(Site)
class SiteAdmin(RoomsAdmin):
    list_display = ["name", "address", "caretaker", "is_open_on_holidays"]
    search_fields = ["name", "address"]
    prepopulated_fields = {"slug": ["name"]}
    ordering = alphabetical("name")
    fields = ["name", "slug", "address", "access", "caretaker", "is_open_on_holidays"]


@admin.register(Equipment)
class EquipmentAdmin(RoomsAdmin):
    list_display = ["name"]
    ordering = alphabetical("name")
    search_fields = ["name"]

    can_delete = RoomsAdmin.can_see


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

    def clean_mail_address(self) -> str:
        address: str = self.cleaned_data["mail_address"]
        if address and "mail_address" in self.changed_data:
            check_address(address)
        return address

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
    ordering = alphabetical("name")
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    boxes = ["equipment", "cells"]
    inlines = [OpeningHoursInline, LayoutInline, RoomRightInline]
    fieldsets = [
        (
            "La salle",
            {
                "fields": [
                    *("site", "name", "slug", "description"),
                    *("floor", "directions", "capacity", "is_step_free", "equipment", "keeper_phone"),
                ]
            },
        ),
        (
            "Qui réserve",
            {
                "fields": ["is_bookable", "unavailable_note", "everyone_may", "mail_address"],
                "classes": ["collapse"],
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
                    *("notice_hours", "ahead_days", "longest_minutes", "longest_days"),
                    *("person_quota_minutes", "direction_quota_minutes"),
                    *("buffer_before", "buffer_after", "needs_check_in"),
                ],
                "classes": ["collapse"],
                "description": spaced(
                    "Les six premiers réglages ne s’appliquent pas à qui gère la salle. La préparation et la remise "
                    "en état s’ajoutent aux réservations à venir prises ou changées désormais ; celles qui sont déjà "
                    "prises gardent leur durée."
                ),
            },
        ),
        (
            "Salle divisible",
            {
                "fields": ["cells"],
                "classes": ["collapse"],
                "description": spaced(
                    "Chaque salle a sa cellule. Pour une salle que l’on peut diviser, ajoutez à la sienne les cellules "
                    "de ses parties : réserver le tout bloque les parties, et l’inverse."
                ),
            },
        ),
    ]

    def lock_shown(self, obj: Any) -> None:
        """All rooms, in their order: its cells may be those of others, and bookings lock several in that order."""
        list(locked(Room.objects.order_by("pk")).values_list("pk"))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        Room.objects.give_cell(form.instance)
        if change:
            hold_new_cells(form.instance)


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
            run=closures.lift,
            allowed=policies.can_lift,
            may=lambda agent, closure: policies.can_manage_place(agent, room=closure.room, site=closure.site),
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


class FixedFilter(admin.SimpleListFilter):
    title = "état"
    parameter_name = "etat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("a-reparer", "À réparer"), ("repare", "Réparé")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[RoomProblem]) -> QuerySet[RoomProblem]:
        if self.value() not in ("a-reparer", "repare"):
            return queryset
        return queryset.filter(fixed_at__isnull=self.value() == "a-reparer")


@admin.register(RoomProblem)
class RoomProblemAdmin(ReadAdmin):
    """Reported on the site, marked fixed by a button."""

    list_display = ["room", "equipment", "words", "reported_by", "reported_at", "fixed_at"]
    list_filter = [FixedFilter, "room__site", "equipment"]
    list_select_related = ["room", "equipment", "reported_by"]
    search_fields = ["room__name", "words", "reference"]
    readonly_fields = (
        "reference",
        "room",
        "equipment",
        "words",
        "reported_by",
        "reported_at",
        "fixed_at",
        "fixed_by",
    )
    fields = readonly_fields
    object_actions = [
        ObjectAction(
            name="reparer",
            label="C’est réparé",
            run=lambda problem, by: problems.mark_fixed(problem, by=by),
            allowed=lambda agent, problem: (
                problem.fixed_at is None and policies.can_manage_room(agent, problem.room)
            ),
            may=lambda agent, problem: policies.can_manage_room(agent, problem.room),
            done=spaced("C’est noté ; qui l’avait signalé en est prévenu."),
        )
    ]


@admin.register(Booking)
class BookingAdmin(ReadAdmin):
    """Read here, changed by actions and on the site."""

    list_display = ["title", "room", "when", "organiser", "privacy", "state"]
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
            may=policies.can_manage_booking,
            form=AcceptForm,
            done=spaced("La demande est acceptée ; la personne en est prévenue."),
            is_main=True,
        ),
        ObjectAction(
            name="refuser",
            label="Refuser la demande",
            run=requests.decline,
            allowed=policies.can_decide,
            may=policies.can_manage_booking,
            form=ReasonForm,
            done=spaced("La demande est refusée ; la personne en est prévenue."),
        ),
        ObjectAction(
            name="annuler",
            label="Annuler avec un motif",
            run=bookings.cancel,
            allowed=policies.can_cancel,
            may=policies.is_theirs,
            form=ReasonForm,
            done=spaced("La réservation est annulée ; la personne qui avait réservé en est prévenue."),
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Booking]:
        return super().get_queryset(request).prefetch_related("other_rooms")

    @admin.display(description="confidentialité", ordering="is_private")
    def privacy(self, booking: Booking) -> str | None:
        return "Privée" if booking.is_private else None

    @admin.display(description="quand", ordering="period")
    def when(self, booking: Booking) -> str:
        return when(booking.period)

    @admin.display(description="autres salles")
    def others(self, booking: Booking) -> str:
        return ", ".join(room.name for room in booking.other_rooms.all()) or "–"


class WithoutOrganiser(admin.SimpleListFilter):
    """Its label counts those that wait for someone."""

    title = "organisateur"
    parameter_name = "organisateur"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("parti", f"compte fermé, dates à venir ({without_organiser(agent_of(request)).count()})")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Series]) -> QuerySet[Series]:
        if self.value() != "parti":
            return queryset
        return queryset.filter(pk__in=without_organiser(agent_of(request)).values("pk"))


def _may_answer(agent: Agent, series: Series) -> bool:
    """Some of its dates may be in other rooms than its own: the action looks at each."""
    return policies.can_manage_some(agent)


@admin.register(Series)
class SeriesAdmin(ReadAdmin):
    list_display = ["title", "room", "times", "organiser", "is_private"]
    list_filter = [WithoutOrganiser, "room__site", "is_private"]
    list_select_related = ["room", "organiser"]
    search_fields = ["title", "reference", "organiser__last_name", "room__name"]
    ordering = ["-created_at"]
    readonly_fields = (
        "reference",
        "title",
        "is_private",
        "room",
        "times",
        "organiser",
        "booked_by",
        "skipped",
        "created_at",
    )
    fields = readonly_fields
    object_actions = [
        ObjectAction(
            name="accepter",
            label="Accepter toutes ses dates",
            run=requests.accept,
            allowed=requests.can_answer,
            may=_may_answer,
            form=AcceptForm,
            done=spaced("Les dates demandées sont acceptées ; la personne en est prévenue."),
            is_main=True,
        ),
        ObjectAction(
            name="refuser",
            label="Refuser toutes ses dates",
            run=requests.decline,
            allowed=requests.can_answer,
            may=_may_answer,
            form=ReasonForm,
            done=spaced("Les dates demandées sont refusées ; la personne en est prévenue."),
        ),
        ObjectAction(
            name="confier",
            label="Confier à…",
            run=series.give_series,
            allowed=series.can_settle,
            may=series.may_settle,
            form=GiveForm,
            done=spaced("La série est confiée ; la personne en est prévenue."),
            is_main=True,
        ),
        ObjectAction(
            name="arreter",
            label="Y mettre fin",
            run=series.end_series,
            allowed=series.can_settle,
            may=series.may_settle,
            form=ReasonForm,
            done=spaced("La série est terminée : ses dates à venir sont libres."),
        ),
    ]

    @admin.display(description="quand", ordering="first_date")
    def times(self, series: Series) -> str:
        return times_of(series)
