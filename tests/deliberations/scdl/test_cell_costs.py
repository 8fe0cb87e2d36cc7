"""Cells as long as a line may be, read at once: a small file is read while its page is asked for."""

from datetime import date

import pytest

from deliberations.scdl import cells, dates
from deliberations.scdl.lines import LONGEST_LINE

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize("typed", ["x" + " " * LONGEST_LINE + "x", "T" * LONGEST_LINE, "12 T" * 25_000])
def test_a_date_cell_full_of_spaces(typed):
    assert dates.clean_date(typed, TODAY)[0] is None
    assert cells.clean_code(f"7-janv{typed}x")[0].startswith("7-janv")


def test_a_clock_is_cut_off_as_before():
    for typed in (
        "02/07/2021 22:00",
        "02/07/2021  22h00",
        "2021-07-02T 10:00:00",
        "02/07/2021 à  9h30 x 10:00",
    ):
        assert dates.clean_date(typed.replace(" à", ""), TODAY)[0] == date(2021, 7, 2)


def test_an_address_full_of_dots():
    value, words = cells.clean_url("http://" + "a." * (LONGEST_LINE // 2) + "<", 500)
    assert value is None
    assert words == "adresse de plus de 500 caractères"
