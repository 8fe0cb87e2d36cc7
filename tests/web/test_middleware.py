from collections.abc import Callable

import pytest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from core.people.models import Direction
from core.web.middleware import HeadMiddleware, ReadOnlyGetMiddleware
from tests.factories import DirectionFactory


def writes(request: HttpRequest) -> HttpResponse:
    DirectionFactory.create()
    return HttpResponse("fait")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_get_never_writes(method):
    request: Callable[[str], HttpRequest] = getattr(RequestFactory(), method)
    with pytest.raises(DatabaseError, match="read-only"):
        ReadOnlyGetMiddleware(writes)(request("/"))
    assert not Direction.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_post_writes():
    assert ReadOnlyGetMiddleware(writes)(RequestFactory().post("/")).content == b"fait"
    assert Direction.objects.filter(kind="direction").count() == 1


@pytest.mark.parametrize("kind", [HttpResponse, StreamingHttpResponse])
def test_a_head_has_the_length_of_a_get_and_no_body(kind):
    def view(request: HttpRequest) -> HttpResponse:
        return kind([b"body"], headers={"Content-Length": "4"})

    for method, body in (("head", b""), ("get", b"body")):
        response = HeadMiddleware(view)(getattr(RequestFactory(), method)("/"))
        assert response.getvalue() == body
        assert response.headers["Content-Length"] == "4"
