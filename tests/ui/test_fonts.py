"""The typefaces: made small, found under their names, with the French signs and their licence."""

import re
from pathlib import Path

import pytest
from django.conf import settings as project
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

from core.ui.finders import FontsFinder
from core.ui.fonts import FONTS, font_path

# A fall-back draws the narrow no-break space.
FRENCH = "àâæçéèêëîïôœùûüÿ ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ « » ’ “” – — … € ° × · • → ← ½ ² ≤ −"


@pytest.mark.parametrize("name", FONTS)
def test_each_has_the_signs_of_french_and_keeps_its_licence(name):
    font = TTFont(font_path(name))
    known = {chr(code) for code in font.getBestCmap()}
    assert not set(FRENCH) - known
    assert "SIL Open Font License" in font["name"].getDebugName(13)
    assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in font["fvar"].axes] == [
        ("wght", 400, 700)
    ]


def test_together_they_weigh_little():
    assert sum(font_path(name).stat().st_size for name in FONTS) <= 150_000


def test_the_style_sheet_names_those_that_are_served_and_no_other():
    named = re.findall(r'url\("fonts/([^"]+)"\)', (Path(project.BASE_DIR) / "static/tokens.css").read_text())
    assert sorted(named) == sorted(FONTS)
    assert all(finders.find(f"fonts/{name}") == str(font_path(name)) for name in named)
    assert not finders.find("fonts/other.woff2")
    assert not finders.find("fonts/../literata.woff2")


def test_they_are_made_once(settings, tmp_path, monkeypatch):
    made = []
    monkeypatch.setattr("core.ui.fonts._made_of", lambda source, axes: made.append(source) or b"woff2")
    settings.LOCAL_DIR = tmp_path
    collected = [storage.path(name) for name, storage in FontsFinder().list([])]
    assert [Path(path).read_bytes() for path in collected] == [b"woff2"] * len(FONTS)
    assert collected == [storage.path(name) for name, storage in FontsFinder().list([])]
    assert len(made) == len(FONTS)
    assert len(list(tmp_path.rglob("*.*"))) == len(FONTS)
