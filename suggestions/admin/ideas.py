"""Admin of ideas: what waits and since when, and a button for each action."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.admin.base import ObjectAction, PolicyAdmin
from core.admin.lists import EMPTY
from core.french import count_of, long_date, moment, spaced
from core.people.models import Agent
from core.people.requests import agent_of
from core.web.spreadsheets import table_response
from suggestions import exports, policies
from suggestions.decisions.policies import unpublished_because
from suggestions.evaluation import actions as evaluation
from suggestions.evaluation import queue, quorum
from suggestions.evaluation.actions import take_under_study
from suggestions.evaluation.panel import evaluation_panel, marks_for
from suggestions.ideas.progress import history_with_answer, waited_for, with_waiting_facts
from suggestions.meetings import actions as meetings
from suggestions.models import Idea
from suggestions.pages.object_actions import OBJECT_ACTIONS, actions_on
from suggestions.pages.views import appeal_panel, notes_panel, set_aside_panel
from suggestions.querysets import LABEL
from suggestions.states import Identity, State

MOST = 100
SAID = 10
TAKEN = ("idée prise en charge", "idées prises en charge")
CLOSED = ("évaluation close", "évaluations closes")
ADDED = ("idée ajoutée à l’ordre du jour", "idées ajoutées à l’ordre du jour")


@admin.action(description="Prendre en charge", permissions=["view"])
def take_charge(desk: Any, request: HttpRequest, ideas: QuerySet[Idea]) -> None:
    _each(desk, request, ideas, lambda idea, by: take_under_study(idea, by=by), TAKEN)


@admin.action(description="Clore l’évaluation (quorum atteint)", permissions=["view"])
def close_evaluations(desk: Any, request: HttpRequest, ideas: QuerySet[Idea]) -> None:
    """Without the quorum a reason is asked, idea by idea."""
    _each(desk, request, ideas, lambda idea, by: evaluation.close_evaluation(idea, by=by), CLOSED)


@admin.action(description="Mettre à l’ordre du jour de la prochaine réunion", permissions=["view"])
def put_on_agenda(desk: Any, request: HttpRequest, ideas: QuerySet[Idea]) -> None:
    if (chosen := _chosen(desk, request, ideas)) is None:
        return
    try:
        meeting, count = meetings.put_on_next_agenda(chosen, by=agent_of(request))
    except (ValidationError, PermissionDenied) as error:
        desk.message_user(request, _words(error), messages.ERROR)
        return
    if count:
        desk.message_user(request, spaced(f"{count_of(count, *ADDED)} : {meeting}."), messages.SUCCESS)
    if left := len(chosen) - count:
        said = count_of(left, "idée ne peut pas y venir", "idées ne peuvent pas y venir")
        why = "déjà à un ordre du jour, décidée, ou pas encore assez évaluée"
        desk.message_user(request, spaced(f"{said} : {why}."), messages.WARNING)


@admin.action(description="Exporter en CSV", permissions=["view"])
def export(desk: Any, request: HttpRequest, ideas: QuerySet[Idea]) -> FileResponse:
    """A spreadsheet of the ideas chosen, marks only where this member may read them."""
    ids = list(ideas.values_list("pk", flat=True))
    name = f"idees-{timezone.localdate():%Y-%m-%d}"
    return table_response(exports.IDEAS, exports.idea_rows(agent_of(request), ids), name=name, form="csv")


def _each(
    desk: Any,
    request: HttpRequest,
    ideas: QuerySet[Idea],
    run: Callable[[Idea, Agent], Any],
    done: tuple[str, str],
) -> None:
    if (chosen := _chosen(desk, request, ideas)) is None:
        return
    count, refused = 0, []
    for idea in chosen:
        try:
            run(idea, agent_of(request))
        except (ValidationError, PermissionDenied) as error:
            refused.append(spaced(f"« {idea.title} » : {_words(error)}"))
        else:
            count += 1
    if count:
        desk.message_user(request, f"{count_of(count, *done)}.", messages.SUCCESS)
    for sentence in refused[:SAID]:
        desk.message_user(request, sentence, messages.WARNING)
    if len(refused) > SAID:
        desk.message_user(
            request, f"Et {count_of(len(refused) - SAID, 'autre refus', 'autres refus')}.", messages.WARNING
        )


def _chosen(desk: Any, request: HttpRequest, ideas: QuerySet[Idea]) -> list[Idea] | None:
    """In id order, so that two members who do it at once wait for each other; None when there are too many."""
    chosen = list(Idea.objects.filter(pk__in=ideas.order_by().values("pk")).order_by("pk")[: MOST + 1])
    if len(chosen) <= MOST:
        return chosen
    desk.message_user(request, f"Choisissez {MOST} idées au plus à la fois.", messages.ERROR)
    return None


def _words(error: Exception) -> str:
    return error.messages[0] if isinstance(error, ValidationError) else str(error)


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
        everything, *others = super().choices(changelist)
        return [{**everything, "display": "À traiter"}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Idea]) -> QuerySet[Idea]:
        ideas: Any = queryset
        files = queue.files_of(agent := agent_of(request))
        if (name := self.value()) in files:
            return ideas.filter(pk__in=files[name].order_by().values("pk"))
        match name:
            case "a-moi":
                return ideas.in_charge_of(agent)
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


@admin.register(Idea)
class IdeaAdmin(PolicyAdmin):
    list_display = ["title", "state", "promise", "waits_for", "evaluated", "marks", "member_in_charge"]
    actions = [take_charge, close_evaluations, put_on_agenda, export]
    list_filter = [QueueFilter, "state"]
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
    object_actions = OBJECT_ACTIONS
    folds_actions = True
    change_list_template = "admin/suggestions/idea_list.html"
    change_form_template = "admin/suggestions/idea_change_form.html"
    object_action_template = "admin/suggestions/idea_object_action.html"

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return policies.is_in_group(agent)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"title": "Les idées", **(extra_context or {})})

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """The group also reads the life of the decision and of the answer, drafts included."""
        response: Any = super().history_view(request, object_id, extra_context)
        idea = response.context_data["object"]
        if policies.may_moderate(agent_of(request), idea):
            response.context_data["entries"] = history_with_answer(idea)
        return response

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """An author who is in the group reads the answer when every author does."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or obj.published_answer or policies.may_moderate(agent_of(request), obj):
            return fieldsets
        return [part for part in fieldsets if "answer_text" not in part[1]["fields"]]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Idea]:
        ideas: Any = super().get_queryset(request)
        return with_waiting_facts(ideas.with_authors().with_merges()).select_related(
            "author__direction",
            "direction",
            "member_in_charge",
            "answer__prepared_by",
            "answer__reread_by",
            "answer__published_by",
            "set_aside_proposal__proposed_by",
            "merged_into",
            "head",
        )

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The seats of the whole page in two statements, and what this member may read of the marks."""
        changelist: Any = super().get_changelist_instance(request)
        ideas = list(changelist.result_list)
        quorum.load_seats(ideas)
        for idea in ideas:
            idea.shown_marks = marks_for(agent_of(request), idea)  # A column knows no request.
        changelist.result_list = ideas
        return changelist

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        idea = kwargs.get("obj")
        context["evaluation"] = evaluation_panel(agent_of(request), idea) if idea else {}
        if idea:
            context |= _panels(agent_of(request), idea)
        return super().render_change_form(request, context, *args, **kwargs)

    def actions_for(self, agent: Any, obj: Any) -> list[ObjectAction]:
        return actions_on(agent, obj)

    def object_action_view(self, request: HttpRequest, object_id: str, action_name: str) -> Any:
        """With the appeal that it answers, or the proposal that it confirms."""
        response: Any = super().object_action_view(request, object_id, action_name)
        if isinstance(response, TemplateResponse) and response.context_data:
            response.context_data |= _panels(agent_of(request), response.context_data["object"])
        return response

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if label := LABEL.fullmatch(search_term.strip()):
            return queryset.filter(year=int(label[1]), number=int(label[2])), False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description="promis", ordering="next_due_on")
    def promise(self, idea: Idea) -> str:
        day = f"{idea.promised} avant le {long_date(idea.promised_on)}"
        if idea.is_overdue(on=timezone.localdate()):
            return format_html('{} <strong class="admin-late">en retard</strong>', day)
        return day

    @admin.display(description="en attente")
    def waits_for(self, idea: Idea) -> str:
        if idea.merged_into:
            return spaced(f"réunie à « {idea.merged_into} »")
        waiting = waited_for(idea, for_group=True)
        return f"{waiting.who.removeprefix('de ')}, {waiting.duration}" if waiting else EMPTY

    @admin.display(description="évaluations")
    def evaluated(self, idea: Idea) -> str:
        if idea.state == State.RECEIVED:
            return EMPTY
        seated = quorum.seats_of(idea)
        return f"{len(seated.counted)} sur\u00a0{seated.expected}"

    @admin.display(description="notes")
    def marks(self, idea: Any) -> str:
        return str(idea.shown_marks)

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
            return spaced("anonyme : personne ne sait qui, pas même le groupe")
        direction = f", {idea.author.direction}" if idea.author.direction else ""
        hidden = " — nom caché aux lecteurs" if idea.identity == Identity.HIDDEN else ""
        return f"{idea.author}{direction}{hidden}"

    @admin.display(description="décision")
    def answer_verdict(self, idea: Idea) -> str:
        return idea.draft.get_verdict_display() if idea.draft else "pas encore préparée"

    @admin.display(description="texte")
    def answer_text(self, idea: Idea) -> SafeString | str:
        return mark_safe(idea.draft.text) if idea.draft else EMPTY  # noqa: S308  (cleaned by the action that wrote it)

    @admin.display(description="où elle en est")
    def answer_fate(self, idea: Idea) -> str:
        answer = idea.draft
        if answer is None:
            return EMPTY
        if answer.published_at:
            return f"publiée par {answer.published_by}, {moment(answer.published_at)}"
        return f"préparée par {answer.prepared_by}, {moment(answer.prepared_at)}, pas encore publiée"


def _panels(agent: Agent, idea: Idea) -> dict[str, Any]:
    panels = {**appeal_panel(agent, idea), **set_aside_panel(agent, idea), **notes_panel(agent, idea)}
    return {**panels, "unpublished_because": unpublished_because(agent, idea)}
