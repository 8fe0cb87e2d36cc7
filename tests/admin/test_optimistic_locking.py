"""A change form of the admin sent from a page that is older than what is kept: nothing is overwritten."""

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from core.people.models import AddressAlias, Agent
from core.people.roles import Role
from core.web.stale_forms import FIELD
from tests.factories import AgentFactory
from tests.pages import Form, forms_of
from tests.tips.factories import TipFactory

REFUSED = "Cette fiche a été modifiée depuis l’ouverture de cette page"


def change_url(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def opened(client: Client, url: str) -> dict[str, Any]:
    """What a browser would send back from the page, untouched but for the roles of an agent: none."""
    return change_form(client.get(url).text).values | {"groups": [], "is_active": "on"}


def change_form(page: str) -> Form:
    return next(form for form in forms_of(page) if FIELD in form.values)


def test_a_role_taken_away_meanwhile_does_not_come_back(administrator, signed_in):
    agent, (group, _) = AgentFactory.create(), Group.objects.get_or_create(name=Role.PROJECT_GROUP)
    agent.groups.add(group)
    client, url = signed_in(administrator), change_url(agent)
    page = opened(client, url) | {"groups": [group.pk]}
    agent.groups.clear()
    refused = client.post(url, page | {"phone": "04 00 00 00 09"})
    assert refused.status_code == 200
    assert REFUSED in refused.text
    assert not agent.groups.exists()
    # Both are there: what was typed in the form, what is kept above it.
    assert 'value="04 00 00 00 09"' in refused.text
    kept = refused.text.partition("Ce qui est enregistré maintenant")[2].partition("</dl>")[0]
    assert "rien" in kept.lower()
    assert Agent.objects.get(pk=agent.pk).phone != "04 00 00 00 09"


def test_a_page_without_a_stamp_is_refused(administrator, signed_in):
    agent = AgentFactory.create()
    client, url = signed_in(administrator), change_url(agent)
    page = opened(client, url) | {"first_name": "Autre"}
    del page[FIELD]
    assert REFUSED in client.post(url, page).text
    assert Agent.objects.get(pk=agent.pk).first_name != "Autre"


def test_a_text_written_meanwhile_is_shown_and_kept(moderator, signed_in):
    tip = TipFactory.create(draft=True)
    client, url = signed_in(moderator), change_url(tip)
    page = opened(client, url) | {"body": "<p>Ma version.</p>"}
    type(tip).objects.filter(pk=tip.pk).update(body="<p>La version d’une collègue.</p>")
    refused = client.post(url, page)
    assert REFUSED in refused.text
    assert "La version d’une collègue." in refused.text
    assert "Ma version." in refused.text
    tip.refresh_from_db()
    assert tip.body == "<p>La version d’une collègue.</p>"
    # Read, then sent again knowingly.
    again = dict(change_form(refused.text).values)
    assert client.post(url, again | {"body": "<p>Les deux versions.</p>"}).status_code == 302
    tip.refresh_from_db()
    assert tip.body == "<p>Les deux versions.</p>"


def test_the_rows_below_count_too(administrator, signed_in):
    agent = AgentFactory.create()
    AddressAlias.objects.create(agent=agent, address="avant@ville.example")
    client, url = signed_in(administrator), change_url(agent)
    page = opened(client, url)
    AddressAlias.objects.filter(agent=agent).update(address="corrigee@ville.example")
    refused = client.post(url, page)
    assert REFUSED in refused.text
    assert "corrigee@ville.example" in refused.text
    assert agent.aliases.get().address == "corrigee@ville.example"
