"""The index rebuilt, with the site up."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.search.management.commands import reindex as reindexing
from core.search.models import Entry, SeeAlso
from core.search.registry import KINDS
from core.web import locks
from tests.search.factories import manual_of
from tests.search.finding import search
from tests.tips.factories import TipFactory
from tips.models import Tip

pytestmark = pytest.mark.django_db


def reindex(**options: Any) -> str:
    out = io.StringIO()
    call_command("reindex", stdout=out, **options)
    return out.getvalue()


def test_everything_comes_back(outsider):
    TipFactory.create(title="La piscine")
    manual_of("Une girafe.")
    # The pages that a migration writes are in no index before.
    reindex()
    before = set(Entry.objects.values_list("title", "url", "kind"))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_holding; DELETE FROM search_entry WHERE page_id IS NOT NULL")
    Entry.objects.all().delete()
    said = reindex()
    assert set(Entry.objects.values_list("title", "url", "kind")) == before
    assert search("girafe", outsider).count == search("piscine", outsider).count == 1
    assert "(tips.tip)\u00a0: 1." in said
    assert "L’index est à jour." in said


def test_orphans_are_removed(author):
    tip = TipFactory.create()
    entry = Entry.objects.get(kind="tips.tip")
    SeeAlso.objects.create(
        first_type=entry.content_type,
        first_id=1,
        second_type=entry.content_type,
        second_id=tip.pk + 5,
        added_by=author,
    )
    Entry.objects.filter(pk=entry.pk).update(object_id=tip.pk + 5)
    said = reindex(kind="tips.tip")
    assert list(Entry.objects.filter(kind="tips.tip").values_list("object_id", flat=True)) == [tip.pk]
    assert "1 entrée sans objet retirée" in said
    assert not SeeAlso.objects.exists()


def test_a_kind_that_is_offered_no_more_is_removed():
    TipFactory.create()
    Entry.objects.filter(kind="tips.tip").update(kind="gone.thing", object_id=0)
    assert "Sortes disparues" in reindex()
    assert set(Entry.objects.values_list("kind", flat=True)) <= set(KINDS)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_refused(together):
    with locks.alone(reindexing.LOCK):
        [refusal] = together(reindex)
    assert isinstance(refusal, CommandError)
    assert "déjà en train" in str(refusal)
    assert "à jour" in reindex()


@pytest.mark.django_db(transaction=True)
def test_the_site_finds_and_changes_meanwhile(outsider):
    """Between two batches, and within one: a search finds all, a change is not overwritten."""
    for months in range(6):
        TipFactory.create(title=f"La piscine {months}", months_ago=months)
    steps = reindexing.reindex(KINDS["tips.tip"], batch=2)
    for number, _ in enumerate(steps):
        assert search("piscine", outsider).count == 6
        changed = Tip.objects.order_by("pk")[number]
        changed.title = f"La piscine changée {number}"
        changed.save()
    assert search("changée", outsider).count == 3
    assert set(Entry.objects.filter(kind="tips.tip").values_list("title", flat=True)) == set(
        Tip.objects.values_list("title", flat=True)
    )
