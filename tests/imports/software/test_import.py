"""A list of software: read, confirmed column by column, written, said line by line; and the command."""

import csv
import re
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from core.documents.models import Document
from core.imports.tables import DAMAGED, EMPTY, OLD
from core.notifications.models import Notification
from core.people.models import Agent, Direction
from core.search.models import Entry
from imports.software.actions import software_import
from imports.software.plan import NO_COLUMN, NO_HEADER, TOO_LARGE, parse
from manuals.models import Need, Software, SoftwareImport
from tests.factories import AgentFactory, DirectionFactory
from tests.manuals.factories import ManualFactory, SoftwareFactory

pytestmark = pytest.mark.django_db
CREATE = reverse("manuals:import_create")
HEADER = "Nom;À quoi il sert;Direction;Référent;Éditeur;URL;Besoins;Transversal;Usage commun"
PAIE = "Paietica;Verser la paie;DRH;Verdier Salomé;Solde & Fils;paie.ville.example;payer, recruter;non;"


@pytest.fixture(autouse=True)
def units(referent: Agent) -> dict[str, Direction]:
    return {
        "drh": DirectionFactory.create(name="Ressources humaines"),
        "finances": DirectionFactory.create(name="Finances"),
    }


def sheet(*lines: str) -> bytes:
    return "\n".join([HEADER, *lines]).encode()


