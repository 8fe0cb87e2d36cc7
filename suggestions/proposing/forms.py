"""Forms to propose, enter and correct an idea."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from core.documents.actions import strip_ahead
from core.documents.fields import DocumentsField, FilesForm, waiting
from core.documents.refusals import Refused
from core.french import spaced
from core.people.fields import AgentField
from core.people.models import Agent, Direction
from core.web.fields import OneLineField, PlainTextField, TooLong
from core.web.idempotency import OneTimeForm
from core.web.stale_forms import StaleCheckForm
from suggestions.models import TEXT_LENGTH, TITLE_LENGTH, Draft, Idea
from suggestions.states import Contact, Identity

UNTICKED = spaced("Il n’est plus coché : sans lui, ou avec un autre à sa place, votre envoi passera.")


class IdeaWordsForm(forms.Form):
    title = OneLineField(
        label="Titre",
        max_length=TITLE_LENGTH,
        help_text=spaced(
            "Votre idée en une phrase, par exemple « Un seul formulaire de congés pour toute la mairie »."
        ),
        error_messages={
            "required": "Donnez un titre à votre idée.",
            "max_length": TooLong(
                "Ce titre compte %(show_value)s caractères\u00a0: raccourcissez-le à %(limit_value)s au plus "
                "(%(excess)s de trop)."
            ),
        },
    )
    problem = PlainTextField(
        label=spaced("Qu’est-ce qui vous gêne ?"),
        max_length=TEXT_LENGTH,
        help_text=spaced("Ce qui se passe aujourd’hui, avec vos mots. 5 000 caractères au plus."),
        error_messages={"required": spaced("Dites ce qui vous gêne : une phrase suffit.")},
    )
    proposal = PlainTextField(
        label=spaced("Que feriez-vous ?"),
        max_length=TEXT_LENGTH,
        help_text=spaced("Même si vous ne savez pas comment. 5 000 caractères au plus."),
        error_messages={"required": spaced("Dites ce que vous feriez : une phrase suffit.")},
    )
    benefit = PlainTextField(
        label=spaced("Qu’est-ce que cela changerait ?"),
        max_length=TEXT_LENGTH,
        required=False,
        help_text=spaced("Qui y gagne, et quoi : du temps, du papier, du calme… 5 000 caractères au plus."),
    )
    seen_elsewhere = OneLineField(
        label="J’ai vu cela ailleurs",
        max_length=300,
        required=False,
        help_text=spaced("Dans quelle ville, quel service ? Le groupe pourra les appeler."),
    )
    direction = forms.ModelChoiceField(
        label="Direction concernée",
        queryset=Direction.objects.concerned(),
        required=False,
        empty_label="Toute la mairie, ou je ne sais pas",
        error_messages={
            "invalid_choice": spaced("Cette direction n’existe pas ou plus : choisissez dans la liste.")
        },
    )


class IdeaForm(IdeaWordsForm):
    identity = forms.ChoiceField(
        label=spaced("Qui saura que l’idée est de vous ?"),
        choices=[choice for choice in Identity.choices if choice[0] != Identity.ANONYMOUS],
        initial=Identity.NAMED,
        widget=forms.RadioSelect,
    )


class IdeaFilesForm(FilesForm):
    about_files = spaced(
        "Une photo du formulaire, un exemple… Ils seront lus par tous ceux qui liront l’idée. Si le nom est caché, "
        "ce qu’ils disent de leur auteur en est ôté ; leur titre et ce qui s’y lit restent. Les images sont alors des "
        "JPEG ou des PNG."
    )

    def strips_files(self, identity: str) -> bool:
        """Remove from the files what names a hidden author; return whether the form is still valid.

        It may take a minute a file: call it before any transaction.
        """
        field = self.fields["files"]
        assert isinstance(field, DocumentsField)
        for upload in self.cleaned_data["files"] if identity == Identity.HIDDEN else ():
            try:
                strip_ahead(upload)
            except Refused as refusal:
                field.refuse(upload)
                self.add_error("files", f"{refusal.messages[0]} {UNTICKED}")
        return self.is_valid()

    def take_refusals(self, ahead: IdeaFilesForm) -> None:
        """Refuse what `ahead`, a form of the same files, has refused."""
        self.add_error("files", ahead.errors.as_data()["files"])
        self.fields["files"].widget.refused = ahead.fields["files"].widget.refused


class IdeaProposeForm(OneTimeForm, IdeaFilesForm, IdeaWordsForm):
    """Named or hidden: the level is the page's. `draft_stamp` is that of the draft which the page knows."""

    draft_stamp = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)

    @staticmethod
    def initial_of(draft: Draft, *, by: Agent) -> tuple[dict[str, Any], bool]:
        """Return the draft's fields, and whether a file of it is no longer there."""
        keys = draft.data.get("files", [])
        files = waiting(keys, by=by)
        words = {name: value for name, value in draft.data.items() if name not in ("files", "key")}
        return words | {"files": files, "draft_stamp": draft.stamp}, len(files) < len(set(keys))

    def typed(self) -> dict[str, Any]:
        """Return the fields for the draft, right or wrong; files by their keys."""
        names = (*Idea.WORDS, "seen_elsewhere", "direction")
        words: dict[str, Any] = {name: self.data.get(name, "") for name in names}
        uploads = self.cleaned_data.get("files") if self.is_bound and self.is_valid() else None
        posted = self["files"].data
        fresh = [file.staged.reference for file in posted.files if getattr(file, "staged", None)]
        words["files"] = [upload.reference for upload in uploads] if uploads else [*posted.keys, *fresh]
        return words

    @property
    def key(self) -> uuid.UUID:
        """The page's one-time key, whatever else is wrong."""
        try:
            return uuid.UUID(self.data.get("submission_key", ""))
        except ValueError:
            return uuid.uuid4()


