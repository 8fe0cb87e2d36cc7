"""The tools in which several directions work together: who says so, and where agents find them."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.history.entries import history_of
from core.search.models import Entry
from manuals import collaboration
from manuals.models import Software
from tests.factories import DirectionFactory
from tests.manuals.factories import SoftwareFactory

pytestmark = pytest.mark.django_db
URL = reverse("manuals:shared_tools")
USE = "On y suit les factures à plusieurs."


def edit_url(software: Software) -> str:
    return reverse("manuals:shared_tool_edit", args=[software.reference])


def shared(**changes: Any) -> Software:
    return SoftwareFactory.create(is_collaborative=True, shared_use=USE, **changes)


def test_a_referent_says_what_is_done_together(referent, software, signed_in):
    parks = DirectionFactory.create(name="Parcs")
    data = {"is_collaborative": "on", "shared_use": USE, "shared_by": [parks.pk]}
    client = signed_in(referent)
    page = client.post(edit_url(software), data, follow=True)
    assert USE in page.text
    assert "Avec Parcs." in page.text
    assert history_of(software)[0].action == "a dit ce que l’on y fait ensemble"
    listed = client.get(URL).text
    assert USE in listed
    assert "Avec Parcs" in listed
    assert "factures à plusieurs" in Entry.objects.get(title="Budgétine").text
    client.post(edit_url(software), {"shared_use": USE})
    assert USE not in client.get(URL).text
    assert "factures à plusieurs" not in Entry.objects.get(title="Budgétine").text


def test_the_database_and_the_action_refuse_first(referent, software):
    with pytest.raises(ValidationError):
        collaboration.describe_sharing(
            software, by=referent, is_collaborative=True, shared_use=" ", shared_by=[]
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Software.objects.filter(pk=software.pk).update(is_collaborative=True)


def test_the_list_and_its_filter(outsider, signed_in):
    parks = DirectionFactory.create(name="Parcs")
    client = signed_in(outsider)
    assert "Aucun outil pour le moment" in client.get(URL).text
    first = shared(name="Carte", down=True)
    first.shared_by.add(parks)
    shared(name="Agenda")
    shared(name="Vieil outil", state="retired")
    SoftwareFactory.create(name="Seul")
    response = client.get(URL)
    assert [each.name for each in response.context["page"]] == ["Agenda", "Carte"]
    assert response.text.count("Panne en cours") == 1
    response = client.get(URL, {"direction": parks.pk})
    assert [each.name for each in response.context["page"]] == ["Carte"]
    for value in ("²", "9" * 30, "\x00"):
        assert len(client.get(URL, {"direction": value}).context["page"]) == 2
