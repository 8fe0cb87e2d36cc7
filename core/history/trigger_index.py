"""The library's registry of triggers, with an index: it walks over all its triggers for each that is added.

Our thousand triggers then cost every process that starts a million comparisons.
"""

from typing import Any

from pgtrigger import registry


class IndexedRegistry(registry._Registry):
    """Refuses the same names; looks them up instead of listing them."""

    def __init__(self) -> None:
        self._by_table: dict[tuple[str, str], Any] = {}
        self._functions: set[str] = set()
        super().__init__()

    @property
    def by_db_table(self) -> dict[tuple[str, str], Any]:
        return self._by_table

    @property
    def pg_function_names(self) -> set[str]:
        return self._functions

    def __setitem__(self, key: str, value: tuple[Any, Any]) -> None:
        before = self.get(key)
        super().__setitem__(key, value)
        if before and before[0] is not value[0]:
            self._index_again()
        else:
            self._index(*value)

    def __delitem__(self, key: str) -> None:
        super().__delitem__(key)
        self._index_again()

    def _index(self, model: Any, trigger: Any) -> None:
        self._by_table[model._meta.db_table, trigger.name] = trigger
        self._functions.add(trigger.get_pgid(model))

    def _index_again(self) -> None:
        self._by_table.clear()
        self._functions.clear()
        for model, trigger in self.data.values():
            self._index(model, trigger)


def use_index() -> None:
    """Before any model: what is registered already is registered again."""
    indexed = IndexedRegistry()
    indexed.data.update(registry._registry.data)
    indexed._index_again()
    registry._registry = indexed
