from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from core.documents.fields import FilesForm
from core.people.fields import AgentsField
from core.people.models import Agent, Direction
from core.ui.fields import DayField, FoldedCheckboxes, OneLineField, PlainTextField, offer
from core.ui.filters import FilterForm
from core.ui.french import spaced
from core.ui.once import OneTimeForm
from core.ui.stale_forms import StaleCheckForm
from mailroom.actions import GONE, PAST, check_direction
from mailroom.answers import NO_EMAIL, check_whole
from mailroom.models import (
    ADDRESS_LENGTH,
    ANSWER_LENGTH,
    NAME_LENGTH,
    REASON_LENGTH,
    SUBJECT_LENGTH,
    Channel,
    Item,
    ItemKind,
    State,
)
from mailroom.policies import is_mail_office
from mailroom.querysets import ItemQuerySet

LETTER_LENGTH, MOST_READERS = 20_000, 10
ON_PAPER = "Sur papier, déjà parti"
EMPTY_ANSWER: dict[str, Any] = {"text": "", "sent_on": None, "files": ()}
RETIRED = spaced("Cette nature n’est plus proposée : choisissez-en une autre.")


@contextmanager
def refused_together(form: forms.Form) -> Iterator[None]:
    """Report an action's refusals with the form's own errors, once for each field."""
    try:
        yield
    except ValidationError as refusal:
        for name, faults in refusal.error_dict.items():
            if name not in form.errors:
                form.add_error(name, faults)


