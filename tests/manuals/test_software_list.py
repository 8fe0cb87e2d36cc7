import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import DirectionFactory
from tests.manuals.factories import NeedFactory, SoftwareFactory

pytestmark = pytest.mark.django_db
URL = reverse("manuals:software_list")
EXPORT = reverse("manuals:software_export")


def names(client: Client, **query: str | int) -> list[str]:
    response = client.get(URL, query)
    assert response.status_code == 200
    return [software.name for software in response.context["page"]]


def test_filters(outsider, signed_in):
    finance, parks = DirectionFactory.create(name="Finances"), DirectionFactory.create(name="Parcs")
    pay, plant = NeedFactory.create(name="payer"), NeedFactory.create(name="planter")
    SoftwareFactory.create(name="Écolo", purpose="Compter les fleurs.", owner=parks, needs=[plant, pay])
    SoftwareFactory.create(name="Budgétine", owner=finance, needs=[pay])
    SoftwareFactory.create(name="Zéphyr", owner=parks, state="retired", purpose="Mesurer le vent.")
    SoftwareFactory.create(name="Aube", purpose="Éclairer.", owner=finance, state="project")
    client = signed_in(outsider)
    assert names(client) == ["Aube", "Budgétine", "Écolo"]
    assert names(client, need=pay.pk) == ["Budgétine", "Écolo"]
    assert names(client, direction=parks.pk) == ["Écolo"]
    assert names(client, direction=parks.pk, state="retired") == ["Zéphyr"]
    assert names(client, state="project") == ["Aube"]
    assert names(client, q="budgetine") == ["Budgétine"]
    assert names(client, q="BUDGÉT") == ["Budgétine"]
    assert names(client, q="le vent", state="retired") == ["Zéphyr"]
    assert names(client, q="100%") == []
    assert names(client, q="_") == []
    assert names(client, need=pay.pk, direction=finance.pk, q="b") == ["Budgétine"]


def test_states_and_outages_are_words(outsider, referent, moderator, signed_in):
    SoftwareFactory.create(down=True)
    SoftwareFactory.create(state="being_replaced")
    page = signed_in(outsider).get(URL).text
    assert "Inscrire un progiciel" not in page
    assert page.count("Panne en cours") == 1
    assert "En service" in page
    assert "En cours de remplacement" in page
    assert "2 progiciels" in page
    offered = ["Inscrire un progiciel" in signed_in(each).get(URL).text for each in (referent, moderator)]
    assert offered == [False, True]


def test_needs_and_directions_are_a_link_away(outsider, signed_in):
    used, unused = NeedFactory.create(name="payer"), NeedFactory.create(name="rêver")
    software = SoftwareFactory.create(needs=[used])
    page = signed_in(outsider).get(URL, {"need": used.pk}).text
    assert f'href="{URL}?need={used.pk}" aria-current="true">Payer</a>' in page
    assert f'href="{URL}?direction={software.owner_id}">{software.owner}</a>' in page
    assert unused.name not in page.lower()


def test_pages_of_thirty_keep_their_filters(outsider, signed_in):
    SoftwareFactory.create_batch(31)
    response = signed_in(outsider).get(URL, {"state": "in_use"})
    assert len(response.context["page"]) == 30
    assert "31 progiciels" in response.text
    assert "state=in_use&amp;page=2" in response.text
    assert f'href="{EXPORT}?state=in_use"' in response.text


def test_the_export_holds_the_whole_filtered_list(outsider, referent, signed_in):
    SoftwareFactory.create_batch(31, state="project")
    SoftwareFactory.create(
        name="Paie",
        purpose="=HYPERLINK(1)",
        functional_referent=referent,
        needs=[NeedFactory.create(name="payer")],
        down=True,
    )
    response = signed_in(outsider).get(EXPORT)
    assert response.headers["Content-Disposition"] == 'attachment; filename="progiciels.csv"'
    lines = response.getvalue().decode("utf-8-sig").splitlines()
    assert len(lines) == 33
    assert lines[0].startswith("Progiciel;À quoi il sert;Besoins;Direction;État")
    (line,) = [line for line in lines if line.startswith("Paie;")]
    assert "'=HYPERLINK(1);payer;" in line
    assert ";En service;oui;12.3;" in line
    assert "Salomé Verdier;04 00 00 01 02;" in line
    filtered = signed_in(outsider).get(EXPORT, {"q": "budg"}).getvalue().decode("utf-8-sig").splitlines()
    assert len(filtered) == 32
    assert len(signed_in(outsider).get(EXPORT, {"state": "in_use"}).getvalue().splitlines()) == 2
