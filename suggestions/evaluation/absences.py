"""Absences of members, and their deputies."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from core.history.context import action_context
from core.people.models import Absence, Agent
from core.ui.french import long_date
from core.ui.locks import wait_for
from suggestions.access import is_in_group
from suggestions.evaluation import policies
from suggestions.evaluation.notifications import tell_deputy
from suggestions.evaluation.tasks import defer_tallying

LONGEST_DAYS = 366
NOT_THEIRS = "Un membre note ses propres absences\u00a0; le responsable du groupe, celles de tous."


@transaction.atomic
def note_absence(
    *, by: Agent, member: Agent, first: date, last: date, deputy: Agent | None = None
) -> Absence:
    """From `first` to `last`, both included. Raises ValidationError for days that another absence covers."""
    if not policies.can_note_absence(by, member):
        raise PermissionDenied(NOT_THEIRS)
    return _save(Absence(agent=member), by, first, last, deputy, "a noté une absence")


@transaction.atomic
def change_absence(
    absence: Absence, *, by: Agent, first: date, last: date, deputy: Agent | None = None
) -> Absence:
    if not policies.can_note_absence(by, absence.agent):
        raise PermissionDenied(NOT_THEIRS)
    return _save(absence, by, first, last, deputy, "a changé une absence")


@transaction.atomic
def remove_absence(absence: Absence, *, by: Agent) -> None:
    """The member stays, or is back."""
    if not policies.can_note_absence(by, absence.agent):
        raise PermissionDenied(NOT_THEIRS)
    with action_context("a retiré une absence", by=by):
        absence.delete()
    defer_tallying()


def check_absence(absence: Absence) -> None:
    """Raise ValidationError unless the database would take it; the caller's transaction keeps others waiting."""
    wait_for("suggestions.absences")
    if (absence.period.upper - absence.period.lower).days > LONGEST_DAYS:
        raise ValidationError(
            {"last": "Une absence dure un an au plus\u00a0: au-delà, le membre quitte le groupe."}
        )
    if not is_in_group(absence.agent):
        raise ValidationError({"member": f"{absence.agent} n’est pas membre du groupe."})
    if absence.deputy and absence.deputy.pk == absence.agent_id:
        raise ValidationError({"deputy": "On ne se remplace pas soi-même\u00a0: choisissez un collègue."})
    if absence.deputy and not absence.deputy.is_active:
        raise ValidationError({"deputy": f"Le compte de {absence.deputy} est fermé."})
    others = Absence.objects.filter(agent=absence.agent_id, period__overlap=absence.period)
    if other := others.exclude(pk=absence.pk).first():
        days = f"du {long_date(other.period.lower)} au {long_date(other.period.upper - timedelta(days=1))}"
        raise ValidationError(f"Une absence est déjà notée {days}\u00a0: changez-la plutôt.")


def _save(absence: Absence, by: Agent, first: date, last: date, deputy: Agent | None, name: str) -> Absence:
    is_new_deputy = deputy is not None and absence.deputy_id != deputy.pk
    upper = last + timedelta(days=1)
    if upper <= first:
        raise ValidationError({"last": "Le dernier jour vient après le premier."})
    absence.period, absence.deputy, absence.noted_by = DateRange(first, upper), deputy, by
    check_absence(absence)
    with action_context(name, by=by):
        absence.save()
    if is_new_deputy and last >= timezone.localdate():
        tell_deputy(absence)
    defer_tallying()
    return absence
