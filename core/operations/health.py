"""`/sante/`: whether the site can serve its pages; for monitoring that knows the token, what the doctor says."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from core.operations.findings import Severity, as_json, findings, worst
from core.web.connections import call, release_connections
from core.web.middleware import Middleware

# Compared at each request: cheaper than looking it up by its name.
PATH = "/sante/"


class HealthMiddleware(Middleware):
    """Answers before any session, and before a full pool would be told with a page."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == PATH:
            return health(request)
        return self.get_response(request)


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 or 503, with nothing else for strangers; one statement."""
    response = (
        _details() if _knows_token(request) else HttpResponse(status=_status(), content_type="text/plain")
    )
    add_never_cache_headers(response)
    release_connections()
    return response


def _status() -> int:
    try:
        call("now")
    except Error:
        return 503
    return 200


def _knows_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.HEALTH_TOKEN) and constant_time_compare(given, settings.HEALTH_TOKEN)


def _details() -> HttpResponse:
    at = timezone.now()
    found = [*findings(at)]
    status = 503 if worst(found) == Severity.FAILURE else 200
    return JsonResponse(as_json(found, at), status=status, json_dumps_params={"ensure_ascii": False})
