from typing import Any

import factory
from django.contrib.auth.models import Group

from core.people.models import Agent, Direction
from core.people.roles import Role

PASSWORD = "quatre mots sans rapport"


class DirectionFactory(factory.django.DjangoModelFactory):
    """A direction under the one general direction."""

    class Meta:
        model = Direction

    name = factory.Sequence(lambda n: f"Direction {n}")
    kind = Direction.Kind.DIRECTION
    parent = factory.LazyFunction(
        lambda: Direction.objects.get_or_create(name="Direction générale", kind=Direction.Kind.GENERAL)[0]
    )


class AgentFactory(factory.django.DjangoModelFactory):
    """An agent who can sign in with PASSWORD; `roles=[Role.…]` gives roles."""

    class Meta:
        model = Agent
        skip_postgeneration_save = True

    identifiant = factory.Sequence(lambda n: f"agent{n}")
    email = factory.LazyAttribute(lambda agent: f"{agent.identifiant}@ville.example")
    first_name = factory.Iterator(["Nadia", "Paul", "Inès", "Théo", "Rose", "Malik"])
    last_name = factory.Sequence(lambda n: f"Benali{n}")
    direction = factory.SubFactory(DirectionFactory)
    category = "B"
    function = "chargée de mission"
    password = factory.django.Password(PASSWORD)

    class Params:
        without_address = factory.Trait(email=None, has_workstation=False)
        closed = factory.Trait(is_active=False)
        elected = factory.Trait(is_elected=True, direction=None, category="", function="")

    @factory.post_generation
    def roles(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        # get_or_create: a test with real commits empties the tables that migrations filled.
        if groups := [Group.objects.get_or_create(name=role)[0] for role in extracted or []]:
            self.groups.add(*groups)


def member(**fields: Any) -> Agent:
    return AgentFactory.create(roles=[Role.PROJECT_GROUP], **fields)
