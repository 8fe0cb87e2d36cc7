from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone

from core.documents.fields import DocumentField, UploadFormMixin
from core.documents.limits import EVERYDAY
from core.french import spaced
from core.people.fields import AgentField
from core.people.models import Agent, Direction
from core.web import rich_text
from core.web.fields import OneLineField, PlainTextField, ProseField, WebAddressField
from core.web.forms import FilterForm
from core.web.idempotency import OneTimeForm
from core.web.stale_forms import StaleCheckForm
from manuals.models import (
    BODY_LENGTH,
    NAME_LENGTH,
    START_LENGTH,
    TITLE_LENGTH,
    VERSION_LENGTH,
    Manual,
    Need,
    Software,
    clean_body,
)
from manuals.querysets import SoftwareQuerySet

VERSION_HELP = spaced("Telle que le progiciel l’affiche, par exemple « 12.3 SR2 ».")


class SoftwareFilterForm(FilterForm):
    """The list's filters; every choice is known before the rows are read."""

    q = OneLineField(label="Nom ou usage", required=False, max_length=NAME_LENGTH, widget=forms.SearchInput)
    direction = forms.TypedChoiceField(label="Direction", required=False, coerce=int, empty_value=None)
    need = forms.TypedChoiceField(label="Besoin", required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(
        label="État", required=False, choices=[("", "Tous, sauf retirés"), *Software.State.choices]
    )

    @classmethod
    def offered(cls) -> dict[str, list[Any]]:
        owners = Direction.objects.filter(Exists(Software.objects.filter(owner=OuterRef("pk")))).by_name()
        return {
            "direction": [("", "Toutes"), *owners.values_list("pk", "name")],
            "need": [("", "Tous"), *Need.objects.used().by_name().values_list("pk", "name")],
        }

    def filter(self, software: SoftwareQuerySet) -> SoftwareQuerySet:
        asked = self.cleaned_data
        software = software.filter(state=asked["state"]) if asked["state"] else software.alive()
        if asked["q"]:
            software = software.named_like(asked["q"])
        if asked["direction"]:
            software = software.filter(owner=asked["direction"])
        return software.filter(needs=asked["need"]) if asked["need"] else software


class SoftwareForm(StaleCheckForm):
    purpose = OneLineField(
        label="À quoi il sert",
        max_length=300,
        help_text="En une phrase, avec les mots des agents. 300 caractères au plus.",
        error_messages={"required": spaced("Dites à quoi il sert : une phrase suffit.")},
    )
    how_to_start = PlainTextField(
        label="Comment je commence",
        required=False,
        max_length=START_LENGTH,
        help_text=spaced(
            "Ce qu’un agent fait le premier jour : où l’ouvrir, avec quel compte, à qui demander un accès. "
            "3 000 caractères au plus."
        ),
    )
    link = WebAddressField(
        label="Adresse pour l’ouvrir",
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=spaced("Celle de la page de connexion ; elle commence par https:// ou http://."),
    )
    version_in_use = OneLineField(
        label="Version en service",
        required=False,
        max_length=VERSION_LENGTH,
        help_text=f"{VERSION_HELP} Les manuels écrits pour une version plus ancienne le diront.",
    )
    vendor = OneLineField(label="Éditeur", required=False, max_length=120)


class OutageForm(StaleCheckForm):
    message = OneLineField(
        label="Ce qui se passe",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=(
            "Ce que les agents voient, ce qu’ils peuvent faire en attendant, et l’heure du retour si elle est connue. "
            "500 caractères au plus."
        ),
        error_messages={"required": spaced("Dites ce qui se passe : une phrase suffit.")},
    )

    @staticmethod
    def initial_for(software: Software) -> dict[str, Any]:
        outage = software.outages.open().first()
        return {"message": outage.message, "outage": outage.pk} if outage else {}


class ReferentsForm(StaleCheckForm):
    functional_referent = AgentField(
        label="Référent fonctionnel",
        required=False,
        help_text="Prénom et nom, ou identifiant. Celui que l’on appelle pour s’en servir.",
    )
    it_referent = AgentField(
        label="Référent informatique",
        required=False,
        help_text="Prénom et nom, ou identifiant. Celui que l’on appelle quand il ne marche pas.",
    )


class SuccessorForm(StaleCheckForm):
    replaced_by = forms.ModelChoiceField(
        label="Remplacé par",
        queryset=Software.objects.alive().by_name(),
        required=False,
        empty_label="Aucun, ou pas encore connu",
        help_text="La page de ce progiciel y mènera.",
        error_messages={
            "invalid_choice": spaced("Ce progiciel n’existe pas ou plus : choisissez dans la liste.")
        },
    )


class ManualForm(forms.Form):
    title = OneLineField(
        label="Titre",
        max_length=TITLE_LENGTH,
        help_text=spaced("Ce que l’on apprend à y faire, par exemple « Saisir un bon de commande »."),
        error_messages={"required": "Donnez un titre à ce manuel."},
    )
    audience = OneLineField(
        label="Pour qui",
        required=False,
        max_length=200,
        help_text=spaced("Par exemple « les agents d’accueil ». Vide : pour tous ceux qui s’en servent."),
    )
    software_version = OneLineField(
        label="Version du progiciel", required=False, max_length=VERSION_LENGTH, help_text=VERSION_HELP
    )
    dated_on = forms.DateField(
        label="Date du manuel",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Donnez la date du manuel.",
            "invalid": spaced("Cette date n’existe pas : écrivez-la comme 26/11/2026."),
        },
    )

    def clean_dated_on(self) -> date:
        day: date = self.cleaned_data["dated_on"]
        if not date(1970, 1, 1) <= day <= timezone.localdate():
            raise forms.ValidationError("Un manuel est daté d’aujourd’hui ou d’avant, et d’après 1970.")
        return day

    @staticmethod
    def initial_for(manual: Manual) -> dict[str, Any]:
        names = ("title", "audience", "software_version", "dated_on", "body", "document_id")
        return {name: getattr(manual, name) for name in names}


