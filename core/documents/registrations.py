"""Declare what the app lends to the rungs below it."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from core.documents.extraction.pages import Unreadable
from core.documents.extraction.recognition import Recogniser
from core.french import spaced
from core.operations.purges import Kept, keep


@register(deploy=True)
def recognition(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Asked for, it needs Tesseract and its French."""
    if not settings.DOCUMENTS_OCR:
        return []
    try:
        Recogniser().close()
    except Unreadable as missing:
        return [Warning(spaced(f"DOCUMENTS_OCR : {missing}."), id="documents.W001")]
    return []


# Kept for how long

# `tasks.clear_uploads`, since a day is short.
keep(Kept("Fichiers envoyés avant un formulaire qui n’est pas venu", "1 jour", "effacement chaque heure"))
