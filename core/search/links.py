"""« Voir aussi »: links that people make between things, in both directions; each reader sees what they may read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q

from core.french import spaced
from core.history.context import action_context
from core.people.models import Agent
from core.people.ordering import PlainText
from core.search.index import kind_of, links_to
from core.search.models import Entry, SeeAlso
from core.search.readers import reader_tokens
from core.search.registry import KINDS


@dataclass(frozen=True)
class Link:
    """The other end of a link."""

    kind: str
    title: str
    url: str

    @property
    def label(self) -> str:
        return KINDS[self.kind].label if self.kind in KINDS else ""


def links_around(obj: models.Model, agent: Agent) -> tuple[str, list[Link]]:
    """The object's own address in the index, for who may link it and finds it (else an empty text), and its links."""
    kind = kind_of(type(obj))
    return _around([obj], agent, can_link=bool(kind and kind.can_link(agent, obj)))


def links_of(objects: Iterable[models.Model], agent: Agent) -> list[Link]:
    """Return links of several objects of one kind, each once; none without an object."""
    return list(dict.fromkeys(_around(list(objects), agent)[1]))


def _around(objects: list[models.Model], agent: Agent, *, can_link: bool = False) -> tuple[str, list[Link]]:
    """The ends of the links, then what the agent may read of them, if there is anything: two statements at most."""
    if not objects or kind_of(type(objects[0])) is None:
        return "", []
    content_type = ContentType.objects.get_for_model(objects[0]).pk
    own = {(content_type, obj.pk) for obj in objects}
    ends = [*own]
    for link in links_to(content_type, [obj.pk for obj in objects]):
        first, second = (link.first_type_id, link.first_id), (link.second_type_id, link.second_id)
        ends += [end for end, other in ((first, second), (second, first)) if other in own]
    if not can_link and len(ends) == len(own):
        return "", []
    by_type: defaultdict[int, list[int]] = defaultdict(list)
    for type_id, object_id in ends:
        by_type[type_id].append(object_id)
    is_end = reduce(or_, (Q(content_type=type_id, object_id__in=ids) for type_id, ids in by_type.items()))
    rows = Entry.objects.visible_to(agent).filter(is_end, page=None)
    rows = rows.order_by("kind", PlainText("title"), "pk")
    found = {
        (type_id, object_id): Link(*row)
        for type_id, object_id, *row in rows.values_list("content_type", "object_id", "kind", "title", "url")
    }
    others = set(ends[len(own) :])
    own_url = next((link.url for end, link in found.items() if end in own and can_link), "")
    return own_url, [link for end, link in found.items() if end in others]


def readable(url: str, agent: Agent) -> Entry | None:
    """Return the entry at this address, if this agent may find it."""
    url = url.replace("\x00", "")
    entries = Entry.objects.visible_to(agent).filter(page=None, url=url).defer("vector", "text")
    return entries.order_by("pk").first() if url else None


def can_link(agent: Agent, entry: Entry) -> bool:
    """Say whether this agent may link it; nobody what is gone, or what its kind offers no more."""
    kind = KINDS.get(entry.kind)
    obj = kind.model._base_manager.filter(pk=entry.object_id).first() if kind else None
    return bool(kind and obj and kind.can_link(agent, obj))


@transaction.atomic
def add_link(entry: Entry, other: Entry, *, by: Agent) -> None:
    """Link two things, once; to anything that the agent may read, by those who may link the first."""
    _check(entry, other, by)
    if entry.pk == other.pk:
        raise ValidationError(spaced("Un lien mène à autre chose : choisissez un autre résultat."))
    with action_context("a ajouté un lien « voir aussi »", by=by):
        # Two people who tie the same pair at once make one link.
        SeeAlso.objects.bulk_create([SeeAlso(**_ends(entry, other), added_by=by)], ignore_conflicts=True)


def link_shared(first: models.Model, second: models.Model, agent: Agent, **kwargs: Any) -> None:
    """Listens to `core.mail.signals.mail_shared`: one mail became both."""
    if kind_of(type(first)) is None or kind_of(type(second)) is None:
        return
    ends = sorted((ContentType.objects.get_for_model(obj).pk, obj.pk) for obj in (first, second))
    with action_context("a ajouté un lien « voir aussi »"):
        SeeAlso.objects.bulk_create([SeeAlso(**_as_ends(ends), added_by=agent)], ignore_conflicts=True)


@transaction.atomic
def remove_link(entry: Entry, other: Entry, *, by: Agent) -> None:
    _check(entry, other, by)
    with action_context("a retiré un lien « voir aussi »", by=by):
        SeeAlso.objects.filter(**_ends(entry, other)).delete()


def _check(entry: Entry, other: Entry, by: Agent) -> None:
    words = set(reader_tokens(by))
    if words.isdisjoint(other.readers) or words.isdisjoint(entry.readers) or not can_link(by, entry):
        raise PermissionDenied("Vous ne pouvez pas changer les liens de cette page.")


def _ends(entry: Entry, other: Entry) -> dict[str, Any]:
    return _as_ends(
        sorted([(entry.content_type_id, entry.object_id), (other.content_type_id, other.object_id)])
    )


def _as_ends(ends: list[tuple[Any, Any]]) -> dict[str, Any]:
    names = ("first_type_id", "first_id", "second_type_id", "second_id")
    return dict(zip(names, chain(*ends), strict=True))
