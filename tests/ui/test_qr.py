import re
from xml.etree.ElementTree import fromstring

import pytest
import segno

from core.ui.qr import EDGE, qr_svg

ADDRESS = "https://intranet.ville.example/idees/proposer/?lieu=atelier"
SVG = "{http://www.w3.org/2000/svg}"


def modules(svg: str) -> set[tuple[int, int]]:
    """The dark modules that the picture draws, the white edge taken off."""
    path = fromstring(svg).findall(f"{SVG}path")[1].attrib["d"]
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path)
    return {(int(x) + step - EDGE, int(y) - EDGE) for x, y, width in runs for step in range(int(width))}


def test_the_picture_is_the_code_of_the_address():
    code = segno.make_qr(ADDRESS, error="m", boost_error=False)
    dark = {(x, y) for y, row in enumerate(code.matrix) for x, module in enumerate(row) if module}
    assert modules(qr_svg(ADDRESS, label="Proposer une idée")) == dark


def test_it_is_a_named_picture_without_style_or_script():
    svg = qr_svg(ADDRESS, label='Proposer « une idée » <b>"vite"</b>')
    drawn = fromstring(svg)
    assert drawn.attrib["role"] == "img"
    assert drawn.attrib["aria-label"] == 'Proposer « une idée » <b>"vite"</b>'
    assert drawn.findtext(f"{SVG}title") == 'Proposer « une idée » <b>"vite"</b>'
    assert "style" not in svg
    assert "<script" not in svg


def test_it_is_dark_on_white_whatever_the_theme():
    fills = [path.attrib["fill"] for path in fromstring(qr_svg(ADDRESS, label="x")).findall(f"{SVG}path")]
    assert fills == ["#fff", "#000"]


@pytest.mark.parametrize("url", ["", "x" * 4000])
def test_what_a_code_cannot_hold_is_refused(url):
    with pytest.raises(ValueError):
        qr_svg(url, label="x")
