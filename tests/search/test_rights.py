"""What someone may not read does not exist: each person × each door."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.urls import reverse

from core.people.models import Agent
from core.search import links, queries
from core.search.models import Entry, SeeAlso
from core.search.vocabulary import likest_words
from suggestions.evaluation.actions import take_under_study
from suggestions.proposing.actions import withdraw
from suggestions.states import State
from tests.search.factories import manual_of
from tests.search.finding import search
from tests.suggestions.factories import answered, idea_in
from tests.tips.factories import TipFactory

pytestmark = pytest.mark.django_db

# A word that nothing else holds, and the same word misspelt.
WORD, WRONG = "girafon", "girafom"
PEOPLE = ("author", "outsider", "moderator", "administrator")


def an_idea(author: Agent, state: State = State.RECEIVED) -> Any:
    return idea_in(state, title="Un girafon dans le parc", proposal="Le girafon va bien.", author=author)


def a_tip(author: Agent, **fields: Any) -> Any:
    return TipFactory.create(title="Un girafon dans le parc", **fields)


EVERYONE = set(PEOPLE)
THINGS: list[tuple[Callable[[Agent], Any], set[str]]] = [
    (an_idea, {"author", "moderator"}),
    (partial(an_idea, state=State.WITHDRAWN), {"author", "moderator"}),
    (partial(an_idea, state=State.UNDER_STUDY), EVERYONE),
    (partial(a_tip, published_at=None), {"moderator"}),
    (partial(a_tip, months_ago=-2), {"moderator"}),
    (a_tip, EVERYONE),
]


def test_each_person_at_each_door(request, signed_in, text_of, case):
    people = {name: request.getfixturevalue(name) for name in PEOPLE}
    for make, readers in THINGS:
        for person in PEOPLE:
            with case(make, readers, person):
                author = request.getfixturevalue("author")
                obj = make(author)
                agent = people[person]
                shown_tip = TipFactory.create(title="Autre chose", months_ago=9)
                entry = Entry.objects.get(page=None, url=obj.get_absolute_url())
                other = Entry.objects.get(page=None, url=shown_tip.get_absolute_url())
                SeeAlso.objects.create(**links._ends(entry, other), added_by=author)
                client = signed_in(agent)
                found = search(WORD, agent)
                page = text_of(client.get(reverse("search:results"), {"q": WORD}))
                misspelt = text_of(client.get(reverse("search:results"), {"q": WRONG}))
                doors = {
                    "result": bool(found.rows),
                    "count": sum(count.objects for count in found.counts) == 1,
                    "page": "dans le parc" in page,
                    "excerpt or title": "girafon dans" in page,
                    "suggestion": bool(queries.suggest("giraf", agent)),
                    "suggestion page": "girafon"
                    in client.get(reverse("search:suggestions"), {"q": "giraf"}).content.decode(),
                    "spelling": likest_words([WRONG], agent) == {WRONG: WORD},
                    "spelling page": WORD in misspelt,
                    "see also": "dans le parc" in text_of(client.get(shown_tip.get_absolute_url())),
                }
                assert doors == dict.fromkeys(doors, person in readers)


def test_a_closed_account_finds_nothing(author):
    a_tip(author)
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
    a_tip(author)
    Entry.objects.update(readers=[])
    assert search(WORD, administrator).count == 0


def test_an_idea_made_public_is_found_at_once(outsider, moderator, author):
    idea = an_idea(author)
    assert search(WORD, outsider).count == 0
    take_under_study(idea, by=moderator)
    assert search(WORD, outsider).count == 1
    withdraw(idea, by=author)
    assert search(WORD, outsider).count == 0
