"""The open data: seventeen columns, valid against the schema, and what is left out is said."""

import csv
import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from frictionless import Resource, Schema

from deliberations import scdl
from deliberations.models import Deliberation
from tests.deliberations.factories import DeliberationFactory, SessionFactory, matter

pytestmark = pytest.mark.django_db
SCHEMA = Path(__file__).parent / "scdl_deliberations.schema.json"


@pytest.fixture(autouse=True)
def _town(settings: Any) -> None:
    settings.TOWN_SIRET, settings.COUNCIL_NAME = "21990999100016", "Ville de Port-Mimosa"


def exported(client: Client, url: str) -> list[dict[str, str]]:
    response = client.get(url)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    data = response.getvalue()
    assert not data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(data.decode(), newline="")))


def faults_of(client: Client, url: str, folder: Path) -> list[Any]:
    """What frictionless finds; dates, patterns, required values and the columns' order included."""
    (folder / "scdl.csv").write_bytes(client.get(url).getvalue())
    resource = Resource(
        path="scdl.csv", basepath=str(folder), schema=Schema.from_descriptor(json.loads(SCHEMA.read_text()))
    )
    return resource.validate().flatten(["rowNumber", "fieldName", "type", "note"])


def of_session(deliberation: Deliberation) -> str:
    session = deliberation.session
    return reverse("deliberations:session_export", args=[session.year, session.slug])


def test_a_line_says_all_that_is_known(signed_in, outsider):
    deliberation = DeliberationFactory.create(
        number="2026_06_001",
        object="Compte «\u00a0unique\u00a0», exercice\n2025; suite",
        budget_year="2025/2026",
        budget_name="Budget principal",
        prefecture="PREF099",
        acknowledged_on="2026-06-29",
        public_url="https://www.ville.example/été/001.pdf",
        matter=matter("7.10"),
    )
    response = signed_in(outsider).get(of_session(deliberation))
    header, line = response.getvalue().decode().splitlines()
    assert header == ",".join(scdl.COLUMNS)
    assert line == (
        "Ville de Port-Mimosa,21990999100016,2026_06_001,2026-06-25,7.10,finances locales/divers,"
        '"Compte « unique », exercice 2025; suite",2025/2026,Budget principal,PREF099,2026-06-29,'
        "45,43,36,4,3,https://www.ville.example/%C3%A9t%C3%A9/001.pdf"
    )


def test_a_session_and_a_year_are_valid(signed_in, outsider, tmp_path):
    session = SessionFactory.create()
    for code in ("1.1", "7.1", "7.10", "9.4"):
        deliberation = DeliberationFactory.create(
            session=session, matter=matter(code), object=f'Objet "{code}", suite'
        )
    DeliberationFactory.create(
        session=session, voters=None, seats=None, votes_for=None, votes_against=None, abstentions=None
    )
    DeliberationFactory.create(
        session=session,
        matter=None,
        matter_code="8.4",
        matter_name="Domaines (divers), par thèmes / Aménagement",
    )
    client = signed_in(outsider)
    assert len(exported(client, of_session(deliberation))) == 6
    for url in (of_session(deliberation), reverse("deliberations:year_export", args=[2026])):
        assert faults_of(client, url, tmp_path) == []


def test_every_matter_has_the_name_that_scdl_asks_for():
    for each in type(matter("1.1")).objects.current():
        assert each.scdl_name == scdl.scdl_name(f"{each.level1}/{each.level2}")
        assert not re.search(r"[,()A-Z]|\s/|/\s", each.scdl_name)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"result": "pending"}, "ni adoptée ni rejetée"),
        ({"result": "withdrawn"}, "ni adoptée ni rejetée"),
        ({"matter": None}, "sa matière"),
        ({"matter": None, "matter_code": "12.3", "matter_name": "astronomie/comètes"}, "sa matière"),
        ({"matter": None, "matter_code": "7.1"}, "sa matière"),
    ],
)
def test_what_is_left_out_is_said(signed_in, council_secretary, tmp_path, changes, why):
    left = DeliberationFactory.create(number="LAISSEE", **changes)
    DeliberationFactory.create(session=left.session, number="GARDEE")
    client = signed_in(council_secretary)
    assert [line["DELIB_ID"] for line in exported(client, of_session(left))] == ["GARDEE"]
    assert faults_of(client, of_session(left), tmp_path) == []
    page = client.get(reverse("deliberations:export_check", args=[2026]))
    assert "LAISSEE" in page.text
    assert why in page.text
    assert "GARDEE" not in page.text
    page = client.get(reverse("deliberations:session_prepare", args=[left.session.reference]))
    assert ("manquera à l’export SCDL" in page.text) == ("matter" in changes)


def test_nothing_is_exported_without_the_town_s_siret(signed_in, council_secretary, published, settings):
    settings.TOWN_SIRET = "2199"
    client = signed_in(council_secretary)
    assert client.get(of_session(published)).status_code == 404
    assert "Données ouvertes" not in client.get(published.session.get_absolute_url()).text
    assert "TOWN_SIRET" in client.get(reverse("deliberations:export_check", args=[2026])).text


def test_a_long_session_streams_in_order(signed_in, outsider, monkeypatch):
    monkeypatch.setattr(scdl, "BATCH", 3)
    session = SessionFactory.create()
    for place in range(8, 0, -1):
        deliberation = DeliberationFactory.create(session=session, position=place, number=f"N{place}")
    lines = exported(signed_in(outsider), of_session(deliberation))
    assert [line["DELIB_ID"] for line in lines] == [f"N{place}" for place in range(1, 9)]


def test_the_year_leaves_drafts_out(signed_in, council_secretary, published, unpublished):
    lines = exported(signed_in(council_secretary), reverse("deliberations:year_export", args=[2026]))
    assert [line["DELIB_ID"] for line in lines] == [published.number]
