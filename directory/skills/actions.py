"""Declaring one's skills, proposing a word, and keeping the list; nothing here leaves a trace of who declared what."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Value

from core.people.models import Agent, AgentSkill, Skill
from core.people.models.matrix import NO_STAFF_REPRESENTATION, is_staff_representation
from core.people.ordering import PlainText
from core.people.policies import can_keep_directory
from core.ui.french import spaced
from core.ui.locks import lock_row, locked, wait_for
from directory import notifications, policies

MOST_SKILLS = 40
# Whoever changes the list, or what is declared of it, waits for the others.
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
        raise ValidationError(
            {
                "name": spaced(
                    "Cette compétence est déjà dans la liste, ou proposée : fusionnez les deux mots."
                )
            }
        ) from error
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
