"""What is typed in any form of the project: invisible text is empty, text that is too long is refused whole."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib.admin.sites import all_sites
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, Q
from django.test import RequestFactory
from django.urls import get_resolver
from django_prose_editor.fields import ProseEditorField

from core.people.roles import Role
from core.web import rich_text
from core.web.fields import OneLineField, PlainTextField, ProseField
from core.web.non_blank import is_visible
from core.web.rich_text import WORDS
from tests.factories import AgentFactory

INVISIBLE = [
    *"\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u3164\u115f\u1160",
    *"\uffa0\u2800\u180e\u202e\u00a0\u3000\U000e0041",
]


@pytest.mark.parametrize("text", ["".join(INVISIBLE), *INVISIBLE, "", " \n\t"])
def test_invisible(text):
    assert not is_visible(text)


@pytest.mark.parametrize("field", [OneLineField(), PlainTextField()])
def test_what_turns_the_line_around_goes(field):
    assert field.clean("\u2067reçu \u202eliame\u202c\u2069 \u200fici\u061c") == "reçu liame ici"
    assert field.clean("\u200e  bonjour \u200f") == "bonjour"
    # What joins letters, or parts of a sign, stays.
    assert field.clean("co\u00adop \U0001f469\u200d\U0001f527") == "co\u00adop \U0001f469\u200d\U0001f527"


def test_what_turns_the_line_around_goes_from_rich_text():
    field = ProseField(config={"extensions": WORDS}, sanitize=True)
    assert field.clean("<p>reçu \u202eliame &#x2067;<strong>ici</strong>&rlm;</p>") == (
        "<p>reçu liame <strong>ici</strong></p>"
    )


PROSE_FIELDS = [
    pytest.param(field, id=field_label)
    for model in apps.get_models()
    for field in model._meta.fields
    if isinstance(field, ProseEditorField) and (field_label := f"{model._meta.label}.{field.name}")
]


@pytest.mark.parametrize("field", PROSE_FIELDS)
def test_rich_text_that_is_stored_reads_as_it_is_written(field):
    """Titles of links too; and what goes makes no address that was not one."""
    links = "".join(
        f'<a href="{address}" title="re&#x202e;çu">lire</a>'
        for address in ("java\u202escript:alert(1)", "&#x202e;javascript:x", "ja&#1564;va&rlm;script&lrm;:x")
    )
    stored = field.clean(f"<p>re&#x202e;çu \u2067{links}</p>", None)
    assert "javascript" not in stored
    assert not re.search("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", stored)
    assert stored.startswith("<p>reçu <a")


@pytest.mark.parametrize("sanitize", [True, rich_text.sanitizer(WORDS)])
def test_a_link_is_looked_at_once_nothing_turns_it_around(sanitize):
    field = ProseField(config={"extensions": WORDS}, sanitize=sanitize)
    for address in ("java\u202escript:alert(1)", "&#x202e;javascript:x"):
        assert field.clean(f'<p><a href="{address}">lire</a></p>') == "<p><a>lire</a></p>"


def _typed(field: Any) -> bool:
    is_text = isinstance(field, forms.CharField)
    not_typed = (forms.HiddenInput, forms.PasswordInput, forms.Select)
    return (
        is_text and not isinstance(field.widget, not_typed) and field.widget.__module__.startswith("django")
    )


def _subclasses(of: type[Any]) -> Iterator[type[Any]]:
    for one in of.__subclasses__():  # type: type[Any]
        yield one
        yield from _subclasses(one)


def fields_of_forms() -> dict[str, Any]:
    """Every field of the project's own form classes, by its form and name."""
    _ = get_resolver().url_patterns
    ours = (
        "core.",
        "suggestions.",
        "rooms.",
        "tips.",
        "manuals.",
        "deliberations.",
        "directory.",
        "demat",
        "legalwatch.",
        "spaces.",
    )
    return {
        f"{form.__module__}.{form.__qualname__}.{name}": field
        for form in _subclasses(forms.BaseForm)
        if form.__module__.startswith(ours) and "allauth" not in str(form.__mro__)
        for name, field in getattr(form, "base_fields", {}).items()
    }


