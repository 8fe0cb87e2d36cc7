"""What the words of a question stand for."""

import pytest
from django.forms import modelform_factory
from django.urls import reverse

from core.search.admin import SynonymForm
from core.search.models import Synonym
from core.search.queries import suggest
from core.search.query_parser import parse_terms
from core.search.vocabulary import is_met, is_said, understand
from tests.tips.factories import TipFactory

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
def test_questions_lose_their_little_words(typed, words, asks_who):
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
def test_synonyms_and_genders_stand_beside_a_word(typed, meanings):
    (term,) = understand(parse_terms(typed)).terms
    assert set(meanings[:1]) <= set(term.meanings)
    assert bool(meanings) == bool(term.meanings)


@pytest.mark.parametrize("typed", ["CET", "cet", "mon CET"])
def test_an_abbreviation_that_is_a_little_word_is_its_meaning(typed):
    (term,) = understand(parse_terms(typed)).terms
    assert (term.text, term.meanings) == ("compte épargne-temps", ("congé",))


def test_a_little_word_among_others_stays_one():
    assert [term.text for term in understand(parse_terms("cet ordinateur")).terms] == ["ordinateur"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("LES CONGÉS DONT 2026", ["CONGÉS", "2026"]),
        ("LES CONGÉS -CHEZ", ["CONGÉS", "CHEZ"]),
        ("POSER MON CET", ["POSER", "compte épargne-temps"]),
        ("congés DONT", ["congés", "DONT"]),
        ("LES", ["LES"]),
        ("LES DONT", ["LES", "DONT"]),
    ],
)
def test_capitals_throughout_make_no_abbreviation(typed, words):
    assert [term.text for term in understand(parse_terms(typed)).terms] == words


def test_titles_are_suggested_to_who_types_in_capitals(author):
    TipFactory.create(title="Poser ses congés")
    assert [each.url for each in suggest("LES CONGÉS", author)]


def test_the_group_adds_its_own():
    Synonym.objects.create(words="Zou", means="espaces verts, jardins")
    (term,) = understand(parse_terms("zou")).terms
    assert term.meanings == ("espaces verts", "jardins")


def test_an_excluded_word_keeps_its_one_meaning():
    _, excluded = understand(parse_terms("piscine -délib")).terms
    assert (excluded.is_wanted, excluded.meanings) == (False, ())


class TestSynonymsThatNoSearchMeets:
    @pytest.mark.parametrize(
        ("words", "means", "said"),
        [
            ("le la", "budget", "Écrivez au moins un mot"),
            ("(", "budget", "Écrivez au moins un mot"),
            ("un deux trois quatre cinq", "budget", "quatre au plus"),
            ("poste du chef de la voirie", "budget", "quatre au plus"),
            ("comment compter", "budget", "quatre au plus"),
            ("sans papiers", "budget", "quatre au plus"),
            ("« sous »", "budget", "quatre au plus"),
            ("sous*", "budget", "quatre au plus"),
            ("délibs", "budget", "déjà ses équivalents"),
            ("sous", ",", "Chaque équivalent a au moins un mot"),
            ("sous", "budget, (", "Chaque équivalent a au moins un mot"),
            ("sous", "le, la", "Chaque équivalent a au moins un mot"),
        ],
    )
    def test_are_refused_beside_the_field(self, words, means, said, moderator, signed_in):
        known = Synonym.objects.count()
        answer = signed_in(moderator).post(
            reverse("admin:search_synonym_add"), {"words": words, "means": means}
        )
        errors = answer.context["adminform"].form.errors
        assert list(errors) == ["means" if said.startswith("Chaque") else "words"]
        assert said in str(errors)
        assert Synonym.objects.count() == known

    def test_others_are_kept(self, moderator, signed_in):
        client = signed_in(moderator)
        for words in ("sous", "plan local d’urbanisme", "L'état-civil"):
            answer = client.post(
                reverse("admin:search_synonym_add"), {"words": words, "means": "budget, les impôts,"}
            )
            assert answer.status_code == 302, words
        synonym = Synonym.objects.get(words="sous")
        form = modelform_factory(Synonym, SynonymForm, fields=["words", "means"])
        assert form({"words": "Sous", "means": "finances"}, instance=synonym).is_valid()

    def test_are_none_of_those_that_a_town_begins_with(self):
        rows = Synonym.objects.values_list("words", "means")
        assert rows
        assert [words for words, means in rows if not (is_met(words) and is_said(means))] == []
