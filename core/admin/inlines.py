"""Rows written below an object, by whoever a policy allows."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django_prose_editor.fields import ProseEditorField

from core.french import with_capital
from core.web.fields import TOO_LONG, OneLineField, PlainTextField, ProseField

# Each row costs ten milliseconds, whatever the page says of their number.
MOST_ROWS, MOST_SENT = 100, 200
# Exact classes: fields derived from them have form fields of their own.
TYPED = {models.CharField: OneLineField, models.TextField: PlainTextField, ProseEditorField: ProseField}


class TypedTextMixin:
    """Text typed in the admin is checked as it is elsewhere: see `core.web.fields`."""

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if form_class := TYPED.get(type(db_field)):
            kwargs.setdefault("form_class", form_class)
        if isinstance(db_field, ProseEditorField):
            # The form says what the model would leave empty.
            kwargs.setdefault("sanitize", db_field.sanitize)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]  # of the admin class
        if isinstance(field, forms.CharField):
            field.error_messages["max_length"] = TOO_LONG
        return field


class BoundedRowsMixin:
    """An inline that refuses a page with more rows than anybody writes, before it builds them."""

    max_num: int | None = MOST_ROWS

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, **{"absolute_max": MOST_SENT, **kwargs})  # type: ignore[misc]  # of the admin class


class NamedRowsFormSet(BaseInlineFormSet):
    """The box that deletes a row has a column heading only: it says its name too."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = "Supprimer cette ligne"


class PolicyInline(BoundedRowsMixin, TypedTextMixin, admin.TabularInline):
    """Subclasses say in `can_write` who writes its rows; nobody otherwise."""

    formset = NamedRowsFormSet
    template = "admin/tabular.html"
    extra = 0

    @staticmethod
    def can_write(agent: Any) -> bool:
        return False

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A tabular inline labels its columns only: each field says its name too."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            field.widget.attrs["aria-label"] = with_capital(str(db_field.verbose_name))
        return field

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_write(request.user)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission
