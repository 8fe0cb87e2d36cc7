import re
from xml.etree.ElementTree import fromstring

import pytest
import segno

from core.web.qr import EDGE, qr_svg

ADDRESS = "https://intranet.ville.example/idees/proposer/?lieu=atelier"


def modules(svg: str) -> set[tuple[int, int]]:
    """The dark modules that the picture draws in runs, the white edge taken off."""
    drawn: set[tuple[int, int]] = set()
    x, y = -EDGE, -EDGE
    for command, across, down in re.findall(
        r"([Mmh])(-?\d+)(?: (-?[\d.]+))?", fromstring(svg).findall("path")[1].attrib["d"]
    ):
        if command == "h":
            drawn |= {(x + step, y) for step in range(int(across))}
        x, y = x + int(across), y + int(float(down or 0))
    return drawn


def test_the_picture_is_the_code_of_the_address():
    code = segno.make_qr(ADDRESS, error="m", boost_error=False)
    dark = {(x, y) for y, row in enumerate(code.matrix) for x, module in enumerate(row) if module}
    assert modules(qr_svg(ADDRESS, label="Proposer une idée")) == dark


def test_it_is_a_named_picture_without_style_or_script():
    svg = qr_svg(ADDRESS, label='Proposer « une idée » <b>"vite"</b>')
    drawn = fromstring(svg)
    assert drawn.attrib["role"] == "img"
    assert drawn.attrib["aria-label"] == 'Proposer « une idée » <b>"vite"</b>'
    assert drawn.findtext("title") == 'Proposer « une idée » <b>"vite"</b>'
    assert "style" not in svg
    assert "<script" not in svg


def test_it_is_dark_on_white_whatever_the_theme():
    paper, ink = fromstring(qr_svg(ADDRESS, label="x")).findall("path")
    assert (paper.attrib["fill"], ink.attrib["stroke"]) == ("#fff", "#000")


@pytest.mark.parametrize("url", ["", "x" * 4000])
def test_what_a_code_cannot_hold_is_refused(url):
    with pytest.raises(ValueError):
        qr_svg(url, label="x")
