"""Admin pages whose address cannot be read: of a list, a message says so, and the whole list is shown."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import SOURCE_MODEL_VAR, IncorrectLookupParameters
from django.core.exceptions import FieldError, ValidationError
from django.db import DataError, transaction
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.safestring import mark_safe

from core.french import spaced

# What the stock lists raise, or let through, for a date without a day, a number of 22 digits, a state without a name.
UNREADABLE = (
    IncorrectLookupParameters,
    DataError,
    FieldError,
    OverflowError,
    TypeError,
    ValidationError,
    ValueError,
)


class UnreadableAddress(Exception):
    """The parameters of a list's address ask for nothing that exists."""


# Of a value that is not there: a row of an object's page that shows nothing else is hidden (admin.css).
EMPTY = mark_safe('<span class="empty-value">—</span>')


class ReadableListAdmin(ModelAdmin):
    """Mixed into every admin class of the project."""

    empty_value_display = EMPTY
    list_per_page = 50
    # Fields whose choices are boxes to tick, all in sight.
    boxes: Sequence[str] = ()

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.boxes:
            kwargs["widget"] = CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        try:
            # Counted here already: what the database refuses, it refuses within this.
            with transaction.atomic():
                return super().get_changelist_instance(request)
        except UNREADABLE as error:
            if not request.GET:
                raise
            raise UnreadableAddress from error

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        try:
            return super().changelist_view(request, extra_context)
        except UnreadableAddress:
            messages.warning(request, spaced("Ce filtre n’est pas lisible : voici la liste entière."))
            return redirect(request.path)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any) -> Any:
        """Without the model of the page behind a popup: Django takes apart whatever the address calls so."""
        sent = request.POST.copy()
        sent.pop(SOURCE_MODEL_VAR, None)
        request.POST = sent  # type: ignore[assignment]  # a copy, as Django's own lists take
        return super().response_add(request, obj, *args)

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Refuse values that cannot be keys before the rows are read."""
        for key in request.POST.getlist(ACTION_CHECKBOX_NAME):
            try:
                self.opts.pk.clean(key, None)
            except ValidationError:
                messages.warning(
                    request, spaced("Cette sélection n’est pas lisible : cochez de nouveau les lignes.")
                )
                return None
        return super().response_action(request, queryset, *args, **kwargs)
