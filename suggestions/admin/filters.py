"""The filter of the ideas' list in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core.people.requests import agent_of
from core.ui.french import spaced
from suggestions.appeals.queue import appeals_waiting_for
from suggestions.evaluation import queue
from suggestions.models import Idea
from suggestions.states import State

ALL, MERGED = "toutes", "reunies"


class QueueFilter(admin.SimpleListFilter):
    """Filter by what the group has to do, first; show everything only on request."""

    title = "file"
    parameter_name = "file"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("a-moi", "À moi"),
            ("recues", "Reçues"),
            ("en-retard", "En retard"),
            ("a-evaluer", "À évaluer"),
            ("pretes", "Prêtes à décider"),
            ("a-relire", "À relire"),
            ("a-publier", "À publier"),
            ("a-ecarter", spaced("À écarter ?")),
            ("contestees", "Contestées"),
            ("decidees", "Décidées"),
            (MERGED, "Réunies à une autre"),
            (ALL, "Toutes"),
        ]

    def choices(self, changelist: Any) -> Any:
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": "À traiter",
        }
        for value, label in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Idea]) -> QuerySet[Idea]:
        ideas: Any = queryset
        agent = agent_of(request)
        match self.value():
            case "en-retard":
                return ideas.overdue(on=timezone.localdate())
            case "a-moi":
                return ideas.in_charge_of(agent)
            case "a-evaluer":
                return ideas.filter(pk__in=queue.evaluations_waiting_for(agent).order_by().values("pk"))
            case "contestees":
                return ideas.filter(pk__in=appeals_waiting_for(agent).values("pk"))
            case "a-ecarter":
                return ideas.set_aside_to_confirm(agent)
            case "recues":
                return ideas.waiting().filter(state=State.RECEIVED).without_those_of(agent)
            case "a-relire":
                return ideas.filter(pk__in=queue.rereadings_waiting_for(agent).order_by().values("pk"))
            case "a-publier":
                return ideas.waiting().to_be_published().without_those_of(agent)
            case "pretes":
                return ideas.waiting().filter(tally__ready_at__isnull=False, decision=None)
            case "decidees":
                return ideas.heads().filter(Q(decision__isnull=False) | Q(decided_at__isnull=False))
            case "reunies":
                return ideas.exclude(merged_into=None)
            case "toutes":
                return queryset
        # A state or a search asked for reaches every idea, not only those that wait.
        if "state__exact" in request.GET or request.GET.get("q"):
            return queryset
        return ideas.waiting()
