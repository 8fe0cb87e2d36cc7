"""Reporting a problem, and marking it fixed."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.history.context import action_context
from core.people.models import Agent
from core.ui.french import NBSP, spaced
from core.ui.locks import lock_row
from rooms import policies
from rooms.models import Equipment, Room, RoomProblem
from rooms.problems import notifications

# What several people write of one breakdown.
LONGEST = 5000


@transaction.atomic
def report_problem(
    room: Room,
    *,
    by: Agent,
    words: str,
    equipment: Equipment | None = None,
    submission_key: uuid.UUID | None = None,
) -> RoomProblem:
    """Shown on the room, notified to its managers; the search does without a broken equipment until it is fixed.

    An equipment that is said broken already has one problem: the words join it; the managers are notified once.
    """
    if not by.is_active:
        raise PermissionDenied
    words = _clean(words)
    # Two people at once: the second finds the first's.
    room = lock_row(Room, room.pk)
    if equipment is not None and not room.equipment.filter(pk=equipment.pk).exists():
        raise ValidationError({"equipment": "Cet équipement n’est plus dans cette salle."}, code="equipment")
    known = RoomProblem.objects.filter(room=room, equipment=equipment, fixed_at=None).first()
    if equipment is not None and known:
        return _join(known, by=by, words=words)
    with action_context("a signalé un problème", by=by):
        problem = RoomProblem.objects.create(
            room=room,
            equipment=equipment,
            words=words,
            reported_by=by,
            submission_key=submission_key or uuid.uuid4(),
        )
    notifications.notify_problem(problem)
    return problem


@transaction.atomic
def mark_fixed(problem: RoomProblem, *, by: Agent) -> RoomProblem:
    """« C’est réparé »: who reported it first is notified. Twice is once."""
    problem = lock_row(RoomProblem, problem.pk)
    if not policies.can_manage_room(by, problem.room):
        raise PermissionDenied("Seul qui gère la salle dit qu’un problème est réparé.")
    if problem.fixed_at is not None:
        return problem
    problem.fixed_at, problem.fixed_by = timezone.now(), by
    with action_context("a dit que c’est réparé", by=by):
        problem.save(update_fields=["fixed_at", "fixed_by"])
    if problem.reported_by_id != by.pk:
        notifications.notify_fixed(problem)
    return problem


def _join(problem: RoomProblem, *, by: Agent, words: str) -> RoomProblem:
    problem = lock_row(RoomProblem, problem.pk)
    together = f"{problem.words}\n\n{by}{NBSP}: {words}"
    # The same form sent twice says nothing more.
    if words in problem.words:
        return problem
    if len(together) > LONGEST:
        raise ValidationError(
            {"words": spaced("Ce problème est déjà signalé et bien décrit : qui gère la salle le sait.")},
            code="long",
        )
    problem.words = together
    with action_context("a ajouté à un problème signalé", by=by):
        problem.save(update_fields=["words"])
    return problem


def _clean(words: str) -> str:
    words = words.replace("\x00", " ").strip()
    if not words or len(words) > 1000:
        raise ValidationError(
            {"words": "Dites ce qui ne va pas, en 1\u00a0000 caractères au plus."}, code="words"
        )
    return words
