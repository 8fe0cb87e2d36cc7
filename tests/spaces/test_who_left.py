"""Who leaves a reserved project, or never was in it, keeps nothing that names it."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.operations.personal_data import all_of
from core.people import secret_addresses
from core.people.models import Agent, Project
from core.people.roles import Role
from spaces.members import actions as members
from spaces.members.actions import current
from spaces.policies import can_name_lead, feed_purpose, leads_to_name
from spaces.projects import actions
from spaces.tasks import keep_members
from tests.factories import AgentFactory, DirectionFactory
from tests.pages import forms_of
from tests.people.factories import AssignmentFactory
from tests.spaces.factories import a_note, a_thread, an_event, days, project_with

pytestmark = pytest.mark.django_db
NAME = "Fusion des écoles"


@pytest.fixture
def project(lead: Agent, member: Agent) -> Project:
    """Reserved, with news of each kind that wait for mails."""
    project = project_with(lead=lead, member=member)
    Project.objects.filter(pk=project.pk).update(name=NAME, is_open=False)
    project.refresh_from_db()
    a_note(project, lead)
    a_thread(project, lead)
    an_event(project, lead)
    return project


def told(agent: Agent, **which: object) -> list[str]:
    rows = Notification.objects.filter(recipient=agent, **which)
    return [f"{row.title} {row.text} {row.url}" for row in rows]


def names_it(agent: Agent, project: Project) -> bool:
    return any(NAME in each or project.reference in each for each in told(agent))


def test_who_is_removed(project, lead, member):
    assert names_it(member, project)
    members.remove(current(project).get(agent=member), by=lead)
    assert not names_it(member, project)
    assert told(member, awaits_digest=True) == told(member, letter_due_at__isnull=False) == []
    # What says that they left is news to them.
    [news] = told(member, read_at=None)
    assert news.startswith("Vous n’êtes plus membre d’un projet réservé à ses membres")


def test_whose_days_are_over(project, lead, member):
    a_note(project, member)
    current(project).filter(agent=member).update(period=days(-20, -1))
    assert names_it(member, project)
    keep_members(0)
    assert not names_it(member, project)
    assert names_it(lead, project)


def test_who_gives_a_role_back(member):
    project = Project.objects.get(is_group=True)
    Project.objects.filter(pk=project.pk).update(name=NAME, is_open=False)
    project.refresh_from_db()
    head, other, closed = (
        AgentFactory.create(roles=[role])
        for role in (Role.GROUP_HEAD, Role.PROJECT_GROUP, Role.PROJECT_GROUP)
    )
    members.keep_in_step()
    a_note(project, head)
    assert names_it(other, project)
    other.groups.clear()
    assert not names_it(other, project)
    # An account closed since is followed with the next role, also one that is given.
    assert names_it(closed, project)
    Agent.objects.filter(pk=closed.pk).update(is_active=False)
    AgentFactory.create(roles=[Role.PROJECT_GROUP])
    assert not names_it(closed, project)


def test_who_goes_from_one_role_of_the_group_to_the_other(signed_in, member):
    """By the agent's page, in one save: they have left nothing."""
    project, head = Project.objects.get(is_group=True), AgentFactory.create(roles=[Role.GROUP_HEAD])
    member.groups.set(Group.objects.filter(name=Role.PROJECT_GROUP))
    current(project).filter(agent=member).update(period=days(-20))
    a_note(project, head)

    def kept() -> tuple[list[str], list[dict[str, object]]]:
        return told(member), list(current(project).filter(agent=member).values())

    before = kept()
    assert any(project.name in each for each in told(member, read_at=None))
    client = signed_in(AgentFactory.create(roles=[Role.ADMINISTRATOR]))
    url = reverse("admin:people_agent_change", args=[member.pk])
    form = next(form for form in forms_of(client.get(url).text) if "first_name" in form.values)
    chosen = [Group.objects.get(name=Role.GROUP_HEAD).pk]
    assert client.post(url, form.values | {"groups": chosen, "is_active": "on"}).status_code == 302
    assert member.groups.get().name == Role.GROUP_HEAD
    assert kept() == before


