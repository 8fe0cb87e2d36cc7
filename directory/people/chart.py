"""The organisation chart as a picture: a column for each deputy direction, its directions and services below.

Presentation attributes only: the policy of the site allows no style in a picture. The page's nested list says the same.
"""

from __future__ import annotations

from textwrap import wrap

from django.conf import settings
from django.utils.html import escape

from core.people.tree import Tree, Unit
from core.ui.french import of_place
from core.ui.xml import writable

COLUMN, GAP, MARGIN = 236, 20, 20
LINE, PADDING = 18, 9
SEA, MIMOSA, INK, PALE, EDGE = "#12355b", "#f5c518", "#1b2430", "#eef3f8", "#767f8b"
FONT = 'font-family="system-ui, Segoe UI, Noto Sans, sans-serif"'
# What the eye reads in a column at 14 px.
LETTERS = 26


def draw(tree: Tree) -> bytes:
    """An SVG whose size follows the tree; a town without directions gets an empty sheet that says so."""
    columns = [column for root in tree.roots for column in _columns(root)]
    top_height = _head_height(tree)
    drawn, height = [], top_height
    for position, units in enumerate(columns):
        x = MARGIN + position * (COLUMN + GAP)
        pieces, bottom = _column(units, x, top_height)
        drawn += pieces
        height = max(height, bottom)
    width = max(2 * MARGIN + len(columns) * (COLUMN + GAP) - GAP, 2 * MARGIN + COLUMN)
    height += MARGIN
    title = f"Organigramme {of_place(settings.TOWN_NAME)}"
    description = (
        "Les directions et leurs services, par direction générale adjointe, avec le nombre d’agents."
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-labelledby="titre detail" {FONT}>',
        f'<title id="titre">{escape(title)}</title><desc id="detail">{escape(description)}</desc>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *_head(tree, width),
        *drawn,
        "</svg>",
    ]
    return "\n".join(parts).encode()


def _columns(root: Unit) -> list[list[Unit]]:
    """Return the columns under the root: each DGA with its own; units without a DGA share one column, first."""
    alone = [child for child in root.children if child.kind != "dga"]
    return ([alone] if alone else []) + [[child] for child in root.children if child.kind == "dga"]


def _head_height(tree: Tree) -> int:
    return MARGIN + max(len(tree.roots), 1) * (_height("x", True) + GAP)


def _head(tree: Tree, width: int) -> list[str]:
    if not tree.roots:
        return [_written("L’organigramme est vide.", MARGIN, MARGIN + LINE, INK, 16)]
    parts, y = [], MARGIN
    box = min(2 * COLUMN, width - 2 * MARGIN)
    for root in tree.roots:
        parts += _box(root, (width - box) // 2, y, box, fill=SEA, ink="#ffffff", letters=2 * LETTERS)
        y += _height("x", True) + GAP
    return parts


def _column(units: list[Unit], x: int, y: int) -> tuple[list[str], int]:
    """Boxes one under the other, from y; where the last ends."""
    parts = []
    for unit in units:
        for each in unit.walk():
            below = each.depth - units[0].depth if units[0].kind == "dga" else each.depth - 1
            indent = 14 * min(below, 2)
            fill, ink = {"dga": (MIMOSA, INK), "service": ("#ffffff", INK)}.get(each.kind, (PALE, INK))
            parts += _box(
                each, x + indent, y, COLUMN - indent, fill=fill, ink=ink, letters=LETTERS - below * 2
            )
            y += _height(each.name, bool(each.count), LETTERS - below * 2) + PADDING
        y += PADDING
    return parts, y


def _box(unit: Unit, x: int, y: int, width: int, *, fill: str, ink: str, letters: int) -> list[str]:
    height = _height(unit.name, bool(unit.count), letters)
    parts = [
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="8" fill="{fill}" '
        f'stroke="{EDGE}" stroke-width="1"/>'
    ]
    line = y + PADDING + LINE - 5
    for text in _lines(unit.name, letters):
        parts.append(_written(text, x + 10, line, ink, 14, is_bold=unit.kind != "service"))
        line += LINE
    if unit.count:
        parts.append(_written(unit.count_label, x + 10, line, ink, 12))
    return parts


def _lines(name: str, letters: int) -> list[str]:
    return wrap(name, letters) or [""]


def _height(name: str, has_count: bool, letters: int = LETTERS) -> int:
    return 2 * PADDING + LINE * (len(_lines(name, letters)) + has_count) - 4


def _written(text: str, x: int, y: int, ink: str, size: int, *, is_bold: bool = False) -> str:
    text = writable(text)
    weight = ' font-weight="600"' if is_bold else ""
    return f'<text x="{x}" y="{y}" fill="{ink}" font-size="{size}"{weight}>{escape(text)}</text>'
