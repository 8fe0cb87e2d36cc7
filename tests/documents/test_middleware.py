"""An early answer is heard: the rest of what is sent is read before it leaves."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from core.documents import middleware
from core.documents.middleware import DrainRequestBodyMiddleware


def left_after(length: int, **options: object) -> int:
    """How many bytes of a request that no view reads are still to be read."""
    request = RequestFactory().post("/", b"x" * length, content_type="application/octet-stream", **options)
    request.COOKIES["sessionid"] = "x"
    seen: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse(status=400)

    assert DrainRequestBodyMiddleware(view)(request).status_code == 400
    return len(seen[0].read())


def test_what_no_view_read_is_read():
    assert left_after(300_000) == 0


def test_not_without_end(monkeypatch):
    monkeypatch.setattr(middleware, "LARGEST_DRAINED", 1000)
    assert left_after(2000) == 2000


@pytest.mark.parametrize("length", ["", "-1", "beaucoup"])
def test_an_odd_length_is_let_be(length):
    assert left_after(10, headers={"content-length": length}) in (0, 10)
