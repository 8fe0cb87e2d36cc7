from typing import Any

from django.http import HttpRequest, HttpResponse

from core.retention.models import EliminationModel
from core.ui.pdf import pdf_response


def elimination_pdf_response(
    request: HttpRequest,
    lines: list[dict[str, Any]],
    elimination: EliminationModel | None,
    *,
    what: str,
    **context: Any,
) -> HttpResponse:
    """What the archives are asked to approve, or what was eliminated; `what` begins the page."""
    total = sum(line["count"] for line in lines)
    return pdf_response(
        request,
        "retention/elimination_pdf.html",
        {"lines": lines, "elimination": elimination, "total": total, "what": what, **context},
        title="Bordereau d’élimination",
        name="elimination.pdf",
        variant="pdf/a-3u",
    )