class DirectionField(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        messages = {"required": "Choisissez une direction.", "invalid_choice": GONE}
        super().__init__(
            queryset=Direction.objects.by_name(), empty_label="Choisissez…", error_messages=messages, **kwargs
        )


class KindField(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        messages = {"required": "Choisissez une nature.", "invalid_choice": RETIRED}
        super().__init__(
            queryset=ItemKind.objects.filter(is_retired=False),
            empty_label="Choisissez…",
            error_messages=messages,
            **kwargs,
        )


class ItemFilterForm(FilterForm):
    queue = forms.ChoiceField(label="Lesquels", required=False)
    words = OneLineField(
        label="Mots, ou numéro",
        required=False,
        max_length=200,
        help_text="Du texte, des fichiers, des réponses.",
    )
    kind = forms.ModelChoiceField(
        label="Nature", queryset=ItemKind.objects.all(), required=False, empty_label="Toutes"
    )
    direction = forms.ModelChoiceField(
        label="Direction", queryset=Direction.objects.by_name(), required=False, empty_label="Toutes"
    )
    state = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Tous"), *(one for one in State.choices if one[0] != "spam")],
    )

    def __init__(self, *args: Any, by: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        queues = [
            ("", "À suivre"),
            ("a-moi", "À moi"),
            ("ma-direction", "De ma direction"),
            ("en-retard", "En retard"),
        ]
        if is_mail_office(by):
            queues[1:1] = [("a-attribuer", "À attribuer")]
            queues.append(("indesirables", "Indésirables"))
        field = self.fields["queue"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*queues, ("tous", "Tous")]

    def filter(self, items: ItemQuerySet) -> ItemQuerySet:
        data = self.cleaned_data
        items = self._of_queue(items, data["queue"])
        for name in ("kind", "direction", "state"):
            if data[name]:
                items = items.filter(**{name: data[name]})
        return items.holding(data["words"]) if data["words"] else items

    def _of_queue(self, items: ItemQuerySet, queue: str) -> ItemQuerySet:
        """`items` are those that the agent reads."""
        match queue:
            case "a-attribuer":
                return items.to_assign()
            case "a-moi":
                return items.filter(taken_by=self.by)
            case "ma-direction":
                return items.in_charge_of(self.by)
            case "en-retard":
                late = items.late(on=timezone.localdate())
                return late if is_mail_office(self.by) else late.in_charge_of(self.by)
            case "indesirables":
                return items.spam()
        items = items.exclude(state=State.SPAM)
        # Words, a nature, a state are looked for everywhere.
        is_asked = queue or any(self.cleaned_data[name] for name in ("words", "kind", "direction", "state"))
        return items if is_asked else items.filter(closed_at=None)


class ItemNewForm(OneTimeForm, FilesForm):
    """A letter, with its scan."""

    subject = OneLineField(
        label="Objet",
        max_length=SUBJECT_LENGTH,
        error_messages={"required": "Donnez un objet à ce courrier."},
    )
    sender_name = OneLineField(
        label="Expéditeur",
        max_length=NAME_LENGTH,
        error_messages={"required": spaced("Écrivez qui l’envoie, ou « anonyme ».")},
    )
    sender_address = PlainTextField(
        label="Son adresse",
        max_length=ADDRESS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=spaced("Électronique, pour lui répondre d’ici ; sinon postale."),
    )
    received_on = DayField(label="Reçu le", initial=timezone.localdate)
    text = PlainTextField(
        label="Ce qu’il dit",
        max_length=LETTER_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="En quelques mots, si le scan ne suffit pas.",
    )
    field_order = ["subject", "sender_name", "sender_address", "received_on", "files", "text"]


class SortForm(StaleCheckForm):
    kind = KindField(label="Nature")
    due_on = DayField(
        label="Réponse avant le", required=False, help_text=spaced("Vide : selon sa nature, en jours ouvrés.")
    )
    copies = forms.ModelMultipleChoiceField(
        label="En copie",
        queryset=Direction.objects.by_name(),
        required=False,
        widget=FoldedCheckboxes(summary="Choisir des directions"),
        help_text="Elles lisent sans rien faire.",
        error_messages={"invalid_choice": GONE, "invalid_pk_value": GONE},
    )
    is_confidential = forms.BooleanField(
        label="Confidentiel",
        required=False,
        help_text="Lu du bureau du courrier, de la personne responsable de la direction et des lecteurs nommés.",
    )
    readers = AgentsField(
        label="Lecteurs nommés",
        required=False,
        most=MOST_READERS,
        help_text="Prénom et nom, ou identifiant, un par ligne. D’une autre direction, ils lisent sans rien faire.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if held := self.initial.get("kind"):
            # Retired since, it is still this item's.
            kind = self.fields["kind"]
            assert isinstance(kind, forms.ModelChoiceField)
            kind.queryset = ItemKind.objects.filter(Q(is_retired=False) | Q(pk=held.pk))

    def clean_due_on(self) -> date | None:
        """A day that is over is kept, and none is chosen."""
        asked: date | None = self.cleaned_data["due_on"]
        if asked and asked < timezone.localdate() and asked != self.initial.get("due_on"):
            raise forms.ValidationError(PAST)
        return asked

    @staticmethod
    def initial_for(item: Item) -> dict[str, Any]:
        return {
            "kind": item.kind,
            "due_on": item.due_on if item.direction_id else None,
            "copies": list(item.copies.all()),
            "is_confidential": item.is_confidential,
            "readers": list(item.readers.all()),
            "state": item.state,
            "current": item.direction_id,
        }


class AssignForm(SortForm):
    direction = DirectionField(label="Direction chargée")
    field_order = ["direction", "kind", "due_on", "copies", "is_confidential", "readers"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {"direction", "readers"} <= data.keys():
            said = {name: data[name] for name in ("direction", "is_confidential", "readers")}
            with refused_together(self):
                check_direction(**said)
        return data

    @staticmethod
    def initial_for(item: Item) -> dict[str, Any]:
        return SortForm.initial_for(item) | {"direction": item.proposed_direction}


class LetterForm(SortForm):
    subject = OneLineField(label="Objet", max_length=SUBJECT_LENGTH)
    sender_name = OneLineField(label="Expéditeur", max_length=NAME_LENGTH)
    sender_address = PlainTextField(
        label="Son adresse",
        max_length=ADDRESS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = PlainTextField(label="Ce qu’il dit", max_length=LETTER_LENGTH, required=False)
    field_order = ["subject", "sender_name", "sender_address", "text"]

    @staticmethod
    def initial_for(item: Item) -> dict[str, Any]:
        words = {name: getattr(item, name) for name in ("subject", "sender_name", "sender_address", "text")}
        return SortForm.initial_for(item) | words


class ReasonForm(StaleCheckForm):
    """Return it, file it, pass it on: the page says which."""

    reason = OneLineField(
        label="Motif", max_length=REASON_LENGTH, error_messages={"required": "Dites pourquoi, en une phrase."}
    )

    @staticmethod
    def initial_for(item: Item) -> dict[str, Any]:
        return {"state": item.state, "current": item.direction_id, "taken_by": item.taken_by_id}


class ReassignForm(ReasonForm):
    direction = DirectionField(
        label="À quelle direction", help_text="La même, pour qu’une autre personne le prenne."
    )
    field_order = ["direction", "reason"]


class AnswerForm(StaleCheckForm, OneTimeForm, FilesForm):
    conditional = ("text", "sent_on")
    channel = forms.ChoiceField(
        label="Comment",
        choices=[(Channel.MAIL, "Par courriel, envoyé d’ici"), (Channel.PAPER, ON_PAPER)],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites comment elle part.", "invalid_choice": NO_EMAIL},
    )
    text = PlainTextField(
        label="Votre réponse",
        max_length=ANSWER_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=spaced(
            "Le courriel part tel quel, avec vos fichiers (15 Mo en tout). Sur papier, un résumé suffit."
        ),
    )
    sent_on = DayField(label="Date de la lettre", required=False, help_text="Sur papier seulement.")
    field_order = ["channel", "text", "files", "sent_on"]

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        if not item.email:
            offer(self, "channel", [(Channel.PAPER, ON_PAPER)])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        said = {name: data.get(name) or empty for name, empty in EMPTY_ANSWER.items()}
        with refused_together(self):
            check_whole(self.item, channel=data.get("channel") or self["channel"].initial, **said)
        return data

    @staticmethod
    def initial_for(item: Item) -> dict[str, Any]:
        return {
            "channel": Channel.MAIL if item.email else Channel.PAPER,
            "state": item.state,
            "current": item.direction_id,
            "taken_by": item.taken_by_id,
            "replies": item.replies.count(),
        }
