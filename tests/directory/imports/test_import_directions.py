"""`manage.py import_directions`: directions and where they stand, from a file of two columns."""

from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from core.history.entries import history_of
from core.people.models import Direction

pytestmark = pytest.mark.django_db
HEADER = "Direction;Direction parente"


def said(path: Path, *lines: str, data: bytes = b"", dry_run: bool = False) -> str:
    file = path / "directions"
    file.write_bytes(data or "\r\n".join([HEADER, *lines]).encode())
    out = StringIO()
    call_command("import_directions", file, stdout=out, dry_run=dry_run)
    return out.getvalue()


def test_directions_are_created_in_any_order(units, chief, tmp_path):
    lines = (
        "Piscine;Sports",
        "Sports;DGA Jeunesse",
        "DGA Jeunesse;",
        "CULTURE;dga vie de la cite",
        "Culture;",
    )
    text = said(tmp_path, *lines)
    pool = Direction.objects.get(name="Piscine")
    assert pool.parent
    assert pool.parent.parent
    assert [(each.name, each.kind) for each in (pool, pool.parent, pool.parent.parent)] == [
        ("Piscine", "service"),
        ("Sports", "direction"),
        ("DGA Jeunesse", "dga"),
    ]
    assert pool.parent.parent.parent == units["top"]
    assert "ligne 2 : créée : Piscine (service, sous Sports)" in text
    assert "créée : 3, déjà là : 1, REFUSÉE : 1" in text
    units["culture"].refresh_from_db()
    assert (units["culture"].head, units["culture"].parent) == (chief, units["dga"])
    assert history_of(pool)[0].action == "a créé une direction d’un fichier"
    again = said(tmp_path, *lines, "espaces verts;DGA Jeunesse")
    assert "créée : 0, déjà là : 5, REFUSÉE : 1" in again
    assert "déjà là : espaces verts (sous DGA Cadre de vie)" in again


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (
            ("Sports;Nulle part",),
            "ligne 2 : REFUSÉE : Sports (sa direction parente, « Nulle part », est inconnue)",
        ),
        (("Sports;Piscine", "Piscine;Sports"), "ligne 2 : REFUSÉE : Sports (elle est sous elle-même"),
        (("Sports;Sports",), "elle est sous elle-même"),
        (("Piscine;Sports", "Sports;Nulle part"), "sa direction parente, « Sports », est refusée)"),
        (
            ('"Prêt;Culture', "Piscine;Nulle part"),
            "REFUSÉE : ? (cette ligne ne peut pas être lue : un guillemet",
        ),
        (("Prêt;Médiathèques",), "Le rattachement doit être d’un niveau au-dessus)"),
        ((";Culture",), "REFUSÉE : ?"),
        ((f"{'a' * 121};Culture",), "120"),
    ],
)
def test_what_has_no_place_is_refused(units, tmp_path, lines, why):
    count = Direction.objects.count()
    assert why in said(tmp_path, *lines).replace("\u00a0", " ")
    assert Direction.objects.count() == count


def test_without_a_parent_there_must_be_one_general_direction(units, tmp_path):
    Direction.objects.create(name="Centre d’action sociale", kind="general")
    assert "Sports (rien ne dit sous laquelle" in said(tmp_path, "Sports;")


def test_a_workbook_on_trial_writes_nothing(units, tmp_path):
    book = Workbook()
    for row in (HEADER.split(";"), ["Sports", "DGA Vie de la cité"]):
        book.active.append(row)
    book.save(held := BytesIO())
    assert "créée : 1" in said(tmp_path, data=held.getvalue(), dry_run=True)
    assert not Direction.objects.filter(name="Sports").exists()


def test_no_list_of_directions(db, tmp_path):
    with pytest.raises(CommandError, match="Direction parente"):
        said(tmp_path, data=b"Nom;Ville\nRoux;Ici\n")
