"""What the words of a question stand for."""

import pytest

from core.search.models import Synonym
from core.search.query_parser import parse_terms
from core.search.vocabulary import understand

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "words", "asks_who"),
    [
        ("qui s'occupe des cimetières", "des cimetières", True),
        ("Qui s’occupe de l’élagage ?", "de élagage", True),
        ("à qui demander une carte", "à une carte", True),
        ("numéro de téléphone de Camille", "de de Camille", True),
        ("mail d’Inès", "Inès", True),
        ("Mme Da Costa", "Da Costa", True),
        ("comment poser un congé", "poser un congé", False),
        ("numéro vert", "numéro vert", False),
        ("bureau", "bureau", False),
        ("« qui s'occupe »", "qui s'occupe", False),
        ("qui", "qui", True),
        ("l' budget", "budget", False),
        ("budget -l’", "budget", False),
        ("l'", "l'", False),
    ],
)
def test_questions_lose_their_little_words(typed: str, words: str, asks_who: bool) -> None:
    reading = understand(parse_terms(typed))
    assert " ".join(term.text.strip() for term in reading.terms) == words
    assert reading.asks_who is asks_who


@pytest.mark.parametrize(
    ("typed", "meanings"),
    [
        ("délib", ("délibération",)),
        ("DELIBS", ("délibération",)),
        ("cantine", ("restauration scolaire",)),
        ("voiture de service", ("véhicule partagé",)),
        ("mode d’emploi", ("manuel", "guide", "mémo")),
        ("directrice", ("directeur",)),
        ("directeurs", ("directrice", "directeuse", "direceuse")),
        ("cheffe", ("chef",)),
        ("rugby", ()),
        ('"délib"', ()),
        ("délib*", ()),
    ],
)
def test_synonyms_and_genders_stand_beside_a_word(typed: str, meanings: tuple[str, ...]) -> None:
    (term,) = understand(parse_terms(typed)).terms
    assert set(meanings[:1]) <= set(term.meanings)
    assert bool(meanings) == bool(term.meanings)


def test_the_group_adds_its_own() -> None:
    Synonym.objects.create(words="Zou", means="espaces verts, jardins")
    (term,) = understand(parse_terms("zou")).terms
    assert term.meanings == ("espaces verts", "jardins")


def test_an_excluded_word_keeps_its_one_meaning() -> None:
    _, excluded = understand(parse_terms("piscine -délib")).terms
    assert (excluded.is_wanted, excluded.meanings) == (False, ())
