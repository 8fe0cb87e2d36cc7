"""The same mail twice at once, with real threads and real commits."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.mail.models import IncomingMail, Reason, State
from core.people.models import Agent
from suggestions.mail_in.choices import choose
from suggestions.mail_in.new_ideas import begin
from suggestions.mail_in.treat_as_idea import treat_as_idea
from suggestions.models import Comment, Idea
from suggestions.states import State as IdeaState
from tests.suggestions.factories import idea_in
from tests.suggestions.mailing import arrival, held, received

pytestmark = pytest.mark.django_db(transaction=True)
Together = Callable[..., list[Any]]


def test_one_mail_at_once_everywhere(
    author: Agent, moderator: Agent, other_moderator: Agent, outsider: Agent, together: Together
) -> None:
    """One test for four races: each flush of the database costs more than they do."""
    # Handed over by two workers: the database knows.
    given = arrival(author)
    begun = together(lambda: transaction.atomic(begin)(given), lambda: transaction.atomic(begin)(given))
    assert Idea.objects.filter(mail=given.mail).count() == 1
    # The second waited for the first, or found it.
    assert all(isinstance(one, IntegrityError) or one.became.mail == given.mail for one in begun)

    # Two clicks of its sender.
    closed = idea_in(IdeaState.RETAINED)
    mail = held(outsider, closed)
    rows = together(
        lambda: choose(mail, by=outsider, name="commentaire"), lambda: choose(mail, by=outsider, name="idee")
    )
    assert sorted(is_new for _, is_new in rows) == [False, True]
    assert rows[0][0] == rows[1][0]
    assert Comment.objects.count() + Idea.objects.filter(mail=mail).count() == 1

    # Two members of the group.
    mail = received(state=State.QUARANTINED, reason=Reason.UNKNOWN_SENDER)
    words: dict[str, Any] = {"author": author, "title": "Un banc", "proposal": "Devant."}
    said = together(
        lambda: treat_as_idea(mail, by=moderator, **words),
        lambda: treat_as_idea(mail, by=other_moderator, **words),
    )
    assert sum(isinstance(one, ValidationError) for one in said) == 1
    assert Idea.objects.filter(mail=mail).count() == 1

    # A member and the sender.
    mail = held(outsider, closed)
    words["author"] = outsider
    said = together(
        lambda: treat_as_idea(mail, by=moderator, **words),
        lambda: choose(mail, by=outsider, name="commentaire"),
    )
    assert Comment.objects.filter(mail=mail).count() + Idea.objects.filter(mail=mail).count() == 1
    assert IncomingMail.objects.get(pk=mail.pk).state == State.FILED
