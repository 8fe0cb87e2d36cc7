"""Two tiny pages of the tests' own, whose form is resumable or is not; what a tab sends with them open."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import include, path

from core.people.models import Agent
from core.people.resume_after_login import ResumableForm
from core.ui.once import OneTimeForm
from core.ui.resumed_forms import is_resuming
from tests.factories import PASSWORD
from tests.pages import Form, forms_of

LETTER, LOGIN = "/lettre/", "/compte/connexion/"
WORDS = "Où ranger les vélos ?\r\n« Sous l’abri », dit <b>Paul</b> & l’équipe."


class LetterForm(ResumableForm, OneTimeForm):
    subject = forms.CharField()
    text = forms.CharField(widget=forms.Textarea)
    tags = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], required=False)
    piece = forms.FileField(required=False)


RECEIVED: list[dict[str, Any]] = []


def letter(request: HttpRequest) -> HttpResponse:
    form = LetterForm(request.POST or None, request.FILES or None, by=request.user)
    if request.method == "POST" and not is_resuming(request) and form.is_valid():
        RECEIVED.append(form.cleaned_data)
        return HttpResponse("reçue")
    return _shown(request, form)


def _shown(request: HttpRequest, form: forms.Form) -> HttpResponse:
    token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">'
    return HttpResponse(f'<form method="post">{token}{form}</form>')


class NoteForm(forms.Form):
    """Not resumable."""

    text = forms.CharField(widget=forms.Textarea)
    new_password = forms.CharField(required=False)
    piece = forms.FileField(required=False)


def note(request: HttpRequest) -> HttpResponse:
    form = NoteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        RECEIVED.append(form.cleaned_data)
        return HttpResponse("reçue")
    return _shown(request, form)


urlpatterns = [
    path("lettre/", letter),
    path("note/", note),
    path("note-ouverte/", login_not_required(lambda request: note(request))),
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
