"""The group's own admin: pages, members, actions with their steps and gains, days without a printer."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from core.admin.base import PolicyAdmin, asks
from core.admin.inlines import PolicyInline
from core.admin.lists import EMPTY
from core.french import SATURDAY, WEEKDAYS, is_working_day, long_date, spaced, working_day_from
from core.people.fields import AgentField
from core.people.models import Agent, Direction
from core.people.requests import agent_of
from core.people.roles import GROUP
from core.web import rich_text
from dematerialisation import notifications, policies
from dematerialisation.group_actions.forms import OBJECT_ACTIONS
from dematerialisation.group_actions.results import GAIN_COLUMNS
from dematerialisation.models import (
    Action,
    ActionStep,
    Gain,
    GroupMember,
    Page,
    PrinterlessDay,
)
from dematerialisation.states import ActionState
from suggestions.models import Grid, Idea


class GroupAdmin(PolicyAdmin):
    """An admin page of the common section, for the project group."""

    can_see = can_add = can_change = can_delete = asks(policies.can_write)


@admin.register(Page)
class PageAdmin(GroupAdmin):
    list_display = ["title", "slug", "position", "is_to_review"]
    prepopulated_fields = {"slug": ["title"]}
    fields = ["title", "slug", "summary", "body", "position", "is_to_review"]


@admin.register(GroupMember)
class GroupMemberAdmin(GroupAdmin):
    list_display = ["__str__", "dga", "category", "is_head", "position"]
    list_select_related = ["agent", "dga"]
    fieldsets = [
        ("Agent de la ville", {"fields": ["agent"]}),
        ("Ou bien quelqu’un d’ailleurs", {"fields": ["name", "organisation"]}),
        (
            "Dans le groupe",
            {"fields": ["function", "dga", "category", "presentation", "is_head", "position"]},
        ),
    ]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "agent":
            # A member who lost the role stays in the list, or correcting their rank would drop them.
            in_role = Agent.objects.with_role(*GROUP)
            offered = Q(pk__in=in_role.values("pk")) | Q(group_membership__isnull=False)
            kwargs["queryset"] = Agent.objects.filter(offered).by_name()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


NO_DECISION = "Dites ce qui a été décidé."
NO_CHANGE = "Dites ce que cela a changé."
NO_IDEA = (
    "Dites à quelle idée elle répond. Sans idée, notez-la d’abord comme décidée, passez-la au filtre, "
    "puis dites-la faite."
)
LAST_IDEA = spaced("Sans idée, elle n’aurait pas passé la grille : gardez-en une.")


class ActionForm(forms.ModelForm):
    """Text of an action; its state moves by buttons."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "ideas" in self.fields:
            tied = Q(actions=self.instance) if self.instance.pk else Q(pk=None)
            readable = Q(pk__in=Idea.objects.public().values("pk"))
            field: Any = self.fields["ideas"]
            field.queryset = Idea.objects.filter(readable | tied).distinct()
            # Ideas are posted by their random key; their ids follow each other.
            field.to_field_name = "reference"

    def clean_done_on(self) -> Any:
        done_on = self.cleaned_data["done_on"]
        if done_on and done_on > timezone.localdate():
            raise forms.ValidationError(
                spaced("Une action se dit faite une fois faite : choisissez aujourd’hui ou une date passée.")
            )
        return done_on


class ActionAddForm(ActionForm):
    """A decision to carry out, or something already done: then with its day and what it changed."""

    leader = AgentField(
        label="Qui la mène",
        required=False,
        help_text="Prénom et nom, ou identifiant, de n’importe quel agent, qui en est prévenu.",
    )

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        if due_on and due_on < timezone.localdate() and not self.data.get("done_on"):
            raise forms.ValidationError(
                spaced("Cette échéance est déjà passée : choisissez un jour à venir.")
            )
        return due_on

    def clean(self) -> dict[str, Any]:
        asked: dict[str, Any] = super().clean() or self.cleaned_data
        changed = rich_text.text_of(asked.get("what_it_changed") or "")
        if asked.get("done_on") and not changed and "what_it_changed" not in self.errors:
            self.add_error("what_it_changed", NO_CHANGE)
        elif changed and not asked.get("done_on") and "done_on" not in self.errors:
            self.add_error("done_on", "Dites quel jour cela s’est fait.")
        elif not asked.get("done_on") and not asked.get("what_was_decided"):
            self.add_error("what_was_decided", NO_DECISION)
        elif asked.get("done_on") and not asked.get("ideas") and _had_a_grid(asked["done_on"]):
            self.add_error("ideas", NO_IDEA)
        return asked


