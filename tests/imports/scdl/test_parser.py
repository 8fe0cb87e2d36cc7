"""A line's deliberation: what is corrected, what is kept without its votes, what is refused."""

from datetime import date
from pathlib import Path

import pytest

from core.imports.tables import Unreadable
from deliberations.models import ImportLine
from deliberations.models.deliberations import OBJECT_LENGTH
from deliberations.scdl import COLUMNS
from imports.scdl.parser import VOTES, Outcome, Parser
from tests.imports.scdl.scdl_files import line, raw, written

NOMENCLATURE = {
    "7.1": "finances locales/décisions budgétaires",
    "7.10": "finances locales/divers",
    "8.4": "domaines de compétences par thèmes/aménagement du territoire",
}


def read_with_notes(path: Path) -> tuple[list[ImportLine], list[str]]:
    parser = Parser(path.read_bytes(), NOMENCLATURE, siret="21990999100016")
    return list(parser.lines()), parser.notes


def votes_of(line: ImportLine) -> list[int | None]:
    return [line.values.get(name) for name in VOTES]


def read(folder: Path, **cells: str) -> ImportLine:
    ((only,), _) = read_with_notes(written(folder, line(**cells)))
    return only


def test_a_line_of_the_standard_needs_no_word(tmp_path):
    lines, notes = read_with_notes(written(tmp_path, line()))
    assert notes == []
    assert lines[0].words == ""
    row = lines[0].values
    assert (row["number"], row["adopted_on"], row["matter_code"]) == ("2026_06_001", date(2026, 6, 25), "7.1")
    assert votes_of(lines[0]) == [45, 43, 36, 4, 3]
    assert row["acknowledged_on"] == date(2026, 6, 29)


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        ({"DELIB_ID": " "}, "aucun identifiant"),
        ({"DELIB_ID": "9" * 61}, "plus de 60 caractères"),
        ({"DELIB_DATE": ""}, "aucune date"),
        ({"DELIB_DATE": "31/02/2021"}, "date illisible"),
        ({"DELIB_DATE": "2031-01-01"}, "date à venir"),
        ({"DELIB_OBJET": "\x00 "}, "aucun objet"),
    ],
)
def test_without_number_date_or_object_it_is_refused(tmp_path, cells, word):
    refused = read(tmp_path, **cells)
    assert refused.outcome == Outcome.REFUSED
    assert word in refused.words


def test_every_reason_is_said_at_once(tmp_path):
    assert len(read(tmp_path, DELIB_ID="", DELIB_DATE="hier", DELIB_OBJET="").words.split("\u00a0; ")) == 3


def test_a_long_object_is_cut_and_said(tmp_path):
    kept = read(tmp_path, DELIB_OBJET="mot " * 300)
    assert len(kept.values["object"]) <= OBJECT_LENGTH
    assert kept.values["object"].endswith("…")
    assert "coupé à 499" in kept.words


@pytest.mark.parametrize(
    ("votes", "word"),
    [
        (("45", "43", "60", "4", "3"), "font 67, pour 43 votants"),
        (("45", "1", "1", "0", "1"), "font 2, pour 1 votant"),
        (("1", "46", "1", "0", "0"), "46 votants pour un effectif de 1"),
        (("45", "46", "36", "4", "3"), "46 votants pour un effectif de 45"),
        (("40", "", "36", "4", "3"), "pour un effectif de 40"),
        (("45", "43", "unanimité", "", ""), "illisible"),
        (("0", "0", "0", "0", "0"), "tous sont à zéro"),
        (("45", "43", "-36", "4", "3"), "illisible"),
    ],
)
def test_votes_that_cannot_be_true_are_left_out_and_said(tmp_path, votes, word):
    kept = read(tmp_path, **dict(zip(COLUMNS[11:16], votes, strict=True)))
    assert votes_of(kept) == [None] * 5
    assert kept.words.startswith("gardée sans ses votes")
    assert word in kept.words


def test_votes_as_floats_are_read_and_said(tmp_path):
    kept = read(tmp_path, VOTE_POUR="36.0", VOTE_CONTRE="4,0")
    assert votes_of(kept) == [45, 43, 36, 4, 3]
    assert kept.words == "vote «\u00a036.0\u00a0» lu 36, vote «\u00a04,0\u00a0» lu 4"


def test_blank_votes_are_unknown(tmp_path):
    kept = read(tmp_path, VOTE_EFFECTIF="", VOTE_REEL="", VOTE_CONTRE="", VOTE_ABSTENTION="")
    assert votes_of(kept) == [None, None, 36, None, None]
    assert kept.words == ""


