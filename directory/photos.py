"""Portraits made small and anonymous."""

from pathlib import Path

from core.documents import pictures

LIMITS = pictures.LIMITS
SIDE = 512  # pixels


def redrawn(path: Path) -> bytes:
    """A JPEG of at most 512 pixels a side, upright. Raises ValidationError for what is no honest photo."""
    return pictures.redrawn(
        path,
        side=SIDE,
        too_small=(
            "Cette image est trop petite pour qu’on vous reconnaisse\u00a0: "
            f"il faut {pictures.SMALLEST} pixels de côté."
        ),
    )