def _had_a_grid(day: date) -> bool:
    """Exempt what was done before the first grid came into use."""
    return Grid.objects.filter(in_use_since__date__lte=day).exists()


class ActionChangeForm(ActionForm):
    def clean_ideas(self) -> Any:
        """Require an idea of an action that started by its ideas."""
        ideas, action = self.cleaned_data["ideas"], self.instance
        has_started = action.state in (ActionState.IN_PROGRESS, ActionState.BLOCKED, ActionState.DONE)
        if has_started and not ideas and action.ideas.exists() and not action.screening.exists():
            raise forms.ValidationError(LAST_IDEA)
        return ideas

    def clean_done_on(self) -> Any:
        done_on = super().clean_done_on()
        if done_on is None:
            raise forms.ValidationError("Une action faite garde son jour.")
        if self.instance.started_on and done_on < self.instance.started_on:
            started = long_date(self.instance.started_on)
            raise forms.ValidationError(spaced(f"Elle a commencé le {started} : pas avant."))
        return done_on

    def clean_what_it_changed(self) -> Any:
        text = self.cleaned_data["what_it_changed"]
        if not rich_text.text_of(text or ""):
            raise forms.ValidationError(NO_CHANGE)
        return text

    def clean_what_was_decided(self) -> Any:
        text = self.cleaned_data["what_was_decided"]
        if not text and self.instance.state != ActionState.DONE:
            raise forms.ValidationError(NO_DECISION)
        return text


class GroupInline(PolicyInline):
    can_write = staticmethod(policies.can_write)


class ActionStepInline(GroupInline):
    """Ticked on the page of the action."""

    model = ActionStep
    max_num = 40
    fields = ["position", "title", "due_on", "done_on"]
    readonly_fields = ["done_on"]


class GainInline(GroupInline):
    """The guess; what measured it wrote the rest."""

    model = Gain
    max_num = 3
    fields = [*GAIN_COLUMNS]
    readonly_fields = [name for name in GAIN_COLUMNS if name.startswith("measure")]


class QueueFilter(admin.SimpleListFilter):
    title = "file"
    parameter_name = "file"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("en-retard", "En retard"),
            ("ouvertes", "À mener"),
            ("a-moi", "Que je mène"),
            ("a-valider", "Filtres à valider"),
            ("a-refaire", "Filtres à refaire"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Action]) -> QuerySet[Action]:
        actions: Any = queryset
        if self.value() == "en-retard":
            return actions.late(on=timezone.localdate())
        if self.value() == "ouvertes":
            return actions.open()
        if self.value() == "a-valider":
            return actions.to_confirm(agent_of(request))
        if self.value() == "a-refaire":
            return actions.to_screen_again()
        if self.value() == "a-moi":
            return actions.open().led_by(agent_of(request))
        return queryset


