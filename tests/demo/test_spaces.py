"""Port-Mimosa's projects: eight across its directions, moved with the other dates."""

from datetime import timedelta

import time_machine
from django.core.management import call_command
from django.utils import timezone

from core.people.models import Agent, Assignment, Project
from core.ui.working_days import is_working_day
from spaces.models import Decision, Event, File, Message, NoteVersion, ProjectRequest


def test_eight_projects_in_every_state(town: None) -> None:
    projects = Project.objects.all()
    assert projects.count() == 8
    assert projects.filter(is_open=False).count() == 1
    assert projects.exclude(closed_on=None).count() == 1
    assert projects.without_lead().count() == 1
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


def test_they_move_with_the_other_dates(town: None) -> None:
    def ages() -> list[int]:
        today = timezone.localdate()
        days = [
            timezone.localdate(at) for at in Event.objects.order_by("pk").values_list("starts_at", flat=True)
        ]
        days += Decision.objects.order_by("pk").values_list("decided_on", flat=True)
        days += Project.objects.order_by("pk").values_list("starts_on", flat=True)
        days += [row.first_day for row in Assignment.objects.exclude(project=None).order_by("pk")]
        return [(today - day).days for day in days]

    before = ages()
    members = Assignment.objects.as_member().count()
    with time_machine.travel(timezone.now() + timedelta(days=9), tick=False):
        call_command("load_demonstration")
        assert ages() == before
        assert Assignment.objects.as_member().count() == members
