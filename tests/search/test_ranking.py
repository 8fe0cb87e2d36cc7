"""What comes first, what is counted, and that no kind is drowned."""

from typing import Any

import pytest
from django.utils import timezone

from core.people.models import Agent
from core.search import queries
from core.search.index import refresh
from suggestions.ideas.progress import answer_due_on, decision_due_on
from suggestions.models import Idea
from tests.dematerialisation.factories import PageFactory
from tests.search.factories import manual_of
from tests.search.finding import search
from tests.tips.factories import TipFactory

pytestmark = pytest.mark.django_db


def many_ideas(count: int, author: Agent, **fields: Any) -> None:
    """Ideas that everyone reads, inserted and indexed in bulk."""
    now = timezone.now()
    values = {
        "author": author,
        "received_at": now,
        "due_on": answer_due_on(now),
        "decision_due_on": decision_due_on(now),
        "state": Idea.State.UNDER_STUDY,
    }
    values |= {"taken_at": now, "member_in_charge": fields.pop("followed_by"), "year": 2026}
    ideas = Idea.objects.bulk_create(
        Idea(**values, number=number, title=f"La piscine, idée {number}", proposal="x", **fields)
        for number in range(1, count + 1)
    )
    refresh(ideas, are_new=True)


def test_a_title_comes_before_a_text(outsider, titles):
    TipFactory.create(title="Le stade", body="<p>Près de la piscine.</p>")
    PageFactory.create(title="La piscine")
    assert titles("piscine", outsider) == ["La piscine", "Le stade"]


def test_counts_are_by_kind_whatever_the_filter(outsider):
    PageFactory.create(title="La piscine")
    TipFactory.create(title="Le stade et la piscine")
    for kind in (None, "tips.tip"):
        found = search("piscine", outsider, kind=kind)
        assert {count.kind: count.objects for count in found.counts} == {
            "dematerialisation.page": 1,
            "tips.tip": 1,
        }
    assert found.count == 1


def test_an_object_appears_once_with_its_best_page(outsider):
    manual = manual_of(
        "Rien ici.", "La piscine.", "La piscine, encore la piscine.", "Piscine.", title="Le mode d’emploi"
    )
    (row,) = search("piscine", outsider).rows
    assert (row.kind, row.url) == ("manuals.manual", manual.get_absolute_url())
    assert (row.page, row.pages) == (3, 3)
    assert "piscine" in row.excerpt
    assert row.file_url.endswith("/")


def test_pages_of_results(outsider, moderator, author, titles):
    many_ideas(45, author, followed_by=moderator)
    pages = [titles("piscine", outsider, page=page) for page in (1, 2, 3, 4)]
    # Beyond the end, the last.
    assert [len(page) for page in pages] == [20, 20, 5, 5]
    assert len({title for page in pages for title in page}) == 45


@pytest.mark.parametrize("many", [queries.MANY, queries.RANKED])
def test_a_common_word_is_ranked_among_its_newest_and_drowns_nobody(
    outsider, moderator, author, many, monkeypatch
):
    """Even when there are too many matches to sort them."""
    monkeypatch.setattr(queries, "MANY", many)
    many_ideas(queries.RANKED + 30, author, followed_by=moderator)
    TipFactory.create(title="Les baignades", body="<p>La piscine aussi.</p>")
    found = search("piscine", outsider)
    counts = {count.kind: (count.objects, count.is_partial) for count in found.counts}
    assert counts == {"suggestions.idea": (queries.RANKED + 1, True), "tips.tip": (1, False)}
    assert found.is_partial
    assert not search("piscine", outsider, kind="tips.tip").is_partial


@pytest.mark.parametrize("many", [queries.MANY, 5])
def test_a_title_or_a_number_is_ranked_whatever_its_age(outsider, many, monkeypatch):
    monkeypatch.setattr(queries, "RANKED", 3)
    monkeypatch.setattr(queries, "MANY", many)
    TipFactory.create(title="La piscine d’autrefois", months_ago=200)
    for months in range(8):
        TipFactory.create(title=f"Le stade {months}", body="<p>Près de la piscine.</p>", months_ago=months)
    found = search("piscine", outsider)
    assert str(found.rows[0].title) == "La <mark>piscine</mark> d’autrefois"
    assert found.is_partial


@pytest.mark.parametrize(
    "typed", ["piscine", "pisc*", "piscine -stade", '"la piscine"', "piscine municipale"]
)
def test_common_words_are_found_as_others_are(typed, outsider, monkeypatch):
    for months in range(8):
        TipFactory.create(
            title=f"La piscine {'municipale' if months % 2 else 'du stade'} {months}", months_ago=months
        )
    manual_of("La piscine municipale.", "Le stade.")
    answers = []
    for many in (queries.MANY, 1):
        monkeypatch.setattr(queries, "MANY", many)
        found = search(typed, outsider)
        answers.append(
            ([row.url for row in found.rows], {count.kind: count.objects for count in found.counts})
        )
    assert answers[0] == answers[1]
    assert answers[0][0]
