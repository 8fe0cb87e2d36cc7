"""Who reads an entry by which door, and who does what to it: people by states, doors and verbs."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from core.people.models import Agent
from core.people.roles import Role
from legalwatch.models import Entry, Following, LinkReport, Reading
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
PRIVATE = ("draft", "scheduled", "withdrawn", "reported")
WATCHERS = {"watcher", "author"}


@pytest.fixture
def people(author: Agent, outsider: Agent) -> dict[str, Agent]:
    return {
        "author": watcher(),
        "watcher": watcher(),
        "follower": author,
        "outsider": outsider,
        "others": AgentFactory.create(roles=[role for role in Role if role != Role.WATCHER]),
        "elected": AgentFactory.create(is_elected=True, direction=None),
    }


def an_entry(state: str, people: dict[str, Agent]) -> Entry:
    subject = SubjectFactory.create()
    Following.objects.create(agent=people["follower"], subject=subject)
    return EntryFactory.create(with_file=True, author=people["author"], subjects=[subject], **STATES[state])


def doors(entry: Entry) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Its page, its file and the list; tests/test_forms_without_right.py looks for what is not theirs everywhere."""
    yield "page", entry.get_absolute_url(), {}
    yield "file", reverse("legalwatch:entry_file", args=[entry.reference]), {}
    listed = reverse("legalwatch:entry_list")
    yield "words", listed, {"q": WORD[:-2], "show": "all"}
    for show in ("all", "to_read", *PRIVATE):
        yield show, listed, {"show": show}


def shown_in(state: str, name: str) -> set[str]:
    """Return the doors that show an entry in this state to this person."""
    if name == "elected":
        return set()
    in_list = {"all", "words"} if state in READ_BY_ALL else set()
    if name in WATCHERS:
        return {"page", "file", "reported", *in_list, *{state}.intersection(PRIVATE)}
    if state == "published":
        # A filter that is not theirs is ignored: the list shows what it always does.
        return {"page", "file", *in_list, *PRIVATE, *(["to_read"] if name == "follower" else [])}
    return {"page", "file", *in_list} if in_list else set()


@pytest.mark.parametrize("state", STATES)
def test_each_door_shows_it_to_its_readers(people, signed_in, state):
    entry = an_entry(state, people)
    LinkReport.objects.create(entry=entry, reported_by=people["outsider"])
    for name, agent in people.items():
        client = signed_in(agent)
        answers = {door: client.get(path, query) for door, path, query in doors(entry)}
        opened = {door for door, answer in answers.items() if WORD.encode() in answer.getvalue()}
        assert opened == shown_in(state, name), name


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
    assert Reading.objects.count() == (5 if state in READ_BY_ALL else 2)


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
    page = signed_in(people["others"]).get(entry.get_absolute_url()).text
    assert "Je le relirai" not in page
    assert "Mes sujets (" not in signed_in(people["outsider"]).get(reverse("legalwatch:entry_list")).text
