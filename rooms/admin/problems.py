from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.admin.base import ObjectAction
from core.ui.french import spaced
from rooms import policies
from rooms.admin.base import ReadAdmin
from rooms.models import RoomProblem
from rooms.problems import actions


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
            run=lambda problem, by: actions.mark_fixed(problem, by=by),
            allowed=lambda agent, problem: (
                problem.fixed_at is None and policies.can_manage_room(agent, problem.room)
            ),
            may=lambda agent, problem: policies.can_manage_room(agent, problem.room),
            done=spaced("C’est noté ; qui l’avait signalé en est prévenu."),
        )
    ]
