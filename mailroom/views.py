from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from core.people.requests import AgentRequest
from mailroom.models import Item


def item_list(request: AgentRequest) -> HttpResponse:
    items = Item.objects.visible_to(request.user).for_list()
    return render(request, "mailroom/item_list.html", {"items": items})


def item_detail(request: AgentRequest, reference: str) -> HttpResponse:
    item = get_object_or_404(Item.objects.visible_to(request.user).for_list(), reference=reference)
    return render(request, "mailroom/item_detail.html", {"item": item})
