"""Preparing, correcting and publishing sessions, through the pages as a browser sends them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.documents.models import Document
from core.history.entries import history_of
from core.people.models import Agent
from deliberations.models import CouncilSession, Deliberation
from tests.deliberations.factories import (
    AnnexFactory,
    DeliberationFactory,
    DocumentFactory,
    SessionFactory,
    act_url,
    matter,
    pdf,
    unread,
)
from tests.pages import forms_of

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Agent], Client]


@pytest.fixture
def client(signed_in: SignedIn, council_secretary: Agent) -> Client:
    return signed_in(council_secretary)


def pdf_file(name: str = "acte.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf(), "application/pdf")


def written(**changes: Any) -> dict[str, Any]:
    return {
        "number": "2026_06_010",
        "object": "Subventions aux associations",
        "matter": matter("7.5").pk,
        "nature": "DE",
        "adopted_on": "2026-06-25",
        "result": "adopted",
        "seats": "45",
        "voters": "43",
        "votes_for": "43",
        "votes_against": "0",
        "abstentions": "0",
        **changes,
    }


def url_of(name: str, session: CouncilSession) -> str:
    return reverse(f"deliberations:{name}", args=[session.reference])


@pytest.mark.parametrize(
    ("state", "error", "words"),
    [
        ("waiting", "", "a un texte que l’intranet n’a pas encore relu"),
        ("no_text", "", "a pour texte une numérisation"),
        ("failed", "la fin du fichier manque", "a un texte qui ne se lit pas (la fin du fichier manque)"),
        ("read", "la fin du fichier manque", "a un texte lu en partie (la fin du fichier manque)"),
        ("read", "", "Rien ne manque."),
    ],
)
def test_before_publication_the_state_of_the_text_is_said(client, state, error, words):
    text = DocumentFactory.create(text_state=state, text_error=error)
    deliberation = DeliberationFactory.create(session=unread(), text=text)
    page = client.get(url_of("session_publish", deliberation.session)).text
    assert words in page
    assert "Publier la séance</span></button>" in page
    assert ("À vérifier" in page) is (words != "Rien ne manque.")


def test_before_publication_a_spoilt_annex_is_said(client):
    spoilt = DocumentFactory.create(text_state="failed", text_error="ce PDF est abîmé")
    annex = AnnexFactory.create(
        deliberation=DeliberationFactory.create(
            session=unread(), text=DocumentFactory.create(text_state="read")
        ),
        document=spoilt,
    )
    page = client.get(url_of("session_publish", annex.deliberation.session)).text
    assert "a une annexe («\u00a0Plan de situation\u00a0») qui ne se lit pas (ce PDF est abîmé)." in page


def test_from_an_empty_desk_to_a_published_session(client, outsider, signed_in):
    page = client.post(
        reverse("deliberations:session_create"),
        {"held_on": "2026-06-25", "kind": "ordinary", "place": " Salle du conseil "},
        follow=True,
    )
    session = CouncilSession.objects.get()
    assert (session.slug, session.place, session.state) == ("2026-06-25", "Salle du conseil", "draft")
    assert "La séance est créée" in page.text
    data = written(number="", text=pdf_file(), annexes=[pdf_file("plan_de_masse.pdf"), pdf_file("devis.pdf")])
    page = client.post(url_of("deliberation_add", session), data, follow=True)
    assert "La délibération est ajoutée." in page.text
    deliberation = Deliberation.objects.get()
    assert deliberation.text is not None
    assert [annex.title for annex in deliberation.annexes.all()] == ["plan de masse", "devis"]
    assert "n’a pas de numéro" in page.text
    page = client.post(url_of("session_publish", session), follow=True)
    assert "1 délibération sans numéro\u00a0: numérotez avant de publier." in page.text
    page = client.post(url_of("session_number", session), follow=True)
    assert "1 délibération numérotée." in page.text
    assert "pas encore relu" in client.get(url_of("session_publish", session)).text
    Document.objects.update(text_state="read")
    assert "Rien ne manque." in client.get(url_of("session_publish", session)).text
    page = client.post(url_of("session_publish", session), follow=True)
    assert "La séance est publiée\u00a0: tous les agents la lisent." in page.text
    deliberation.refresh_from_db()
    assert deliberation.number == "2026_06_001"
    assert signed_in(outsider).get(deliberation.get_absolute_url()).status_code == 200
    object_actions = [entry.action for entry in history_of(deliberation)]
    assert object_actions == ["a numéroté les délibérations", "a ajouté la délibération"]
    assert [entry.action for entry in history_of(session)] == ["a publié la séance", "a créé la séance"]


def test_two_sessions_of_one_day_have_their_own_addresses(client):
    for _ in range(3):
        client.post(
            reverse("deliberations:session_create"),
            {"held_on": "2026-06-25", "kind": "extraordinary", "is_second": "on"},
        )
    slugs = list(CouncilSession.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs == ["2026-06-25", "2026-06-25-2", "2026-06-25-3"]


def test_a_second_session_of_a_day_is_asked_about(client, draft):
    create, data = reverse("deliberations:session_create"), {"held_on": "2026-06-25", "kind": "ordinary"}
    assert "is_second" not in client.get(create).text
    page = client.post(create, data | {"place": "Mairie"})
    assert "Ce jour-là a déjà une séance ordinaire, en préparation" in page.text
    assert 'value="Mairie"' in page.text
    assert CouncilSession.objects.count() == 1
    client.post(create, data | {"is_second": "on"})
    assert CouncilSession.objects.count() == 2


def test_a_session_moved_to_the_day_of_another_is_asked_about(client, draft):
    other = unread(held_on=date(2026, 9, 24))
    change, data = url_of("session_change", other), {"held_on": "2026-06-25", "kind": "ordinary"}
    # Its own day is nobody else's.
    client.post(change, data | {"held_on": "2026-09-24", "place": "Mairie"})
    other.refresh_from_db()
    assert other.place == "Mairie"
    assert "Ce jour-là a déjà une séance ordinaire, en préparation" in client.post(change, data).text
    client.post(change, data | {"is_second": "on"})
    other.refresh_from_db()
    assert (other.held_on, other.slug) == (date(2026, 6, 25), "2026-06-25-2")


def test_a_draft_session_is_deleted(client, draft):
    page = client.post(url_of("session_delete", draft), follow=True)
    assert "La séance est supprimée." in page.text
    assert not Deliberation.objects.exists()


def test_unpublishing_asks_why(client, published, outsider, signed_in):
    session = published.session
    page = client.post(url_of("session_unpublish", session), {"reason": "  "})
    assert "Dites pourquoi" in page.text
    page = client.post(url_of("session_unpublish", session), {"reason": "Une erreur de date"}, follow=True)
    assert "Retirée de la lecture\u00a0: Une erreur de date" in page.text
    assert signed_in(outsider).get(published.get_absolute_url()).status_code == 404
    page = client.post(url_of("session_unpublish", session), {"reason": "Encore"})
    assert "n’est pas publiée" in page.text


def test_numbers_go_on_and_are_never_given_twice(client, draft):
    client.post(url_of("session_number", draft))
    numbers = list(draft.deliberations.order_by("position").values_list("number", flat=True))
    assert numbers == ["2026_06_001", "2026_06_002", "2026_06_003"]
    last = draft.deliberations.get(number="2026_06_003")
    client.post(act_url("deliberation_remove", last))
    DeliberationFactory.create(session=draft, number="2026_06_004")
    DeliberationFactory.create(session=draft, number="", object="Tardive")
    client.post(url_of("session_number", draft))
    assert draft.deliberations.get(object="Tardive").number == "2026_06_005"
    page = client.post(url_of("session_number", draft), follow=True)
    assert "ont déjà leur numéro" in page.text


def test_an_extraordinary_session_has_its_own_series(client):
    session = SessionFactory.create(draft=True, held_on=date(2026, 7, 2), kind="extraordinary")
    DeliberationFactory.create(session=session, number="")
    client.post(url_of("session_number", session))
    assert session.deliberations.get().number == "E2026_07_001"


def test_the_date_of_a_draft_moves_with_all_that_follows(client, draft):
    client.post(url_of("session_number", draft))
    data = {"held_on": "2027-01-28", "kind": "ordinary", "place": ""}
    assert client.post(url_of("session_change", draft), data).status_code == 302
    draft.refresh_from_db()
    assert (draft.slug, draft.year) == ("2027-01-28", 2027)
    assert set(draft.deliberations.values_list("adopted_on", "year")) == {(date(2027, 1, 28), 2027)}


def test_a_date_whose_numbers_are_taken_is_refused_in_words(client, draft):
    client.post(url_of("session_number", draft))
    DeliberationFactory.create(session__held_on=date(2025, 12, 18), number="2026_06_001")
    data = {"held_on": "2025-12-19", "kind": "ordinary"}
    page = client.post(url_of("session_change", draft), data)
    assert "un de ses numéros serait déjà celui" in page.text
    draft.refresh_from_db()
    assert draft.year == 2026


def test_a_published_session_keeps_its_date(client, published):
    data = {"held_on": "2026-06-26", "kind": "ordinary", "place": "Gymnase"}
    page = client.post(url_of("session_change", published.session), data)
    assert "retirez-la d’abord" in page.text
    client.post(url_of("session_change", published.session), {**data, "held_on": "2026-06-25"})
    published.session.refresh_from_db()
    assert published.session.place == "Gymnase"


def test_an_empty_session_is_not_published(client):
    session = SessionFactory.create(draft=True)
    assert "n’a encore aucune délibération" in client.post(url_of("session_publish", session)).text


def sent_for_order(client: Client, url: str) -> dict[str, str]:
    return next(form.values for form in forms_of(client.get(url).text) if "shown" in form.values)


def objects_of(session: CouncilSession) -> list[str]:
    return list(session.deliberations.order_by("position").values_list("object", flat=True))


def test_an_order_is_saved_at_once(client, draft):
    url = url_of("session_prepare", draft)
    one, two, three = (f"place_{act.pk}" for act in draft.deliberations.order_by("position"))

    def order(**places: Any) -> str:
        return client.post(url, {**sent_for_order(client, url), **places}, follow=True).text

    # As the script writes it, then a single number typed.
    assert "L’ordre de la séance est enregistré." in order(**{one: 3, two: 2, three: 1})
    assert objects_of(draft) == ["Point 3", "Point 2", "Point 1"]
    order(**{three: 2})
    assert objects_of(draft) == ["Point 2", "Point 3", "Point 1"]
    order(**{one: 1})
    assert objects_of(draft) == ["Point 1", "Point 2", "Point 3"]
    assert "Une place est un nombre" in order(**{one: "premier"})
    last = history_of(draft.deliberations.get(object="Point 3"))[0]
    assert last.action == "a changé l’ordre de la séance"


def test_an_order_shown_before_another_change_is_refused_and_stays_on_the_page(client, draft):
    url = url_of("session_prepare", draft)
    stale = sent_for_order(client, url)
    places = {
        f"place_{act.pk}": 4 - rank for rank, act in enumerate(draft.deliberations.order_by("position"), 1)
    }
    DeliberationFactory.create(session=draft, number="", position=4, object="Point 4")
    page = client.post(url, {**stale, **places})
    assert "L’ordre a changé entre-temps" in page.text
    assert objects_of(draft) == ["Point 1", "Point 2", "Point 3", "Point 4"]
    again = next(form.values for form in forms_of(page.text) if "shown" in form.values)
    client.post(url, again)
    assert objects_of(draft) == ["Point 3", "Point 2", "Point 1", "Point 4"]


def test_forty_acts_cost_as_many_statements_as_one(client, draft, django_assert_num_queries):
    url = url_of("session_prepare", draft)
    AnnexFactory.create(deliberation=draft.deliberations.get(position=1))
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for rank in range(4, 44):
        act = DeliberationFactory.create(session=draft, number="", position=rank)
        AnnexFactory.create(deliberation=act)
    with django_assert_num_queries(len(few)):
        page = client.get(url)
    assert page.text.count("data-handle") == 43
