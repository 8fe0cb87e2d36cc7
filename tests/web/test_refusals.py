"""What an action refuses is said in its form or on the next page, and what follows it in the block is left out."""

from django import forms
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from core.web.refusals import refusals_as_messages, refusals_in


def test_a_refusal_stands_at_its_field():
    class Named(forms.Form):
        name = forms.CharField()

    form = Named({"name": "x"})
    with refusals_in(form, "name"):
        raise ValidationError("Déjà pris.")
    assert form.errors == {"name": ["Déjà pris."]}


def test_several_refusals_are_all_said():
    request = RequestFactory().post("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]  # (as the middleware does)
    with refusals_as_messages(request):
        raise ValidationError(["Une.", "Deux."])
    with refusals_as_messages(request):
        messages.success(request, "Fait.")
    assert [(each.level_tag, each.message) for each in messages.get_messages(request)] == [
        ("error", "Une. Deux."),
        ("success", "Fait."),
    ]
