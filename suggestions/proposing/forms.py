"""What an author types, at each of the three levels of identity."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from core.documents.fields import DocumentsField, waiting
from core.documents.limits import MEGABYTE, size_label
from core.people.fields import AgentField
from core.people.models import Agent, Direction
from core.people.resume_after_login import ResumableForm
from core.ui.fields import OneLineField, PlainTextField
from core.ui.once import OneTimeForm
from core.ui.stale_forms import StaleCheckForm
from suggestions.anonymous.metadata_removal import CannotStrip, stripped_apart
from suggestions.anonymous.upload_handler import RoomyFile
from suggestions.evaluation.evaluators import LINE
from suggestions.ideas.forms import WORDS, IdeaForm, IdeaWordsForm
from suggestions.models import TEXT_LENGTH, Draft, Feedback, Idea
from suggestions.states import Contact

MOST_ANONYMOUS_FILES = 5
LARGEST_ANONYMOUS = 10 * MEGABYTE
# Below, whoever knows the place knows the author.
FEW = 5


class FilesForm(ResumableForm):
    """Files that wait on the server for the end of the typing."""

    # Django's own `files`, what the request brought, is of the instance.
    files = DocumentsField(  # type: ignore[assignment]  # the name of a field
        label="Fichiers",
        required=False,
        help_text="Une photo du formulaire, un exemple… Ils seront lus par tous ceux qui liront l’idée.",
    )

    def __init__(self, *args: Any, by: Agent, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        self.fields["files"].widget.agent = by


class IdeaProposeForm(OneTimeForm, FilesForm, IdeaWordsForm):
    """Named or hidden: the level is the page's. `draft_stamp` is that of the draft which the page knows."""

    draft_stamp = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)

    @staticmethod
    def initial_of(draft: Draft, *, by: Agent) -> tuple[dict[str, Any], bool]:
        """What the draft held, as fields; and whether a file of it is no longer there."""
        keys = draft.data.get("files", [])
        files = waiting(keys, by=by)
        words = {name: value for name, value in draft.data.items() if name not in ("files", "key")}
        return words | {"files": files, "draft_stamp": draft.stamp}, len(files) < len(set(keys))

    def typed(self) -> dict[str, Any]:
        """What is in the fields, right or wrong, for the draft; files by their keys."""
        names = ("title", "problem", "proposal", "benefit", "seen_elsewhere", "direction")
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


