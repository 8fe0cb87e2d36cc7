"""The human resources' file, however it was exported; names and numbers, however they were typed."""

import pytest
from django.core.exceptions import ValidationError

from core.people.models import Direction
from core.people.tree import Tree
from core.web import phones
from directory.imports import cleaning
from directory.imports.assignments import DirectionMatcher
from directory.imports.parser import MOST_LINES, ParsedFile, parse
from tests.directory.factories import unit


def cells(sheet: ParsedFile) -> list[dict[str, str]]:
    return [row.cells for row in sheet.rows]


@pytest.mark.parametrize(
    "header",
    [
        "Numéro agent;Nom d'usage;PRÉNOMS",
        "Numéro agent;Nom d'usage;Prénoms",
        ' "Matricule" ; Nom de famille ;Prénom usuel ',
    ],
)
def test_columns_have_many_names(header):
    sheet = parse(f"{header}\n001;Benali;Nadia\n".encode())
    assert cells(sheet) == [{"personnel_number": "001", "last_name": "Benali", "first_name": "Nadia"}]


def test_columns_in_any_order_and_others_beside():
    sheet = parse(
        "Grade;Mél;Prénom;Né le;Matricule;Nom;Courriel\nx;a@b.fr;Nadia;1980;1;Benali;c@d.fr\n".encode()
    )
    assert cells(sheet)[0]["email"] == "a@b.fr"
    notes = " ".join(sheet.notes).replace("\u00a0", " ")
    assert "« Grade » et « Né le »" in notes
    assert "en double, la première est lue" in notes


def test_what_the_likeliest_line_lacks_is_said():
    with pytest.raises(ValidationError, match=r"il y manque.*: prénom\."):
        parse(b"Liste\n\nMatricule;Nom;Service\n1;B;C\n")


@pytest.mark.parametrize(
    ("title", "whole", "last", "first"),
    [
        ("Nom Prénom", "BENALI Nadia", "BENALI", "Nadia"),
        ("Nom et prénom", "Benali Nadia", "Benali", "Nadia"),
        ("NOM PRENOM", "BENALI NADIA", "BENALI", "NADIA"),
        ("Nom, prénom", "Ben Ali, Nadia Anne", "Ben Ali", "Nadia Anne"),
        ("Nom/Prénom", "DE LA FONTAINE Jean Pierre", "DE LA FONTAINE", "Jean Pierre"),
        ("Nom Prénom", "Mme D'ABO-KERN Éloïse", "D'ABO-KERN", "Éloïse"),
        ("Prénom Nom", "Nadia Benali", "Benali", "Nadia"),
        ("Prénom et nom", "Nadia Anne BEN ALI", "BEN ALI", "Nadia Anne"),
        ("Agent", "Nadia BENALI", "BENALI", "Nadia"),
    ],
)
def test_both_names_in_one_column(title, whole, last, first):
    sheet = parse(f'Matricule;{title}\n001;"{whole}"\n'.encode())
    assert cells(sheet) == [{"personnel_number": "001", "last_name": last, "first_name": first}]
    assert any("dans une seule colonne" in note for note in sheet.notes)


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("Nom Prénom", "Ben Ali Nadia"),
        ("Nom Prénom", "Benali"),
        ("Nom Prénom", "Nadia BENALI Anne"),
        ("Agent", "Benali Nadia"),
        ("Nom Prénom", "Benali,"),
        ("Nom Prénom", "Benali\x00 Nadia Anne"),
    ],
)
def test_names_that_nothing_parts_are_refused(title, whole):
    (row,) = parse(f'Matricule;{title}\n001;"{whole}"\n'.encode()).rows
    assert "où finit le nom" in row.fault
    # PostgreSQL keeps no NUL in the report.
    assert "\x00" not in row.fault


def test_columns_of_their_own_come_before_one_of_both():
    sheet = parse("Matricule;Agent;Nom;Prénom\n001;X Y Z;Benali;Nadia\n".encode())
    assert cells(sheet) == [{"personnel_number": "001", "last_name": "Benali", "first_name": "Nadia"}]
    assert any("Agent" in note for note in sheet.notes)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"001;Benali;Nadia\n", "nommer les colonnes"),
        (b"Matricule;Nom;Pr\xe9nom\n" + b"1;B;N\n" * (MOST_LINES + 1), "lignes"),
    ],
)
def test_what_is_no_list_is_refused(data, said):
    with pytest.raises(ValidationError, match=said):
        parse(data)


def test_a_bad_line_stops_no_other():
    text = (
        "Matricule;Nom;Prénom\n"
        '1;"Benali;Nadia\n'  # never closed
        "2;Lefèvre;Éric\n"
        "3\n"
        "4;a;b;de trop\n"
        "\n"
        ";;\n"
        '6;"Kern ""la grande""";"Zoé\nMarie"\n'
        "7;Martin;Anne;\n"
    )
    rows = {row.line: row for row in parse(text.encode()).rows}
    assert "guillemet" in rows[2].fault
    assert not rows[3].fault
    assert "plus de cases" in rows[5].fault
    assert rows[8].cells["last_name"] == 'Kern "la grande"'
    assert rows[8].cells["first_name"] == "Zoé\nMarie"
    assert not rows[10].fault
    assert set(rows) == {2, 3, 4, 5, 8, 10}


