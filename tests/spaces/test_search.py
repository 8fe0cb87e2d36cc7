"""What a space holds is found by those who read its project, and by nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.people.models import Agent, Project
from core.search.readers import EVERYONE, this_agent
from spaces import notes
from spaces.members import actions as members
from spaces.projects import actions
from spaces.registrations import readers_of
from tests.factories import AgentFactory
from tests.people.factories import AssignmentFactory
from tests.spaces.factories import a_decision, a_note, a_thread, days, project_with

pytestmark = pytest.mark.django_db
WORD = "quetzalcoatlus"


@pytest.mark.parametrize("is_closed", [False, True])
@pytest.mark.parametrize("is_open", [False, True])
def test_readers_are_those_of_the_project(is_open, is_closed):
    project = project_with()
    periods = [(-20, None), (-20, 5), (-20, 1), (-20, 0), (-20, -1), (-20, -5), (0, None), (3, None)]
    agents = [AssignmentFactory.create(project=project, period=days(*each)).agent for each in periods]
    yesterday = timezone.localdate() - timedelta(1)
    closed = {"closed_on": yesterday, "lessons": "Commencer petit."} if is_closed else {}
    Project.objects.filter(pk=project.pk).update(is_open=is_open, **closed)
    project.refresh_from_db()
    told = readers_of(project)
    found = [agent for agent in agents if {EVERYONE, this_agent(agent.pk)} & {*told}]
    assert found == [
        agent for agent in agents if Project.objects.visible_to(agent).filter(pk=project.pk).exists()
    ]
    assert len(found) == (len(agents) if is_open else 4)


def test_found_by_those_who_read_it(signed_in):
    lead, outsider = AgentFactory.create_batch(2)
    project = project_with(lead=lead)
    Project.objects.filter(pk=project.pk).update(is_open=False)
    project.refresh_from_db()
    member = AssignmentFactory.create(project=project, period=days(-10))
    note = a_note(project, lead, title=f"Note {WORD}")
    a_decision(project, lead, text=f"Décision {WORD}.")
    a_thread(project, lead, subject=f"Sujet {WORD}")
    actions.change(project, by=lead, purpose=f"But {WORD}.")

    def found(agent: Agent) -> int:
        page = signed_in(agent).get(reverse("search:results"), {"q": WORD})
        return len(page.context["rows"])

    assert [found(agent) for agent in (lead, member.agent, outsider)] == [4, 4, 0]
    members.remove(member, by=lead)
    assert found(member.agent) == 0
    actions.change(project, by=lead, is_open=True)
    assert [found(member.agent), found(outsider)] == [4, 4]
    notes.set_removed(note, by=lead, is_removed=True)
    assert found(outsider) == 3
    actions.close(project, by=lead, lessons=f"Leçon {WORD}.")
    assert found(outsider) == 3
