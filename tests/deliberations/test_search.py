"""What search knows of the council: numbers that look alike, pages of files, and nothing of a draft."""

import io
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.documents.models import PageText
from core.search import index
from deliberations.models import Deliberation
from deliberations.sessions import actions
from tests.deliberations.conftest import Store
from tests.deliberations.factories import (
    AnnexFactory,
    CouncillorFactory,
    DeliberationFactory,
    SessionFactory,
)
from tests.factories import AgentFactory
from tests.search.finding import search

pytestmark = pytest.mark.django_db


def found(client: Client, words: str) -> str:
    page = client.get(reverse("search:results"), {"q": words})
    assert page.status_code == 200
    return page.text.replace("<mark>", "").replace("</mark>", "")


@pytest.fixture
def secret(stored: Store) -> Deliberation:
    """In a session that is being prepared: its object, its text and its annex hold words of their own."""
    session = SessionFactory.create(draft=True)
    deliberation = DeliberationFactory.create(
        session=session,
        number="2026_06_777",
        object="Acquisition du manoir de Kerzuquec",
        text=stored("projet.pdf", "Le prix du domaine zibeline est de un euro."),
    )
    AnnexFactory.create(
        deliberation=deliberation, document=stored("plan.pdf", "Parcelle quetzalcoatl."), position=1
    )
    index.refresh([deliberation])
    return deliberation


def test_publishing_opens_and_unpublishing_closes(signed_in, outsider, council_secretary, secret):
    client = signed_in(outsider)
    url, words = secret.get_absolute_url(), ("Kerzuquec", "zibeline", "quetzalcoatl", "2026_06_777")
    assert not [word for word in words if url in found(client, word)]
    actions.publish(secret.session, by=council_secretary)
    assert [word for word in words if url in found(client, word)] == [*words]
    # At its page.
    text = found(client, "zibeline")
    assert f"{url}texte/#page=1" in text
    assert f"{url}texte/pages/1/" in text
    actions.unpublish(secret.session, by=council_secretary, reason="Trop tôt")
    assert not [word for word in words if url in found(client, word)]


def test_numbers_that_look_alike_are_not_mixed(signed_in, outsider):
    session = SessionFactory.create()
    seven_one, seven_ten = (
        DeliberationFactory.create(session=session, number=number, object=f"Objet {words}")
        for number, words in (("DEL-7.1", "un"), ("DEL-7.10", "dix"))
    )
    text = found(signed_in(outsider), "DEL-7.1")
    assert f'href="{seven_one.get_absolute_url()}"' in text
    assert f'href="{seven_ten.get_absolute_url()}"' not in text


def test_a_rapporteur_renamed_is_found_by_the_new_name(signed_in, outsider):
    councillor = CouncillorFactory.create(last_name="Vieuxnom")
    deliberation = DeliberationFactory.create(rapporteur=councillor)
    councillor.last_name = "Nouveaunom"
    councillor.save()
    client = signed_in(outsider)
    assert deliberation.object in found(client, "Nouveaunom")
    assert deliberation.object not in found(client, "Vieuxnom")


def test_the_index_is_rebuilt_with_one_file_held_twice(published, outsider, signed_in):
    assert published.text is not None
    AnnexFactory.create(deliberation=published, document=published.text, position=2)
    PageText.objects.filter(document=published.text).update(text="Une girafe.")
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM search_holding; DELETE FROM search_entry WHERE page_id IS NOT NULL;"
            " DELETE FROM search_entry"
        )
    call_command("reindex", stdout=io.StringIO())
    (found,) = search("girafe", outsider).rows
    here = [published.session.year, published.session.slug, published.slug]
    assert found.file_url == reverse("deliberations:text", args=here)


def test_elected_members_search_the_texts_that_are_published(stored, secret, signed_in):
    act = DeliberationFactory.create(
        session__held_on=date(2026, 1, 29),
        object="Des abeilles",
        text=stored("acte.pdf", "Les 12 ruches du parc sont communales."),
    )
    index.refresh([act])
    client = signed_in(AgentFactory.create(elected=True))

    def page(words: str) -> str:
        return client.get(reverse("deliberations:council"), {"q": words}).text

    assert act.object in page("ruches communales")
    # Figures are in every text.
    assert act.object not in page("12")
    # Of another text, and of the draft's.
    assert act.object not in page("ruches domaine")
    assert "Rien ne correspond" in page("domaine zibeline")
    assert "Rien ne correspond" in page("manoir")
