"""Finding people by what one knows of them: a name even misspelt, initials, a function, a direction, their duties."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce
from operator import add, and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, TrigramWordSimilarity
from django.db.models import Case, F, Func, IntegerField, Q, QuerySet, TextField, Value, When

from core.people.models import Agent
from core.people.ordering import PlainText, alphabetical, name_words
from core.people.tree import Tree, Unit
from core.search.vocabulary import other_genders, singular
from core.ui.french import plain
from directory.models import DUTIES_CONFIG, Card, duties_vector

QUERY_LENGTH = 100
# Each word is a condition more, and the seventh says nothing new.
MOST_WORDS = 6
# pg_trgm's word similarity: « Lefaivre » finds Lefèvre. Shown only when no one has the name itself.
NEAR = 0.35
SHORTEST_MISSPELT = 4
SHORTEST_NUMBER = 4
NOBODY = Q(pk__in=[])
SEARCH_SCOPES = {
    "nom": "Un nom",
    "fonction": "Une fonction",
    "direction": "Une direction",
    "missions": "Des missions",
}

ASKING = re.compile(
    r"^\s*(?:à\s+|a\s+)?qui\s+(?:(?:s[’'\s]\s*)?occupe|est\s+chargée?|gère|gere|traite|m[’']adresser\s+pour)\s+"
    r"(?:(?:de\s+la|de\s+l[’']|des|du|de|d[’']|les|le|la|l[’'])(?:\s+|(?<=[’'])))?",
    re.IGNORECASE,
)
BETWEEN_WORDS = re.compile(r"[\W_]+")
SMALL_WORDS = {"de", "des", "du", "la", "le", "les", "et", "d", "l", "a", "au", "aux", "en"}


def split_words(text: str) -> list[str]:
    """« J.-P. d’Abo » gives J, P, d, Abo."""
    return [word for word in BETWEEN_WORDS.split(text) if word]


class Words(Func):
    """A field's words, plain and each after a space, as `name_words` writes a name's."""

    template = "(' ' || translate(plain_text(%(expressions)s), $$-.'$$, '   '))"
    output_field = TextField()


def search_agents(agents: QuerySet[Agent], query: str, tree: Tree, *, within: str = "") -> QuerySet[Agent]:
    """The agents that match the query, the best first; `within` is empty or a key of SEARCH_SCOPES.

    « Qui s’occupe de… » looks everywhere too, and puts first those whose duties say so.
    """
    asked = ASKING.match(query)
    topic = query[asked.end() :] if asked else query
    words = split_words(topic)[:MOST_WORDS]
    agents = agents.alias(names=name_words(), function_words=Words("function"))
    if not words:
        return agents.none() if query.strip() else by_name(agents)
    conditions = [_places_of(word, tree) for word in words]
    in_name = _all(places["nom"] for places in conditions)
    in_function = _all(places["fonction"] for places in conditions)
    in_duties = Q(pk__in=_whose_duties_say(topic))
    found = {
        "": _all(reduce(or_, places.values()) for places in conditions) | in_duties,
        "nom": in_name,
        "fonction": in_function,
        "direction": _all(places["direction"] for places in conditions),
        "missions": in_duties | in_function,
    }[within]
    if not within:
        found |= _contact(topic)
    best = [Q(last_plain=plain(topic.strip())), in_name, in_function, in_duties]
    if asked:
        best.insert(0, in_duties)
    rank = Case(
        *(When(condition, then=Value(position)) for position, condition in enumerate(best)),
        default=Value(len(best)),
        output_field=IntegerField(),
    )
    ranked = agents.alias(last_plain=PlainText("last_name"), rank=rank).filter(found)
    return ranked.order_by("rank", *alphabetical("last_name", "first_name"), "pk")


def search_similar_names(agents: QuerySet[Agent], query: str) -> QuerySet[Agent]:
    """The agents that a misspelt name may mean, the nearest first."""
    words = [plain(word) for word in split_words(query)[:MOST_WORDS]]
    long_words = [word for word in words if len(word) >= SHORTEST_MISSPELT]
    if not long_words:
        return agents.none()
    agents = agents.alias(names=name_words())
    likeness = {}
    for position, word in enumerate(long_words):
        # Two letters that changed places leave few groups of three alike.
        swapped = reduce(or_, (Q(names__contains=f" {variant}") for variant in _swapped(word)))
        likeness[f"near_{position}"] = Case(
            When(swapped, then=Value(1.0)), default=TrigramWordSimilarity(word, name_words())
        )
    agents = agents.alias(**likeness).filter(**{f"{name}__gte": NEAR for name in likeness})
    short = _all(Q(names__contains=f" {word}") for word in words if word not in long_words)
    total: Any = reduce(add, (F(name) for name in likeness))
    return agents.filter(short).alias(near=total).order_by("-near", *alphabetical("last_name"), "pk")


def _swapped(word: str) -> set[str]:
    pairs = range(len(word) - 1)
    return {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in pairs}


def by_name(agents: QuerySet[Agent]) -> QuerySet[Agent]:
    return agents.order_by(*alphabetical("last_name", "first_name"), "pk")


def _all(conditions: Iterable[Q]) -> Q:
    return reduce(and_, conditions, Q())


def _places_of(word: str, tree: Tree) -> dict[str, Q]:
    """Where a word may stand: at the beginning of a word of the name, of the function, of the direction."""
    start = f" {plain(word)}"
    in_name = Q(names__contains=start)
    if word.isupper() and word.isalpha() and 2 <= len(word) <= 3:
        # « NB » is Nadia Benali.
        in_name |= _all(Q(names__contains=f" {letter}") for letter in plain(word))
    if len(word) == 1:
        # An initial: in a function or a direction it would say nothing.
        return {"nom": in_name, "fonction": NOBODY, "direction": NOBODY}
    units = {pk for unit in tree if _names(plain(word), unit) for pk in unit.ids()}
    functions = {plain(word), singular(plain(word)), *other_genders(plain(word))}
    return {
        "nom": in_name,
        "fonction": reduce(or_, (Q(function_words__contains=f" {each}") for each in sorted(functions))),
        "direction": Q(direction__in=sorted(units)),
    }


def _names(word: str, unit: Unit) -> bool:
    """« espaces » for Espaces verts, « rh » or « drh » for Ressources humaines."""
    return word in acronyms(unit.name) or any(each.startswith(word) for each in split_words(plain(unit.name)))


def acronyms(name: str) -> tuple[str, ...]:
    """« rh » and « drh »; none for a name of one word."""
    letters = "".join(word[0] for word in split_words(plain(name)) if word not in SMALL_WORDS)
    return (letters, f"d{letters}") if len(letters) > 1 else ()


def _whose_duties_say(topic: str) -> QuerySet[Any, Any]:
    words = Func(Value(topic), function="search_words", output_field=TextField())
    asked = SearchQuery(words, config=DUTIES_CONFIG, search_type="websearch")
    return Card.objects.alias(said=duties_vector()).filter(said=asked).values("agent_id")


def _contact(topic: str) -> Q:
    """A telephone number, whole or its last digits; an address."""
    digits = re.sub(r"[\s.\-/()+]", "", topic)
    if digits.isascii() and digits.isdecimal() and len(digits) >= SHORTEST_NUMBER:
        # Written with or without spaces: any separator may stand between two digits.
        return Q(phone__regex=r"[^0-9]*".join(digits[-20:]))
    if "@" in topic:
        return Q(email__istartswith=topic.strip())
    return NOBODY
