"""The text of what is text already, and of XML."""

from __future__ import annotations

import codecs
from typing import BinaryIO
from xml.sax import SAXException

from defusedxml import DefusedXmlException
from defusedxml.sax import parse

from core.documents.extraction.office import Words
from core.documents.extraction.pages import Pages, Sheets, Unreadable
from core.ui.encodings import BLOCK, encoding_of


def extract_plain_text(file: BinaryIO, pages: Pages) -> None:
    """Pieces of some pages' length, cut at the ends of lines. Raises Enough or Unreadable."""
    sheets = Sheets(pages)
    encoding = encoding_of(file)
    if not encoding:
        raise Unreadable("ce fichier n’est pas du texte")
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    rest = ""
    while block := file.read(BLOCK):
        *lines, rest = (rest + decoder.decode(block)).split("\n")
        for line in lines:
            sheets.write(f"{line}\n")
        if len(rest) > BLOCK:
            sheets.write(rest)
            rest = ""
    sheets.write(rest)
    sheets.turn()


def extract_xml(file: BinaryIO, pages: Pages) -> None:
    sheets = Sheets(pages)

    class _Everything(Words):
        def endElement(self, name: str) -> None:
            self.write("\n")

        def characters(self, content: str) -> None:
            if content.strip():
                self.write(content)

    try:
        parse(file, _Everything(sheets.write, inside=(), after={}))
    except (SAXException, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable("ce fichier XML est mal formé") from error
    sheets.turn()
