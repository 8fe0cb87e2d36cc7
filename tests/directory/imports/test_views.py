"""The import as a page: dropped, read, confirmed, told; and the command."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.documents.models import Document, Upload
from core.history.entries import history_of
from core.imports.planning import REPORT_DAYS
from core.people.models import Agent, AgentSkill
from directory.imports.apply import agents_import
from directory.models import AgentImport
from tests.directory.factories import a_file, a_sheet, under_one_root
from tests.factories import AgentFactory
from tests.people.factories import SkillFactory

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Agent], Client]
CREATE = reverse("directory:import_create")
LINES = ("00123;BENALI;NADIA;;;Directrice;;;", "9;ROUX;paul;Culture;;;;;", ";Sans;Matricule;;;;;;")


@pytest.fixture
def client(signed_in: SignedIn, directory_manager: Agent) -> Client:
    return signed_in(directory_manager)


def dropped(client: Client, *lines: str, **more: str) -> AgentImport:
    response = client.post(CREATE, {"file": a_file(a_sheet(*lines), "agents.csv"), **more})
    assert response.status_code == 302, response.text
    return AgentImport.objects.latest("pk")


def seen(client: Client, found: AgentImport) -> str:
    return client.get(found.get_absolute_url()).context["report"]["digest"]


def test_a_file_is_read_before_anything_changes(client, units, librarian):
    found = dropped(client, *LINES)
    page = client.get(found.get_absolute_url())
    assert page.context["report"]["counts"]["created"] == 1
    assert "Sans matricule" in page.text
    assert "Confirmer l’import" in page.text
    changes = client.get(found.get_absolute_url(), {"lignes": "changed"}).text
    assert "<del>bibliothécaire</del> <ins>Directrice</ins>" in changes
    assert not Agent.objects.filter(personnel_number="9").exists()
    assert not Upload.objects.exists()


def test_confirmed_it_is_done_and_the_file_forgotten(
    client, units, librarian, django_capture_on_commit_callbacks
):
    found = dropped(client, *LINES)
    assert found.file
    path = found.file.file_path
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(found.get_absolute_url(), {"seen": seen(client, found)}, follow=True)
    assert "L’import est fait" in response.text
    assert "Confirmer l’import" not in response.text
    assert Agent.objects.get(personnel_number="9").direction == units["culture"]
    assert not Document.objects.exists()
    assert not path.exists()
    found.refresh_from_db()
    assert found.state == "done"
    assert history_of(found)[0].action == "a importé le fichier d’agents"
    again = client.post(found.get_absolute_url(), {"seen": "x"}, follow=True)
    assert "n’est plus possible" in again.text


def test_what_has_changed_meanwhile_is_shown_again(client, units, librarian):
    found = dropped(client, *LINES)
    digest = seen(client, found)
    client.post(found.get_absolute_url(), {"seen": ""})
    Agent.objects.filter(pk=librarian.pk).update(function="Directrice")
    response = client.post(found.get_absolute_url(), {"seen": digest})
    assert response.status_code == 200
    assert "relisez-le" in response.text
    assert not Agent.objects.filter(personnel_number="9").exists()
    client.post(found.get_absolute_url(), {"seen": response.context["report"]["digest"]})
    assert Agent.objects.filter(personnel_number="9").exists()


def test_more_than_five_per_cent_wants_a_second_box(client, units):
    agents = [AgentFactory.create(personnel_number=f"T{number}") for number in range(20)]
    found = dropped(client, "9;Roux;Paul;;;;;;")
    page = client.get(found.get_absolute_url())
    assert "plus de 5" in page.text
    data = {"seen": page.context["report"]["digest"], "deactivate_leavers": "on"}
    response = client.post(found.get_absolute_url(), data)
    assert "20 comptes seraient fermés" in response.text
    assert "checked" in response.text
    assert not Agent.objects.filter(personnel_number="9").exists()
    client.post(found.get_absolute_url(), data | {"confirm_many": "on"})
    assert not Agent.objects.filter(pk__in=[agent.pk for agent in agents], is_active=True).exists()


def test_abandoned_it_leaves_nothing(client, units):
    found = dropped(client, *LINES)
    path = reverse("directory:import_abandon", args=[found.reference])
    abandoned = client.post(path, follow=True).text
    assert "L’import est abandonné." in abandoned
    assert "Rien n’a changé, et le fichier est effacé." in abandoned
    assert not Document.objects.exists()
    assert "abandonné" in client.post(path, follow=True).text
    assert "Confirmer l’import" not in client.get(found.get_absolute_url()).text
    report = reverse("directory:import_report", args=[found.reference])
    assert client.get(report).status_code == 404


def test_a_file_that_vanished_from_the_disk_says_so(client, units):
    found = dropped(client, *LINES)
    assert found.file
    found.file.file_path.unlink()
    page = client.get(found.get_absolute_url())
    assert "n’est plus là" in page.text
    assert "Confirmer l’import" not in page.text
    assert "Abandonner l’import" in page.text
    assert client.post(found.get_absolute_url(), {"seen": "x"}).status_code == 200
    assert client.get(reverse("directory:import_report", args=[found.reference])).status_code == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "vide"), (b"Nom;Ville\nBenali;Ici\n", "nommer les colonnes"), (b"MZ" + b"\0" * 100, "")],
)
def test_what_is_no_list_is_refused_with_words(client, data, said):
    response = client.post(CREATE, {"file": a_file(data, "agents.csv")})
    assert response.status_code == 200
    assert "errorlist" in response.text
    assert said in response.text
    assert not AgentImport.objects.exists()
    assert not Document.objects.exists()


def test_the_report_is_inert_in_a_spreadsheet(client, units, librarian):
    found = dropped(client, '9;=cmd|x;@paul;;;"+1+1";;;')
    response = client.get(reverse("directory:import_report", args=[found.reference]))
    rows = list(csv.reader(StringIO(response.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0] == "ligne"
    assert rows[1][1:3] == ["9", "'@paul =cmd|x"]
    assert rows[2][1:4] == ["00123", "Nadia Benali", "absent"]


def test_what_nobody_confirms_is_cleaned_up(client, units, directory_manager):
    old, fresh = dropped(client, *LINES), dropped(client, *LINES)
    long_ago = timezone.now() - timedelta(days=agents_import.waiting_days, minutes=1)
    AgentImport.objects.filter(pk=old.pk).update(created_at=long_ago)
    done = dropped(client, *LINES)
    client.post(done.get_absolute_url(), {"seen": seen(client, done)})
    year_ago = timezone.now() - timedelta(days=REPORT_DAYS + 1)
    AgentImport.objects.filter(pk=done.pk).update(ended_at=year_ago)
    agents_import.clean_up(timezone.now())
    states = dict(AgentImport.objects.values_list("pk", "state"))
    assert states == {old.pk: "abandoned", fresh.pk: "ready", done.pk: "done"}
    assert Document.objects.get() == fresh.file
    assert "effacé après un an" in client.get(done.get_absolute_url()).text


def test_missing_directions_are_listed_then_created_by_the_box(client, units, librarian):
    """Nothing else changes: the page offers the confirmation all the same."""
    under_one_root(units)
    found = dropped(client, "00123;Benali;Nadia;Licornes;;;;;")
    page = client.get(found.get_absolute_url()).text.replace("\u00a0", " ")
    assert "Directions inconnues (1) : « Licornes » (1 ligne)." in page
    assert "Créer les directions qui manquent" in page
    client.post(found.get_absolute_url(), {"seen": seen(client, found), "create_directions": "on"})
    librarian.refresh_from_db()
    assert str(librarian.direction) == "Licornes"
    assert "Directions créées" in client.get(found.get_absolute_url()).text


# The command


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: str) -> Path:
        path = tmp_path / "agents.csv"
        path.write_bytes(a_sheet(*lines))
        return path

    return write


def said(*words: Any, **options: Any) -> str:
    out = StringIO()
    call_command("import_agents", *words, stdout=out, **options)
    return out.getvalue()


def test_a_trial_says_everything_and_writes_nothing(units, librarian, sheet):
    text = said(sheet(*LINES[1:]), "--dry-run", "--deactivate-leavers")
    assert "ligne 2 : nouveau : Paul Roux (9)" in text
    assert "ligne 3 : refusé : Matricule Sans : Sans matricule" in text
    assert "absent : Nadia Benali (00123) : Compte à fermer." in text
    assert "nouvelles fiches : 1, fiches changées : 0, fiches inchangées : 0, lignes refusées : 1" in text
    assert "Rien n’a été écrit" in text
    assert not Agent.objects.filter(personnel_number="9").exists()


def test_the_command_carries_out(units, librarian, sheet):
    path = sheet(*LINES)
    assert "ligne 2 : changé : Nadia Benali (00123) : fonction : bibliothécaire → Directrice" in said(path)
    assert "nouvelles fiches : 0, fiches changées : 0, fiches inchangées : 2" in said(path)
    librarian.refresh_from_db()
    assert librarian.function == "Directrice"
    assert history_of(librarian)[0].by is None


def test_the_command_asks_twice_too(units, librarian, sheet):
    AgentSkill.objects.create(agent=librarian, skill=SkillFactory.create())
    path = sheet(LINES[1])
    with pytest.raises(CommandError, match="plus de 5"):
        said(path, "--deactivate-leavers")
    said(path, "--deactivate-leavers", "--confirm-many")
    librarian.refresh_from_db()
    assert not librarian.is_active
    assert not AgentSkill.objects.exists()
    said(sheet("00123;Benali;Nadia;;;;;;"), "--reopen")
    librarian.refresh_from_db()
    assert librarian.is_active


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="ne s’ouvre pas"):
        said(tmp_path / "rien.csv")
    (tmp_path / "vide.csv").touch()
    with pytest.raises(CommandError, match="vide"):
        said(tmp_path / "vide.csv")