@admin.register(Action)
class ActionAdmin(GroupAdmin):
    list_display = ["title", "state", "shown_leader", "direction", "shown_due", "done_on"]
    list_filter = [QueueFilter, "state"]
    list_select_related = ["leader", "direction"]
    date_hierarchy = "done_on"
    search_fields = ["title"]
    filter_horizontal = ["ideas"]
    object_actions = OBJECT_ACTIONS
    object_action_template = "admin/dematerialisation/action_object_action.html"
    shown_fields = [
        "state",
        "outcome",
        "shown_leader",
        "shown_due",
        "started_on",
        "blocked_on",
        "blocked_reason",
        "dropped_on",
        "dropped_reason",
        "site_page",
    ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs["form"] = ActionChangeForm if obj else ActionAddForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        written = ["title", "what_was_decided", "direction", "ideas"]
        result = ["done_on", "what_it_changed"]
        if obj is None:
            return [
                (None, {"fields": [*written[:3], "leader", "due_on", "ideas"]}),
                (spaced("Déjà faite ? Dites quel jour, et ce que cela a changé"), {"fields": result}),
            ]
        if obj.state == ActionState.DONE:
            written += result
        shown = [name for name in self.shown_fields if not hasattr(obj, name) or getattr(obj, name)]
        return [("Où elle en est", {"fields": shown}), ("Ce qui s’en dit", {"fields": written})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [] if obj is None else self.shown_fields

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        return [] if obj is None else [ActionStepInline, GainInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Action]:
        """Order actions to lead first, the nearest due date on top; then those over, the newest on top."""
        is_over = Case(
            When(state__in=ActionState.open(), then=Value(0)), default=Value(1), output_field=IntegerField()
        )
        return (
            super()
            .get_queryset(request)
            .select_related("leader", "direction")
            .order_by(
                is_over,
                Case(When(state__in=ActionState.open(), then=F("due_on"))).asc(nulls_last=True),
                F("done_on").desc(nulls_last=True),
                "-pk",
            )
        )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "direction":
            kwargs["queryset"] = Direction.objects.concerned()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            # Only what was typed: an action done meanwhile keeps what it changed.
            columns = {field.name for field in obj._meta.concrete_fields}
            obj.save(update_fields=columns.intersection(form.changed_data))
            return
        if obj.done_on:
            obj.state, obj.decided_on = ActionState.DONE, None
        super().save_model(request, obj, form, change)
        if obj.is_open:
            notifications.notify_entrusted(obj, by=agent_of(request), is_new=True)

    # As words: the admin would link to the directory's pages, which are closed to the group.
    @admin.display(description="menée par", ordering="leader__last_name")
    def shown_leader(self, action: Action) -> str:
        return str(action.leader or "personne encore")

    @admin.display(description="échéance", ordering="due_on")
    def shown_due(self, action: Action) -> str:
        if action.due_on is None:
            return EMPTY
        day = long_date(action.due_on)
        if action.is_late:
            return format_html('{} <strong class="admin-late">en retard</strong>', day)
        return day

    @admin.display(description="page")
    def site_page(self, action: Action) -> str:
        return format_html('<a href="{}">Voir sa page, cocher ses étapes</a>', action.get_absolute_url())


class PrinterlessDayForm(forms.ModelForm):
    def clean_held_on(self) -> Any:
        held_on, today = self.cleaned_data["held_on"], timezone.localdate()
        # Of a day that was held, a date typed wrong is corrected.
        if held_on < today <= (self.initial.get("held_on") or today):
            raise forms.ValidationError(spaced("Ce jour est passé : choisissez-en un à venir."))
        if "held_on" in self.changed_data and not is_working_day(held_on):
            is_weekend = held_on.weekday() >= SATURDAY
            said = f"un {WEEKDAYS[held_on.weekday()]}" if is_weekend else "férié"
            raise forms.ValidationError(
                spaced(
                    f"Ce jour est {said} : choisissez-en un où la mairie travaille, par exemple le "
                    f"{long_date(working_day_from(held_on))}."
                )
            )
        if self.instance.pk and held_on > today and self.instance.is_counted:
            raise forms.ValidationError(
                spaced(
                    "Les pages de ce jour sont déjà comptées : il ne peut plus être à venir. "
                    "Préparez plutôt un autre jour."
                )
            )
        return held_on


@admin.register(PrinterlessDay)
class PrinterlessDayAdmin(GroupAdmin):
    """A day is moved or renamed, not deleted: people have signed up."""

    form = PrinterlessDayForm
    list_display = ["title", "held_on", "action"]
    list_select_related = ["action"]
    fields = ["held_on", "title", "message", "action"]

    def can_delete(self, agent: Agent, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj is None else ["site_page", *self.fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [] if obj is None else ["site_page"]

    @admin.display(description="page")
    def site_page(self, day: PrinterlessDay) -> str:
        return format_html('<a href="{}">Voir la page de ce jour</a>', day.get_absolute_url())
