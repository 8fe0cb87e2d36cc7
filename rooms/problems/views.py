"""« Signaler un problème », « C’est réparé »."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core.people.requests import AgentRequest
from core.ui.french import spaced
from core.ui.once import create_once
from core.ui.refusals import refusals_in
from rooms.models import Room, RoomProblem
from rooms.problems import actions
from rooms.problems.forms import ProblemForm


def problem_create(request: AgentRequest, slug: str) -> HttpResponse:
    room = get_object_or_404(Room.objects.select_related("site"), slug=slug)
    form = ProblemForm(request.POST if request.method == "POST" else None, room=room)
    if request.method == "POST" and form.is_valid():
        equipment = form.what()
        with refusals_in(form):
            create_once(
                RoomProblem.objects.filter(reported_by=request.user),
                form.cleaned_data["submission_key"],
                lambda key: actions.report_problem(
                    room,
                    by=request.user,
                    words=form.cleaned_data["words"],
                    equipment=equipment,
                    submission_key=key,
                ),
            )
            without = (
                f" La recherche tiendra la salle pour une salle sans {equipment.name}." if equipment else ""
            )
            messages.success(request, f"Merci, qui gère la salle le sait maintenant.{without}")
            return redirect(room)
    known = room.problems.filter(fixed_at=None).select_related("equipment", "reported_by")
    context = {"form": form, "room": room, "problems": known}
    return render(request, "rooms/problems/problem_create.html", context)


@require_POST
def problem_fix(request: AgentRequest, problem: str) -> HttpResponse:
    found = get_object_or_404(RoomProblem.objects.select_related("room"), reference=problem)
    actions.mark_fixed(found, by=request.user)
    messages.success(request, spaced("C’est noté : la salle est de nouveau en ordre."))
    return redirect(found.room)
