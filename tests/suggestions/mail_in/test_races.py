"""The same mail twice at once, with real threads and real commits."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.mail.models import Reason, State
from suggestions.mail_in import answer, begin, treat_as_idea
from suggestions.models import Idea, Note
from suggestions.states import State as IdeaState
from tests.suggestions.factories import idea_in
from tests.suggestions.mailing import arrival, received

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_mail_at_once_everywhere(author, moderator, other_moderator, outsider, together):
    """One test for three races: each flush of the database costs more than they do."""
    # Handed over by two workers: the database knows.
    given = arrival(author)
    begun = together(lambda: transaction.atomic(begin)(given), lambda: transaction.atomic(begin)(given))
    assert Idea.objects.filter(mail=given.mail).count() == 1
    # The second waited for the first, or found it.
    assert all(isinstance(one, IntegrityError) or one.became.mail == given.mail for one in begun)

    # Two members of the group.
    mail = received(state=State.QUARANTINED, reason=Reason.UNKNOWN_SENDER)
    words: dict[str, Any] = {"author": author, "title": "Un banc", "proposal": "Devant."}
    said = together(
        lambda: treat_as_idea(mail, by=moderator, **words),
        lambda: treat_as_idea(mail, by=other_moderator, **words),
    )
    assert sum(isinstance(one, ValidationError) for one in said) == 1
    assert Idea.objects.filter(mail=mail).count() == 1

    # The same reply, by two workers.
    given = arrival(outsider)
    idea = idea_in(IdeaState.RETAINED)
    together(lambda: transaction.atomic(answer)(given, idea), lambda: transaction.atomic(answer)(given, idea))
    assert Note.objects.filter(mail=given.mail).count() == 1
