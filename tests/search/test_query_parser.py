"""What people type becomes a query, whatever they type."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.search import queries
from core.search.queries import suggest
from core.search.query_parser import LONGEST, MOST_TERMS, parse_terms
from tests.search.finding import search
from tests.suggestions.factories import IdeaFactory
from tests.tips.factories import TipFactory

pytestmark = pytest.mark.django_db


FOUND = [
    ("école", True),
    ("ecole", True),
    ("ÉCOLES", True),
    ("l’école", True),
    ("l'ecole", True),
    ("piscine école", True),
    ("école stade", False),
    ("« école de la piscine »", True),
    ('"école de la piscine"', True),
    ('"piscine de l’école"', False),
    ("“piscine municipale”", True),
    ("école -stade", True),
    ("école -piscine", False),
    ('école -"piscine municipale"', False),
    ('école -"piscine privée"', True),
    ("municip*", True),
    ("muni*", True),
    ("muni", False),
    ("porte-fenêtre", True),
    ("porte fenetre", True),
    ("7.1", True),
    ("7.10", False),
    ("2026_06_001", True),
    ("2026-06-001", True),
    ("2026_06_01", False),
    ("2026-DEL-12", True),
    ("2026-del-1", False),
    ("L.2121-29", True),
    ("eau", True),
    ("eau/assainissement", True),
    ("oeuvre", True),
    ("œuvre", True),
    ("12,5", True),
]


def test_words_are_found_as_people_type_them(outsider, case):
    for typed, found in FOUND:
        with case(typed, found):
            TipFactory.create(
                title="L’école de la piscine municipale",
                body="<p>Acte 2026_06_001, matière 7.1, dossier 2026-DEL-12 (art. L.2121-29 du code).</p>"
                "<p>Eau/assainissement : 12,5 %. La porte-fenêtre, un chef-d’œuvre.</p>",
            )
            answer = queries.search(typed, outsider)
            assert (answer.is_whole and not answer.started) is found


@pytest.mark.parametrize(
    "typed",
    [
        "Parapheur électronique",
        "électronique généralisation",
        "finances",
        "été à l’hôtel",
        "la fête",
        "les fêtes",
        "m2",
    ],
)
def test_signs_beyond_ascii_are_no_letters(typed, outsider, titles):
    """No-break spaces, quotes and joined letters, as titles are written and as a PDF gives them."""
    title = "Parapheur électronique\u00a0: «\u202fgénéralisation\u202f» aux \ufb01nances… "
    title += "Une fe\u0302te à l’hôtel, l’été, 12\u00a0m²"
    TipFactory.create(title=title)
    assert titles(typed, outsider) == [title]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("ecole", "L’<mark>école</mark> «\u00a0<mark>École</mark>\u00a0» eau/gaz 2026-DEL-12"),
        ("gaz", "L’école «\u00a0École\u00a0» eau/<mark>gaz</mark> 2026-DEL-12"),
        (
            "2026-DEL-12",
            "L’école «\u00a0École\u00a0» eau/gaz <mark>2026</mark>-<mark>DEL</mark>-<mark>12</mark>",
        ),
    ],
)
def test_what_is_marked_stays_as_it_is_written(typed, shown, outsider):
    TipFactory.create(title="L’école «\u00a0École\u00a0» eau/gaz 2026-DEL-12")
    assert search(typed, outsider).rows[0].title == shown


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> piscine",
        "piscine <img src=x onerror=alert(1)>",
        "\ue000piscine\ue001 \ue001 \ue000",
        "a & piscine < b",
    ],
)
def test_a_text_is_never_markup(text, author):
    IdeaFactory.create(title=text, proposal=text, author=author)
    (row,) = search("piscine", author).rows
    for shown in (row.title, row.excerpt):
        assert "<mark>piscine</mark>" in shown
        assert not re.search("<(?!/?mark>)|[\ue000\ue001\x01]", shown)
        assert shown.count("<mark>") == shown.count("</mark>")


NOTHING = [
    *("", "-", "*", '"', "» «", "&|!()<->:*", "\\", "''", "…", "\x00", "\u200b", "🙂"),
    *("le la les", "-piscine", '-"piscine municipale"'),
]


def test_nothing_to_look_for_is_nothing_found(outsider, case):
    for typed in NOTHING:
        with case(typed):
            TipFactory.create(title="La piscine")
            found = search(typed, outsider)
            assert (found.is_empty, found.count, list(found.rows)) == (True, 0, [])


SIGNS = [
    *("piscine\x00", "piscine & | ! ( ) : * <-> ' \\", "piscine:*", "(((piscine", "'piscine"),
    *("{piscine}", "piscine %(piscine)s %%", "«piscine", "piscine -"),
    *("piscine " + "!" * 10_000, "piscine " * 2000),
]


def test_signs_are_no_errors(outsider, case):
    for typed in SIGNS:
        with case(typed):
            TipFactory.create(title="La piscine {}")
            assert search(typed, outsider).count == 1


SCRAPS = (
    *("qui", "comment", "le", "les", "de", "mail", "mme", "budget", "7.1"),
    *("l'", "l’", "d'", "qu'", "Jusqu’", "j'", "s'"),
    *("«", "»", '"', "“", "”", "*", "-", "'", "_", "?", " ", " "),
)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(scraps=st.lists(st.sampled_from(SCRAPS), max_size=8), sign=st.sampled_from(["", " "]))
def test_scraps_of_words_are_no_errors(scraps, sign, outsider):
    typed = sign.join(scraps)
    search(typed, outsider)
    suggest(typed, outsider)


def test_long_words_are_cut():
    assert len(parse_terms("x" * 10_000)[0].text) == LONGEST
    assert len(parse_terms("a b " * 2000)) == MOST_TERMS


def test_what_is_typed_is_never_an_operator():
    """Pieces of letters and digits alone, between the quotes of a phrase."""
    assert [term.sql[1] for term in parse_terms("chat:*B|chien or")] == [['"chat B chien"'], ['"or"']]


def test_the_last_word_is_a_beginning_while_typing():
    assert [term.is_start for term in parse_terms("deux mots", is_typing=True)] == [False, True]
    assert [term.is_start for term in parse_terms("deux mots ", is_typing=True)] == [False, False]
    assert [term.is_start for term in parse_terms("« deux mots", is_typing=True)] == [False]


def test_a_text_longer_than_a_vector_is_no_error(outsider):
    """A vector holds one megabyte at most: beyond 100,000 characters a text is not indexed."""
    text = " ".join(f"mot{number}" for number in range(300_000))
    TipFactory.create(title="La piscine", body=f"<p>{text}</p>")
    assert search("piscine mot12", outsider).count == 1
    IdeaFactory.create(title="y" * 120, proposal="x" * 5000)
