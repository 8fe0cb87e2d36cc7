"""Absences of members, and their deputies: what `core.people.absences` keeps, with the group's own rights."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.dispatch import receiver
from procrastinate.contrib.django import app

from core.french import spaced
from core.people import absences
from core.people.models import Absence, Agent
from core.people.signals import absence_changed
from suggestions.evaluation import policies
from suggestions.evaluation.actions import notify_deputy, refresh_all_tallies
from suggestions.policies import is_in_group

NOT_THEIRS = spaced("Un membre note ses propres absences ; le responsable du groupe, celles de tous.")


@transaction.atomic
def save_absence(
    absence: Absence, *, by: Agent, first: date, last: date, deputy: Agent | None = None
) -> Absence:
    """From `first` to `last`, both included. Raises ValidationError for days that another absence covers."""
    _check_right(by, absence.agent)
    return absences.save(absence, by=by, first=first, last=last, deputy=deputy)


@transaction.atomic
def remove_absence(absence: Absence, *, by: Agent) -> None:
    _check_right(by, absence.agent)
    absences.delete(absence, by=by)


def _check_right(by: Agent, member: Agent) -> None:
    if not policies.can_note_absence(by, member):
        raise PermissionDenied(NOT_THEIRS)
    if not is_in_group(member):
        raise PermissionDenied(f"{member} n’est pas membre du groupe.")


@receiver(absence_changed)
def expect_others(sender: type[Absence], absence: Absence, is_new_deputy: bool, **kwargs: Any) -> None:
    """A member's seat is held by somebody else from now on, wherever the absence was noted."""
    if not is_in_group(absence.agent):
        return
    if is_new_deputy:
        notify_deputy(absence)
    # Once the caller's transaction is committed.
    tally_waiting.defer()


QUEUE = "people"


@app.task(name="suggestions.tally_waiting", queue=QUEUE)
def tally_waiting() -> None:
    refresh_all_tallies()


# Absences begin at midnight, roles change in the admin: the counts follow within the hour.
@app.periodic(cron="4 * * * *")
@app.task(name="suggestions.tally_each_hour", queue=QUEUE, queueing_lock="suggestions.tally_each_hour")
def tally_each_hour(timestamp: int) -> None:
    refresh_all_tallies()
