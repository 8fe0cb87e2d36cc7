import re
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
import time_machine

from core import french

NB = "\u00a0"


@pytest.mark.parametrize(
    ("value", "written"),
    [(time(9), f"9{NB}h"), (time(14, 30), f"14{NB}h{NB}30"), (time(0, 5), f"0{NB}h{NB}05")],
)
def test_clock(value, written):
    assert french.clock(value) == written


def test_a_moment_is_told_in_the_towns_time():
    # 13:30 in Paris in winter, 14:30 in summer.
    assert french.moment(datetime(2026, 11, 26, 13, 30, tzinfo=UTC)) == (
        f"jeudi 26{NB}novembre{NB}2026 à 14{NB}h{NB}30"
    )
    assert french.clock(datetime(2026, 7, 1, 12, 30, tzinfo=UTC)) == f"14{NB}h{NB}30"


def test_the_first_is_an_ordinal():
    assert french.long_date(date(2026, 5, 1)) == f"vendredi 1ᵉʳ{NB}mai{NB}2026"
    assert french.full_date(date(2026, 12, 1)) == f"1ᵉʳ{NB}décembre{NB}2026"


@time_machine.travel("2026-11-25 10:00 +0100")
def test_of_a_month_is_elided():
    said = [french.of_month(date(2026, number, 1)) for number in range(1, 13)]
    assert [words for words in said if words.startswith("d’")] == [
        "d’avril 2026",
        "d’août 2026",
        "d’octobre 2026",
    ]
    assert said[10] == "de novembre 2026"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Camille Roux", "de Camille Roux"),
        ("Inès Faure", "d’Inès Faure"),
        ("Élodie", "d’Élodie"),
        ("Œnolog", "d’Œnolog"),
        ("Hélène", "d’Hélène"),
        ("Hakim", "de Hakim"),
        ("Yves", "d’Yves"),
        ("Yann", "de Yann"),
        ("", "de "),
    ],
)
def test_before_a_name(name, written):
    assert french.of(name) == written


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Port-Mimosa", "de Port-Mimosa"),
        ("Antibes", "d’Antibes"),
        ("Le Havre", "du Havre"),
        ("Les Lilas", "des Lilas"),
        ("LE HAVRE", "du HAVRE"),
        ("La Rochelle", "de La Rochelle"),
        ("L’Haÿ-les-Roses", "de L’Haÿ-les-Roses"),
        ("Les", "de Les"),
    ],
)
def test_before_the_name_of_a_place(name, written):
    assert french.of_place(name) == written


def test_short_dates_name_the_year_only_when_it_is_another():
    assert french.short_date(date(2026, 11, 3)) == f"3{NB}novembre"
    assert french.short_date(date(2025, 11, 3)) == f"3{NB}novembre 2025"


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (0, "0 idée"),
        (1, "1 idée"),
        (2, "2 idées"),
        (1000, "1\u202f000 idées"),
        (1001, "plus de 1\u202f000 idées"),
    ],
)
def test_counts_stop_at_a_thousand(count, written):
    assert french.count_of(count, "idée") == written


@pytest.mark.parametrize(
    ("words", "written"), [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c"], "a, b et c")]
)
def test_listed(words, written):
    assert french.listed(words) == written


ROOT = Path(__file__).resolve().parents[2]
# What a template's text does not show as it stands.
MARK = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<[^>]*>", re.DOTALL)
LOOSE = re.compile(r" (?=[;:!?»](?:[\s\x01)]|$))|(?<=«) ")


def test_templates_keep_their_marks_with_the_word_before():
    loose = {}
    for path in sorted((ROOT / "templates").rglob("*.*")):
        # The loader of mails writes theirs.
        if path.suffix in (".html", ".txt") and path.parent.name != "mails":
            text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(), flags=re.DOTALL)
            if found := [text_around(match) for match in LOOSE.finditer(MARK.sub("\x01", text))]:
                loose[path.relative_to(ROOT).as_posix()] = found
    assert not loose


# After « de » as they stand: counts and years, and an address, which a reader copies.
NOT_ELIDED = re.compile(
    r"\|(number|length|count_of\b.*)$|^(year|limit|each|evaluation\.score|said\.address|word)$"
)


def test_templates_elide_before_names():
    """« à la place d’Hélène », « d’Antibes »: `|of` and `|of_place`."""
    unasked = {}
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.suffix in (".html", ".txt"):
            given = re.findall(r"\b(?:de|que)(?: |<[^>]*>)+\{\{ (.*?) \}\}", path.read_text())
            if found := [each for each in given if not NOT_ELIDED.search(each)]:
                unasked[path.relative_to(ROOT).as_posix()] = found
    assert not unasked


def text_around(match: re.Match[str]) -> str:
    return match.string[max(0, match.start() - 20) : match.end() + 2]
