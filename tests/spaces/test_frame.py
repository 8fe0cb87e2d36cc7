"""The frame of a space: the page that one may not read does not exist, and what is typed is given back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from spaces.models import LastVisit
from tests.people.factories import AssignmentFactory

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
