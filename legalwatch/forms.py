from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone

from core.documents.fields import DocumentField, UploadFormMixin
from core.french import spaced
from core.people.models import Agent, Direction
from core.web.fields import DayField, OneLineField, PlainTextField, WebAddressField, offer
from core.web.forms import FilterForm
from core.web.idempotency import OneTimeForm
from core.web.stale_forms import StaleCheckForm
from legalwatch.actions import NO_SUBJECT
from legalwatch.models import (
    REASON_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    URL_LENGTH,
    Entry,
    EntryQuerySet,
    LinkReport,
    Subject,
)
from legalwatch.policies import can_write

UNKNOWN = ("invalid_choice", "invalid_pk_value")
SHOWN = [("", "À jour"), ("to_read", "À lire, pour moi"), ("all", "Avec les périmés et remplacés")]
SHOWN_TO_WATCHERS = [
    ("draft", "Brouillons"),
    ("scheduled", "À paraître"),
    ("reported", "Liens signalés"),
    ("withdrawn", "Retirés"),
]


class EntryFilterForm(FilterForm):
    """Filters of the list: by default, what is published and current."""

    q = OneLineField(label="Mots", max_length=200, required=False, widget=forms.SearchInput)
    subject = forms.ModelChoiceField(
        Subject.objects.all(), label="Sujet", required=False, empty_label="Tous", to_field_name="slug"
    )
    year = forms.TypedChoiceField(label="Année", required=False, coerce=int, empty_value=None)
    show = forms.ChoiceField(label="Montrer", required=False)

    def __init__(self, data: Any, *, by: Agent, years: Iterable[int]) -> None:
        super().__init__(data)
        self.by = by
        offer(self, "year", [("", "Toutes"), *((year, str(year)) for year in years)])
        offer(self, "show", [*SHOWN, *(SHOWN_TO_WATCHERS if can_write(by) else ())])

    def filter(self, entries: EntryQuerySet) -> EntryQuerySet:
        asked = self.cleaned_data
        found = self._shown(entries)
        if asked["subject"]:
            found = found.filter(subjects=asked["subject"])
        if asked["year"]:
            found = found.of_year(asked["year"])
        return found.saying(asked["q"]) if asked["q"] else found

    def _shown(self, entries: EntryQuerySet) -> EntryQuerySet:
        match self.cleaned_data["show"]:
            case "to_read":
                return entries.to_read(self.by)
            case "all":
                return entries.published()
            case "draft":
                return entries.drafts()
            case "scheduled":
                return entries.scheduled()
            case "withdrawn":
                return entries.withdrawn()
            case "reported":
                return entries.filter(Exists(LinkReport.objects.open().filter(entry=OuterRef("pk"))))
        return entries.published().current()


