from dataclasses import replace
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.admin.base import ObjectAction, PolicyAdmin, asks
from core.documents import actions, policies
from core.documents.models import Document


@admin.register(Document)
class DocumentAdmin(PolicyAdmin):
    """The stored files and what their reading gave; what they say stays with the rubrics that hold them.

    So does who stored them (an idea whose author hides their name shows its files to every reader), and so do their
    names: those of a draft tell what it is about.
    """

    is_technical = True
    list_display = [
        "shown_key",
        "kind_shown",
        "size_shown",
        "text_state",
        "text_error",
        "page_count",
        "stored_at",
    ]
    list_filter = ["text_state", "content_type", "stored_at"]
    search_fields = ["reference", "sha256"]
    search_help_text = "Clé ou empreinte SHA-256"
    ordering = ["-pk"]
    fields = [
        "shown_key",
        "kind_shown",
        "size_shown",
        "sha256",
        "has_code",
        "stored_at",
        "text_state",
        "text_error",
        "page_count",
    ]
    object_actions = [
        ObjectAction(
            "lire",
            "Lire à nouveau",
            actions.read_again,
            policies.can_read_again,
            may=lambda agent, document: policies.can_administer(agent),
            done="Le document est remis dans la file de lecture.",
            is_main=True,
            help="Le texte déjà lu reste jusqu’à ce que la nouvelle lecture le remplace.",
        )
    ]

    can_see = asks(policies.can_administer)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Named by its key on every page of its own; in memory only."""
        document = super().get_object(request, object_id, from_field)
        if document is not None:
            document.name = f"Fichier {document.reference}"
        return document

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        response: Any = super().history_view(request, object_id, extra_context)
        entries = response.context_data["entries"]
        response.context_data["entries"] = [
            replace(entry, by="Un agent") if entry.by else entry for entry in entries
        ]
        return response

    @admin.display(description="clé", ordering="reference")
    def shown_key(self, document: Document) -> str:
        return document.reference

    @admin.display(description="type", ordering="content_type")
    def kind_shown(self, document: Document) -> str:
        return document.kind_label

    @admin.display(description="taille", ordering="size")
    def size_shown(self, document: Document) -> str:
        return document.size_label