class IdeaEnterForm(OneTimeForm, IdeaFilesForm, IdeaForm):
    """« Saisi pour »: the author, and how to inform them."""

    author = AgentField(
        label=spaced("Pour qui écrivez-vous ?"),
        help_text="Le prénom et le nom de l’agent, ou son identifiant. L’idée sera la sienne.",
        error_messages={"required": "Dites de qui est l’idée."},
    )
    contact = forms.ChoiceField(
        label=spaced("Comment cet agent veut-il avoir des nouvelles ?"),
        choices=Contact.choices,
        widget=forms.RadioSelect,
        help_text=(
            "Par courriel, l’intranet s’en charge. Autrement, chaque nouvelle vous sera confiée, à vous et au groupe, "
            "pour la lui dire."
        ),
        error_messages={"required": "Dites comment prévenir l’auteur."},
    )
    contact_detail = OneLineField(
        label="Son adresse ou son numéro",
        max_length=200,
        required=False,
        help_text="L’adresse de courriel, le téléphone ou l’adresse postale qu’il vous donne. Le groupe seul le lit.",
    )
    field_order = ["author", "contact", "contact_detail", "identity"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["identity"].label = spaced("Qui saura que l’idée est de cet agent ?")

    def clean_author(self) -> Agent:
        author: Agent = self.cleaned_data["author"]
        if author == self.by:
            raise ValidationError(spaced("Cette idée est la vôtre : proposez-la en votre nom."))
        return author

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        contact, detail = data.get("contact"), data.get("contact_detail")
        if contact == Contact.MAIL and "contact_detail" in data:
            try:
                validate_email(detail)
            except ValidationError:
                self.add_error(
                    "contact_detail", "Écrivez l’adresse de courriel, comme prenom.nom@exemple.fr."
                )
        elif contact in (Contact.PHONE, Contact.LETTER) and not detail and "contact_detail" in data:
            self.add_error("contact_detail", "Écrivez le numéro ou l’adresse que l’agent vous a donné.")
        return data


class IdeaAmendForm(StaleCheckForm, IdeaFilesForm, IdeaForm):
    """The author's corrections; files are added to those already there."""

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].label = "Fichiers à ajouter" if idea.files.exists() else "Fichiers"


class ThanksForm(forms.Form):
    is_thanked = forms.TypedChoiceField(
        label=spaced("Votre nom peut-il être cité et remercié ?"),
        choices=[("1", "Oui, avec plaisir"), ("", "Non, je préfère ne pas être cité")],
        coerce=bool,
        required=False,
        widget=forms.RadioSelect,
        help_text=spaced(
            "Dans « Vous l’avez dit, on l’a fait », que tous les agents lisent. Vous pouvez changer d’avis."
        ),
    )

    @staticmethod
    def initial_for(idea: Idea) -> dict[str, Any]:
        return {"is_thanked": "1" if idea.is_thanked else ""}
