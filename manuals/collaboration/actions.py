from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from core.history.context import action_context
from core.people.models import Agent, Direction
from manuals.actions import lock_software
from manuals.models import Software

SAY_WHAT = "Dites ce que les directions font ensemble avec cet outil."


@transaction.atomic
def describe_sharing(
    software: Software, *, by: Agent, is_collaborative: bool, shared_use: str, shared_by: Iterable[Direction]
) -> Software:
    """Say that several directions work together in it, what for and which; or that they do not."""
    software = lock_software(software, by=by)
    if is_collaborative and not shared_use.strip():
        raise ValidationError(SAY_WHAT)
    software.is_collaborative, software.shared_use = is_collaborative, shared_use
    with action_context("a dit ce que l’on y fait ensemble", by=by):
        software.save(update_fields=["is_collaborative", "shared_use"])
        software.shared_by.set(shared_by)
    return software