def sent(client: Client, data: bytes, name: str = "progiciels.csv") -> SoftwareImport:
    response = client.post(CREATE, {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 302, response.text
    return SoftwareImport.objects.latest("pk")


def confirmed(client: Client, started: SoftwareImport, **query: Any) -> Any:
    page = client.get(started.get_absolute_url(), query)
    chosen = [name for _, name in page.context["columns"]]
    data = {"seen": page.context["report"]["digest"], "colonne": chosen}
    return client.post(started.get_absolute_url(), data, follow=True)


def read_again(client: Client, page: Any, **chosen: str) -> Any:
    """Choose fields by the titles of their columns, in the lists of the page itself."""
    titles = re.findall(r'<label for="colonne-\d+">(.*?)</label>\s*<select name="colonne"', page.text)
    assert chosen.keys() <= set(titles)
    current = dict(page.context["columns"])
    assert 'name="relire"' in page.text
    columns = [chosen.get(title, current[title]) for title in titles]
    path = page.request["PATH_INFO"]
    response = client.post(path, {"colonne": columns, "relire": "1"}, follow=True)
    assert response.redirect_chain
    return response


def events() -> Any:
    return apps.get_model("manuals.SoftwareEvent")._default_manager.all()


def workbook(*rows: list[Any]) -> bytes:
    book, file = Workbook(), BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


# What would be done


def test_a_new_software_with_all_that_is_said(units, referent):
    software_import.apply_file(sheet(PAIE), by=None)
    software = Software.objects.get(name="Paietica")
    assert (software.owner, software.functional_referent) == (units["drh"], referent)
    assert software.link == "https://paie.ville.example"
    assert software.state == "in_use"
    assert {need.name for need in software.needs.all()} == {"payer", "recruter"}
    assert Entry.objects.filter(title="Paietica").exists()
    assert Notification.objects.get(recipient=referent).title == "Vous êtes référent de Paietica"


def test_a_referent_of_many_is_told_once_with_their_names(referent):
    software_import.apply_file(sheet(*(PAIE.replace("Paietica", f"Outil {n}") for n in range(3))), by=None)
    told = Notification.objects.get(recipient=referent)
    assert told.title == "Vous êtes référent de 3 progiciels"
    assert told.url == reverse("manuals:software_list")
    assert all(f"– Outil {n}" in told.text for n in range(3))


def test_a_first_referent_learns_of_old_manuals(referent):
    software = SoftwareFactory.create(without_referents=True, name="Sève", version_in_use="12")
    manual = ManualFactory.create(software=software, software_version="11")
    software_import.apply_file("Nom;Référent\nSève;Verdier Salomé\n".encode(), by=None)
    told = Notification.objects.get(recipient=referent, kind="manuals.outdated")
    assert manual.title in told.text


def test_twice_is_the_same():
    software_import.apply_file(sheet(PAIE), by=None)
    kept, notifications = events().count(), Notification.objects.count()
    plan = software_import.apply_file(
        sheet(PAIE.replace("Paietica", "  PAIETICA ").replace("paie.ville", "https://paie.ville")), by=None
    )
    assert plan.counts == {"created": 0, "changed": 0, "same": 1, "refused": 0}
    assert plan.is_idle
    assert events().count() == kept
    assert Notification.objects.count() == notifications


def test_a_known_software_changes_only_where_the_file_says_something(software, referent, it_referent):
    software_import.apply_file(
        "Nom;Éditeur;Version;Référent technique\nbudgetine;Comptes Clairs;;\n".encode(), by=None
    )
    software.refresh_from_db()
    assert (software.vendor, software.version_in_use) == ("Comptes Clairs", "12.3")
    assert (software.functional_referent, software.it_referent) == (referent, it_referent)
    assert software.purpose == "Suivre le budget de sa direction."


@pytest.mark.parametrize(
    ("line", "outcome", "said"),
    [
        (";Sert;Finances;;;;;;", "refused", "Sans nom"),
        ("Neuf;;Finances;;;;;;", "refused", "à quoi il sert"),
        ("Neuf;Sert;Lune;;;;;;", "refused", "direction inconnue"),
        ("Neuf;Sert;Finances;Personne;;;;;", "created", "aucun compte ouvert"),
        ("Neuf;Sert;Finances;;;ftp://x;;;", "created", "https://"),
        ("Neuf;Sert;Finances;;;serveur/x;;;", "created", "Adresse complétée"),
        ("Neuf;Sert;Finances;;;;;oui;", "created", "il manque ce que l’on y fait ensemble"),
        ("Neuf;Sert;Finances;;;;;peut-être;", "created", "ni oui ni non"),
        (f"{'N' * 130};Sert;Finances;;;;;;", "refused", "120"),
        (f"Neuf;{'s' * 301};Finances;;;;;;", "refused", "300"),
        (f"Neuf;Sert;Finances;;{'é' * 121};;;;", "created", "120"),
        (f"Neuf;Sert;Finances;;;;{'b' * 61};;", "created", "besoins"),
        ("\u200b;Sert;Finances;;;;;;", "refused", "Sans nom"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(line, outcome, said):
    plan = software_import.apply_file(sheet(line), by=None)
    assert plan.lines[0].outcome == outcome
    assert said in " ".join(plan.lines[0].notes)
    assert Software.objects.count() == (outcome == "created")


def test_a_name_said_twice_and_people_of_one_name():
    AgentFactory.create(first_name="Salomé", last_name="Verdier", identifiant="sverdier2")
    plan = software_import.plan(parse(sheet(PAIE, PAIE)))
    assert "plusieurs agents" in plan.lines[0].notes[0]
    assert "sverdier2" in plan.lines[0].notes[0]
    assert plan.lines[1].outcome == "refused"
    assert "ligne 2" in plan.lines[1].notes[0]


def test_the_state_of_a_known_software_is_left_alone(software):
    plan = software_import.apply_file("Nom;État\nBudgétine;Retiré\n".encode(), by=None)
    assert "bureau du groupe" in plan.lines[0].notes[0]
    assert plan.lines[0].outcome == "same"
    software.refresh_from_db()
    assert software.state == "in_use"


def test_what_a_new_software_lacks_is_said_once(units):
    plan = software_import.plan(parse("Nom;Usage\nAlpha;Payer\nBêta;Recruter\n".encode()))
    assert plan.notes[0] == "Sans ceci, aucun nouveau progiciel n’est inscrit\u00a0: direction responsable."
    [line] = software_import.plan(parse(b"Nom;Usage;Direction\nAlpha;Payer;Nuages\n")).lines
    assert line.outcome == "refused"
    assert "direction inconnue" in line.notes[0]
    assert line.notes[1:] == ["Corrigez-le\u00a0: ce progiciel est nouveau, et en a besoin."]


# Files


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xd0\xcf\x11\xe0rest", OLD),
        (b"PK\x03\x04garbage", DAMAGED),
        (b"une;ligne\nsans;titre\n", NO_HEADER),
        (("Nom;Direction\n" + "a;b\n" * 20_000).encode(), TOO_LARGE),
        (("Nom;Direction\n" + "a;b\n" * 2_001).encode(), TOO_LARGE),
        (workbook([]), EMPTY),
        (workbook(["Nom", "Direction"], *[["a", "b"]] * 2_001), TOO_LARGE),
        (workbook(["un", "deux"]), NO_HEADER),
        (b"Direction;Version\nx;y\n", NO_COLUMN),
        (b"Nom;Direction" + b";x" * 59 + b"\n", TOO_LARGE),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused(data, message):
    with pytest.raises(ValidationError) as refused:
        software_import.plan(parse(data))
    assert refused.value.messages == [message]


def test_a_workbook_is_never_cut_in_silence():
    blank = [[None]] * 2_100
    rows = [["Nom", "Direction"], ["a", "b"]]
    assert len(list(parse(workbook(*rows, *blank)).records)) == 1
    with pytest.raises(ValidationError, match=r"plus de 2.050 lignes"):
        parse(workbook(*rows, *blank, ["z", "b"]))
    with pytest.raises(ValidationError, match="60 colonnes"):
        parse(workbook(["Nom", "Direction", *["x"] * 59], ["a", "b"]))


def test_a_workbook():
    table = parse(workbook(["Liste"], ["Nom", "", "Version", "Transversal"], ["Sève", "x", 12.0, True]))
    assert table.columns == ["name", "", "version_in_use", "is_collaborative"]
    assert [(line, cells) for line, cells, _ in table.records] == [(3, ["Sève", "x", "12", "oui"])]


def test_our_own_export_is_read_back(software, moderator, signed_in):
    data = signed_in(moderator).get(reverse("manuals:software_export")).getvalue()
    assert software_import.plan(parse(data)).counts == {"created": 0, "changed": 0, "same": 1, "refused": 0}


# The pages


def test_columns_are_confirmed_then_written(moderator, signed_in):
    client = signed_in(moderator)
    started = sent(client, b"Nom;Mission;Direction\nPaietica;Payer;Finances\n")
    page = client.get(started.get_absolute_url())
    assert "«\u00a0Mission\u00a0»" in page.text
    assert page.context["counts"][3] == ("lignes refusées", 1)
    assert "Confirmer l’import" not in page.text
    page = read_again(client, page, Mission="purpose")
    assert not Software.objects.exists()
    assert page.context["counts"][0] == ("nouvelles fiches", 1)
    chosen = {"colonne": ["name", "purpose", "owner"]}
    response = confirmed(client, started, **chosen)
    assert "L’import est fait" in response.text
    assert Software.objects.get().purpose == "Payer"
    assert not Document.objects.exists()
    assert "Confirmer l’import" not in response.text


def test_a_file_without_a_name_column_is_read_again_with_one(moderator, signed_in):
    client = signed_in(moderator)
    started = sent(client, b"Outil;Direction;Usage\nPaietica;Finances;Payer\n")
    page = client.get(started.get_absolute_url())
    assert NO_COLUMN in page.text
    assert "Confirmer l’import" not in page.text
    page = read_again(client, page, Outil="name")
    assert NO_COLUMN not in page.text
    assert page.context["counts"][0] == ("nouvelles fiches", 1)


def test_the_links_of_the_preview_keep_the_chosen_columns(moderator, signed_in):
    client = signed_in(moderator)
    started = sent(client, b"Nom;Mission;Direction\nPaietica;Payer;Finances\nVide;;Finances\n")
    page = read_again(client, client.get(started.get_absolute_url()), Mission="purpose")
    refused, report = (
        unescape(next(link for link in re.findall(r'href="([^"]+)"', page.text) if word in link))
        for word in ("lignes=refused", "compte-rendu.csv")
    )
    path = started.get_absolute_url() + refused.partition("#")[0]
    assert client.get(path).context["report"]["digest"] == page.context["report"]["digest"]
    lines = client.get(report).getvalue().decode("utf-8-sig").splitlines()[1:]
    assert [line.split(";")[2] for line in lines] == ["nouveau", "refusé"]


def test_what_was_not_seen_is_not_written(moderator, signed_in):
    client = signed_in(moderator)
    started = sent(client, sheet(PAIE))
    for data in ({"seen": "x"}, {}, {"seen": "x", "colonne": ["vendor"] * 9}, {"colonne": ["\x00"] * 500}):
        assert client.post(started.get_absolute_url(), data).status_code == 200
    page = client.get(started.get_absolute_url())
    SoftwareFactory.create(name="Paietica")
    response = client.post(started.get_absolute_url(), {"seen": page.context["report"]["digest"]})
    assert "ont changé depuis cet aperçu" in response.text
    assert Software.objects.count() == 1


def test_the_report_says_each_line(moderator, signed_in):
    client = signed_in(moderator)
    started = sent(client, sheet(PAIE, ";;;;;;;;x"))
    for _ in range(2):
        text = (
            client.get(reverse("manuals:import_report", args=[started.reference]))
            .getvalue()
            .decode("utf-8-sig")
        )
        lines = list(csv.reader(StringIO(text), delimiter=";"))
        assert [line[2] for line in lines[1:]] == ["nouveau", "refusé"]
        started.refresh_from_db()
        if started.is_ready:
            confirmed(client, started)
    assert "Sans nom" in client.get(started.get_absolute_url()).text


# The command


def test_the_command(tmp_path):
    path, out = tmp_path / "liste.csv", StringIO()
    path.write_bytes(sheet(PAIE))
    call_command("import_software", path, "--dry-run", stdout=out)
    assert "nouvelles fiches : 1" in out.getvalue()
    assert not Software.objects.exists()
    call_command("import_software", path, stdout=out)
    assert Software.objects.count() == 1
    assert Need.objects.count() == 2
