"""The page that the group projects, and its two files."""

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core.french import short_date
from manuals import contracts
from manuals.models import Contract, Deadline, Problem, Software
from manuals.overview import counts_today, rows_of
from manuals.problems import Mark
from tests.factories import DirectionFactory
from tests.manuals.factories import (
    ArchivingFactory,
    DataRecoveryFactory,
    SoftwareFactory,
    WorkflowUpdatesFactory,
)

pytestmark = pytest.mark.django_db
URL, XLSX = reverse("manuals:overview"), reverse("manuals:overview_export")
TODAY = date(2026, 11, 25)
OLD = TODAY - timedelta(days=400)


def known(software: Software, **changes: Any) -> None:
    """All three are known, `changes` of each."""
    for factory in (ArchivingFactory, WorkflowUpdatesFactory, DataRecoveryFactory):
        factory.create(software=software, **changes)


def names(client: Client, **query: str | int) -> list[str]:
    response = client.get(URL, query)
    assert response.status_code == 200
    return [row.software.name for row in response.context["page"]]


def test_danger_comes_first_then_the_best_known_then_by_name():
    known(SoftwareFactory.create(name="Sue"), filled_on=TODAY)
    known(SoftwareFactory.create(name="Relue"), filled_on=OLD)
    known(SoftwareFactory.create(name="Essayée"), filled_on=TODAY, tested_on=TODAY, test_result="success")
    ArchivingFactory.create(software=SoftwareFactory.create(name="Une sur trois"), filled_on=TODAY)
    SoftwareFactory.create(name="Zéro")
    SoftwareFactory.create(name="Autre zéro")
    failed = {"tested_on": TODAY, "test_result": "failure", "filled_on": TODAY}
    known(SoftwareFactory.create(name="Trois essais ratés"), **failed)
    one = SoftwareFactory.create(name="Un essai raté")
    known(one, filled_on=TODAY)
    one.archiving.tested_on, one.archiving.test_result = TODAY, "failure"
    one.archiving.save()
    over = SoftwareFactory.create(name="Contrat fini")
    known(over, filled_on=TODAY)
    rows = rows_of(Software.objects.for_overview(), on=TODAY, contracts_over={over.pk: OLD})
    assert [row.software.name for row in rows] == [
        "Trois essais ratés", "Contrat fini", "Un essai raté",
        "Essayée", "Sue", "Relue", "Une sur trois", "Autre zéro", "Zéro",
    ]  # fmt: skip


def test_what_a_mark_would_hide_is_said():
    software = SoftwareFactory.create()
    ArchivingFactory.create(software=software, retention="", filled_on=TODAY)
    WorkflowUpdatesFactory.create(
        software=software, state="works", filled_on=TODAY, tested_on=TODAY, test_result="failure"
    )
    DataRecoveryFactory.create(software=software, filled_on=OLD, tested_on=OLD, test_result="partial")
    (row,) = rows_of(Software.objects.for_overview(), on=TODAY)
    assert [(cell.mark, cell.dangers, cell.note) for cell in row.cells] == [
        (Mark.UNKNOWN, [], "commencé"),
        (Mark.AT_RISK, ["essai raté"], ""),
        (Mark.TO_REVIEW, [], "essai réussi en partie"),
    ]


@pytest.mark.parametrize(("circuits", "note"), [("Deux visas.", ""), ("", "commencé")])
def test_a_broken_circuit_is_never_hidden(circuits, note):
    WorkflowUpdatesFactory.create(circuits=circuits, state="broken", filled_on=TODAY)
    (row,) = rows_of(Software.objects.for_overview(), on=TODAY)
    assert (row.cells[1].dangers, row.cells[1].note) == (["un circuit ne marche plus"], note)


def test_what_does_not_come_back_is_not_said_to_be_known(outsider, signed_in):
    DataRecoveryFactory.create(completeness="nothing", holder="personne")
    page = signed_in(outsider).get(URL).text
    row = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert "Connu" not in row
    assert "En danger" in row
    # In red, with a sign and words.
    warning = re.search(r'<span class="old"><svg.*?</svg>(.*?)</span>', row, re.DOTALL)
    assert warning
    assert warning[1].strip() == "rien ne revient, personne n’a la copie"


