"""Corrections of someone else's card: proposed, then decided."""

from __future__ import annotations

from typing import Any

from django import forms

from core.people.models import Agent
from core.people.tree import Tree
from core.ui.fields import TOO_LONG, OneLineField, PlainTextField
from core.ui.once import OneTimeForm
from core.ui.stale_forms import StaleCheckForm
from directory.fields import DirectionField
from directory.models import MESSAGE_LENGTH, Correction


class CorrectionForm(StaleCheckForm, OneTimeForm):
    """A card as it should be; the fields come filled with what it says now."""

    last_name = OneLineField(label="Nom", required=False, max_length=80)
    first_name = OneLineField(label="Prénom", required=False, max_length=80)
    function = OneLineField(label="Fonction", required=False, max_length=120)
    direction = DirectionField(label="Direction ou service", empty="Ne pas changer")
    email = forms.EmailField(
        label="Adresse de messagerie",
        required=False,
        max_length=254,
        error_messages={
            "invalid": "Cette adresse n’est pas complète. Écrivez-la comme nadia.benali@ville.fr.",
            "max_length": TOO_LONG,
        },
    )
    message = PlainTextField(
        label="Autre chose à dire",
        required=False,
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Par exemple la date du changement. 1\u202f000 caractères au plus.",
    )

    def __init__(self, *args: Any, tree: Tree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        direction = self.fields["direction"]
        assert isinstance(direction, DirectionField)
        direction.offer(tree)

    @staticmethod
    def initial_for(subject: Agent, tree: Tree) -> dict[str, Any]:
        unit = tree.of(subject)
        said = {name: getattr(subject, name) for name in Correction.FIELDS if name != "direction"}
        return said | {"direction": unit.reference if unit else ""}

    @property
    def proposed(self) -> dict[str, Any]:
        """What `actions.propose` takes."""
        data = {name: self.cleaned_data[name] for name in (*Correction.FIELDS, "message")}
        unit = data.pop("direction")
        return data | {"direction_id": unit.pk if unit else None}


class MissingForm(OneTimeForm):
    """Someone is not in the directory."""

    message = PlainTextField(
        label="Qui manque, ou qu’est-ce qui n’est pas juste\u00a0?",
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Le nom, le service, et ce que vous savez. 1\u202f000 caractères au plus.",
        error_messages={"required": "Dites qui manque, ou ce qui n’est pas juste."},
    )


class AcceptForm(StaleCheckForm):
    """A button beside what the card says now."""

    @staticmethod
    def initial_for(correction: Correction) -> dict[str, Any]:
        return {label: now for label, now, _ in correction.changes} if correction.subject else {}


class RefusalForm(forms.Form):
    reason = OneLineField(
        label="Motif",
        max_length=300,
        help_text="La personne qui a proposé la correction le recevra.",
        error_messages={"required": "Dites pourquoi à la personne qui a proposé cette correction."},
    )
