"""The filters of the list of mails that arrived."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.mail.models import State
from core.mail.registry import INBOXES

ALL = "tous"


class StateFilter(admin.SimpleListFilter):
    """What waits for a person, first."""

    title = "état"
    parameter_name = "etat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        others = [(value, label) for value, label in State.choices if value != State.QUARANTINED]
        return [*others, (ALL, "Tous")]

    def choices(self, changelist: Any) -> Any:
        for value, label in ((None, "À regarder (en quarantaine)"), *self.lookup_choices):
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value})
                if value
                else changelist.get_query_string(remove=[self.parameter_name]),
                "display": label,
            }

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == ALL:
            return queryset
        return queryset.filter(state=self.value() if self.value() in State.values else State.QUARANTINED)


class InboxFilter(admin.SimpleListFilter):
    """By the names that are registered: the rows are not read for them."""

    title = "adresse écrite"
    parameter_name = "adresse"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, inbox.label) for name, inbox in INBOXES.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(inbox=self.value()) if self.value() in INBOXES else queryset
