"""What `manage.py check --deploy` says of the reading of scanned PDFs."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from core.documents.extraction.pages import Unreadable
from core.documents.extraction.recognition import Recogniser


@register(deploy=True)
def recognition(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Asked for, it needs Tesseract and its French."""
    if not settings.DOCUMENTS_OCR:
        return []
    try:
        Recogniser().close()
    except Unreadable as missing:
        return [Warning(f"DOCUMENTS_OCR\u00a0: {missing}.", id="documents.W001")]
    return []
