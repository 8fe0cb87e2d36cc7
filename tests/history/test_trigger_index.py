"""The index of the triggers says what the library's own lists say."""

from typing import Any

import pgtrigger
from pgtrigger import registry

from core.history.trigger_index import IndexedRegistry
from core.people.models import Agent

Lists = tuple[dict[tuple[str, str], Any], set[str]]


def lists_of_the_library(found: registry._Registry) -> Lists:
    """Written out from all the triggers, as the library does it."""
    rows = list(found.data.values())
    by_table = {(model._meta.db_table, trigger.name): trigger for model, trigger in rows}
    return by_table, {trigger.get_pgid(model) for model, trigger in rows}


def index_of(found: registry._Registry) -> Lists:
    return found.by_db_table, found.pg_function_names


def test_what_is_added_and_taken_away_follows():
    found = registry._registry
    assert isinstance(found, IndexedRegistry)
    assert len(found) > 400
    before = index_of(found)[1].copy()
    trigger = pgtrigger.Trigger(
        name="only_for_a_test", when=pgtrigger.After, operation=pgtrigger.Update, func="RETURN NULL;"
    )
    with trigger.register(Agent):
        assert index_of(found) == lists_of_the_library(found)
        assert len(found.pg_function_names) == len(before) + 1
    assert index_of(found) == lists_of_the_library(found)
    assert found.pg_function_names == before
