from decimal import Decimal
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.template.loader import render_to_string

from core.web.charts import SUPPRESSED, Chart, bars, grouped

DIRECTIONS = [("Espaces verts", 12), ("Culture", 3), ("État civil", None), ("Sports", 0)]


def drawn(chart: Chart, **more: Any) -> Element:
    return fromstring(render_to_string("components/chart.html", {"chart": chart, **more}).strip())


@pytest.mark.parametrize("unit", ["%", "% des heures d’ouverture"])
def test_a_percentage_is_drawn_against_a_hundred(unit):
    chart = bars("Répondues à temps", [("2025", 8), ("2026", 50)], unit=unit)
    assert [mark.width for mark in chart.marks] == ["8.00%", "50.00%"]


def test_a_single_row_is_tiles_without_a_picture():
    figure = drawn(grouped("Délais", ("la moitié", "presque toutes"), [("2026", (12, None))], unit="%"))
    assert figure.find("svg") is None
    assert figure.find("details") is None
    assert [(tile.findtext("dt"), tile.findtext("dd")) for tile in figure.iter("div")] == [
        ("la moitié", "12\u00a0%"),
        ("presque toutes", SUPPRESSED),
    ]
    (alone,) = drawn(bars("Idées", [("2026", 31)], unit="idées")).iter("div")
    assert (alone.findtext("dt"), alone.findtext("dd")) == ("2026", "31")


def test_a_figure_that_is_not_told_draws_nothing_and_says_so():
    chart = bars("Idées par direction", DIRECTIONS, unit="idées")
    assert len(chart.marks) == 2
    values = [word.text for word in chart.words if word.kind == "value"]
    assert values == ["12", "3", SUPPRESSED, "0"]
    assert [row.cells for row in chart.rows] == [("12",), ("3",), (SUPPRESSED,), ("0",)]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1234, "1\u202f234"),
        (12.5, "12,5"),
        (Decimal("12.50"), "12,5"),
        (1234.567, "1\u202f234,57"),
        (3.0, "3"),
        (0.001, "0"),
        (-2, "-2"),
        (-0.001, "0"),
        (-0.5, "-0,5"),
        (100, "100"),
    ],
)
def test_numbers_are_french(value, shown):
    assert bars("x", [("a", value)], unit="").rows[0].cells == (shown,)


@pytest.mark.parametrize("rows", [[], [("a", None)], [("a", 0)], [("a", -3)]])
def test_nothing_to_draw_is_no_fault(rows):
    chart = bars("x", rows, unit="idées")
    assert chart.marks == ()
    assert bool(rows) != ("Pas encore de chiffre." in [each.text for each in drawn(chart).iter("p")])


def test_a_long_name_keeps_to_two_lines_in_the_picture_and_is_whole_in_the_table():
    name = "Direction générale adjointe des services techniques, de la voirie et du cadre de vie"
    chart = bars("x", [(name, 1)], unit="")
    lines = [word.text for word in chart.words if word.kind == "label"]
    assert len(lines) == 2
    assert max(map(len, lines)) <= 30
    assert lines[-1].endswith("…")
    assert chart.rows[0].label == name


def test_rows_do_not_lie_on_each_other():
    chart = grouped("x", ("Reçues", "Retenues"), [("a" * 80, (1, 2)), ("b", (3, None))], unit="idées")
    tops = [mark.y for mark in chart.marks]
    assert all(later - earlier >= chart.thickness for earlier, later in pairwise(tops))
    assert tops[-1] + chart.thickness < chart.height


def test_several_series_are_named_beside_their_bars():
    chart = grouped("x", ("Reçues", "Retenues"), [("Culture", (4, 2))], unit="idées")
    assert [word.text for word in chart.words] == ["Culture", "Reçues", "4", "Retenues", "2"]
    assert [(mark.width, mark.series) for mark in chart.marks] == [("100.00%", 1), ("50.00%", 2)]


def test_the_component_holds_a_named_picture_and_its_table():
    figure = drawn(bars("Idées <par> direction", DIRECTIONS, unit="idées"))
    (picture,) = figure.findall("svg")
    assert picture.attrib["role"] == "img"
    assert picture.attrib["aria-label"].startswith("Idées <par> direction")
    assert not [element for element in figure.iter() if "style" in element.attrib]
    table = figure.find("details/table")
    assert table is not None
    assert table.findtext("caption") == "Idées <par> direction"
    assert [header.text for header in table.iter("th")] == ["Idées", *(label for label, _ in DIRECTIONS)]
    assert {header.attrib["scope"] for header in table.iter("th")} == {"col", "row"}
