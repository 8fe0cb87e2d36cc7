"""Port-Mimosa's projects: eight across its directions."""

from django.utils import timezone

from core.french import is_working_day
from core.people.models import Agent, Project
from spaces.models import Event, File, Message, NoteVersion, ProjectRequest


def test_eight_projects_in_every_state(town):
    projects = Project.objects.all()
    assert projects.count() == 8
    assert projects.filter(is_open=False).count() == 1
    assert projects.exclude(closed_on=None).count() == 1
    assert projects.current().without_lead().count() == 1
    assert ProjectRequest.objects.waiting().count() == 1
    for project in projects:
        assert project.notes.exists()
        assert project.files.exists()
        assert project.decisions.exists()
        assert project.threads.exists()
        assert project.assignments.as_member().count() >= 3
    group = projects.get(is_group=True)
    assert (timezone.localdate() - group.starts_on).days >= 365
    assert NoteVersion.objects.filter(number=3).count() >= 2
    assert File.objects.exclude(folder=None).exists()
    assert Event.objects.filter(starts_at__gt=timezone.now()).exists()
    assert all(is_working_day(timezone.localdate(event.starts_at)) for event in Event.objects.all())
    assert Message.objects.count() > 15
    agent = Agent.objects.get(identifiant="agent")
    assert projects.of_member(agent).exists()
    assert not projects.visible_to(agent).filter(is_open=False).exists()
