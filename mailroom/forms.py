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
from core.documents.models import Document
from core.french import spaced
from core.people.fields import AgentField, AgentsField
from core.people.models import Agent, Direction
from core.web.fields import DayField, FoldedCheckboxes, OneLineField, PlainTextField, offer
from core.web.forms import FilterForm, ModelTextMixin, ModelTextSelect
from core.web.idempotency import OneTimeForm
from core.web.stale_forms import StaleCheckForm
from mailroom.acknowledgements import filled
from mailroom.actions import GONE, PAST, check_direction
from mailroom.answers import NO_SUCH, NUMBER, check_whole, circuit_of, merge_fields
from mailroom.models import (
    ADDRESS_LENGTH,
    ANSWER_LENGTH,
    NAME_LENGTH,
    NOTE_LENGTH,
    REASON_LENGTH,
    SUBJECT_LENGTH,
    AnswerChannel,
    AnswerText,
    Item,
    ItemKind,
    State,
)
from mailroom.policies import is_mail_office
from mailroom.querysets import ItemQuerySet, numbered

LETTER_LENGTH, MOST_READERS = 20_000, 10
SENT_AS_IT_IS = spaced("Il part tel quel, avec vos fichiers (15 Mo en tout).")
EMPTY_ANSWER: dict[str, Any] = {"text": "", "sent_on": None, "files": ()}
RETIRED = spaced("Cette nature n’est plus proposée : choisissez-en une autre.")


def because(reason: str) -> str:
    return spaced(f"Proposée : {reason}.") if reason else ""


@contextmanager
def refused_together(form: forms.Form) -> Iterator[None]:
    """Report an action's refusals with the form's own errors, once for each field."""
    try:
        yield
    except ValidationError as refusal:
        for name, faults in refusal.error_dict.items():
            if name not in form.errors:
                form.add_error(name if name in form.fields else None, faults)


class DirectionField(forms.ModelChoiceField):
    def __init__(self, *, empty_label: str = "Choisissez…", **kwargs: Any) -> None:
        messages = {"required": "Choisissez une direction.", "invalid_choice": GONE}
        super().__init__(
            queryset=Direction.objects.by_name(), empty_label=empty_label, error_messages=messages, **kwargs
        )


class KindField(forms.ModelChoiceField):
    NONE = "Choisissez une nature."

    def __init__(self, **kwargs: Any) -> None:
        messages = {"required": self.NONE, "invalid_choice": RETIRED}
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
            ("avis", "Avis à donner"),
        ]
        if is_mail_office(by):
            queues[1:1] = [("a-attribuer", "À attribuer")]
            queues.append(("indesirables", "Indésirables"))
        offer(self, "queue", [*queues, ("tous", "Tous")])

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
            case "avis":
                return items.awaiting_opinion_of(self.by)
            case "indesirables":
                return items.spam()
        items = items.exclude(state=State.SPAM)
        # Words, a nature, a state are looked for everywhere.
        is_asked = queue or any(self.cleaned_data[name] for name in ("words", "kind", "direction", "state"))
        return items if is_asked else items.filter(closed_at=None)


