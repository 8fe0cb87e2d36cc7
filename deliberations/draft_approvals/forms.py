from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from core.approvals.models import REMARK_LENGTH, StepHolder
from core.documents.fields import DocumentField, UploadFormMixin
from core.documents.limits import MEGABYTE, Limits
from core.people.models import Agent
from core.ui.fields import PlainTextField
from core.ui.french import spaced
from deliberations.fields import DayField

SCAN = Limits(20 * MEGABYTE, ("pdf", "jpeg", "png"))


class SendForm(forms.Form):
    due_on = DayField(label="À viser pour le")

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        if due_on and due_on < timezone.localdate():
            raise forms.ValidationError(spaced("Ce jour est passé : choisissez-en un autre."))
        return due_on


class PaperForm(UploadFormMixin):
    """Whose visa on paper, its day, and the sheet."""

    agent = forms.ChoiceField(
        label="Visa de",
        error_messages={
            "required": "Dites de qui est ce visa.",
            "invalid_choice": spaced("Ce visa n’est pas (ou plus) attendu : choisissez dans la liste."),
        },
    )
    on = DayField(label="Signé le")
    scan = DocumentField(label="La feuille numérisée", limits=SCAN, required=False)
    remark = PlainTextField(
        label="Remarque écrite sur la feuille",
        max_length=REMARK_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, waiting: list[StepHolder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = {each.agent.reference: each.agent for each in waiting}
        field = self.fields["agent"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, str(agent)) for key, agent in self.waiting.items()]

    def clean_agent(self) -> Agent:
        return self.waiting[self.cleaned_data["agent"]]
