"""Messages by subject: the newest first, written once, links that one can follow and nothing else."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from core.notifications.models import Notification
from spaces import threads
from spaces.models import Message, Thread
from tests.people.factories import AssignmentFactory
from tests.spaces.factories import a_thread

pytestmark = pytest.mark.django_db


def answer(thread: Thread, by, text: str) -> Message:
    return threads.answer(thread, by=by, text=text, submission_key=uuid.uuid4())


def test_the_last_to_be_answered_stands_first(signed_in, project, lead):
    first, second = a_thread(project, lead, "Premier"), a_thread(project, lead, "Second")
    client, address = signed_in(lead), reverse("spaces:thread_list", args=[project.reference])
    assert [thread.pk for thread in client.get(address).context["page"]] == [second.pk, first.pk]
    answer(first, lead, "Oui.")
    listed = client.get(address).context["page"]
    assert [(thread.subject, thread.many) for thread in listed] == [("Premier", 2), ("Second", 1)]


def test_pages_of_twenty_the_newest_first(signed_in, project, lead):
    thread, client = a_thread(project, lead), signed_in(lead)
    for number in range(20):
        answer(thread, lead, f"Message {number}")
    first, last = (client.get(thread.get_absolute_url(), {"page": page}).context["page"] for page in (1, 2))
    assert (len(first), first.rows[0].text) == (20, "Message 19")
    assert [message.text for message in last] == ["Lequel choisir ?"]


def test_what_was_said_comes_before_the_form_but_for_a_refused_one(signed_in, project, lead):
    client, address = signed_in(lead), a_thread(project, lead).get_absolute_url()
    page, refused = client.get(address).text, client.post(address, {"text": "x" * 4001}).text
    assert page.index("Lequel choisir") < page.index('id="repondre"')
    assert refused.index('id="repondre"') < refused.index("Lequel choisir")


def test_links(signed_in, project, lead):
    thread = a_thread(project, lead)
    answer(thread, lead, "Voir https://ville.example/logo <b>ou</b> javascript:alert(1)")
    page = signed_in(lead).get(thread.get_absolute_url()).text
    assert 'href="https://ville.example/logo"' in page
    assert "<b>ou</b>" not in page
    assert 'href="javascript' not in page


def test_who_wrote_in_it_is_told_of_answers_and_the_others_of_a_message(project, lead):
    member = project.assignments.get(is_lead=False).agent
    third = AssignmentFactory.create(project=project).agent
    thread = a_thread(project, lead, "Un sujet de quetzal")
    Notification.objects.all().delete()
    answer(thread, member, "Un secret de quetzal")
    told = {row.recipient_id: row for row in Notification.objects.all()}
    assert {pk: row.kind for pk, row in told.items()} == {
        lead.pk: "spaces.answer",
        third.pk: "spaces.message",
    }
    assert not [row for row in told.values() if "quetzal" in row.title + row.text]
    assert {row.url for row in told.values()} == {thread.get_absolute_url()}


def test_too_long_or_empty(signed_in, project, lead):
    thread = a_thread(project, lead)
    for text in ("x" * 4001, " \u200b"):
        assert signed_in(lead).post(thread.get_absolute_url(), {"text": text}).context["form"].errors["text"]
    assert thread.messages.count() == 1
