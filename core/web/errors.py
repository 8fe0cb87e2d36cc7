import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader

from core.web.connections import is_temporary

# When a browser or a program may ask again.
RETRY_SECONDS = 10


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Never through a view decorator that reads the POST: it is what could not be read.
    too_big = isinstance(exception, RequestDataTooBig)
    limit = f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1_048_576:.1f}".replace(".", ",")
    return render(request, "400.html", {"too_big": too_big, "limit": limit}, status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    # Django calls this while it handles the exception.
    if is_temporary(sys.exception()):
        return busy(request)
    return HttpResponseServerError(_bare_page("500.html"))


def busy(request: HttpRequest) -> HttpResponse:
    """Say that the database is busy; after a form, whether what it sent is kept."""
    commits = getattr(request, "commits", None)
    context = {
        "is_sending": request.method not in ("GET", "HEAD", "OPTIONS"),
        "is_kept": bool(commits and commits.has_committed),
    }
    response = HttpResponse(_bare_page("503.html", **context), status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


def _bare_page(template: str, **context: Any) -> str:
    """Without a context processor: the database may be what failed."""
    town = {"town": settings.TOWN_NAME, "town_initial": settings.TOWN_NAME[:1].upper()}
    return loader.get_template(template).render({**town, **context})
