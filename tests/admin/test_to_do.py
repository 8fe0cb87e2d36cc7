"""« À traiter » on the admin's home page: counts by right, each leading to what it counts."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.admin import to_do
from core.admin.to_do import Queue, to_do_for
from core.people.models import Agent
from core.people.roles import Role
from tests.factories import AgentFactory
from tests.town import ACCOUNTS, signed_in_as

SETTINGS = {"Documents", "Journal des effacements", "Lignes du journal des connexions", "Tâches de fond"}


@pytest.fixture
def no_sources(monkeypatch: pytest.MonkeyPatch) -> list[to_do.Source]:
    sources: list[to_do.Source] = []
    monkeypatch.setattr(to_do, "SOURCES", sources)
    return sources


@pytest.mark.django_db
def test_late_lines_first_and_empty_ones_left_out(no_sources):
    for name in ("Zénobie", "Zoé", "Zoé"):
        AgentFactory.create(first_name=name)
    named = Agent.objects.order_by("last_name").filter

    @to_do.register
    def source(agent: Agent) -> Iterator[Queue]:
        yield Queue(named(first_name="Zoé"), "idée reçue", "idées reçues", "/a/")
        yield Queue(named(first_name="Zacharie"), "idée perdue", "idées perdues", "/b/")
        yield Queue(named(pk__in=[]), "idée jamais vue", "idées jamais vues", "/d/")
        yield Queue(named(first_name="Zénobie"), "idée en retard", "idées en retard", "/c/", is_late=True)

    with CaptureQueriesContext(connection) as read:
        assert [line.label for line in to_do_for(None)] == ["1 idée en retard", "2 idées reçues"]
    assert len(read) == 1
    with pytest.raises(ValueError, match="twice"):
        to_do.register(source)


def test_every_app_that_has_something_to_treat_is_heard():
    apps = {source.__module__ for source in to_do.SOURCES}
    assert apps == {
        *(f"core.{app}.registrations" for app in ("approvals", "mail")),
        *(
            f"{app}.registrations"
            for app in ("memos", "legalwatch", "mailroom", "spaces", "suggestions", "rooms")
        ),
        *(f"{app}.registrations" for app in ("deliberations", "directory", "dematerialisation", "manuals")),
    }


@pytest.mark.django_db
def test_nothing_is_read_for_an_agent_without_a_role(outsider):
    assert outsider.roles == frozenset()
    with CaptureQueriesContext(connection) as read:
        assert to_do_for(outsider) == []
    # In whose place they act, what concerns them, the rooms that they may manage, their units and the mail of these.
    assert len(read) <= 5


@pytest.mark.parametrize("account", ACCOUNTS)
def test_each_line_leads_to_what_it_counts(town, account):
    agent, client = Agent.objects.get(identifiant=account), signed_in_as(account)
    lines = to_do_for(agent)
    if agent.is_staff:
        page = client.get(reverse("admin:index")).text
        assert all(line.label in page for line in lines)
    for line in lines:
        answer = client.get(line.url)
        assert answer.status_code == 200, line
        if "admin" in line.url:
            assert re.search(rf"\b{line.count} résultat", answer.text), line


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PROJECT_GROUP, Role.DIRECTORY_MANAGER])
def test_the_machinery_is_under_settings_for_administrators(signed_in, role):
    page = signed_in(AgentFactory.create(roles=[role])).get(reverse("admin:index")).context["app_list"]
    settings = [{model["name"] for model in app["models"]} for app in page if app["name"] == "Réglages"]
    assert settings == ([SETTINGS] if role == Role.ADMINISTRATOR else [])
