"""The files of a mail: attachments by the rules of documents, without the images of signatures."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db.models import F

from core.documents.actions import store_bytes
from core.documents.file_names import NAMELESS
from core.documents.inspection.detection import inspect_file
from core.documents.limits import EVERYDAY, size_label
from core.documents.models import Document
from core.documents.refusals import Refused
from core.mail.inbox_types import AttachedFile
from core.mail.models import InlineImage
from core.mail.parsing.parsed_message import Attachment
from core.people.models import Agent
from core.ui.french import NBSP

MOST_FILES = 20
TNEF = "application/ms-tnef"
REWRITE = (
    "Outlook y a mis vos pièces jointes dans une forme que lui seul lit. Renvoyez le message au format HTML "
    f"(onglet «{NBSP}Format du texte{NBSP}»)."
)
# An image that two earlier mails from the same domain held is a logo; no need to count further.
SEEN_OFTEN, COUNTED_TO = 2, 5


@dataclass(frozen=True)
class SortedAttachments:
    """`left_out` are sentences for the sender, `remarks` sentences for the readers of the mail."""

    files: tuple[AttachedFile, ...] = ()
    left_out: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def sort_attachments(
    parts: Iterable[Attachment], sender_domain: str, *, counts: bool = True
) -> SortedAttachments:
    """The accepted files, and what is said of the others. `counts` is false for a mail read again."""
    parts = list(parts)
    logos = _signature_images(parts, sender_domain, counts=counts)
    kept: list[AttachedFile] = []
    left_out: list[str] = []
    seen: set[str] = set()
    for part in parts:
        if part.sha256 and (part.sha256 in logos or part.sha256 in seen):
            continue
        seen.add(part.sha256)
        if len(kept) >= MOST_FILES:
            left_out.append(
                f"«{NBSP}{part.name or NAMELESS}{NBSP}» : {MOST_FILES} fichiers au plus dans un message."
            )
            continue
        file, refusal = _judged(part)
        if file:
            kept.append(file)
        else:
            left_out.append(f"«{NBSP}{part.name or NAMELESS}{NBSP}» : {refusal}")
    return SortedAttachments(tuple(kept), tuple(left_out), tuple(_remarks(len(logos), left_out)))


def kept_files(files: Iterable[AttachedFile], *, by: Agent | None) -> tuple[list[Document], list[str]]:
    """Documents made of the files of a mail, and a sentence for each that is not taken in."""
    kept, refused = [], []
    for file in files:
        try:
            kept.append(store_bytes(file.content, name=file.name, by=by))
        except Refused as refusal:
            refused.append(
                f"Le fichier «{NBSP}{file.name}{NBSP}» n’est pas gardé{NBSP}: {refusal.messages[0]}"
            )
    return kept, refused


def _remarks(logos: int, left_out: list[str]) -> list[str]:
    remarks = [f"Pièce jointe refusée{NBSP}: {sentence}" for sentence in left_out]
    if logos:
        images = "image de signature laissée" if logos == 1 else "images de signature laissées"
        remarks.append(f"{logos} {images} de côté.")
    return remarks


def _judged(part: Attachment) -> tuple[AttachedFile | None, str]:
    """The file under a safe name, or why it is not taken."""
    if len(part.content) > EVERYDAY.largest:
        return None, f"Ce fichier dépasse {size_label(EVERYDAY.largest)}."
    with tempfile.NamedTemporaryFile(prefix="mail-") as copy:
        copy.write(part.content)
        copy.flush()
        try:
            judged = inspect_file(Path(copy.name), part.name, allowed=EVERYDAY.kinds)
        except ValidationError as refusal:
            if part.content_type == TNEF:
                return None, REWRITE
            return None, " ".join(refusal.messages)
    return AttachedFile(judged.name, judged.kind.content_type, part.content), ""


def _signature_images(parts: list[Attachment], sender_domain: str, *, counts: bool) -> set[str]:
    """The images that earlier mails from this domain held; the others are counted for later mails."""
    images = {
        part.sha256
        for part in parts
        if part.is_inline and part.content_type.startswith("image/") and part.sha256
    }
    if not images:
        return set()
    mine = InlineImage.objects.filter(sender_domain=sender_domain[:255], sha256__in=images)
    times = dict(mine.values_list("sha256", "times"))
    # A logo is in every mail: if its row were always counted, readers would wait for each other.
    for sha256 in sorted(images):
        if counts and times.get(sha256, 0) < COUNTED_TO:
            _count(sha256, sender_domain[:255])
    return {sha256 for sha256, count in times.items() if count >= SEEN_OFTEN}


def _count(sha256: str, sender_domain: str) -> None:
    _, is_new = InlineImage.objects.get_or_create(sha256=sha256, sender_domain=sender_domain)
    if not is_new:
        InlineImage.objects.filter(sha256=sha256, sender_domain=sender_domain).update(times=F("times") + 1)
