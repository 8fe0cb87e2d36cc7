"""Two people at once, with real threads and real commits: one does it, the other is told."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.people.models import Assignment, Project
from core.people.roles import Role
from spaces.members import actions as members
from spaces.models import ProjectRequest
from spaces.projects import actions
from tests.factories import AgentFactory
from tests.people.factories import AssignmentFactory
from tests.spaces.factories import days, project_with

pytestmark = pytest.mark.django_db(transaction=True)


def refusals(results: list[Any]) -> list[Any]:
    return [result for result in results if isinstance(result, (ValidationError, PermissionDenied))]


def test_two_presses_close_once(together):
    lead = AgentFactory.create()
    project = project_with(lead=lead, member=AgentFactory.create())
    results = together(
        *(lambda said=said: actions.close(project, by=lead, lessons=said) for said in ("Un", "Deux"))
    )
    [refusal] = refusals(results)
    assert refusal.messages == [actions.CLOSED_ALREADY]
    project.refresh_from_db()
    assert project.lessons in ("Un", "Deux")


def test_who_passes_the_lead_on_and_who_closes(together):
    lead = AgentFactory.create()
    project = project_with(lead=lead)
    heir = AssignmentFactory.create(project=project, period=days(-20))
    together(
        lambda: members.pass_lead(project, by=lead, to=heir),
        lambda: actions.close(project, by=lead, lessons="Un"),
    )
    project.refresh_from_db()
    leads = Assignment.objects.filter(project=project, is_lead=True).as_member()
    # The lead closed it first, or had passed it on already and could close it no more.
    assert [row.agent for row in leads] == [lead if project.is_closed else heir.agent]


def test_two_members_take_the_lead(together):
    gone = AgentFactory.create(is_active=False)
    first, second = AgentFactory.create_batch(2)
    project = project_with(lead=gone, one=first, other=second)
    results = together(*(lambda by=by: members.take_lead(project, by=by) for by in (first, second)))
    assert len(refusals(results)) == 1
    assert Assignment.objects.filter(project=project, is_lead=True).as_member().count() == 1


def test_a_request_has_one_answer(together):
    group = [AgentFactory.create(roles=[Role.PROJECT_GROUP]) for _ in range(2)]
    asked = actions.ask(by=AgentFactory.create(), name="Potager", purpose="Planter.")
    results = together(
        lambda: actions.accept(asked, by=group[0]), lambda: actions.refuse(asked, by=group[1], reason="Non.")
    )
    assert len(refusals(results)) == 1
    asked.refresh_from_db()
    assert Project.objects.filter(is_group=False).exists() == (asked.state == ProjectRequest.State.ACCEPTED)
