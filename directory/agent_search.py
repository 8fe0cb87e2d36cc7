"""Finding people by what one knows of them: a name even misspelt, a function, a direction, duties, skills, projects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add, and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, TrigramWordSimilarity
from django.db.models import Case, F, Func, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.lookups import Contains
from django.utils import timezone

from core.french import plain
from core.people.models import Absence, Agent, AgentSkill, Assignment, Project, Skill
from core.people.ordering import NameWords, PlainText, alphabetical, name_words
from core.people.tree import Tree, Unit
from core.search.vocabulary import FILLERS, WORKING, other_genders, singular
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
    "savoir": "Une compétence",
    "projet": "Un projet ou une affectation",
}

ASKING = re.compile(
    r"^\s*(?:à\s+|a\s+)?qui\s+(?:(?:s[’'\s]\s*)?occupe|est\s+chargée?|gère|gere|traite|m[’']adresser\s+pour)\s+"
    r"(?:(?:de\s+la|de\s+l[’']|des|du|de|d[’']|les|le|la|l[’'])(?:\s+|(?<=[’'])))?",
    re.IGNORECASE,
)
REPLACING = re.compile(
    r"^\s*qui\s+(?:remplace(?:nt)?|supplée|assure\s+l[’']int[ée]rim)(?:\s+(?:de\s+la|de\s+l[’']|des|du|de|d[’']|les|le|la|l[’']))?\b",
    re.IGNORECASE,
)
KNOWING = re.compile(
    r"^\s*(?:(?:(?:à|a|avec)\s+)?qui|savent|sait|parlent|parle|conna[iî]t|utilise)\s", re.IGNORECASE
)
# « projet mimosa », « qui travaille sur le projet mimosa »: the word itself stands in the name of few.
OF_PROJECT = re.compile(
    r"^\s*(?:qui\s+travaille(?:nt)?\s+(?:sur|dans|à|au|pour)\s+)?(?:(?:le|du|au)\s+)?projet\s+(?=\w)",
    re.IGNORECASE,
)
# « poste 2123 »; « +33 4 00 00 21 23 ».
EXTENSION = re.compile(r"^\s*(?:(?:num[ée]ro|poste|t[ée]l[ée]phone|t[ée]l)\b\.?\s*)+", re.IGNORECASE)
ABROAD = re.compile(r"^(?:\+|00)330?")
OTHER_COUNTRY = re.compile(r"^(?:\+|00)(?=[0-9]{8})")
# « 2024 » asks for a year sooner than for the person whose number ends so.
YEAR = re.compile(r"\s*(?:19|20)[0-9]{2}\s*")
BETWEEN_WORDS = re.compile(r"[\W_]+")
SMALL_WORDS = {"de", "des", "du", "la", "le", "les", "et", "d", "l", "a", "au", "aux", "en"}
# What a question about people says around its words: « qui sait faire une carte et travaille aux espaces verts ».
ASKING_WORDS = (
    SMALL_WORDS
    | FILLERS
    | WORKING
    | {"sait", "savent", "connait", "parle", "parlent", "utilise", "utiliser", "travaille", "travaillent"}
    | {"un", "une", "dans", "sur", "chez", "s", "ou"}
)


# « qui parle arabe »: a skill, if the list has it.
HAVING_SKILL = re.compile(r"\b(?:sait|savent|parlent|parle|conna[iî]t|connaissent|utilise)\b", re.IGNORECASE)
MOST_ANSWERS = 20


@dataclass(frozen=True)
class Question:
    """A question: `topic` as it was typed, its `words`, and whether it is about duties or about deputies."""

    topic: str
    words: tuple[str, ...]
    asks_duties: bool = False
    asks_deputies: bool = False


@dataclass
class SearchVocabulary:
    """The words of the list and the projects that the reader may read: names that a search may meet, and no others."""

    skills: list[Skill] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)

    @classmethod
    def for_reader(cls, reader: Agent) -> SearchVocabulary:
        """Two statements."""
        projects = Project.objects.visible_to(reader).current().by_name()
        return cls(list(Skill.objects.accepted().by_name()), list(projects))


def split_words(text: str) -> list[str]:
    """« J.-P. d’Abo » gives J, P, d, Abo."""
    return [word for word in BETWEEN_WORDS.split(text) if word]


def read_question(query: str) -> Question:
    if replacing := REPLACING.match(query):
        return Question("", tuple(_said(query[replacing.end() :])), asks_deputies=True)
    asked = ASKING.match(query)
    topic = query[asked.end() :] if asked else OF_PROJECT.sub("", query)
    words = split_words(topic)
    if asked or KNOWING.match(query):
        words = _said(topic) or words
    return Question(topic, tuple(words[:MOST_WORDS]), asks_duties=asked is not None)


def _said(topic: str) -> list[str]:
    return [word for word in split_words(topic) if plain(word) not in ASKING_WORDS][:MOST_WORDS]


def search_agents(
    agents: QuerySet[Agent],
    query: str,
    tree: Tree,
    *,
    within: str = "",
    vocabulary: SearchVocabulary | None = None,
) -> QuerySet[Agent]:
    """The agents that match the query, the best first; `within` is empty or a key of SEARCH_SCOPES.

    « Qui s’occupe de… » looks everywhere too, and puts first those whose duties say so. « Qui remplace… » finds who
    acts in the place of somebody else today. Without the `vocabulary` of a reader, neither skills nor projects are
    looked for.
    """
    question = read_question(query)
    words, topic = question.words, question.topic
    agents = agents.alias(names=name_words())
    if question.asks_deputies:
        return by_name(agents.filter(_deputies(words, tree)))
    if not words:
        return agents.none() if query.strip() else by_name(agents)
    conditions = [_places_of(word, tree, vocabulary or SearchVocabulary()) for word in words]
    in_name = _all(places["nom"] for places in conditions)
    in_function = _all(places["fonction"] for places in conditions)
    in_duties = Q(pk__in=_whose_duties_say(topic))
    within_places = {scope: _all(places[scope] for places in conditions) for scope in SEARCH_SCOPES}
    found = {
        **within_places,
        "": _all(reduce(or_, places.values()) for places in conditions) | in_duties,
        "missions": in_duties | in_function,
    }[within]
    if not within:
        found |= _contact(topic)
    best = [Q(last_plain=plain(topic.strip())), in_name, in_function, within_places["savoir"], in_duties]
    if question.asks_duties:
        best.insert(0, in_duties)
    rank = Case(
        *(When(condition, then=Value(position)) for position, condition in enumerate(best)),
        default=Value(len(best)),
        output_field=IntegerField(),
    )
    ranked = agents.alias(last_plain=PlainText("last_name"), rank=rank).filter(found)
    return ranked.order_by("rank", *alphabetical("last_name", "first_name"), "pk")


def agents_asked_for(reader: Agent, readings: Sequence[str], is_last_resort: bool) -> list[int]:
    """Answer the search of the whole site: who replaces, who knows, whose number it is, who heads what is named.

    As a last resort, answer as the page of the directory does, and for people whom nobody replaces with themselves:
    their card says whether they are away.
    """
    typed = readings[0]
    question = read_question(typed)
    agents = Agent.objects.agents().active()
    within = ""
    if not (is_last_resort or question.asks_deputies):
        if not YEAR.fullmatch(typed) and (contact := _contact(typed)) != NOBODY:
            return list(by_name(agents.filter(contact)).values_list("pk", flat=True)[:MOST_ANSWERS])
        if not HAVING_SKILL.search(typed):
            units = list(Tree())
            named = {acronym: unit for unit in units for acronym in acronyms(unit.name)}
            named |= {_name_of(unit.name): unit for unit in units}
            meant = filter(None, (named.get(_name_of(each)) for each in readings))
            return [unit.head.pk for unit in meant if unit.head]
        within = "savoir"
    vocabulary = SearchVocabulary.for_reader(reader)
    tree = Tree()
    found = search_agents(agents, typed, tree, within=within, vocabulary=vocabulary)
    if is_last_resort and question.asks_deputies and question.words and not found.exists():
        found = search_agents(agents, " ".join(question.words), tree, vocabulary=vocabulary)
    return list(found.values_list("pk", flat=True)[:MOST_ANSWERS])


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


def _places_of(word: str, tree: Tree, vocabulary: SearchVocabulary) -> dict[str, Q]:
    """Match a word at the beginning of a word of the name, of the function, of the direction, and so on."""
    start = f" {plain(word)}"
    in_name = Q(names__contains=start)
    if word.isupper() and word.isalpha() and 2 <= len(word) <= 3:
        # « NB » is Nadia Benali.
        in_name |= _all(Q(names__contains=f" {letter}") for letter in plain(word))
    if len(word) == 1:
        # An initial: in a function or a direction it would say nothing.
        return dict.fromkeys([*SEARCH_SCOPES, "bureau"], NOBODY) | {"nom": in_name}
    units = units_named(word, tree)
    skills = [skill.pk for skill in vocabulary.skills if says(skill.name, word)]
    return {
        "nom": in_name,
        "fonction": words_condition("function", word),
        "direction": Q(direction__in=units),
        "missions": Q(pk__in=_whose_duties_say(word)),
        "savoir": Q(pk__in=AgentSkill.objects.filter(skill__in=skills).values("agent")) if skills else NOBODY,
        "projet": Q(pk__in=_assigned_to(word, units, vocabulary).values("agent")),
        "bureau": words_condition("card__office", word),
    }


def variants(word: str) -> list[str]:
    """« carte » for « cartes », « directeur » beside « directrice »; none that begins by another of them."""
    found = {plain(word), singular(plain(word)), *other_genders(plain(word))}
    return sorted(each for each in found if not each.startswith(tuple(found - {each})))


def says(text: str, word: str) -> bool:
    """Compare as the database does: at the beginning of a word of the text."""
    return any(each.startswith(tuple(variants(word))) for each in split_words(plain(text)))


def units_named(word: str, tree: Tree) -> list[int]:
    """The units that the word names, and those below them."""
    return sorted({pk for unit in tree if _names(plain(word), unit) for pk in unit.ids()})


def words_condition(name: str, text: str) -> Q:
    """Each word of `text` begins a word of this field."""
    starts = (
        reduce(or_, (Q(Contains(NameWords(name), f" {each}")) for each in variants(word)))
        for word in split_words(text)[:MOST_WORDS]
    )
    return _all(starts)


def _assigned_to(word: str, units: list[int], vocabulary: SearchVocabulary) -> QuerySet[Assignment]:
    """Current assignments whose title, place or project says the word; projects out of sight are not among them."""
    named = [project.pk for project in vocabulary.projects if says(project.name, word)]
    in_sight = Q(project=None) | Q(project__in=[project.pk for project in vocabulary.projects])
    said = Q(project__in=named) | in_sight & words_condition("title", word) | Q(direction__in=units)
    return Assignment.objects.current().filter(said)


def _deputies(words: Iterable[str], tree: Tree) -> Q:
    """Match deputies acting today for the people, functions or units named; for anybody without a word."""
    words = list(words)
    places = [_places_of(word, tree, SearchVocabulary()) for word in words]
    absent = (
        Agent.objects.active()
        .alias(names=name_words())
        .filter(_all(each["nom"] | each["fonction"] | each["direction"] for each in places))
    )
    away = Absence.objects.on(timezone.localdate()).filter(agent__in=absent.values("pk")).exclude(deputy=None)
    interim = Assignment.objects.current().filter(kind=Assignment.Kind.INTERIM)
    for word in words:
        interim = interim.filter(words_condition("title", word) | Q(direction__in=units_named(word, tree)))
    named = [unit for unit in tree if unit.is_interim and all(_names(plain(word), unit) for word in words)]
    heads = [unit.head.pk for unit in named if unit.head]
    return Q(pk__in=away.values("deputy")) | Q(pk__in=interim.values("agent")) | Q(pk__in=heads)


def _names(word: str, unit: Unit) -> bool:
    """« espaces » for Espaces verts, « rh » or « drh » for Ressources humaines."""
    return word in acronyms(unit.name) or any(each.startswith(word) for each in split_words(plain(unit.name)))


def _name_of(text: str) -> str:
    """« la DSI » is « dsi »; « direction de l’Éducation et de la jeunesse » is « education jeunesse »."""
    words = [word for word in split_words(plain(text)) if word not in SMALL_WORDS]
    return " ".join(words[1:] if words[:1] == ["direction"] else words)


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
    digits = re.sub(r"[\s.\-/()]", "", EXTENSION.sub("", topic))
    digits = OTHER_COUNTRY.sub("", ABROAD.sub("0", digits))
    if digits.isascii() and digits.isdecimal() and len(digits) >= SHORTEST_NUMBER:
        # Written with or without spaces: any separator may stand between two digits. « / » parts two numbers.
        return Q(phone__regex=r"[^0-9]*".join(digits[-20:]) + r"\s*($|/|poste)")
    if "@" in topic:
        return Q(email__istartswith=topic.strip())
    return NOBODY
