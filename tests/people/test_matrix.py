"""Projects, assignments and skills: what the database refuses, and who reads which project."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from core.people import policies
from core.people.models import AgentSkill, Assignment, Project, Skill
from tests.factories import AgentFactory
from tests.people.factories import AssignmentFactory, ProjectFactory, SkillFactory

pytestmark = pytest.mark.django_db


def elected_member():
    return AgentFactory(is_elected=True, direction=None, personnel_number=None)


def refused(**fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        AssignmentFactory(**fields)


def days(first, last=None):
    today = timezone.localdate()
    return (today + timedelta(first), None if last is None else today + timedelta(last))


class TestConstraints:
    def test_an_assignment_has_a_project_or_a_title(self):
        refused(kind="project", project=None, title="Chef")
        refused(kind="functional", project=None, title=" ")
        refused(kind="mandate", project=ProjectFactory(), title="Référente prévention")
        assert AssignmentFactory(kind="mandate", project=None, title="Référente prévention").pk

    @pytest.mark.parametrize(
        "title",
        [
            "Délégué syndical",
            "Élu CST",
            "représentante du personnel",
            "CGT",
            "C.S.T.",
            "délègué du personnel",
        ],
    )
    def test_no_staff_representation(self, title):
        refused(kind="mandate", project=None, title=title)

    def test_words_that_contain_their_letters(self):
        assert AssignmentFactory(kind="functional", project=None, title="Accueil des costumes CSTB").pk

    def test_an_agent_once_at_a_time(self):
        first = AssignmentFactory(period=days(-10, 5))
        refused(agent=first.agent, project=first.project, period=days(0))
        assert AssignmentFactory(agent=first.agent, project=first.project, period=days(5)).pk

    def test_one_lead_at_a_time(self):
        first = AssignmentFactory(is_lead=True)
        refused(project=first.project, is_lead=True)
        assert AssignmentFactory(project=first.project).pk

    def test_no_elected_account(self):
        elected = elected_member()
        refused(agent=elected)
        with pytest.raises(DatabaseError), transaction.atomic():
            AgentSkill.objects.create(agent=elected, skill=SkillFactory())

    def test_a_skill_has_one_spelling(self):
        SkillFactory(name="Éclairage")
        with pytest.raises(IntegrityError), transaction.atomic():
            Skill.objects.create(name="eclairage")

    def test_a_project_closes_with_its_lessons(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProjectFactory(closed_on=timezone.localdate())


# Person × project: read, member, lead.
RIGHTS = {
    ("lead", "open"): (True, True, True),
    ("lead", "hidden"): (True, True, True),
    ("lead", "closed"): (True, True, True),
    ("member", "open"): (True, True, False),
    ("member", "hidden"): (True, True, False),
    ("member", "closed"): (True, True, False),
    ("former", "open"): (True, False, False),
    ("former", "hidden"): (False, False, False),
    ("former", "closed"): (False, False, False),
    ("outsider", "open"): (True, False, False),
    ("outsider", "hidden"): (False, False, False),
    ("outsider", "closed"): (False, False, False),
    ("gone", "open"): (False, False, False),
    ("gone", "hidden"): (False, False, False),
    ("elected", "open"): (False, False, False),
}


@pytest.mark.parametrize(("person", "state"), RIGHTS)
def test_rights(person, state):
    project = ProjectFactory(is_open=state == "open", starts_on=timezone.localdate() - timedelta(30))
    agent = {"gone": lambda: AgentFactory(is_active=False), "elected": elected_member}.get(
        person, AgentFactory
    )()
    # Closed yesterday: who was there on that day reads on.
    last = 0 if state == "closed" else None
    if person in ("lead", "member", "gone"):
        AssignmentFactory(agent=agent, project=project, is_lead=person == "lead", period=days(-20, last))
    elif person == "former":
        AssignmentFactory(agent=agent, project=project, period=days(-20, -5))
    if state == "closed":
        yesterday = timezone.localdate() - timedelta(1)
        Project.objects.filter(pk=project.pk).update(closed_on=yesterday, lessons="Commencer petit.")
        project.refresh_from_db()
    read, member, lead = RIGHTS[person, state]
    assert Project.objects.visible_to(agent).filter(pk=project.pk).exists() == read
    assert policies.is_member(agent, project) == member
    assert Project.objects.of_member(agent).filter(pk=project.pk).exists() == member
    assert policies.leads(agent, project) == lead


def test_assignments_to_projects_that_one_may_not_read():
    agent = AgentFactory()
    hidden = AssignmentFactory(project=ProjectFactory(is_open=False))
    seen = AssignmentFactory()
    title = AssignmentFactory(kind="interim", project=None, title="Directrice par intérim")
    assert set(Assignment.objects.visible_to(agent)) == {seen, title}
    assert set(Assignment.objects.visible_to(hidden.agent)) == {hidden, seen, title}
    assert not Assignment.objects.visible_to(elected_member())
