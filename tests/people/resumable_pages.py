"""Tiny pages of the tests' own: two with a form, one that reads none; what a tab sends with them open."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.test import Client
from django.urls import include, path

from core.people.models import Agent
from core.web.idempotency import OneTimeForm
from tests.factories import PASSWORD, DirectionFactory
from tests.pages import Form, forms_of

LETTER, LOGIN = "/lettre/", "/compte/connexion/"
WORDS = "Où ranger les vélos ?\r\n« Sous l’abri », dit <b>Paul</b> & l’équipe."


class LetterForm(OneTimeForm):
    subject = forms.CharField()
    text = forms.CharField(widget=forms.Textarea)
    tags = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], required=False)
    piece = forms.FileField(required=False)


RECEIVED: list[dict[str, Any]] = []


def page_of(form_class: type[forms.Form]) -> Any:
    def page(request: HttpRequest) -> HttpResponse:
        form = form_class(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            RECEIVED.append(form.cleaned_data)
            return HttpResponse("reçue")
        return _shown(request, form)

    return page


PAGE = engines["django"].from_string('<form method="post">{% csrf_token %}{{ form }}</form>')


def _shown(request: HttpRequest, form: forms.Form) -> HttpResponse:
    return HttpResponse(PAGE.render({"form": form}, request))


def wish(request: HttpRequest) -> HttpResponse:
    """Reads no form."""
    if request.method != "POST":
        return _shown(request, forms.Form())
    DirectionFactory.create(name=request.POST["text"])
    messages.success(request, "C’est fait.")
    return redirect("home")


class NoteForm(forms.Form):
    text = forms.CharField(widget=forms.Textarea)
    new_password = forms.CharField(required=False)
    piece = forms.FileField(required=False)


urlpatterns = [
    path("lettre/", page_of(LetterForm)),
    path("note/", page_of(NoteForm)),
    path("souhait/", wish),
    path("note-ouverte/", login_not_required(page_of(NoteForm))),
    path("", include("config.urls")),
]


def words(response: Any) -> str:
    """The page with plain spaces."""
    return response.text.replace("\u00a0", " ")


def only_form(response: Any, action: str) -> Form:
    (form,) = [form for form in forms_of(response.text) if form.action == action]
    return form


def enter(tab: Client, agent: Agent, **more: str) -> Any:
    page = tab.get(LOGIN)
    values = only_form(page, LOGIN).values | {"login": agent.identifiant, "password": PASSWORD} | more
    return tab.post(LOGIN, values)


def opened_letter(tab: Client, agent: Agent) -> dict[str, Any]:
    """The fields of the page that this agent has open, filled."""
    enter(tab, agent)
    (form,) = forms_of(tab.get(LETTER).text)
    return form.values | {"subject": "Vélos", "text": WORDS, "tags": ["a", "b"]}


def end_sessions() -> None:
    """Of everybody, on the server: the tab knows nothing of it."""
    Session.objects.all().delete()


def come_back(tab: Client, page: Any, agent: Agent, password: str = PASSWORD) -> Any:
    values = only_form(page, LOGIN).values | {"login": agent.identifiant, "password": password}
    return tab.post(LOGIN, values)
