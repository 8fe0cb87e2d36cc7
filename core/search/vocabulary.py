"""Interpret the words of a question: fillers dropped, synonyms and genders added, « qui… »
understood, misspelt words corrected.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from core.french import plain
from core.people.models import Agent
from core.people.ordering import PlainText
from core.search.models import Entry, Synonym
from core.search.query_parser import LITTLE, PIECE, Term, parse_terms
from core.search.sql import SearchWords

ELISION = re.compile(r"^(?:qu|lorsqu|puisqu|jusqu|[cdjlmnst])['’]", re.IGNORECASE)
with (Path(__file__).parent / "data" / "question_words.toml").open("rb") as file:
    WORDS = tomllib.load(file)
FILLERS, WORKING, BEFORE_WHO, CONTACT, CIVILITY, OF, SMALL, AROUND = (
    frozenset(WORDS[name].split())
    for name in ("fillers", "working", "before_who", "contact", "civility", "of", "small", "around")
)
ENDINGS = [tuple(pair.split()) for pair in WORDS["endings"]]
NONE: frozenset[str] = frozenset()
LONGEST_SYNONYM = 4
# A word of three letters looks like too many others.
SHORTEST_MISSPELT, MOST_MISSPELT = 4, 4
# As `difflib` counts: three letters of four.
CLOSE = 0.75
# Enough to find the word; a root as common as « délib » has tens of thousands of titles.
LOOKED_AT = 200


@dataclass(frozen=True)
class Reading:
    """An interpreted question; `asks_who` when it is about a person."""

    terms: tuple[Term, ...]
    asks_who: bool = False


def understand(terms: tuple[Term, ...]) -> Reading:
    """One statement, for the group's synonyms."""
    kept, asks_who = _kept(terms)
    known = synonyms()
    return Reading(_with_meanings(without_little_capitals(kept, known), known), asks_who)


def without_little_capitals(
    terms: tuple[Term, ...], known: Mapping[tuple[str, ...], tuple[str, ...]]
) -> tuple[Term, ...]:
    """« LES CONGÉS » : where all is in capitals, they make a little word an abbreviation only if it is `known`."""
    if any(character.islower() for term in terms for character in term.text):
        return terms
    kept = tuple(
        term
        for term in terms
        if not _is_plain(term) or term.text.lower() not in LITTLE or _key(term.text) in known
    )
    return kept if any(term.is_wanted for term in kept) else terms


def _kept(terms: tuple[Term, ...]) -> tuple[tuple[Term, ...], bool]:
    """The terms without fillers and elisions; whether a person is asked for."""
    words = [plain(ELISION.sub("", term.text).strip(".,;:!?")) for term in terms]
    begins = words[1:] if words[:1] and words[0] in BEFORE_WHO else words
    names_somebody = words[:1] != [] and words[0] in CIVILITY and len(words) > 1
    asks_contact = _asks_contact(terms, words)
    asks_who = begins[:1] == ["qui"] or names_somebody or asks_contact
    dropped = FILLERS | (WORKING if asks_who else NONE) | (CONTACT if asks_contact else NONE)
    kept = tuple(
        said
        for term, word in zip(terms, words, strict=True)
        if word not in dropped or term.is_phrase or not term.is_wanted
        # « l’ » alone: nothing is left of it.
        if (said := term if term.is_phrase else replace(term, text=ELISION.sub("", term.text))).pieces
    )
    if not any(term.is_wanted for term in kept):
        kept = terms
    return kept, asks_who


def synonyms() -> dict[tuple[str, ...], tuple[str, ...]]:
    """By the words that people type, singular and plain, what they may stand for."""
    return dict(_synonym(words, means) for words, means in Synonym.objects.values_list("words", "means"))


