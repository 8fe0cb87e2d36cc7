"""The admin of software and manuals."""

from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse

from core.history.context import action_context
from core.history.entries import history_of
from core.search.models import Entry
from manuals.models import Manual, Need, Outage, Software
from manuals.registrations import SOFTWARE
from tests.factories import AgentFactory, DirectionFactory
from tests.manuals.factories import ManualFactory, NeedFactory, SoftwareFactory
from tests.pages import as_shown

pytestmark = pytest.mark.django_db
ADD = "admin:manuals_software_add"


def change_url(row: Any) -> str:
    return reverse(f"admin:manuals_{row._meta.model_name}_change", args=[row.pk])


def action_url(row: Any, name: str) -> str:
    return reverse(f"admin:manuals_{row._meta.model_name}_action", args=[row.pk, name])


def desk_data(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Budgétine",
        "purpose": "Suivre le budget.",
        "how_to_start": "",
        "owner": changes.pop("owner", None) or DirectionFactory.create().pk,
        "needs": [],
        "vendor": "",
        "link": "",
        "version_in_use": "",
        "state": "project",
        **changes,
    }


def test_register_a_software(signed_in, moderator):
    client = signed_in(moderator)
    need = NeedFactory.create()
    page = client.get(reverse(ADD)).text
    assert "En projet" in page
    assert "Retiré<" not in page
    assert client.post(reverse(ADD), desk_data(name="  Budgétine  ", needs=[need.pk])).status_code == 302
    software = Software.objects.get()
    assert (software.name, software.state, list(software.needs.all())) == ("Budgétine", "project", [need])
    assert history_of(software)[0].by == moderator
    again = client.post(reverse(ADD), desk_data(name="BUDGETINE"))
    assert "Un progiciel porte déjà ce nom." in again.text
    client.post(reverse(ADD), desk_data(name="Autre", state="retired"))
    assert Software.objects.count() == 1


def test_a_version_changed_here_tells_too(signed_in, moderator, software):
    ManualFactory.create(software=software)
    data = desk_data(owner=software.owner_id, version_in_use="14")
    del data["state"]
    client, url = signed_in(moderator), change_url(software)
    assert client.post(url, data | as_shown(client, url)).status_code == 302
    assert software.functional_referent.notifications.count() == 1


def test_name_referents(signed_in, moderator, software):
    client, path = signed_in(moderator), action_url(software, "nommer-les-referents")
    one = AgentFactory.create(first_name="Élodie", last_name="Garcia-López")
    two = AgentFactory.create()
    assert f'({software.functional_referent.identifiant})"' in client.get(path).text
    client.post(path, {"functional_referent": "elodie garcia-lopez", "it_referent": two.identifiant})
    software.refresh_from_db()
    assert (software.functional_referent, software.it_referent) == (one, two)
    client.post(path, {"functional_referent": one.identifiant, "it_referent": ""})
    software.refresh_from_db()
    assert (software.functional_referent, software.it_referent) == (one, None)


def test_where_it_stands_moves_by_actions(signed_in, moderator, software):
    client = signed_in(moderator)
    new = SoftwareFactory.create(name="Neuf")
    page = client.get(change_url(software)).text
    assert "Annoncer son remplacement" in page
    assert "Mettre en service" not in page
    client.post(action_url(software, "annoncer-son-remplacement"), {"replaced_by": new.pk})
    client.post(action_url(software, "signaler-une-panne"), {"message": "Arrêt."})
    client.post(action_url(software, "terminer-la-panne"))
    assert Outage.objects.get().ended_by == moderator
    client.post(action_url(software, "retirer"), {"replaced_by": new.pk})
    software.refresh_from_db()
    assert (software.state, software.replaced_by) == ("retired", new)
    assert client.get(action_url(software, "signaler-une-panne")).status_code == 403
    client.post(action_url(software, "mettre-en-service"))
    software.refresh_from_db()
    assert software.state == "in_use"


def test_manuals_are_read_here_and_moved_by_actions(signed_in, moderator, software):
    manual = ManualFactory.create(software=software, file=True)
    client = signed_in(moderator)
    page = client.get(change_url(manual)).text
    assert manual.get_absolute_url() in page
    assert 'name="title"' not in page
    client.post(action_url(manual, "retirer"))
    assert Manual.objects.get().withdrawn_at
    client.post(action_url(manual, "remettre"))
    assert Manual.objects.get().withdrawn_at is None


def test_a_need_that_is_deleted_leaves_the_words_of_its_software(signed_in, moderator, software):
    need = NeedFactory.create(name="louer une barque")
    software.needs.add(need)
    entry = Entry.objects.get(kind=SOFTWARE.code, object_id=software.pk)
    assert need.name in entry.keywords
    signed_in(moderator).post(reverse("admin:manuals_need_delete", args=[need.pk]), {"post": "yes"})
    assert not Need.objects.exists()
    entry.refresh_from_db()
    assert need.name not in entry.keywords


def test_a_card_saved_writes_only_what_was_typed(rf, moderator, software):
    """An action done between the reading of the card and its saving keeps what it changed."""
    request = rf.get("/")
    request.user = moderator
    software_admin = admin.site._registry[Software]
    as_read = Software.objects.get(pk=software.pk)
    Software.objects.filter(pk=software.pk).update(state="retired")
    form_class = software_admin.get_form(request, as_read, change=True)
    form = form_class({**desk_data(owner=software.owner_id), "vendor": "Un autre"}, instance=as_read)
    assert form.is_valid(), form.errors
    with action_context("a modifié la fiche", by=moderator):
        software_admin.save_model(request, form.save(commit=False), form, True)
    software.refresh_from_db()
    assert (software.vendor, software.state) == ("Un autre", "retired")
