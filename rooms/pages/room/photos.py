"""A room's photo: drawn again from its pixels, with words for those who do not see it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from core.documents import actions as documents
from core.documents import images
from core.documents.fields import DocumentField, UploadFormMixin
from core.documents.models import Document, Upload
from core.history.context import action_context
from core.people.models import Agent
from core.ui.fields import OneLineField
from core.ui.french import spaced
from core.ui.locks import lock_row
from core.ui.stale_forms import StaleCheckForm
from rooms import policies
from rooms.models import Room

SIDE = 1200  # pixels
TOO_SMALL = spaced(
    f"Cette image est trop petite pour montrer la salle : il faut {images.SMALLEST} pixels de côté."
)


class RoomPhotoForm(StaleCheckForm, UploadFormMixin):
    photo = DocumentField(
        label="La photo",
        limits=images.LIMITS,
        help_text=(
            "La salle vide, sans personne. Elle est réduite, et perd la date et le lieu que l’appareil y a écrits."
        ),
    )
    alt = OneLineField(
        label="Ce qu’elle montre",
        max_length=200,
        help_text=spaced(
            "Pour qui ne voit pas la photo : « Une longue table pour douze, un écran au mur du fond »."
        ),
        error_messages={"required": "Décrivez la photo en une phrase, pour qui ne la voit pas."},
    )


@transaction.atomic
def give_photo(room: Room, *, by: Agent, upload: Upload, alt: str) -> Room:
    """The earlier one is erased at once. Raises ValidationError for what is no picture."""
    drawn = images.redrawn(upload.file_path, side=SIDE, too_small=TOO_SMALL)
    room = _locked(room, by=by)
    if not alt.strip():
        raise ValidationError({"alt": "Décrivez la photo en une phrase, pour qui ne la voit pas."})
    earlier = room.photo
    room.photo = documents.store_bytes(
        drawn, name=f"salle-{room.slug}.jpg", by=by, limits=images.LIMITS, read_text=False
    )
    room.photo_alt = alt.strip()
    _save(room, earlier, "a donné la photo de la salle", by=by)
    documents.discard(upload, by=by)
    return room


@transaction.atomic
def remove_photo(room: Room, *, by: Agent) -> Room:
    """At once, and for ever; twice is once."""
    room = _locked(room, by=by)
    earlier, room.photo, room.photo_alt = room.photo, None, ""
    if earlier is not None:
        _save(room, earlier, "a retiré la photo de la salle", by=by)
    return room


def _save(room: Room, earlier: Document | None, name: str, *, by: Agent) -> None:
    with action_context(name, by=by):
        room.save(update_fields=["photo", "photo_alt"])
    if earlier is not None:
        documents.forget(earlier, by=by)


def _locked(room: Room, *, by: Agent) -> Room:
    if not policies.can_manage_room(by, room):
        raise PermissionDenied("La photo d’une salle est donnée et retirée par qui gère la salle.")
    return lock_row(Room, room.pk)
