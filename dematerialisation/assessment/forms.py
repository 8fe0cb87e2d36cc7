"""The period of an assessment, what is written under its headings, and what is said of each action."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from core.french import exact_count_of, spaced
from core.web import rich_text
from core.web.fields import DayField, OneLineField, PlainTextField, ProseField
from core.web.stale_forms import StaleCheckForm
from dematerialisation.assessment.comparison import label_of
from dematerialisation.models import Assessment
from dematerialisation.models.action import MOST, REASON_LENGTH
from dematerialisation.models.assessment import (
    IDEA_LENGTH,
    MOST_WORDS,
    WORD,
    Verdict,
)

LONGEST_YEARS = 2
HELP = {
    "context": "D’où part la mairie, et ce qui n’allait pas.",
    "idea": spaced(f"Pour qui ne lira que cela : {MOST_WORDS} mots au plus."),
    "objective": "Ce que l’on voulait changer, et pour qui.",
    "method": spaced("Comment le groupe travaille : les idées, les valeurs, les réunions."),
    "content": "Ce qui a été fait cette année, en quelques mots.",
    "means": spaced("Les personnes et le temps. Pas d’argent : le groupe n’en a pas."),
    "outcome": "Ce qui a marché, ce qui n’a pas marché, et comment on le sait.",
    "next_steps": "Ce que le groupe fera l’an prochain.",
}
# The group may leave it empty for now: its help says when it is asked for.
NEEDED = "Le bilan ne se publie pas sans cette rubrique."


class PeriodForm(StaleCheckForm):
    starts_on = DayField(label="Du")
    ends_on = DayField(
        label="Au", help_text=spaced("Une année, le plus souvent : d’un anniversaire à l’autre.")
    )

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        first: date | None = asked.get("starts_on")
        last: date | None = asked.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", "La période finit après avoir commencé.")
        elif first and last and (last - first).days > LONGEST_YEARS * 366:
            self.add_error("ends_on", spaced("Cette période est trop longue : deux ans au plus."))
        if first and first > timezone.localdate():
            self.add_error(
                "starts_on", spaced("Cette période n’a pas encore commencé : il n’y a rien à en dire.")
            )
        return asked


class HeadingForm(StaleCheckForm):
    """One heading of the file; the idea is plain words, and few."""

    conditional = ("text",)
    text = ProseField(required=False, config={"extensions": rich_text.PAGE}, max_length=rich_text.LONGEST)

    def __init__(self, *args: Any, heading: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if heading == "idea":
            counted = forms.Textarea(attrs={"rows": 4, "data-most-words": MOST_WORDS, "data-word": WORD})
            self.fields["text"] = OneLineField(required=False, widget=counted, max_length=IDEA_LENGTH)
            self.fields["text"].validators.append(check_words)
        field = self.fields["text"]
        field.label, field.help_text = label_of(heading), f"{HELP[heading]} {NEEDED}"

    @staticmethod
    def initial_from(assessment: Assessment, heading: str) -> dict[str, Any]:
        return {"text": getattr(assessment, heading)}


def check_words(text: str) -> None:
    count = len(re.findall(WORD, text))
    if count > MOST_WORDS:
        said = exact_count_of(count, "mot")
        raise forms.ValidationError(
            spaced(f"Ce texte compte {said} : {MOST_WORDS} au plus, donc {count - MOST_WORDS} de trop.")
        )


def _amount(label: str) -> forms.IntegerField:
    wrong = "Écrivez un nombre entier, de 0 à un milliard, sans lettres ni virgule."
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST,
        localize=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )


class AssessForm(StaleCheckForm):
    verdict = forms.ChoiceField(
        label="Verdict",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Dites ce que l’action est devenue.",
            "invalid_choice": "Choisissez un des trois verdicts.",
        },
    )
    reason = PlainTextField(
        label="Pourquoi",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Dites pourquoi, en une phrase ou deux."},
    )
    sheets = _amount("Feuilles de papier")
    links = _amount("Liens entre logiciels")
    hours = _amount("Heures de travail par an")
