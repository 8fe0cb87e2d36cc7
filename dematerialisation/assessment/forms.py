"""The period of an assessment, what is written under its headings, and what is said of each action."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from core.ui import prose
from core.ui.fields import DayField, OneLineField, PlainTextField, ProseField
from core.ui.french import exact_count_of, spaced
from core.ui.stale_forms import StaleCheckForm
from dematerialisation.assessment.comparison import MEASURE_NAMES, label_of
from dematerialisation.models import AssessedAction, Assessment
from dematerialisation.models.action import METHOD_LENGTH, MOST, REASON_LENGTH
from dematerialisation.models.assessment import (
    IDEA_LENGTH,
    MEASURES,
    MOST_WORDS,
    WORD,
    WORDS_LENGTH,
    Basis,
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
PAIRS = [("", "Rien à en dire"), *Basis.choices]
# Fields that the group may leave empty for now, or that another answer asks for: their help says when.
NEEDED = "Le bilan ne se publie pas sans cette rubrique."
AMOUNT_HELP = "Demandé pour un gain mesuré ou estimé, même zéro."
METHOD_HELP = spaced(
    "Demandé avec un gain : relevé des compteurs, au jugé… et si ce n’est pas mesurable, pourquoi."
)


class PeriodForm(StaleCheckForm):
    starts_on = DayField(label="Du")
    ends_on = DayField(
        label="Au", help_text=spaced("Une année, le plus souvent : d’un anniversaire à l’autre.")
    )

    @staticmethod
    def initial_for(assessment: Assessment) -> dict[str, Any]:
        return {"starts_on": assessment.starts_on, "ends_on": assessment.ends_on}

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
    text = ProseField(required=False, config={"extensions": prose.PAGE}, max_length=prose.LONGEST)

    def __init__(self, *args: Any, heading: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if heading == "idea":
            counted = forms.Textarea(attrs={"rows": 4, "data-most-words": MOST_WORDS, "data-word": WORD})
            self.fields["text"] = OneLineField(required=False, widget=counted, max_length=IDEA_LENGTH)
            self.fields["text"].validators.append(check_words)
        field = self.fields["text"]
        field.label, field.help_text = label_of(heading), f"{HELP[heading]} {NEEDED}"

    @staticmethod
    def initial_for(assessment: Assessment, heading: str) -> dict[str, Any]:
        return {"text": getattr(assessment, heading)}


def check_words(text: str) -> None:
    count = len(re.findall(WORD, text))
    if count > MOST_WORDS:
        said = exact_count_of(count, "mot")
        raise forms.ValidationError(
            spaced(f"Ce texte compte {said} : {MOST_WORDS} au plus, donc {count - MOST_WORDS} de trop.")
        )


def _basis() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Comment on le sait",
        choices=PAIRS,
        required=False,
        error_messages={"invalid_choice": "Choisissez une réponse de la liste."},
    )


def _amount(label: str, help_text: str = "") -> forms.IntegerField:
    wrong = "Écrivez un nombre entier, de 0 à un milliard, sans lettres ni virgule."
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST,
        localize=False,
        help_text=help_text,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )


def _method() -> OneLineField:
    return OneLineField(
        label="Par quel moyen", required=False, max_length=METHOD_LENGTH, help_text=METHOD_HELP
    )


class AssessForm(StaleCheckForm):
    conditional = (
        "linked",
        *(name for measure, units in MEASURES.items() for name in (*units, f"{measure}_method")),
    )
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
    what_changed = PlainTextField(
        label="Ce que cela a changé",
        required=False,
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    said_by_agents = PlainTextField(
        label="Ce que les agents en ont dit",
        required=False,
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Entendu en réunion, ou lu sous ses idées. Sans nommer personne.",
    )
    paper_basis = _basis()
    sheets = _amount("Feuilles de papier par an", AMOUNT_HELP)
    paper_method = _method()
    links_basis = _basis()
    links = _amount("Combien de liens", AMOUNT_HELP)
    linked = PlainTextField(
        label="Ce qui travaille maintenant ensemble",
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=spaced(
            "Demandé dès qu’un nombre de liens est donné : les logiciels ou les services, "
            "par exemple « l’état civil et les écoles »."
        ),
    )
    links_method = _method()
    use_basis = _basis()
    hours = _amount(
        "Heures de travail par an", "Un de ces trois nombres au moins, pour un gain mesuré ou estimé."
    )
    steps = _amount("Étapes en moins")
    days = _amount("Jours de délai en moins")
    use_method = _method()

    @classmethod
    def initial_for(cls, row: AssessedAction) -> dict[str, Any]:
        return {name: getattr(row, name) for name in cls.base_fields}

    @property
    def fields_of_the_action(self) -> list[BoundField]:
        return [self[name] for name in ("verdict", "reason", "what_changed", "said_by_agents")]

    @property
    def measures(self) -> list[tuple[str, list[BoundField]]]:
        """The three, each with its fields."""
        return [
            (MEASURE_NAMES[measure], [self[name] for name in _fields_of(measure)]) for measure in MEASURES
        ]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        for measure in MEASURES:
            self._check_measure(measure, asked)
        known = asked.get("links_basis") in (Basis.MEASURED, Basis.ESTIMATED)
        if known and not asked.get("linked") and "linked" not in self.errors:
            self.add_error("linked", "Dites quels logiciels ou services travaillent maintenant ensemble.")
        return asked

    def _check_measure(self, measure: str, asked: dict[str, Any]) -> None:
        """An amount if and only if it was measured or estimated; and always how, or why not."""
        names = _fields_of(measure)
        if any(name in self.errors for name in names):
            return
        basis, method = asked[f"{measure}_basis"], asked[f"{measure}_method"]
        has_amount = any(asked[amount] is not None for amount in MEASURES[measure])
        first = next(iter(MEASURES[measure]))
        if basis in (Basis.MEASURED, Basis.ESTIMATED) and not has_amount:
            self.add_error(
                first, spaced("Donnez le nombre, même zéro ; ou dites que ce n’est pas mesurable.")
            )
        elif has_amount and basis not in (Basis.MEASURED, Basis.ESTIMATED):
            self.add_error(f"{measure}_basis", "Dites si ce nombre est mesuré ou estimé, ou effacez-le.")
        elif basis and not method:
            self.add_error(
                f"{measure}_method", "Dites comment on le sait, ou pourquoi on ne peut pas mesurer."
            )
        elif method and not basis:
            self.add_error(f"{measure}_basis", "Dites si c’est mesuré, estimé ou pas mesurable.")


def _fields_of(measure: str) -> list[str]:
    amounts = [*MEASURES[measure], *(["linked"] if measure == "links" else [])]
    return [f"{measure}_basis", *amounts, f"{measure}_method"]
