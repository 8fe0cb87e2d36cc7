"""A software's page, and the forms of those who keep it."""

from typing import Any

import pytest
from django.urls import reverse

from core.history.entries import history_of
from core.people.models import Agent
from manuals.models import Outage, Software
from tests.manuals.factories import (
    ManualFactory,
    NeedFactory,
    OutageFactory,
    SoftwareFactory,
    software_data,
)

pytestmark = pytest.mark.django_db


def url(name: str, software: Software) -> str:
    return reverse(f"manuals:{name}", args=[software.reference])


def test_what_an_agent_needs_first(software, outsider, signed_in):
    software.needs.add(NeedFactory.create(name="payer"))
    file = ManualFactory.create(software=software, file=True, title="Payer une facture")
    page = signed_in(outsider).get(software.get_absolute_url()).text
    order = ["Comment je commence", "Ouvrez-le avec votre compte", "Salomé Verdier", "Payer une facture"]
    positions = [page.index(words) for words in order]
    assert positions == sorted(positions)
    for words in ("comptable", "Rachid Montagnac", "Éditions Comptes"):
        assert words in page
    assert 'href="tel:0400000102"' in page
    assert f'href="mailto:{software.functional_referent.email}"' in page
    assert 'href="https://budget.ville.example/" rel="noopener noreferrer"' in page
    assert f'class="act second" href="{reverse("manuals:manual_file", args=[file.reference])}"' in page
    for button in ("Modifier la fiche", "Signaler une panne", "Ajouter un fichier", "bureau du groupe"):
        assert button not in page


def test_older_manuals_stand_behind(software, outsider, signed_in):
    old = ManualFactory.create(software=software, title="Ancienne édition")
    ManualFactory.create(software=software, title="Édition courante", replaces=old, software_version="12.1")
    ManualFactory.create(software=software, title="Erreur de dossier", withdrawn=True)
    page = signed_in(outsider).get(software.get_absolute_url()).text
    current, _, older = page.partition("<main")[2].partition("<details")
    assert "Édition courante" in current
    assert "Écrit pour la version 12.1\u00a0: la version en service est 12.3." in current
    assert "2 manuels plus anciens" in older
    assert "Ancienne édition" in older
    assert "remplacé" in older
    assert "Erreur de dossier" in older
    assert "retiré" in older
    assert "Ancienne édition" not in current


def test_an_outage_stands_on_top(software, outsider, referent, signed_in):
    OutageFactory.create(software=software, said_by=referent, message="Serveur arrêté.")
    OutageFactory.create(software=software, over=True, message="Câble coupé.")
    page = signed_in(outsider).get(software.get_absolute_url()).text
    assert page.index("Panne en cours") < page.index("Serveur arrêté.") < page.index("<h1>")
    assert "signalée par Salomé Verdier" in page
    assert page.index("Dernières pannes") < page.index("Câble coupé.")
    assert "La panne est terminée" not in page
    kept = signed_in(referent).get(software.get_absolute_url()).text
    assert "La panne est terminée" in kept
    assert "Signaler une panne" not in kept


def test_whom_to_call(software, outsider, signed_in):
    def page(**changes: Any) -> str:
        Software.objects.filter(pk=software.pk).update(**changes)
        return signed_in(outsider).get(software.get_absolute_url()).text

    both = page(it_referent=software.functional_referent)
    assert both.count("Salomé Verdier") == 1
    assert "Pour s’en servir et s’il ne marche pas" in both
    # One who left is not given out.
    Agent.objects.filter(pk=software.functional_referent_id).update(is_active=False)
    left = page(it_referent=software.it_referent)
    assert "Salomé Verdier" not in left
    assert "Rachid Montagnac" in left
    nothing = dict.fromkeys(("how_to_start", "link", "vendor", "version_in_use"), "")
    empty = page(functional_referent=None, it_referent=None, **nothing)
    for words in (
        "Personne ne l’a encore écrit",
        "Aucun manuel pour le moment",
        "Aucun référent n’est nommé",
    ):
        assert words in empty
    assert "Éditeur" not in empty


@pytest.mark.parametrize(
    ("state", "words"), [("being_replaced", "Sera remplacé par"), ("retired", "Remplacé par")]
)
def test_what_replaces_it(outsider, signed_in, state, words):
    new = SoftwareFactory.create(name="Neuf")
    software = SoftwareFactory.create(state=state, replaced_by=new)
    page = signed_in(outsider).get(software.get_absolute_url()).text
    assert f'{words} <a href="{new.get_absolute_url()}">Neuf</a>' in page
    assert ("Ouvrir Budgétine" in page) == (state != "retired")


# The forms


def test_edit(software, referent, signed_in):
    client = signed_in(referent)
    page = client.get(url("software_edit", software)).text
    assert "Ouvrez-le avec votre compte de session." in page
    response = client.post(
        url("software_edit", software),
        software_data(
            purpose="  Payer\nles   factures ",
            how_to_start="Un\r\nDeux",
            link="budget.example/x",
            name="Piraté",
        ),
    )
    assert response.url == software.get_absolute_url()
    software.refresh_from_db()
    assert software.name == "Budgétine"
    assert software.purpose == "Payer les factures"
    assert software.how_to_start == "Un\nDeux"
    assert software.link == "https://budget.example/x"
    assert (history_of(software)[0].by, history_of(software)[0].action) == (referent, "a modifié la fiche")
    assert "La fiche est à jour." in client.get(response.url).text


def test_an_outage_from_end_to_end(software, referent, it_referent, signed_in):
    hers, his = signed_in(referent), signed_in(it_referent)
    start, end = url("software_outage", software), url("software_outage_end", software)
    empty = hers.post(start, {"message": " "})
    assert "Dites ce qui se passe" in empty.text
    assert hers.post(start, {"message": "Serveur\narrêté."}).url == software.get_absolute_url()
    # His page was opened before hers was sent: he is told, and keeps what he wrote.
    late = his.post(start, {"message": "Tout est arrêté."})
    assert late.status_code == 200
    assert "déjà signalée par Salomé Verdier" in late.text
    assert "Tout est arrêté." in late.text
    assert 'name="modifier"' in late.text
    assert "Serveur arrêté." in his.get(start).text
    assert his.post(start, {"message": "Retour à 14 h.", "modifier": "oui"}).status_code == 302
    assert hers.post(end).url == software.get_absolute_url()
    outage = Outage.objects.get()
    assert (outage.message, outage.said_by, outage.ended_by) == ("Retour à 14 h.", referent, referent)
    assert "terminée entre-temps" in his.post(end, follow=True).text
    assert "terminée entre-temps" in his.post(start, {"message": "x", "modifier": "oui"}).text
    assert his.post(start, {"message": "Encore."}).status_code == 302
