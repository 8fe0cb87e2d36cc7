"""For the group: the words that stand for others, and what is looked for without being found."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from core.admin.base import PolicyAdmin, asks
from core.french import MONTHS, spaced
from core.people.models import Agent
from core.people.ordering import alphabetical
from core.people.roles import Role
from core.search import vocabulary, zero_results
from core.search.models import Synonym, UnfoundSearch


def may_keep(agent: Agent) -> bool:
    return agent.has_role(Role.PROJECT_GROUP, Role.GROUP_HEAD)


NO_WORD = "Écrivez au moins un mot\u00a0: ni un signe, ni « le » ou « de » seuls."
NOT_MET = "La recherche ne reconnaîtrait pas ces mots\u00a0: quatre au plus, sans guillemets ni « qui », « comment »…"
HELD = spaced("Ce mot a déjà ses équivalents, au singulier ou au pluriel : complétez-les.")
NO_ANSWER = "Chaque équivalent a au moins un mot\u00a0: ni une virgule, ni « le » ou « de » seuls."


class SynonymForm(forms.ModelForm):
    """Refuses what no search would ever meet."""

    def clean_words(self) -> str:
        words = self.cleaned_data["words"]
        if not vocabulary.has_words(words):
            raise ValidationError(NO_WORD)
        if not vocabulary.is_met(words):
            raise ValidationError(NOT_MET)
        others = Synonym.objects.exclude(pk=self.instance.pk).values_list("words", flat=True)
        if any(vocabulary.is_same(words, other) for other in others):
            raise ValidationError(HELD)
        return words

    def clean_means(self) -> str:
        means = self.cleaned_data["means"]
        if not vocabulary.is_said(means):
            raise ValidationError(NO_ANSWER)
        return means


@admin.register(Synonym)
class SynonymAdmin(PolicyAdmin):
    form = SynonymForm
    list_display = ["words", "means"]
    search_fields = ["words", "means"]
    ordering = alphabetical("words")

    can_see = can_add = can_change = asks(may_keep)

    def can_delete(self, agent: Any, obj: Any = None) -> bool:
        # Without an object Django asks for the list's « delete the selected »: one at a time, on its page.
        return obj is not None and may_keep(agent)


@admin.register(UnfoundSearch)
class UnfoundSearchAdmin(PolicyAdmin):
    """List queries asked at least five times, the most asked first; nobody changes a count."""

    list_display = ["words", "total", "latest", "answer"]
    list_display_links = None
    can_see = asks(may_keep)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return zero_results.shown()

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
