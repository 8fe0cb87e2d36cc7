import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from core.web.spreadsheets import LONGEST_CELL, csv_rows, table_response, xlsx

HEADER = ["Idée", "Nombre"]
DANGERS = ["=1+1", "+33 1", "-2", "@SUM(A1)", "\t=1", "\r=1", "=cmd|'/c calc'!A1"]
# 14 h 30 in Paris, in winter.
MOMENT = datetime(2026, 11, 26, 13, 30, tzinfo=UTC)


def read_csv(rows: Any) -> list[list[str]]:
    text = "".join(csv_rows(HEADER, rows))
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def read_xlsx(rows: Any, title: str = "Idées") -> Any:
    with xlsx(HEADER, rows, title=title) as file:
        return load_workbook(BytesIO(file.read())).active


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (date(2026, 11, 26), "26/11/2026"),
        (MOMENT, "26/11/2026 14:30"),
        (Decimal("12.50"), "12,50"),
        (0.5, "0,5"),
        (-4, "-4"),
        (True, "oui"),
        (False, "non"),
        (None, ""),
    ],
)
def test_a_csv_is_written_as_the_french_do(value, written):
    assert read_csv([[value, 1]])[1][0] == written


@pytest.mark.parametrize("text", DANGERS)
def test_no_cell_is_run(text):
    assert read_csv([[text, 1]])[1][0] == f"'{text}"
    cell = read_xlsx([[text, 1]])["A2"]
    assert cell.data_type == "s"
    assert cell.value == text
    assert cell.quotePrefix


def test_a_workbook_keeps_dates_and_numbers():
    sheet = read_xlsx([["x", 3], [date(2026, 11, 26), MOMENT], [Decimal("12.5"), True], [None, -4]])
    assert [cell.value for cell in sheet[1]] == HEADER
    assert sheet["A1"].font.bold
    assert sheet["B2"].value == 3
    assert sheet["A3"].value == datetime.fromisoformat("2026-11-26")
    assert sheet["A3"].number_format == "dd/mm/yyyy"
    assert sheet["B3"].value == datetime.fromisoformat("2026-11-26T14:30")
    assert (sheet["A4"].value, sheet["B4"].value) == (12.5, "oui")
    assert (sheet["A5"].value, sheet["B5"].value) == (None, -4)
    assert sheet.freeze_panes == "A2"


def test_what_xml_cannot_write_is_left_out_of_a_workbook():
    assert read_xlsx([["a\x00b\x0b\x1fc\ufffe", 1]])["A2"].value == "abc"


def test_a_cell_too_long_says_that_it_was_cut():
    value = read_xlsx([["é" * 40_000, 1]])["A2"].value
    assert len(value) == LONGEST_CELL
    assert value.endswith(" […]")


@pytest.mark.parametrize(
    ("title", "name"),
    [("Idées [2026] : « où ? »", "Idées 2026  « où  »"), ("x" * 60, "x" * 31), ("'/'", "Tableau")],
)
def test_a_sheet_has_a_name_that_spreadsheets_take(title, name):
    assert read_xlsx([], title).title == name


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_answer_is_a_file_to_save(form):
    response = table_response(HEADER, [["Un abri", 3]], name="idées", form=form)
    assert response.headers["Content-Disposition"] == f"attachment; filename*=utf-8''id%C3%A9es.{form}"
    content = b"".join(response)  # type: ignore[arg-type]  # streamed by bytes
    response.close()
    if form == "xlsx":
        assert load_workbook(BytesIO(content)).active["A2"].value == "Un abri"
        assert response.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    else:
        assert content.decode("utf-8-sig").splitlines() == ["Idée;Nombre", "Un abri;3"]
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