# Mending


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("  BENALI  ", "Benali"),
        ("benali", "Benali"),
        ("McDonald", "McDonald"),
        ("DE LA FONTAINE", "de La Fontaine"),
        ("DU", "Du"),
        ("LE GOFF", "Le Goff"),
        ("D'ABO-KERN", "d’Abo-Kern"),
        ("O'BRIEN", "O’Brien"),
        ("MARIE  ANGE", "Marie Ange"),
        ("ÉLOÏSE", "Éloïse"),
        ("BEN\u00a0ALI\u200b", "Ben Ali"),
        ("", ""),
    ],
)
def test_names(sent, written):
    assert cleaning.clean_name(sent) == written
    assert cleaning.clean_name(written) == written


@pytest.mark.parametrize(
    ("sent", "current", "kept"),
    [
        ("BENALI", "Bénali", "Bénali"),
        ("HELENE", "Hélène", "Hélène"),
        ("Helene", "Hélène", "Hélène"),
        ("Hélène", "Helene", "Hélène"),
        ("ROUX", "Bénali", "Roux"),
        ("D'ABO", "D’Abo", "D’Abo"),
    ],
)
def test_accents_of_the_directory_are_kept(sent, current, kept):
    assert cleaning.keep_known_spelling(sent, cleaning.clean_name(sent), current) == kept


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("0400002001", "04 00 00 20 01"),
        ("04.00.00.20.01", "04 00 00 20 01"),
        ("04/00/00/20/01", "04 00 00 20 01"),
        ("0033400002001", "04 00 00 20 01"),
        ("+33 (0)4 00 00 20 01", "04 00 00 20 01"),
        ("400002001.0", "04 00 00 20 01"),
        ("0400002001 / 0400002002", "04 00 00 20 01 / 04 00 00 20 02"),
        ("0400002001 poste 12", "04 00 00 20 01 poste 12"),
        ("2001 poste 4", "2001 poste 4"),
        ("+32 2 123 45 67", "+32 2 123 45 67"),
        ("", ""),
    ],
)
def test_telephones(sent, written):
    assert cleaning.clean_phone(sent) == written
    assert phones.written(written) == written


@pytest.mark.parametrize(
    "sent",
    [
        *("4,00002E+08", "4.00002001E8", "04 00 00 20", "040000200", "04 93 0", "04000020011", "40000200"),
        *("+33 4 00 00 20", "+33 4 00 00 20 01 5", "+32 2 12", "00 00 00 00 00", "1234567"),
        *("04 00 00 20 poste 4", "0400002001 / 04000020", "abc", "04 00 00 20 01 ou 02", "-", "1" * 41),
    ],
)
def test_what_is_no_telephone_or_lacks_digits_is_refused(sent):
    with pytest.raises(ValueError):
        cleaning.clean_phone(sent)


def test_other_cells():
    assert cleaning.clean_personnel_number(" 1234.0 ") == "1234"
    assert cleaning.clean_personnel_number("PM-001") == "PM-001"
    assert cleaning.clean_email(" mailto:Nadia.Benali@Ville.example ") == "nadia.benali@ville.example"
    assert cleaning.clean_email("<n@ville.example>") == "n@ville.example"
    assert [cleaning.clean_category(text) for text in ("A", "cat. b", "Catégorie C", "A+", "")] == [
        *"ABCA",
        "",
    ]
    assert cleaning.clean_function("ADJOINT ADMINISTRATIF") == "adjoint administratif"
    assert cleaning.clean_function("DGS") == "DGS"
    for bad in ("pas une adresse", "a@b", "a" * 300 + "@ville.example"):
        with pytest.raises(ValueError):
            cleaning.clean_email(bad)
    with pytest.raises(ValueError, match="D"):
        cleaning.clean_category("D")


def test_identifiants_are_new_and_plain():
    identifiants = cleaning.Identifiants(["nbenali", "nbenali2"])
    made = [identifiants.new(*names) for names in [("Nadia", "Benali"), ("Éric", "D’Abo-Kern"), ("李", "王")]]
    assert made == ["nbenali3", "edabokern", "agent"]
    assert identifiants.new("Ève", "Dabo Kern") == "edabokern2"
    assert len(identifiants.new("x", "y" * 80)) <= 60


def test_a_town_of_homonyms_tries_each_number_once():
    tried = []

    class Counted(set[str]):
        def __contains__(self, name: object) -> bool:
            tried.append(name)
            return super().__contains__(name)

    identifiants = cleaning.Identifiants([])
    identifiants.taken = Counted(["nbenali3"])
    made = [identifiants.new("Nadia", "Benali") for _ in range(50)]
    assert made[:4] == ["nbenali", "nbenali2", "nbenali4", "nbenali5"]
    assert len(set(made)) == 50
    assert len(tried) <= 2 * 50 + 1


# Where


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("direction", "service", "name"),
    [
        ("Culture", "", "Culture"),
        ("CULTURE", "MEDIATHEQUES", "Médiathèques"),
        ("Direction de la culture", "Service des médiathèques", "Médiathèques"),
        ("", "Médiathèques", "Médiathèques"),
        ("DRH", "", "Ressources humaines"),
        ("Culture", "Licornes", "Culture"),
        ("Licornes", "Médiathèques", "Médiathèques"),
        ("Licornes", "", ""),
        ("", "", ""),
        ("Espaces verts", "Médiathèques", "Espaces verts"),
        ("Culture", "Accueil", "Accueil"),
        ("", "Accueil", ""),
    ],
)
def test_directions_are_recognised(units, direction, service, name):
    for parent in (units["culture"], units["people"]):
        unit("Accueil", Direction.Kind.SERVICE, parent)
    found, note = DirectionMatcher(Tree()).find(direction, service)
    assert (found.name if found else "") == name
    if not name and (direction or service):
        assert "affectation inchangée" in note