def test_a_contract_that_is_over_is_said_to_those_who_read_it(cast, software, signed_in):
    """To the others, neither by a word nor by the order of the rows."""
    known(SoftwareFactory.create(name="Agora, connue"))
    known(software)
    contract = Contract.objects.create(
        software=software, filled_by=cast["referent"], ends_on=timezone.localdate() - timedelta(days=1)
    )
    readers = {"referent", "it_referent", "moderator", "head", "administrator"}
    for person in sorted(readers | {"other_referent", "outsider", "room_manager"}):
        client = signed_in(cast[person])
        page = client.get(URL).text
        assert (f"contrat fini depuis le {short_date(contract.ends_on)}" in page) == (person in readers)
        assert (names(client)[0] == "Budgétine") == (person in readers), person
        rows = load_workbook(BytesIO(client.get(XLSX).getvalue())).worksheets[0].values
        assert "contrat" not in str(list(rows))
    contracts.commit(contract, Deadline.END, by=cast["referent"], settled_by=timezone.localdate())
    assert "contrat fini depuis" not in signed_in(cast["moderator"]).get(URL).text


def test_counts_are_of_today_and_of_what_is_not_retired():
    SoftwareFactory.create()
    known(SoftwareFactory.create())
    known(SoftwareFactory.create(), tested_on=timezone.localdate(), test_result="success")
    known(SoftwareFactory.create(state="retired"))
    counts = counts_today()
    assert (counts.on, counts.total) == (timezone.localdate(), 3)
    for problem in Problem:
        assert counts.of[problem] == {
            Mark.AT_RISK: 0, Mark.UNKNOWN: 1, Mark.TO_REVIEW: 0, Mark.KNOWN: 1, Mark.TESTED: 1,
        }  # fmt: skip
        assert counts.share(problem) == 67
    Software.objects.all().update(state="retired")
    assert counts_today().share(Problem.RECOVERY) == 0


def test_filters(outsider, signed_in):
    finance = DirectionFactory.create(name="Finances")
    SoftwareFactory.create(name="Budgétine", owner=finance, vendor="Comptes Clairs")
    SoftwareFactory.create(name="Sève", vendor="Ramure")
    SoftwareFactory.create(name="Plume", state="retired", vendor="Postillon")
    client = signed_in(outsider)
    assert names(client) == ["Budgétine", "Sève"]
    # What nobody knows is folded.
    assert "<tbody>" not in client.get(URL).text.partition("Ce que la ville sait")[0]
    known(SoftwareFactory.create(name="Sue"))
    table, _, rest = client.get(URL).text.partition("</tbody>")
    assert [name for name in ("Sue", "Budgétine") if name in table] == ["Sue"]
    assert "Budgétine" in rest.partition("</details>")[0]
    Software.objects.filter(name="Sue").delete()
    assert names(client, direction=finance.pk) == ["Budgétine"]
    assert names(client, vendor="Ramure") == ["Sève"]
    assert names(client, vendor="Ramure", direction=finance.pk) == []
    # What the town knows is of the town, whatever is filtered.
    assert client.get(URL, {"vendor": "Ramure"}).context["counts"].total == 2
    # Retired: its vendor is no choice.
    response = client.get(URL, {"vendor": "Postillon", "direction": "²"})
    assert response.context["filters"].ignored == ("Direction", "Éditeur")
    assert "Aucun progiciel ne correspond" in client.get(
        URL, {"vendor": "Ramure", "direction": finance.pk}
    ).text  # fmt: skip


def test_files_hold_the_filtered_table_and_no_contract(cast, software, signed_in):
    DataRecoveryFactory.create(
        software=software, cost="QUATRE MILLE", clause="CLAUSE 9", filled_on=date(2026, 3, 2),
        tested_on=date(2026, 3, 1), test_result="failure",
    )  # fmt: skip
    client = signed_in(cast["moderator"])

    def lines(**asked: Any) -> dict[Any, tuple[Any, ...]]:
        sheet = load_workbook(BytesIO(client.get(XLSX, asked).getvalue())).worksheets[0]
        return {line[0]: line for line in sheet.values}

    assert lines().keys() == {"Progiciel", "Autre", "Budgétine"}
    state, filled_on, tested_on, result = lines()["Budgétine"][-4:]
    assert (state, result) == ("En danger", "raté")
    assert (f"{filled_on:%d/%m/%Y}", f"{tested_on:%d/%m/%Y}") == ("02/03/2026", "01/03/2026")
    assert lines()["Autre"][-4:] == ("Inconnu", None, None, None)
    assert "QUATRE MILLE" not in str(lines())
    assert "CLAUSE" not in str(lines())
    assert [*lines(direction=software.owner_id)] == ["Progiciel", "Budgétine"]
