from django.http import Http404, HttpResponse

from core.people.requests import AgentRequest


def figures(request: AgentRequest) -> HttpResponse:
    raise Http404


def figures_file(request: AgentRequest) -> HttpResponse:
    raise Http404
