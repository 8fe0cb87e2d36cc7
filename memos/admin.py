from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from core.admin.base import ObjectAction, PolicyAdmin
from core.admin.lists import EMPTY
from core.approvals.admin import CircuitChoiceMixin
from core.approvals.forms import HandOverForm as EntrustForm
from core.approvals.timeline import approval_of, path_of
from core.french import NBSP, long_date, of, spaced
from core.people.ordering import alphabetical
from core.people.requests import agent_of
from memos import policies, treatment
from memos.forms import AnswerForm, AskForm, HandOverForm
from memos.models import Elimination, Memo, MemoKind, ModelText, State

hr_action = partial(ObjectAction, may=policies.may_treat)


class KeptByHR(PolicyAdmin):
    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return policies.is_hr(agent)

    can_add = can_change = can_see


@admin.register(MemoKind)
class MemoKindAdmin(CircuitChoiceMixin, KeptByHR):
    list_display = ["name", "shown_circuit", "answer_days", "retention_years", "is_retired"]
    ordering = alphabetical("name")
    list_filter = ["is_retired"]
    list_select_related = ["circuit"]
    fields = (
        *("name", "help", "circuit", "asks_person", "asks_dates", "is_information"),
        *("answer_days", "retention_years", "is_retired"),
    )

    @admin.display(description="circuit de visas", ordering="circuit__name")
    def shown_circuit(self, kind: MemoKind) -> str:
        if not kind.circuit.is_retired or kind.is_retired:
            return str(kind.circuit)
        said = '{} <strong class="admin-late">retiré\u00a0: cette nature n’est plus proposée</strong>'
        return format_html(said, kind.circuit)


@admin.register(ModelText)
class ModelTextAdmin(KeptByHR):
    list_display = ["title", "kind"]
    ordering = alphabetical("title")
    list_filter = ["kind"]
    list_select_related = ["kind"]

    def can_delete(self, agent: Any, obj: Any = None) -> bool:
        return obj is not None and policies.is_hr(agent)


@admin.register(Elimination)
class EliminationAdmin(PolicyAdmin):
    list_display = ["done", "visa_reference", "visa", "by"]
    list_select_related = ["by"]
    fields = readonly_fields = ("done", "by", "visa", "visa_reference", "paper")

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return policies.is_hr(agent)

    @admin.display(description="le", ordering="at")
    def done(self, elimination: Elimination) -> str:
        return long_date(elimination.at)

    @admin.display(description="date du visa", ordering="visa_on")
    def visa(self, elimination: Elimination) -> str:
        return long_date(elimination.visa_on)

    @admin.display(description="bordereau")
    def paper(self, elimination: Elimination) -> str:
        url = reverse("memos:elimination_pdf", args=[elimination.reference])
        return format_html('<a href="{}">Ce qui a été éliminé (PDF)</a>', url)


class QueueFilter(admin.SimpleListFilter):
    """Filter by what HR have to do, first; show the others on request."""

    title = "file"
    parameter_name = "file"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("a-prendre", "À prendre"),
            ("a-moi", "À moi"),
            ("en-retard", "En retard"),
            ("en-circuit", "En circuit de visas"),
            ("bloquees", "Visa bloqué"),
            ("repondues", "À classer"),
            ("classees", "Classées"),
            ("toutes", "Toutes"),
        ]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield {**first, "display": "À traiter"}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Memo]) -> QuerySet[Memo]:
        memos: Any = queryset
        match self.value():
            case "a-prendre":
                return memos.filter(state=State.RECEIVED)
            case "a-moi":
                return memos.filter(state=State.TAKEN, taken_by=agent_of(request))
            case "en-retard":
                return memos.late(on=timezone.localdate())
            case "en-circuit":
                return memos.filter(state=State.IN_CIRCUIT)
            case "bloquees":
                return memos.stuck()
            case "repondues":
                return memos.filter(state=State.ANSWERED)
            case "classees":
                return memos.filter(state=State.FILED)
            case "toutes":
                return queryset
        # A search reaches every note, not only those that wait.
        return queryset if request.GET.get("q") else memos.to_treat()


