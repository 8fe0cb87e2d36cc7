"""QR codes as pictures within the page: nothing is asked of another site."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# The white edge that readers need, in modules (ISO/IEC 18004).
EDGE = 4


def qr_svg(url: str, *, label: str) -> SafeString:
    """An inline SVG, dark on white in both themes; `label` says in words where it leads.

    Its size is the style sheet's (`.qr`). Raises ValueError when `url` is empty or longer than a code can hold
    (2,331 bytes at this level).
    """
    if not url:
        raise ValueError("a QR code of nothing leads nowhere")
    # A poster gets stained: level M stays readable with 15 % of it lost.
    code = segno.make_qr(url, error="m", boost_error=False)
    drawn = code.svg_inline(
        border=EDGE, light="#fff", title=label, svgclass="qr", lineclass=None, omitsize=True
    )
    said = format_html('<svg role="img" aria-label="{}" shape-rendering="crispEdges"', label)
    return mark_safe(said + drawn.removeprefix("<svg"))  # noqa: S308  (numbers of a path, and the title, escaped)
