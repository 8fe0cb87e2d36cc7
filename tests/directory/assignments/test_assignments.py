"""Assignments beside a project: who writes them, who is told, and what a card shows of them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from core.history.entries import history_of
from core.notifications.models import Notification
from core.people.models import Agent, Assignment
from core.people.tree import Tree
from core.web.stale_forms import stamp_of
from directory import assignments
from directory.assignments import AssignmentForm
from tests.people.factories import AssignmentFactory, ProjectFactory

pytestmark = pytest.mark.django_db


def card_of(agent: Agent) -> str:
    return reverse("directory:agent_detail", args=[agent.reference])


def typed(**changes: Any) -> dict[str, Any]:
    today = timezone.localdate().isoformat()
    return {"kind": "mandate", "title": "Référente prévention", "first": today, "last": ""} | changes


def written(agent: Agent, by: Agent, **changes: Any) -> Assignment:
    data = {"kind": "mandate", "title": "Référente prévention", "direction_id": None}
    return assignments.assign(agent, by=by, **data | {"first": timezone.localdate(), "last": None} | changes)


def test_from_the_card(signed_in, directory_manager, units, librarian, chief):
    client = signed_in(directory_manager)
    add = reverse("directory:assignment_add", args=[librarian.reference])
    assert add in client.get(card_of(librarian)).text
    client.post(add, typed(direction=units["culture"].reference))
    row = Assignment.objects.get()
    page = client.get(card_of(librarian)).text
    assert "Référente prévention" in page
    assert reverse("directory:assignment_correct", args=[row.reference]) in page
    assert {notice.recipient for notice in Notification.objects.all()} == {librarian, chief}
    correct, end = (
        reverse(f"directory:assignment_{each}", args=[row.reference]) for each in ("correct", "end")
    )
    client.post(correct, typed(title="Référente accessibilité"))
    client.post(end)
    row.refresh_from_db()
    assert (row.title, row.last_day) == ("Référente accessibilité", timezone.localdate())
    assert history_of(row)[0].action == "a mis fin à une affectation"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": "Délégué syndical"}, "n’ont pas leur place dans l’annuaire"),
        ({"title": " "}, "Dites de quelle fonction"),
        ({"title": "a" * 121}, "raccourcissez"),
        ({"first": "31/02/2026"}, "Cette date n’existe pas"),
        ({"last": "2001-01-01"}, "Le dernier jour vient après le premier"),
        ({"direction": "zzz"}, "n’existe pas ou plus"),
    ],
)
def test_bad_input(signed_in, directory_manager, author, changes, said):
    add = reverse("directory:assignment_add", args=[author.reference])
    response = signed_in(directory_manager).post(add, typed(**changes))
    assert response.status_code == 200
    assert said in response.text.replace("&#x27;", "'")
    assert not Assignment.objects.exists()


def test_an_older_page_is_not_ended(signed_in, directory_manager, author):
    row = written(author, directory_manager)
    stamp = stamp_of(AssignmentForm.initial_from(row, Tree()))
    Assignment.objects.filter(pk=row.pk).update(title="Référent du tri")
    end = reverse("directory:assignment_end", args=[row.reference])
    assert (
        "a été modifiée" in signed_in(directory_manager).post(end, {"shown_stamp": stamp}, follow=True).text
    )
    row.refresh_from_db()
    assert row.last_day is None


def test_what_has_not_begun_is_removed_and_what_is_over_stays(author, directory_manager):
    today = timezone.localdate()
    later = written(author, directory_manager, first=today + timedelta(5))
    assignments.end(later, by=directory_manager)
    assert not Assignment.objects.exists()
    over = written(author, directory_manager, first=today - timedelta(9), last=today - timedelta(2))
    with pytest.raises(ValidationError):
        assignments.end(over, by=directory_manager)
    with pytest.raises(ValidationError):
        assignments.end(later, by=directory_manager)


# What a card shows


def test_past_ones_are_folded(signed_in, outsider, author):
    today = timezone.localdate()
    project = ProjectFactory.create(name="Voisins verts")
    AssignmentFactory.create(agent=author, project=project, title="relais")
    AssignmentFactory.create(
        agent=author, period=(today - timedelta(90), today - timedelta(30)), project__name="Vieux projet"
    )
    response = signed_in(outsider).get(card_of(author))
    assert [row.project.name for row in response.context["assignments"]] == ["Voisins verts"]
    assert [row.project.name for row in response.context["past_assignments"]] == ["Vieux projet"]
    assert project.get_absolute_url() in response.text
    assert "relais" in response.text


def test_a_reserved_project_is_its_members_alone(signed_in, outsider, directory_manager, author):
    pages = {agent: signed_in(agent).get(card_of(author)).content for agent in (outsider, directory_manager)}
    hidden = ProjectFactory.create(name="Voisins secrets", is_open=False)
    AssignmentFactory.create(agent=author, project=hidden)
    for agent, before in pages.items():
        assert without_tokens(signed_in(agent).get(card_of(author)).content) == without_tokens(before)
    assert "Voisins secrets" in signed_in(author).get(card_of(author)).text


def without_tokens(page: bytes) -> bytes:
    """What changes at each request: the anti-forgery keys and the nonce of the scripts."""
    return re.sub(rb'(csrfmiddlewaretoken" value="|nonce="|"X-CSRFToken": ?")[^"]*', rb"\1", page)


# Who may


def test_the_directory_s_managers_alone_write_them(directory_manager, author):
    row = written(author, directory_manager)
    before = Assignment.objects.values().get()
    words = {name: before[name] for name in ("kind", "direction_id", "title")}
    words |= {"first": row.first_day, "last": None}
    for refused in (
        lambda: assignments.assign(author, by=author, **words),
        lambda: assignments.correct(row, by=author, **words | {"title": "Autre"}),
        lambda: assignments.end(row, by=author),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    assert Assignment.objects.values().get() == before


def test_those_of_projects_are_not_there(signed_in, directory_manager):
    row = AssignmentFactory.create()
    for route in ("assignment_correct", "assignment_end"):
        path = reverse(f"directory:{route}", args=[row.reference])
        assert signed_in(directory_manager).post(path, typed()).status_code == 404
