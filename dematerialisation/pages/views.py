from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.history.entries import history_of
from core.operations.purges import TABLE
from core.people.requests import AgentRequest
from dematerialisation import policies
from dematerialisation.models import GroupMember, Page, Survey
from dematerialisation.pages.site_map import parts


@require_safe
def group(request: AgentRequest) -> HttpResponse:
    survey = Survey.objects.with_progress().first()
    context = {
        "pages": Page.objects.defer("body"),
        "members": GroupMember.objects.for_group_page(),
        "survey": survey,
        "can_read_survey": survey is not None and policies.can_read_survey(request.user, survey),
    }
    return render(request, "dematerialisation/pages/group.html", context)


@require_safe
def page_detail(request: AgentRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(Page, slug=slug)
    context = {
        "page": page,
        "others": Page.objects.defer("body").exclude(pk=page.pk),
        "can_write": policies.can_write(request.user),
        "entries": history_of(page),
    }
    return render(request, "dematerialisation/pages/page_detail.html", context)


@require_safe
def site_map(request: AgentRequest) -> HttpResponse:
    return render(request, "dematerialisation/pages/site_map.html", {"parts": parts(request.user)})


@require_safe
@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    """Open: users who cannot sign in need it most."""
    is_elected = getattr(request.user, "is_elected", False)
    page = "dematerialisation/pages/elected_help.html" if is_elected else "dematerialisation/pages/help.html"
    return render(request, page, _town_details())


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "dematerialisation/pages/accessibility.html", _town_details())


@require_safe
@login_not_required
def legal_notice(request: HttpRequest) -> HttpResponse:
    context = {**_town_details(), "kept": TABLE.values()}
    return render(request, "dematerialisation/pages/legal_notice.html", context)


def _town_details() -> dict[str, object]:
    return {
        "publisher": settings.LEGAL_PUBLISHER,
        "contact": settings.LEGAL_CONTACT,
        "shared_minutes": settings.SHARED_WORKSTATION_MINUTES,
        "session_days": settings.SESSION_COOKIE_AGE // 86_400,
    }
