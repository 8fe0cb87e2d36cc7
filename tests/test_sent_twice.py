"""Every form that makes something, sent, then sent again from its page loaded again: it is made once."""

import re
import uuid
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.shortcuts import redirect
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from core.people.fields import AgentField, AgentsField
from core.people.models import Agent
from core.people.resume_after_login import token_for
from core.web.forms import MADE_FOR
from core.web.idempotency import KEY, RECOGNISED_SECONDS, TWICE, SentTwiceMiddleware, _digest_of
from core.web.refusals import refusals_as_messages
from suggestions.models import Comment, Idea
from suggestions.states import State
from tests.documents import samples
from tests.factories import PASSWORD, AgentFactory
from tests.fuzzing import LIKELY
from tests.pages import Form
from tests.suggestions.factories import idea_in
from tests.test_bad_input import posted_forms
from tests.test_resumed_forms import WriteWatch, written_names
from tests.town import ACCOUNTS, signed_in_as
from tests.web.test_fields import fields_of_forms

INSERT = re.compile(r'INSERT INTO "(\w+)"')
# Of the fields that take an agent.
NAMES = {
    name.rpartition(".")[2]
    for name, field in fields_of_forms().items()
    if isinstance(field, AgentField | AgentsField)
}
# Of the admin, beside « Enregistrer ».
OTHER_BUTTONS = {"_addanother", "_continue", "_saveasnew"}
# A button that is pressed twice may give the same news twice.
NEWS = {"mail_outgoingmail", "notifications_notification"}
# What is made of what each account is offered, at the least.
MADE = {
    "agent": {"suggestions_comment", "spaces_projectrequest"},
    "groupe": {
        "dematerialisation_wish",
        "manuals_followup",
        "manuals_manual",
        "manuals_softwarelink",
        "suggestions_note",
    },
    "courrier": {"mailroom_item"},
}


def filled(form: Form) -> dict[str, Any]:
    """What people would choose and write in it."""
    typed = {name: LIKELY.get(form.kinds.get(name, ""), "") for name in form.written if not form.values[name]}
    typed |= {name: "agent" if name in NAMES else "Un mot" for name in written_names(form)}
    chosen = {
        name: next(filter(None, offered), "")
        for name, offered in form.choices.items()
        if not form.values.get(name) and form.kinds.get(name) != "checkbox" and name not in OTHER_BUTTONS
    }
    return form.values | typed | chosen


def made_by(client: Client, target: str, sent: dict[str, Any]) -> set[str]:
    """The tables that it adds to."""
    with connection.execute_wrapper(watch := WriteWatch()):
        response = client.post(target, sent)
    found = {table for each in watch.writes for table in INSERT.findall(each)} - NEWS
    return found if response.status_code == 302 else {"500"} if response.status_code == 500 else set()


@pytest.mark.parametrize("account", ACCOUNTS)
def test_what_is_sent_twice_is_made_once(answers, account):
    client = signed_in_as(account)
    made, faults = set(), {}
    for target, form in posted_forms(answers, account):
        if not written_names(form):
            continue
        sent = filled(form)
        with transaction.atomic():
            first = made_by(client, target, sent)
            again = first and made_by(
                client, target, sent | ({KEY: str(uuid.uuid4())} if KEY in sent else {})
            )
            transaction.set_rollback(True)
        made |= first
        if again:
            faults[target] = again
    assert faults == {}
    assert MADE.get(account, set()) <= made


# The same words, meant twice


@pytest.fixture
def idea(db: None) -> Idea:
    return idea_in(State.UNDER_STUDY)


def comment(agent: Agent, idea: Idea, **more: str) -> Any:
    client = Client()
    client.force_login(agent)
    sent = {MADE_FOR: token_for(agent), KEY: str(uuid.uuid4()), "text": "Bonne idée.", **more}
    return client.post(reverse("suggestions:idea_comment", args=[idea.reference]), sent, follow=True)


def test_a_form_loaded_again_leads_to_what_it_made(author, idea):
    first, second = comment(author, idea), comment(author, idea)
    assert second.redirect_chain == first.redirect_chain
    assert TWICE in second.text
    assert Comment.objects.filter(idea=idea).count() == 1


