"""A form of an existing object that is sent from an older page: it is refused, and both versions are there to read.

    class SoftwareForm(StaleCheckForm): ...

    @atomic_post
    def software_edit(request, reference):
        software = …  # the rights first
        lock_on_post(request, software)
        form = SoftwareForm(request.POST or None, initial=SoftwareForm.initial_for(software))

The stamp is that of `initial`, names that are no fields included. The admin has core.admin.optimistic_locking.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Manager, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import formats
from django.utils.choices import flatten_choices

from core.web import rich_text
from core.web.locks import locked

FIELD = "shown_stamp"
STALE = (
    "Cette fiche a été modifiée depuis l’ouverture de cette page. Rien n’est enregistré, et ce que vous avez écrit est "
    "toujours dans le formulaire. Comparez avec ce qui est enregistré maintenant, puis enregistrez de nouveau."
)
NOTHING = "rien"


def stamp_of(initial: Mapping[str, Any]) -> str:
    """Hash the values that a page shows; what is empty counts as absent."""
    said = {name: kept for name, value in initial.items() if (kept := plain(value))}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


class ShownField(forms.CharField):
    """The stamp of what the page shows; after a refusal, of what it shows now."""

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial


class _StampField(ShownField):
    def clean(self, value: Any) -> str:
        return str(value or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class StaleCheckForm(forms.Form):
    """Mixed into the form of an object that exists; `initial` is the object as it is now, on every method.

    Without a stamp (a page from before an update, a hand-made request) the form still works, as without a one-time key.
    """

    was_stale = False
    sent_stamp = ""

    @classmethod
    def initial_for(cls, obj: Any, /) -> dict[str, Any]:
        """Return what the object has under the names of the form's fields; a form with other names says its own."""
        # Files chosen are no value of the object: those that it has are others.
        shown = [name for name, field in cls.base_fields.items() if not field.widget.needs_multipart_form]
        found = {name: getattr(obj, name) for name in shown if hasattr(obj, name)}
        return {name: list(kept.all()) if isinstance(kept, Manager) else kept for name, kept in found.items()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[FIELD] = _StampField(required=False, initial=stamp_of(self.initial))

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound:
            self.sent_stamp = self.cleaned_data.pop(FIELD, "")
            self.was_stale = bool(self.sent_stamp) and self.sent_stamp != self.fields[FIELD].initial
            if self.was_stale:
                self.add_error(None, STALE)

    def check_still(self, initial: Mapping[str, Any]) -> None:
        """For an action with an order of locks of its own: `initial` is read again under them."""
        if self.sent_stamp and self.sent_stamp != stamp_of(initial):
            raise ValidationError(STALE)

    @property
    def kept_now(self) -> list[tuple[str, str]]:
        """For `components/faults.html`: what is kept, where it differs from what was typed."""
        return kept_now(self, ()) if self.was_stale else []


def atomic_post(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A POST is one transaction, so that `lock_on_post` lasts until it is saved."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return wrapped


def lock_on_post(request: HttpRequest, *objects: Model) -> None:
    """On a POST, lock these rows and read them again: what the form is compared with stays true until it is saved."""
    for obj in objects if request.method == "POST" else ():
        rows = locked(type(obj)._base_manager).filter(pk=obj.pk)
        if not rows.values_list("pk"):
            raise Http404
        obj.refresh_from_db()


def initial_of(form: Any, name: str) -> Any:
    return form.get_initial_for_field(form.fields[name], name)


def plain(value: Any) -> Any:
    if isinstance(value, QuerySet | Manager):
        value = list(value.all())
    if isinstance(value, list | tuple | set):
        return sorted(str(plain(one)) for one in value)
    if isinstance(value, Model):
        return str(value.pk)
    return "" if value is None else str(value)


def kept_now(form: Any, formsets: Iterable[Any]) -> list[tuple[str, str]]:
    """Return stored values that differ from those typed, as (label, words); then the rows as they stand."""
    said = [
        (str(form[name].label), words_of(form.fields[name], initial_of(form, name)))
        for name in form.changed_data
        if not form.fields[name].widget.is_hidden
    ]
    for formset in formsets:
        rows = [_words_of_row(row) for row in formset.initial_forms]
        said.append((str(formset.model._meta.verbose_name_plural).capitalize(), "\n".join(rows) or NOTHING))
    return said


def _words_of_row(row: Any) -> str:
    shown = (
        words_of(field, initial_of(row, name))
        for name, field in row.fields.items()
        if not field.widget.is_hidden and name != "DELETE"
    )
    return ", ".join(words for words in shown if words != NOTHING)


def words_of(field: forms.Field, value: Any) -> str:
    """A value that is kept, as a person reads it."""
    if isinstance(field, forms.ModelChoiceField):
        if not isinstance(value, list | tuple | set | QuerySet):
            value = [] if value in (None, "") else [value]
        assert field.queryset is not None
        found = {str(row.pk): row for row in field.queryset.filter(pk__in=[plain(one) for one in value])}
        rows = [found.get(str(plain(one)), one) for one in value]
        return ", ".join(sorted(str(field.label_from_instance(row)) for row in rows)) or NOTHING
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list) and any(isinstance(one, Model) for one in value):
        return ", ".join(sorted(str(one) for one in value))
    if value in (None, ""):
        return NOTHING
    # A select's choices may be its widget's alone.
    choices: Any = getattr(field, "choices", None) or getattr(field.widget, "choices", None)
    if choices:
        pairs: Any = flatten_choices(choices)
        known = {str(key): str(label) for key, label in pairs}
        several = value if isinstance(value, list | tuple) else [value]
        return ", ".join(known.get(str(one), str(one)) for one in several) or NOTHING
    if isinstance(value, str):
        return rich_text.text_of(value) if "<" in value else value
    return str(formats.localize(value))
