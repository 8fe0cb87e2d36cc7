"""What an elected member's account reaches: one list, and nothing else of the intranet, whatever the method."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from core.people.middleware import AGENTS_HOME, HOME, NAMES, NAMESPACES, can_reach
from core.people.models import Agent
from core.search.links import links_around
from deliberations.models import Deliberation
from tests.addresses import routes
from tests.factories import PASSWORD, AgentFactory

LINKS = re.compile(r'(?:href|action|src|hx-get|hx-post)="([^"#]+)')


@pytest.fixture
def elected(town: None) -> Agent:
    return AgentFactory.create(elected=True, first_name="Odile", last_name="Kermarrec")


@pytest.fixture
def elected_client(elected: Agent) -> Client:
    client = Client()
    client.force_login(elected)
    return client


def test_the_list_names_addresses_that_exist():
    names = {route.name for route in routes()}
    assert names >= NAMES | {AGENTS_HOME, HOME}
    assert {name.partition(":")[0] for name in names} >= NAMESPACES


def test_the_home_page_is_what_waits_for_them(elected):
    sent = {"login": elected.identifiant, "password": PASSWORD}
    response = Client().post(reverse("account_login"), sent, follow=True)
    assert response.redirect_chain[-2:] == [(reverse(AGENTS_HOME), 302), (reverse(HOME), 302)]


def pages() -> list[str]:
    act = Deliberation.objects.published().filter(text__isnull=False).select_related("session").first()
    assert act is not None
    names = [
        HOME,
        "my_space",
        "site_map",
        "account_change_password",
        "account_logout",
        "help",
        "accessibility",
    ]
    names += ["legal_notice", "notifications:notification_list", "notifications:preferences"]
    year = reverse("deliberations:year_detail", args=[act.session.year])
    own = [act.get_absolute_url(), act.session.get_absolute_url(), year]
    return [*(reverse(name) for name in (*names, "deliberations:council")), *own]


def test_what_is_listed_opens_and_leads_nowhere_else(elected_client):
    """No page offers a door that would be closed: menu, head, foot and links."""
    dead = []
    for page in [*pages(), "/salles/nulle-part/"]:
        response = elected_client.get(page)
        assert response.status_code == (404 if "nulle-part" in page else 200), page
        for link in LINKS.findall(response.text):
            path = urlsplit(link).path
            if not path.startswith("/") or path.startswith("/static/"):
                continue
            try:
                name = resolve(path).view_name
            except Resolver404:
                name = ""
            if not can_reach(name) and name != AGENTS_HOME:
                dead.append((page, link))
    assert not dead


def test_published_acts_are_read_without_what_agents_linked_to_them(elected):
    for act in Deliberation.objects.published():
        assert links_around(act, elected)[1] == []


def test_drafts_are_the_secretary_s(elected_client):
    drafts = Deliberation.objects.filter(session__state="draft").select_related("session")
    for act in drafts:
        here = [act.session.year, act.session.slug, act.slug]
        assert elected_client.get(act.get_absolute_url()).status_code == 404
        assert elected_client.get(reverse("deliberations:text", args=here)).status_code == 404
    assert drafts
