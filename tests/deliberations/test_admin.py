"""The admin of councillors, mandates and the nomenclature."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from deliberations.models import Councillor, Mandate, Matter, Nomenclature
from tests.deliberations.factories import MandateFactory
from tests.pages import as_shown

pytestmark = pytest.mark.django_db


def sent(*mandates: dict[str, Any], known: int = 0) -> dict[str, Any]:
    data: dict[str, Any] = {"title": "Mme", "first_name": "Solange", "last_name": "Castagne"}
    data |= {"mandates-TOTAL_FORMS": len(mandates), "mandates-INITIAL_FORMS": known}
    for rank, mandate in enumerate(mandates):
        data |= {f"mandates-{rank}-{name}": value for name, value in mandate.items()}
    return data


def mandate(starts_on: str, ends_on: str = "", function: str = "conseillère", **more: Any) -> dict[str, Any]:
    return {"function": function, "delegation": "", "starts_on": starts_on, "ends_on": ends_on, **more}


ADD = "admin:deliberations_councillor_add"


def test_a_councillor_and_her_mandates(client):
    data = sent(mandate("2020-05-25", "2026-03-28"), mandate("2026-03-29", function="maire"))
    assert client.post(reverse(ADD), data).status_code == 302
    days = (date(2020, 5, 24), date(2026, 3, 28), date(2026, 3, 29))
    assert [Councillor.objects.get().function_on(day) for day in days] == ["", "conseillère", "maire"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([mandate("2020-05-25"), mandate("2026-03-29")], "Cet élu a déjà un mandat à ces dates."),
        (
            [mandate("2026-03-29"), mandate("2020-05-25", "2026-03-29")],
            "Cet élu a déjà un mandat à ces dates.",
        ),
        ([mandate("2026-03-29", "2026-03-28")], "La fin du mandat doit suivre son début."),
    ],
)
def test_mandates_that_do_not_fit_are_refused_in_words(client, rows, words):
    assert words in client.post(reverse(ADD), sent(*rows)).text
    assert not Councillor.objects.exists()


def test_a_mandate_over_an_earlier_one_is_refused_in_words(client):
    earlier = MandateFactory.create()
    url = reverse("admin:deliberations_councillor_change", args=[earlier.councillor.pk])
    held = mandate("2020-05-25", id=earlier.pk, councillor=earlier.councillor.pk)
    other = mandate("2026-03-29", councillor=earlier.councillor.pk)
    page = client.post(url, sent(held, other, known=1) | as_shown(client, url))
    assert "Cet élu a déjà un mandat à ces dates." in page.text
    assert Mandate.objects.count() == 1
    held["ends_on"] = "2026-03-28"
    client.post(url, sent(held, other, known=1) | as_shown(client, url))
    assert Mandate.objects.count() == 2


def test_a_second_current_nomenclature_is_refused_in_words(client):
    data = {"label": "Version 2027", "dated_on": "2027-01-01", "is_current": "on"}
    page = client.post(reverse("admin:deliberations_nomenclature_add"), data)
    assert "Une autre version est en vigueur" in page.text
    del data["is_current"]
    assert client.post(reverse("admin:deliberations_nomenclature_add"), data).status_code == 302
    version = Nomenclature.objects.get(dated_on=date(2027, 1, 1))
    names = {"level1": "Finances", "level2": "Divers", "scdl_name": "finances/divers"}
    matter = {"nomenclature": version.pk, **names}
    add = reverse("admin:deliberations_matter_add")
    assert "Un code s’écrit comme 7.1 ou 7.10." in client.post(add, {**matter, "code": "7.a"}).text
    assert client.post(add, {**matter, "code": "7.1"}).status_code == 302
    assert "déjà dans cette nomenclature" in client.post(add, {**matter, "code": "7.1"}).text
    assert client.post(add, {**matter, "code": "7.10"}).status_code == 302
    assert [each.code for each in Matter.objects.filter(nomenclature=version).by_code()] == ["7.1", "7.10"]