def test_under_the_same_key_the_view_says_it_itself(author, idea):
    key = str(uuid.uuid4())
    comment(author, idea, **{KEY: key})
    assert "Ce commentaire était déjà publié" in comment(author, idea, **{KEY: key}).text


def test_other_words_are_another_thing(author, idea):
    comment(author, idea)
    comment(author, idea, text="Très bonne idée.")
    assert Comment.objects.filter(idea=idea).count() == 2


def test_after_another_gesture_they_are_meant(author, idea, signed_in):
    comment(author, idea)
    support = reverse("suggestions:idea_support", args=[idea.reference])
    assert signed_in(author).post(support, {MADE_FOR: token_for(author)}).status_code == 302
    comment(author, idea)
    assert Comment.objects.filter(idea=idea).count() == 2


def test_what_was_refused_is_sent_for_the_first_time(author, rf):
    """Written, then refused: all of it is undone, and nothing is noted."""
    refusals = [True, False]

    def view(request: Any) -> Any:
        with refusals_as_messages(request):
            if refusals.pop(0):
                raise ValidationError("Pas maintenant.")
        return redirect("/")

    middleware, noted = SentTwiceMiddleware(view), []
    for _ in range(2):
        request: Any = rf.post("/", {MADE_FOR: token_for(author), "words": "Deux mots"})
        request.user, request.commits = author, SimpleNamespace(has_written=True)
        request.session, request._messages = {}, Mock()
        assert middleware.process_view(request, view, (), {}) is None
        middleware(request)
        noted.append(cache.get(f"last-sent-{author.pk}"))
    assert noted[0] is None
    assert noted[1] is not None


def test_without_its_file_it_is_the_same_sending(author, signed_in):
    """On the way back the browser keeps the words, which the page's script keeps as a draft, and loses the file."""
    client, address = signed_in(author), reverse("suggestions:idea_propose_hidden")
    words = {
        MADE_FOR: token_for(author),
        "title": "Un abri",
        "problem": "Il pleut.",
        "proposal": "Un toit de zinc.",
    }
    photo = SimpleUploadedFile("photo.png", samples.image())
    client.post(address, words | {KEY: str(uuid.uuid4()), "draft_stamp": "", "files": photo})
    kept = client.post(
        reverse("suggestions:draft_keep"), words | {KEY: str(uuid.uuid4()), "niveau": "hidden"}
    )
    again = client.post(
        address, words | {KEY: str(uuid.uuid4()), "draft_stamp": kept.json()["stamp"]}, follow=True
    )
    assert TWICE in again.text
    assert Idea.objects.get(title=words["title"]).files.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["deux mots", "un"])
def test_another_file_is_another_sending(words):
    def digest(content: bytes) -> tuple[str, str] | None:
        request: Any = RequestFactory().post(
            "/", {"file": ContentFile(content, "agents.csv"), KEY: "", "words": words}
        )
        request.user = SimpleNamespace(is_authenticated=True)
        found = _digest_of(request)
        for file in request.FILES.values():
            file.close()
        return found

    assert digest(b"one") == digest(b"one")
    assert digest(b"one") != digest(b"two")


def test_of_somebody_else_or_later_they_are_meant(author, idea):
    comment(author, idea)
    comment(AgentFactory.create(), idea)
    with time_machine.travel(timezone.now().timestamp() + RECOGNISED_SECONDS + 1):
        comment(author, idea)
    assert Comment.objects.filter(idea=idea).count() == 3


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("suggestions:idea_propose_anonymous", {"title": "Un abri", "proposal": "Un abri à vélos."}),
        (
            "account_change_password",
            {"oldpassword": PASSWORD, "password1": "le vent du large 7", "password2": "le vent du large 7"},
        ),
    ],
)
def test_nothing_is_noted_of_what_is_nobody_s(author, signed_in, name, sent):
    """An anonymous idea; a password."""
    assert signed_in(author).post(reverse(name), {MADE_FOR: token_for(author), **sent}).status_code < 400
    digest, _, _ = cache.get(f"last-sent-{author.pk}", ("", "", ""))
    assert not digest
