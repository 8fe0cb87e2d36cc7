"""Note, change and remove an absence; one person's never overlap."""

import uuid
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from core.history.context import action_context
from core.people import confirmations, policies
from core.people.models import Absence, Agent
from core.people.signals import absence_changed
from core.ui.french import NBSP, long_date, of
from core.ui.locks import locked, wait_for

LONGEST_DAYS = 366
NOT_THEIRS = f"On note ses propres absences{NBSP}; un responsable, celles de son équipe."
GONE = "Cette absence a été retirée entre-temps."
OVER = f"Cette absence est passée{NBSP}: elle ne change plus."
PAST = f"Ces jours sont passés{NBSP}: une absence se note d’aujourd’hui à plus tard."


@transaction.atomic
def note(
    *,
    by: Agent,
    agent: Agent,
    first: date,
    last: date,
    deputy: Agent | None = None,
    submission_key: uuid.UUID | None = None,
) -> Absence:
    """From `first` to `last`, both included. Raises ValidationError for days that another absence covers."""
    if not policies.can_note_absence(by, agent):
        raise PermissionDenied(NOT_THEIRS)
    _refuse_past(first, last)
    absence = Absence(agent=agent, submission_key=submission_key or uuid.uuid4())
    return save(absence, by=by, first=first, last=last, deputy=deputy)


@transaction.atomic
def change(absence: Absence, *, by: Agent, first: date, last: date, deputy: Agent | None = None) -> Absence:
    _refuse_over(absence, by)
    _refuse_past(first, last)
    return save(absence, by=by, first=first, last=last, deputy=deputy)


@transaction.atomic
def remove(absence: Absence, *, by: Agent) -> None:
    _refuse_over(absence, by)
    delete(absence, by=by)


@transaction.atomic
def save(absence: Absence, *, by: Agent, first: date, last: date, deputy: Agent | None) -> Absence:
    """Write it; whether it is theirs to write is the caller's question, which a rubric may answer its own way.

    The deputy that another names for somebody who decides waits for a second account (`confirmations.waits`).
    """
    if last < first:
        raise ValidationError({"last": "Le dernier jour vient après le premier."})
    name = "a changé une absence" if absence.pk else "a noté une absence"
    if absence.pk:
        absence = _still(absence)
    refuse_own_name(absence, by=by, first=first, last=last, deputy=deputy)
    held = absence.deputy
    is_new_deputy = deputy is not None and deputy != held
    absence.period, absence.deputy, absence.noted_by = DateRange(first, last + timedelta(days=1)), deputy, by
    check(absence)
    is_asked = is_new_deputy and by.pk != absence.agent_id and policies.decides(absence.agent)
    if is_asked:
        absence.deputy = held
    with action_context(name, by=by):
        if absence.pk and not is_asked:
            confirmations.drop(by=by, absence=absence, reason="l’absence a été changée depuis")
        absence.save()
    is_named = is_new_deputy and not is_asked and last >= timezone.localdate()
    absence_changed.send(Absence, absence=absence, by=by, is_new_deputy=is_named)
    if is_asked:
        confirmations.ask(by=by, absence=absence, person=deputy)
    return absence


def refuse_own_name(absence: Absence, *, by: Agent, first: date, last: date, deputy: Agent | None) -> None:
    """Raise ValidationError when `by` takes the place of another by themselves, or for longer than was given."""
    if deputy is None or deputy.pk != by.pk or absence.agent_id == by.pk:
        return
    is_held = absence.pk and absence.deputy_id == by.pk
    if not is_held or first < absence.first_day or last > absence.last_day:
        raise ValidationError({"deputy": confirmations.OWN_NAME})


@transaction.atomic
def delete(absence: Absence, *, by: Agent) -> None:
    """Stays, or is back; as for `save`, the right is the caller's question. Removed already, it stays so."""
    with action_context("a retiré une absence", by=by):
        removed, _ = absence.delete()
    if removed:
        absence_changed.send(Absence, absence=absence, by=by, is_new_deputy=False)


def check(absence: Absence) -> None:
    """Raise ValidationError unless the database would take it; the caller's transaction keeps others waiting."""
    wait_for("people.absences")
    deputy = absence.deputy
    if (absence.period.upper - absence.period.lower).days > LONGEST_DAYS:
        raise ValidationError({"last": "Une absence dure un an au plus."})
    if deputy and deputy.pk == absence.agent_id:
        raise ValidationError({"deputy": f"On ne se remplace pas soi-même{NBSP}: choisissez un collègue."})
    if deputy and not Agent.objects.active().filter(pk=deputy.pk).exists():
        raise ValidationError({"deputy": f"Le compte {of(deputy)} ne peut pas remplacer un agent."})
    others = Absence.objects.filter(agent=absence.agent_id, period__overlap=absence.period)
    if other := others.exclude(pk=absence.pk).first():
        days = f"du {long_date(other.first_day)} au {long_date(other.last_day)}"
        raise ValidationError(f"Une absence est déjà notée {days}{NBSP}: changez-la plutôt.")


def _still(absence: Absence) -> Absence:
    """The row as it is now, locked."""
    row = locked(Absence.objects).filter(pk=absence.pk).first()
    if row is None:
        raise ValidationError(GONE)
    return row


def _refuse_over(absence: Absence, by: Agent) -> None:
    if not policies.can_note_absence(by, absence.agent):
        raise PermissionDenied(NOT_THEIRS)
    if absence.is_over:
        raise ValidationError(OVER)


def _refuse_past(first: date, last: date) -> None:
    if first <= last < timezone.localdate():
        raise ValidationError({"last": PAST})