def _fields_of_the_admin() -> dict[str, Any]:
    request = RequestFactory().get("/")
    request.user = AgentFactory.create(roles=list(Role))
    found = {}
    for site in all_sites:
        for model, model_admin in site._registry.items():
            if model.__module__.startswith(("django", "allauth", "procrastinate")):
                continue
            form_classes = [model_admin.get_form(request, None, change=False)]
            form_classes += [
                inline.get_formset(request).form for inline in model_admin.get_inline_instances(request)
            ]
            for form in form_classes:
                for name, field in form.base_fields.items():
                    if _typed(field):
                        found[f"{model.__name__}.{form.__qualname__}.{name}"] = field
    return found


def _faults(fields: dict[str, Any]) -> list[str]:
    faults = []
    for name, field in fields.items():
        for text in ("\u200b\u2060\u3164", "<p>\u200b</p>" if isinstance(field, ProseField) else "\u00ad"):
            try:
                value = field.clean(text)
            except ValidationError:
                continue
            if field.required or value:
                faults.append(f"{name} accepts {text!a}")
        if field.max_length:
            try:
                field.clean("é" * (field.max_length + 7))
            except ValidationError as error:
                said = " ".join(error.messages)
                if " de trop" not in said:
                    faults.append(f"{name}: {said}")
            else:
                faults.append(f"{name} accepts what is too long")
    return faults


@pytest.mark.django_db
def test_every_form_refuses_invisible_and_too_long_text():
    fields = {
        name: field
        for name, field in fields_of_forms().items()
        if _typed(field) or isinstance(field, ProseField)
    }
    assert len(fields) > 60
    assert _faults(fields) == []


@pytest.mark.django_db
def test_every_admin_form_refuses_invisible_and_too_long_text():
    fields = _fields_of_the_admin()
    assert len(fields) > 20
    assert _faults(fields) == []


def test_no_field_is_cut_by_the_browser():
    class Letter(forms.Form):
        line = OneLineField(max_length=10)
        text = PlainTextField(max_length=5000)
        address = forms.EmailField(max_length=254)

    html = str(Letter())
    assert " maxlength=" not in html
    assert html.count(" data-maxlength=") == 3


def test_no_template_lets_the_browser_cut():
    pages = list((settings.BASE_DIR / "templates").rglob("*.html"))
    assert pages
    assert [page.name for page in pages if " maxlength=" in page.read_text()] == []


# Codes, keys, names of files and what the intranet itself writes.
NOT_WORDS = {
    "people.Agent.identifiant",
    "people.Agent.personnel_number",
    "people.SecretAddress.purpose",
    "documents.Document.name",
    "mail.Mailbox.trouble",
    "mail.IncomingMail.reason",
    "mail.ReplyAddress.address",
    "mail.ReplyAddress.inbox",
    "notifications.Preference.kind",
    "suggestions.Idea.contact",
    "suggestions.AnonymousDeposit.code_handle",
    "suggestions.AnonymousDeposit.code_hash",
    "suggestions.Answer.reread_stamp",
    "rooms.RoomRight.role",
    "deliberations.Matter.level1",
    "deliberations.Matter.level2",
    "deliberations.Matter.scdl_name",
    "legalwatch.Entry.url",
    "memos.Memo.opinion",
}


def _refuses_empty(condition: Any, is_negated: bool = False) -> Iterator[str]:
    for child in condition.children:
        if isinstance(child, Q):
            yield from _refuses_empty(child, is_negated ^ child.negated)
        elif is_negated and isinstance(child, tuple) and child[1] == "":
            yield child[0]


def test_every_constraint_that_refuses_empty_words_refuses_invisible_ones():
    found = {
        f"{model._meta.label}.{name}"
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint) and isinstance(constraint.condition, Q)
        for name in _refuses_empty(constraint.condition, constraint.condition.negated)
        if type(model._meta.get_field(name)) in (models.CharField, models.TextField)
    }
    assert found == NOT_WORDS
