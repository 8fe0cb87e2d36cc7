"""Forms of messages and opinions."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from core.people.fields import AgentField
from core.ui.fields import TOO_LONG, OneLineField, PlainTextField
from core.ui.french import spaced
from core.ui.once import OneTimeForm
from core.ui.working_days import working_day_from
from suggestions.exchange.actions import LONGEST_WAIT, MESSAGE_LENGTH, OPINION_LENGTH
from suggestions.models import Idea

LONG = {"max_length": TOO_LONG}
DAYS_HOPED_FOR = 15


class ComingDayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={
                "invalid": spaced("Ce jour n’existe pas : écrivez-le comme 2026-11-26."),
                "required": "Dites pour quel jour.",
            },
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        today = timezone.localdate()
        if day and day < today:
            raise forms.ValidationError(spaced("Ce jour est passé : choisissez-en un à venir."))
        if day and day > today + LONGEST_WAIT:
            raise forms.ValidationError("Choisissez un jour dans les six mois.")
        return day


class WriteForm(OneTimeForm):
    """A word to the author, or a question."""

    text = PlainTextField(
        label="Votre message",
        max_length=MESSAGE_LENGTH,
        help_text="L’auteur le lit avec votre nom. Vous, le groupe et lui seuls lisez cet échange.",
        error_messages=LONG | {"required": "Écrivez à l’auteur ce que vous avez à lui dire."},
    )
    due_on = ComingDayField(
        label="Réponse espérée pour le",
        required=False,
        help_text="Si c’est une question. La page de l’idée dira qu’on attend l’auteur.",
    )


class AskOpinionForm(OneTimeForm):
    expert = AgentField(
        label="À qui le demander",
        max_length=170,
        help_text=spaced("Prénom et nom, ou identifiant ; l’annuaire dit qui s’occupe de quoi."),
        error_messages={"required": "Dites à qui demander cet avis."},
    )
    question = PlainTextField(
        label="Question",
        max_length=MESSAGE_LENGTH,
        help_text="Ce que vous avez besoin de savoir, et rien de plus.",
        error_messages=LONG | {"required": "Écrivez la question à laquelle répondre."},
    )
    due_on = ComingDayField(label="Avis attendu pour le")

    @staticmethod
    def initial_for(idea: Idea) -> dict[str, Any]:
        return {"due_on": working_day_from(timezone.localdate() + timedelta(days=DAYS_HOPED_FOR))}


class ReplyForm(OneTimeForm):
    text = PlainTextField(
        label="Votre réponse au groupe",
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages=LONG | {"required": "Écrivez votre réponse au groupe."},
    )


class OpinionForm(forms.Form):
    text = PlainTextField(
        label="Votre avis",
        max_length=OPINION_LENGTH,
        help_text="Quelques lignes suffisent. Le groupe les lit, avec votre nom.",
        error_messages=LONG | {"required": "Écrivez votre avis."},
    )


class DeclineForm(forms.Form):
    reason = OneLineField(
        label="Pourquoi, ou vers qui se tourner",
        max_length=500,
        error_messages=LONG | {"required": "Dites en un mot pourquoi, ou vers qui se tourner."},
    )
