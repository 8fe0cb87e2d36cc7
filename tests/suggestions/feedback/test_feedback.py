"""What an idea changed: asked once of its authors, answered once, read without a hidden name."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from core.people.models import Agent
from suggestions import feedback
from suggestions.anonymous import actions as anonymous
from suggestions.models import Feedback, Idea
from suggestions.states import Identity, State
from tests.suggestions.factories import idea_in

pytestmark = pytest.mark.django_db


def done(*, days: int = 40, **fields: Any) -> Idea:
    """Done that many days ago."""
    done_at = timezone.now() - timedelta(days=days)
    fields |= {"started_at": done_at, "done_at": done_at}
    return idea_in(State.DONE, received_at=done_at - timedelta(days=5), **fields)


def asked(**fields: Any) -> Idea:
    idea = done(**fields)
    Feedback.objects.create(idea=idea)
    return idea


def url_of(idea: Idea) -> str:
    return reverse("suggestions:idea_feedback", args=[idea.reference])


# The question


@pytest.mark.parametrize(("days", "is_asked"), [(31, True), (30, True), (29, False), (0, False)])
def test_it_is_asked_some_days_after(days, is_asked):
    assert settings.IDEA_FEEDBACK_DAYS == 30
    idea = done(days=days)
    assert feedback.ask_all() == is_asked
    assert Feedback.objects.filter(idea=idea).exists() == is_asked


def test_it_is_asked_once_of_what_is_done(author, told):
    for state in State:
        if state != State.DONE:
            idea_in(state, received_at=timezone.now() - timedelta(days=400))
    # Where the code leads, but told to nobody.
    anonymous_one = done(author=None, identity=Identity.ANONYMOUS)
    idea = done(author=author)
    assert feedback.ask_all() == 2
    assert anonymous.can_say_what_changed(anonymous_one)
    assert told() == {"suggestions.feedback_asked": {author.identifiant}}
    assert (feedback.ask_all(), feedback.ask(idea)) == (0, False)
    assert Feedback.objects.count() == 2


def test_each_co_author_is_asked_of_their_own(author, colleague, told):
    head = done(author=author)
    idea_in(State.UNDER_STUDY, author=colleague, merged_into=head, head=head)
    idea_in(State.UNDER_STUDY, author=author, merged_into=head, head=head)
    feedback.ask_all()
    assert Feedback.objects.count() == 2
    assert told()["suggestions.feedback_asked"] == {author.identifiant, colleague.identifiant}
    feedback.answer(head, by=colleague, change="no")
    feedback.answer(head, by=author, change="yes")
    said = set(Feedback.objects.values_list("idea__author", "change"))
    assert said == {(author.pk, "yes"), (colleague.pk, "no")}


# The answer


def test_its_author_alone_answers(cast, signed_in):
    idea = asked(author=cast["author"])
    for name, person in cast.items():
        if name != "author":
            with pytest.raises(PermissionDenied):
                feedback.answer(idea, by=person, change="yes")
    client, other = signed_in(cast["author"]), signed_in(cast["outsider"])
    assert url_of(idea) in client.get(idea.get_absolute_url()).text
    assert url_of(idea) not in other.get(idea.get_absolute_url()).text
    assert other.post(url_of(idea), {"change": "no", "words": "Un peu."}).status_code == 403
    assert client.post(url_of(idea), {"change": "partly", "words": "Un peu."}).status_code == 302
    assert client.get(url_of(idea)).status_code == 302
    assert Feedback.objects.get().change == "partly"
    Agent.objects.filter(pk=cast["author"].pk).update(is_active=False)
    with pytest.raises(PermissionDenied):
        feedback.answer(
            asked(author=cast["author"]), by=Agent.objects.get(pk=cast["author"].pk), change="yes"
        )


def test_it_is_answered_once(author, told):
    idea = asked(author=author)
    feedback.answer(idea, by=author, change="yes", text="On gagne une heure.")
    assert idea.member_in_charge
    assert told() == {"suggestions.feedback_answered": {idea.member_in_charge.identifiant}}
    with pytest.raises(ValidationError, match="déjà dit"):
        feedback.answer(idea, by=author, change="no")
    row = Feedback.objects.get()
    assert (row.change, row.text, row.answered_on) == ("yes", "On gagne une heure.", timezone.localdate())


def test_it_is_not_answered_before_it_is_asked(author, signed_in):
    idea = done(author=author)
    with pytest.raises(ValidationError, match="pas encore posée"):
        feedback.answer(idea, by=author, change="yes")
    page = signed_in(author).post(url_of(idea), {"change": "yes", "words": "Oui."})
    assert "pas encore posée" in page.text
    assert "Oui." in page.text
    assert signed_in(author).get(url_of(idea)).status_code == 302


# What is read


@pytest.mark.parametrize(
    ("identity", "person", "is_named"),
    [
        (Identity.NAMED, "outsider", True),
        (Identity.HIDDEN, "outsider", False),
        (Identity.HIDDEN, "colleague", False),
        (Identity.HIDDEN, "moderator", True),
        (Identity.HIDDEN, "author", True),
    ],
)
def test_a_hidden_name_stays_hidden(cast, signed_in, identity, person, is_named):
    idea = asked(author=cast["author"], identity=identity)
    feedback.answer(idea, by=cast["author"], change="yes", text="On gagne une heure.")
    client = signed_in(cast[person])
    page = client.get(idea.get_absolute_url())
    assert "On gagne une heure." in page.text
    assert ("Benali" in page.text) == is_named
    history = client.get(reverse("suggestions:idea_history", args=[idea.reference]))
    assert is_named or "Benali" not in history.text
    assert "Donner mon retour" not in page.text


def test_what_an_anonymous_author_says_is_read(outsider, signed_in):
    idea = asked(author=None, identity=Identity.ANONYMOUS)
    anonymous.say_what_changed(idea, change="no", text="Rien du tout.", submission_key=uuid.uuid4())
    anonymous.release(before=timezone.localdate() + timedelta(days=1))
    page = signed_in(outsider).get(idea.get_absolute_url()).text
    assert "Rien du tout." in page
    assert "un agent anonyme" in page
