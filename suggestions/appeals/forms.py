from django import forms

from core.ui.fields import TOO_LONG, PlainTextField
from core.ui.french import spaced
from suggestions.appeals.actions import REASON_LENGTH

LONG = {"max_length": TOO_LONG}


class AppealForm(forms.Form):
    reason = PlainTextField(
        label=spaced("Pourquoi contestez-vous ce refus ?"),
        max_length=REASON_LENGTH,
        help_text=spaced(
            "Ce que le groupe n’a pas vu, ou ce qui a changé. Seuls le groupe, l’auteur et qui a saisi l’idée pour lui "
            "le liront. 2 000 caractères au plus."
        ),
        error_messages=LONG | {"required": "Dites pourquoi vous contestez ce refus."},
    )


class AppealAnswerForm(forms.Form):
    answer = PlainTextField(
        label="Ce que le groupe répond",
        max_length=REASON_LENGTH,
        help_text=spaced(
            "Seuls le groupe, l’auteur et qui a saisi l’idée pour lui le lisent. 2 000 caractères au plus."
        ),
        error_messages=LONG | {"required": "Écrivez ce que le groupe répond."},
    )
