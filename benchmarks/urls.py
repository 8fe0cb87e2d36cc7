"""The project's addresses, and the empty view."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

ready: dict[str, bytes] = {}


def empty(request: HttpRequest, name: str) -> HttpResponse:
    """A ready string behind the same middleware, for the same signed-in agent: the least a page can cost."""
    return HttpResponse(ready[name])


urlpatterns = [path("banc/<slug:name>/", empty, name="bench_empty"), path("", include("config.urls"))]

handler400 = "core.ui.errors.bad_request"
handler403 = "core.ui.errors.permission_denied"
handler404 = "core.ui.errors.page_not_found"
handler500 = "core.ui.errors.server_error"
