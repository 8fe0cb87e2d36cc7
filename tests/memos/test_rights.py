"""Who reads a note by which door, and who does what to it: one table of people by states, doors and verbs."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core.approvals.actions import Verdict, hand_over
from core.approvals.timeline import approval_of
from core.documents.actions import store_bytes
from core.documents.models import Document
from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people.models import Agent, Direction
from core.people.roles import Role
from memos import actions as memo_actions
from memos import treatment
from memos.models import Memo, MemoFile, State
from tests.approvals.conftest import absent
from tests.factories import AgentFactory
from tests.memos.factories import (
    SECRET,
    MemoKindFactory,
    approve,
    circuit_of,
    current,
    hr_agent,
    memo_in,
    refuse,
    say,
    written,
)

People = dict[str, Agent]
Files = Callable[[Memo], Document]
HOLDERS = {"manager", "deputy_director"}
# The deputy director's step begins after the manager's; the person reads once HR opens the note.
READERS = {
    State.DRAFT: {"author"},
    State.IN_CIRCUIT: {"author", "manager", "hr"},
    # Words that were not sent are the author’s; who refused reads theirs on the page of the visas.
    State.RETURNED: {"author"},
    State.RECEIVED: {"author", *HOLDERS, "hr"},
    State.TAKEN: {"author", *HOLDERS, "hr"},
    State.ANSWERED: {"author", *HOLDERS, "hr"},
    State.FILED: {"author", *HOLDERS, "hr"},
    State.WITHDRAWN: {"author"},
}


@pytest.fixture
def people(
    author: Agent, gardener: Agent, manager: Agent, deputy_director: Agent, hr: Agent, gardens: Direction
) -> People:
    return {
        "author": author,
        "gardener": gardener,
        "person": AgentFactory.create(direction=gardens),
        "manager": manager,
        "deputy_director": deputy_director,
        "hr": hr,
        "colleague": AgentFactory.create(direction=gardens),
        "outsider": AgentFactory.create(),
        "administrator": AgentFactory.create(roles=[Role.ADMINISTRATOR]),
        "group": AgentFactory.create(roles=[Role.PROJECT_GROUP, Role.GROUP_HEAD]),
        "secretary": AgentFactory.create(roles=[Role.COUNCIL_SECRETARY, Role.ROOM_MANAGER]),
        "directory_manager": AgentFactory.create(roles=[Role.DIRECTORY_MANAGER]),
        "head_of_town": gardens.parent.parent.head,
        "elected": AgentFactory.create(is_elected=True, direction=None),
    }


@pytest.fixture
def files(documents_dir: Any) -> Files:
    def add(memo: Memo) -> Document:
        document = store_bytes(f"{SECRET} {memo.pk}".encode(), name=f"{SECRET}.txt", by=memo.author)
        MemoFile.objects.create(memo=memo, document=document)
        return document

    return add


def doors_of(memo: Memo, document: Document) -> Iterator[tuple[str, str]]:
    """The pages that show it when they open, by name."""
    yield "page", memo.get_absolute_url()
    yield "file", reverse("memos:memo_file", args=[memo.reference, document.reference])
    yield "file_page", reverse("memos:memo_file_page", args=[memo.reference, document.reference, 1])
    yield "pdf", reverse("memos:memo_pdf", args=[memo.reference])


@pytest.mark.parametrize("state", READERS)
def test_each_door_opens_to_its_readers(people, signed_in, files, state):
    memo = memo_in(state, author=people["author"], hr=people["hr"], people=[people["person"]])
    document = files(memo)
    readers, opened = READERS[State(state)], {}
    for name, agent in people.items():
        client = signed_in(agent)
        opened[name] = {
            door
            for door, path in doors_of(memo, document)
            # A text without pages yet is not found; nobody else's answer tells that.
            if client.get(path).status_code == 200
        }
        if name not in readers:
            assert opened[name] == set(), name
            assert {client.post(path).status_code for _, path in doors_of(memo, document)} <= {404, 405}
    assert {name for name, doors in opened.items() if doors} == readers
    assert all(opened[name] == {"page", "file", "pdf"} for name in readers), opened


def test_the_person_concerned_reads_it_once_opened(people, signed_in):
    memo = memo_in(State.RECEIVED, author=people["author"], people=[people["person"]])
    client = signed_in(people["person"])
    assert client.get(memo.get_absolute_url()).status_code == 404
    treatment.open_to_person(memo, by=people["hr"])
    assert client.get(memo.get_absolute_url()).status_code == 200
    assert SECRET in client.get(reverse("memos:memo_list")).text
    for name in ("memo_change", "memo_withdraw", "memo_reply"):
        assert client.get(reverse(f"memos:{name}", args=[memo.reference])).status_code == 403


def test_the_agent_it_was_written_for_reads_it_once_sent(people, signed_in):
    memo = memo_in(State.IN_CIRCUIT, author=people["manager"], written_for=people["gardener"])
    assert SECRET in signed_in(people["gardener"]).get(memo.get_absolute_url()).text
    draft = memo_in(State.DRAFT, author=people["manager"], written_for=people["gardener"])
    assert signed_in(people["gardener"]).get(draft.get_absolute_url()).status_code == 404


def test_hr_agents_do_not_read_as_such_what_is_about_them(people, signed_in):
    hr_agent()
    memo = memo_in(State.RECEIVED, author=people["author"], people=[people["hr"]])
    client = signed_in(people["hr"])
    assert client.get(memo.get_absolute_url()).status_code == 404
    assert client.get(reverse("admin:memos_memo_change", args=[memo.pk])).status_code in (302, 404)
    assert SECRET not in client.get(reverse("admin:memos_memo_changelist"), {"file": "toutes"}).text


# A note corrected to be about somebody who had a part in its circuit


def _holds(memo: Memo, each: Agent, other: Agent) -> None:
    """Asked with another who refuses."""
    say(memo, other, Verdict.REFUSED, "Précisez.")


def _refuses(memo: Memo, each: Agent, other: Agent) -> None:
    say(memo, each, Verdict.REFUSED, "Précisez.")


def _leaves(memo: Memo, each: Agent, other: Agent) -> None:
    hand_over(current(memo)[0], by=each, to=AgentFactory.create(), reason="Il connaît ce dossier.")
    _holds(memo, each, other)


def _decides(memo: Memo, each: Agent, other: Agent) -> None:
    say(memo, each)
    refuse(memo)


def _stands_in(memo: Memo, each: Agent, other: Agent) -> None:
    absent(other, each)
    _refuses(memo, other, each)


PARTS = {"holder": _holds, "refused": _refuses, "left": _leaves, "decided": _decides, "deputy": _stands_in}


def with_part(part: str, files: Files, author: Agent, each: Agent, other: Agent) -> Memo:
    """Return a note with a file that was sent back after `each` had this part in its circuit."""
    circuit = circuit_of("people", "manager")
    circuit.steps.get(position=1).agents.set([other] if part == "deputy" else [each, other])
    memo = written(author, kind=MemoKindFactory.create(circuit=circuit))
    files(memo)
    memo_actions.send(memo, by=author)
    PARTS[part](memo, each, other)
    return memo


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("is_barred", [True, False])
def test_who_had_a_part_reads_nothing_once_it_is_about_them(
    author, gardens, signed_in, files, part, is_barred
):
    each, other, third = AgentFactory.create_batch(3, direction=gardens)
    memo = with_part(part, files, author, each, other)
    document = memo.files.get().document
    person = each if is_barred else third
    memo_actions.change(memo, by=author, person=person, subject=f"Nouvel objet {SECRET}")
    before = Notification.objects.filter(recipient=each).count()
    memo_actions.send(Memo.objects.get(pk=memo.pk), by=author)
    approval = approval_of(memo)
    client = signed_in(each)
    visas = approval.get_absolute_url()
    doors = [visas, f"{visas}confier/", *(path for _, path in doors_of(memo, document))]
    doors += [
        reverse("approvals:approval_file", args=[approval.reference, version, 1])
        for version in range(1, approval.contents.count() + 1)
    ]
    listed = client.get(reverse("approvals:approval_list")).text
    if not is_barred:
        assert client.get(visas).status_code == 200
        assert client.get(memo.get_absolute_url()).status_code == 200
        assert ("Nouvel objet" in listed) is (part != "left")
        return
    assert {client.get(path).status_code for path in doors} == {404}
    assert {client.post(path, {"verdict": "approved"}).status_code for path in doors} <= {404, 405}
    assert SECRET not in listed
    assert Notification.objects.filter(recipient=each).count() == before
    assert not Notification.objects.filter(recipient=each, url=visas).unread().exists()


@pytest.mark.parametrize("part", PARTS)
def test_who_was_barred_reads_no_later_version(author, gardens, hr, signed_in, files, part):
    """What was written while it was about them stands on its path: versions, refusals, why it was handed over."""
    each, other, third = AgentFactory.create_batch(3, direction=gardens)
    memo = with_part(part, files, author, each, other)
    document = memo.files.get().document
    for person in (each, third):
        memo_actions.change(memo, by=author, person=person, subject=f"{person} {SECRET}")
        memo_actions.send(Memo.objects.get(pk=memo.pk), by=author)
        if person == each:
            _holds(memo, each, other)
    approval = approval_of(memo)
    client = signed_in(each)
    paths = [approval.get_absolute_url(), *(path for _, path in doors_of(memo, document))]
    assert {client.get(path).status_code for path in paths} == {404}
    assert SECRET not in client.get(reverse("approvals:approval_list")).text
    assert signed_in(other).get(approval.get_absolute_url()).status_code == 200


def test_an_hr_agent_whom_an_earlier_version_was_about_does_not_treat_it(author, hr, signed_in):
    other = hr_agent()
    memo = memo_in(State.RETURNED, author=author, people=[other])
    memo_actions.change(memo, by=author, person=None)
    memo = memo_actions.send(Memo.objects.get(pk=memo.pk), by=author)
    assert [signed_in(each).get(memo.get_absolute_url()).status_code for each in (hr, other)] == [200, 404]
    memo = approve(memo)
    assert not Notification.objects.filter(recipient=other).exists()
    assert signed_in(other).get(reverse("admin:memos_memo_change", args=[memo.pk])).status_code in (302, 404)
    with pytest.raises(PermissionDenied):
        treatment.take(memo, by=other)


def test_the_deputy_of_the_person_concerned_gives_no_visa_for_them(author, manager, outsider, signed_in):
    memo = memo_in(State.RETURNED, author=author)
    memo_actions.change(memo, by=author, person=manager)
    memo_actions.send(memo, by=author)
    absent(manager, outsider)
    approval = approval_of(memo)
    for path in (approval.get_absolute_url(), memo.get_absolute_url()):
        assert signed_in(outsider).get(path).status_code == 404


# Lists, the admin, the history, searches, mails: pages that exist for other reasons

QUESTIONS = [
    ("memos:memo_list", {}),
    ("home", {}),
    ("my_space", {}),
    ("notifications:notification_list", {}),
    # What was asked comes back in the page: not the whole word.
    ("search:results", {"q": SECRET[:-4]}),
    ("search:suggestions", {"q": SECRET[:-4]}),
    ("site_map", {}),
    ("memos:retention", {}),
    ("memos:memo_export", {}),
    ("approvals:approval_list", {}),
    ("admin:index", {}),
    ("admin:memos_memo_changelist", {"file": "toutes"}),
    ("admin:documents_document_changelist", {}),
    ("admin:mail_outgoingmail_changelist", {}),
    ("mail:mailbox", {}),
]


def test_no_other_page_tells_a_word_of_a_note(people, signed_in, files, documents_dir):
    memo = memo_in(State.ANSWERED, author=people["author"], hr=people["hr"], people=[people["person"]])
    # One that waits for somebody who has left: the group sees that it is stuck, not what it says.
    memo_in(State.IN_CIRCUIT, author=people["author"])
    document = files(memo)
    mail = OutgoingMail.objects.latest("pk")
    approvals = [model for model in admin.site._registry if model._meta.app_label == "approvals"]
    lists = [f"admin:approvals_{model._meta.model_name}_changelist" for model in approvals]
    assert lists
    paths = [(reverse(name), query) for name, query in [*QUESTIONS, *((name, {}) for name in lists)]]
    rows = [memo, document, mail, *(row for model in approvals for row in model._base_manager.all()[:5])]
    paths += [
        (reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_{page}", args=[row.pk]), {})
        for row in rows
        for page in ("change", "history")
    ]
    Agent.objects.filter(pk=people["manager"].pk).update(is_active=False)
    clients = {name: signed_in(agent) for name, agent in people.items()}
    told = {
        name: {path for path, query in paths if SECRET.encode() in client.get(path, query).getvalue()}
        for name, client in clients.items()
    }
    own = {reverse("memos:memo_list")}
    admin_pages = {reverse("admin:memos_memo_changelist"), reverse("admin:memos_memo_change", args=[memo.pk])}
    # What one sent or approved stays in the list of one's visas.
    held = {reverse("approvals:approval_list")}
    allowed = {"author": own | held, "hr": admin_pages, "manager": held, "deputy_director": held}
    assert {name for name, pages in told.items() if pages - allowed.get(name, set())} == set()
    assert told["hr"] == admin_pages
    assert told["author"] >= own


# Verbs

AUTHORS = ("modifier", "envoyer", "retirer", "repondre")


def memos_in(states: Iterable[State], people: People) -> list[Memo]:
    cast: dict[str, Any] = {"author": people["author"], "hr": people["hr"], "people": [people["person"]]}
    return [memo_in(state, **cast) for state in states]


def test_nobody_else_does_what_is_the_author_s(people, signed_in):
    """Whatever is sent: 403 to another reader, 404 to all others, and nothing changes."""
    memos = memos_in((State.RETURNED, State.TAKEN, State.RECEIVED), people)
    before = everything()
    sent = ({}, {"text": "x"}, {"subject": "Autre", "text": "Autre"}, {"text": "\x01"})
    for name in people.keys() - {"author"}:
        client = signed_in(people[name])
        for memo in memos:
            expected = 403 if name in READERS[State(memo.state)] else 404
            for place, verb in enumerate(AUTHORS):
                # Every form to one verb, one form each to the others.
                for data in sent if place == 0 else [sent[place % len(sent)]]:
                    response = client.post(f"{memo.get_absolute_url()}{verb}/", data)
                    assert response.status_code == expected, (name, memo.state, verb, data)
                    assert SECRET not in response.text
    assert everything() == before


BUTTONS = ("prendre", "confier-visa", "repondre", "demander", "confier", "classer", "ouvrir")


def test_nobody_else_does_what_is_hr_s(people, signed_in):
    memos = memos_in((State.RECEIVED, State.TAKEN, State.ANSWERED), people)
    before = everything()
    for name in people.keys() - {"hr"}:
        client = signed_in(people[name])
        for memo in memos:
            for button in BUTTONS:
                path = reverse("admin:memos_memo_action", args=[memo.pk, button])
                for response in (client.get(path), client.post(path, {"text": "x", "opinion": "y"})):
                    assert response.status_code in (302, 403, 404), (name, button)
                    assert SECRET not in response.text
    assert everything() == before


def everything() -> str:
    return json.dumps([list(row) for row in Memo.objects.order_by("pk").values_list()], default=str)
