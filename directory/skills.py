"""Skills that agents declare, and the list of words that the directory's managers keep.

Who declared what has no history, no notification and no page but the agent's card.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, Value
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core.french import spaced
from core.people.models import Agent, AgentSkill, Skill
from core.people.models.assignments import NO_STAFF_REPRESENTATION, is_staff_representation
from core.people.ordering import PlainText
from core.people.policies import can_keep_directory
from core.people.requests import AgentRequest
from core.web.fields import OneLineField, offer
from core.web.locks import lock_row, locked, wait_for
from core.web.pagination import paginate
from core.web.refusals import submitted
from core.web.stale_forms import STALE, StaleCheckForm, atomic_post, lock_on_post
from directory import notifications, policies

MOST_SKILLS = 40
# Those who change the list, or what is declared of it, wait for each other.
LIST = "directory.skills"
GONE = "Ce mot n’est plus dans la liste."
NOT_KEPT = "Seul le gestionnaire de l’annuaire tient la liste des compétences."


@transaction.atomic
def declare(
    subject: Agent, *, by: Agent, skills: Iterable[Skill], word: str = "", kind: str = Skill.Kind.TRADE
) -> Skill | None:
    """Exactly these skills, and the word that they propose; the proposed skill, unless the list had it already."""
    # Locked: an account that closes meanwhile keeps nothing; then the list, whose words come and go.
    subject = lock_row(Agent, subject.pk)
    wait_for(LIST)
    if not policies.can_declare_skills(by, subject):
        raise PermissionDenied("Chacun déclare ses propres compétences, et personne d’autre.")
    wanted = {skill.pk for skill in skills}
    if Skill.objects.filter(pk__in=wanted).count() < len(wanted):
        raise ValidationError(GONE)
    proposed = _proposed(word, kind) if word else None
    wanted |= {proposed.pk} if proposed else set()
    if len(wanted) > MOST_SKILLS:
        raise ValidationError(
            spaced(f"Pas plus de {MOST_SKILLS} compétences : gardez celles qui vous feraient trouver.")
        )
    AgentSkill.objects.filter(agent=subject).exclude(skill__in=wanted).delete()
    AgentSkill.objects.bulk_create(
        [AgentSkill(agent=subject, skill_id=pk) for pk in sorted(wanted)], ignore_conflicts=True
    )
    _drop_words_of_nobody()
    return proposed if proposed and not proposed.is_accepted else None


@transaction.atomic
def add(*, by: Agent, name: str, kind: str) -> Skill:
    _check_keeper(by)
    wait_for(LIST)
    return _saved(Skill(name=name, kind=kind, is_accepted=True))


@transaction.atomic
def keep(skill: Skill, *, by: Agent, name: str, kind: str, merge_into: Skill | None = None) -> Skill:
    """Accept or rename a word, or merge it into another: who declared it then declares the other."""
    _check_keeper(by)
    skill = _still(skill)
    if merge_into is None or merge_into.pk == skill.pk:
        skill.name, skill.kind, skill.is_accepted = name, kind, True
        return _saved(skill)
    kept = _still(merge_into)
    theirs = AgentSkill.objects.filter(skill=skill)
    both = AgentSkill.objects.filter(skill=kept, agent=OuterRef("agent"))
    theirs.filter(~Exists(both)).update(skill=kept)
    skill.delete()
    return kept


@transaction.atomic
def remove(skill: Skill, *, by: Agent) -> None:
    """Refuse a proposed word, or take one out of the list: nobody declares it any more."""
    _check_keeper(by)
    _still(skill).delete()


def _proposed(word: str, kind: str) -> Skill:
    known = Skill.objects.alias(plain=PlainText("name")).filter(plain=PlainText(Value(word))).first()
    if known:
        return known
    skill = _saved(Skill(name=word, kind=kind))
    notifications.notify_word_proposed()
    return skill


def _saved(skill: Skill) -> Skill:
    """Raises ValidationError for a word that is there already, or that no directory may hold."""
    if is_staff_representation(skill.name):
        raise ValidationError(NO_STAFF_REPRESENTATION)
    try:
        with transaction.atomic():
            skill.save()
    except IntegrityError as error:
        said = spaced("Cette compétence est déjà dans la liste, ou proposée : fusionnez les deux mots.")
        raise ValidationError({"name": said}) from error
    return skill


def _drop_words_of_nobody() -> None:
    """A word that its agent no longer proposes is nobody's."""
    declared = AgentSkill.objects.filter(skill=OuterRef("pk"))
    left = Skill.objects.filter(~Exists(declared), is_accepted=False)
    # One that a manager is deciding is theirs to end: waiting for it here, each would wait for the other.
    Skill.objects.filter(pk__in=list(locked(left, skip_locked=True).values_list("pk", flat=True))).delete()


def _check_keeper(by: Agent) -> None:
    if not can_keep_directory(by):
        raise PermissionDenied(NOT_KEPT)


def _still(skill: Skill) -> Skill:
    wait_for(LIST)
    row = Skill.objects.filter(pk=skill.pk).first()
    if row is None:
        raise ValidationError(GONE)
    return row


NAME_LENGTH = 60
UNKNOWN = dict.fromkeys(
    ("invalid_choice", "invalid_pk_value", "invalid_list"),
    spaced("Un de ces mots n’est plus dans la liste : relisez-la, puis enregistrez de nouveau."),
)
KINDS = {
    Skill.Kind.LANGUAGE: "Langues",
    Skill.Kind.SOFTWARE: "Logiciels",
    Skill.Kind.TRADE: "Savoir-faire",
}


