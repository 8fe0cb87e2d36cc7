"""Councillors and their mandates, the nomenclature, how numbers are given; sessions and deliberations to read."""

from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from core.admin.base import ObjectAction, PolicyAdmin
from core.admin.inlines import BoundedRowsMixin, TypedTextMixin
from core.admin.lists import EMPTY
from core.approvals.admin import CircuitChoiceMixin
from core.french import moment, spaced, with_capital
from core.people.admin import code_page
from core.people.ordering import alphabetical
from core.people.policies import can_print_code
from core.people.reauthentication import FreshForm
from core.people.requests import agent_of
from core.people.sessions import ENDED, ENDS
from deliberations import accounts, policies
from deliberations.accounts import AddressForm
from deliberations.models import (
    Councillor,
    CouncilSession,
    Deliberation,
    DraftCircuit,
    Mandate,
    Matter,
    Nomenclature,
    NumberingChoice,
)
from deliberations.policies import can_prepare
from deliberations.sessions import actions
from deliberations.sessions.views import ReasonForm

secretary_action = partial(ObjectAction, may=can_prepare)


class CouncilAdmin(PolicyAdmin):
    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return can_prepare(agent)


class KeptAdmin(CouncilAdmin):
    """Base of the secretary's pages; acts refer to their rows, which are not deleted."""

    can_add = can_change = CouncilAdmin.can_see


class MandateForm(forms.ModelForm):
    def _get_validation_exclusions(self) -> set[str]:
        # Compared with the other rows of the page, not with what is kept: one mandate ends as the next begins.
        # Django's own hook for what is not compared; its stubs leave it out.
        return {*super()._get_validation_exclusions(), "councillor"}  # type: ignore[misc]  # not in the stubs


class MandateFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        """All the mandates of the councillor are on the page: they are compared as they will be."""
        super().clean()
        rows = [
            (form, form.cleaned_data["starts_on"], form.cleaned_data.get("ends_on") or date.max)
            for form in self.forms
            if form.cleaned_data.get("starts_on") and not form.cleaned_data.get("DELETE")
        ]
        for (_, _, until), (form, since, _) in pairwise(sorted(rows, key=lambda row: row[1])):
            if since <= until:
                form.add_error("starts_on", "Cet élu a déjà un mandat à ces dates.")


class MandateInline(BoundedRowsMixin, TypedTextMixin, admin.StackedInline):
    """A mandate written by mistake is deleted; the history keeps it."""

    extra = 0
    model = Mandate
    form = MandateForm
    formset = MandateFormSet
    fields = ["function", "delegation", "starts_on", "ends_on"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_prepare(agent_of(request))

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


@admin.register(NumberingChoice)
class NumberingChoiceAdmin(CouncilAdmin):
    """One row for each kind of session; its button changes it, for past sessions too."""

    list_display = ["kind", "numbering"]
    list_display_links = ["kind"]
    readonly_fields = ("kind", "numbering")
    fields = readonly_fields
    object_actions = [
        secretary_action(
            "par-seance",
            "Recommencer à chaque séance",
            actions.number_by_session,
            policies.can_number_by_session,
            help=spaced(
                "Chaque séance a son numéro 1 ; deux séances d’une année peuvent avoir les mêmes numéros."
            ),
        ),
        secretary_action(
            "par-annee",
            "Continuer toute l’année",
            actions.number_by_year,
            policies.can_number_by_year,
            help="Un numéro n’est donné qu’une fois par année.",
        ),
    ]


@admin.register(Councillor)
class CouncillorAdmin(KeptAdmin):
    list_display = ["last_name", "first_name", "title", "function_now", "account_state"]
    list_display_links = ["last_name"]
    list_select_related = ["account"]
    search_fields = ["last_name", "first_name"]
    readonly_fields = ["account_state"]
    fields = ["title", "first_name", "last_name", "account_state"]
    inlines = [MandateInline]
    change_form_template = "admin/people/agent_change_form.html"
    object_actions = [
        secretary_action(
            "ouvrir-compte",
            "Ouvrir un compte",
            accounts.open_account,
            accounts.can_open,
            form=AddressForm,
            help="L’élu ne voit que les projets à viser et les délibérations publiées.",
        ),
        secretary_action(
            "adresse-compte",
            "Changer l’adresse du compte",
            accounts.change_address,
            accounts.can_change_address,
            form=AddressForm,
        ),
        secretary_action(
            "fermer-compte",
            "Fermer le compte",
            accounts.close_account,
            accounts.can_close,
            form=FreshForm,
            help="Les visas donnés restent.",
        ),
        secretary_action(
            "rouvrir-compte",
            "Rouvrir le compte",
            accounts.reopen_account,
            accounts.can_reopen,
            form=FreshForm,
        ),
        secretary_action(
            "sessions",
            "Mettre fin à ses sessions",
            accounts.end_sessions,
            accounts.can_end_sessions,
            form=forms.Form,
            done=ENDED,
            help=ENDS,
        ),
    ]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        accounts.rename_account(obj)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.print_code)
        return [
            path("<int:object_id>/code/", view, name="deliberations_councillor_code"),
            *super().get_urls(),
        ]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        account = getattr(kwargs.get("obj"), "account", None)
        context["can_print_code"] = account is not None and can_print_code(agent_of(request), account)
        return super().render_change_form(request, context, *args, **kwargs)

    def print_code(self, request: HttpRequest, object_id: int) -> HttpResponse:
        councillor = Councillor.objects.filter(pk=object_id).select_related("account").first()
        return code_page(self, request, councillor.account if councillor else None, object_id)

    @admin.display(description="compte")
    def account_state(self, councillor: Councillor) -> str:
        account = councillor.account
        if account is None:
            return "aucun"
        state = "ouvert" if account.is_active else "fermé"
        return spaced(f"{state}, identifiant « {account.identifiant} », {account.email or 'sans adresse'}")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Councillor]:
        councillors = super().get_queryset(request).prefetch_related("mandates")
        return councillors.order_by(*alphabetical("last_name", "first_name"))

    @admin.display(description="aujourd’hui")
    def function_now(self, councillor: Councillor) -> str:
        return councillor.function_on(timezone.localdate()) or "—"