class ScansForm(FilesForm):
    """Letters to register, one a file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].required = True


class SplitForm(forms.Form):
    after = forms.IntegerField(label="Couper après la page", min_value=1, max_value=2_000, initial=1)


class ItemNewForm(OneTimeForm, FilesForm):
    """A letter: its scan is on the pile, or beside it in `files`."""

    scan = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    subject = OneLineField(
        label="Objet",
        max_length=SUBJECT_LENGTH,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
        error_messages={"required": "Donnez un objet à ce courrier."},
    )
    sender_name = OneLineField(
        label="Expéditeur",
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"list": "expediteurs", "autocomplete": "off"}),
        error_messages={"required": spaced("Écrivez qui l’envoie, ou « anonyme ».")},
    )
    sender_address = PlainTextField(
        label="Son adresse, électronique ou postale",
        max_length=ADDRESS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    # That of their last item, which the page proposes beside a box.
    known_address = PlainTextField(required=False, max_length=ADDRESS_LENGTH, widget=forms.HiddenInput)
    direction = DirectionField(label="Direction chargée", required=False, empty_label="À attribuer plus tard")
    kind = KindField(label="Nature", required=False)
    is_confidential = forms.BooleanField(label="Confidentiel", required=False)
    received_on = DayField(label="Reçu le", initial=timezone.localdate)
    text = PlainTextField(
        label="Ce qu’il dit",
        max_length=LETTER_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="En quelques mots, si le scan ne suffit pas.",
    )
    conditional = ("kind",)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["sender_address"] = data.get("sender_address") or data.get("known_address", "")
        data.pop("known_address", None)
        if data.get("direction") and not data.get("kind"):
            self.add_error("kind", KindField.NONE)
        if data.get("direction"):
            try:
                check_direction(data["direction"], is_confidential=data["is_confidential"], readers=())
            except ValidationError as refusal:
                self.add_error("direction", refusal.messages)
        return data


class SortForm(StaleCheckForm):
    kind = KindField(label="Nature")
    due_on = DayField(
        label="Réponse avant le", required=False, help_text=spaced("Vide : selon sa nature, en jours ouvrés.")
    )
    copies = forms.ModelMultipleChoiceField(
        label="En copie",
        queryset=Direction.objects.by_name(),
        required=False,
        widget=FoldedCheckboxes,
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
            offer(self, "kind", ItemKind.objects.filter(Q(is_retired=False) | Q(pk=held.pk)))

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        direction = self.fields["direction"]
        direction.help_text = because(self.initial.get("proposal_reason", ""))
        if not self.is_bound:
            # The next of the queue is assigned without a Tab.
            direction.widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {"direction", "readers"} <= data.keys():
            said = {name: data[name] for name in ("direction", "is_confidential", "readers")}
            with refused_together(self):
                check_direction(**said)
        return data

    @staticmethod
    def initial_for(item: Item) -> dict[str, Any]:
        proposed = {"direction": item.proposed_direction, "proposal_reason": item.proposal_reason}
        return SortForm.initial_for(item) | proposed


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


class WhereForm(StaleCheckForm):
    """Its stamp is of the item's state and of those who have it."""

    @staticmethod
    def initial_for(item: Item) -> dict[str, Any]:
        return {"state": item.state, "current": item.direction_id, "taken_by": item.taken_by_id}


class ReasonForm(WhereForm):
    """Return it, file it, pass it on: the page says which."""

    reason = OneLineField(
        label="Motif", max_length=REASON_LENGTH, error_messages={"required": "Dites pourquoi, en une phrase."}
    )


class GiveForm(WhereForm):
    to = AgentField(
        label="À qui",
        help_text="Prénom et nom, ou identifiant, d’une personne de la direction chargée.",
        error_messages={"required": "Dites à qui."},
    )


class JoinForm(StaleCheckForm):
    to = OneLineField(
        label="À quel courrier",
        max_length=20,
        help_text=spaced("Son numéro : 2026-00059, ou 59 pour cette année."),
        error_messages={"required": "Donnez son numéro."},
    )

    def clean_to(self) -> Item:
        """The mail office reads them all."""
        typed = self.cleaned_data["to"]
        # A rank alone is of this year, as the page says.
        label = typed if "-" in typed else f"{timezone.localdate().year}-{typed}"
        found = Item.objects.filter(numbered(label)).first()
        if found is None:
            raise forms.ValidationError(NO_SUCH)
        return found

    @staticmethod
    def initial_for(item: Item) -> dict[str, Any]:
        cited = NUMBER.search(item.subject)
        return WhereForm.initial_for(item) | {"to": cited[1] if cited else ""}


def words_field(label: str, missing: str) -> PlainTextField:
    widget = forms.Textarea(attrs={"rows": 4})
    return PlainTextField(
        label=label, max_length=NOTE_LENGTH, widget=widget, error_messages={"required": missing}
    )


class NoteForm(OneTimeForm):
    text = words_field("Votre note", "Écrivez votre note.")

    @staticmethod
    def initial_for(item: Item) -> dict[str, Any]:
        return {}


