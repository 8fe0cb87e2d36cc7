"""The three parts of a software's page: who reads them, who fills them in, what never reaches an agent."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from core.history.entries import history_of
from manuals import problems
from manuals.models import Archiving, Problem, Software
from manuals.problems import RECORDS
from tests.manuals.factories import (
    ArchivingFactory,
    WorkflowUpdatesFactory,
)
from tests.pages import forms_of

pytestmark = pytest.mark.django_db
FILLED: dict[Problem, dict[str, Any]] = {
    Problem.ARCHIVING: {
        "kept": "Les mandats",
        "retention": "dix ans",
        "legal_basis": "circulaire",
        "final_action": "sort",
        "holder": "les archives",
        "transfer": "un export",
        "tested_on": "2026-03-02",
        "test_result": "success",
    },
    Problem.WORKFLOWS: {"circuits": "Deux visas", "state": "broken", "workaround": "par message"},
    Problem.RECOVERY: {
        "format": "CSV",
        "completeness": "whole",
        "delay": "un mois",
        "cost": "mille euros",
        "clause": "article 12",
        "holder": "la DSI",
    },
}


def edit_url(software: Software, problem: Problem) -> str:
    return reverse(f"manuals:{problem}_edit", args=[software.reference])


@pytest.mark.parametrize("problem", Problem)
def test_filled_in_by_its_form(software, referent, signed_in, problem):
    response = signed_in(referent).post(edit_url(software, problem), FILLED[problem])
    assert response.url == f"{software.get_absolute_url()}#{problem.slug}"
    record = RECORDS[problem].objects.get()
    assert (record.software, record.filled_by, record.filled_on) == (software, referent, timezone.localdate())
    assert {name: str(getattr(record, name)) for name in FILLED[problem]} == FILLED[problem]
    assert history_of(record)[0].by == referent
    assert "a renseigné" in history_of(record)[0].action


def test_what_is_empty_is_said(software, referent, signed_in):
    """Never hidden; of the contract too, which a referent reads."""
    client = signed_in(referent)
    page = client.get(software.get_absolute_url()).text
    assert page.count("Pas encore renseigné.") == 4
    assert page.count("Renseigner<") == 3
    ArchivingFactory.create(software=software, filled_by=referent)
    page = client.get(software.get_absolute_url()).text
    assert page.count("Pas encore renseigné.") == 3
    assert "Les mandats et les titres" in page
    assert "Versement aux archives" in page
    assert "Pas encore renseigné\u00a0: sur quel texte" in page.replace(" :", "\u00a0:")
    assert "enseigné par Salomé Verdier" in page
    assert page.count("Mettre à jour<") == 1
    assert "À relire" not in page


def test_older_than_a_year_is_to_review(software, outsider, signed_in):
    record = ArchivingFactory.create(software=software, filled_on=date(2024, 2, 1))
    client = signed_in(outsider)
    assert "À relire\u00a0:" in client.get(software.get_absolute_url()).text.replace(" :", "\u00a0:")
    # Saved as it was, it has been read again.
    same = {name: getattr(record, name) for name in ("kept", "retention", "final_action")}
    signed_in(software.functional_referent).post(edit_url(software, Problem.ARCHIVING), same)
    assert "À relire" not in client.get(software.get_absolute_url()).text


def test_the_problems_make_a_software_findable(software, outsider, signed_in):
    WorkflowUpdatesFactory.create(software=software, circuits="Le parapheur des subventions")
    page = signed_in(outsider).get(reverse("search:results"), {"q": "parapheur"}).text
    assert software.get_absolute_url() in page


def test_nothing_is_not_kept(software, referent, signed_in):
    response = signed_in(referent).post(edit_url(software, Problem.ARCHIVING), {"kept": " "})
    assert "écrivez au moins une ligne" in response.text
    to_come = {"kept": "x", "tested_on": "2050-01-01", "test_result": "success"}
    response = signed_in(referent).post(edit_url(software, Problem.ARCHIVING), to_come)
    assert "Un essai a déjà eu lieu" in response.text
    assert not Archiving.objects.exists()
    with pytest.raises(TypeError):
        problems.fill_in(software, Problem.ARCHIVING, by=referent, filled_on=date(2030, 1, 1))
    with pytest.raises(ValidationError):
        problems.fill_in(software, Problem.ARCHIVING, by=referent, kept="x", test_result="success")


def test_two_referents_fill_it_in_at_once(software, referent, it_referent, signed_in):
    """The second learns of the first: the page that she opened was empty."""
    url = edit_url(software, Problem.ARCHIVING)
    client = signed_in(referent)
    shown = next(form for form in forms_of(client.get(url).text) if "kept" in form.values)
    signed_in(it_referent).post(url, FILLED[Problem.ARCHIVING])
    response = client.post(url, shown.values | {"kept": "Ma version"})
    assert response.status_code == 200
    assert "a été modifiée depuis" in response.text
    assert "Ma version" in response.text
    assert Archiving.objects.get().kept == "Les mandats"


@pytest.mark.django_db(transaction=True)
def test_two_create_it_at_once(software, referent, it_referent, signed_in, together):
    """One row, whoever is second; the form says who filled it in before."""
    results = together(
        lambda: problems.fill_in(software, Problem.ARCHIVING, by=referent, kept="Les mandats"),
        lambda: problems.fill_in(software, Problem.ARCHIVING, by=it_referent, kept="Les titres"),
    )
    assert all(isinstance(result, Archiving) for result in results)
    page = signed_in(referent).get(edit_url(software, Problem.ARCHIVING)).text.partition("Historique")[2]
    assert all(str(agent) in page for agent in (referent, it_referent))
    record = Archiving.objects.get()
    assert record.filled_by == {"Les mandats": referent, "Les titres": it_referent}[record.kept]
    assert len(history_of(record)) == 2
