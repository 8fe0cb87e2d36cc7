"""The group's desk: what waits and since when, and a button for each deed."""

import re
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.people.desk import PolicyAdmin
from core.ui.french import count_of, day_of, long_date, moment
from suggestions import policies
from suggestions.deeds import DEEDS
from suggestions.models import Idea
from suggestions.reading import history_with_answer
from suggestions.states import Identity, State

LABEL = re.compile(r"(?:S-)?(\d{4})-(\d{1,6})", re.IGNORECASE)


class QueueFilter(admin.SimpleListFilter):
    """What the group has to do, first; everything only on request."""

    title = "file"
    parameter_name = "file"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("en-retard", "En retard"), ("a-moi", "À moi"), ("toutes", "Toutes")]

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
        if self.value() == "en-retard":
            return ideas.overdue(on=timezone.localdate())
        if self.value() == "a-moi":
            return ideas.in_charge_of(request.user)
        # A state or a search asked for reaches every idea, not only those that wait.
        if self.value() == "toutes" or "state__exact" in request.GET or request.GET.get("q"):
            return queryset
        return ideas.waiting()


@admin.register(Idea)
class IdeaAdmin(PolicyAdmin):
    list_display = ["title", "state", "waiting_since", "promise", "member_in_charge", "is_answer_ready"]
    list_filter = [QueueFilter, "state"]
    list_per_page = 50
    ordering = ["next_due_on", "pk"]
    search_fields = ["title"]
    search_help_text = (
        "Un mot du titre, ou un numéro comme S-2026-0042. La recherche porte sur toutes les idées."
    )
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["title", "numbered", "state", "promise", "shown_member"]}),
        (
            "L’idée",
            {
                "fields": [
                    "problem",
                    "proposal",
                    "benefit",
                    "seen_elsewhere",
                    "shown_direction",
                    "shown_author",
                    "received_at",
                ]
            },
        ),
        ("La réponse du groupe", {"fields": ["answer_verdict", "answer_text", "answer_fate"]}),
        (
            "Son chemin",
            {
                "classes": ["collapse"],
                "fields": [
                    "taken_at",
                    "decided_at",
                    "started_at",
                    "done_at",
                    "withdrawn_at",
                    "set_aside_at",
                    "set_aside_reason",
                ],
            },
        ),
    ]
    readonly_fields = [
        "numbered",
        "promise",
        "shown_member",
        "shown_direction",
        "shown_author",
        "answer_verdict",
        "answer_text",
        "answer_fate",
    ]
    deeds = DEEDS

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return policies.is_in_group(agent)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"title": "Les idées", **(extra_context or {})})

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """The group also reads the life of the answer, drafts included."""
        response: Any = super().history_view(request, object_id, extra_context)
        response.context_data["entries"] = history_with_answer(response.context_data["object"])
        return response

    def get_queryset(self, request: HttpRequest) -> QuerySet[Idea]:
        return (
            super()
            .get_queryset(request)
            .select_related(
                "author__direction",
                "direction",
                "member_in_charge",
                "answer__prepared_by",
                "answer__published_by",
            )
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if label := LABEL.fullmatch(search_term.strip()):
            return queryset.filter(year=int(label[1]), number=int(label[2])), False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description="attend depuis", ordering="received_at")
    def waiting_since(self, idea: Idea) -> str:
        if idea.state not in State.waiting():
            return "—"
        days = (timezone.localdate() - day_of(idea.received_at)).days
        return count_of(days, "jour") if days else "aujourd’hui"

    @admin.display(description="réponse promise", ordering="next_due_on")
    def promise(self, idea: Idea) -> str:
        day = long_date(idea.promised_on)
        if idea.is_overdue(on=timezone.localdate()):
            return format_html('{} <strong class="desk-late">en retard</strong>', day)
        return day

    @admin.display(description="réponse prête", boolean=True)
    def is_answer_ready(self, idea: Idea) -> bool | None:
        return idea.draft is not None if idea.state == State.UNDER_STUDY else None

    @admin.display(description="numéro")
    def numbered(self, idea: Idea) -> str:
        return idea.label or "donné quand l’idée sera à l’étude"

    # As words: the admin would link to the directory's pages, which are closed to the group.
    @admin.display(description="suivie par")
    def shown_member(self, idea: Idea) -> str:
        return str(idea.member_in_charge or "personne encore")

    @admin.display(description="direction concernée")
    def shown_direction(self, idea: Idea) -> str:
        return str(idea.direction or "toute la mairie")

    @admin.display(description="auteur")
    def shown_author(self, idea: Idea) -> str:
        if idea.author is None:
            return "anonyme\u00a0: personne ne sait qui, pas même le groupe"
        direction = f", {idea.author.direction}" if idea.author.direction else ""
        hidden = " — nom caché aux lecteurs" if idea.identity == Identity.HIDDEN else ""
        return f"{idea.author}{direction}{hidden}"

    @admin.display(description="décision")
    def answer_verdict(self, idea: Idea) -> str:
        return idea.draft.get_verdict_display() if idea.draft else "pas encore préparée"

    @admin.display(description="texte")
    def answer_text(self, idea: Idea) -> SafeString | str:
        # Cleaned by the action that wrote it.
        return mark_safe(idea.draft.text) if idea.draft else "—"  # noqa: S308

    @admin.display(description="où elle en est")
    def answer_fate(self, idea: Idea) -> str:
        answer = idea.draft
        if answer is None:
            return "—"
        if answer.published_at:
            return f"publiée par {answer.published_by}, {moment(answer.published_at)}"
        return f"préparée par {answer.prepared_by}, {moment(answer.prepared_at)}, pas encore publiée"
