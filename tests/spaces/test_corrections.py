"""A message or a decision is corrected or withdrawn by its author and by the project's lead."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.people.models import Agent, Project
from core.retention.elimination import stamp_of
from spaces import corrections, retention, threads
from spaces.models import Decision, Message
from tests.factories import AgentFactory
from tests.people.factories import AssignmentFactory
from tests.spaces.factories import a_decision, a_thread, days, project_with

pytestmark = pytest.mark.django_db
BEFORE, AFTER = "Le zorglub a triché.", "Le barème a été mal lu."


@pytest.fixture
def people(db: None) -> dict[str, Agent]:
    return {name: AgentFactory.create() for name in ("lead", "author", "member", "outsider")}


def project_of(people: dict[str, Agent]) -> Project:
    return project_with(**{name: people[name] for name in ("lead", "author", "member")})


@pytest.fixture(params=["message", "decision"])
def row(request: pytest.FixtureRequest, people: dict[str, Agent]) -> Message | Decision:
    project = project_of(people)
    if request.param == "decision":
        return a_decision(project, people["author"], text=BEFORE)
    return a_thread(project, people["author"], text=BEFORE).messages.get()


def address(row: Message | Decision) -> str:
    if isinstance(row, Message):
        return reverse("spaces:message_correct", args=[row.submission_key])
    return reverse("spaces:decision_correct", args=[row.reference])


def pages(row: Message | Decision) -> list[str]:
    if isinstance(row, Message):
        return [row.thread.get_absolute_url()]
    return [
        reverse(f"spaces:{name}", args=[row.project.reference])
        for name in ("decision_list", "event_list", "project")
    ]


def found(client: Client, word: str) -> int:
    return len(client.get(reverse("search:results"), {"q": word}).context["rows"])


@pytest.mark.parametrize("by", ["author", "lead"])
def test_corrected_and_withdrawn(signed_in, row, people, by):
    clients = {name: signed_in(agent) for name, agent in people.items()}
    member, readers = clients["member"], (clients["member"], clients["outsider"])

    def read_by_others(*words: str) -> list[str]:
        shown = [client.get(url).text for client in readers for url in pages(row)]
        return [word for word in words if any(word in page for page in shown)]

    assert found(member, "zorglub") == 1
    assert address(row) in clients[by].get(pages(row)[0]).text
    assert address(row) not in member.get(pages(row)[0]).text
    assert clients[by].post(address(row), {"text": AFTER, "subject": "Le logo"}).status_code == 302
    assert all(AFTER in client.get(url).text for client in readers for url in pages(row))
    assert read_by_others("zorglub") == []
    assert [(found(client, "zorglub"), found(client, "barème")) for client in readers] == [(0, 1)] * 2
    shown = member.get(pages(row)[0]).text
    assert "Corrigé le " in shown
    assert str(people[by]) in shown
    for name in ("author", "lead"):
        assert BEFORE in clients[name].get(pages(row)[0]).text

    assert clients[by].post(address(row), {"geste": "retirer"}).status_code == 302
    assert read_by_others("zorglub", "barème") == []
    assert [found(client, "barème") for client in readers] == [0, 0]
    assert "Retiré le " in member.get(pages(row)[0]).text
    assert AFTER in clients["author"].get(pages(row)[0]).text
    # What is withdrawn stays so, and words typed meanwhile are there to be copied.
    assert clients[by].get(address(row)).status_code == 302
    refused = clients[by].post(address(row), {"text": "Mes mots d’entre-temps."}).text
    assert corrections.WITHDRAWN in refused
    assert "Mes mots d’entre-temps." in refused
    row.refresh_from_db()
    assert (row.is_withdrawn, row.text, row.changed_by) == (True, AFTER, people[by])


def test_a_withdrawn_decision_is_not_read_where_another_replaces_it(signed_in, people):
    decision = a_decision(project_of(people), people["author"], text=BEFORE)
    corrections.withdraw(decision, by=people["author"])
    url, member = reverse("spaces:decision_replace", args=[decision.reference]), signed_in(people["member"])
    sent = {"text": "On vote demain.", "decided_on": "2099-01-01", "submission_key": str(uuid.uuid4())}
    asked, refused = member.get(url, follow=True), member.post(url, sent)
    assert "zorglub" not in asked.text + refused.text
    assert corrections.WITHDRAWN in asked.text
    assert "On vote demain." in refused.text
    assert Decision.objects.count() == 1


def test_by_nobody_else(signed_in, row, people):
    gone = AssignmentFactory.create(project=row.project, period=days(-20, -5)).agent
    for agent in (people["member"], people["outsider"], gone):
        client = signed_in(agent)
        assert client.get(address(row)).status_code == 403
        for data in ({"text": AFTER}, {"geste": "retirer"}):
            assert client.post(address(row), data).status_code == 403
    row.refresh_from_db()
    assert (row.text, row.is_withdrawn) == (BEFORE, False)


def test_the_history_holds_no_words(row, people):
    corrections.correct(row, by=people["lead"], text=AFTER)
    corrections.withdraw(row, by=people["author"])
    for event in row.events.values():
        assert BEFORE not in str(event)
        assert AFTER not in str(event)


def test_the_subject_goes_with_the_first_message(signed_in, people):
    """Corrected and withdrawn with it, never with another; its author and the lead alone read the former one."""
    project = project_of(people)
    thread = a_thread(project, people["author"], subject="Zorglub triche")
    first = thread.messages.get()
    answer = threads.answer(thread, by=people["author"], text="Voilà.", submission_key=uuid.uuid4())
    clients = {name: signed_in(agent) for name, agent in people.items()}
    author, member = clients["author"], clients["member"]
    pages = [
        thread.get_absolute_url(),
        *(reverse(f"spaces:{name}", args=[project.reference]) for name in ("thread_list", "project")),
    ]
    assert "subject" not in author.get(address(answer)).context["form"].fields
    sent = {"text": first.text, "subject": "Le barème"}
    assert author.post(address(answer), sent).status_code == 302
    assert "Zorglub" in member.get(pages[0]).text
    assert "Dites de quoi" in author.post(address(first), sent | {"subject": " "}).text
    assert author.post(address(first), sent).status_code == 302
    for url in pages:
        page = member.get(url).text
        assert "Zorglub" not in page
        assert "Le barème" in page
    assert "Zorglub" in clients["lead"].get(pages[0]).text
    assert (found(member, "zorglub"), found(member, "barème")) == (0, 1)

    corrections.withdraw(answer, by=people["author"])
    assert found(member, "barème") == 1
    corrections.withdraw(first, by=people["lead"])
    for url in pages:
        page = member.get(url).text
        assert "barème" not in page
        assert "Sujet retiré" in page
    assert "Le barème" in author.get(pages[0]).text
    assert found(author, "barème") == 0


def test_one_eliminated_meanwhile_is_refused(row, people, moderator):
    day = date(2000, 1, 3)
    Project.objects.filter(pk=row.project.pk).update(closed_on=day, starts_on=day, lessons="Un.")
    shown = stamp_of(project.pk for project in retention.expired())
    today = timezone.localdate()
    retention.eliminate(by=moderator, visa_on=today, visa_reference="AD 1", shown=shown)
    for change in (
        lambda: corrections.correct(row, by=people["lead"], text=AFTER),
        lambda: corrections.withdraw(row, by=people["lead"]),
    ):
        with pytest.raises(PermissionDenied, match="éliminé"):
            change()


def test_the_database_keeps_messages_and_their_former_words(row):
    """Until the project is closed none is deleted; none is rewritten without its day."""
    if isinstance(row, Message):
        for change in (row.delete, lambda: Message.objects.update(text=AFTER)):
            with pytest.raises(ProgrammingError), transaction.atomic():
                change()