class AskForm(NoteForm):
    direction = DirectionField(label="À quelle direction", help_text="Elle lira le courrier.")
    text = words_field("Votre question", "Posez votre question.")
    field_order = ["direction", "text"]


class AdviseForm(StaleCheckForm):
    """Its stamp is of the question that the page shows: an opinion never lands on another."""

    text = words_field("Votre avis", "Écrivez votre avis.")

    @staticmethod
    def initial_for(item: Item) -> dict[str, Any]:
        return {}


class ReassignForm(ReasonForm):
    direction = DirectionField(
        label="À quelle direction", help_text="La même, pour qu’une autre personne le prenne."
    )
    field_order = ["direction", "reason"]


class _AnswerForm(StaleCheckForm, OneTimeForm, FilesForm):
    text = PlainTextField(
        label="Votre réponse",
        max_length=ANSWER_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        said = {name: data.get(name) or empty for name, empty in EMPTY_ANSWER.items()}
        with refused_together(self):
            check_whole(self.item, channel=data.get("channel") or AnswerChannel.PAPER, **said)
        return data

    @staticmethod
    def initial_for(item: Item) -> dict[str, Any]:
        return WhereForm.initial_for(item) | {"replies": item.replies.count()}


class AnswerForm(ModelTextMixin, _AnswerForm):
    """An e-mail, which leaves at once or when its visas are given."""

    model_text = forms.ModelChoiceField(
        label="Modèle",
        queryset=AnswerText.objects.none(),
        required=False,
        empty_label="Choisissez…",
        widget=ModelTextSelect,
        help_text="Il s’ajoute à la suite de ce que vous avez écrit.",
        error_messages={"invalid_choice": spaced("Ce modèle n’existe plus : choisissez dans la liste.")},
    )
    removed = forms.MultipleChoiceField(
        label="Fichiers à retirer",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": spaced("Ce fichier n’est plus joint : rechargez la page.")},
    )
    conditional = ("text",)
    field_order = ["model_text", "text", "removed", "files"]

    def __init__(self, *args: Any, by: Agent, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        self.by = by
        pending = self.item.open_answer()
        # Another person's is not theirs to read while they keep what they wrote.
        self.pending = pending if pending and pending.by == by else None
        if self.pending:
            self.fields["text"].initial = self.pending.text
        held = Document.objects.filter(item_files__pending=self.pending) if self.pending else ()
        offer(self, "removed", [(document.reference, document.name) for document in held])
        if not held:
            del self.fields["removed"]
        self.fields["text"].help_text = SENT_AS_IT_IS
        self.offer_models(AnswerText.objects.all())

    def words_of(self, model: AnswerText) -> str:
        return filled(model.text, merge_fields(self.item, by=self.by))

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["channel"] = AnswerChannel.MAIL
        return super().clean()

    @staticmethod
    def initial_for(item: Item) -> dict[str, Any]:
        circuit, pending = circuit_of(item), item.open_answer()
        shown = {"circuit": circuit and circuit.pk, "pending": pending and pending.submitted_at}
        return _AnswerForm.initial_for(item) | shown


class NotedAnswerForm(_AnswerForm):
    """An answer that the town has given already, otherwise than from here."""

    conditional = ("text",)
    channel = forms.ChoiceField(
        label="Comment",
        choices=[
            (AnswerChannel.PAPER, "Par une lettre, déjà partie"),
            (AnswerChannel.PHONE, "Par téléphone"),
            (AnswerChannel.DESK, "Au guichet"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites comment."},
    )
    sent_on = DayField(label="Quel jour", required=False)
    field_order = ["channel", "sent_on", "text", "files"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "Ce que vous avez répondu"
        self.fields["text"].help_text = spaced("D’une lettre, le scan suffit ; d’un échange, quelques mots.")

    @staticmethod
    def initial_for(item: Item) -> dict[str, Any]:
        return _AnswerForm.initial_for(item) | {
            "channel": AnswerChannel.PAPER,
            "sent_on": timezone.localdate(),
        }
