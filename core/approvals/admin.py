"""« Circuits de validation »: what the group or human resources keep up, and the visas that nobody can give."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Case, Count, F, IntegerField, Model, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.admin.base import ObjectAction, PolicyAdmin, asks
from core.admin.inlines import NamedRowsFormSet, PolicyInline
from core.admin.lists import EMPTY
from core.approvals import actions, policies
from core.approvals.forms import CircuitStepForm, HandOverForm
from core.approvals.models import Approval, Circuit, CircuitStep, StuckStep
from core.approvals.registry import kinds_of_group
from core.approvals.validation import faults_of
from core.french import count_of, long_date, moment, short_date, spaced
from core.history.context import action_context
from core.people.models import Agent
from core.people.ordering import alphabetical
from core.people.requests import agent_of
from core.web.connections import defer_constraint
from core.web.locks import lock_row

REVIEWED = "Le circuit est marqué comme revu aujourd’hui."


def review(circuit: Circuit, *, by: Agent) -> str:
    """Its steps were read again; says what they still lack."""
    _write(circuit, "a revu le circuit", by=by, reviewed_on=timezone.localdate(), reviewed_by=by)
    is_broken = Circuit.objects.broken().filter(pk=circuit.pk).exists()
    return (
        spaced("Le circuit est marqué comme revu, et il reste rompu : réparez-le.") if is_broken else REVIEWED
    )


def retire(circuit: Circuit, *, by: Agent) -> None:
    """Nothing starts with it any more; what runs goes on."""
    _write(circuit, "a retiré le circuit", by=by, is_retired=True)


def bring_back(circuit: Circuit, *, by: Agent) -> None:
    _write(circuit, "a remis le circuit en service", by=by, is_retired=False)


@transaction.atomic
def _write(circuit: Circuit, name: str, *, by: Agent, **fields: Any) -> None:
    circuit = lock_row(Circuit, circuit.pk)
    if not policies.can_write_circuit(by, circuit):
        raise PermissionDenied("Ce circuit est tenu par ceux dont il fait viser les textes.")
    for field, value in fields.items():
        setattr(circuit, field, value)
    with action_context(name, by=by):
        circuit.save(update_fields=list(fields))


class CircuitChoiceMixin(PolicyAdmin):
    """The kinds of what goes through circuits: a circuit listed by an owner leaves the hands of others."""

    circuit_field = "circuit"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Offer the circuits that this agent changes, and the one that the kind has, retired or not."""
        form = super().get_form(request, obj, change, **kwargs)
        if field := form.base_fields.get(self.circuit_field):
            offered = Circuit.objects.writable_by(agent_of(request)).filter(is_retired=False)
            own = Circuit.objects.filter(pk=getattr(obj, f"{self.circuit_field}_id", None) or 0)
            field.queryset = (offered | own).order_by(*alphabetical("name"))
            # The queryset says it already; the field's own limit would empty a kind whose circuit is retired.
            field.limit_choices_to = None
        return form


MOST_STEPS = 12
LAST = 100
FACTS: Any = ["what", "circuit", "name", "since", "asked"]


REVIEW = ObjectAction(
    "revu",
    "Marquer comme revu",
    review,
    lambda agent, circuit: policies.can_write_circuit(agent, circuit) and not circuit.is_retired,
    may=policies.can_write_circuit,
    is_main=True,
)
RETIRE = ObjectAction(
    "retirer",
    "Retirer",
    retire,
    lambda agent, circuit: policies.can_write_circuit(agent, circuit) and not circuit.is_retired,
    may=policies.can_write_circuit,
    done=spaced("Le circuit est retiré : rien n’y entre plus, ce qui est en route finit."),
)
BRING_BACK = ObjectAction(
    "remettre",
    "Remettre en service",
    bring_back,
    lambda agent, circuit: policies.can_write_circuit(agent, circuit) and circuit.is_retired,
    may=policies.can_write_circuit,
    done="Le circuit est de nouveau en service.",
)
ENTRUST = ObjectAction(
    "confier",
    "Confier à une autre personne",
    actions.hand_over,
    policies.can_unblock,
    may=lambda agent, step: policies.can_keep_steps(agent),
    form=HandOverForm,
    done="Le visa est maintenant demandé à cette personne, qui en est prévenue.",
    is_main=True,
)


class QueueFilter(admin.SimpleListFilter):
    title = "file"
    parameter_name = "file"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("rompus", "À réparer"), ("a-revoir", "À revoir"), ("retires", "Retirés")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Circuit]) -> QuerySet[Circuit]:
        rows: Any = queryset
        if self.value() == "rompus":
            return rows.filter(pk__in=Circuit.objects.broken())
        if self.value() == "a-revoir":
            return rows.filter(pk__in=Circuit.objects.to_review(on=timezone.localdate()))
        if self.value() == "retires":
            return rows.filter(is_retired=True)
        return queryset


