"""The assignments of a file: added, ended, unchanged, refused; twice changes nothing."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.notifications.models import Notification
from core.people.models import Agent, Assignment
from directory.imports.apply import agents_import
from directory.imports.plan import Plan
from tests.directory.factories import a_sheet
from tests.people.factories import AssignmentFactory

pytestmark = pytest.mark.django_db
HEADER = (
    "Matricule;Nom;Prénom;Nature affectation;Affectation transversale;Direction affectation;"
    "Début affectation;Fin affectation"
)
WHO = "00123;Benali;Nadia"
SAID = f"{WHO};Référent;Référente prévention;Culture;01/03/2026;"


def run(*lines: str, **options: Any) -> Plan:
    return agents_import.apply_file(a_sheet(*lines, header=HEADER), by=None, **options)


def rows() -> list[tuple[str, str, date, date | None]]:
    return [(row.kind, row.title, row.first_day, row.last_day) for row in Assignment.objects.order_by("pk")]


def test_added_once(units, librarian, chief):
    plan = run(SAID)
    assert rows() == [("mandate", "Référente prévention", date(2026, 3, 1), None)]
    assert Assignment.objects.get().direction == units["culture"]
    assert plan.counts["assigned"] == 1
    assert "Référente prévention (Culture), depuis le 1ᵉʳ" in str(plan.lines[0].changes)
    assert set(Notification.objects.values_list("recipient", flat=True)) == {librarian.pk, chief.pk}
    again = run(SAID)
    assert again.is_idle
    assert again.counts["same"] == 1
    assert len(rows()) == 1


def test_ended_then_unchanged(units, librarian):
    run(SAID)
    ended = f"{WHO};Référent;Référente prévention;Culture;01/03/2026;2026-06-30"
    plan = run(ended)
    assert "affectation finie" in str(plan.lines[0].changes)
    assert rows() == [("mandate", "Référente prévention", date(2026, 3, 1), date(2026, 6, 30))]
    assert run(ended).is_idle
    # An empty end changes nothing.
    assert run(SAID).is_idle


def test_without_its_columns_nothing_changes(units, librarian):
    run(SAID)
    before = rows()
    agents_import.apply_file(a_sheet("00123;Benali;Nadia", header="Matricule;Nom;Prénom"), by=None)
    run(f"{WHO};;;;;")
    assert rows() == before


def test_several_lines_of_one_person(units, librarian):
    plan = run(
        SAID,
        f"{WHO};intérim;Directrice de la culture;Culture;;",
        f"{WHO};Référent;référente prévention;Culture;01/03/2026;",
        f"{WHO};;;;;",
    )
    assert {title for _, title, *_ in rows()} == {"Référente prévention", "Directrice de la culture"}
    assert "déjà dite plus haut" in str(plan.lines[2].notes)
    assert "est déjà à la ligne 2" in str(plan.lines[3].notes)
    assert not Agent.objects.filter(is_active=False).exists()


def test_of_an_agent_who_arrives(units):
    arriving = "90001;Roux;Paul;fonction;Coordinateur des accueils;;;"
    run(arriving, "90001;Roux;Paul;mandat;Référent laïcité;;;")
    agent = Agent.objects.get(personnel_number="90001")
    assert agent.assignments.count() == 2
    assert {row.first_day for row in agent.assignments.all()} == {timezone.localdate()}
    assert run(arriving).is_idle


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("mandat;Délégué syndical;;;", "n’ont pas leur place"),
        ("corvée;Coordinatrice;;;", "nature"),
        ("mandat;Coordinatrice;Nulle part;;", "inconnue"),
        ("mandat;Coordinatrice;;31/02/2026;", "date est illisible"),
        ("mandat;Coordinatrice;;01/03/2026;01/02/2026", "la fin précède le début"),
        (f"mandat;{'a' * 121};;;", "plus de 120"),
    ],
)
def test_refused(units, librarian, cells, said):
    plan = agents_import.plan(agents_import.read(a_sheet(f"{WHO};{cells}", header=HEADER)), by=None)
    assert said in str(plan.lines[0].notes)
    run(f"{WHO};{cells}")
    assert not rows()


def test_those_of_projects_and_of_years_ago_are_left_alone(units, librarian):
    AssignmentFactory.create(agent=librarian, title="Référente prévention")
    same = {
        "kind": "mandate",
        "project": None,
        "title": "Référente prévention",
        "direction": units["culture"],
    }
    over = (date(2020, 1, 1), timezone.localdate() - timedelta(100))
    AssignmentFactory.create(agent=librarian, **same, period=over)
    run(SAID)
    assert len(rows()) == 3


def test_of_somebody_who_is_refused(units):
    plan = run("90001;;Paul;;Coordinateur;;;", "90001;Roux;Paul;mandat;Référent laïcité;;;")
    assert [line.outcome for line in plan.lines] == ["refused", "refused"]


def test_a_new_start_corrects_what_lasts(units, librarian):
    run(SAID)
    run(f"{WHO};Référent;Référente prévention;Culture;15/03/2026;")
    assert [first for _, _, first, _ in rows()] == [date(2026, 3, 15)]
