"""`manage.py import_scdl`: what it prints, what it writes beside, how it ends."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from deliberations.models import Deliberation
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
    assert "Rien n’a été écrit" in text
    assert "à créer\u00a0: 1" in text
    assert not Deliberation.objects.exists()


def test_the_report_is_a_table(tmp_path):
    path, report = written(tmp_path, line(DELIB_ID="=1", DELIB_DATE="hier")), tmp_path / "rapport.csv"
    assert "refusée\u00a0:" in said(path, "--report", str(report))
    rows = list(csv.reader(StringIO(report.read_text("utf-8-sig")), delimiter=";"))
    assert [row[:3] for row in rows[1:]] == [["2", "'=1", "refusée"]]


def test_paths_that_lead_nowhere_end_in_words(tmp_path):
    for path, *report in [
        (tmp_path / "absent.csv",),
        (tmp_path,),
        (written(tmp_path, line()), "--report", str(tmp_path / "absent" / "rapport.csv")),
    ]:
        with pytest.raises(CommandError, match="ne s’ouvre pas"):
            said(path, *report)
    with pytest.raises(CommandError, match="vide"):
        said(raw(tmp_path, b""))
