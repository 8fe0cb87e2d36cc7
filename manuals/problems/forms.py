from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from core.ui.fields import DayField, OneLineField, PlainTextField
from core.ui.french import spaced
from core.ui.stale_forms import StaleCheckForm
from manuals.models import (
    LINE_LENGTH,
    TEXT_LENGTH,
    Archiving,
    DataRecovery,
    Problem,
    Software,
    TestResult,
    WorkflowUpdates,
)
from manuals.problems.marks import RECORDS, record_of
from manuals.problems.sheets import field_names

NOT_YET = "Pas encore connu"


def line(label: str, help_text: str) -> OneLineField:
    return OneLineField(label=label, required=False, max_length=LINE_LENGTH, help_text=help_text)


def text(label: str, help_text: str) -> PlainTextField:
    widget = forms.Textarea(attrs={"rows": 3})
    return PlainTextField(
        label=label,
        required=False,
        max_length=TEXT_LENGTH,
        help_text=spaced(f"{help_text} 1 000 caractères au plus."),
        widget=widget,
    )


def choice(label: str, choices: list[tuple[str, Any]], help_text: str = "") -> forms.ChoiceField:
    known = [(value, NOT_YET if not value else str(words).capitalize()) for value, words in choices]
    return forms.ChoiceField(label=label, required=False, choices=known, help_text=help_text)


class ProblemForm(StaleCheckForm):
    """Nothing is required: what is known today is kept, the rest is « pas encore renseigné »."""

    tested_on = DayField(
        label="Essayé pour la dernière fois le",
        required=False,
        help_text=spaced(
            "Un vrai essai : ce qui est écrit ici a été fait, et quelqu’un a regardé le résultat."
        ),
    )
    test_result = forms.ChoiceField(
        label="Résultat de l’essai", required=False, choices=[("", "Pas d’essai"), *TestResult.choices]
    )

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        """`names` are the fields that this person may read and write, in their order."""
        super().__init__(*args, **kwargs)
        for name in self.base_fields.keys() - set(names):
            del self.fields[name]
        self.order_fields(names)

    def clean_tested_on(self) -> date | None:
        day: date | None = self.cleaned_data["tested_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(
                spaced("Un essai a déjà eu lieu : choisissez aujourd’hui ou un jour passé.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (
            "tested_on" in data
            and "test_result" in data
            and bool(data["tested_on"]) != bool(data["test_result"])
        ):
            missing = "test_result" if data["tested_on"] else "tested_on"
            self.add_error(missing, spaced("Un essai a une date et un résultat : donnez les deux, ou aucun."))
        return data


class ArchivingForm(ProblemForm):
    kept = text(
        "Ce qu’il conserve",
        "Les dossiers et les pièces que la loi demande de garder.",
    )
    retention = line("Combien de temps", spaced("Par exemple « dix ans après la clôture du dossier »."))
    legal_basis = line(
        "Sur quel texte", spaced("Code, circulaire, tableau de gestion ; demandez aux archives.")
    )
    final_action = choice(
        "Sort final", Archiving.FinalAction.choices, "Ce qui est fait à la fin de cette durée."
    )
    holder = line(
        "Qui détient l’archive",
        "Un service, un tiers-archiveur, l’éditeur…",
    )
    transfer = text("Comment elle en sort", "L’export, son format, qui le lance.")


class WorkflowsForm(ProblemForm):
    circuits = text(
        "Circuits de validation",
        "Qui valide quoi, dans quel ordre. Vide s’il n’y en a aucun.",
    )
    state = choice("Où en sont les circuits", WorkflowUpdates.State.choices)
    last_change = text(
        "Dernière mise à jour qui en a cassé ou déplacé un",
        "La version, la date, ce qui a changé pour les agents.",
    )
    workaround = text("En attendant", "Comment les agents s’en sortent jusqu’à la correction.")


class RecoveryForm(ProblemForm):
    format = line("Sous quel format", spaced("Celui que la ville recevrait : CSV, XML, base SQL, PDF…"))
    completeness = choice("Ce qui revient", DataRecovery.Completeness.choices)
    delay = line("En combien de temps", "De la demande à la réception.")
    cost = line("À quel prix", "Lu par les référents, le groupe et les administrateurs, comme le contrat.")
    clause = line("Clause du contrat", "L’article qui le promet. Lu par les mêmes, et par eux seuls.")
    holder = line("Qui détient la copie", "Le service ou la personne qui la garde aujourd’hui.")


FORMS: dict[Problem, type[ProblemForm]] = {
    Problem.ARCHIVING: ArchivingForm,
    Problem.WORKFLOWS: WorkflowsForm,
    Problem.RECOVERY: RecoveryForm,
}


def problem_form(software: Software, problem: Problem, *, sees_contract: bool, data: Any) -> ProblemForm:
    names = field_names(problem, sees_contract=sees_contract)
    record = record_of(software, problem)
    initial = {name: getattr(record, name) for name in names} if record else {}
    form = FORMS[problem](data, initial=initial, names=names)
    for name in RECORDS[problem].ESSENTIALS:
        form.fields[name].label = f"{form.fields[name].label} (essentiel)"
    return form
