"""Refuse a change form sent from an older page, and show both versions.

The page carries a stamp of the values of its fields and of its rows. The row is locked while the stamp is compared, so
two pages sent at once are compared one after the other.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpRequest
from django.utils.text import capfirst

from core.french import spaced
from core.web.locks import locked
from core.web.rich_text import plain_text_of
from core.web.stale_forms import FIELD, STALE, initial_of, kept_now, plain

STALE_WITHOUT_FIELDS = spaced(
    "Cette fiche a été modifiée depuis l’ouverture de cette page, et tout n’y est plus modifiable. Rien n’est "
    "enregistré. Ce que vous avez écrit est ci-dessous : copiez-le avant de quitter cette page."
)


def stamp_of_page(form: Any, formsets: Iterable[Any]) -> str:
    """Stamp the stored values, not the typed ones: a form is bound or not, its formsets are not."""
    rows = [
        [formset.prefix, [[row.instance.pk, *_kept(row)] for row in formset.initial_forms]]
        for formset in formsets
    ]
    whole = json.dumps([_kept(form), rows], default=str)
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def _kept(form: Any) -> list[Any]:
    return [[name, plain(initial_of(form, name))] for name in form.fields]


class StampedAdmin(ModelAdmin):
    """Mixed into every admin class of the project."""

    change_form_template = "admin/stamped_change_form.html"

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *given: Any) -> Any:
        if request.method != "POST" or not object_id:
            return super().changeform_view(request, object_id, *given)
        with transaction.atomic():
            obj = self.get_object(request, unquote(object_id))
            # Who may not change it is refused below; the database itself refuses the lock on what never changes.
            if obj and self.has_change_permission(request, obj):
                self.lock_shown(obj)
            return super().changeform_view(request, object_id, *given)

    def lock_shown(self, obj: Any) -> None:
        """Hold the row until the form is saved: what its stamp was compared with stays true."""
        held = locked(self.model._base_manager)
        held.filter(pk=obj.pk).values_list("pk").first()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return self.stamped(super().get_form(request, obj, change, **kwargs), request, obj)

    def stamped(self, form_class: Any, request: HttpRequest, obj: Any) -> Any:
        """For subclasses that make their own form too: one sent from an older page is not valid."""
        if obj is None or request.method != "POST":
            return form_class

        def refusal(form: Any) -> str:
            if request.POST.get(FIELD) == stamp_of_page(form, self._kept_rows(request, obj)):
                return ""
            return STALE_WITHOUT_FIELDS if self.typed_without_field(request, form) else STALE

        return type(form_class.__name__, (StampedForm, form_class), {"refusal": refusal})

    def typed_without_field(self, request: HttpRequest, form: Any) -> list[tuple[str, str]]:
        """Return values typed in fields that the object's state has since removed from the form, as (label, words)."""
        return [
            (capfirst(str(field.verbose_name)), plain_text_of(typed) if "<" in typed else typed)
            for field in self.model._meta.fields
            if field.editable and field.name not in form.fields and (typed := request.POST.get(field.name))
        ]

    def _kept_rows(self, request: HttpRequest, obj: Any) -> list[Any]:
        """The formsets of the rows as they are kept."""
        return [
            formset(instance=obj, prefix=formset.get_default_prefix(), queryset=inline.get_queryset(request))
            for formset, inline in self.get_formsets_with_inlines(request, obj)
        ]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj")
        if obj is not None and self.has_change_permission(request, obj):
            form, rows = context["adminform"].form, self._kept_rows(request, obj)
            context["shown_stamp"] = stamp_of_page(form, rows)
            if getattr(form, "was_stale", False):
                context["kept_now"] = kept_now(form, rows)
                context["typed_without_field"] = self.typed_without_field(request, form)
        return super().render_change_form(request, context, *args, **kwargs)


class StampedForm(forms.BaseForm):
    """Mixed into the form of a request that is sent; `refusal` says why the stamp that came with it is not this one."""

    refusal: Callable[[Any], str]

    def full_clean(self) -> None:
        # First: cleaning writes what was typed on the object.
        refusal = type(self).refusal(self) if self.is_bound else ""
        self.was_stale = bool(refusal)
        super().full_clean()
        if refusal:
            self.add_error(None, refusal)
