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
    side = code.symbol_size(scale=1, border=EDGE)[0]
    return format_html(
        '<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}" '
        'xmlns="http://www.w3.org/2000/svg" shape-rendering="crispEdges"><title>{}</title>'
        '<path fill="#fff" d="M0 0h{}v{}H0z"/><path fill="#000" d="{}"/></svg>',
        label,
        side,
        side,
        side * 4,
        side * 4,
        label,
        side,
        side,
        mark_safe(_drawn(code)),  # noqa: S308  (numbers and letters of a path, made below)
    )


def _drawn(code: segno.QRCode) -> str:
    """The dark modules, one rectangle a run."""
    runs = []
    for y, row in enumerate(code.matrix):
        start = None
        for x, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                runs.append(f"M{start + EDGE} {y + EDGE}h{x - start}v1h-{x - start}z")
                start = None
    return "".join(runs)
