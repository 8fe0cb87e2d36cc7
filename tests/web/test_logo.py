"""The town's logo: shown when it is fit to be, refused in words when not."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import Client

from core.web.checks import town_logo
from core.web.logo import LARGEST, PNG, logo_url

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


@pytest.fixture
def logo(tmp_path: Path, settings: Any) -> Path:
    path = tmp_path / "blason.svg"
    path.write_text(SVG.format('<circle id="c" r="9"/><use xlink:href="#c"/>'))
    settings.TOWN_LOGO = str(path)
    return path


@pytest.mark.django_db
def test_the_header_shows_it_beside_the_name(logo):
    page = Client().get("/compte/connexion/").content.decode()
    assert '<img class="logo" src="/static/town/blason.svg" alt="">' in page
    assert "Port-Mimosa" in page
    assert 'class="crest"' not in page


def test_it_is_found_and_collected_with_the_static_files(logo, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "collected"
    assert finders.find("town/blason.svg") == str(logo)
    assert not finders.find("town/autre.svg")
    assert not finders.find("vendor/autre.css")
    assert finders.find("town/blason.svg", find_all=True) == [str(logo)]
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "collected" / "town" / "blason.svg").read_bytes() == logo.read_bytes()
    assert not (tmp_path / "collected" / "collected").exists()


def test_not_collected_yet_breaks_no_page(logo, monkeypatch):
    def unknown(name: str) -> str:
        raise ValueError(f"Missing staticfiles manifest entry for '{name}'")

    # What the production storage does; the tests' own knows no manifest.
    monkeypatch.setattr(staticfiles_storage, "url", unknown, raising=False)
    assert logo_url() == ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.svg", SVG.format("<path d='M0 0h9'/><image href='data:image/png;base64,AAAA'/>").encode()),
        ("LOGO.SVG", b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>' + SVG.format("").encode()),
        ("logo.png", PNG + b"..."),
    ],
)
def test_what_is_taken(tmp_path, settings, name, content):
    (tmp_path / name).write_bytes(content)
    settings.TOWN_LOGO = str(tmp_path / name)
    assert town_logo(None) == []


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("vide.svg", b"", "ko"),
        ("gros.png", PNG + b"x" * LARGEST, "300 ko"),
        ("faux.png", b"<svg/>", "PNG"),
        ("faux.svg", PNG, "lisible"),
        ("page.svg", b"<html><body/></html>", "pas un dessin SVG"),
        ("photo.jpg", b"\xff\xd8\xff", ".svg ou .png"),
        ("script.svg", SVG.format("<script>alert(1)</script>").encode(), "script"),
        ("clic.svg", SVG.format("<g onclick='alert(1)'/>").encode(), "script"),
        ("lien.svg", SVG.format("<a xlink:href='javascript:alert(1)'><g/></a>").encode(), "script"),
        ("loin.svg", SVG.format("<image href='https://ailleurs.example/x.png'/>").encode(), "extérieur"),
        ("html.svg", SVG.format("<foreignObject/>").encode(), "script"),
        ("anime.svg", SVG.format("<set attributeName='href' to=' JavaScript:alert(1)'/>").encode(), "script"),
        ("entite.svg", b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG.format("&a;").encode(), "entité"),
        ("feuille.svg", b'<?xml-stylesheet href="x.xsl"?>' + SVG.format("").encode(), "feuille de style"),
        ("utf16.svg", SVG.format("").encode("utf-16"), "lisible"),
        ("utf7.svg", b'<?xml version="1.0" encoding="utf-7"?>' + SVG.format("").encode(), "UTF-8"),
    ],
)
def test_what_is_refused(tmp_path, settings, name, content, words):
    (tmp_path / name).write_bytes(content)
    settings.TOWN_LOGO = str(tmp_path / name)
    (error,) = town_logo(None)
    assert error.id == "web.E003"
    assert words in error.msg


@pytest.mark.parametrize("path", ["nulle-part.svg", ".", "a\x00b.svg"])
def test_what_is_not_a_file(settings, path):
    settings.TOWN_LOGO = path
    (error,) = town_logo(None)
    assert error.id == "web.E003"