class _Words(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.name if obj.is_accepted else f"{obj.name} (proposé)"


class DeclareForm(StaleCheckForm):
    """One's skills, a list of boxes for each kind of words; and a word that the list lacks."""

    word = OneLineField(
        label="Un mot qui manque",
        required=False,
        max_length=NAME_LENGTH,
        help_text=spaced(
            "Le gestionnaire de l’annuaire le lit avant qu’il ne paraisse ; il ne sait pas qui le propose."
        ),
    )
    kind = forms.ChoiceField(
        label="Ce que c’est", required=False, choices=Skill.Kind.choices, initial=Skill.Kind.TRADE
    )

    def __init__(self, data: Any = None, *, by: Agent) -> None:
        mine = list(Skill.objects.filter(declarations__agent=by))
        chosen = {kind.value: [skill.pk for skill in mine if skill.kind == kind] for kind in KINDS}
        super().__init__(data, initial=chosen)
        offered = Skill.objects.filter(Q(is_accepted=True) | Q(pk__in=[skill.pk for skill in mine])).by_name()
        for kind, label in KINDS.items():
            self.fields[kind.value] = _Words(
                offered.filter(kind=kind),
                label=label,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages=UNKNOWN,
            )
        self.order_fields([*(kind.value for kind in KINDS), "word", "kind"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        skills = [skill for kind in KINDS for skill in data.pop(kind.value, ())]
        return data | {"skills": skills, "kind": data.get("kind") or Skill.Kind.TRADE}


class AddForm(forms.Form):
    name = OneLineField(
        label="Nouveau mot", max_length=NAME_LENGTH, error_messages={"required": "Écrivez le mot."}
    )
    kind = forms.ChoiceField(label="Ce que c’est", choices=Skill.Kind.choices, initial=Skill.Kind.TRADE)


class KeepForm(StaleCheckForm, AddForm):
    merge_into = forms.ModelChoiceField(
        Skill.objects.none(),
        label="Fusionner avec",
        required=False,
        empty_label="Non, le garder",
        to_field_name="reference",
        help_text=spaced("Le mot disparaît ; qui l’a déclaré déclare l’autre."),
        error_messages=UNKNOWN,
    )

    def __init__(self, data: Any = None, *, skill: Skill) -> None:
        super().__init__(data, initial=self.initial_for(skill))
        self.fields["name"].label = "Mot"
        offer(self, "merge_into", Skill.objects.accepted().exclude(pk=skill.pk).by_name())

    @staticmethod
    def initial_for(skill: Skill) -> dict[str, Any]:
        return {"name": skill.name, "kind": skill.kind, "is_accepted": skill.is_accepted}


class RemoveForm(StaleCheckForm):
    """Only the stamp: what is removed is what was read."""


@atomic_post
def skill_declare(request: AgentRequest) -> HttpResponse:
    lock_on_post(request, Agent.objects.get(pk=request.user.pk))
    form = DeclareForm(request.POST if request.method == "POST" else None, by=request.user)
    if submitted(request, form, partial(declare, request.user, by=request.user), done=_declared):
        return redirect("directory:agent_detail", request.user.reference)
    return render(request, "directory/skill_declare.html", {"form": form})


def _declared(proposed: Skill | None) -> str:
    later = f" « {proposed} » paraîtra quand le gestionnaire de l’annuaire l’aura lu." if proposed else ""
    return f"Vos compétences sont enregistrées.{later}"


def skill_list(request: AgentRequest) -> HttpResponse:
    _check_keeper(request.user)
    form = AddForm(request.POST if request.method == "POST" else None)
    if submitted(request, form, partial(add, by=request.user), done=_in_list):
        return redirect("directory:skill_list")
    context = {
        "form": form,
        "waiting": Skill.objects.filter(is_accepted=False).by_name()[:100],
        "page": paginate(Skill.objects.accepted().by_name(), request),
    }
    return render(request, "directory/skill_list.html", context)


def _in_list(skill: Skill) -> str:
    return f"« {skill} » est dans la liste."


@atomic_post
def skill_keep(request: AgentRequest, skill: str) -> HttpResponse:
    _check_keeper(request.user)
    row = get_object_or_404(Skill, reference=skill)
    lock_on_post(request, row)
    form = KeepForm(request.POST if request.method == "POST" else None, skill=row)
    if submitted(request, form, partial(keep, row, by=request.user), done=_in_list):
        return redirect("directory:skill_list")
    context = {"form": form, "skill": row, "remove_form": RemoveForm(initial=KeepForm.initial_for(row))}
    return render(request, "directory/skill_keep.html", context)


@require_POST
@atomic_post
def skill_remove(request: AgentRequest, skill: str) -> HttpResponse:
    _check_keeper(request.user)
    row = get_object_or_404(Skill, reference=skill)
    lock_on_post(request, row)
    if not RemoveForm(request.POST, initial=KeepForm.initial_for(row)).is_valid():
        messages.error(request, STALE)
        return redirect("directory:skill_keep", row.reference)
    remove(row, by=request.user)
    messages.success(request, spaced(f"« {row} » n’est plus dans la liste."))
    return redirect("directory:skill_list")
