"""Preparing, correcting and publishing sessions, through the pages as a browser sends them."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.history.entries import history_of
from deliberations.models import CouncilSession, Deliberation
from tests.deliberations.factories import (
    AnnexFactory,
    DeliberationFactory,
    DocumentFactory,
    SessionFactory,
    act_url,
    pdf_file,
    unread,
    url_of,
    written,
)
from tests.pages import forms_of

pytestmark = pytest.mark.django_db


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
    url = url_of("session_publish", deliberation.session)
    page = client.get(url).text
    assert words in page
    assert "Publier la séance</span></button>" in page
    assert ("À vérifier" in page) is (words != "Rien ne manque.")
    spoilt = DocumentFactory.create(text_state="failed", text_error="ce PDF est abîmé")
    AnnexFactory.create(deliberation=deliberation, document=spoilt)
    said = "une annexe («\u00a0Plan de situation\u00a0») qui ne se lit pas (ce PDF est abîmé)."
    assert said in client.get(url).text


def test_from_an_empty_desk_to_a_published_session(client, outsider, signed_in):
    sent = {"held_on": "2026-06-25", "kind": "ordinary", "place": " Salle du conseil "}
    client.post(reverse("deliberations:session_create"), sent)
    session = CouncilSession.objects.get()
    assert (session.slug, session.place, session.state) == ("2026-06-25", "Salle du conseil", "draft")
    assert "n’a encore aucune délibération" in client.post(url_of("session_publish", session)).text
    data = written(number="", text=pdf_file(), annexes=[pdf_file("plan_de_masse.pdf"), pdf_file("devis.pdf")])
    page = client.post(url_of("deliberation_add", session), data, follow=True)
    deliberation = Deliberation.objects.get()
    assert deliberation.text
    assert [annex.title for annex in deliberation.annexes.all()] == ["plan de masse", "devis"]
    assert "n’a pas de numéro" in page.text
    page = client.post(url_of("session_publish", session), follow=True)
    assert "1 délibération sans numéro\u00a0: numérotez avant de publier." in page.text
    client.post(url_of("session_number", session))
    client.post(url_of("session_publish", session))
    deliberation.refresh_from_db()
    assert deliberation.number == "2026_06_001"
    assert signed_in(outsider).get(deliberation.get_absolute_url()).status_code == 200
    object_actions = [entry.action for entry in history_of(deliberation)]
    assert object_actions == ["a numéroté les délibérations", "a ajouté la délibération"]
    assert [entry.action for entry in history_of(session)] == ["a publié la séance", "a créé la séance"]


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
    DeliberationFactory.create(session__held_on=date(2025, 12, 18), number="2026_06_001")
    taken = {"held_on": "2025-12-19", "kind": "ordinary"}
    assert "un de ses numéros serait déjà celui" in client.post(url_of("session_change", draft), taken).text
    draft.refresh_from_db()
    assert draft.year == 2026
    data = {"held_on": "2027-01-28", "kind": "ordinary", "place": ""}
    assert client.post(url_of("session_change", draft), data).status_code == 302
    draft.refresh_from_db()
    assert (draft.slug, draft.year) == ("2027-01-28", 2027)
    assert set(draft.deliberations.values_list("adopted_on", "year")) == {(date(2027, 1, 28), 2027)}


def test_a_published_session_keeps_its_date(client, published):
    data = {"held_on": "2026-06-26", "kind": "ordinary", "place": "Gymnase"}
    page = client.post(url_of("session_change", published.session), data)
    assert "retirez-la d’abord" in page.text
    client.post(url_of("session_change", published.session), {**data, "held_on": "2026-06-25"})
    published.session.refresh_from_db()
    assert published.session.place == "Gymnase"


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
    acts = draft.deliberations.order_by("position")
    places = {f"place_{act.pk}": 4 - rank for rank, act in enumerate(acts, 1)}
    DeliberationFactory.create(session=draft, number="", position=4, object="Point 4")
    page = client.post(url, {**stale, **places})
    assert "L’ordre a changé entre-temps" in page.text
    assert objects_of(draft) == ["Point 1", "Point 2", "Point 3", "Point 4"]
    again = next(form.values for form in forms_of(page.text) if "shown" in form.values)
    client.post(url, again)
    assert objects_of(draft) == ["Point 3", "Point 2", "Point 1", "Point 4"]
