"""Projects made, asked for, corrected and closed; their members, and who leads."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from core.notifications.models import Notification
from core.people.models import Agent, Assignment, Project
from core.people.roles import GROUP, Role
from spaces.members import actions as members
from spaces.members.actions import keep_in_step
from spaces.models import ProjectRequest
from spaces.projects import actions
from tests.factories import AgentFactory, DirectionFactory
from tests.people.factories import AssignmentFactory, ProjectFactory
from tests.spaces.factories import days

pytestmark = pytest.mark.django_db


def a_project(**fields):
    """With a lead and a member since long."""
    project = ProjectFactory(starts_on=timezone.localdate() - timedelta(100), **fields)
    lead = AssignmentFactory(project=project, is_lead=True, period=days(-100))
    member = AssignmentFactory(project=project, period=days(-50))
    return project, lead, member


def leads(project):
    return [row.agent for row in Assignment.objects.filter(project=project, is_lead=True).as_member()]


def titles(agent):
    return list(Notification.objects.filter(recipient=agent).values_list("title", flat=True))


class TestRequests:
    def test_accepted_it_makes_the_project_that_its_author_leads(self, signed_in):
        author, head = AgentFactory(), AgentFactory(roles=[Role.PROJECT_GROUP])
        client = signed_in(author)
        words = {"name": "Jardins partagés", "purpose": "Planter ensemble."}
        client.post(reverse("spaces:request_create"), words)
        asked = ProjectRequest.objects.get()
        assert titles(head) == [f"{author} demande un projet"]
        assert client.post(reverse("spaces:request_accept", args=[asked.reference])).status_code == 403
        signed_in(head).post(reverse("spaces:request_accept", args=[asked.reference]))
        asked.refresh_from_db()
        assert (asked.state, asked.project.name, leads(asked.project)) == (
            "accepted",
            "Jardins partagés",
            [author],
        )
        assert len(titles(author)) == 1

    def test_refused_with_a_reason(self, signed_in):
        author, head = AgentFactory(), AgentFactory(roles=[Role.PROJECT_GROUP])
        asked = actions.ask(by=author, name="Potager", purpose="Planter.")
        url = reverse("spaces:request_refuse", args=[asked.reference])
        page = signed_in(head).post(url, {"reason": " "})
        assert "Dites pourquoi" in page.text
        signed_in(head).post(url, {"reason": "Le projet Jardins existe : rejoignez-le."})
        page = signed_in(author).get(asked.get_absolute_url())
        assert "rejoignez-le" in page.text
        with pytest.raises(ValidationError):
            actions.accept(asked, by=head)


class TestMembers:
    def test_who_is_removed_reads_a_reserved_project_no_more(self, signed_in):
        project, lead, member = a_project(is_open=False)
        url = reverse("spaces:member_remove", args=[member.reference])
        assert signed_in(member.agent).get(url).status_code == 403
        signed_in(lead.agent).post(url)
        assert signed_in(member.agent).get(project.get_absolute_url()).status_code == 404
        [title] = titles(member.agent)
        assert project.name not in title

    def test_the_lead_passes_it_on_and_stays_a_member(self):
        project, lead, member = a_project()
        members.pass_lead(project, by=lead.agent, to=member)
        assert leads(project) == [member.agent]
        assert Assignment.objects.filter(project=project, agent=lead.agent).as_member().count() == 1
        with pytest.raises(PermissionDenied):
            members.pass_lead(project, by=lead.agent, to=member)

    def test_the_lead_does_not_leave_first(self, signed_in):
        project, lead, member = a_project()
        url = reverse("spaces:project_leave", args=[project.reference])
        assert signed_in(lead.agent).post(url).status_code == 403
        signed_in(member.agent).post(url)
        assert [row.agent for row in Assignment.objects.filter(project=project).as_member()] == [lead.agent]
        assert titles(lead.agent) == [f"{member.agent} quitte le projet «\u00a0{project}\u00a0»"]

    def test_the_manager_is_told_of_an_open_project_only(self):
        manager = AgentFactory()
        for is_open in (True, False):
            project, lead, _ = a_project(is_open=is_open)
            members.add(project, by=lead.agent, agent=AgentFactory(manager=manager), title="Relectrice")
        assert len(titles(manager)) == 1

    def test_twice_a_member_is_said(self, signed_in):
        project, lead, member = a_project()
        url = reverse("spaces:member_add", args=[project.reference])
        assert members.ALREADY in signed_in(lead.agent).post(url, {"agent": member.agent.identifiant}).text


class TestWithoutLead:
    def leadless(self, **fields):
        head = AgentFactory()
        project, lead, member = a_project(sponsor=DirectionFactory(head=head), **fields)
        lead.agent.is_active = False
        lead.agent.save()
        return project, member, head

    def test_a_member_takes_it(self, signed_in):
        project, member, _ = self.leadless()
        client = signed_in(member.agent)
        assert "Reprendre le pilotage" in client.get(project.get_absolute_url()).text
        client.post(reverse("spaces:lead_take", args=[project.reference]))
        assert leads(project) == [member.agent]
        with pytest.raises(ValidationError):
            members.take_lead(project, by=member.agent)

    def test_the_head_of_its_sponsor_is_told_once_and_names_one(self, signed_in):
        project, _, head = self.leadless(is_open=False)
        members.notify_without_lead()
        members.notify_without_lead()
        [title] = titles(head)
        assert project.name not in title
        url = reverse("spaces:lead_name", args=[project.reference])
        client, named = signed_in(head), AgentFactory()
        page = client.get(url)
        assert page.status_code == 200
        assert project.name not in page.text
        assert "Nommer un pilote" in client.get(reverse("spaces:my_spaces")).text
        assert signed_in(AgentFactory()).get(url).status_code == 404
        client.post(url, {"agent": named.identifiant})
        assert leads(project) == [named]
        assert client.get(url).status_code == 404


class TestClosing:
    def test_it_ends_what_its_members_do(self, signed_in):
        project, lead, member = a_project()
        later = AssignmentFactory(project=project, period=days(-5, 90))
        to_come = AssignmentFactory(project=project, period=days(10))
        url = reverse("spaces:project_close", args=[project.reference])
        client = signed_in(lead.agent)
        assert "une phrase suffit" in client.post(url, {"lessons": ""}).text
        client.post(url, {"lessons": "Commencer petit."})
        project.refresh_from_db()
        assert (project.closed_on, project.lessons) == (timezone.localdate(), "Commencer petit.")
        for row in (lead, member, later):
            row.refresh_from_db()
            assert row.last_day == timezone.localdate()
        assert not Assignment.objects.filter(pk=to_come.pk).exists()
        assert len(titles(member.agent)) == 1
        assert signed_in(member.agent).get(project.get_absolute_url()).status_code == 200
        assert client.post(reverse("spaces:member_add", args=[project.reference])).status_code == 403

    def test_its_lead_reopens_it(self, signed_in):
        """Those who were its members to the end are again, its lessons wait for the next closing."""
        project, lead, member = a_project()
        left = AssignmentFactory(project=project, period=days(-5, -2))
        gone = AssignmentFactory(project=project, period=days(-5))
        actions.close(project, by=lead.agent, lessons="Commencer petit.")
        Agent.objects.filter(pk=gone.agent_id).update(is_active=False)
        url = reverse("spaces:project_reopen", args=[project.reference])
        for agent in (member.agent, left.agent, AgentFactory()):
            assert signed_in(agent).post(url).status_code == 403
        client = signed_in(lead.agent)
        assert url in client.get(project.get_absolute_url()).text
        other = ProjectFactory(name=project.name)
        assert "porte déjà ce nom" in client.post(url, follow=True).text
        other.delete()
        # Pressed twice, it is once.
        assert [client.post(url).status_code for _ in range(2)] == [302, 302]
        project.refresh_from_db()
        assert not project.is_closed
        assert leads(project) == [lead.agent]
        lasting = Assignment.objects.filter(project=project, period__upper_inf=True)
        assert {row.agent for row in lasting} == {lead.agent, member.agent}
        assert any(title.endswith("est rouvert") for title in titles(member.agent))
        assert "Commencer petit." not in client.get(project.get_absolute_url()).text
        closing = reverse("spaces:project_close", args=[project.reference])
        assert "Commencer petit." in client.get(closing).text

    def test_reopened_each_member_has_their_own_last_day(self):
        project, lead, member = a_project()
        planned = AssignmentFactory(project=project, period=days(-5, 90))
        done = AssignmentFactory(project=project, period=(days(-5)[0], timezone.localdate() + timedelta(1)))
        actions.close(project, by=lead.agent, lessons="Un.")
        actions.reopen(project, by=lead.agent)
        actions.close(project, by=lead.agent, lessons="Deux.")
        actions.reopen(project, by=lead.agent)
        ends = {row.agent: row.period.upper for row in Assignment.objects.filter(project=project)}
        assert ends == {
            lead.agent: None,
            member.agent: None,
            planned.agent: days(-5, 90)[1],
            done.agent: timezone.localdate() + timedelta(1),
        }

    @pytest.mark.parametrize("by", ["head", "member", "group"])
    @pytest.mark.parametrize("is_open", [True, False])
    def test_reopened_without_its_lead(self, signed_in, by, is_open):
        """By a member, and by who would name another lead; neither while the lead is there."""
        head, group = AgentFactory(), AgentFactory(roles=[Role.PROJECT_GROUP])
        sponsor = DirectionFactory(head=None if by == "group" else head)
        project, lead, member = a_project(sponsor=sponsor, is_open=is_open)
        actions.close(project, by=lead.agent, lessons="Un.")
        agent = {"head": head, "member": member.agent, "group": group}[by]
        with pytest.raises(PermissionDenied):
            actions.reopen(project, by=agent)
        Agent.objects.filter(pk=lead.agent_id).update(is_active=False)
        with pytest.raises(PermissionDenied):
            actions.reopen(project, by=AgentFactory())
        if is_open or by == "member":
            client, url = signed_in(agent), reverse("spaces:project_reopen", args=[project.reference])
            assert url in client.get(project.get_absolute_url()).text
            assert client.post(url).status_code == 302
        else:
            actions.reopen(project, by=agent)
        project.refresh_from_db()
        assert not project.is_closed
        assert Project.objects.current().without_lead().get() == project

    def test_entered_as_closed_it_is_reopened_with_all(self):
        project = ProjectFactory(starts_on=days(-9)[0], closed_on=days(-2)[0], lessons="Un.")
        lead = AssignmentFactory(project=project, is_lead=True, period=(days(-9)[0], days(-1)[0]))
        actions.reopen(project, by=lead.agent)
        assert leads(project) == [lead.agent]


class TestGroup:
    def test_its_members_follow_the_roles(self):
        project = Project.objects.get(is_group=True)
        head, one = AgentFactory(roles=[Role.GROUP_HEAD]), AgentFactory(roles=[Role.PROJECT_GROUP])

        def known():
            return {row.agent for row in Assignment.objects.filter(project=project).as_member()}

        assert (known(), leads(project)) == ({head, one}, [head])
        one.groups.clear()
        assert known() == {head}
        head.is_active = False
        head.save()
        keep_in_step()
        assert known() == set()

    @pytest.mark.parametrize("days_before", [0, 5])
    @pytest.mark.parametrize("is_heir_new", [False, True])
    def test_a_clock_set_back_after_a_change_of_head(self, days_before, is_heir_new):
        """Members have days of both clocks; who leaves has none left."""
        with time_machine.travel(timezone.now() - timedelta(days=days_before), tick=False):
            former, heir = AgentFactory(roles=[Role.GROUP_HEAD]), AgentFactory()
            head, member = (Group.objects.get_or_create(name=role)[0] for role in reversed(GROUP))
            heir.groups.set([] if is_heir_new else [member])
        with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
            former.groups.set([member])
            heir.groups.set([head])
        new = AgentFactory(roles=[Role.PROJECT_GROUP])
        project = Project.objects.get(is_group=True)
        members = Assignment.objects.filter(project=project)
        assert {row.agent for row in members.as_member()} == {former, heir, new}
        assert leads(project) == [heir]
        former.groups.clear()
        with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
            assert former not in {row.agent for row in members.as_member()}

    def test_nothing_by_hand(self, signed_in):
        head = AgentFactory(roles=[Role.GROUP_HEAD])
        project = Project.objects.get(is_group=True)
        client = signed_in(head)
        for name in ("member_add", "lead_pass", "project_close", "project_leave"):
            assert client.post(reverse(f"spaces:{name}", args=[project.reference])).status_code == 403, name
        assert client.get(reverse("spaces:project_change", args=[project.reference])).status_code == 200
