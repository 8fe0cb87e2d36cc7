"""Watchers, subjects, and entries in any state."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from core.documents.actions import store_bytes
from core.documents.models import Document
from core.people.models import Agent
from core.people.roles import Role
from legalwatch.models import Delivery, Entry, Following, Subject
from tests.factories import AgentFactory

# In every entry of the tests.
WORD = "xqzveille"


def watcher(**fields: Any) -> Agent:
    return AgentFactory.create(roles=[Role.WATCHER], **fields)


def a_file(size: int = 0) -> Document:
    return store_bytes(f"{WORD} du fichier".encode().ljust(size, b"."), name="circulaire.txt", by=None)


class SubjectFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Subject

    name = factory.Sequence(lambda n: f"Sujet {n}")
    slug = factory.Sequence(lambda n: f"sujet-{n}")
    position = factory.Sequence(lambda n: n)


class EntryFactory(factory.django.DjangoModelFactory):
    """Published an hour ago and announced; `draft`, `scheduled`, `withdrawn`, `with_file` are other states."""

    class Meta:
        model = Entry
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(publish_at=None, announced_at=None)
        scheduled = factory.Trait(
            publish_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=3)), announced_at=None
        )
        withdrawn = factory.Trait(
            withdrawn_at=factory.LazyFunction(timezone.now), withdrawn_reason="Publié par erreur."
        )
        with_file = factory.Trait(document=factory.LazyFunction(a_file))

    title = factory.Sequence(lambda n: f"Décret {n} {WORD}")
    summary = f"Le seuil passe à 40 000 euros. {WORD}"
    url = "https://www.legifrance.example/decret"
    author = factory.LazyFunction(watcher)
    publish_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    announced_at = factory.SelfAttribute("publish_at")

    @factory.post_generation
    def subjects(self: Entry, create: bool, given: list[Subject] | None) -> None:
        self.subjects.set([SubjectFactory.create()] if given is None else given)

    @factory.post_generation
    def directions(self: Entry, create: bool, given: list[Any] | None) -> None:
        self.directions.set(given or [])


def follower(*subjects: Subject, **fields: Any) -> Agent:
    agent = AgentFactory.create(**fields)
    Following.objects.bulk_create(Following(agent=agent, subject=subject) for subject in subjects)
    return agent


def tell(people: int, *, with_file: bool = True) -> None:
    """Of an entry: a link for its file, to so many agents."""
    entry = EntryFactory.create(with_file=with_file)
    Delivery.objects.bulk_create(
        Delivery(entry=entry, agent=AgentFactory.create(), told_at=timezone.now()) for _ in range(people)
    )


def form_data(subject: Subject, **changes: Any) -> dict[str, Any]:
    """What the page posts for an entry with a link."""
    return {
        "title": "Un nouveau seuil",
        "summary": "Le seuil passe à 40 000 euros.",
        "subjects": [subject.pk],
        "url": "https://www.legifrance.example/seuil",
        **changes,
    }
