"""Series in the admin: read here, given to someone or ended by actions; their dates change on the site."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.admin.base import ObjectAction
from core.people.models import Agent
from core.ui.french import spaced
from rooms import policies
from rooms.admin.base import ReadAdmin
from rooms.models import Series
from rooms.pages.bookings.forms import ReasonForm
from rooms.pages.series.forms import GiveForm
from rooms.requests import actions as requests
from rooms.requests.forms import AcceptForm
from rooms.series import actions as series_actions
from rooms.series.querysets import without_organiser
from rooms.series.wording import times_of


class WithoutOrganiser(admin.SimpleListFilter):
    """Its label counts those that wait for someone."""

    title = "organisateur"
    parameter_name = "organisateur"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("parti", f"compte fermé, dates à venir ({without_organiser(_agent(request)).count()})")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Series]) -> QuerySet[Series]:
        if self.value() != "parti":
            return queryset
        return queryset.filter(pk__in=without_organiser(_agent(request)).values("pk"))


def _agent(request: HttpRequest) -> Agent:
    agent = request.user
    if not isinstance(agent, Agent):
        raise TypeError("the admin is for those who have signed in")
    return agent


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
            run=requests.accept_series,
            allowed=requests.can_answer,
            may=_may_answer,
            form=AcceptForm,
            done=spaced("Les dates demandées sont acceptées ; la personne en est prévenue."),
            is_main=True,
        ),
        ObjectAction(
            name="refuser",
            label="Refuser toutes ses dates",
            run=requests.decline_series,
            allowed=requests.can_answer,
            may=_may_answer,
            form=ReasonForm,
            done=spaced("Les dates demandées sont refusées ; la personne en est prévenue."),
        ),
        ObjectAction(
            name="confier",
            label="Confier à…",
            run=series_actions.give_series,
            allowed=series_actions.can_settle,
            may=series_actions.may_settle,
            form=GiveForm,
            done=spaced("La série est confiée ; la personne en est prévenue."),
            is_main=True,
        ),
        ObjectAction(
            name="arreter",
            label="Y mettre fin",
            run=series_actions.end_series,
            allowed=series_actions.can_settle,
            may=series_actions.may_settle,
            form=ReasonForm,
            done=spaced("La série est terminée : ses dates à venir sont libres."),
        ),
    ]

    @admin.display(description="quand", ordering="first_date")
    def times(self, series: Series) -> str:
        return times_of(series)
