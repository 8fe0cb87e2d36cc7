"""Portraits made small and anonymous."""

from pathlib import Path

from core.documents import images
from core.ui.french import spaced

LIMITS = images.LIMITS
SIDE = 512  # pixels


def redrawn(path: Path) -> bytes:
    """A JPEG of at most 512 pixels a side, upright. Raises ValidationError for a file that is not a usable photo."""
    return images.redrawn(
        path,
        side=SIDE,
        too_small=spaced(
            "Cette image est trop petite pour qu’on vous reconnaisse : "
            f"il faut {images.SMALLEST} pixels de côté."
        ),
    )
