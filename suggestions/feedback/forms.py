from django import forms

from core.ui.fields import TOO_LONG, PlainTextField
from core.ui.french import spaced
from core.ui.once import OneTimeForm
from suggestions.models import Feedback


class ChangeForm(OneTimeForm):
    """One question, which an anonymous author answers with the code."""

    change = forms.ChoiceField(
        label=spaced("Votre idée a-t-elle changé quelque chose ?"),
        choices=Feedback.Change.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )
    words = PlainTextField(
        label=spaced("Voulez-vous en dire un mot ?"),
        max_length=2000,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
