"""The pages of wishes and priorities: all agents read them, the group ranks them and creates actions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.people.models import Direction
from core.people.ordering import alphabetical
from core.people.requests import AgentRequest
from core.ui.french import spaced
from core.ui.pagination import paginate
from dematerialisation import policies
from dematerialisation.models import Priority, Wish
from dematerialisation.priorities import actions
from dematerialisation.priorities.forms import PriorityActionForm, WishFilterForm, suggested


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
    actions.move(found, by=request.user, is_up=request.POST.get("sens") != "bas")
    return redirect(f"{reverse('priority_list')}#{found.reference}")


def priority_action_create(request: AgentRequest, priority: str) -> HttpResponse:
    """Leads to the action's page, where the grid comes before the start."""
    found = get_object_or_404(Priority, reference=priority)
    if not policies.can_write(request.user):
        raise PermissionDenied(actions.NOT_THE_GROUP)
    form = PriorityActionForm(request.POST or None, initial=suggested(found))
    if request.method == "POST" and form.is_valid():
        action = actions.create_action(found, by=request.user, **form.cleaned_data)
        messages.success(request, spaced("L’action est prévue : passez-la au filtre avant de la commencer."))
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