class FileManualForm(UploadFormMixin, ManualForm):
    upload = DocumentField(
        label="Le fichier",
        limits=EVERYDAY,
        error_messages={"required": "Choisissez le fichier du manuel."},
    )


class WrittenManualForm(ManualForm):
    body = ProseField(
        label="Le texte",
        config={"extensions": rich_text.PAGE},
        sanitize=clean_body,
        max_length=BODY_LENGTH,
        help_text=(
            "Des étapes courtes et numérotées se suivent mieux à l’écran. Les images s’ajoutent ensuite, depuis la "
            "page du manuel."
        ),
        error_messages={"required": "Écrivez le texte du manuel."},
    )


class FileManualCreateForm(OneTimeForm, FileManualForm):
    pass


class WrittenManualCreateForm(OneTimeForm, WrittenManualForm):
    pass


class FileManualCorrectForm(StaleCheckForm, FileManualForm):
    """The file stays unless another is chosen."""

    upload = DocumentField(
        label="Un autre fichier",
        limits=EVERYDAY,
        required=False,
        help_text=spaced(
            "Seulement si le mauvais fichier a été envoyé. Une nouvelle édition se donne par « Remplacer »."
        ),
    )


class WrittenManualCorrectForm(StaleCheckForm, WrittenManualForm):
    pass


def manual_form(
    manual_kind: str, *, correcting: bool, by: Agent, data: Any, files: Any, initial: Any
) -> forms.Form:
    """The form for a « fichier » or a « page », new or corrected; only files need to know whose they are."""
    if manual_kind == "page":
        page_form = WrittenManualCorrectForm if correcting else WrittenManualCreateForm
        return page_form(data, initial=initial)
    file_form = FileManualCorrectForm if correcting else FileManualCreateForm
    return file_form(data, files, initial=initial, by=by)
