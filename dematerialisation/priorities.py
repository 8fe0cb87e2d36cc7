from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.french import spaced
from core.history.context import action_context
from core.people.models import Agent, Direction
from core.people.ordering import alphabetical
from core.people.requests import AgentRequest
from core.web.fields import OneLineField, PlainTextField, offer
from core.web.forms import FilterForm
from core.web.locks import lock_row, wait_for
from core.web.ordering import move_by_one
from core.web.pagination import paginate
from core.web.refusals import submitted
from dematerialisation import notifications, policies
from dematerialisation.models import Action, Priority, Wish
from dematerialisation.models.action import DECISION_LENGTH, TITLE_LENGTH
from dematerialisation.models.priorities import WishQuerySet

NOT_THE_GROUP = "Seul un membre du groupe projet tient les priorités."


def next_rank() -> int:
    """The last; two of one rank keep the order in which they were written."""
    return (Priority.objects.aggregate(last=Max("rank"))["last"] or 0) + 1


@transaction.atomic
def move(priority: Priority, *, by: Agent, is_up: bool) -> None:
    """Exchange it with the one before, or after; nothing changes at the ends."""
    _check_group(by)
    wait_for("dematerialisation.priorities")
    with action_context("a changé le rang", by=by):
        move_by_one(Priority.objects.all(), priority, is_up=is_up, field="rank")


@transaction.atomic
def create_action(priority: Priority, *, by: Agent, title: str, what_was_decided: str) -> Action:
    """A planned action that answers it; the same form sent twice creates one."""
    _check_group(by)
    priority = lock_row(Priority, priority.pk)
    if earlier := priority.actions.filter(title=title).first():
        return earlier
    with action_context(f"a créé l’action depuis la priorité «\u00a0{priority}\u00a0»", by=by):
        action = Action.objects.create(title=title, what_was_decided=what_was_decided)
        priority.actions.add(action)
    notifications.notify_wishes(
        action, priority.wishes.select_related("direction__head", "answer__answered_by"), by=by
    )
    return action


def _check_group(by: Agent) -> None:
    if not policies.can_write(by):
        raise PermissionDenied(NOT_THE_GROUP)


class PriorityActionForm(forms.Form):
    title = OneLineField(
        label="L’action", max_length=TITLE_LENGTH, error_messages={"required": "Donnez un titre à l’action."}
    )
    what_was_decided = PlainTextField(
        label="Ce qui a été décidé",
        max_length=DECISION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Dites ce qui a été décidé."},
    )


def suggested(priority: Priority) -> dict[str, str]:
    """The priority's name, and its wishes with their directions."""
    wishes = (spaced(f"{wish.direction} : {wish}") for wish in priority.wishes.select_related("direction"))
    return {"title": priority.name, "what_was_decided": "\n".join(wishes)[:DECISION_LENGTH]}


class WishFilterForm(FilterForm):
    FATES = [
        ("", "Tous"),
        ("alone", "Sans priorité encore"),
        ("grouped", "Dans une priorité"),
        ("answered", "Avec une action"),
    ]

    direction = forms.TypedChoiceField(label="Direction", required=False, coerce=int, empty_value=None)
    fate = forms.ChoiceField(label="Ce qu’il devient", required=False, choices=FATES)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        directions = Direction.objects.concerned().values_list("pk", "name")
        offer(self, "direction", [("", "Toutes"), *directions])

    def filter(self, wishes: WishQuerySet) -> WishQuerySet:
        asked = self.cleaned_data
        if asked.get("direction"):
            wishes = wishes.filter(direction=asked["direction"])
        if asked.get("fate") == "alone":
            return wishes.filter(priority=None)
        if asked.get("fate") == "grouped":
            return wishes.filter(priority__isnull=False)
        if asked.get("fate") == "answered":
            return wishes.filter(priority__actions__isnull=False).distinct()
        return wishes


@require_safe
def priority_list(request: AgentRequest) -> HttpResponse:
    context = {
        "priorities": Priority.objects.for_list(),
        "alone": Wish.objects.filter(priority=None).count(),
        "can_write": policies.can_write(request.user),
    }
    return render(request, "dematerialisation/priorities/priority_list.html", context)


@require_safe
def priority_detail(request: AgentRequest, priority: str) -> HttpResponse:
    context = {
        "priority": (found := get_object_or_404(Priority.objects.for_list(), reference=priority)),
        "wishes": found.wishes.select_related("direction").order_by(*alphabetical("direction__name"), "pk"),
        "can_write": policies.can_write(request.user),
    }
    return render(request, "dematerialisation/priorities/priority_detail.html", context)


@require_POST
def priority_move(request: AgentRequest, priority: str) -> HttpResponse:
    found = get_object_or_404(Priority, reference=priority)
    move(found, by=request.user, is_up=request.POST.get("sens") != "bas")
    return redirect(f"{reverse('priority_list')}#{found.reference}")


def priority_action_create(request: AgentRequest, priority: str) -> HttpResponse:
    """Leads to the action's page, where the grid comes before the start."""
    found = get_object_or_404(Priority, reference=priority)
    _check_group(request.user)
    form = PriorityActionForm(request.POST or None, initial=suggested(found))
    done = "L’action est prévue : passez-la au filtre avant de la commencer."
    if action := submitted(request, form, partial(create_action, found, by=request.user), done=done):
        return redirect(action)
    context = {"priority": found, "form": form}
    return render(request, "dematerialisation/priorities/priority_action_create.html", context)


@require_safe
def wish_list(request: AgentRequest) -> HttpResponse:
    filters = WishFilterForm.reading(request.GET)
    mine: Direction | None = request.user.direction
    if mine and mine.kind == Direction.Kind.SERVICE:
        mine = mine.parent
    context = {
        "filters": filters,
        "page": paginate(filters.filter(Wish.objects.for_list()), request),
        "mine": mine if mine and mine.kind == Direction.Kind.DIRECTION else None,
        "can_write": policies.can_write(request.user),
    }
    return render(request, "dematerialisation/priorities/wish_list.html", context)
