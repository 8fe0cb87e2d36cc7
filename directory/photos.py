"""Portraits made small and anonymous."""

from pathlib import Path

from core.documents import images

LIMITS = images.LIMITS
SIDE = 512  # pixels


def redrawn(path: Path) -> bytes:
    """A JPEG of at most 512 pixels a side, upright. Raises ValidationError for a file that is not a usable photo."""
    return images.redrawn(
        path,
        side=SIDE,
        too_small=(
            "Cette image est trop petite pour qu’on vous reconnaisse\u00a0: "
            f"il faut {images.SMALLEST} pixels de côté."
        ),
    )
