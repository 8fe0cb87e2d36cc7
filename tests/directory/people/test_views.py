"""The list, the card, the chart: what each shows, to whom."""

import pytest
from django.urls import reverse

from core.people.models import Agent
from directory.models import Card
from tests.directory.factories import CardFactory, give_head
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db
LIST = reverse("directory:agent_list")
CHART = reverse("directory:chart")


def card_of(agent: Agent) -> str:
    return reverse("directory:agent_detail", args=[agent.reference])


# The list


def test_a_direction_includes_its_services(client, units, librarian, chief):
    response = client.get(LIST, {"direction": units["culture"].reference})
    assert {agent.last_name for agent, *_ in response.context["rows"]} == {"Benali", "de La Fontaine"}
    other = client.get(LIST, {"direction": units["green"].reference, "q": "benali"})
    assert not other.context["rows"]


def test_closed_accounts_are_for_the_managers(signed_in, outsider, directory_manager):
    gone = AgentFactory.create(last_name="Parti", is_active=False)
    assert "Parti" not in signed_in(outsider).get(LIST, {"q": "parti", "fermes": "on"}).text
    assert signed_in(outsider).get(card_of(gone)).status_code == 404
    manager = signed_in(directory_manager)
    assert not manager.get(LIST, {"q": "parti"}).context["rows"]
    found = manager.get(LIST, {"q": "parti", "fermes": "on"}).context["rows"]
    assert [agent for agent, *_ in found] == [gone]
    assert "Compte fermé" in manager.get(card_of(gone)).text


# A card


def test_a_card(client, signed_in, units, librarian, chief, directory_manager):
    CardFactory(agent=librarian, duties="Les prêts.\n<b>Les livres</b>", office="Rez-de-chaussée")
    page = client.get(card_of(librarian)).text
    for text in ("Bibliothécaire", "04 00 00 20 01", "Rez-de-chaussée", "Les prêts.", "&lt;b&gt;Les livres"):
        assert text in page
    for above in ("top", "dga", "culture", "library"):
        assert reverse("directory:direction_detail", args=[units[above].reference]) in page
    assert "Jean-Pierre de La Fontaine" in page
    assert "nbenali" not in page.replace("nbenali@", "")
    assert "<dd>nbenali</dd>" in signed_in(directory_manager).get(card_of(librarian)).text


def test_a_card_without_anything_more(client):
    alone = AgentFactory.create(direction=None, phone="", function="", without_address=True)
    page = client.get(card_of(alone)).text
    assert "pas d’adresse professionnelle" in page
    assert "La même équipe" not in page
    assert not Card.objects.exists()


def test_the_team_is_limited(client, units, librarian):
    AgentFactory.create_batch(14, direction=units["library"])
    AgentFactory(direction=units["library"], last_name="Parti", is_active=False)
    response = client.get(card_of(librarian))
    assert len(response.context["team"]) == 12
    assert "Toute l’équipe" in response.text
    assert "Parti" not in response.text


def test_a_vcard(client, librarian):
    CardFactory(agent=librarian, duties="Les prêts;\nEND:VCARD\nles livres, " + "é" * 80)
    response = client.get(reverse("directory:agent_vcard", args=[librarian.reference]))
    assert response.headers["Content-Type"].startswith("text/vcard")
    lines = response.content.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCARD"
    assert lines[-2:] == ["END:VCARD", ""]
    assert lines.count("END:VCARD") == 1
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = response.content.decode().replace("\r\n ", "")
    assert "N:Benali;Nadia;;;" in unfolded
    assert "NOTE:Les prêts\\;\\nEND:VCARD\\nles livres\\, " + "é" * 80 in unfolded


# The manager


def test_the_manager_is_the_nearest_head_above(client, units, librarian, chief):
    assert client.get(card_of(librarian)).context["manager"] == chief
    assert client.get(card_of(chief)).context["manager"] is None
    boss = AgentFactory.create(direction=units["top"])
    give_head(units["top"], boss)
    assert client.get(card_of(chief)).context["manager"] == boss
    # People who left head nothing.
    Agent.objects.filter(pk=chief.pk).update(is_active=False)
    assert client.get(card_of(librarian)).context["manager"] == boss


def test_a_manager_written_on_the_card_comes_first(client, librarian, chief, colleague):
    Agent.objects.filter(pk=librarian.pk).update(manager=colleague)
    assert client.get(card_of(librarian)).context["manager"] == colleague
    Agent.objects.filter(pk=colleague.pk).update(is_active=False)
    assert client.get(card_of(librarian)).context["manager"] == chief


# The chart


def test_the_chart_counts_and_names(client, units, librarian, chief):
    page = client.get(CHART)
    assert "Jean-Pierre de La Fontaine" in page.text
    counts = {each.name: each.count for each in page.context["tree"]}
    assert counts["Culture"] == 2
    assert counts["Médiathèques"] == 1
    assert counts["Espaces verts"] == 0


def test_a_direction_s_page(client, units, librarian, chief):
    page = client.get(reverse("directory:direction_detail", args=[units["culture"].reference]))
    assert [agent for agent, *_ in page.context["rows"]] == [librarian, chief]
    assert "Responsable" in page.text
    assert client.get(reverse("directory:direction_detail", args=["zzzzzzzzzzzz"])).status_code == 404
