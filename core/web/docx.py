"""A Word document of sanitised HTML, in named styles: what a layout program maps to its own.

Its fixed parts are templates/docx/. Written here: lists that number themselves and links would be XML by hand anyway.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import chain, repeat
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.template.loader import render_to_string
from lxml import html

from core.web.non_blank import writable

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PARTS = {
    "[Content_Types].xml": "docx/content_types.xml",
    "_rels/.rels": "docx/package.xml",
    "docProps/core.xml": "docx/properties.xml",
    "word/document.xml": "docx/document.xml",
    "word/styles.xml": "docx/styles.xml",
    "word/numbering.xml": "docx/numbering.xml",
    "word/_rels/document.xml.rels": "docx/relations.xml",
}
BLOCKS = {"h1", "h2", "h3", "p", "ul", "ol", "blockquote", "table"}
HEADINGS = {"h1": "Title", "h2": "Heading1", "h3": "Heading2"}
# In the order that the format asks for.
MARKS = {"a": '<w:rStyle w:val="Hyperlink"/>', "strong": "<w:b/>", "em": "<w:i/>"}
# Levels that have a style of their own; a list knows its level down to the ninth.
STYLED, DEEPEST = 3, 9
# Not those that do not break.
SPACES = " \t\r\n\f"
# Word opens no document with an address that is not one: the rest is written « %20 ».
IN_ADDRESS = "%/:?#@!$&'()*+,;=~"


def docx(body: str, *, title: str, author: str = "") -> bytes:
    """Write headings, paragraphs, lists, quotes, tables, bold, italic and links; `<p class="Auteur">` names a style."""
    writer = _Writer()
    root = html.fragment_fromstring(body, create_parent="div")
    context: dict[str, Any] = {"blocks": "".join(writer.blocks(root, repeat(""))), "links": writer.links}
    context |= {"numbered": writer.numbered, "title": writable(title), "author": writable(author)}
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, template in PARTS.items():
            archive.writestr(name, render_to_string(template, context))
    return file.getvalue()


class _Writer:
    """Writes blocks; keeps the links they refer to, and each numbered list's key, level and first number."""

    def __init__(self) -> None:
        self.links: list[str] = []
        self.numbered: list[tuple[str, str, str]] = []

    def blocks(self, parent: Any, looks: Iterator[str], level: int = 0) -> Iterator[str]:
        """Yield paragraphs and tables; `looks` gives the properties of each paragraph that stands here by itself."""
        runs = _text((parent.text or "").lstrip(SPACES), set())
        for child in parent:
            if child.tag in BLOCKS:
                yield from self._paragraph(runs, looks)
                yield from self._block(child, looks, level)
                runs = ""
            else:
                runs += self._inline(child, set())
            runs += _text(child.tail if runs else (child.tail or "").lstrip(SPACES), set())
        yield from self._paragraph(runs, looks)

    def _paragraph(self, runs: str, looks: Iterator[str]) -> Iterator[str]:
        if runs:
            yield f"<w:p><w:pPr>{next(looks)}</w:pPr>{runs}</w:p>"

    def _block(self, node: Any, looks: Iterator[str], level: int) -> Iterator[str]:
        match node.tag:
            case "p":
                style = node.get("class")
                yield from self.blocks(node, repeat(_style(style)) if style else looks, level)
            case "ul" | "ol":
                kind, number = "Bullet", 1
                if node.tag == "ol":
                    kind, number = "Number", self._new_number(node, level)
                rank = "" if level == 0 else min(level + 1, STYLED)
                of = f'<w:numPr><w:ilvl w:val="{_depth(level)}"/><w:numId w:val="{number}"/></w:numPr>'
                first, next_ones = _style(f"List{kind}{rank}") + of, _style(f"ListContinue{rank}")
                for point in node:
                    yield from self.blocks(point, chain([first], repeat(next_ones)), level + 1)
            case "blockquote":
                yield from self.blocks(node, repeat(_style("Quote")), level)
            case "table":
                yield self._table(node)
            case heading:
                yield from self.blocks(node, repeat(_style(HEADINGS[heading])), level)

    def _new_number(self, node: Any, level: int) -> int:
        start = node.get("start", "")
        number = len(self.numbered) + 2  # after the bullets'
        first = int(start) if re.fullmatch("[0-9]{1,4}", start) else 1
        # In digits: a template would part thousands.
        self.numbered.append((str(number), str(_depth(level)), str(first)))
        return number

    def _table(self, table: Any) -> str:
        rows = [[*row] for row in table.iter("tr")]
        written = "".join(f"<w:tr>{''.join(map(self._cell, row))}</w:tr>" for row in rows)
        grid = "<w:gridCol/>" * max(map(len, rows), default=0)
        look = '<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
        return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{written}</w:tbl><w:p/>"

    def _cell(self, cell: Any) -> str:
        look = _style("EnTete" if cell.tag == "th" else "Normal")
        return f"<w:tc>{''.join(self.blocks(cell, repeat(look))) or '<w:p/>'}</w:tc>"

    def _inline(self, node: Any, marks: set[str]) -> str:
        if node.tag == "br":
            return "<w:r><w:br/></w:r>"
        inside = marks | ({node.tag} & MARKS.keys())
        runs = _text(node.text, inside)
        runs += "".join(self._inline(child, inside) + _text(child.tail, inside) for child in node)
        if node.tag != "a" or not (link := node.get("href")):
            return runs
        self.links.append(quote(f"{settings.SITE_URL}{link}" if link.startswith("/") else link, IN_ADDRESS))
        return f'<w:hyperlink r:id="link{len(self.links)}">{runs}</w:hyperlink>'


def _text(text: str | None, marks: set[str]) -> str:
    if not text:
        return ""
    words = escape(writable(re.sub(f"[{SPACES}]+", " ", text)))
    look = "".join(mark for name, mark in MARKS.items() if name in marks)
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def _style(name: str) -> str:
    return f"<w:pStyle w:val={quoteattr(name)}/>"


def _depth(level: int) -> int:
    return min(level, DEEPEST - 1)
