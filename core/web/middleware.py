from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.shortcuts import render

from core.web import errors
from core.web.connections import CommitWatch, reading, release_connections

READING = frozenset({"GET", "HEAD", "OPTIONS"})
# What some view tells apart; each view says which of them it takes.
TAKEN = ("GET", "HEAD", "POST")


class Middleware:
    """The base of the intranet's: it passes a request on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class NoNulMiddleware(Middleware):
    """PostgreSQL refuses NUL: a cookie that holds one is none of ours, and an address is read with U+FFFD instead.

    Forms refuse it themselves, with words.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
            del request.COOKIES[name]
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "%EF%BF%BD")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> None:
        if "\x00" in request.path_info:
            raise Http404


class HeadMiddleware(Middleware):
    """Answer a HEAD with the headers of a GET and no body, which gunicorn would log each time."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "HEAD":
            # Content-Length stays what it would be.
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = ()
            else:
                response.content = b""
        return response


class DatabaseConnectionMiddleware(Middleware):
    """Take the request's connection to the database before anything runs, give it back before the answer leaves.

    No more requests run than the pool has connections. The others wait for one; after the pool's timeout they are
    refused, and nothing of them was done. A download or a slow reader keeps a thread only.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            connection.ensure_connection()
        except OperationalError:
            return errors.busy(request)
        if request.method in READING:
            response = self.get_response(request)
        else:
            request.commits = watch = CommitWatch()  # type: ignore[attr-defined]  # (read by the middleware below)
            with connection.execute_wrapper(watch):
                response = self.get_response(request)
        release_connections()
        return response


class FramedRefusalMiddleware(Middleware):
    """« Method not allowed » has a page too: one comes back to the address of a button after signing in again.

    A method that no view tells from a GET or a POST is refused here, once it is known who may come to the address.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        return None if request.method in TAKEN else HttpResponseNotAllowed(TAKEN)


class ReadOnlyGetMiddleware(Middleware):
    """A GET never writes: PostgreSQL refuses it, whatever the view does.

    Each statement sees what was committed before it: a page is no snapshot. Sessions, messages and rate counters are
    kept outside; so are the few addresses under GET_MAY_WRITE.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READING or request.path_info.startswith(settings.GET_MAY_WRITE):
            return self.get_response(request)
        with reading():
            # A HEAD is a GET without its body; allauth would count it as an attempt to sign in.
            asked, request.method = request.method, "GET" if request.method == "HEAD" else request.method
            try:
                return self.get_response(request)
            finally:
                request.method = asked
