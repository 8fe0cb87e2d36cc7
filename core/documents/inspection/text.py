"""Plain text, CSV and XML: what has no signature is recognised by being readable all along."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.sax import ContentHandler, SAXException

from defusedxml import DefusedXmlException
from defusedxml.sax import parse

from core.documents import file_names
from core.documents.refusals import PROGRAM, Refused
from core.ui.encodings import encoding_of
from core.ui.french import spaced

BLOCK = 262_144
# Possessive: what was passed over is not tried otherwise, or a few comments would cost hours.
WEB_START = re.compile(
    r"\s*+(?:<\?xml[^>]{0,500}>)?+\s*+(?:<!--(?>.{0,2000}?-->)\s*+)*+<(?:!doctype\s+(?:html|svg)|(?:\w+:)?(?:html|head|body|script|iframe|svg|base|meta|link|form)\b)",
    re.IGNORECASE | re.DOTALL,
)
PROGRAM_START = re.compile(r"\s*(?:<\?php|<%|@echo\s+off)", re.IGNORECASE)
DEEPEST_XML = 500

WEB_PAGE = spaced("C’est une page web ou un dessin SVG, qui peut exécuter du code : enregistrez-la en PDF.")
BROKEN_XML = spaced("Ce fichier XML est mal formé : il ne peut pas être lu.")
ENTITIES = spaced(
    "Ce fichier XML déclare des entités : elles peuvent faire lire d’autres fichiers ou épuiser la mémoire. "
    "Il n’est pas accepté."
)


def detect_text_kind(path: Path, name: str) -> str:
    """« text », « csv » or « xml »; nothing when the file is not text. Raises Refused for code and traps."""
    with path.open("rb") as file:
        encoding = encoding_of(file)
        if not encoding:
            return ""
        file.seek(0)
        start = file.read(BLOCK).decode(encoding, "ignore")
    if WEB_START.match(start):
        raise Refused(WEB_PAGE)
    if PROGRAM_START.match(start):
        raise Refused(PROGRAM)
    extension = file_names.stem_and_extension(name)[1]
    if start.lstrip("\ufeff \t\r\n").startswith("<?xml") or (
        extension == "xml" and start.lstrip().startswith("<")
    ):
        _check_xml(path)
        return "xml"
    return "csv" if extension == "csv" else "text"


class _Shape(ContentHandler):
    """Looks at the elements as they pass; keeps none."""

    depth = 0

    def startElement(self, name: str, attrs: Any) -> None:
        self.depth += 1
        if self.depth > DEEPEST_XML:
            raise Refused(BROKEN_XML)
        if self.depth == 1 and name.rpartition(":")[2].lower() in ("html", "svg", "xhtml"):
            raise Refused(WEB_PAGE)

    def endElement(self, name: str) -> None:
        self.depth -= 1


def _check_xml(path: Path) -> None:
    try:
        with path.open("rb") as file:
            parse(file, _Shape())
    except DefusedXmlException as error:
        raise Refused(ENTITIES) from error
    except (SAXException, ValueError, LookupError) as error:
        raise Refused(BROKEN_XML) from error
