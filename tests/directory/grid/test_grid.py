"""The grid: what each cell counts is what its list shows, and a reserved project has no column."""

import pytest
from django.test import Client
from django.urls import reverse

from core.people.models import AgentSkill
from tests.directory.assignments.test_assignments import without_tokens
from tests.factories import AgentFactory
from tests.people.factories import AssignmentFactory, ProjectFactory, SkillFactory

pytestmark = pytest.mark.django_db
GRID, CSV = (reverse(f"directory:{name}") for name in ("grid", "grid_export"))


def csv_of(client: Client, **asked: str) -> list[list[str]]:
    text = b"".join(client.get(CSV, asked)).decode("utf-8-sig")
    return [line.split(";") for line in text.splitlines()]


def test_each_count_is_that_of_its_list(client, units, librarian, chief):
    project, other = ProjectFactory.create(name="Cour fleurie"), ProjectFactory.create(name="Sans direction")
    for agent in (librarian, chief):
        AssignmentFactory.create(agent=agent, project=project)
    AssignmentFactory.create(agent=AgentFactory.create(direction=units["green"]), project=other)
    AssignmentFactory.create(agent=AgentFactory.create(direction=None), project=other)
    AssignmentFactory.create(
        agent=AgentFactory.create(direction=units["green"], is_active=False), project=other
    )
    page = client.get(GRID)
    counts = {}
    for unit, cells in page.context["grid"].lines():
        for column, count, url in cells:
            counts[unit.name, column.name] = count
            assert len(client.get(url).context["rows"]) == count, (unit, column)
    assert counts["Culture", "Cour fleurie"] == 2
    assert counts["DGA Vie de la cité", "Cour fleurie"] == 2
    assert counts["Espaces verts", "Sans direction"] == 1
    assert ("Médiathèques", "Cour fleurie") not in counts
    assert ("Ressources humaines", "Cour fleurie") not in counts
    one = client.get(GRID, {"direction": units["culture"].reference}).context["grid"]
    assert [(unit.name, counts) for unit, counts in one.rows] == [("Culture", [2]), ("Médiathèques", [1])]


def test_skills(client, librarian):
    for kind, name in (("language", "anglais"), ("software", "SIG"), ("trade", "musique")):
        AgentSkill.objects.create(agent=librarian, skill=SkillFactory.create(name=name, kind=kind))
    AgentSkill.objects.create(agent=librarian, skill=SkillFactory.create(name="dessin", is_accepted=False))
    for shows, name in (("langues", "anglais"), ("logiciels", "SIG"), ("savoir-faire", "musique")):
        page = client.get(GRID, {"par": shows})
        assert [column.name for column in page.context["grid"].columns] == [name]
        assert csv_of(client, par=shows)[0] == ["Direction ou service", name]
    assert "dessin" not in page.text


def test_the_table_is_readable(client, units, librarian):
    AssignmentFactory.create(agent=librarian, project__name="Cour fleurie")
    AssignmentFactory.create(agent=AgentFactory.create(direction=units["green"]), project__name="=1+1")
    page = client.get(GRID).text
    for part in ("<caption", 'scope="col"', 'scope="row"', "<td></td>"):
        assert part in page
    rows = csv_of(client)
    assert rows[0] == ["Direction ou service", "'=1+1", "Cour fleurie"]
    assert ["Culture", "", "1"] in rows


def test_a_reserved_project_changes_no_byte_but_for_its_members(client, signed_in, librarian, chief):
    AssignmentFactory.create(agent=librarian, project__name="Cour fleurie")
    before = without_tokens(client.get(GRID).content), csv_of(client)
    hidden = ProjectFactory.create(name="Voisins secrets", is_open=False)
    for agent in (librarian, chief):
        AssignmentFactory.create(agent=agent, project=hidden)
    assert (without_tokens(client.get(GRID).content), csv_of(client)) == before
    assert "Voisins secrets" in signed_in(librarian).get(GRID).text


def test_only_the_fullest_columns(client, librarian, chief):
    full = ProjectFactory.create(name="Zones")
    for agent in (librarian, chief):
        AssignmentFactory.create(agent=agent, project=full)
    for _ in range(41):
        AssignmentFactory.create(agent=librarian)
    grid = client.get(GRID).context["grid"]
    assert len(grid.columns) == 40
    assert full in grid.columns
    assert grid.left_out == 2
    assert len(csv_of(client)[0]) == 43
