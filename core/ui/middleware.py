from collections.abc import Callable

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

READING = frozenset({"GET", "HEAD", "OPTIONS"})


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
            return self.get_response(request)
