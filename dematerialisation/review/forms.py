"""A picture to print."""

from core.documents import images
from core.documents.fields import DocumentField, UploadFormMixin
from core.ui.fields import OneLineField
from core.ui.french import spaced
from core.ui.once import OneTimeForm
from dematerialisation.models.review import ALTERNATIVE_LENGTH
from dematerialisation.review.actions import NARROWEST, WIDTH


class PictureForm(OneTimeForm, UploadFormMixin):
    picture = DocumentField(
        label="L’image",
        limits=images.LIMITS,
        help_text=spaced(
            f"L’original de l’appareil, {NARROWEST} pixels de large ou plus ({WIDTH} imprimés) : elle perd la "
            "date et le lieu que l’appareil y a écrits."
        ),
    )
    alternative = OneLineField(
        label="Ce qu’elle montre",
        max_length=ALTERNATIVE_LENGTH,
        help_text="Pour qui ne la voit pas, sur le site comme dans le PDF.",
        error_messages={"required": "Décrivez l’image en une phrase, pour qui ne la voit pas."},
    )
