"""For the group: the words that stand for others, and what is looked for without being found."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from core.admin.base import PolicyAdmin
from core.people.models import Agent
from core.people.roles import Role
from core.search import unfound
from core.search.models import Synonym, UnfoundSearch
from core.ui.french import MONTHS


def may_keep(agent: Agent) -> bool:
    return agent.has_role(Role.PROJECT_GROUP, Role.GROUP_HEAD)


@admin.register(Synonym)
class SynonymAdmin(PolicyAdmin):
    list_display = ["words", "means"]
    search_fields = ["words", "means"]
    ordering = ["words"]

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return may_keep(agent)

    can_change = can_see

    def can_add(self, agent: Any) -> bool:
        return may_keep(agent)

    def can_delete(self, agent: Any, obj: Any = None) -> bool:
        # Without an object Django asks for the list's « delete the selected »: one at a time, on its page.
        return obj is not None and may_keep(agent)


@admin.register(UnfoundSearch)
class UnfoundSearchAdmin(PolicyAdmin):
    """What was asked at least five times, the most asked first; a count is nobody's to change."""

    list_display = ["words", "total", "latest", "answer"]
    list_display_links = None

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return may_keep(agent)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return unfound.shown()

    @admin.display(description="fois (une par personne et par jour)", ordering="-total")
    def total(self, search: Any) -> int:
        return search.total

    @admin.display(description="la dernière fois", ordering="-month")
    def latest(self, search: UnfoundSearch) -> str:
        return f"{MONTHS[search.month.month - 1]} {search.month.year}"

    @admin.display(description="y répondre")
    def answer(self, search: UnfoundSearch) -> str:
        url = f"{reverse('admin:search_synonym_add')}?{urlencode({'words': search.words})}"
        return format_html('<a href="{}">Ajouter un équivalent à «\u00a0{}\u00a0»</a>', url, search.words)
