"""The cards, and the corrections that wait."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from core.admin.base import ObjectAction, PolicyAdmin, asks
from core.admin.lists import EMPTY
from core.french import spaced
from core.people.ordering import alphabetical
from core.people.policies import can_keep_directory
from directory import cards, corrections, policies
from directory.corrections import RefusalForm
from directory.models import Card, Correction


class DirectoryAdmin(PolicyAdmin):
    can_see = asks(can_keep_directory)


@admin.register(Card)
class CardAdmin(DirectoryAdmin):
    """Read here; written on the card's own page."""

    list_display = ["agent", "office", "agent__manager", "has_photo"]
    list_select_related = ["agent__manager"]
    search_fields = ["agent__last_name", "agent__first_name", "duties"]
    ordering = [*alphabetical("agent__last_name", "agent__first_name"), "pk"]
    readonly_fields = [
        "shown_agent",
        "office",
        "duties",
        "shown_manager",
        "photo_consented_at",
        "phone_corrected_at",
    ]
    fields = tuple(readonly_fields)
    object_actions = [
        ObjectAction(
            "retirer-la-photo",
            "Retirer la photo",
            lambda card, by: cards.remove_photo(card.agent, by=by),
            lambda agent, card: card.photo_id is not None and policies.can_remove_photo(agent, card.agent),
            may=lambda agent, card: policies.can_remove_photo(agent, card.agent),
            form=forms.Form,
            done="La photo est effacée.",
            help=spaced("Elle est effacée pour toujours ; la personne peut en donner une autre."),
        )
    ]

    @admin.display(description="photo", boolean=True)
    def has_photo(self, card: Card) -> bool:
        return card.photo_id is not None

    @admin.display(description="agent")
    def shown_agent(self, card: Card) -> str:
        return _named(card.agent)

    @admin.display(description="responsable")
    def shown_manager(self, card: Card) -> str:
        return _named(card.agent.manager)


@admin.register(Correction)
class CorrectionAdmin(DirectoryAdmin):
    list_display = ["__str__", "proposed_by", "proposed_at", "state"]
    list_filter = ["state"]
    search_fields = ["subject__last_name", "subject__first_name", "proposed_by__last_name"]
    readonly_fields = [
        "shown_subject",
        "shown_changes",
        "message",
        "shown_author",
        "proposed_at",
        "state",
        "decided_at",
        "reason",
    ]
    fields = tuple(readonly_fields)
    object_actions = [
        ObjectAction(
            "accepter",
            "Accepter",
            corrections.accept_correction,
            policies.can_decide,
            may=policies.may_decide,
            is_main=True,
        ),
        ObjectAction(
            "refuser",
            "Refuser",
            corrections.refuse_correction,
            policies.can_decide,
            may=policies.may_decide,
            form=RefusalForm,
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Correction]:
        found: QuerySet[Correction] = Correction.objects.for_list()
        return found

    @admin.display(description="fiche")
    def shown_subject(self, correction: Correction) -> str:
        return _named(correction.subject) if correction.subject else "une personne absente de l’annuaire"

    @admin.display(description="proposée par")
    def shown_author(self, correction: Correction) -> str:
        return _named(correction.proposed_by)

    @admin.display(description="ce qui changerait")
    def shown_changes(self, correction: Correction) -> str:
        changes = [spaced(f"{label} : {before} → {after}") for label, before, after in correction.changes]
        return "\n".join(changes) or EMPTY


def _named(agent: Any) -> str:
    if agent is None:
        return EMPTY
    return format_html(
        '<a href="{}">{}</a>', reverse("directory:agent_detail", args=[agent.reference]), agent
    )
