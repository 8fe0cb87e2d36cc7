"""From bytes to records: encodings, delimiters, headers, quotes, and what is no table."""

import tracemalloc
from pathlib import Path

import pytest

from core.imports.tables import Unreadable
from deliberations.scdl.lines import LONGEST_LINE
from deliberations.scdl.table import COLUMNS, Record, Table
from tests.deliberations.scdl_files import line, raw, written

HEADER = "DELIB_ID;DELIB_DATE;DELIB_OBJET;DELIB_MATIERE_CODE\n"


def records(path: Path) -> list[Record]:
    with Table(path) as table:
        return list(table.records())


def read(folder: Path, text: str, encoding: str = "utf-8") -> list[Record]:
    return records(raw(folder, (HEADER + text).encode(encoding)))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_whatever_wrote_it(tmp_path, encoding, delimiter):
    given = line(DELIB_OBJET="Œuvre « d’été »" if encoding != "latin-1" else "été")
    given = {name: cell.replace("’", "'") for name, cell in given.items()} if encoding == "latin-1" else given
    path = written(tmp_path, given, delimiter=delimiter, encoding=encoding)
    assert [record.cells for record in records(path)] == [list(given.values())]


@pytest.mark.parametrize(
    ("end", "encoding"),
    [("\n", "utf-8"), ("\r\n", "utf-8"), ("\r", "utf-8"), ("\n", "utf-16"), ("\r\n", "utf-16")],
)
def test_ends_of_lines(tmp_path, end, encoding):
    text = (HEADER + "1;2021-07-02;Été;7.1\n\n2;2021-07-02;Deux;7.1").replace("\n", end)
    found = records(raw(tmp_path, text.encode(encoding)))
    assert [(record.line, record.cells[0]) for record in found] == [(2, "1"), (4, "2")]


def test_each_line_in_its_own_encoding(tmp_path):
    first, second = "1;2021-07-02;Été;7.1\n".encode(), "2;2021-07-02;Hôtel;7.1\n".encode("cp1252")
    path = raw(tmp_path, HEADER.encode() + first + second)
    assert [record.cells[2] for record in records(path)] == ["Été", "Hôtel"]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "vide"),
        (b"\xef\xbb\xbf\n\n", "vide"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"PK\x03\x04" + b"\x00" * 40, "classeur"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 40, "classeur"),
        (b"<!DOCTYPE html><html>", "page web"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        (b"\x01\x00\x00\x00" * 4000, "pas du texte"),
        (b"un;deux;trois\n1;2;3\n", "colonnes"),
        (b"a" * 500_000, "colonnes"),
        (b"DELIB_ID;DELIB_DATE;DELIB_MATIERE_CODE\n1;2;3\n", "il manque DELIB_OBJET"),
    ],
)
def test_what_is_no_such_file_is_refused_with_words(tmp_path, content, word):
    with pytest.raises(Unreadable, match=word):
        records(raw(tmp_path, content))


def test_names_of_columns_are_known_by_their_letters(tmp_path):
    header = "Délib ID ;delib-date;DELIB_OBJET;VOTE_ABST;column_18"
    path = raw(tmp_path, f"{header}\n1;2021-07-02;Objet;3;x\n".encode())
    with Table(path) as table:
        assert table.header.positions == {
            "DELIB_ID": 0,
            "DELIB_DATE": 1,
            "DELIB_OBJET": 2,
            "VOTE_ABSTENTION": 3,
        }
        assert table.header.ignored == ["column_18"]
        assert "DELIB_URL" in table.header.missing


def test_the_standards_own_name_wins_over_another(tmp_path):
    path = raw(tmp_path, b"titre;DELIB_OBJET;DELIB_ID;DELIB_DATE\nA;B;1;2021-07-02\n")
    with Table(path) as table:
        assert table.header.positions["DELIB_OBJET"] == 1
        assert table.header.repeated


