"""Widgets written in Python are what Django's templates write, to the byte."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from core.ui.renderers import NO_ERRORS, WRITERS, FormRenderer

TRICKY = "<b>&'\"é\u00a0\n"
SAFE = SafeString("<i>&amp;</i>")
CHOICES: Any = [
    ("", "Choisissez"),
    (TRICKY, TRICKY),
    (SAFE, SAFE),
    (1234567, 1234567),
    (("a", "b"), gettext_lazy("Yes")),
    ("Groupe <a>", [("x", "Dedans"), (None, None)]),
    (SAFE, [(True, date(2026, 11, 29))]),
]
ATTRS: dict[str, Any] = {
    "id": "id_<x>",
    "class": SAFE,
    "autofocus": True,
    "disabled": False,
    "data-n": 12345,
    "data-nothing": None,
    "data-<": TRICKY,
    "title": gettext_lazy("Yes"),
}
WIDGETS: list[forms.Widget] = [
    *(
        kind()
        for kind in (
            forms.CheckboxInput,
            forms.ColorInput,
            forms.DateInput,
            forms.DateTimeInput,
            forms.EmailInput,
            forms.FileInput,
            forms.HiddenInput,
            forms.NumberInput,
            forms.PasswordInput,
            forms.SearchInput,
            forms.TelInput,
            forms.Textarea,
            forms.TextInput,
            forms.TimeInput,
            forms.URLInput,
        )
    ),
    *(
        kind(choices=CHOICES)
        for kind in (forms.CheckboxSelectMultiple, forms.RadioSelect, forms.Select, forms.SelectMultiple)
    ),
]
VALUES = [None, "", TRICKY, SAFE, 1234567, 1.5, True, ["x", TRICKY], date(2026, 11, 29), gettext_lazy("Yes")]


def options_of(widget: forms.Widget) -> set[str]:
    return {str(widget.option_template_name)} if isinstance(widget, forms.widgets.ChoiceWidget) else set()


def test_each_that_is_written_is_compared() -> None:
    compared = {name for widget in WIDGETS for name in {str(widget.template_name), *options_of(widget)}}
    assert compared == set(WRITERS)


@pytest.mark.parametrize("attrs", [{}, ATTRS], ids=["bare", "attributes"])
@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
def test_writes_what_the_template_does(widget: Any, value: Any, attrs: dict[str, Any]) -> None:
    context = widget.get_context(f"nom{TRICKY}", value, attrs)
    written = FormRenderer().render(widget.template_name, deepcopy(context))
    assert written == TemplatesSetting().render(widget.template_name, context)


def test_an_option_of_another_template_is_left_to_it() -> None:
    class Odd(forms.Select):
        option_template_name = "django/forms/widgets/input.html"

    context = Odd(choices=[("a", "b")]).get_context("nom", "a", {})
    context["widget"]["optgroups"][0][1][0]["type"] = "odd"
    assert '\n  <input type="odd" name="nom" value="a" selected>\n' in FormRenderer().render(
        "django/forms/widgets/select.html", context
    )


def test_no_errors_are_nothing() -> None:
    errors = forms.Form().error_class()
    assert errors.template_name == NO_ERRORS
    assert str(errors) == TemplatesSetting().render(NO_ERRORS, errors.get_context()) == ""
