"""A rubric of the tests: every stored document, for its depositor; and a form with files."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import engines
from django.urls import include, path

from config.urls import handler400, handler500  # noqa: F401  (the site's own)
from core.documents import actions
from core.documents.fields import DocumentField, DocumentsField, UploadFormMixin
from core.documents.limits import Limits
from core.documents.models import Document
from core.documents.serving import Held, file_routes
from core.people.requests import AgentRequest

FORM = engines["django"].from_string(
    '{% extends "base.html" %}{% block title %}Essai{% endblock %}{% block content %}<h1>Essai</h1>'
    '<form method="post" enctype="multipart/form-data">{% csrf_token %}{% form_fields form %}'
    '<button class="act">Envoyer</button></form>{% endblock %}'
)


class SendForm(UploadFormMixin, forms.Form):
    title = forms.CharField(label="Titre", max_length=20)
    file = DocumentField(label="Fichier")
    annexes = DocumentsField(label="Annexes", required=False)
    photo = DocumentField(label="Photo", required=False, limits=Limits(100_000, ("png", "jpeg")))


def find(request: HttpRequest, reference: str) -> Held:
    document = get_object_or_404(Document, reference=reference)
    if document.stored_by != request.user:
        raise Http404
    return Held(document, "Essai", "/")


def send(request: AgentRequest) -> HttpResponse:
    form = SendForm(request.POST or None, request.FILES or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        given = [form.cleaned_data["file"], *form.cleaned_data["annexes"], form.cleaned_data["photo"]]
        kept = [actions.keep(upload, by=request.user) for upload in given if upload]
        return HttpResponse(" ".join(document.name for document in kept))
    return HttpResponse(FORM.render({"form": form}, request))


urlpatterns = [
    path("essai-envoi/", send, name="send"),
    *file_routes("essai/<slug:reference>/fichier/", "held_file", find),
    path("", include("config.urls")),
]