class EntryForm(UploadFormMixin):
    conditional = ("url", "document")

    title = OneLineField(
        label="Titre",
        max_length=TITLE_LENGTH,
        help_text="Le mail de la veille ne montre que lui, avec un lien vers cette page.",
        error_messages={"required": "Donnez un titre."},
    )
    summary = PlainTextField(
        label="Ce qui change",
        max_length=SUMMARY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=spaced(f"En trois lignes : {SUMMARY_LENGTH} caractères au plus."),
        error_messages={"required": "Dites ce qui change, en une phrase au moins."},
    )
    subjects = forms.ModelMultipleChoiceField(
        Subject.objects.all(),
        label="Sujets",
        widget=forms.CheckboxSelectMultiple,
        help_text="Ceux qui les suivent sont prévenus.",
        error_messages={
            "required": NO_SUBJECT,
            **dict.fromkeys(UNKNOWN, "Ce sujet n’est plus dans la liste."),
        },
    )
    directions = forms.ModelMultipleChoiceField(
        Direction.objects.concerned(),
        label="Directions concernées",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=spaced(
            "Tous leurs agents sont prévenus. Aucune : seulement ceux qui suivent un des sujets."
        ),
        error_messages=dict.fromkeys(UNKNOWN, "Cette direction n’est plus dans la liste."),
    )
    url = WebAddressField(
        label="Lien vers le texte officiel",
        max_length=URL_LENGTH,
        required=False,
        assume_scheme="https",
        help_text="Un lien, un fichier, ou les deux.",
    )
    document = DocumentField(
        label="Fichier",
        required=False,
        help_text=spaced("Gardé une seule fois, lu sur cette page : aucun mail ne le porte."),
    )
    in_force_on = DayField(label="En vigueur le", required=False)
    publish_on = DayField(
        label="Paraît le",
        required=False,
        help_text=spaced("Vide : tout de suite. Sinon, le matin de ce jour."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["upload"] = data.pop("document", None)
        if not {"url", "document"} & self.errors.keys() and not self.has_text(data):
            self.add_error("url", "Donnez un lien, un fichier, ou les deux.")
        return data

    def has_text(self, data: dict[str, Any]) -> bool:
        return bool(data.get("url") or data["upload"])


class EntryWriteForm(OneTimeForm, EntryForm):
    pass


class EntryChangeForm(StaleCheckForm, EntryForm):
    is_file_removed = forms.BooleanField(label="Retirer le fichier", required=False)
    replaced_by = forms.ModelChoiceField(
        Entry.objects.none(),
        label="Remplacé par",
        required=False,
        empty_label="Aucun autre texte",
        help_text=spaced(
            "Sa page dira ce qui le remplace, avec un lien ; la liste ne le montre plus d’abord."
        ),
        error_messages={
            "invalid_choice": spaced(
                "Choisissez un autre texte, publié : un texte ne se remplace pas lui-même."
            )
        },
    )
    outdated_reason = OneLineField(
        label="Pourquoi il est périmé",
        max_length=REASON_LENGTH,
        required=False,
        help_text="Si rien ne le remplace, ou pour le préciser.",
    )
    field_order = [
        *("title", "summary", "subjects", "directions", "url", "is_file_removed", "document"),
        *("in_force_on", "publish_on", "replaced_by", "outdated_reason"),
    ]

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry = entry
        offer(self, "replaced_by", Entry.objects.published().exclude(pk=entry.pk).newest_first())
        # Replaced, a draft would be announced to nobody; its day is over once it is published.
        left_out = {"publish_on"} if entry.is_published else {"replaced_by", "outdated_reason"}
        if entry.document:
            self.fields["document"].label = spaced(f"Remplacer le fichier « {entry.document.name} »")
        else:
            left_out.add("is_file_removed")
        for name in left_out:
            del self.fields[name]

    def has_text(self, data: dict[str, Any]) -> bool:
        is_kept = self.entry.document_id is not None and not data.get("is_file_removed")
        return is_kept or super().has_text(data)

    @classmethod
    def initial_for(cls, entry: Entry, /) -> dict[str, Any]:
        publish_on = timezone.localdate(entry.publish_at) if entry.publish_at else None
        # The file is of the stamp alone.
        return super().initial_for(entry) | {"publish_on": publish_on, "file": entry.document_id}


class WithdrawForm(forms.Form):
    reason = OneLineField(
        label="Pourquoi le retirer",
        max_length=REASON_LENGTH,
        help_text="Lu par les veilleurs seulement.",
        error_messages={"required": spaced("Dites pourquoi : une phrase suffit.")},
    )


class FollowForm(forms.Form):
    subjects = forms.ModelMultipleChoiceField(
        Subject.objects.all(),
        label="Sujets que je suis",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(UNKNOWN, spaced("Un de ces sujets n’existe plus : rechargez la page.")),
    )
    is_weekly = forms.TypedChoiceField(
        label="Me prévenir",
        choices=[("", "Le jour où un texte paraît"), ("1", "Le lundi, de toute la semaine")],
        required=False,
        coerce=bool,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choisissez le jour ou la semaine."},
    )
