from datetime import MAXYEAR, MINYEAR

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from core.history.entries import history_of
from core.people.requests import AgentRequest
from tips.access import can_write
from tips.models import Tip


def tip_current(request: AgentRequest) -> HttpResponse:
    """This month's tip, or the latest; before the first one, a word instead of a void."""
    tip = Tip.objects.published().newest_first().for_page().first()
    return _tip_page(request, tip, here="Physique nucléaire")


def tip_detail(request: AgentRequest, reference: str) -> HttpResponse:
    """A tip; for the group, also the preview of one that is not published."""
    tip = get_object_or_404(Tip.objects.visible_to(request.user).for_page(), reference=reference)
    return _tip_page(request, tip, here=tip.title, parent_url=reverse("tips:tip_current"))


def tip_year(request: AgentRequest, year: int) -> HttpResponse:
    """A year's tips, twelve at most."""
    if not MINYEAR <= year <= MAXYEAR:
        raise Http404
    tips = list(Tip.objects.published().of_year(year).newest_first())
    if not tips:
        raise Http404
    context = {"year": year, "tips": tips, "years": Tip.objects.published().years()}
    return render(request, "tips/tip_year.html", context)


def _tip_page(request: AgentRequest, tip: Tip | None, *, here: str, parent_url: str = "") -> HttpResponse:
    published = Tip.objects.published().newest_first()
    context = {
        "tip": tip,
        "here": here,
        "parent_url": parent_url,
        "can_write": can_write(request.user),
        "others": published.exclude(pk=tip.pk)[:3] if tip else (),
        "years": published.years(),
        "entries": history_of(tip) if tip else (),
    }
    return render(request, "tips/tip_detail.html", context)