def test_a_title_may_stand_before_the_header(tmp_path):
    path = raw(tmp_path, f"Conseil municipal;;;\nsep=;\n{HEADER}1;2021-07-02;Objet;7.1\n".encode())
    assert [record.line for record in records(path)] == [4]


def test_a_paragraph_is_one_cell(tmp_path):
    found = read(tmp_path, '1;2021-07-02;"Objet sur\ndeux lignes; et ""cité""";7.1\n2;2021-07-02;Suite;7.1\n')
    assert [(record.line, record.cells[2]) for record in found] == [
        (2, 'Objet sur\ndeux lignes; et "cité"'),
        (4, "Suite"),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        '1;2021-07-02;"Guillemet ouvert;7.1\n',
        '1;2021-07-02;"Ouvert "encore;7.1\n',
        '"1;2021-07-02;Ouvert;7.1\n',
    ],
)
@pytest.mark.parametrize("follower", ["2;2021-07-02;Suite;7.1\n", '2;2021-07-02;"Suite; oui";7.1\n'])
def test_a_quote_that_never_closes_takes_one_line_with_it(tmp_path, broken, follower):
    found = read(tmp_path, broken + follower)
    assert found[-1].cells[0] == "2"
    assert found[-1].line == 3
    assert len(found) == 2


def test_a_quote_open_to_the_end_is_given_up(tmp_path):
    found = read(tmp_path, '1;2021-07-02;"Ouvert;7.1\n' + "rien de tel\n" * 200)
    assert found[0].fault == "un guillemet ouvert n’est jamais refermé"
    # Each of the lines below is read again by itself.
    assert len(found) == 201


def test_quotes_within_a_text_are_text(tmp_path):
    found = read(tmp_path, '1;2021-07-02;Salle "Mimosa" et 5" de pluie;7.1\n')
    assert found[0].cells[2] == 'Salle "Mimosa" et 5" de pluie'


def test_too_many_cells_are_said(tmp_path):
    found = read(tmp_path, "1;2021-07-02;Un;objet;7.1\n2;2021-07-02;Deux;7.1\n")
    assert "5 cellules pour 4 colonnes" in found[0].fault
    assert found[1].cells[0] == "2"


def test_blank_cells_at_the_end_of_every_line_are_nothing(tmp_path):
    found = read(tmp_path, "1;2021-07-02;Un;7.1;;\n2;2021-07-02;Deux;7.1;;\n")
    assert [record.fault for record in found] == ["", ""]


def test_a_line_shifted_by_its_text_is_not_taken_for_a_whole_one(tmp_path):
    """Its last cell is blank, and where the others have none it has one too many."""
    found = read(tmp_path, "1;2021-07-02;Un;\n2;2021-07-02;Deux; et trois;\n")
    assert found[0].fault == ""
    assert "5 cellules" in found[1].fault


def test_a_line_of_a_hundred_megabytes_is_one_refusal_and_no_memory(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        file.write(HEADER.encode() + b"1;2021-07-02;")
        for _ in range(100):
            file.write(b"a" * 1_000_000)
        file.write(b";7.1\n2;2021-07-02;Suite;7.1\n")
    tracemalloc.start()
    try:
        found = records(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "plus de 100" in found[0].fault
    assert [record.cells[0] for record in found[1:]] == ["2"]
    assert peak < 5_000_000


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_long_line_in_other_writings(tmp_path, encoding):
    long = "a" * (LONGEST_LINE + 10)
    end = "\n" if encoding == "utf-16" else "\r"
    text = f"{HEADER}1;2021-07-02;{long};7.1\n2;2021-07-02;Suite;7.1\n".replace("\n", end)
    found = records(raw(tmp_path, text.encode(encoding)))
    assert found[0].fault
    assert found[1].cells[0] == "2"


def test_the_seventeen_columns_in_their_order():
    assert len(COLUMNS) == 17
    assert (COLUMNS[0], COLUMNS[-1]) == ("COLL_NOM", "DELIB_URL")
