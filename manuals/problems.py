"""The three problems of a software: the five words and their rules, the parts of its page, their forms.

Load its three records first (`with_problems`), or each costs a statement.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.french import plain, short_date, spaced, with_capital
from core.history.context import action_context
from core.history.entries import history_of
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.fields import DayField, OneLineField, PlainTextField
from core.web.refusals import submitted
from core.web.stale_forms import StaleCheckForm, atomic_post, lock_on_post
from manuals import policies
from manuals.actions import lock_software
from manuals.models import (
    LINE_LENGTH,
    TEXT_LENGTH,
    Archiving,
    DataRecovery,
    Problem,
    ProblemRecord,
    Software,
    TestResult,
    WorkflowUpdates,
)

RECORDS: dict[Problem, type[ProblemRecord]] = {
    model.PROBLEM: model for model in (Archiving, WorkflowUpdates, DataRecovery)
}

FRESH_FOR = relativedelta(years=1)
TESTED_FOR = relativedelta(years=2)
# Typed as who holds the copy.
NOBODY = re.compile(
    r"(personne|aucune?|neant|rien)( (a ce jour|encore|pour (l.instant|le moment))| n(e |['’]).*)?[ .!]*"
)


class Mark(models.TextChoices):
    """The worst first."""

    AT_RISK = "at_risk", "en danger"
    UNKNOWN = "unknown", "inconnu"
    TO_REVIEW = "to_review", "à relire"
    KNOWN = "known", "connu"
    TESTED = "tested", "connu et testé"

    @property
    def icon(self) -> str:
        return {
            "at_risk": "triangle-alert",
            "unknown": "circle-question-mark",
            "to_review": "clock-alert",
            "known": "circle-check",
        }.get(self, "badge-check")

    @property
    def tone(self) -> str:
        """The class of its badge in the style sheet."""
        return {"at_risk": "late", "unknown": "off", "to_review": "late", "tested": "done"}.get(self, "")


def record_of(software: Software, problem: Problem) -> ProblemRecord | None:
    record: ProblemRecord | None = getattr(software, RECORDS[problem]._meta.model_name or "", None)
    return record


def is_old(record: ProblemRecord, *, on: date) -> bool:
    """« À relire »: filled in more than a year ago."""
    return record.filled_on < on - FRESH_FOR


def missing_of(record: ProblemRecord) -> list[str]:
    """The names of the essential fields that say nothing. Where there is no circuit, there is none to describe."""
    essentials = record.ESSENTIALS
    if isinstance(record, WorkflowUpdates) and record.state == WorkflowUpdates.State.NONE:
        essentials = ("state",)
    return [name for name in essentials if not getattr(record, name).strip()]


def dangers_of(record: ProblemRecord) -> list[str]:
    """Return dangers for the town in any state of the record, in its side words."""
    said = []
    if isinstance(record, WorkflowUpdates) and record.state == WorkflowUpdates.State.BROKEN:
        said.append(record.get_state_display())
    if isinstance(record, DataRecovery):
        if record.completeness == DataRecovery.Completeness.NOTHING:
            said.append("rien ne revient")
        if NOBODY.fullmatch(plain(record.holder.strip())):
            said.append("personne n’a la copie")
    if record.test_result == TestResult.FAILURE:
        said.append("essai raté")
    return said


def mark_of(record: ProblemRecord | None, *, on: date) -> Mark:
    if record is None:
        return Mark.UNKNOWN
    if dangers_of(record):
        return Mark.AT_RISK
    if missing_of(record):
        return Mark.UNKNOWN
    if is_old(record, on=on):
        return Mark.TO_REVIEW
    if record.test_result == TestResult.SUCCESS and record.tested_on and record.tested_on > on - TESTED_FOR:
        return Mark.TESTED
    return Mark.KNOWN


OF_THE_ROW = {"id", "software", "filled_by", "filled_on"}
OF_THE_TEST = ("tested_on", "test_result")


@dataclass(frozen=True, slots=True)
class Sheet:
    """`facts` are (label, words) of what is filled in, `missing` the labels of the rest, the test apart."""

    problem: Problem
    record: ProblemRecord | None
    mark: Mark
    facts: list[tuple[str, str]]
    missing: list[str]
    is_old: bool

    @property
    def url_name(self) -> str:
        return f"manuals:{self.problem}_edit"


def sheets_of(software: Software, *, sees_contract: bool, on: date) -> list[Sheet]:
    """Sends no statement when `with_problems` loaded the records."""
    return [_sheet(software, problem, sees_contract=sees_contract, on=on) for problem in Problem]


def _sheet(software: Software, problem: Problem, *, sees_contract: bool, on: date) -> Sheet:
    record = record_of(software, problem)
    facts = facts_of(record, sees_contract=sees_contract) if record else []
    known = {label for label, _ in facts}
    # An empty form would name every field: « pas encore renseigné » says it in one line.
    names = field_names(problem, sees_contract=sees_contract)
    labels = (_label(RECORDS[problem], name) for name in names if name not in OF_THE_TEST)
    missing = [label for label in labels if label not in known]
    is_stale = record is not None and bool(facts) and is_old(record, on=on)
    return Sheet(problem, record, mark_of(record, on=on), facts, missing if facts else [], is_stale)


def field_names(problem: Problem, *, sees_contract: bool) -> list[str]:
    """Return the fields to fill in, in the order of the form; those of the contract, for its readers only."""
    hidden = OF_THE_ROW if sees_contract else OF_THE_ROW | set(DataRecovery.OF_THE_CONTRACT)
    own = [field.name for field in RECORDS[problem]._meta.concrete_fields if field.name not in hidden]
    # Django puts the fields of the abstract class first.
    return [*(name for name in own if name not in OF_THE_TEST), *OF_THE_TEST]


def facts_of(record: ProblemRecord, *, sees_contract: bool) -> list[tuple[str, str]]:
    names = field_names(record.PROBLEM, sees_contract=sees_contract)
    said = ((_label(type(record), name), _words(record, name)) for name in names)
    return [(label, words) for label, words in said if words]


def _label(model: type[ProblemRecord], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return with_capital(str(field.verbose_name))


def _words(record: ProblemRecord, name: str) -> str:
    value: Any = getattr(record, name)
    if not value:
        return ""
    if isinstance(value, date):
        return short_date(value)
    labels: dict[Any, Any] = dict(record._meta.get_field(name).flatchoices)  # type: ignore[union-attr]
    return with_capital(str(labels[value])) if value in labels else str(value)


@transaction.atomic
def fill_in(software: Software, problem: Problem, *, by: Agent, **fields: Any) -> ProblemRecord:
    """Keep what a referent or the group knows, of today. Saved as it was, it has been read again: it is fresh."""
    software = lock_software(software, by=by)
    allowed = field_names(problem, sees_contract=policies.can_see_contract(by, software))
    if unknown := fields.keys() - set(allowed):
        raise TypeError(f"not filled in by this person: {', '.join(sorted(unknown))}")
    record = record_of(software, problem)
    if record is None:
        if not any(fields.values()):
            raise ValidationError(spaced("Rien n’est rempli : écrivez au moins une ligne."))
        record = RECORDS[problem](software=software)
    for name, value in fields.items():
        setattr(record, name, value)
    record.filled_by, record.filled_on = by, timezone.localdate()
    record.full_clean()
    with action_context(f"a renseigné «\u00a0{problem.label}\u00a0»", by=by):
        record.save()
    return record


NOT_YET = "Pas encore connu"
# The rest of a field of the form is the model's.
HELP: dict[Problem, dict[str, str]] = {
    Problem.ARCHIVING: {
        "kept": "Les dossiers et les pièces que la loi demande de garder.",
        "retention": "Par exemple « dix ans après la clôture du dossier ».",
        "legal_basis": "Code, circulaire, tableau de gestion ; demandez aux archives.",
        "final_action": "Ce qui est fait à la fin de cette durée.",
        "holder": "Un service, un tiers-archiveur, l’éditeur…",
        "transfer": "L’export, son format, qui le lance.",
    },
    Problem.WORKFLOWS: {
        "circuits": "Qui valide quoi, dans quel ordre. Vide s’il n’y en a aucun.",
        "last_change": "La version, la date, ce qui a changé pour les agents.",
        "workaround": "Comment les agents s’en sortent jusqu’à la correction.",
    },
    Problem.RECOVERY: {
        "format": "Celui que la ville recevrait : CSV, XML, base SQL, PDF…",
        "delay": "De la demande à la réception.",
        "cost": "Lu par les référents, le groupe et les administrateurs, comme le contrat.",
        "clause": "L’article qui le promet. Lu par les mêmes, et par eux seuls.",
        "holder": "Le service ou la personne qui la garde aujourd’hui.",
    },
}


def form_field(problem: Problem, name: str) -> forms.Field:
    """Nothing is required: what is known today is kept, the rest is « pas encore renseigné »."""
    model, help_text = RECORDS[problem], spaced(HELP[problem].get(name, ""))
    given: dict[str, Any] = {"label": _label(model, name), "required": False, "help_text": help_text}
    field: Any = model._meta.get_field(name)
    if field.choices:
        known = [(value, str(words).capitalize() if value else NOT_YET) for value, words in field.choices]
        return forms.ChoiceField(choices=known, **given)
    if isinstance(field, models.CharField):
        return OneLineField(max_length=LINE_LENGTH, **given)
    given["help_text"] += spaced(" 1 000 caractères au plus.")
    return PlainTextField(max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 3}), **given)


class ProblemForm(StaleCheckForm):
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

    def __init__(self, *args: Any, problem: Problem, names: list[str], **kwargs: Any) -> None:
        """`names` are the fields that this person may read and write, in their order."""
        super().__init__(*args, **kwargs)
        for name in names:
            if name not in OF_THE_TEST:
                self.fields[name] = form_field(problem, name)
        for name in RECORDS[problem].ESSENTIALS:
            self.fields[name].label = f"{self.fields[name].label} (essentiel)"
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


@atomic_post
def problem_edit(request: AgentRequest, reference: str, problem: Problem) -> HttpResponse:
    software = policies.kept_software(request.user, reference)
    lock_on_post(request, software)
    sees_contract = policies.can_see_contract(request.user, software)
    record, names = record_of(software, problem), field_names(problem, sees_contract=sees_contract)
    initial = {name: getattr(record, name) for name in names} if record else {}
    form = ProblemForm(request.POST or None, problem=problem, initial=initial, names=names)
    action = partial(fill_in, software, problem, by=request.user)
    if submitted(request, form, action, done=f"« {problem.label} » est à jour."):
        return redirect(f"{software.get_absolute_url()}#{problem.slug}")
    context = {
        "form": form,
        "software": software,
        "problem": problem,
        "record": record,
        "entries": history_of(record) if record else [],
    }
    return render(request, "manuals/problems/problem_edit.html", context)
