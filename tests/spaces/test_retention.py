"""A closed project is eliminated at its term, with the visa of the archives; nothing stays but a trace."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from core.documents.models import Document
from core.notifications.models import Notification
from core.people.models import Agent, Assignment, Project
from core.retention import elimination
from core.retention.elimination import stamp_of
from core.search.models import Entry
from spaces import retention
from spaces.models import Elimination, ProjectRequest
from tests.factories import AgentFactory
from tests.spaces.factories import Filled, a_decision, filled

pytestmark = pytest.mark.django_db
VISA = {"visa_reference": "AD 2026-12"}


def old(state: str = "closed") -> Filled:
    space = filled()
    lead = space.people["lead"]
    a_decision(space.project, lead, text="Commencer grand.", replaces=space.decision)
    ProjectRequest.objects.create(
        asked_by=lead,
        name="x",
        purpose="x",
        state="accepted",
        decided_by=lead,
        decided_at=timezone.now(),
        project=space.project,
    )
    close(space, state, timezone.localdate() - timedelta(days=366 * settings.SPACES_RETENTION_YEARS))
    return space


def close(space: Filled, state: str, on: Any) -> None:
    project = space.project
    project.closed_on, project.starts_on, project.lessons = on, on, "Commencer petit."
    project.is_open = state == "closed"
    project.save()


def eliminate(by: Agent, **given: Any) -> Elimination:
    shown = stamp_of(project.pk for project in retention.expired())
    return retention.eliminate(**{"by": by, "visa_on": timezone.localdate(), "shown": shown, **VISA, **given})


@pytest.mark.parametrize("state", ["closed", "sealed"])
def test_nothing_of_it_stays_but_a_trace(moderator, state, django_capture_on_commit_callbacks):
    space, other = old(state), filled()
    path = space.file.versions.first().document.file_path
    assert path.is_file()
    with django_capture_on_commit_callbacks(execute=True):
        trace = eliminate(moderator)
    assert list(Project.objects.filter(is_group=False)) == [other.project]
    for model in apps.get_app_config("spaces").get_models():
        fields = {field.name for field in model._meta.get_fields()}
        if "project" in fields and "pgh_id" not in fields:
            assert not model._default_manager.filter(project_id=space.project.pk).exists(), model
    assert not Assignment.objects.filter(project_id=space.project.pk).exists()
    assert Document.objects.filter(space_version__file=other.file).exists()
    assert not path.is_file()
    for row in (space.note, space.file, space.decision, space.thread, space.project, space.event):
        about = {"content_type__model": row._meta.model_name, "object_id": row.pk}
        assert not Notification.objects.filter(**about).exists()
        assert not Entry.objects.filter(**about).exists()
    trace.refresh_from_db()
    [line] = trace.dated_lines
    assert (line["kind"], line["count"]) == ("sans direction", 1)


def test_before_its_term_or_without_a_visa_nothing_is(moderator, signed_in):
    space = old()
    lead, url = space.people["lead"], reverse("spaces:retention")
    for agent in (lead, AgentFactory.create()):
        assert signed_in(agent).get(url).status_code == 404
        with pytest.raises(PermissionDenied):
            eliminate(agent)
    with pytest.raises(ValidationError, match="La liste a changé"):
        eliminate(moderator, shown="0" * 32)
    client = signed_in(moderator)
    page = client.get(url)
    assert space.project.name in page.text
    shown = page.context["form"]["shown"].value()
    assert "Erreur" in client.post(url, {"shown": shown, "visa_on": str(timezone.localdate())}).text
    sent = {"shown": shown, "visa_on": str(timezone.localdate()), **VISA}
    assert client.get(reverse("spaces:elimination_list")).content.startswith(b"%PDF")
    close(space, "closed", timezone.localdate() - timedelta(days=360 * settings.SPACES_RETENTION_YEARS))
    assert "La liste a changé" in client.post(url, sent).text
    close(space, "sealed", timezone.localdate() - timedelta(days=366 * settings.SPACES_RETENTION_YEARS))
    page = client.get(url).text
    assert space.project.name not in page
    asked = client.post(url, sent)
    assert (asked.status_code, space.project.name in asked.text, "projet réservé" in asked.text) == (
        200,
        False,
        True,
    )
    assert client.post(url, {**sent, "geste": "eliminer"}).status_code == 302
    trace = Elimination.objects.get()
    assert VISA["visa_reference"] in client.get(url).text
    pdf = client.get(reverse("spaces:elimination_pdf", args=[trace.reference]))
    assert pdf.content.startswith(b"%PDF")


def test_one_visa_covers_so_many(moderator, signed_in, monkeypatch):
    """The first to reach their term, said on the page; the others wait for another visa."""
    monkeypatch.setattr(elimination, "AT_ONCE", 1)
    first, second = old(), old()
    close(first, "closed", timezone.localdate() - timedelta(days=400 * settings.SPACES_RETENTION_YEARS))
    client, url = signed_in(moderator), reverse("spaces:retention")
    page = client.get(url)
    assert (page.context["count"], page.context["later"]) == (1, 1)
    assert "Un visa en couvre 1 au plus" in page.text.replace("\u00a0", " ")
    sent = {"visa_on": str(timezone.localdate()), "shown": page.context["form"]["shown"].value(), **VISA}
    assert client.post(url, sent | {"geste": "eliminer"}).status_code == 302
    assert list(Project.objects.filter(is_group=False)) == [second.project]


def test_the_database_keeps_what_an_open_project_holds():
    space = filled()
    for rows in (space.note.versions, space.file.versions, space.thread.messages):
        with pytest.raises(ProgrammingError), transaction.atomic():
            rows.all().delete()
