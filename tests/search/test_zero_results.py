"""What is looked for and not found: counted, never whose, and shown once it was asked five times."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.people.models import Agent
from core.search import zero_results
from core.search.models import UnfoundSearch
from tests.factories import AgentFactory
from tests.tips.factories import TipFactory

pytestmark = pytest.mark.django_db
LIST = reverse("admin:search_unfoundsearch_changelist")
Look = Callable[..., None]


@pytest.fixture(autouse=True)
def _empty_cache(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def look(
    signed_in: Callable[[Agent], Client], django_capture_on_commit_callbacks: Callable[..., Any]
) -> Look:
    def look_for(typed: str, agent: Agent, headers: dict[str, str] | None = None, **query: str) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            signed_in(agent).get(reverse("search:results"), {"q": typed, **query}, headers=headers)

    return look_for


def counts() -> dict[str, int]:
    return dict(UnfoundSearch.objects.values_list("words", "times"))


def test_a_person_counts_once_a_day(look, outsider, author):
    for typed in ("Télétravail", "teletravail", " télétravail ?"):
        look(typed, outsider)
    look("télétravail", author)
    assert counts() == {"teletravail": 2}


def test_the_same_person_counts_again_the_next_day(look, outsider):
    for day in ("2026-11-26", "2026-11-27"):
        with time_machine.travel(f"{day}T10:00:00+01:00", tick=False):
            look("télétravail", outsider)
    assert counts() == {"teletravail": 2}


def test_the_salt_and_the_marks_are_deleted_in_the_night(look, outsider):
    with time_machine.travel("2026-11-26T23:10:00+01:00", tick=False):
        look("télétravail", outsider)
        zero_results.purge(timezone.now())
        assert len(kept_in_cache()) == 2
    with time_machine.travel("2026-11-27T03:17:00+01:00", tick=False):
        zero_results.purge(timezone.now())
    assert kept_in_cache() == []


def kept_in_cache() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache WHERE cache_key LIKE '%search.%'")
        return [key for (key,) in cursor.fetchall()]


def test_a_count_that_fails_does_not_break_the_page(look, outsider, monkeypatch):
    def fail(*args: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(zero_results, "_count", fail)
    look("télétravail", outsider)
    assert counts() == {}


def test_most_of_the_words_are_not_what_was_looked_for(look, outsider):
    TipFactory.create(title="La piscine")
    look("piscine", outsider)
    assert counts() == {}
    look("piscine télétravail", outsider)
    assert counts() == {"piscine teletravail": 1}


def test_nothing_is_kept_of_who_asked(look, outsider):
    look("télétravail", outsider)
    assert {field.name for field in UnfoundSearch._meta.fields} == {"id", "month", "words", "times"}
    assert UnfoundSearch.objects.get().month.day == 1


@pytest.mark.parametrize("typed", ["zorn", "Zörn télétravail", "zorm", "nils", "planning d’hildegarde"])
@pytest.mark.parametrize("is_active", [True, False])
def test_a_name_is_never_counted(typed, is_active, look, outsider):
    AgentFactory.create(first_name="Nils-Hildegarde", last_name="Zorn", is_active=is_active)
    look(typed, outsider)
    assert counts() == {}


IN_ONE_WORD = [
    ("Louise", "Borg", "lborg maladie qqzz"),
    ("Noé", "Brun", "nbrun qqzz"),
    ("Zoé", "Attal-Moreau", "attalmoreau divorce qqzz"),
    ("Zoé", "Gros-Désir", "grosdesir"),
    ("Marie", "Da Costa", "mdacosta"),
    ("Paul", "Gros", "pgros"),
    ("Jean-Paul", "Gros", "jpgros"),
    ("Will", "Jean", "wjean"),
    ("Aya", "Koné", "akone"),
    ("Anna", "Le Bihan", "alebihan"),
    ("Cléo", "Le Goff", "clegoff"),
    ("Cléo", "Le Goff", "legoff"),
    ("Cléo", "Le Goff", "goffc"),
    ("Tom", "Pham", "tpham"),
    ("Zoé", "Morel-Tanaka", "moreltanaka"),
    ("Zoé", "Tran Dubois", "TranDubois"),
    ("Zoé", "Tran Dubois", "zoetrandubois"),
]


def test_a_name_in_one_word_is_never_counted(outsider, case):
    for first_name, last_name, typed in IN_ONE_WORD:
        for is_active in [True, False]:
            with case(first_name, last_name, typed, is_active):
                AgentFactory.create(
                    first_name=first_name,
                    last_name=last_name,
                    identifiant="x",
                    email=None,
                    is_active=is_active,
                )
                zero_results._count(outsider.pk, typed.lower(), timezone.localdate())
                assert counts() == {}


@pytest.mark.parametrize("typed", ["wxyz42", "mailly qqzz", "kerbrat", "vieuxnom", "zork"])
@pytest.mark.parametrize("is_active", [True, False])
def test_an_account_and_its_addresses_are_never_counted(typed, is_active, look, outsider):
    agent = AgentFactory.create(
        identifiant="wxyz42", email="mailly.kerbrat@ville.example", is_active=is_active
    )
    agent.aliases.create(address="vieux-nom.zork@ville.example")
    look(typed, outsider)
    assert counts() == {}


@pytest.mark.parametrize(
    "typed", ["0400009901", "04 00 00 99 01 zzz", "zzz@ville.example", "z" * 90, "« »", "le"]
)
def test_numbers_addresses_and_texts_are_not_counted(typed, look, outsider):
    look(typed, outsider)
    assert counts() == {}


def test_what_a_filter_hides_or_a_browser_guesses_is_not_counted(look, outsider):
    look("télétravail", outsider, annee="2020")
    look("télétravail", outsider, headers={"Sec-Purpose": "prefetch"})
    assert counts() == {}


def test_the_group_sees_it_once_it_was_asked_five_times(signed_in, moderator, look):
    client = signed_in(moderator)
    for asked in range(5):
        assert "teletravail" not in client.get(LIST).content.decode(), asked
        look("télétravail", AgentFactory.create(first_name="Ada", last_name=f"Quux{asked}"))
    html = client.get(LIST).content.decode()
    assert "teletravail" in html
    assert f"{reverse('admin:search_synonym_add')}?words=teletravail" in html


def test_months_are_added_and_forgotten_after_thirteen():
    month = timezone.localdate().replace(day=1)
    old = (zero_results.oldest_month() - timedelta(days=1)).replace(day=1)
    for on, times in ((month, 2), (zero_results.oldest_month(), 3), (old, 9)):
        UnfoundSearch.objects.create(month=on, words="teletravail", times=times)
    UnfoundSearch.objects.create(month=old, words="visio", times=9)
    assert list(zero_results.shown().values_list("words", "month", "total")) == [("teletravail", month, 5)]
    assert zero_results.purge(timezone.now()) == 2
    assert UnfoundSearch.objects.count() == 2
