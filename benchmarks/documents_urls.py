"""The site's addresses, and a document that everyone who is signed in may read."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import include, path

from config.urls import handler400, handler403, handler404, handler500  # noqa: F401  (the site's own)
from core.documents.models import Document
from core.documents.serving import Held, file_routes


def find(request: HttpRequest, reference: str) -> Held:
    return Held(get_object_or_404(Document, reference=reference), "Mesure", "/")


urlpatterns = [
    *file_routes("bench/<slug:reference>/", "bench_file", find),
    path("", include("config.urls")),
]
