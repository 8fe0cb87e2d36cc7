"""A few « voir aussi » links, made by the manager of one end, once search has indexed both."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from core.people.models import Agent, Project
from core.search.links import add_link
from core.search.models import Entry
from deliberations.models import Deliberation
from dematerialisation.models import Action, Article, Priority
from demo import texts
from demo.keys import reference_of
from manuals.models import Software
from suggestions.models import Idea

MODELS: dict[str, Any] = {
    "action": Action,
    "idea": Idea,
    "priority": Priority,
    "project": Project,
    "software": Software,
}


def load_links(people: dict[str, Agent]) -> None:
    for link in texts.links.links:
        one, other = entry_of(find(*link.one)), entry_of(find(*link.other))
        # What search has not indexed cannot be linked.
        if one and other:
            add_link(one, other, by=people[link.by])


def find(kind: str, key: str) -> models.Model:
    if kind == "deliberation":
        return Deliberation.objects.filter(object__startswith=key, session__state="published").latest("pk")
    if kind == "article":
        return Article.objects.filter(kind=key).latest("pk")
    found: models.Model = MODELS[kind].objects.get(reference=reference_of(kind, key))
    return found


def entry_of(obj: models.Model) -> Entry | None:
    content_type = ContentType.objects.get_for_model(obj)
    return Entry.objects.filter(content_type=content_type, object_id=obj.pk, page=None).first()
