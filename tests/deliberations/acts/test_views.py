"""Adding, correcting and removing deliberations, through the pages as a browser sends them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.documents.models import Document, Upload
from core.history.entries import history_of
from core.people.models import Agent
from deliberations.acts import actions
from deliberations.acts.views import DeliberationForm
from deliberations.models import CouncilSession, Deliberation
from tests.deliberations.factories import (
    CouncillorFactory,
    DeliberationFactory,
    MandateFactory,
    act_url,
    matter,
    pdf,
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


def sent_by(client: Client, url: str) -> dict[str, str]:
    """What the page's form would send untouched."""
    return next(form.values for form in forms_of(client.get(url).text) if "stamp" in form.values)


def url_of(name: str, session: CouncilSession) -> str:
    return reverse(f"deliberations:{name}", args=[session.reference])


def test_the_form_sent_twice_creates_once(client, draft):
    create = reverse("deliberations:session_create")
    key = forms_of(client.get(create).text)[-1].values["submission_key"]
    for _ in range(2):
        sent = {"held_on": "2026-09-24", "kind": "ordinary", "submission_key": key}
        assert client.post(create, sent).status_code == 302
    assert CouncilSession.objects.filter(held_on="2026-09-24").count() == 1
    add = url_of("deliberation_add", draft)
    key = forms_of(client.get(add).text)[-1].values["submission_key"]
    for _ in range(2):
        client.post(add, written(submission_key=key, text=pdf_file()))
    assert draft.deliberations.filter(object="Subventions aux associations").count() == 1


FAULTS = [
    ("object", "", "Écrivez l’objet"),
    ("object", "x" * 500, "499"),
    ("object", "a\x00b", "nul"),
    ("votes_for", "44", "Pour, contre et abstentions font 44, pour 43 votants"),
    ("voters", "46", "Il y a 46 votants pour un conseil de 45."),
    ("votes_against", "-1", "Ce nombre ne peut pas être négatif."),
    ("votes_against", "1" + "0" * 30, "aucun conseil n’est si grand"),
    ("votes_for", "beaucoup", "Écrivez un nombre entier."),
    ("adopted_on", "2026-02-30", "Cette date n’existe pas."),
    ("adopted_on", "0026-06-25", "Vérifiez l’année de cette date."),
    ("matter", "999999", ""),
    ("matter", "é", ""),
    ("budget_year", "26", "Écrivez 2026 ou 2026/2027."),
    ("number", "x" * 61, "60"),
    ("public_url", "javascript:alert(1)", ""),
    ("result", "maybe", ""),
]


def test_a_fault_is_said_and_nothing_is_lost(client, draft, case):
    for field, value, message in FAULTS:
        with case(field, value, message):
            page = client.post(
                url_of("deliberation_add", draft), written(**{field: value, "text": pdf_file()})
            )
            assert page.status_code == 200
            assert "Erreur\u00a0: " in page.text
            form: DeliberationForm = page.context["form"]
            assert field in form.errors
            assert message in str(form.errors[field])
            assert draft.deliberations.count() == 3
            # The file waits for the form.
            assert "acte.pdf" in page.text
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
    client.post(add, sent)
    assert draft.deliberations.filter(object="Rue des Calfats", adopted_on=draft.held_on).exists()


def test_a_number_of_the_year_is_taken(client, draft):
    DeliberationFactory.create(session__held_on=date(2026, 1, 29), number="2026_06_010")
    page = client.post(url_of("deliberation_add", draft), written())
    assert "Ce numéro est déjà celui d’une autre délibération de l’année." in page.text
    assert draft.deliberations.count() == 3


def test_a_program_is_no_text(client, draft):
    program = SimpleUploadedFile("acte.pdf", b"MZ\x90\x00" + b"\x00" * 200, "application/pdf")
    page = client.post(url_of("deliberation_add", draft), written(text=program))
    assert "text" in page.context["form"].errors
    assert not Document.objects.exists()


def test_a_deliberation_and_its_annexes_weigh_150_megabytes_at_most(client, draft, monkeypatch):
    size = len(pdf()) * 2
    monkeypatch.setattr(actions, "DELIBERATION", type(actions.DELIBERATION)(size + 10))
    page = client.post(
        url_of("deliberation_add", draft),
        written(text=pdf_file(), annexes=[pdf_file("a.pdf"), pdf_file("b.pdf")]),
    )
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


def test_the_form_gives_back_what_stands(client, published):
    url = act_url("deliberation_change", published)
    before = Deliberation.objects.values().get(pk=published.pk)
    page = client.post(url, sent_by(client, url), follow=True)
    assert "La délibération est enregistrée." in page.text
    assert Deliberation.objects.values().get(pk=published.pk) == before
    assert published.annexes.count() == 1


def test_a_published_deliberation_is_corrected_and_the_history_says_so(client, published, council_secretary):
    url, old_text = act_url("deliberation_change", published), published.text
    annex = published.annexes.get()
    data = {
        **sent_by(client, url),
        "object": "Adoption du compte financier unique",
        "votes_for": "40",
        "votes_against": "0",
        f"title_{annex.pk}": "Plan corrigé",
        "text": pdf_file("corrige.pdf"),
    }
    page = client.post(url, data, follow=True)
    assert page.redirect_chain[0][0].endswith(f"#d{published.pk}")
    published.refresh_from_db()
    assert published.text is not None
    assert old_text is not None
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


def test_a_published_number_never_changes(client, published):
    url = act_url("deliberation_change", published)
    client.post(url, {**sent_by(client, url), "number": "AUTRE"})
    published.refresh_from_db()
    assert published.number == "2026_06_001"


def test_an_unpublished_number_is_corrected_and_the_address_follows(client, unpublished):
    url = act_url("deliberation_change", unpublished)
    client.post(url, {**sent_by(client, url), "number": "7 bis"})
    unpublished.refresh_from_db()
    assert unpublished.slug == "7~20bis"


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
    deliberation = draft.deliberations.first()
    assert deliberation is not None
    remove = act_url("deliberation_remove", deliberation)
    assert "Supprimer cette délibération ?" in client.get(remove).text.replace("\u00a0", " ")
    client.post(remove)
    assert draft.deliberations.count() == 2
    client.post(url_of("session_number", draft))
    client.post(url_of("session_publish", draft))
    client.post(url_of("session_unpublish", draft), {"reason": "Une erreur de date"})
    other = draft.deliberations.first()
    assert other is not None
    assert client.post(act_url("deliberation_remove", other)).status_code == 302
    assert client.post(url_of("session_delete", draft)).status_code == 302
    assert client.get(url_of("session_delete", draft)).status_code == 403
    assert draft.deliberations.count() == 2
