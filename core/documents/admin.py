from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.documents import policies, text
from core.documents.models import Document
from core.people.desk import Deed, PolicyAdmin


@admin.register(Document)
class DocumentAdmin(PolicyAdmin):
    """The stored files and what their reading gave; what they say stays with the rubrics that hold them."""

    list_display = ["name", "kind_shown", "size_shown", "text_state", "text_error", "page_count", "stored_at"]
    list_filter = ["text_state", "content_type", "stored_at"]
    search_fields = ["name", "reference", "sha256"]
    search_help_text = "Nom du fichier, clé ou empreinte SHA-256"
    ordering = ["-pk"]
    fields = [
        "name",
        "kind_shown",
        "size_shown",
        "sha256",
        "reference",
        "has_code",
        "stored_by",
        "stored_at",
        "text_state",
        "text_error",
        "page_count",
    ]
    list_select_related = ["stored_by"]
    deeds = [
        Deed(
            "lire",
            "Lire à nouveau",
            text.read_again,
            policies.can_read_again,
            done="Le document est remis dans la file de lecture.",
            is_main=True,
            help="Le texte déjà lu reste jusqu’à ce que la nouvelle lecture le remplace.",
        )
    ]

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return policies.can_administer(agent)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields

    @admin.display(description="type", ordering="content_type")
    def kind_shown(self, document: Document) -> str:
        return document.kind_label

    @admin.display(description="taille", ordering="size")
    def size_shown(self, document: Document) -> str:
        return document.size_label
