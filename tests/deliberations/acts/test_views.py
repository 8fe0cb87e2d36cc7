"""Adding, correcting and removing deliberations, through the pages as a browser sends them."""

from datetime import date

import pytest
from django.test import Client

from core.documents.models import Document, Upload
from core.history.entries import history_of
from deliberations.acts import actions
from tests.deliberations.factories import (
    CouncillorFactory,
    MandateFactory,
    act_url,
    pdf,
    pdf_file,
    url_of,
    written,
)
from tests.pages import forms_of

pytestmark = pytest.mark.django_db


def sent_by(client: Client, url: str) -> dict[str, str]:
    """What the page's form would send untouched."""
    return next(form.values for form in forms_of(client.get(url).text) if "stamp" in form.values)


FAULTS = [
    ("object", "", "Écrivez l’objet"),
    ("votes_for", "44", "Pour, contre et abstentions font 44, pour 43 votants"),
    ("voters", "46", "Il y a 46 votants pour un conseil de 45."),
    ("votes_against", "1" + "0" * 30, "aucun conseil n’est si grand"),
    ("adopted_on", "0026-06-25", "Choisissez une année entre 1790 et 2199."),
    ("budget_year", "26", "Écrivez 2026 ou 2026/2027."),
    ("public_url", "javascript:alert(1)", ""),
]


def test_a_fault_is_said_and_nothing_is_lost(client, draft, case):
    for field, value, message in FAULTS:
        with case(field, value, message):
            sent = written(**{field: value, "text": pdf_file()})
            page = client.post(url_of("deliberation_add", draft), sent)
            assert message in str(page.context["form"].errors[field])
            assert draft.deliberations.count() == 3
            # The file waits for the form.
            assert "déjà reçu" in page.text
            again = written(**{"text-recu": Upload.objects.get().reference})
            client.post(url_of("deliberation_add", draft), again)
            assert draft.deliberations.get(number="2026_06_010").text.name == "acte.pdf"  # type: ignore[union-attr]  # sent above


def test_three_fields_make_a_draft_and_the_rest_opens_on_its_faults(client, draft):
    add, folded = url_of("deliberation_add", draft), '<details class="other-acts rest">'
    page = client.get(add).text
    assert page.index('name="text"') < page.index(folded) < page.index('name="number"')
    sent = {**forms_of(page)[-1].values, "object": "Rue des Calfats"}
    refused = client.post(add, {**sent, "votes_for": "beaucoup"}).text
    assert folded not in refused
    assert 'value="beaucoup"' in refused
    # What was filled in there stays in sight when the fault is elsewhere.
    assert folded not in client.post(add, {**sent, "object": "", "number": "7 bis"}).text
    assert folded in client.post(add, {**sent, "object": ""}).text
    assert client.post(add, {**sent, "another": "1"})["Location"] == add
    assert draft.deliberations.filter(object="Rue des Calfats", adopted_on=draft.held_on).exists()


def test_a_deliberation_and_its_annexes_weigh_150_megabytes_at_most(client, draft, monkeypatch):
    size = len(pdf()) * 2
    monkeypatch.setattr(actions, "DELIBERATION", type(actions.DELIBERATION)(size + 10))
    sent = written(text=pdf_file(), annexes=[pdf_file("a.pdf"), pdf_file("b.pdf")])
    page = client.post(url_of("deliberation_add", draft), sent)
    assert "ensemble" in str(page.context["form"].errors["annexes"])
    assert draft.deliberations.count() == 3
    assert "a.pdf" in page.text


def test_only_councillors_of_that_day_report(client, draft):
    here, before, after = (CouncillorFactory.create(last_name=name) for name in ("Ici", "Avant", "Après"))
    MandateFactory.create(councillor=here)
    MandateFactory.create(councillor=before, ends_on=date(2026, 3, 28))
    MandateFactory.create(councillor=after, starts_on=date(2026, 7, 1))
    text = client.get(url_of("deliberation_add", draft)).text
    assert f'value="{here.pk}"' in text
    assert "Avant" not in text
    assert "Après" not in text


def test_a_published_deliberation_is_corrected_and_the_history_says_so(client, published, council_secretary):
    url, old_text = act_url("deliberation_change", published), published.text
    annex = published.annexes.get()
    data = sent_by(client, url) | {"object": "Adoption du compte", "votes_for": "40", "votes_against": "0"}
    data |= {f"title_{annex.pk}": "Plan corrigé", "text": pdf_file("corrige.pdf")}
    page = client.post(url, data, follow=True)
    assert page.redirect_chain[0][0].endswith(f"#d{published.pk}")
    published.refresh_from_db()
    assert published.text.name == "corrige.pdf"
    assert published.annexes.get().title == "Plan corrigé"
    assert Document.objects.filter(pk=old_text.pk).exists()
    entry = history_of(published)[0]
    assert (entry.by, entry.action) == (council_secretary, "a corrigé la délibération")
    changed = {label for label, *_ in entry.changes}
    assert {"objet", "pour", "contre", "texte"} == changed


def test_an_annex_is_removed(client, published):
    url, annex = act_url("deliberation_change", published), published.annexes.get()
    client.post(url, {**sent_by(client, url), f"remove_{annex.pk}": "on"})
    assert not published.annexes.exists()
    assert client.get(f"{published.get_absolute_url()}annexes/1/").status_code == 404


def test_a_number_is_corrected_until_it_is_published_and_the_address_follows(client, published, unpublished):
    for act, slug in ((published, "2026_06_001"), (unpublished, "7~20bis")):
        url = act_url("deliberation_change", act)
        client.post(url, {**sent_by(client, url), "number": "7 bis"})
        act.refresh_from_db()
        assert act.slug == slug


def test_what_was_written_meanwhile_is_not_overwritten(client, published):
    url = act_url("deliberation_change", published)
    stale = sent_by(client, url)
    client.post(url, {**sent_by(client, url), "object": "Le mot du premier"})
    page = client.post(url, {**stale, "object": "Le mot du second"})
    assert "modifiée entre-temps" in page.text
    assert "Le mot du second" in page.text
    published.refresh_from_db()
    assert published.object == "Le mot du premier"
    client.post(url, {**forms_of(page.text)[-1].values})
    published.refresh_from_db()
    assert published.object == "Le mot du second"


def test_a_draft_is_removed_what_was_read_stays(client, draft):
    client.post(act_url("deliberation_remove", draft.deliberations.first()))
    assert draft.deliberations.count() == 2
    client.post(url_of("session_number", draft))
    client.post(url_of("session_publish", draft))
    client.post(url_of("session_unpublish", draft), {"reason": "Une erreur de date"})
    assert client.post(act_url("deliberation_remove", draft.deliberations.first())).status_code == 302
    assert client.post(url_of("session_delete", draft)).status_code == 302
    assert client.get(url_of("session_delete", draft)).status_code == 403
    assert draft.deliberations.count() == 2
