"""The town's own logo: one file among the static ones, given by TOWN_LOGO and refused when it could do harm."""

import re
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

FOLDER = "town"
LARGEST = 300_000
PNG = b"\x89PNG\r\n\x1a\n"
SVG = "{http://www.w3.org/2000/svg}"
# What runs, or brings something else in, when the file is opened by itself.
ACTIVE = {"script", "foreignObject", "handler", "iframe", "object", "embed", "audio", "video"}
FORBIDDEN_XML = ("<!ENTITY", "<?xml-stylesheet")
ENCODING = re.compile(r"""^\s*<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)""")
KEPT_LINKS = ("#", "data:image/")


def logo_path() -> Path | None:
    """The file that the town gives; a relative path starts from the project's folder."""
    return Path(settings.BASE_DIR) / settings.TOWN_LOGO if settings.TOWN_LOGO else None


def logo_url() -> str:
    """Its address for the header; empty without a logo, or while the one just given is not collected."""
    path = logo_path()
    if path is None:
        return ""
    try:
        return staticfiles_storage.url(f"{FOLDER}/{path.name}")
    except ValueError:
        return ""


def fault_of(path: Path) -> str:
    """Return the fault of this logo, in French; an empty text when there is none."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if 0 < size <= LARGEST and path.is_file() else b""
    except (OSError, ValueError):
        return "ce fichier n’existe pas ou ne se lit pas"
    if not content:
        return f"ce n’est pas un fichier de 1 à {LARGEST // 1000} ko"
    kind = path.suffix.lower()
    if kind == ".png":
        return "" if content.startswith(PNG) else "ce n’est pas une image PNG"
    return _fault_of_svg(content) if kind == ".svg" else "il faut un fichier .svg ou .png"


def _fault_of_svg(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
        declared = ENCODING.match(text)
        if declared and declared[1].lower() not in ("utf-8", "us-ascii"):
            return "ce dessin SVG n’est pas écrit en UTF-8"
        if any(mark in text for mark in FORBIDDEN_XML):
            return "ce dessin SVG contient une entité ou une feuille de style liée"
        root = fromstring(text)
    except (ValueError, ParseError):
        return "ce n’est pas un dessin SVG lisible"
    if root.tag != f"{SVG}svg":
        return "ce n’est pas un dessin SVG"
    if any(_is_active(element) for element in root.iter()):
        return "ce dessin SVG contient un script ou un lien vers l’extérieur : exportez-le sans"
    return ""


def _is_active(element: Element) -> bool:
    if element.tag.rsplit("}", 1)[-1] in ACTIVE:
        return True
    for name, value in element.attrib.items():
        local, written = name.rsplit("}", 1)[-1].lower(), value.strip().lower()
        if local.startswith("on") or "javascript:" in written:
            return True
        if local == "href" and not written.startswith(KEPT_LINKS):
            return True
    return False