class CircuitStepFormSet(NamedRowsFormSet):
    def clean(self) -> None:
        """A circuit that had steps keeps one: retiring it is another button."""
        super().clean()
        kept = [row for row in self.forms if row not in self.deleted_forms]
        if self.initial_forms and not any(row.instance.pk or row.has_changed() for row in kept):
            raise ValidationError(
                "Un circuit garde au moins une étape. S’il ne doit plus servir, retirez-le par son bouton."
            )


class CircuitStepInline(PolicyInline):
    model = CircuitStep
    form = CircuitStepForm
    formset = CircuitStepFormSet
    can_write = staticmethod(policies.can_write_circuits)
    # A row is too wide for a table.
    template = "admin/edit_inline/stacked.html"
    fields = [("place", "name"), ("kind", "role"), ("agents", "needs_all")]
    verbose_name_plural = "étapes, dans l’ordre de leur place"
    extra = 1
    max_num = MOST_STEPS

    def get_queryset(self, request: HttpRequest) -> QuerySet[CircuitStep]:
        return super().get_queryset(request).prefetch_related("agents")

    @admin.display(description="place")
    def place(self, step: CircuitStep) -> int:
        """Read only; otherwise it is a field of the form."""
        return step.position

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        agent = agent_of(request)
        return policies.can_write_circuit(agent, obj) if obj else policies.can_write_circuits(agent)

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(Circuit)
class CircuitAdmin(PolicyAdmin):
    """Never deleted: what ran through it keeps its name."""

    list_display = ["name", "path", "lacking", "used", "shown_running", "version", "reviewed"]
    list_filter = [QueueFilter]
    search_fields = ["name", "purpose"]
    search_help_text = "Un mot du nom, ou de ce à quoi il sert"
    inlines = [CircuitStepInline]
    object_actions = [REVIEW, RETIRE, BRING_BACK]
    readonly_fields = ["lacking", "used", "versions", "reviewed"]
    # No rows to choose: each circuit has its own buttons.
    actions = None

    can_see = can_add = asks(policies.can_write_circuits)

    def can_change(self, agent: Any, obj: Any = None) -> bool:
        return policies.can_write_circuit(agent, obj) if obj else policies.can_write_circuits(agent)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(
            request, {"title": "Les circuits de validation", **(extra_context or {})}
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Circuit]:
        rank = Case(
            When(pk__in=Circuit.objects.broken().values("pk"), then=Value(0)),
            When(is_retired=True, then=Value(2)),
            default=Value(1),
            output_field=IntegerField(),
        )
        rows: Any = super().get_queryset(request)
        running = Count("approvals", filter=Q(approvals__isnull=False, approvals__ended_at=None))
        return (
            rows.prefetch_related("steps__agents")
            .select_related("reviewed_by")
            .annotate(running=running)
            .order_by(rank, *alphabetical("name"), "pk")
        )

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Add the faults and the uses of the page's circuits, in constant statements."""
        changelist: Any = super().get_changelist_instance(request)
        changelist.result_list = _with_facts(changelist.result_list)
        return changelist

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        return _with_facts([found])[0] if found else None

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        written = ["name", "purpose", ("remind_after", "escalate_after")]
        if obj is None:
            return [(None, {"fields": written})]
        return [
            ("Où il en est", {"fields": self.readonly_fields}),
            ("Ce qu’il est", {"fields": written}),
        ]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save the steps, then number them by their places."""
        # Two may trade places: each is free again once all are written.
        defer_constraint("circuit_step_place_once")
        kept = [row for row in formset.forms if row not in formset.deleted_forms]
        rows = [row for row in kept if row.has_changed() or row.instance.pk]
        for position, row in enumerate(sorted(rows, key=_rank), start=1):
            row.instance.position = position
        formset.save()
        for row in rows:
            if row.instance.pk:
                step = CircuitStep.objects.filter(pk=row.instance.pk)
                step.exclude(position=row.instance.position).update(position=row.instance.position)
        if change and formset.has_changed():
            # The form has locked the circuit.
            Circuit.objects.filter(pk=form.instance.pk).update(
                version=F("version") + 1, changed_at=timezone.now()
            )

    @admin.display(description="étapes")
    def path(self, circuit: Circuit) -> SafeString:
        return format_html_join(" → ", "{}", ((step.name,) for step in circuit.steps.all())) or EMPTY

    @admin.display(description="à réparer")
    def lacking(self, circuit: Any) -> SafeString | str:
        if circuit.is_retired:
            uses = spaced(" ; ").join(circuit.uses)
            said = '<strong class="admin-late">Retiré</strong><br>Plus rien ne part pour\u00a0: {}'
            return format_html(said, uses) if uses else "retiré"
        if not circuit.faults:
            return EMPTY
        return format_html(
            '<strong class="admin-late">Rompu</strong><br>{}',
            format_html_join("", "{}<br>", ((str(fault),) for fault in circuit.faults)),
        )

    @admin.display(description="sert à")
    def used(self, circuit: Any) -> str | SafeString:
        return spaced(" ; ").join(circuit.uses) or EMPTY

    @admin.display(description="en cours", ordering="running")
    def shown_running(self, circuit: Any) -> str | SafeString:
        return str(circuit.running) if circuit.running else EMPTY

    @admin.display(description="version")
    def versions(self, circuit: Any) -> str:
        """The one that starts now, and what still runs on the earlier ones."""
        found = Approval.objects.filter(circuit=circuit, ended_at=None)
        counts = found.values_list("circuit_version").annotate(Count("pk")).order_by("-circuit_version")
        running = [
            f"{count_of(count, 'texte')} en cours avec la version {version}" for version, count in counts
        ]
        return spaced(f"{circuit.version}. {' ; '.join(running) or 'Rien n’est en cours'}.")

    @admin.display(description="revu", ordering="reviewed_on")
    def reviewed(self, circuit: Circuit) -> str | SafeString:
        if circuit.reviewed_on is None:
            return spaced(f"jamais ; étapes écrites le {short_date(circuit.changed_at)}")
        return f"le {long_date(circuit.reviewed_on)}, par {circuit.reviewed_by}"


def _rank(row: Any) -> tuple[int, int]:
    """By place; at one place, who moves up goes before who stands there, and who moves down after."""
    place, before = row.cleaned_data.get("place") or LAST, row.initial.get("place") or LAST + 1
    return place, (place > before) - (place < before)


def _with_facts(rows: Iterable[Any]) -> list[Any]:
    """Each with its `faults` and its `uses`: a column knows neither its neighbours nor the request."""
    found = list(rows)
    faults, uses = faults_of(found), uses_of(found)
    for circuit in found:
        circuit.faults, circuit.uses = faults[circuit.pk], uses[circuit.pk]
    return found


def uses_of(rows: list[Circuit]) -> dict[int, list[str]]:
    """Name the features that use each circuit: every row that points at it, a statement a model."""
    found: dict[int, list[str]] = {circuit.pk: [] for circuit in rows}
    for model, name in _pointers():
        named: dict[int, list[str]] = {}
        for row in model._default_manager.filter(**{f"{name}__in": found}):
            named.setdefault(getattr(row, f"{name}_id"), []).append(str(row))
        for circuit, names in named.items():
            kind = model._meta.verbose_name_plural if len(names) > 1 else model._meta.verbose_name
            found[circuit].append(spaced(f"{kind} : {', '.join(sorted(names))}"))
    return found


def _pointers() -> Iterator[tuple[type[Model], str]]:
    for relation in Circuit._meta.related_objects:
        model: Any = relation.related_model
        if model._meta.app_label != Circuit._meta.app_label and not hasattr(model, "pgh_tracked_model"):
            yield model, relation.field.name


@admin.register(StuckStep)
class StuckStepAdmin(PolicyAdmin):
    """The group finds somebody else, and reads nothing of the text; a confidential one is its kind's to hand over."""

    list_display = FACTS
    fields = FACTS
    readonly_fields = FACTS
    object_actions = [ENTRUST]
    actions = None
    can_see = asks(policies.can_keep_steps)

    def get_queryset(self, request: HttpRequest) -> QuerySet[StuckStep]:
        rows = super().get_queryset(request).filter(approval__kind__in=kinds_of_group())
        return (
            rows.select_related("approval__circuit")
            .prefetch_related("holders__agent", "decisions")
            .order_by("began_at", "pk")
        )

    @admin.display(description="texte")
    def what(self, step: StuckStep) -> str:
        return step.approval.title

    @admin.display(description="circuit")
    def circuit(self, step: StuckStep) -> str | SafeString:
        return str(step.approval.circuit or EMPTY)

    @admin.display(description="en attente depuis", ordering="began_at")
    def since(self, step: StuckStep) -> str:
        return moment(step.began_at) if step.began_at else ""

    @admin.display(description="demandé à")
    def asked(self, step: StuckStep) -> str:
        return step.role or ", ".join(str(each.agent) for each in step.open_holders()) or "personne"
