"""Who meets what at each address of projects, their members and requests: person × project × address × method."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.people.models import Agent, Assignment, Project
from core.people.roles import Role
from spaces.projects import actions
from tests.factories import AgentFactory, DirectionFactory
from tests.people.factories import AssignmentFactory
from tests.spaces.factories import days, people_around, project_among, project_with, put_in

pytestmark = pytest.mark.django_db
Sent = dict[str, Any]
PEOPLE = ("lead", "member", "former", "outsider", "group", "head", "administrator", "elected", "stranger")
STATES = ("open", "reserved", "closed", "sealed")
# What a POST sends that is refused, and one that is taken; None for a button. Then what the lead and a member meet.
FORMS: dict[str, tuple[Sent, Sent, int, int]] = {
    "member_change": ({"ends_on": "2020-01-01"}, {"title": "Relectrice"}, 302, 403),
    "member_add": ({"agent": "personne de ce nom"}, {"agent": "new"}, 302, 403),
    "project_change": (
        {"name": " "},
        {"name": "Autre nom", "purpose": "Autre but.", "starts_on": "2026-01-01", "is_open": "as it is"},
        302,
        403,
    ),
    "lead_pass": ({"to": "999999"}, {"to": "former lead"}, 302, 403),
}


def a_project(state: str, people: dict[str, Agent]) -> tuple[Project, Assignment]:
    """The project, and what another member does in it."""
    project = project_among(people)
    project.sponsor = DirectionFactory.create(head=people["head"])
    project.save()
    other = AssignmentFactory.create(project=project, period=days(-20))
    put_in(state, project, people["former"])
    return project, other


def everybody() -> dict[str, Agent]:
    return people_around() | {
        "head": AgentFactory.create(),
        "group": AgentFactory.create(roles=[Role.PROJECT_GROUP]),
        "administrator": AgentFactory.create(roles=[Role.ADMINISTRATOR]),
    }


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("person", PEOPLE)
def test_rights(person, state, signed_in):
    people = everybody()
    project, other = a_project(state, people)
    client = Client() if person == "stranger" else signed_in(people[person])
    is_member, is_over = person in ("lead", "member"), state in ("closed", "sealed")
    faults = []

    def expected(lead: int, member: int, reader: int) -> int:
        if person in ("stranger", "elected"):
            return 302 if person == "stranger" else 404
        if not is_member and state in ("reserved", "sealed"):
            return 404
        return {"lead": lead, "member": member}.get(person, reader)

    def check(said: str, name: str, wanted: int, data: Sent | None = None) -> None:
        of = other.reference if name in ("member_change", "member_remove") else project.reference
        url = reverse(f"spaces:{name}", args=[of])
        response = client.get(url) if data is None else client.post(url, data)
        if response.status_code != wanted:
            faults.append((name, said, response.status_code, wanted))

    for name in ("project", "member_list"):
        check("GET", name, expected(200, 200, 200))
    for name, (refused, taken, lead, member) in FORMS.items():
        lead = 403 if is_over else lead
        shown = 403 if is_over else 200
        check("GET", name, expected(shown, 403, 403))
        check("invalid POST", name, expected(shown, 403, 403), refused)
        if name == "lead_pass":
            # Tried whole elsewhere: afterwards the lead would lead no more.
            continue
        data = {
            key: AgentFactory.create().identifiant if value == "new" else value
            for key, value in taken.items()
        }
        if not project.is_open:
            data.pop("is_open", None)
        check("valid POST", name, expected(lead, member, 403), data)
    check("GET", "member_remove", expected(403 if is_over else 200, 403, 403))
    check("POST", "member_remove", expected(403 if is_over else 302, 403, 403), {})
    # A closed project says so to its members.
    check("GET", "project_close", expected(302 if is_over else 200, 302 if is_over else 403, 403))
    check(
        "invalid POST",
        "project_close",
        expected(302 if is_over else 200, 302 if is_over else 403, 403),
        {"lessons": " "},
    )
    # There is a lead: a press on an old page is told so.
    check("POST", "lead_take", expected(403 if is_over else 302, 403 if is_over else 302, 403), {})
    check("GET", "lead_name", expected(403, 403, 403))
    check("POST", "lead_name", expected(403, 403, 403), {"agent": people["lead"].identifiant})
    check("GET", "project_leave", expected(403, 403 if is_over else 200, 403))
    check("POST", "project_leave", expected(403, 403 if is_over else 302, 403), {})
    assert not faults


@pytest.mark.parametrize("person", PEOPLE)
def test_of_requests(person, signed_in):
    people = everybody()
    asked = actions.ask(by=people["lead"], name="Potager", purpose="Planter.")
    client = Client() if person == "stranger" else signed_in(people[person])
    nobody = {"stranger": 302, "elected": 404}
    reads = {**nobody, "lead": 200, "group": 200}.get(person, 404)
    decides = {**nobody, "lead": 403, "group": 200}.get(person, 404)
    for name, wanted in (("request_detail", reads), ("request_accept", decides), ("request_refuse", decides)):
        url = reverse(f"spaces:{name}", args=[asked.reference])
        assert client.get(url).status_code == wanted, name
    refuse = reverse("spaces:request_refuse", args=[asked.reference])
    assert client.post(refuse, {"reason": " "}).status_code == decides
    all_agents = nobody.get(person, 200)
    for name in ("my_spaces", "request_list", "request_create"):
        assert client.get(reverse(f"spaces:{name}")).status_code == all_agents, name
    creates = {**nobody, "group": 200}.get(person, 403)
    create = reverse("spaces:project_create")
    assert client.get(create).status_code == creates
    assert client.post(create, {"name": ""}).status_code == creates
    assert client.post(refuse, {"reason": "Non."}).status_code == (302 if person == "group" else decides)


def test_what_another_closed_meanwhile_gives_the_words_back(signed_in):
    lead, member = AgentFactory.create_batch(2)
    project = project_with(lead=lead, member=member)
    actions.close(project, by=lead, lessons="Commencer petit.")
    url = reverse("spaces:project_close", args=[project.reference])
    words = "Ce que nous aurions voulu savoir avant de commencer, et que personne ne nous a dit."
    page = signed_in(lead).post(url, {"lessons": words}, headers={"Origin": "http://testserver"})
    assert page.status_code == 403
    assert words in page.text
    assert signed_in(lead).post(url, {"lessons": "Commencer petit."}).status_code == 302
