"""What someone may not read does not exist; tests/test_what_is_found.py asks each person, each secret and each door."""

from typing import Any

import pytest

from core.people.models import Agent
from core.search import queries
from core.search.models import Entry
from suggestions.evaluation.actions import take_under_study
from suggestions.proposing.actions import withdraw
from suggestions.states import State
from tests.search.factories import manual_of
from tests.search.finding import search
from tests.suggestions.factories import answered, idea_in
from tests.tips.factories import TipFactory

pytestmark = pytest.mark.django_db

# A word that nothing else holds.
WORD = "girafon"


def an_idea(author: Agent) -> Any:
    return idea_in(State.RECEIVED, title="Un girafon dans le parc", author=author)


def a_tip() -> Any:
    return TipFactory.create(title="Un girafon dans le parc")


def test_a_closed_account_finds_nothing(author):
    a_tip()
    author.is_active = False
    assert search(WORD, author).count == 0
    assert queries.suggest("giraf", author) == []


def test_no_row_of_an_idea_names_its_author(author, moderator):
    """Shown or hidden, the name is not indexed: it could be hidden later."""
    idea_in(State.UNDER_STUDY, author=author, identity="hidden")
    idea_in(State.UNDER_STUDY, author=author)
    for agent in (author, moderator):
        assert search("Benali", agent, kind="suggestions.idea").count == 0


def test_a_draft_answer_is_nobodys(author, moderator):
    idea = idea_in(State.UNDER_STUDY, author=author)
    answered(idea)
    for agent in (author, moderator):
        assert search("janvier", agent).count == 0


def test_a_page_has_the_right_of_what_holds_it(outsider):
    manual = manual_of("Un girafon.")
    Entry.objects.filter(kind="manuals.manual").update(readers=["role:personne"])
    assert search(WORD, outsider).count == 0
    assert manual.document


def test_a_row_without_words_is_found_by_nobody(administrator, author):
    a_tip()
    Entry.objects.update(readers=[])
    assert search(WORD, administrator).count == 0


def test_an_idea_made_public_is_found_at_once(outsider, moderator, author):
    idea = an_idea(author)
    assert search(WORD, outsider).count == 0
    take_under_study(idea, by=moderator)
    assert search(WORD, outsider).count == 1
    withdraw(idea, by=author)
    assert search(WORD, outsider).count == 0
