"""A form of an existing object that is sent from an older page: it is refused, and both versions are there to read.

    class SoftwareForm(StaleCheckForm): ...

    @atomic_post
    def software_edit(request, reference):
        software = …  # the rights first
        hold(request, software)
        form = SoftwareForm(request.POST or None, initial=SoftwareForm.initial_for(software))

The stamp is that of `initial`, names that are no fields included. The admin's own change forms have `desk_stamps`.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse

from core.people.desk_stamps import FIELD, STALE, kept_now, plain


def stamp_of(initial: Mapping[str, Any]) -> str:
    """Of the values that a page shows; what is empty counts as absent."""
    said = {name: kept for name, value in initial.items() if (kept := plain(value))}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


class _StampField(forms.CharField):
    """The stamp of what the page shows; after a refusal, of what it shows now."""

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial

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
    """A POST is one transaction, so that `hold` lasts until it is saved."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return wrapped


def hold(request: HttpRequest, *objects: Model) -> None:
    """On a POST, lock these rows and read them again: what the form is compared with stays true until it is saved."""
    for obj in objects if request.method == "POST" else ():
        rows = type(obj)._base_manager.select_for_update(no_key=True, of=("self",)).filter(pk=obj.pk)
        if not rows.values_list("pk"):
            raise Http404
        obj.refresh_from_db()
