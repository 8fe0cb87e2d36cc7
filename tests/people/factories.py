import factory
from django.utils import timezone

from core.people.models import Assignment, Project, Skill
from tests.factories import AgentFactory


class ProjectFactory(factory.django.DjangoModelFactory[Project]):
    name = factory.Sequence(lambda n: f"Projet {n}")
    purpose = "Faire ensemble ce que chacun faisait seul."

    class Meta:
        model = Project


class AssignmentFactory(factory.django.DjangoModelFactory[Assignment]):
    """Of a member of a project, since today."""

    agent = factory.SubFactory(AgentFactory)
    kind = "project"
    project = factory.SubFactory(ProjectFactory)
    period = factory.LazyFunction(lambda: (timezone.localdate(), None))

    class Meta:
        model = Assignment


class SkillFactory(factory.django.DjangoModelFactory[Skill]):
    name = factory.Sequence(lambda n: f"Compétence {n}")
    is_accepted = True

    class Meta:
        model = Skill
