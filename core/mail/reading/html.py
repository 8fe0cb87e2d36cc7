"""HTML to readable text: what a person would have seen, links said, quotations marked."""

import re

from inscriptis.css_profiles import STRICT_CSS_PROFILE
from inscriptis.html_engine import Inscriptis
from inscriptis.model.config import ParserConfig
from lxml import etree, html

from core.mail.reading import limits
from core.mail.reading.remarks import Remarks

HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt)?\s*(?:;|$)"
)
DROPPED = (
    "script",
    "style",
    "head",
    "title",
    "noscript",
    "template",
    "object",
    "embed",
    "iframe",
    "svg",
    "math",
)
META = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_:.\-]{1,40})""", re.IGNORECASE)
TAG = re.compile(r"<[^<>]*>")
# Around a quotation, while the text is made; both are taken out of what comes in.
OPENED, CLOSED = "\ue0f0", "\ue0f1"
CONFIG = ParserConfig(css=STRICT_CSS_PROFILE, table_cell_separator="  ")
CUT = "Message HTML trop long\u00a0: la fin n’est pas montrée."


def declared_charset(content: bytes) -> str:
    """What a document says of itself, for a part that says nothing."""
    found = META.search(content[:4_000])
    return found[1].decode("ascii") if found else ""


def readable(source: str, remarks: Remarks) -> str:
    """The text of a document. Never fails: markup that defeats the parser is taken out tag by tag."""
    if len(source) > limits.HTML:
        remarks.add(CUT)
        source = source[: limits.HTML]
    source = source.replace(OPENED, "").replace(CLOSED, "").replace("\x00", "")
    if not source.strip():
        return ""
    try:
        return _quoted(_text(source))
    except (etree.LxmlError, RecursionError, ValueError, AssertionError, IndexError, KeyError):
        return TAG.sub(" ", source)


def _text(source: str) -> str:
    # Bytes, because lxml refuses characters that declare another encoding.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    document = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    for element in list(document.iter(*DROPPED)):
        element.drop_tree()
    for element in [e for e in document.iter(etree.Element) if HIDDEN.search(e.get("style", "").lower())]:
        if element.getparent() is not None and "hidden" not in element.attrib:
            element.drop_tree()
    for number, anchor in enumerate(document.iter("a")):
        if number >= limits.HTML_LINKS:
            break
        _say_where_to(anchor)
    for quote in document.iter("blockquote"):
        quote.text = f"{OPENED}{quote.text or ''}"
        quote.tail = f"{CLOSED}{quote.tail or ''}"
    return Inscriptis(document, CONFIG).get_text()


def _say_where_to(anchor: html.HtmlElement) -> None:
    """« text (address) », unless the text is the address."""
    target = anchor.get("href", "").strip()
    if not target.lower().startswith(("http://", "https://", "mailto:")) or len(target) > 2_000:
        return
    target = re.sub(r"^mailto:", "", target, flags=re.IGNORECASE)
    shown = "".join(anchor.itertext()).strip()
    if not shown or _bare(target) == _bare(shown) or _bare(target) in _bare(shown):
        return
    last = anchor[-1] if len(anchor) else None
    if last is None:
        anchor.text = f"{(anchor.text or '').rstrip()} ({target})"
    else:
        last.tail = f"{(last.tail or '').rstrip()} ({target})"


def _bare(address: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|\s+", "", address.lower()).rstrip("/")


def _quoted(text: str) -> str:
    """Lines of quotations under their « > », as mail programs write them in plain text."""
    if OPENED not in text:
        return text
    kept, depth = [], 0
    for line in text.split("\n"):
        begun, ended = line.count(OPENED), line.count(CLOSED)
        words = line.replace(OPENED, "").replace(CLOSED, "")
        # A mark of the end stands with what comes after the quotation.
        if ended and not begun:
            depth = max(0, depth - ended)
        elif begun:
            depth = max(0, min(depth - ended + begun, 20))
        kept.append(f"{'>' * depth} {words}" if depth else words)
    return "\n".join(kept)
