from typing import Any, Self

from django import forms
from django.http import QueryDict


class FilterForm(forms.Form):
    """A list's filters. `ignored` names those that the address asked for and the page does not know."""

    ignored: tuple[str, ...] = ()

    @classmethod
    def reading(cls, query: QueryDict, **given: Any) -> Self:
        """The valid form of this query, without the filters that mean nothing; `given` is for its `__init__`."""
        asked = cls(query, **given)
        if asked.is_valid():
            return asked
        form = cls({name: value for name, value in query.items() if name not in asked.errors}, **given)
        form.ignored = tuple(str(asked.fields[name].label) for name in asked.errors)
        form.is_valid()
        return form

    @property
    def active_count(self) -> int:
        """Without the `order`, which hides nothing."""
        return sum(bool(value) for name, value in self.cleaned_data.items() if name != "order")

    @property
    def is_filtering(self) -> bool:
        return self.active_count > 0
