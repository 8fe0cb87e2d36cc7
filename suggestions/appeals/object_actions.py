"""The author contests; the group answers."""

from django import forms

from core.admin.base import ObjectAction
from core.ui.fields import TOO_LONG, PlainTextField
from core.ui.french import spaced
from suggestions.appeals import actions, policies
from suggestions.appeals.actions import REASON_LENGTH
from suggestions.policies import may_moderate, speaks_for

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


APPEALS = [
    ObjectAction(
        "repondre-contestation",
        "Répondre à la contestation",
        actions.answer_appeal,
        policies.can_answer_appeal,
        may=may_moderate,
        form=AppealAnswerForm,
        is_main=True,
        done="C’est répondu, et l’auteur prévenu.",
        help="On ne répond qu’une fois. Si la réponse publiée doit changer, corrigez-la aussi.",
    ),
    ObjectAction(
        "contester",
        "Contester ce refus",
        actions.appeal,
        policies.can_appeal,
        may=speaks_for,
        form=AppealForm,
        done=spaced("Le groupe est prévenu : il vous répondra ici."),
        help=spaced("On ne conteste qu’une fois : dites tout."),
    ),
]