def test_once_it_is_reserved(lead, member):
    manager = AgentFactory.create()
    agent = AgentFactory.create(manager=manager)
    project = project_with(lead=lead, member=member)
    actions.change(project, by=lead, name=NAME)
    members.add(project, by=lead, agent=agent)
    members.remove(current(project).get(agent=member), by=lead)
    assert names_it(manager, project)
    assert names_it(member, project)
    actions.change(project, by=lead, is_open=False)
    assert not names_it(manager, project)
    assert not names_it(member, project)
    assert names_it(agent, project)
    assert not OutgoingMail.objects.for_administrators().filter(subject__contains=NAME).exists()


def test_ones_own_data_names_what_one_reads(project, lead, member):
    def named(agent: Agent) -> list[object]:
        return [row["projet"] for row in all_of(agent)["Mes affectations"]]

    assert named(lead) == named(member) == [NAME]
    members.leave(project, by=member)
    assert named(member) == [None]
    later = AssignmentFactory.create(project=project, period=days(1)).agent
    assert named(later) == [None]
    assert named(AgentFactory.create(is_elected=True, direction=None, personnel_number=None)) == []


def test_who_deletes_a_direction_that_carries_it(project, signed_in):
    keeper = AgentFactory.create(roles=[Role.DIRECTORY_MANAGER])
    direction = DirectionFactory.create()
    Project.objects.filter(pk=project.pk).update(sponsor=direction)
    client, url = signed_in(keeper), reverse("admin:people_direction_delete", args=[direction.pk])
    chosen = {"action": "delete_selected", "_selected_action": [direction.pk]}
    pages = [client.get(url), client.post(url, {"post": "yes"})]
    for page in [*pages, client.post(reverse("admin:people_direction_changelist"), chosen)]:
        assert "Un projet réservé à ses membres" in page.text
        assert NAME not in page.text
    Project.objects.filter(pk=project.pk).update(is_open=True)
    assert NAME in client.get(url).text


def test_the_calendar_of_who_leaves_ends(project, member):
    secret_addresses.give(member, feed_purpose(project))
    members.leave(project, by=member)
    assert not secret_addresses.has_one(member, feed_purpose(project))


@pytest.fixture
def without_lead(project: Project, lead: Agent) -> Project:
    Agent.objects.filter(pk=lead.pk).update(is_active=False)
    return project


def test_the_head_of_the_sponsor_does_not_let_themselves_in(without_lead, member):
    head = AgentFactory.create()
    Project.objects.filter(pk=without_lead.pk).update(sponsor=DirectionFactory.create(head=head))
    with pytest.raises(ValidationError, match="réservé à ses membres"):
        members.name_lead(without_lead, by=head, agent=head)
    members.name_lead(without_lead, by=head, agent=member)
    assert current(without_lead).get(is_lead=True).agent == member


@pytest.mark.parametrize("sponsor", ["none", "without head", "head gone", "with head"])
def test_the_group_names_a_lead_where_no_head_does(without_lead, member, sponsor):
    head = AgentFactory.create(is_active=sponsor == "with head") if "head" in sponsor else None
    if sponsor != "none":
        direction = DirectionFactory.create(head=None if sponsor == "without head" else head)
        Project.objects.filter(pk=without_lead.pk).update(sponsor=direction)
    without_lead.refresh_from_db()
    someone = AgentFactory.create(roles=[Role.PROJECT_GROUP])
    may = sponsor != "with head"
    assert can_name_lead(someone, without_lead) == may
    assert leads_to_name(someone).filter(pk=without_lead.pk).exists() == may
    assert not can_name_lead(member, without_lead)
    assert not leads_to_name(member).exists()
