"""A line's deliberation: what is corrected, what is kept without its votes, what is refused."""

from datetime import date
from pathlib import Path

import pytest

from deliberations.scdl.parser import OBJECT, MatterIndex, ParsedLine, Parser, Votes
from deliberations.scdl.table import COLUMNS, Table
from tests.deliberations.scdl_files import line, raw, written

NOMENCLATURE = MatterIndex(
    {
        "7.1": "finances locales/décisions budgétaires",
        "7.10": "finances locales/divers",
        "8.4": "domaines de compétences par thèmes/aménagement du territoire",
    }
)
TODAY = date(2026, 11, 25)


def read_with_notes(path: Path) -> tuple[list[ParsedLine], list[str]]:
    with Table(path) as table:
        reader = Parser(table, NOMENCLATURE, today=TODAY, siret="21990999100016")
        return list(reader.lines()), reader.notes()


def read(folder: Path, **cells: str) -> ParsedLine:
    ((only,), _) = read_with_notes(written(folder, line(**cells)))
    return only


def test_a_line_of_the_standard_needs_no_word(tmp_path):
    lines, notes = read_with_notes(written(tmp_path, line()))
    assert notes == []
    assert lines[0].words == []
    row = lines[0].row
    assert row is not None
    assert (row.number, row.adopted_on, row.matter_code) == ("2026_06_001", date(2026, 6, 25), "7.1")
    assert row.votes == Votes(45, 43, 36, 4, 3)
    assert row.acknowledged_on == date(2026, 6, 29)


def test_a_number_is_kept_as_typed(tmp_path):
    row = read(tmp_path, DELIB_ID="DEL  2021-07 / 1").row
    assert row is not None
    assert row.number == "DEL  2021-07 / 1"


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
    assert refused.row is None
    assert word in " ".join(refused.words)


def test_every_reason_is_said_at_once(tmp_path):
    assert len(read(tmp_path, DELIB_ID="", DELIB_DATE="hier", DELIB_OBJET="").words) == 3


def test_a_long_object_is_cut_and_said(tmp_path):
    kept = read(tmp_path, DELIB_OBJET="mot " * 300)
    assert kept.row is not None
    assert len(kept.row.object) <= OBJECT
    assert kept.row.object.endswith("…")
    assert "coupé à 499" in kept.words[0]


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
    assert kept.row is not None
    assert kept.row.votes == Votes()
    assert kept.words[0].startswith("gardée sans ses votes")
    assert word in kept.words[0]


def test_votes_as_floats_are_read_and_said(tmp_path):
    kept = read(tmp_path, VOTE_POUR="36.0", VOTE_CONTRE="4,0")
    assert kept.row is not None
    assert kept.row.votes == Votes(45, 43, 36, 4, 3)
    assert len(kept.words) == 1


def test_blank_votes_are_unknown(tmp_path):
    kept = read(tmp_path, VOTE_EFFECTIF="", VOTE_REEL="", VOTE_CONTRE="", VOTE_ABSTENTION="")
    assert kept.row is not None
    assert kept.row.votes == Votes(votes_for=36)
    assert kept.words == []


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
    row = read(tmp_path, DELIB_MATIERE_CODE=code, DELIB_MATIERE_NOM=name).row
    assert row is not None
    assert (row.matter_code, row.matter_name) == (read_as, kept_name)


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
    assert kept.row is not None
    assert (kept.row.budget_year, kept.row.acknowledged_on, kept.row.public_url) == ("", None, "")
    assert len(kept.words) == 6


def test_missing_columns_and_short_lines(tmp_path):
    path = raw(tmp_path, b"DELIB_ID;DELIB_DATE;DELIB_OBJET;PREF_ID\n1;2021-07-02;Objet\n2;2021-07-02\n")
    (short, refused), notes = read_with_notes(path)
    assert short.row is not None
    assert short.words == ["3 cellules au lieu de 4"]
    assert refused.row is None
    assert any(note.startswith("Colonnes absentes") for note in notes)


def test_what_holds_for_the_whole_file_is_said_once(tmp_path):
    given = [line(COLL_SIRET="21860194600013", DELIB_ID=str(number)) for number in range(20)]
    path = written(tmp_path, *given, delimiter=";", encoding="cp1252")
    lines, notes = read_with_notes(path)
    assert all(each.words == [] for each in lines)
    assert len(notes) == 3
    assert "Windows-1252" in notes[0]
    assert "séparateur" in notes[1]
    assert "21860194600013" in notes[2]


def test_another_establishment_of_the_town_is_the_town(tmp_path):
    _, notes = read_with_notes(written(tmp_path, line(COLL_SIRET="21990999100099")))
    assert notes == []


def test_text_encoded_twice_is_repaired_and_said(tmp_path):
    given = line(DELIB_OBJET="Réfection de l’école : 3 € à l’œuvre", BUDGET_NOM="Budget annexe")
    spoilt = {name: value.encode().decode("cp1252") for name, value in given.items()}
    (found,), notes = read_with_notes(written(tmp_path, spoilt))
    assert found.row is not None
    assert found.row.object == "Réfection de l’école : 3 € à l’œuvre"
    assert notes == [
        "Texte encodé deux fois («\u00a0Ã©\u00a0» au lieu de «\u00a0é\u00a0») à 1 ligne\u00a0: il est corrigé."
    ]


def test_a_mark_encoded_twice_does_not_hide_the_header(tmp_path):
    content = written(tmp_path, line()).read_bytes()
    (found,), notes = read_with_notes(raw(tmp_path, "ï»¿".encode() + content))
    assert found.row is not None
    assert "encodé deux fois" in notes[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_letters_lost_before_the_import_are_said(tmp_path, encoding):
    _, notes = read_with_notes(written(tmp_path, line(DELIB_OBJET="R\ufffdfection"), encoding=encoding))
    assert any("des lettres sont perdues" in note and "à 1 ligne" in note for note in notes)


def test_the_mark_is_said(tmp_path):
    _, notes = read_with_notes(written(tmp_path, line(), encoding="utf-8-sig"))
    assert notes == ["Le fichier commence par une marque d’encodage (BOM), retirée."]
