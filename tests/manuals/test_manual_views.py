"""A manual's page, the forms that add, replace, correct and withdraw it, and « Mes manuels »."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.history.entries import history_of
from manuals.models import Manual, Pin, Software
from tests.manuals.factories import BODY, ManualFactory, PinFactory, page_data

pytestmark = pytest.mark.django_db
MINE = reverse("manuals:my_manuals")


def url(name: str, row: Manual | Software) -> str:
    return reverse(f"manuals:{name}", args=[row.reference])


def test_a_written_manual_is_read_there(outsider, signed_in):
    manual = ManualFactory.create(software_version="12.1")
    page = signed_in(outsider).get(manual.get_absolute_url()).text
    assert BODY in page
    assert "Écrit pour la version 12.1\u00a0: la version en service est 12.3." in page
    assert "pour les agents d’accueil" in page
    assert manual.software.get_absolute_url() in page
    assert "Tenir ce manuel à jour" not in page
    assert signed_in(outsider).get(url("manual_file", manual)).status_code == 404


def test_a_file_is_a_button_away(software, outsider, signed_in):
    manual = ManualFactory.create(software=software, file=True)
    path = url("manual_file", manual)
    page = signed_in(outsider).get(manual.get_absolute_url()).text
    assert f'href="{path}"' in page
    assert f'href="{path}?telecharger=1"' in page
    assert "PDF" in page
    assert "Lire en texte" not in page
    manual.document.text_state, manual.document.page_count = "read", 1
    manual.document.save()
    manual.document.pages.create(number=1, text="Ouvrez l’onglet Dépenses.")
    page = signed_in(outsider).get(manual.get_absolute_url()).text
    assert "Lire en texte" in page
    text = signed_in(outsider).get(f"{path}pages/1/").text
    assert "Ouvrez l’onglet Dépenses." in text
    assert manual.get_absolute_url() in text
    assert signed_in(outsider).get(f"{path}pages/2/").status_code == 404


@pytest.mark.parametrize(
    ("state", "error", "words"),
    [
        ("waiting", "", "un fichier que l’intranet n’a pas encore relu"),
        ("failed", "la fin du fichier manque", "un fichier qui ne se lit pas (la fin du fichier manque)"),
        ("read", "la fin du fichier manque", "un fichier lu en partie (la fin du fichier manque)"),
        ("read", "", ""),
    ],
)
def test_a_spoilt_file_is_told_to_the_referent(software, referent, outsider, signed_in, state, error, words):
    manual = ManualFactory.create(software=software, file=True)
    manual.document.text_state, manual.document.text_error = state, error
    manual.document.save()
    page = signed_in(referent).get(manual.get_absolute_url()).text
    assert words in page
    assert ("Ce manuel est un fichier" in page) is bool(words)
    assert "Ce manuel est un fichier" not in signed_in(outsider).get(manual.get_absolute_url()).text


def test_what_was_replaced_leads_to_the_newest(software, outsider, signed_in):
    old = ManualFactory.create(software=software)
    new = ManualFactory.create(software=software, replaces=old, title="Édition neuve")
    client = signed_in(outsider)
    page = client.get(old.get_absolute_url()).text
    assert f'lisez plutôt <a href="{new.get_absolute_url()}">Édition neuve</a>' in page
    assert "à mes manuels" not in page
    assert f'remplace <a href="{old.get_absolute_url()}"' in client.get(new.get_absolute_url()).text


# Adding and replacing


def test_add_a_page_and_correct_it(software, referent, signed_in):
    client = signed_in(referent)
    form = client.get(url("manual_add_page", software))
    assert form.context["form"].initial["software_version"] == "12.3"
    body = "<p>Bon</p><script>alert(1)</script><p onclick='x'>Jour</p>"
    sent = page_data(title="Avec une fote", audience="les comptables", body=body)
    response = client.post(url("manual_add_page", software), sent)
    manual = Manual.objects.get()
    assert response.url == manual.get_absolute_url()
    assert (manual.added_by, manual.audience) == (referent, "les comptables")
    assert (manual.body, manual.document) == ("<p>Bon</p><p>Jour</p>", None)
    assert history_of(manual)[0].action == "a ajouté un manuel"
    assert "tous les agents peuvent le lire" in client.get(response.url).text
    assert "Avec une fote" in client.get(url("manual_correct", manual)).text
    client.post(url("manual_correct", manual), page_data(title="Avec une faute"))
    assert (Manual.objects.get().title, Manual.objects.get().body) == ("Avec une faute", BODY)


def test_today_is_a_date_tomorrow_is_not(software, referent, signed_in):
    today = timezone.localdate()
    client, path = signed_in(referent), url("manual_add_page", software)
    assert "après 1970" in client.post(path, page_data(dated_on="1066-10-14")).text
    assert client.post(path, page_data(dated_on=(today + timedelta(days=1)).isoformat())).status_code == 200
    assert client.post(path, page_data(dated_on=f"{today:%d/%m/%Y}")).status_code == 302


def test_replace(software, referent, outsider, signed_in):
    old = ManualFactory.create(software=software, title="Édition 12", audience="les agents")
    PinFactory.create(manual=old, agent=outsider)
    client = signed_in(referent)
    form = client.get(url("manual_replace_page", old)).context["form"]
    assert form.initial["title"] == "Édition 12"
    assert form.initial["dated_on"] == timezone.localdate()
    response = client.post(url("manual_replace_page", old), page_data(title="Édition 13"), follow=True)
    new = Manual.objects.get(title="Édition 13")
    assert new.replaces == old
    assert "Qui avait épinglé l’ancien en est prévenu" in response.text
    assert "Édition 13" in signed_in(outsider).get(MINE).text
    # The page opened before, sent afterwards: refused with words, and nothing is lost.
    late = client.post(url("manual_replace_page", old), page_data(title="Édition 14"))
    assert late.status_code == 200
    assert "remplacé entre-temps par «\u00a0Édition 13\u00a0»" in late.text
    assert "Édition 14" in late.text
    assert client.get(url("manual_replace_page", old)).status_code == 403
    assert client.get(url("manual_correct", old)).status_code == 403
    assert client.get(url("manual_withdraw", old)).status_code == 403


def test_withdraw_and_restore(software, referent, signed_in):
    manual = ManualFactory.create(software=software)
    client = signed_in(referent)
    assert "Retirer ce manuel" in client.get(url("manual_withdraw", manual)).text
    page = client.post(url("manual_withdraw", manual), follow=True).text
    assert "Ce manuel est retiré" in page
    assert "Remettre parmi les manuels courants" in page
    assert "retiré entre-temps" in client.post(url("manual_withdraw", manual), follow=True).text
    assert "remis parmi" in client.post(url("manual_restore", manual), follow=True).text


# Pins


def test_the_button_says_what_it_will_do(outsider, signed_in):
    manual = ManualFactory.create()
    client, path = signed_in(outsider), url("manual_pin", manual)
    assert "Ajouter à mes manuels" in client.get(manual.get_absolute_url()).text
    for _ in range(2):
        page = client.post(path, {"epingler": "oui"}, follow=True).text
        assert "Retirer de mes manuels" in page
        assert 'value="non"' in page
    assert Pin.objects.count() == 1
    for _ in range(2):
        page = client.post(path, {"epingler": "non"}, follow=True).text
        assert "Ajouter à mes manuels" in page
    assert not Pin.objects.exists()


def test_pinning_what_was_replaced_or_withdrawn_meanwhile(software, outsider, signed_in):
    old = ManualFactory.create(software=software)
    middle = ManualFactory.create(software=software, replaces=old)
    new = ManualFactory.create(software=software, replaces=middle)
    gone = ManualFactory.create(software=software, withdrawn=True)
    client = signed_in(outsider)
    assert client.post(url("manual_pin", old)).url == new.get_absolute_url()
    assert "ne peut plus être épinglé" in client.post(url("manual_pin", gone), follow=True).text
    assert Pin.objects.get().manual == new


def test_my_manuals(software, outsider, colleague, signed_in):
    client = signed_in(outsider)
    assert "Aucun manuel épinglé" in client.get(MINE).text
    for title, fields in {
        "Écrire": {"software_version": "1"},
        "Zébrer": {},
        "Agrafer": {"withdrawn": True},
        "Lire": {"file": True},
    }.items():
        manual = ManualFactory.create(software=software, title=title, **fields)
        PinFactory.create(agent=outsider, manual=manual)
    PinFactory.create(agent=colleague)
    response = client.get(MINE)
    assert [manual.title for manual in response.context["page"]] == ["Agrafer", "Écrire", "Lire", "Zébrer"]
    for words in ("4 manuels", "Retiré", "Écrit pour la version 1", "Budgétine"):
        assert words in response.text
    back = client.post(
        url("manual_pin", Manual.objects.get(title="Lire")), {"epingler": "non", "retour": "mes-manuels"}
    )
    assert back.url == MINE
    assert "3 manuels" in client.get(MINE).text
