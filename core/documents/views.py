from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from core.documents import actions
from core.documents.limits import DEFAULT, Limits
from core.documents.upload_handler import StreamedFile
from core.people.requests import AgentRequest


@require_POST
def upload_create(request: AgentRequest) -> HttpResponse:
    """One file sent ahead of its form: its key, or the reason why not (422)."""
    try:
        limits = Limits.of_token(request.POST.get("limites", ""))
    except ValueError:
        limits = DEFAULT
    file = request.FILES.get("fichier")
    if not isinstance(file, StreamedFile):
        return JsonResponse({"error": "Aucun fichier n’est arrivé."}, status=422)
    try:
        upload = actions.stage(file, by=request.user, limits=limits)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=422)
    return JsonResponse(
        {
            "key": upload.reference,
            "name": upload.name,
            "size": upload.size_label,
            "kind": upload.kind_label,
            "mended": upload.mended,
        },
        status=201,
    )
