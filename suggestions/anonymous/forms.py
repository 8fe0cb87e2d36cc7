"""The form of an anonymous idea, its follow-up code and the author's replies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadhandler import SkipFile, StopUpload
from django.db.models import Q

from core.documents.upload_handler import LARGEST_DRAINED_FROM_STRANGERS, DiskUploadHandler
from core.french import spaced
from core.people.models import Agent, Direction
from core.web.fields import OneLineField, PlainTextField
from core.web.idempotency import OneTimeForm
from suggestions.appeals import REASON_LENGTH
from suggestions.evaluation.quorum import LINE
from suggestions.models import TEXT_LENGTH
from suggestions.proposing.forms import IdeaWordsForm

# Of a page from before an update, or a hand-made request.
NO_FILES = spaced(
    "Une idée anonyme ne prend plus de fichier : ce qu’il contient dit souvent qui l’a fait. Vos mots sont "
    "ci-dessous, sans lui. Pour joindre un fichier, cachez plutôt votre nom aux lecteurs."
)


class NoFilesHandler(DiskUploadHandler):
    """Throw away files as they arrive: nothing of them is written anywhere."""

    has_files = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.has_files = True
        if (self.content_length or 0) > LARGEST_DRAINED_FROM_STRANGERS:
            raise StopUpload(connection_reset=True)
        raise SkipFile


# In a smaller direction, the author could be guessed.
FEW = 5


class AnonymousForm(OneTimeForm, IdeaWordsForm):
    """Nobody's: nothing of it is kept before it is sent."""

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
        error_messages={"required": "Dites pourquoi vous contestez ce refus."},
    )


class ReplyForm(OneTimeForm):
    text = PlainTextField(
        label="Votre réponse au groupe",
        max_length=TEXT_LENGTH,
        help_text=spaced(
            "Elle arrivera demain matin, sans heure, comme votre idée. 5 000 caractères au plus."
        ),
        error_messages={"required": "Écrivez votre réponse."},
    )
