"""What agents write on their own card, and the directory's managers on those of others."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from core.documents.fields import DocumentField, UploadFormMixin
from core.ui import phones
from core.ui.fields import OneLineField, PlainTextField
from core.ui.stale_forms import StaleCheckForm
from directory.cards import photos
from directory.fields import FoundAgentField
from directory.models import DUTIES_LENGTH, OFFICE_LENGTH


class CardForm(StaleCheckForm):
    """What each agent says of themselves."""

    phone = OneLineField(
        label="Téléphone",
        required=False,
        max_length=phones.LENGTH,
        help_text="Par exemple 04\u00a000\u00a000\u00a020\u00a001, ou un numéro interne.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    office = OneLineField(
        label="Bureau ou site", required=False, max_length=OFFICE_LENGTH, help_text="Où l’on vous trouve."
    )
    duties = PlainTextField(
        label="Ce dont je m’occupe",
        required=False,
        max_length=DUTIES_LENGTH,
        help_text=(
            "Ce pour quoi on peut vous appeler, avec les mots de tous les jours\u00a0: c’est ainsi que l’on "
            "vous trouve en demandant «\u00a0qui s’occupe de…\u00a0». 2\u202f000 caractères au plus."
        ),
    )

    def clean_phone(self) -> str:
        try:
            return phones.written(self.cleaned_data["phone"])
        except ValueError as error:
            raise ValidationError(phones.UNREADABLE) from error


class KeepCardForm(StaleCheckForm):
    """What the directory's manager writes for someone."""

    office = OneLineField(label="Bureau ou site", required=False, max_length=OFFICE_LENGTH)
    duties = PlainTextField(label="S’occupe de", required=False, max_length=DUTIES_LENGTH)
    manager = FoundAgentField(
        label="Responsable",
        required=False,
        help_text=(
            "L’identifiant ou le nom entier, seulement si ce n’est pas le responsable de la direction ou du service."
        ),
    )


class PhotoForm(UploadFormMixin):
    photo = DocumentField(
        label="Votre photo",
        limits=photos.LIMITS,
        help_text=(
            "Votre visage, seul. Elle est réduite à 512 pixels, sans la date ni le lieu que l’appareil y a écrits."
        ),
    )
    has_consent = forms.BooleanField(
        label="J’accepte que ma photo soit montrée à tous les agents dans l’annuaire",
        help_text="Rien ne vous y oblige, et vous la retirez quand vous voulez\u00a0: elle est effacée aussitôt.",
        error_messages={
            "required": "Cochez cette case si vous êtes d’accord\u00a0: sans elle, la photo n’est pas montrée."
        },
    )
