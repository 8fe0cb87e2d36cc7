"""What people and spreadsheets type, read for what it means, with what was corrected."""

from datetime import date

import pytest

from core.imports.tables import LONGEST_LINE
from imports.scdl import cells
from imports.scdl.cells import read_cell

TODAY = date(2026, 11, 25)
SECOND_OF_JULY = date(2021, 7, 2)


def read_date(typed: str) -> tuple[date | None, str]:
    return read_cell(typed, lambda text: cells.past_day(text, TODAY), "date")


@pytest.mark.parametrize(("typed", "day"), [("2021-07-02", SECOND_OF_JULY), ("  ", None)])
def test_a_standard_date_is_read_without_a_word(typed, day):
    assert read_date(typed) == (day, "")


OTHER_DATES = (
    "02/07/2021|2/7/21|02-07-2021|02.07.2021|2021/07/02|2021/07/02 00:00:00+00|"
    "2021-07-02T00:00:00|2021-07-02T00:00:00Z|2021-07-01T22:00:00Z|2021-07-01 22:00:00+00|"
    "02/07/2021 00:00|20210702|44379|44379.0|2 juillet 2021|vendredi 2 juil. 2021| 02/07/2021 |"
    "02/07/2021  22h00|2021-07-02T 10:00:00|02/07/2021  9h30 x 10:00"
)


@pytest.mark.parametrize("typed", OTHER_DATES.split("|"))
def test_other_dates_are_read_and_said(typed):
    day, words = read_date(typed)
    assert day == SECOND_OF_JULY
    assert words.endswith("lue 2021-07-02")


@pytest.mark.parametrize(("typed", "year"), [("2/7/98", 1998), ("2/7/00", 2000), ("2/7/26", 2026)])
def test_a_year_of_two_figures_is_read_in_its_century(typed, year):
    assert read_date(typed)[0] == date(year, 7, 2)


NO_PAST_DAYS = (
    "hier|31/02/2021|07/25/2021|2021-13-01|2026-11-26|2031-01-01|1500-01-01|00000|"
    "0001-01-01T00:00:00+14:00|2 j 2021"
)


@pytest.mark.parametrize("typed", [*NO_PAST_DAYS.split("|"), "9" * 40, "2021-07-02\x00"])
def test_what_is_no_past_day_is_refused_with_words(typed):
    day, words = read_date(typed)
    assert day is None
    assert words.startswith("date ")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("7.1", "7.1"),
        ("7.10", "7.10"),
        ("7,1", "7.1"),
        ("07.01", "7.1"),
        ("7.1.1", "7.1"),
        ("7.10.2", "7.10"),
        ("7.1 Décisions budgétaires", "7.1"),
        ("7-janv", "7.1"),
        ("7-janv.", "7.1"),
        ("07/01/2021", "7.1"),
        ("07/10/2021", "7.10"),
        ("2021-01-07 00:00:00", "7.1"),
        ("divers", "divers"),
        ("7", "7"),
        ("10-oct", "10-oct"),
        ("7.100", "7.100"),
        ("", ""),
    ],
)
def test_a_code_is_text(typed, read):
    assert cells.matter_code(typed)[0] == read


@pytest.mark.parametrize(
    "typed",
    [
        "21990999100016",
        "21990999100016.0",
        "2.1990999100016E13",
        "2,1990999100016E+13",
        "219 909 991 00016",
        "219\u00a0909\u202f991 00016",
    ],
)
def test_a_siret_comes_out_of_a_float(typed):
    siret, words = read_cell(typed, cells.siret, "SIRET")
    assert siret == "21990999100016"
    assert bool(words) is (typed != siret)


@pytest.mark.parametrize("typed", ["2,1991E+13", "2.19909991E13", "abc", "123", "1e400", "-21990999100016"])
def test_a_siret_that_lost_its_digits_is_said(typed):
    siret, words = read_cell(typed, cells.siret, "SIRET")
    assert siret is None
    assert words


@pytest.mark.parametrize(
    ("typed", "read"), [("36", 36), ("36.0", 36), ("36,00", 36), (" 36 ", 36), ("0", 0), ("", None)]
)
def test_votes_are_whole(typed, read):
    assert read_cell(typed, cells.vote, "vote")[0] == read


@pytest.mark.parametrize("typed", ["36.5", "-1", "unanimité", "1001", "1e99", "9" * 400])
def test_what_is_no_count_of_votes_is_said(typed):
    value, words = read_cell(typed, cells.vote, "vote")
    assert value is None
    assert words.startswith("vote illisible")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2025", "2025"),
        ("2025.0", "2025"),
        ("2025-2026", "2025/2026"),
        ("2025/26", "2025/2026"),
        ("25", None),
        ("", ""),
    ],
)
def test_years_of_a_budget(typed, read):
    assert read_cell(typed, cells.budget_year, "année du budget")[0] == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("https://www.ville.test/a b.pdf", None),
        ("https://www.ville.test/é.pdf", "https://www.ville.test/é.pdf"),
        ("www.ville.test/a.pdf", "https://www.ville.test/a.pdf"),
        ("javascript:alert(1)", None),
        ("ftp://ville.test/a", None),
        ("https://moi@ville.test/", None),
        ("https://ville.test/" + "a" * 200, None),
        ("", ""),
    ],
)
def test_addresses_lead_to_the_web_or_nowhere(typed, read):
    assert read_cell(typed, lambda text: cells.web_address(text, 200), "adresse")[0] == read


def test_an_identifier_keeps_its_inner_spaces():
    assert read_cell("  2021  07 1 ", cells.identifier) == ("2021  07 1", "")
    assert cells.identifier("A\x001") == "A1"


def test_a_text_is_on_one_line():
    assert read_cell("Objet simple", cells.one_line) == ("Objet simple", "")
    assert read_cell("Première\nligne", cells.one_line) == ("Première ligne", "retours à la ligne retirés")
    assert read_cell("\ufeffNul\x00", cells.one_line) == ("Nul", "caractères invisibles retirés")


# Cells as long as a line may be, read at once: a small file is read while its page is asked for.


@pytest.mark.parametrize("typed", ["x" + " " * LONGEST_LINE + "x", "T" * LONGEST_LINE, "12 T" * 25_000])
def test_a_date_cell_full_of_spaces(typed):
    assert read_date(typed)[0] is None
    assert cells.matter_code(f"7-janv{typed}x")[0].startswith("7-janv")


def test_an_address_full_of_dots():
    value, words = read_cell("http://" + "a." * (LONGEST_LINE // 2) + "<", cells.web_address, "adresse")
    assert (value, words) == (None, "adresse de plus de 500 caractères")
