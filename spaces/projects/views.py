from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from core.people.models import Assignment, Project
from core.people.requests import AgentRequest
from spaces.space_pages import space_of, space_page


def my_spaces(request: AgentRequest) -> HttpResponse:
    mine = Project.objects.of_member(request.user).by_name()
    return render(request, "spaces/projects/my_spaces.html", {"projects": mine})


def project(request: AgentRequest, reference: str) -> HttpResponse:
    space = space_of(request, reference=reference)
    return space_page(request, space, "overview", "spaces/projects/project.html")


def member_list(request: AgentRequest, reference: str) -> HttpResponse:
    space = space_of(request, reference=reference)
    members = Assignment.objects.filter(project=space.project).as_member().for_list()
    return space_page(request, space, "members", "spaces/projects/member_list.html", {"members": members})
