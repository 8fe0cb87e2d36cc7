from __future__ import annotations

from typing import Any

from django import forms

from core.people import policies
from core.people.absences.actions import NOT_THEIRS
from core.people.fields import AgentField
from core.people.models import Absence, Agent
from core.ui.fields import DayField
from core.ui.once import OneTimeForm
from core.ui.stale_forms import StaleCheckForm


class DaysForm(forms.Form):
    first = DayField(label="Premier jour")
    last = DayField(label="Dernier jour", help_text="Compris.")
    deputy = AgentField(
        label="Qui agit à la place",
        max_length=160,
        required=False,
        help_text="Prénom et nom, ou identifiant, d’un collègue\u00a0; il en est prévenu.",
    )


class AbsenceNoteForm(OneTimeForm, DaysForm):
    """One's own; who manages people may say whose."""

    agent = AgentField(
        label="Qui est absent",
        max_length=160,
        required=False,
        help_text="Vide\u00a0: vous. Sinon, prénom et nom, ou identifiant, d’une personne de votre équipe.",
    )
    field_order = ["agent", "first", "last", "deputy"]

    def __init__(self, data: Any = None, *, by: Agent) -> None:
        super().__init__(data)
        self.by = by
        if not Agent.objects.managed_by(by).exists():
            del self.fields["agent"]

    def clean_agent(self) -> Agent:
        agent: Agent = self.cleaned_data["agent"] or self.by
        if not policies.can_note_absence(self.by, agent):
            raise forms.ValidationError(NOT_THEIRS)
        return agent


class AbsenceChangeForm(StaleCheckForm, DaysForm):
    @staticmethod
    def initial_for(absence: Absence) -> dict[str, Any]:
        return {"first": absence.first_day, "last": absence.last_day, "deputy": absence.deputy}


class AbsenceRemoveForm(StaleCheckForm):
    """Only the stamp: what is removed is what was read."""