@pytest.mark.parametrize(
    ("code", "name", "read_as", "kept_name"),
    [
        ("7.1", "finances locales/divers", "7.10", ""),
        ("7.1", "Finances locales / Décisions budgétaires", "7.1", ""),
        ("", "Divers", "7.10", ""),
        ("7", "aménagement du territoire", "8.4", ""),
        ("7,10", "", "7.10", ""),
        ("9.9", "truc", "9.9", "truc"),
        ("x" * 30, "y" * 300, "x" * 20, "y" * 260),
        ("8.4", "finances locales/divers", "8.4", ""),
    ],
)
def test_a_matter_by_its_code_and_its_name(tmp_path, code, name, read_as, kept_name):
    row = read(tmp_path, DELIB_MATIERE_CODE=code, DELIB_MATIERE_NOM=name).values
    assert (row["matter_code"], row.get("matter_name", "")) == (read_as, kept_name)


def test_small_faults_never_cost_a_line(tmp_path):
    kept = read(
        tmp_path,
        COLL_SIRET="2,1E+13",
        BUDGET_ANNEE="l’an prochain",
        BUDGET_NOM="b" * 300,
        PREF_ID="P" * 100,
        PREF_DATE="hier",
        DELIB_URL="javascript:alert(1)",
    )
    assert not kept.values.keys() & {"budget_year", "acknowledged_on", "public_url"}
    assert len(kept.words.split("\u00a0; ")) == 6


def test_missing_columns_and_short_lines(tmp_path):
    path = raw(tmp_path, b"DELIB_ID;DELIB_DATE;DELIB_OBJET;PREF_ID\n1;2021-07-02;Objet\n2;2021-07-02\n")
    (short, refused), notes = read_with_notes(path)
    assert short.words == "3 cellules au lieu de 4"
    assert refused.outcome == Outcome.REFUSED
    assert any(note.startswith("Colonnes absentes") for note in notes)


def test_what_holds_for_the_whole_file_is_said_once(tmp_path):
    given = [line(COLL_SIRET="21860194600013", DELIB_ID=str(number)) for number in range(20)]
    path = written(tmp_path, *given, delimiter=";", encoding="cp1252")
    lines, notes = read_with_notes(path)
    assert all(each.words == "" for each in lines)
    assert len(notes) == 3
    assert "Windows-1252" in notes[0]
    assert "séparateur" in notes[1]
    assert "21860194600013" in notes[2]


def test_another_establishment_of_the_town_is_the_town(tmp_path):
    _, notes = read_with_notes(written(tmp_path, line(COLL_SIRET="21990999100099")))
    assert notes == []


def test_a_mark_encoded_twice_does_not_hide_the_header(tmp_path):
    content = written(tmp_path, line()).read_bytes()
    _, notes = read_with_notes(raw(tmp_path, "ï»¿".encode() + content))
    assert "encodé deux fois" in notes[0]


def test_the_mark_is_said(tmp_path):
    _, notes = read_with_notes(written(tmp_path, line(), encoding="utf-8-sig"))
    assert notes == ["Le fichier commence par une marque d’encodage (BOM), retirée."]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"un;deux;trois\n1;2;3\n", "colonnes"),
        (b"DELIB_ID;DELIB_DATE;DELIB_MATIERE_CODE\n1;2;3\n", "il manque DELIB_OBJET"),
    ],
)
def test_what_is_no_such_file_is_refused_with_words(content, word):
    with pytest.raises(Unreadable, match=word):
        Parser(content, NOMENCLATURE)


def test_names_of_columns_are_known_by_their_letters():
    header = "Délib ID ;delib-date;titre;DELIB_OBJET;VOTE_ABST;column_18"
    parser = Parser(f"{header}\n1;2021-07-02;Titre;Objet;3;x\n".encode(), NOMENCLATURE)
    assert parser.sheet.columns == ["DELIB_ID", "DELIB_DATE", "", "DELIB_OBJET", "VOTE_ABSTENTION", ""]
    for words in (
        ("reconnus", "DELIB_ID"),
        ("absentes", "COLL_NOM"),
        ("double", "titre"),
        ("côté", "column_18"),
    ):
        assert any(all(word in note for word in words) for note in parser.notes)


SHORT = "DELIB_ID;DELIB_DATE;DELIB_OBJET;DELIB_MATIERE_CODE\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1;2021-07-02;Un;objet;7.1\n2;2021-07-02;Deux;7.1\n", ["5 cellules pour 4 colonnes", ""]),
        # As a spreadsheet leaves them at the end of every line.
        ("1;2021-07-02;Un;7.1;;\n2;2021-07-02;Deux;7.1;;\n", ["", ""]),
        # The last cell is blank, and where the others have none it has one too many.
        ("1;2021-07-02;Un;\n2;2021-07-02;Deux; et trois;\n", ["", "5 cellules"]),
    ],
)
def test_cells_beyond_the_columns(text, said):
    lines = list(Parser((SHORT + text).encode(), NOMENCLATURE).lines())
    assert [line.outcome == Outcome.REFUSED for line in lines] == [bool(words) for words in said]
    assert all(words in line.words for line, words in zip(lines, said, strict=True))
