"""Who reads an entry by which door, and who does what to it: people by states, doors and verbs."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from core.people import secret_addresses
from core.people.models import Agent
from core.people.roles import Role
from legalwatch.models import Entry, Following, LinkReport, Reading
from legalwatch.views import PURPOSE
from tests.factories import AgentFactory
from tests.legalwatch.factories import WORD, EntryFactory, SubjectFactory, follower, form_data, watcher

STATES: dict[str, dict[str, Any]] = {
    "published": {},
    "outdated": {"outdated_reason": "Abrogé."},
    "draft": {"draft": True},
    "scheduled": {"scheduled": True},
    "withdrawn": {"withdrawn": True},
}
READ_BY_ALL = {"published", "outdated"}
WATCHERS = {"watcher", "author"}


@pytest.fixture
def people(author: Agent, outsider: Agent) -> dict[str, Agent]:
    return {
        "author": watcher(),
        "watcher": watcher(),
        "follower": author,
        "outsider": outsider,
        "administrator": AgentFactory.create(roles=[Role.ADMINISTRATOR]),
        "group": AgentFactory.create(roles=[Role.PROJECT_GROUP, Role.GROUP_HEAD]),
        "others": AgentFactory.create(roles=[role for role in Role if role != Role.WATCHER]),
        "elected": AgentFactory.create(is_elected=True, direction=None),
    }


def an_entry(state: str, people: dict[str, Agent]) -> Entry:
    subject = SubjectFactory.create()
    Following.objects.create(agent=people["follower"], subject=subject)
    return EntryFactory.create(with_file=True, author=people["author"], subjects=[subject], **STATES[state])


def doors(entry: Entry, agent: Agent) -> Iterator[tuple[str, str, dict[str, str]]]:
    yield "page", entry.get_absolute_url(), {}
    yield "file", reverse("legalwatch:entry_file", args=[entry.reference]), {}
    yield "list", reverse("legalwatch:entry_list"), {"show": "all"}
    yield "to_read", reverse("legalwatch:entry_list"), {"show": "to_read"}
    yield "words", reverse("legalwatch:entry_list"), {"q": WORD[:-2], "show": "all"}
    for show in ("draft", "scheduled", "withdrawn", "reported"):
        yield show, reverse("legalwatch:entry_list"), {"show": show}
    # What was asked comes back in the page: not the whole word.
    yield "search", reverse("search:results"), {"q": WORD[:-2]}
    yield "suggestions", reverse("search:suggestions"), {"q": WORD[:-2]}
    yield "home", reverse("home"), {}
    yield "notifications", reverse("notifications:notification_list"), {}
    if agent.is_at_work:
        yield "feed", reverse("legalwatch:feed", args=[secret_addresses.give(agent, PURPOSE)]), {}


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("state", STATES)
def test_each_door_shows_it_to_its_readers(people, signed_in, state):
    entry = an_entry(state, people)
    LinkReport.objects.create(entry=entry, reported_by=people["outsider"])
    clients = {name: signed_in(agent) for name, agent in people.items()}
    opened = {
        name: {
            door
            for door, path, query in doors(entry, agent)
            if WORD.encode() in body_of(clients[name].get(path, query))
        }
        for name, agent in people.items()
    }
    to_watchers = {"page", "file", "search", "suggestions"}
    to_readers: set[str] = set()
    match state:
        case "published":
            to_readers = {*to_watchers, "list", "words", "feed"}
            to_watchers = {*to_readers, "reported"}
        case "outdated":
            to_readers = {*to_watchers, "list", "words"}
            to_watchers = {*to_readers, "reported"}
        case "draft" | "scheduled" | "withdrawn":
            to_watchers |= {state, "reported"}
    for name in people:
        expected = to_watchers if name in WATCHERS else set() if name == "elected" else set(to_readers)
        if state == "published" and name == "follower":
            expected.add("to_read")
        # A filter that is not theirs is ignored: the list shows what it always does.
        if state == "published" and name not in WATCHERS and name != "elected":
            expected |= {"draft", "scheduled", "withdrawn", "reported"}
        assert opened[name] == expected, name


@pytest.mark.parametrize("state", STATES)
def test_readers_act_on_what_they_read_only(people, signed_in, state):
    entry = an_entry(state, people)
    for name, agent in people.items():
        client = signed_in(agent)
        reads = name != "elected" and (state in READ_BY_ALL or name in WATCHERS)
        for verb in ("entry_read", "entry_link"):
            path = reverse(f"legalwatch:{verb}", args=[entry.reference])
            got, posted = client.get(path).status_code, client.post(path, {"geste": "mort"}).status_code
            assert got == (404 if name == "elected" else 405), (name, verb)
            # A watcher reads what is not published, and reports no link of it.
            allowed = 403 if verb == "entry_link" and state not in READ_BY_ALL else 302
            assert posted == (allowed if reads else 404), (name, verb)
    assert LinkReport.objects.count() == (1 if state in READ_BY_ALL else 0)
    assert Reading.objects.count() == (7 if state in READ_BY_ALL else 2)


def test_a_watcher_corrects_what_another_wrote(people, signed_in):
    entry = an_entry("published", people)
    path = reverse("legalwatch:entry_change", args=[entry.reference])
    client = signed_in(people["watcher"])
    assert client.get(path).status_code == 200
    subject = entry.subjects.get()
    assert client.post(path, form_data(subject, title="Corrigé")).status_code == 302
    entry.refresh_from_db()
    assert (entry.title, entry.author) == ("Corrigé", people["author"])
    history = signed_in(people["follower"]).get(entry.get_absolute_url()).text
    assert f"{people['watcher']} a corrigé le texte" in history


def test_following_and_reading_are_one_s_own(people, signed_in):
    entry = EntryFactory.create()
    other = follower(*entry.subjects.all())
    Reading.objects.create(agent=other, entry=entry)
    page = signed_in(people["administrator"]).get(entry.get_absolute_url()).text
    assert "Je le relirai" not in page
    assert "Mes sujets (" not in signed_in(people["outsider"]).get(reverse("legalwatch:entry_list")).text