@admin.register(DraftCircuit)
class DraftCircuitAdmin(CircuitChoiceMixin, KeptAdmin):
    list_display = ["name", "circuit", "is_default"]
    list_select_related = ["circuit"]
    ordering = alphabetical("name")
    fields = ("name", "circuit", "is_default")

    def can_delete(self, agent: Any, obj: Any = None) -> bool:
        return obj is not None and can_prepare(agent) and not obj.deliberations.exists()


@admin.register(Nomenclature)
class NomenclatureAdmin(KeptAdmin):
    list_display = ["label", "dated_on", "is_current"]


@admin.register(Matter)
class MatterAdmin(KeptAdmin):
    """The codes of a version that deliberations use never change: they are read here, and new ones are added."""

    list_display = ["code", "level1", "level2", "nomenclature"]
    list_filter = ["nomenclature"]
    list_select_related = ["nomenclature"]
    list_per_page = 100
    search_fields = ["code", "level1", "level2"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["nomenclature", "code"] if obj else []


@admin.register(CouncilSession)
class CouncilSessionAdmin(CouncilAdmin):
    """Read here; written on the site, published and taken back by buttons in both places."""

    list_display = ["held_on", "kind", "place", "state", "deliberation_count"]
    list_filter = ["state", "kind"]
    date_hierarchy = "held_on"
    readonly_fields = (
        "site_page",
        "held_on",
        "kind",
        "place",
        "state",
        "situation",
        "deliberation_count",
        "unpublish_reason",
    )
    fields = readonly_fields
    object_actions = [
        secretary_action(
            "publier",
            "Publier la séance",
            actions.publish,
            policies.can_publish,
            is_main=True,
        ),
        secretary_action(
            "retirer",
            "Retirer de la lecture",
            actions.unpublish,
            policies.can_unpublish,
            form=ReasonForm,
            help=spaced("Seul le secrétariat du conseil la verra ; elle se publie de nouveau d’un bouton."),
        ),
    ]

    @admin.display(description="préparation")
    def site_page(self, session: CouncilSession) -> str:
        url = reverse("deliberations:session_prepare", args=[session.reference])
        return format_html('<a href="{}">Ouvrir la séance sur le site</a>', url)

    @admin.display(description="situation")
    def situation(self, session: CouncilSession) -> str:
        if session.published_at is None:
            return spaced("En préparation : seul le secrétariat la voit.")
        return f"Publiée le {moment(session.published_at)}."


@admin.register(Deliberation)
class DeliberationAdmin(CouncilAdmin):
    """Found and read here, with its history; corrected on the site."""

    list_display = ["number", "short_object", "adopted_on", "result", "matter"]
    list_display_links = ["number", "short_object"]
    list_filter = ["result", "nature"]
    list_select_related = ["matter"]
    list_per_page = 50
    ordering = ["-adopted_on", "-pk"]
    search_fields = ["number", "object"]
    readonly_fields = (
        "site_page",
        "session",
        "number",
        "adopted_on",
        "object",
        "matter_label",
        "nature",
        "rapporteur",
        "result",
        "seats",
        "voters",
        "votes_for",
        "votes_against",
        "abstentions",
        "acknowledgement",
        "acknowledged_on",
    )
    fields = readonly_fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Deliberation]:
        return super().get_queryset(request).select_related("session", "matter", "rapporteur")

    @admin.display(description="fiche")
    def site_page(self, deliberation: Deliberation) -> str:
        return format_html('<a href="{}">Ouvrir la fiche sur le site</a>', deliberation.get_absolute_url())

    @admin.display(description="objet", ordering="object")
    def short_object(self, deliberation: Deliberation) -> str:
        return with_capital(deliberation.object[:80])

    @admin.display(description="matière")
    def matter_label(self, deliberation: Deliberation) -> str:
        return deliberation.matter_label or EMPTY
