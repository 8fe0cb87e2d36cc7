from django.http import Http404, HttpResponse

from core.people.requests import AgentRequest


def session_detail(request: AgentRequest, year: int, session: str) -> HttpResponse:
    raise Http404


def deliberation_detail(request: AgentRequest, year: int, session: str, slug: str) -> HttpResponse:
    raise Http404
