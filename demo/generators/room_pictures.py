"""Drawn rooms for the demonstration: a wall, a floor, windows on the sea or the square, tables and a screen."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

from demo.data_files import Record, read_toml

WIDTH, HEIGHT = 1200, 780
# Drawn twice as large: lines come out smooth.
TWICE = 2
HORIZON, MARGIN = 440, 150
SKY, SEA, HILL, EDGE = "#cfe6f2", "#3f83ad", "#8aa87f", "#b9ad98"


# `rows` of tables with `seats` chairs each; `windows` give on the sea, or on hills.
SCENES = read_toml("room_pictures.toml")["scenes"]


# A town is loaded many times by one process of the tests.
@lru_cache(maxsize=len(SCENES))
def picture(room: str) -> bytes:
    """Return a JPEG of 1200 × 780 pixels, the same at every load."""
    scene = next(scene for scene in SCENES if scene.room == room)
    image = Image.new("RGB", (WIDTH * TWICE, HEIGHT * TWICE), scene.wall)
    brush = Brush(ImageDraw.Draw(image))
    brush.box(0, 0, WIDTH, 46, "#fbfaf6")
    left, right = (
        ((0, HEIGHT), (0, HORIZON + 90), (MARGIN, HORIZON)),
        ((WIDTH - MARGIN, HORIZON), (WIDTH, HORIZON + 90)),
    )
    brush.shape(scene.floor, *left, *right, (WIDTH, HEIGHT))
    brush.line((MARGIN, 46), (MARGIN, HORIZON), (0, HORIZON + 90))
    brush.line((WIDTH - MARGIN, 46), (WIDTH - MARGIN, HORIZON), (WIDTH, HORIZON + 90))
    _windows(brush, scene)
    for row in range(scene.rows):
        _table(brush, scene, row)
    file = BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(file, "JPEG", quality=82)
    return file.getvalue()


class Brush:
    """Shapes in the picture's own pixels."""

    def __init__(self, draw: ImageDraw.ImageDraw) -> None:
        self._draw = draw

    def box(self, left: float, top: float, right: float, bottom: float, ink: str, *, round: int = 0) -> None:
        corners = [value * TWICE for value in (left, top, right, bottom)]
        self._draw.rounded_rectangle(corners, round * TWICE, fill=ink)

    def shape(self, ink: str, *points: tuple[float, float]) -> None:
        self._draw.polygon([(x * TWICE, y * TWICE) for x, y in points], fill=ink)

    def line(self, *points: tuple[float, float]) -> None:
        self._draw.line([(x * TWICE, y * TWICE) for x, y in points], fill=EDGE, width=2 * TWICE)


def _windows(brush: Brush, scene: Record) -> None:
    """Beside the screen where there is one."""
    left = MARGIN + 40
    if scene.has_screen:
        brush.box(left, 120, left + 330, 320, "#39424a", round=6)
        brush.box(left + 8, 128, left + 322, 312, "#f7f9fa", round=3)
        brush.box(left + 40, 170, left + 200, 186, "#1b4f7a", round=4)
        for line in range(3):
            brush.box(left + 40, 206 + line * 26, left + 260 - line * 40, 214 + line * 26, "#b9c4cc", round=3)
        left += 390
    room = WIDTH - MARGIN - 40 - left
    step = room / scene.windows
    for number in range(scene.windows):
        start, width = left + number * step, min(step - 26, 190)
        brush.box(start, 92, start + width, 352, "#ffffff", round=4)
        brush.box(start + 9, 101, start + width - 9, 343, SKY)
        below = SEA if scene.is_by_the_sea else HILL
        brush.box(start + 9, 262, start + width - 9, 343, below)
        if scene.is_by_the_sea and number == 1:
            mast = start + width * 0.3
            brush.shape("#ffffff", (mast, 268), (mast, 214), (start + width * 0.48, 262))
        brush.box(start + width / 2 - 3, 92, start + width / 2 + 3, 352, "#ffffff")


def _table(brush: Brush, scene: Record, row: int) -> None:
    """The further, the smaller; chairs on the near side, and the more rows the thinner."""
    depth = (row + 1) / scene.rows
    size = (0.45 + 0.55 * depth) * (1.25 - 0.18 * scene.rows)
    top = HORIZON + 20 + (HEIGHT - HORIZON - 130) * depth
    half, thick = 250 + 230 * depth, 30 * size
    far, middle = half * 0.93, WIDTH / 2
    near = (middle - half, top), (middle - far, top - thick)
    brush.shape("#e8d3a7", *near, (middle + far, top - thick), (middle + half, top))
    brush.box(middle - half, top, middle + half, top + thick * 0.35, "#c9a86a")
    step = 2 * half / scene.seats
    for seat in range(scene.seats):
        start = middle - half + step * (seat + 0.25)
        wide, tall, below = step * 0.5, 66 * size, top + thick * 0.5
        brush.box(start, below, start + wide, below + tall * 0.6, "#1b4f7a", round=int(10 * size))
        brush.box(start + wide * 0.44, below + tall * 0.58, start + wide * 0.56, below + tall, "#39424a")
