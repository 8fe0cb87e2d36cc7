from django import forms

from core.ui.fields import TOO_LONG, PlainTextField
from core.ui.once import OneTimeForm
from suggestions.models import Feedback


class ChangeForm(OneTimeForm):
    """One question, which an anonymous author answers with the code."""

    change = forms.ChoiceField(
        label="Votre idée a-t-elle changé quelque chose\u00a0?",
        choices=Feedback.Change.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )
    words = PlainTextField(
        label="Voulez-vous en dire un mot\u00a0?",
        max_length=2000,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
