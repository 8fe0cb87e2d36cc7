"""HTML to readable text: what a person would have seen, links said, quotations marked."""

import re
from collections.abc import Iterator

from inscriptis.css_profiles import STRICT_CSS_PROFILE
from inscriptis.html_engine import Inscriptis
from inscriptis.model.config import ParserConfig
from lxml import etree, html

from core.mail.parsing import cleaning

HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt)?\s*(?:;|$)"
)
TIGHT = re.compile(r"margin(?:-top|-bottom)?\s*:\s*0")
DROPPED = (
    "script", "style", "head", "title", "noscript", "template", "object", "embed", "iframe", "svg", "math"
)  # fmt: skip
CELLS = ("table", "thead", "tbody", "tfoot", "tr", "td", "th")
# The charset in the document, for a part that declares none.
META = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_:.\-]{1,40})""", re.IGNORECASE)
# An image written in its own tag, thousands of attributes: nothing to read, and slow to take in.
LONG_TAG = re.compile(r"<[^<>]{8000,}+>")
TAG = re.compile(r"<[^<>]*+>")
# Around a quotation, while the text is made; both are taken out of what comes in.
OPENED, CLOSED = "\ue0f0", "\ue0f1"
DEEPEST_QUOTE = 20
CONFIG = ParserConfig(css=STRICT_CSS_PROFILE, table_cell_separator="  ")
CUT = "Message HTML trop long\u00a0: la fin n’est pas montrée."
# A table beyond these is a page's layout: its cells are read one after the other.
ROWS, CELL = 200, 120


def html_to_text(source: str, warnings: cleaning.ParseWarnings) -> str:
    """The text of a document. Never fails: what defeats the layout is read without it."""
    source = LONG_TAG.sub("", source.replace(OPENED, "").replace(CLOSED, "").replace("\x00", ""))
    if len(source) > cleaning.HTML:
        warnings.add(CUT)
        source = source[: cleaning.HTML].rpartition("<")[0] or source[: cleaning.HTML]
    if not source.strip():
        return ""
    try:
        document = _parsed(source)
    except (etree.LxmlError, ValueError, AssertionError):
        return TAG.sub(" ", source)
    try:
        return _quoted(Inscriptis(document, CONFIG).get_text())
    except (RecursionError, ValueError, AssertionError, IndexError, KeyError, AttributeError):
        return _quoted("\n".join(words for words in document.itertext() if words.strip()))


def _parsed(source: str) -> html.HtmlElement:
    # Bytes, because lxml refuses characters that declare another encoding. Without « huge », it drops what lies deep.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    document = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    # One by one, each would copy all the words before it: 80,000 of them took four seconds.
    etree.strip_elements(document, *DROPPED, with_tail=False)
    for element in list(document.iter(etree.Element)):
        _restyle(element)
    for table in list(document.iter("table")):
        if not _holds_data(table):
            for cell in [table, *_own_cells(table)]:
                cell.tag = "div"
    for number, anchor in enumerate(document.iter("a")):
        if number >= cleaning.HTML_LINKS:
            break
        _say_where_to(anchor)
    for quote in document.iter("blockquote"):
        quote.text = f"{OPENED}{quote.text or ''}"
        quote.tail = f"{CLOSED}{quote.tail or ''}"
    return document


def _restyle(element: html.HtmlElement) -> None:
    """Styles are not followed (a margin of a thousand lines is one), but for what they hide and what they tighten."""
    style = element.attrib.pop("style", "").lower()
    if (style and HIDDEN.search(style)) or "hidden" in element.attrib:
        if element.getparent() is not None and element.tag not in ("html", "body"):
            element.drop_tree()
    elif "white-space" in style and "pre" in style and element.tag in ("p", "div"):
        element.tag = "pre"
    elif element.tag == "p" and ("MsoNormal" in element.get("class", "") or TIGHT.search(style)):
        # Outlook's paragraphs are lines: an empty one parts them.
        element.tag = "div"


def _holds_data(table: html.HtmlElement) -> bool:
    """A table of short cells, as against one that places things on a page."""
    if next(table.iterdescendants("table", "blockquote", "ul", "ol"), None) is not None:
        return False
    rows = 0
    for cell in table.iterdescendants("tr", "td", "th"):
        rows += cell.tag == "tr"
        if rows > ROWS or (cell.tag != "tr" and sum(map(len, cell.itertext())) > CELL):
            return False
    return rows > 0


def _own_cells(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The rows and cells of a table, not those of the tables inside it."""
    waiting = list(table)
    while waiting:
        element = waiting.pop()
        if element.tag in CELLS and element.tag != "table":
            yield element
            waiting.extend(element)


def _say_where_to(anchor: html.HtmlElement) -> None:
    """« text (address) », unless the text is the address."""
    target = anchor.get("href", "").strip()
    if not target.lower().startswith(("http://", "https://", "mailto:")) or len(target) > 2_000:
        return
    target = re.sub(r"^mailto:", "", target, flags=re.IGNORECASE)
    shown = "".join(anchor.itertext()).strip()
    if not shown or _bare(target) in _bare(shown):
        return
    etree.SubElement(anchor, "span").text = f" ({target})"


def _bare(address: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|\s+", "", address.lower()).rstrip("/")


def _quoted(text: str) -> str:
    """Lines of quotations under their « > », as mail programs write them in plain text."""
    if OPENED not in text:
        return text
    lines: list[tuple[int, str]] = []
    depth = 0
    for line in text.split("\n"):
        # The marks before any word say where the line stands.
        level = None
        for character in line:
            if character == OPENED:
                depth += 1
            elif character == CLOSED:
                depth = max(0, depth - 1)
            elif level is None and not character.isspace():
                level = depth
        level = depth if level is None else level
        words = line.replace(OPENED, "").replace(CLOSED, "")
        # The mark of an end may stand alone.
        if words.strip() or words == line:
            lines.append((min(level, DEEPEST_QUOTE), words))
    lines = _without_edges(_without_edges(lines)[::-1])[::-1]
    return "\n".join(f"{'>' * level} {words}" if level else words for level, words in lines)


def _without_edges(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """No empty line where a quotation begins."""
    kept: list[tuple[int, str]] = []
    for level, words in lines:
        if words.strip() or level <= (kept[-1][0] if kept else 0):
            kept.append((level, words))
    return kept
