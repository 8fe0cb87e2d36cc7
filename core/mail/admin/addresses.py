"""Addresses that mails bounce from, for the directory managers."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.admin.base import ObjectAction, PolicyAdmin
from core.mail import policies
from core.mail.models import AddressTrouble
from core.mail.outbound import bounce_handling
from core.people.models import Agent


def _clear(trouble: AddressTrouble, *, by: Agent) -> None:
    bounce_handling.clear_errors(trouble.address, by=by)


class FailingFilter(admin.SimpleListFilter):
    """Failing addresses by default; one error does not make an address fail."""

    title = "état"
    parameter_name = "etat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("toutes", "Toutes, une seule erreur comprise")]

    def choices(self, changelist: Any) -> Any:
        for value, label in ((None, "En échec"), *self.lookup_choices):
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset if self.value() == "toutes" else queryset.exclude(failing_since=None)


@admin.register(AddressTrouble)
class AddressTroubleAdmin(PolicyAdmin):
    list_display = ["address", "failing_since", "permanent_errors", "last_error_at"]
    list_filter = [FailingFilter]
    search_fields = ["address"]
    search_help_text = "Adresse"
    ordering = ["-failing_since", "-last_error_at", "pk"]
    fields = ["address", "failing_since", "permanent_errors", "last_error", "last_error_at"]
    object_actions = [
        ObjectAction(
            "corrigee",
            "L’adresse est corrigée",
            _clear,
            lambda agent, trouble: policies.can_see_address_troubles(agent),
            may=lambda agent, trouble: policies.can_see_address_troubles(agent),
            done="L’adresse n’est plus en échec\u00a0: ses erreurs se comptent à nouveau.",
            is_main=True,
        )
    ]

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return policies.can_see_address_troubles(agent)
