"""Pictures made small and anonymous: drawn again from their pixels, without place, date or camera."""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path

from django.core.exceptions import ValidationError
from PIL import Image, ImageOps

from core.documents.limits import MEGABYTE, Limits
from core.french import spaced

LIMITS = Limits(12 * MEGABYTE, ("jpeg", "png", "webp"))
SMALLEST = 64
# 50 million pixels take 150 MB while they are read: more than any telephone's photo, less than a bomb.
MOST_PIXELS = 50_000_000
# Its library holds four copies of the picture while it reads: a file of 90 kB asked for 970 MB.
MOST_WEBP_PIXELS = 16_000_000
UNREADABLE = spaced(
    "Cette image ne peut pas être lue : enregistrez-la de nouveau, ou choisissez-en une autre."
)


def redrawn(path: Path, *, side: int, too_small: str) -> bytes:
    """A JPEG of at most `side` pixels a side, upright. Raises ValidationError for a file that is not a usable photo.

    `too_small` is what is said of one that has less than `SMALLEST` pixels a side.
    """
    try:
        with warnings.catch_warnings():
            # Judged just below, by its own limit and with words.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=("JPEG", "PNG", "WEBP")) as image:
                return _redrawn(image, side, too_small)
    except Image.DecompressionBombError as error:
        raise ValidationError(_too_large(MOST_PIXELS)) from error
    except ValidationError:
        raise
    except Exception as error:  # a library for pictures raises nearly anything on a spoilt one
        raise ValidationError(UNREADABLE) from error


def _redrawn(image: Image.Image, side: int, too_small: str) -> bytes:
    width, height = image.size
    most = MOST_WEBP_PIXELS if image.format == "WEBP" else MOST_PIXELS
    if width * height > most:
        raise ValidationError(_too_large(most))
    if min(width, height) < SMALLEST:
        raise ValidationError(too_small)
    # A JPEG is read at a fraction of its size straight away.
    image.draft("RGB", (2 * side, 2 * side))
    # And the others made small before anything copies them: three times the pixels would be in memory at once.
    image.thumbnail((2 * side, 2 * side))
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail((side, side))
    # A canvas of our own: what the file says of itself stays behind.
    canvas = Image.new("RGB", upright.size, "white")
    canvas.paste(upright, mask=upright)
    written = BytesIO()
    # At 300 dots an inch: a layout program would take a picture that says nothing for one of 72, four times as wide.
    canvas.save(written, "JPEG", quality=85, optimize=True, dpi=(300, 300))
    return written.getvalue()


def _too_large(most: int) -> str:
    return spaced(
        f"Cette image compte plus de {most // 1_000_000} millions de pixels : "
        "réduisez-la, une photo de téléphone suffit."
    )
