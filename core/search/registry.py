from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from core.people.models import Agent

KINDS: dict[str, Kind] = {}


@dataclass(frozen=True, slots=True)
class File:
    """A document whose pages are found with the object that holds it.

    `url` shows the file (« #page=12 » opens it there) and ends with « / »; the text of page n stands at
    `{url}pages/{n}/`.
    """

    document_id: int
    url: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Content of one object for search. `readers` are words of `core.search.readers`; without any no one finds it.

    `keywords` (numbers, codes, names) are found and never excerpted; `text` is plain, found and excerpted.
    `note` is a short line shown under the title: a telephone number, an outage.
    `changes_on` is the day when the offer will be another one without any change of the object (published ahead):
    the worker refreshes it then.
    """

    title: str
    url: str
    readers: Sequence[str]
    text: str = ""
    keywords: str = ""
    note: str = ""
    on: date | None = None
    direction_id: int | None = None
    files: Sequence[File] = ()
    changes_on: date | None = None


@dataclass(frozen=True)
class Kind:
    """`code` like « tips.tip »; `label` in the plural, as the counts show it.

    `objects` loads what `offer` reads (select_related, prefetch_related) onto a queryset of `model`; `offer` is
    None for what no one may find. `can_link` decides who may add a « voir aussi » to an object.

    `words` are what people call such a thing (« logiciel »): each object is found by them. `weight` multiplies its
    scores: what one comes to use before what was said of it; `weight_of_noted`, those of what carries a note (a text
    that another replaced). `is_people`: shown first to who asks « qui… ». `has_files`: its offers may hold documents.

    `answers(agent, readings, is_last_resort)` gives the keys of the objects that answer before any other result. It
    reads what was typed, then its synonyms; as a last resort, when nothing holds every word, it may look further.
    """

    code: str
    label: str
    model: type[models.Model]
    objects: Callable[[models.QuerySet[Any]], models.QuerySet[Any]]
    offer: Callable[[Any], Offer | None]
    can_link: Callable[[Agent, Any], bool] = lambda agent, obj: False
    words: str = ""
    weight: float = 1.0
    weight_of_noted: float = 1.0
    is_people: bool = False
    has_files: bool = False
    answers: Callable[[Agent, Sequence[str], bool], Sequence[int]] | None = None


def register(kind: Kind) -> Kind:
    """Raises ValueError for a code without its app, or a code or model already taken."""
    models_taken = {known.model for known in KINDS.values()}
    if "." not in kind.code or kind.code in KINDS or kind.model in models_taken:
        raise ValueError(f"Bad or repeated kind of result: {kind.code}")
    KINDS[kind.code] = kind
    return kind
