"""The typefaces: small, preloaded under the names that the style sheet gives them, with the French signs."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from fontTools.ttLib import TTFont

FONTS = Path(settings.BASE_DIR) / "static/fonts"
NAMES = ("figtree", "literata")
# A fall-back draws the narrow no-break space.
FRENCH = "àâæçéèêëîïôœùûüÿ ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ « » ’ “” – — … € ° × · • → ← ½ ² ≤ −"


@pytest.mark.parametrize("name", NAMES)
def test_each_has_the_signs_of_french_and_keeps_its_licence(name):
    font = TTFont(FONTS / f"{name}.woff2")
    known = {chr(code) for code in font.getBestCmap()}
    assert not set(FRENCH) - known
    assert "SIL Open Font License" in font["name"].getDebugName(13)
    assert font["name"].getDebugName(0) in (FONTS / f"{name}-OFL.txt").read_text()


def test_together_they_weigh_little():
    assert sum(path.stat().st_size for path in FONTS.glob("*.woff2")) <= 45_000


@pytest.mark.django_db
def test_a_page_preloads_those_that_the_style_sheet_names_and_no_other(client):
    named = re.findall(r'url\("fonts/([^"]+)"\)', (FONTS.parent / "tokens.css").read_text())
    assert sorted(named) == sorted(path.name for path in FONTS.glob("*.woff2"))
    page = client.get(reverse("account_login")).content.decode()
    preloaded = re.findall(
        r'<link rel="preload" href="([^"]+)" as="font" type="font/woff2" crossorigin>', page
    )
    assert sorted(preloaded) == sorted(static(f"fonts/{name}") for name in named)
