"""« Signaler un problème », « C’est réparé »: a room's managers are notified, then the person who reported it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.french import NBSP, spaced
from core.history.context import action_context
from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.fields import TOO_LONG, PlainTextField, offer
from core.web.idempotency import OneTimeForm
from core.web.locks import lock_row
from core.web.mails import render_mail
from core.web.refusals import submitted
from rooms import policies
from rooms.bookings.notifications import MINE, ROOMS_I_MANAGE
from rooms.models import Equipment, Room, RoomProblem
from rooms.policies import managers_of

OTHER = "autre"


class ProblemForm(OneTimeForm):
    equipment = forms.ChoiceField(
        label=spaced("Qu’est-ce qui ne va pas ?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": spaced("Choisissez ce qui ne va pas, ou « Autre chose »."),
            "invalid_choice": "Cet équipement n’est plus dans cette salle.",
        },
    )
    words = PlainTextField(
        label="Dites-le en quelques mots",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": spaced("Écrivez ce que vous avez vu : qui gère la salle saura quoi apporter."),
            "max_length": TOO_LONG,
        },
    )

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_room = {str(one.pk): one for one in room.equipment.all()}
        named = [(pk, f"{one.name} en panne") for pk, one in self.of_room.items()]
        offer(self, "equipment", [*named, (OTHER, "Autre chose")])
        if not named:
            del self.fields["equipment"]

    def clean_equipment(self) -> Equipment | None:
        return self.of_room.get(self.cleaned_data["equipment"])


REPORTED = NotificationKind(
    "rooms.problem_reported",
    "Un problème est signalé dans une salle dont je m’occupe",
    group=ROOMS_I_MANAGE,
    to_whom=policies.can_manage_some,
)
FIXED = NotificationKind("rooms.problem_fixed", "Un problème que j’ai signalé est réparé", group=MINE)


def _notify(kind: NotificationKind, mail: str, people: Iterable[Agent], problem: RoomProblem) -> None:
    written = render_mail(mail, problem=problem, room=problem.room)
    notify(kind, people, **written, about=problem.room)


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
    others = [agent for agent in managers_of(room) if agent != by]
    _notify(REPORTED, "rooms/mails/problem_reported.txt", others, problem)
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
        _notify(FIXED, "rooms/mails/problem_fixed.txt", [problem.reported_by], problem)
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


def problem_create(request: AgentRequest, slug: str) -> HttpResponse:
    room = get_object_or_404(Room.objects.select_related("site"), slug=slug)
    form = ProblemForm(request.POST if request.method == "POST" else None, room=room)
    report = partial(report_problem, room, by=request.user)
    mine = RoomProblem.objects.filter(reported_by=request.user)
    if submitted(request, form, report, mine=mine, done=_thanks):
        return redirect(room)
    known = room.problems.filter(fixed_at=None).select_related("equipment", "reported_by")
    context = {"form": form, "room": room, "problems": known}
    return render(request, "rooms/problems/problem_create.html", context)


def _thanks(problem: RoomProblem) -> str:
    thanks = "Merci, qui gère la salle le sait maintenant."
    if problem.equipment is None:
        return thanks
    return f"{thanks} La recherche tiendra la salle pour une salle sans {problem.equipment.name}."


@require_POST
def problem_fix(request: AgentRequest, problem: str) -> HttpResponse:
    found = get_object_or_404(RoomProblem.objects.select_related("room"), reference=problem)
    mark_fixed(found, by=request.user)
    messages.success(request, spaced("C’est noté : la salle est de nouveau en ordre."))
    return redirect(found.room)