# They are read for each search, and change once a year.
@lru_cache(maxsize=1000)
def _synonym(words: str, means: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return _key(words), tuple(_meanings(means))


def has_words(text: str) -> bool:
    """Whether there is more than signs and little words."""
    return bool(_key(text))


def is_met(words: str) -> bool:
    """Whether who types these words gets the synonym that stands under them."""
    terms, _ = _kept(parse_terms(words))
    # No term that is typed is empty.
    found = _with_meanings(terms, {_key(words): ("",)})
    return ["" in (term.text, *term.meanings) for term in found] == [True]


def is_said(means: str) -> bool:
    """Whether each of the answers has a word to look for."""
    meanings = _meanings(means)
    return bool(meanings) and all(has_words(meaning) for meaning in meanings)


def is_same(words: str, others: str) -> bool:
    """Whether both are met where either is typed: « délibs » is « délib » too."""
    return _key(words) == _key(others)


def _meanings(means: str) -> list[str]:
    return [part for each in means.split(",") if (part := each.strip())]


def _key(words: str) -> tuple[str, ...]:
    pieces = (plain(word) for word in re.findall(r"[^\W_]+", words))
    return tuple(singular(word) for word in pieces if word not in SMALL)


def singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def _asks_contact(terms: tuple[Term, ...], words: list[str]) -> bool:
    """« numéro de téléphone de Camille », « mail d’Inès »."""
    if not words or words[0] not in CONTACT:
        return False
    return any(
        word in OF or term.text.lower().startswith(("d'", "d’"))
        for term, word in zip(terms[1:4], words[1:4], strict=True)
    )


def _with_meanings(
    terms: tuple[Term, ...], known: Mapping[tuple[str, ...], tuple[str, ...]]
) -> tuple[Term, ...]:
    """The longest synonym first: « voiture de service » before « voiture »."""
    found: list[Term] = []
    at = 0
    while at < len(terms):
        for size in range(min(LONGEST_SYNONYM, len(terms) - at), 0, -1):
            some = terms[at : at + size]
            text = " ".join(term.text for term in some)
            if all(_is_plain(term) for term in some) and (means := known.get(_key(text))):
                # Texts are full of « cet »: « CET » is its meanings alone.
                said = means if text.lower() in LITTLE else (text, *means)
                found.append(Term(said[0], meanings=said[1:]))
                break
        else:
            size, term = 1, terms[at]
            others = other_genders(term.text) if _is_plain(term) else ()
            found.append(replace(term, meanings=others) if others else term)
        at += size
    return tuple(found)


def _is_plain(term: Term) -> bool:
    return term.is_wanted and not term.is_start and not term.is_phrase


def other_genders(word: str) -> tuple[str, ...]:
    """« directrice » for « directeur », « imprimeur » for « imprimeuses »."""
    one = singular(word.lower())
    pairs = [*ENDINGS, *((woman, man) for man, woman in ENDINGS)]
    return tuple(
        one[: -len(ending)] + other
        for ending, other in pairs
        if one.endswith(ending) and len(one) > len(ending) + 2
    )


def likest_words(words: Sequence[str], agent: Agent) -> dict[str, str]:
    """For each of these words, the likest one of a title or keyword that this agent may read; one statement."""
    asked = [word for word in words if len(word) >= SHORTEST_MISSPELT and word.isalpha()][:MOST_MISSPELT]
    if not asked:
        return {}
    titles = Entry.objects.visible_to(agent).filter(page=None)
    titles = titles.alias(letters=PlainText(SearchWords("title", "keywords")))
    first, *others = (
        titles.filter(letters__trigram_word_similar=plain(word)).values_list("title", "keywords")[:LOOKED_AT]
        for word in asked
    )
    near = first.union(*others) if others else first
    known = {plain(piece): piece.lower() for texts in near for text in texts for piece in PIECE.findall(text)}
    likest = {
        word: difflib.get_close_matches(plain(word), sorted(known), n=1, cutoff=CLOSE) for word in asked
    }
    return {word: known[close[0]] for word, close in likest.items() if close}
