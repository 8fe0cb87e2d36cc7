"""« Mes données »: what an agent can take away of what the town holds on them."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.operations.personal_data import PARTS, all_of


@require_safe
@never_cache
def my_data(request: HttpRequest) -> HttpResponse:
    return render(request, "operations/my_data.html", {"parts": PARTS.values()})


@require_safe
@never_cache
def my_data_file(request: HttpRequest) -> HttpResponse:
    """Whoever asks reads their own, whatever the address says."""
    given = {"fait le": timezone.localtime().isoformat(timespec="seconds"), **all_of(request.user)}
    response = JsonResponse(given, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return response
