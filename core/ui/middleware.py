from collections.abc import Callable

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class NoNulMiddleware:
    """PostgreSQL refuses NUL: a cookie that holds one is none of ours, and an address is read with U+FFFD instead.

    Forms refuse it themselves, with words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
            del request.COOKIES[name]
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "%EF%BF%BD")
        return self.get_response(request)


class FramedRefusalMiddleware:
    """« Method not allowed » has a page too: one comes back to the address of a button after signing in again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page


class ReadOnlyGetMiddleware:
    """A GET never writes: PostgreSQL refuses it, whatever the view does.

    It also gives each page one snapshot of the data. Sessions, messages and rate counters are kept outside.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READING:
            return self.get_response(request)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            # A HEAD is a GET without its body; allauth would count it as an attempt to sign in.
            asked, request.method = request.method, "GET" if request.method == "HEAD" else request.method
            try:
                return self.get_response(request)
            finally:
                request.method = asked
