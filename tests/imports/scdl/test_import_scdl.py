"""`manage.py import_scdl`: what it prints, what it writes beside, how it ends."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from deliberations.models import Deliberation
from imports.management.commands import import_scdl
from tests.imports.scdl.scdl_files import line, raw, written

pytestmark = pytest.mark.django_db


def said(path: Path, *arguments: str) -> str:
    out = StringIO()
    call_command("import_scdl", str(path), *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_it_tells_line_by_line_then_counts(tmp_path):
    lines = [line(), line(DELIB_ID="A 2", DELIB_DATE="02/07/2021"), line(DELIB_DATE="hier")]
    text = said(written(tmp_path, *lines, delimiter=";"))
    assert "Ligne 3 (A 2), créée\u00a0: date «\u00a002/07/2021\u00a0» lue 2021-07-02." in text
    assert "Ligne 4 (2026_06_001), refusée\u00a0: date illisible" in text
    assert "Ligne 2 " not in text
    assert "séparateur" in text
    for count in [
        "lues\u00a0: 3",
        "créées\u00a0: 2",
        "refusées\u00a0: 1",
        "réparées\u00a0: 1",
        "inchangées\u00a0: 0",
    ]:
        assert count in text
    assert Deliberation.objects.count() == 2


def test_a_dry_run_says_so_and_writes_nothing(tmp_path):
    text = said(written(tmp_path, line()), "--dry-run")
    assert "rien n’a été écrit" in text
    assert "à créer\u00a0: 1" in text
    assert not Deliberation.objects.exists()


def test_a_long_tale_goes_to_a_file(tmp_path, monkeypatch):
    monkeypatch.setattr(import_scdl, "ON_SCREEN", 3)
    path = written(tmp_path, *(line(DELIB_ID=f"={n}", DELIB_DATE="hier") for n in range(10)))
    report = tmp_path / "rapport.csv"
    assert "et 7 autres lignes, avec --report" in said(path)
    text = said(path, "--report", str(report))
    assert text.count("refusée\u00a0:") == 3
    rows = list(csv.reader(StringIO(report.read_text("utf-8-sig")), delimiter=";"))
    assert len(rows) == 11
    assert rows[1][:3] == ["2", "'=0", "refusée"]


def test_paths_that_lead_nowhere_end_in_words(tmp_path):
    with pytest.raises(CommandError, match="pas de fichier"):
        said(tmp_path / "absent.csv")
    with pytest.raises(CommandError, match="dossier"):
        said(tmp_path)
    with pytest.raises(CommandError, match="vide"):
        said(raw(tmp_path, b""))
    with pytest.raises(CommandError, match="Rapport impossible"):
        said(written(tmp_path, line()), "--report", str(tmp_path / "absent" / "rapport.csv"))