@admin.register(Memo)
class MemoAdmin(PolicyAdmin):
    """Late ones first. Nothing is written here but by the buttons."""

    list_display = ["numbered", "kind", "subject", "shown_direction", "state", "promise", "followed_by"]
    list_display_links = ["numbered", "subject"]
    list_filter = [QueueFilter, "kind"]
    ordering = ["due_on", "sent_at", "pk"]
    search_fields = ["subject", "author__last_name", "person__last_name"]
    search_help_text = "Objet, nom de l’auteur ou de l’agent concerné"
    fields = readonly_fields = (
        *("site_page", "kind", "subject", "text", "when", "shown_author", "shown_person", "shown_direction"),
        *("state", "received", "promise", "followed_by", "visas", "thread", "answer"),
    )
    object_actions = [
        hr_action(
            "prendre",
            "Prendre en charge",
            treatment.take,
            policies.can_take,
        ),
        hr_action(
            "confier-visa",
            "Confier le visa à une autre personne",
            treatment.entrust,
            policies.can_entrust,
            form=EntrustForm,
            is_main=True,
            help=spaced("Personne ne peut plus donner ce visa : la personne choisie lira la note."),
        ),
        hr_action(
            "repondre",
            "Répondre",
            treatment.answer,
            policies.can_answer,
            form=AnswerForm,
            done="La réponse est donnée, et l’auteur prévenu.",
            is_main=True,
            help="L’auteur la lit aussitôt. L’avis ne remplace aucune décision formelle.",
        ),
        hr_action(
            "demander",
            "Poser une question",
            treatment.ask,
            policies.can_ask,
            form=AskForm,
            done="La question est posée, et l’auteur prévenu.",
        ),
        hr_action(
            "confier",
            "Confier à un collègue",
            treatment.hand_over,
            policies.can_hand_over,
            form=HandOverForm,
        ),
        hr_action(
            "classer",
            "Classer",
            treatment.file,
            policies.can_file,
            done=spaced("La note est classée : sa durée de conservation commence."),
            is_main=True,
        ),
        hr_action(
            "ouvrir",
            "Ouvrir à l’agent concerné",
            treatment.open_to_person,
            policies.can_open,
            help=spaced("Cet agent lira la note, ses visas et sa réponse ; ce geste ne se défait pas."),
        ),
    ]

    # The note stands beside what HR write about it.
    object_action_template = "admin/memos/object_action.html"

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        """A note by its queryset: what an HR agent may not read is not in it."""
        return policies.is_hr(agent)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Memo]:
        memos = Memo.objects.of_hr(agent_of(request)).for_list().prefetch_related("questions__asked_by")
        return memos.order_by(*self.ordering)

    def said_after(self, request: HttpRequest, action: ObjectAction, sentence: str) -> str:
        """Then the way to the next note that waits for the same person; the list's filters stay."""
        waiting = Memo.objects.waiting_for(agent_of(request))
        following = waiting.first() if action.name in ("repondre", "classer") else None
        if following is None:
            return sentence
        url = self._after(request, following)
        return format_html('{} <a href="{}">Note suivante\u00a0: {}</a>', sentence, url, following)

    @admin.display(description="numéro", ordering="number")
    def numbered(self, memo: Memo) -> str:
        return memo.label or "pas encore"

    @admin.display(description="reçue le", ordering="received_at")
    def received(self, memo: Memo) -> str:
        return long_date(memo.received_at) if memo.received_at else EMPTY

    @admin.display(description="réponse promise", ordering="due_on")
    def promise(self, memo: Memo) -> str:
        if memo.due_on is None:
            return f"envoyée le {long_date(memo.sent_at)}" if memo.sent_at else EMPTY
        if memo.withdrawn_at:
            return f"retirée le {long_date(memo.withdrawn_at)}"
        day = f"avant le {long_date(memo.due_on)}"
        if memo.is_late(on=timezone.localdate()):
            return format_html('{} <strong class="admin-late">en retard</strong>', day)
        return day

    @admin.display(description="note")
    def site_page(self, memo: Memo) -> str:
        return format_html(
            '<a href="{}">Lire la note, ses visas et ses fichiers</a>', memo.get_absolute_url()
        )

    @admin.display(description="quand")
    def when(self, memo: Memo) -> str:
        return memo.about or EMPTY

    # As words: the admin would link to the directory's pages, which are closed to HR.
    @admin.display(description="suivie par")
    def followed_by(self, memo: Memo) -> str:
        who = str(memo.taken_by or "personne encore")
        last = next(reversed(memo.questions.all()), None) if memo.state == State.TAKEN else None
        if last is None:
            return who
        waits = "l’auteur a répondu" if last.replied_at else "attend la réponse de l’auteur"
        return f"{who} ({waits})"

    @admin.display(description="visas")
    def visas(self, memo: Memo) -> str:
        approval = approval_of(memo)
        if approval is None:
            return EMPTY
        steps = path_of(approval, memo.author)
        said = [each.decision for step in steps for each in step.decisions if not each.is_void]
        lines = (
            (
                each.verdict_name,
                of(each.by),
                f" à la place {of(each.in_place_of)}" if each.in_place_of else "",
                long_date(each.decided_at),
                each.remark,
            )
            for each in said
        )
        return format_html_join("", "<p>{} {}{}, le {} {}</p>", lines) or EMPTY

    @admin.display(description="questions")
    def thread(self, memo: Memo) -> str:
        lines = (
            (each.asked_by, each.text, memo.author, each.reply or "pas encore de réponse")
            for each in memo.questions.all()
        )
        return format_html_join("", f"<p>{{}}{NBSP}: {{}}</p><p>{{}}{NBSP}: {{}}</p>", lines) or EMPTY

    @admin.display(description="auteur")
    def shown_author(self, memo: Memo) -> str:
        return f"{memo.author}, pour {memo.written_for}" if memo.written_for else str(memo.author)

    @admin.display(description="agent concerné")
    def shown_person(self, memo: Memo) -> str:
        return str(memo.person) if memo.person else EMPTY

    @admin.display(description="direction")
    def shown_direction(self, memo: Memo) -> str:
        return str(memo.direction)
