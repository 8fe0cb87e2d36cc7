"""The frame of a space: the page that one may not read does not exist, and what is typed is given back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from spaces.models import LastVisit
from tests.factories import AgentFactory
from tests.people.factories import AssignmentFactory
from tests.spaces.factories import a_note, days, put_in

pytestmark = pytest.mark.django_db


def test_a_visit_is_noted_after_the_page(signed_in, django_capture_on_commit_callbacks):
    member = AssignmentFactory()
    client = signed_in(member.agent)
    with django_capture_on_commit_callbacks(execute=True):
        client.get(member.project.get_absolute_url())
    LastVisit.objects.update(at=timezone.now() - timedelta(days=2))
    with django_capture_on_commit_callbacks(execute=True):
        client.get(member.project.get_absolute_url())
    visit = LastVisit.objects.get()
    assert (visit.agent, visit.project) == (member.agent, member.project)
    assert timezone.now() - visit.at < timedelta(minutes=1)


def test_the_first_page_says_what_is_new_and_marks_it(signed_in, django_capture_on_commit_callbacks):
    member = AssignmentFactory()
    colleague = AssignmentFactory(project=member.project).agent
    client, page = signed_in(member.agent), member.project.get_absolute_url()
    with django_capture_on_commit_callbacks(execute=True):
        client.get(page)
    a_note(member.project, colleague, "De la collègue")
    a_note(member.project, member.agent, "La mienne")
    with django_capture_on_commit_callbacks(execute=True):
        text = client.get(page).text.replace("\u00a0", " ")
    assert "Nouveau pour vous : 1 note" in text
    assert text.count("Nouveau</span>") == 1
    assert "Nouveau pour vous" not in client.get(page).text


def test_a_closed_space_says_what_is_new_since_one_entered(signed_in, project, lead, member):
    a_note(project, lead, "Avant la clôture")
    put_in("closed", project, AgentFactory.create())
    project.assignments.update(period=days(-20, 0))
    page = signed_in(member).get(project.get_absolute_url()).text.replace("\u00a0", " ")
    assert "Nouveau pour vous : 1 note" in page
