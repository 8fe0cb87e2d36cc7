"""A room's page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from core.people.requests import AgentRequest
from rooms import addresses, policies
from rooms.models import Room


def room_detail(request: AgentRequest, slug: str) -> HttpResponse:
    room = get_object_or_404(Room.objects.select_related("site").with_equipment(), slug=slug)
    context = {
        "room": room,
        "hours": list(room.opening_hours.all()),
        "week_url": addresses.week(slug, timezone.localdate()),
        "day_url": addresses.day(room.site.slug, timezone.localdate()),
        "can_manage": policies.can_manage(request.user),
    }
    return render(request, "rooms/room_detail.html", context)
