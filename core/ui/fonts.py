"""The site's two typefaces, made small for browsers out of the packages that ship them whole.

Literata (titles) and Figtree (text) are under the SIL Open Font License 1.1 and reserve no name: what is made of them
keeps their names, copyright and licence.
"""

import hashlib
import os
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

import fontpkg_figtree
import fontpkg_literata
from django.conf import settings

FOLDER = "fonts"
WEIGHTS = (400, 700)
# Literata draws other letters for each size; one drawing, that of titles, is half the weight.
TITLES = {"opsz": 24, "wght": WEIGHTS}
TEXT = {"wght": WEIGHTS}
FONTS: dict[str, tuple[Path, dict[str, Any]]] = {
    "literata.woff2": (fontpkg_literata.ROOT / "files/Literata[opsz,wght].ttf", TITLES),
    "literata-italic.woff2": (fontpkg_literata.ROOT / "files/Literata-Italic[opsz,wght].ttf", TITLES),
    "figtree.woff2": (fontpkg_figtree.ROOT / "files/Figtree[wght].ttf", TEXT),
    "figtree-italic.woff2": (fontpkg_figtree.ROOT / "files/Figtree-Italic[wght].ttf", TEXT),
}
# Latin letters, general punctuation with the French spaces, superscripts (« XXᵉ »), currencies, arrows, signs.
RANGES = [
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x218, 0x21B),
    (0x2B0, 0x2E3),
    (0x1D43, 0x1D5B),
    (0x2000, 0x206F),
    (0x2070, 0x209F),
    (0x20A0, 0x20BF),
    (0x2100, 0x22FF),
]
FEATURES = ["calt", "ccmp", "frac", "kern", "liga", "lnum", "locl", "mark", "mkmk", "pnum", "sups", "tnum"]
# Copyright, names, version, licence and its address.
NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]


def font_path(name: str) -> Path:
    """The file of a typeface, made the first time that it is asked for."""
    source, axes = FONTS[name]
    recipe = repr((axes, RANGES, FEATURES, NAMES)).encode()
    key = hashlib.sha256(source.read_bytes() + recipe).hexdigest()[:12]
    path = Path(settings.LOCAL_DIR) / FOLDER / key / name
    if not path.exists():
        content = _made_of(source, axes)
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written whole under its name, whoever else makes it at the same time.
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(content)
        Path(file.name).chmod(0o644)
        os.replace(file.name, path)
    return path


def _made_of(source: Path, axes: dict[str, Any]) -> bytes:
    # Heavy, and needed once.
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(Options(layout_features=FEATURES, name_IDs=NAMES, hinting=False))
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    instantiateVariableFont(font, axes, inplace=True)
    font.flavor = "woff2"
    written = BytesIO()
    font.save(written)
    return written.getvalue()
