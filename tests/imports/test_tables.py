"""From bytes to records, for every import: encodings, delimiters, headers, quotes, and what is no table."""

import pytest

from core.imports.tables import LONGEST_LINE, Record, Sheet, Titles, Unreadable, read_sheet

HEADER = "Numéro;Date;Objet;Matière\n"
TITLES = Titles({"NUMBER": "numero", "DATE": "date", "OBJECT": "objet titre", "MATTER": "matiere code"})


def sheet(data: bytes, *, is_exact: bool = True) -> Sheet:
    def needed(known: set[str]) -> list[str]:
        return [name for name in ("NUMBER", "DATE", "OBJECT") if name not in known]

    return read_sheet(data, TITLES, lambda lacking: f"il manque {lacking}", needed=needed, is_exact=is_exact)


def read(text: str, encoding: str = "utf-8", end: str = "\n") -> list[Record]:
    return list(sheet((HEADER + text).replace("\n", end).encode(encoding)).records)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_whatever_wrote_it(encoding, delimiter):
    text = "Numéro;Date;Objet\n1;2021-07-02;Été à la mer\n".replace(";", delimiter)
    found = sheet(text.encode(encoding))
    assert (found.columns, found.delimiter) == (["NUMBER", "DATE", "OBJECT"], delimiter)
    assert list(found.records) == [(2, ["1", "2021-07-02", "Été à la mer"], "")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_ends_of_lines(end, encoding):
    found = read("1;2021-07-02;Été;7.1\n\n2;2021-07-02;Deux;7.1", encoding, end)
    assert [(record.line, record.cells[0]) for record in found] == [(2, "1"), (4, "2")]


def test_each_line_in_its_own_encoding():
    first, second = "1;2021-07-02;Été;7.1\n".encode(), "2;2021-07-02;Hôtel;7.1\n".encode("cp1252")
    found = sheet(HEADER.encode() + first + second)
    assert [record.cells[2] for record in found.records] == ["Été", "Hôtel"]
    assert "mêle UTF-8 et Windows-1252" in found.notes[0]


def test_text_encoded_twice_is_repaired_and_said():
    found = sheet("Numéro;Date;Objet\n1;;Réfection de l’école : 3 €\n".encode().decode("cp1252").encode())
    assert [record.cells[2] for record in found.records] == ["Réfection de l’école : 3 €"]
    assert found.notes == [
        "Texte encodé deux fois («\u00a0Ã©\u00a0» au lieu de «\u00a0é\u00a0») à 2 lignes\u00a0: il est corrigé."
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_letters_lost_before_the_import_are_said(encoding):
    found = sheet(f"{HEADER}1;;R\ufffdfection;\n".encode(encoding))
    assert "des lettres sont perdues" in found.notes[-1]
    assert "à 1 ligne" in found.notes[-1]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "vide"),
        (b"\xef\xbb\xbf\n\n ; ; \n", "vide"),
        (b'"', "vide"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"PK\x03\x04" + b"\x00" * 40, "classeur"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 40, "classeur"),
        (b"<!DOCTYPE html><html>", "page web"),
        (b"\n<?xml version='1.0'?><a/>", "XML"),
        (b"\x01\x00\x00\x00" * 4000, "pas du texte"),
        (b"un;deux;trois\n1;2;3\n", "il manque"),
        (b"a" * 500_000, "il manque"),
        (b"numero;date;objet" + b"\n" * 300_002, "300.000 lignes"),
        (b"titre;sans suite\nnumero;date;matiere\n1;2;3\n", r"il manque \['OBJECT'\]"),
    ],
)
def test_what_is_no_such_table_is_refused_with_words(content, word):
    with pytest.raises(Unreadable, match=word):
        sheet(content)


def test_columns_are_known_by_their_letters_each_once():
    found = sheet(" NUMERO ;titre;date;Né le;OBJECT;objet;code\n1;2;3;4;5;6;7\n".encode())
    assert found.columns == ["NUMBER", "OBJECT", "DATE", "", "", "", "MATTER"]
    own = Titles({"OBJECT": "object titre"})
    assert own.once(["titre", "OBJECT"]) == ["", "OBJECT"]


@pytest.mark.parametrize("above", ["Conseil municipal;;;\nsep=;\n", "Commune, date d’édition\n\n"])
def test_a_title_may_stand_before_the_header(above):
    found = sheet(f"{above}{HEADER}1;2021-07-02;Objet;7.1\n".encode())
    assert [record.line for record in found.records] == [4]
    assert found.notes == ["Les noms des colonnes sont à la ligne 3\u00a0; ce qui précède n’est pas lu."]


def test_a_paragraph_is_one_cell():
    found = read('1;2021-07-02;"Objet sur\ndeux lignes; et ""cité""";7.1\n2;2021-07-02;Suite;7.1\n')
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
def test_a_quote_that_never_closes_takes_one_line_with_it(broken, follower):
    found = read(broken + follower)
    assert [record.line for record in found] == [2, 3]
    assert found[1].cells[0] == "2"


def test_a_quote_open_to_the_end_is_given_up():
    found = read('1;2021-07-02;"Ouvert;7.1\n' + "rien de tel\n" * 200)
    assert found[0].fault == "un guillemet ouvert n’est jamais refermé"
    # Each of the lines below is read again by itself.
    assert len(found) == 201


@pytest.mark.parametrize("end", ["", ";", ";;"])
def test_a_cell_on_two_lines_may_lack_the_last_ones_or_have_one_more(end):
    text = f'{HEADER}1;2021-07-02;"Chargé\nde mission"{end}\n2;2021-07-02;Suite;\n'
    assert [record.line for record in sheet(text.encode(), is_exact=False).records] == [2, 4]


def test_quotes_within_a_text_are_text():
    assert read('1;;Salle "Mimosa" et 5" de pluie;7.1\n')[0].cells[2] == 'Salle "Mimosa" et 5" de pluie'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_long_line_is_one_refusal(encoding):
    text = f"1;2021-07-02;{'a' * (LONGEST_LINE + 10)};7.1\n2;2021-07-02;Suite;7.1\n"
    found = read(text, encoding, "\r" if encoding == "cp1252" else "\n")
    assert "plus de 100" in found[0].fault
    assert found[1].cells[0] == "2"
