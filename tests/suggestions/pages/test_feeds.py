"""The feed of ideas: one secret address an agent, shown once; nothing for anybody else."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.people.models import SecretAddress
from suggestions.merging import actions
from suggestions.states import State
from tests.factories import AgentFactory
from tests.suggestions.factories import idea_in

pytestmark = pytest.mark.django_db
URL = reverse("suggestions:feed_address")
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def asked(client: Client) -> str:
    """The address that the page gives, as a path."""
    response = client.post(URL)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    address = str(response.context["shown"])
    assert address in response.text
    return "/" + address.split("/", 3)[3]


def entries(path: str) -> list[str]:
    response = Client().get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    return [entry.findtext("a:title", "", ATOM) for entry in feed.findall("a:entry", ATOM)]


def test_given_shown_once_and_taken_back(outsider, signed_in):
    client = signed_in(outsider)
    assert "pas encore d’adresse" in client.get(URL).text
    path = asked(client)
    assert path.split("/")[-2] not in client.get(URL).text
    assert path.split("/")[-2] not in str(list(SecretAddress.objects.values()))
    assert entries(path) == []
    second = asked(client)
    assert Client().get(path).status_code == 404
    client.post(URL, {"geste": "retirer"})
    assert Client().get(second).status_code == 404
    assert "plus d’adresse" in client.post(URL, {"geste": "retirer"}, follow=True).text


def test_what_all_read_and_no_name_that_is_hidden(author, moderator, signed_in):
    """Whoever reads: the group knows hidden authors, their feed does not."""
    moment = timezone.now() - timedelta(days=3)
    for hours, state in enumerate(
        [State.UNDER_STUDY, State.DONE, State.RECEIVED, State.SET_ASIDE, State.WITHDRAWN]
    ):
        identity, who = ("hidden", author) if state == State.DONE else ("named", moderator)
        words = {"title": f"{identity}, {state.value}", "received_at": moment - timedelta(hours=hours)}
        idea_in(state, author=who, identity=identity, **words)
    by = AgentFactory.create(first_name="Paul", last_name="Roux")
    kept = idea_in(State.UNDER_STUDY, title="Gardée \x0b<&>", problem="<script>alert(1)</script>", author=by)
    absorbed = idea_in(State.UNDER_STUDY, title="Réunie")
    actions.merge(kept, absorbed, by=moderator)
    for reader in (moderator, author):
        path = asked(signed_in(reader))
        assert set(entries(path)) == {"Gardée <&>", "named, under_study", "hidden, done"}
        text = Client().get(path).text
        assert "Nadia" not in text
        assert "Rose Leroy" in text
        # A summary is HTML: what was typed is shown, not run.
        assert "&lt;script" not in text
        assert "&amp;lt;script" in text
