"""The form of an anonymous idea, its follow-up code and the author's replies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from core.documents.limits import MEGABYTE, size_label
from core.documents.metadata_removal import ZIP_HEAD, stripped_apart
from core.documents.refusals import NOT_TAKEN, CannotStrip
from core.people.models import Agent, Direction
from core.ui.fields import OneLineField, PlainTextField
from core.ui.french import spaced
from core.ui.once import OneTimeForm
from suggestions.anonymous.upload_handler import HeldFile
from suggestions.appeals.actions import REASON_LENGTH
from suggestions.evaluation.evaluators import LINE
from suggestions.models import TEXT_LENGTH
from suggestions.proposing.forms import WORDS, IdeaWordsForm

MOST_ANONYMOUS_FILES = 5
LARGEST_ANONYMOUS = 10 * MEGABYTE
# In a smaller direction, the author could be guessed.
FEW = 5


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
                faults.append(ValidationError(spaced(f"« {file.name} » : {reason}")))
            else:
                kept.append((f"piece-{position}.{kind}", content))
        if faults:
            raise ValidationError(faults)
        return kept

    @staticmethod
    def _stripped(file: HeldFile) -> tuple[str, bytes]:
        most = size_label(LARGEST_ANONYMOUS)
        if getattr(file, "refusal", "") or (file.size or 0) > LARGEST_ANONYMOUS:
            raise ValidationError(getattr(file, "refusal", "") or f"Ce fichier dépasse {most}.")
        if not file.size:
            raise ValidationError("Ce fichier est vide.")
        data = file.read()
        if data.startswith(ZIP_HEAD):
            # The group may read names that were missed in an Office file of a hidden author; nobody may here.
            raise CannotStrip(NOT_TAKEN)
        kind, content = stripped_apart(data)
        if len(content) > 2 * LARGEST_ANONYMOUS:
            raise ValidationError(
                spaced(f"Sans ses informations, ce fichier dépasserait {most} : réduisez-le.")
            )
        return kind, content


class AnonymousForm(OneTimeForm, IdeaWordsForm):
    """Nobody's: nothing of it is kept before it is sent, and its files are read here and now."""

    files = StrippedFilesField(  # type: ignore[assignment]  # as above
        label="Fichiers",
        required=False,
        widget=SeveralFiles(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.txt"}),
        help_text=spaced(
            f"PDF, images JPEG ou PNG, texte simple : {size_label(LARGEST_ANONYMOUS)} au plus chacun, "
            f"{MOST_ANONYMOUS_FILES} fichiers au plus. Leur nom et ce qu’ils disent de vous en sont ôtés ; "
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
                spaced(
                    f"Cette direction compte moins de {FEW} agents : on devinera peut-être que l’idée est de vous. "
                    "Cochez la case, ou choisissez « Toute la mairie »."
                ),
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


class ContestForm(OneTimeForm):
    reason = PlainTextField(
        label=spaced("Pourquoi contestez-vous ce refus ?"),
        max_length=REASON_LENGTH,
        help_text=spaced(
            "On ne conteste qu’une fois : dites tout. Le groupe le lira demain matin, et vous répondra ici. "
            "2 000 caractères au plus."
        ),
        error_messages=WORDS | {"required": "Dites pourquoi vous contestez ce refus."},
    )


class ReplyForm(OneTimeForm):
    text = PlainTextField(
        label="Votre réponse au groupe",
        max_length=TEXT_LENGTH,
        help_text=spaced(
            "Elle arrivera demain matin, sans heure, comme votre idée. 5 000 caractères au plus."
        ),
        error_messages=WORDS | {"required": "Écrivez votre réponse."},
    )