class IdeaEnterForm(OneTimeForm, FilesForm, IdeaForm):
    """« Saisi pour »: whose idea it is, and how they are told."""

    author = AgentField(
        label="Pour qui écrivez-vous\u00a0?",
        max_length=120,
        help_text="Le prénom et le nom de l’agent, ou son identifiant. L’idée sera la sienne.",
        error_messages={"required": "Dites de qui est l’idée."},
    )
    contact = forms.ChoiceField(
        label="Comment cet agent veut-il avoir des nouvelles\u00a0?",
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

    def __init__(self, *args: Any, by: Agent, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        self.agent = by
        self.fields["identity"].label = "Qui saura que l’idée est de cet agent\u00a0?"

    def clean_author(self) -> Agent:
        author: Agent = self.cleaned_data["author"]
        if author == self.agent:
            raise ValidationError("Cette idée est la vôtre\u00a0: proposez-la en votre nom.")
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


class IdeaAmendForm(StaleCheckForm, FilesForm, IdeaForm):
    """The author's corrections; files are added to those already there."""

    def __init__(self, *args: Any, by: Agent, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        self.fields["files"].label = "Fichiers à ajouter" if idea.files.exists() else "Fichiers"


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class StrippedFilesField(forms.FileField):
    """Files of an anonymous idea, already without what they say of their author: a list of (name given, content)."""

    widget = SeveralFiles

    def to_python(self, data: Any) -> Any:
        return data

    def clean(self, data: Any, initial: Any = None) -> list[tuple[str, bytes]]:
        sent = [file for file in data if file] if isinstance(data, (list, tuple)) else [data] if data else []
        if len(sent) > MOST_ANONYMOUS_FILES:
            raise ValidationError(f"Pas plus de {MOST_ANONYMOUS_FILES} fichiers.")
        kept: list[tuple[str, bytes]] = []
        faults = []
        for position, file in enumerate(sent, start=1):
            try:
                kind, content = self._stripped(file)
            except (CannotStrip, ValidationError) as error:
                reason = error.messages[0] if isinstance(error, ValidationError) else str(error)
                faults.append(ValidationError(f"«\u00a0{file.name}\u00a0»\u00a0: {reason}"))
            else:
                kept.append((f"piece-{position}.{kind}", content))
        if faults:
            raise ValidationError(faults)
        return kept

    @staticmethod
    def _stripped(file: RoomyFile) -> tuple[str, bytes]:
        most = size_label(LARGEST_ANONYMOUS)
        if getattr(file, "refusal", "") or (file.size or 0) > LARGEST_ANONYMOUS:
            raise ValidationError(getattr(file, "refusal", "") or f"Ce fichier dépasse {most}.")
        if not file.size:
            raise ValidationError("Ce fichier est vide.")
        kind, content = stripped_apart(file.read())
        if len(content) > 2 * LARGEST_ANONYMOUS:
            raise ValidationError(f"Sans ses informations, ce fichier dépasserait {most}\u00a0: réduisez-le.")
        return kind, content


class AnonymousForm(OneTimeForm, ResumableForm, IdeaWordsForm):
    """Nobody's: nothing of it is kept before it is sent, and its files are read here and now."""

    files = StrippedFilesField(  # type: ignore[assignment]  # as above
        label="Fichiers",
        required=False,
        widget=SeveralFiles(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.txt"}),
        help_text=(
            f"PDF, images JPEG ou PNG, texte simple\u00a0: {size_label(LARGEST_ANONYMOUS)} au plus chacun, "
            f"{MOST_ANONYMOUS_FILES} fichiers au plus. Leur nom et ce qu’ils disent de vous en sont ôtés\u00a0; "
            "ce qui s’y lit reste. Si un autre champ est à reprendre, il faudra les choisir de nouveau."
        ),
    )
    few_are_concerned = forms.BooleanField(
        label="Je l’ai lu, et j’envoie quand même avec cette direction",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        warning = "La vôtre n’est jamais notée. Si vous nommez une très petite équipe, on peut deviner qui vous êtes."
        self.fields["direction"].help_text = warning
        if not self.is_bound or not self._is_small(self.data.get("direction")):
            del self.fields["few_are_concerned"]

    @staticmethod
    def _is_small(key: Any) -> bool:
        direction = (
            Direction.objects.concerned().filter(pk=key).first() if str(key or "").isdecimal() else None
        )
        return direction is not None and agents_under(direction) < FEW

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "few_are_concerned" in self.fields and not data.pop("few_are_concerned", False):
            self.add_error(
                "few_are_concerned",
                f"Cette direction compte moins de {FEW} agents\u00a0: on devinera peut-être que l’idée est de vous. "
                "Cochez la case, ou choisissez «\u00a0Toute la mairie\u00a0».",
            )
        return data


def agents_under(direction: Direction) -> int:
    """Open accounts in its tree, counted up to FEW."""
    inside = Q.create([(f"direction{step}", direction) for step in LINE], Q.OR)
    return Agent.objects.active().filter(inside)[:FEW].count()


class CodeForm(forms.Form):
    code = OneLineField(
        label="Votre code de suivi",
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        ),
        help_text="Vingt-quatre lettres et chiffres, par quatre, copiés en envoyant votre idée.",
        error_messages={"required": "Écrivez votre code de suivi."},
    )


class ReplyForm(OneTimeForm):
    text = PlainTextField(
        label="Votre réponse au groupe",
        max_length=TEXT_LENGTH,
        help_text="Elle arrivera demain matin, sans heure, comme votre idée. 5\u202f000 caractères au plus.",
        error_messages=WORDS | {"required": "Écrivez votre réponse."},
    )


class ChangeForm(OneTimeForm):
    change = forms.ChoiceField(
        label="Votre idée a-t-elle changé quelque chose\u00a0?",
        choices=Feedback.Change.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )
    words = PlainTextField(
        label="Voulez-vous en dire un mot\u00a0?", max_length=2000, required=False, error_messages=WORDS
    )


class ThanksForm(forms.Form):
    is_thanked = forms.TypedChoiceField(
        label="Votre nom peut-il être cité et remercié\u00a0?",
        choices=[("1", "Oui, avec plaisir"), ("", "Non, je préfère ne pas être cité")],
        coerce=bool,
        required=False,
        widget=forms.RadioSelect,
        help_text=(
            "Dans «\u00a0Vous l’avez dit, on l’a fait\u00a0», que tous les agents lisent. "
            "Vous pouvez changer d’avis."
        ),
    )

    @staticmethod
    def initial_for(idea: Idea) -> dict[str, Any]:
        return {"is_thanked": "1" if idea.is_thanked else ""}
