"""Index rows follow their objects."""

import pytest

from core.search.index import refresh
from core.search.models import Entry
from tests.tips.factories import TipFactory

pytestmark = pytest.mark.django_db


def test_a_saved_object_has_its_row() -> None:
    tip = TipFactory.create(title="Nommer ses fichiers")
    entry = Entry.objects.get(kind="tips.tip", object_id=tip.pk)
    assert entry.title == "Nommer ses fichiers"
    assert "nom" in entry.vector


def test_a_changed_object_has_its_row_changed() -> None:
    tip = TipFactory.create(title="Nommer ses fichiers")
    type(tip).objects.filter(pk=tip.pk).update(title="Classer ses dossiers")
    assert Entry.objects.get(object_id=tip.pk).title == "Nommer ses fichiers"
    refresh([tip])
    assert Entry.objects.get(object_id=tip.pk).title == "Classer ses dossiers"


def test_a_deleted_object_has_none() -> None:
    tip = TipFactory.create()
    tip.delete()
    assert not Entry.objects.exists()
