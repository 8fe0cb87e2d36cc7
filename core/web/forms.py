"""Forms of every page: the filters of a list, and a form that comes back from the sign-in as it was filled.

`core.people.resume_after_login` sends the latter with RESUMING beside its fields. It is never valid, so that no view
obeys it, those of the admin and of libraries included; each shows it as it shows a form with a mistake.
"""

import re
from collections.abc import Mapping
from typing import Any, Self

from django import forms
from django.db.models import QuerySet
from django.forms import BaseForm
from django.forms.formsets import ManagementForm
from django.http import HttpRequest, QueryDict

from core.web.fields import offer

TAKE = "reprendre"


class FilterForm(forms.Form):
    """A list's filters. `ignored` names those that the address asked for and the page does not know."""

    ignored: tuple[str, ...] = ()

    def __init__(self, *args: Any, choices: Mapping[str, list[Any]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices or {}
        for name, known in self.choices.items():
            offer(self, name, known)

    @classmethod
    def offered(cls) -> dict[str, list[Any]]:
        """The choices that the database holds, by field; asked once, before the rows."""
        return {}

    @classmethod
    def reading(cls, query: QueryDict, **given: Any) -> Self:
        """The valid form of this query, without the filters that mean nothing; `given` is for its `__init__`."""
        if choices := cls.offered():
            given["choices"] = choices
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
    def folded(self) -> list[forms.BoundField]:
        """The fields under « Plus de filtres », beyond those that stand in one line."""
        return self.visible_fields()[4:]

    @property
    def folded_count(self) -> int:
        return sum(bool(self.cleaned_data.get(field.name)) for field in self.folded if field.name != "order")

    @property
    def is_filtering(self) -> bool:
        return self.active_count > 0


class ModelTextSelect(forms.Select):
    """With the button that takes the chosen text, whose name is TAKE."""

    template_name = "components/model_text_select.html"


class ModelTextMixin(forms.Form):
    """Write `text` from the `model_text` of a list: taking it shows the form again, its words after those written."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.taking = data is not None and data.get("geste") == TAKE

    def offer_models(self, models: QuerySet[Any]) -> None:
        offer(self, "model_text", models)
        if not models:
            del self.fields["model_text"]

    def words_of(self, model: Any) -> str:
        return str(model.text)

    def is_valid(self) -> bool:
        return super().is_valid() and not self.taking

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen = data.pop("model_text", None)
        if self.taking and chosen:
            # What is not filled yet is no fault.
            for name in [name for name in self.errors if not self.data.get(name)]:
                self.errors.pop(name)
            written, words = str(self["text"].value() or "").rstrip(), self.words_of(chosen)
            sent: Any = self.data
            self.data = sent = sent.copy()
            sent["text"], sent["model_text"] = f"{written}\n\n{words}" if written else words, ""
        elif self.taking and "model_text" not in self.errors:
            self.add_error(None, "Choisissez d’abord un texte type.")
        return data


# The field of every page that says for whom it is made.
MADE_FOR = "made_for"
RESUMING = "reprise"
# Passwords, printed codes and the codes of anonymous ideas: never written in a page.
SECRET = re.compile(r"password|^code$|(?:^|[-_])(?:credential|secret|token)$", re.IGNORECASE)


def is_resuming(request: HttpRequest) -> bool:
    """Return whether what is posted comes back from the sign-in, to be shown again and not obeyed."""
    return request.method == "POST" and request.POST.get(RESUMING) == "1"


def install() -> None:
    """Make every form invalid while it comes back; the only place that all forms share is Django's own class."""
    is_valid = BaseForm.is_valid

    def is_valid_and_sent(self: BaseForm) -> bool:
        # Cleaned all the same, for views that add a refusal. The counts of a formset are no form that anybody fills:
        # refused, they would add Django's own sentence.
        return is_valid(self) and (isinstance(self, ManagementForm) or self.data.get(RESUMING) != "1")

    BaseForm.is_valid = is_valid_and_sent  # type: ignore[method-assign]  # (said above: every form's own class)
