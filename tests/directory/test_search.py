"""What the one search box finds of people, and what it never does."""

from typing import Any

import pytest
from django.db.models import QuerySet

from core.people.models import Agent
from core.search.models import Entry
from core.search.readers import EVERYONE
from directory import cards
from directory.imports.apply import agents_import
from tests.directory.factories import CardFactory, a_sheet, give_head
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db


def entry_of(agent: Agent) -> Any:
    rows: QuerySet[Entry] = Entry.objects.filter(kind="directory.agent", object_id=agent.pk)
    return rows.first()


def test_what_is_found_is_what_the_card_shows(librarian):
    CardFactory(agent=librarian, duties="Les prêts entre bibliothèques.")
    entry = entry_of(librarian)
    assert entry.title == "Nadia Benali"
    assert entry.url == f"/annuaire/agent/{librarian.reference}/"
    assert entry.readers == [EVERYONE]
    said = f"{entry.title} {entry.keywords} {entry.text}"
    for shown in ("bibliothécaire", "Médiathèques", "prêts entre bibliothèques", "04 00 00 20 01"):
        assert shown in said
    for personal in ("00123", "nbenali", "Catégorie"):
        assert personal not in said


def test_what_changes_is_found_at_once(units, librarian):
    cards.correct_card(librarian, by=librarian, phone="", office="", duties="Les reliures anciennes.")
    assert "reliures" in entry_of(librarian).text
    units["library"].name = "Lecture publique"
    units["library"].save()
    assert "Lecture publique" in entry_of(librarian).text


def test_who_heads_a_direction_no_longer_is_not_found_as_its_head(units, librarian):
    away = AgentFactory.create(direction=units["green"])
    give_head(units["library"], away)
    assert "directeur directrice responsable chef Médiathèques" in entry_of(away).keywords
    give_head(units["library"], librarian)
    assert "Médiathèques" not in entry_of(away).keywords


def test_an_import_is_found_at_once(units):
    agents_import.apply_file(a_sheet("9;Roux;Paul;Culture;;Conservateur;;;"), by=None)
    agent = Agent.objects.get(personnel_number="9")
    assert "Conservateur" in entry_of(agent).text
    gone = AgentFactory.create(personnel_number="10")
    agents_import.apply_file(
        a_sheet("9;Roux;Paul;;;;;;"), by=None, deactivate_leavers=True, confirm_many=True
    )
    entry = entry_of(gone)
    assert entry is None or not entry.readers
