"""PDFs from templates that extend "print/base.html"; WeasyPrint is imported only when one is made.

Its system libraries may be missing: the site works without them, and says which.
"""

import ctypes
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import content_disposition_header

from core.french import spaced
from core.web import errors

Variant = Literal["pdf/a-3u", "pdf/ua-1"]

# What WeasyPrint opens, and the Debian package that brings it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
FONT = "fonts-dejavu-core"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
# One at a time in a process: fonts are shared between its threads, and a long document is heavy.
ONE_AT_A_TIME = Lock()
# One is made and one waits: each holds its request's connection to the database, and other pages need some.
AT_ONCE = BoundedSemaphore(2)


class PdfUnavailable(Exception):
    """This machine makes no PDF; the message says in French what it lacks."""


def missing_pdf_part() -> str:
    """Say what prevents PDFs on this machine, for its operators; return an empty text when nothing does."""
    packages = [package for library, package in LIBRARIES.items() if not _opens(library)]
    if not _has_font():
        packages.append(FONT)
    if not packages:
        return ""
    what = "un paquet" if len(packages) == 1 else "des paquets"
    return spaced(
        f"Il manque à ce serveur {what} du système pour faire des PDF. "
        f"En root, sous Debian : apt-get install {' '.join(packages)}"
    )


def render_pdf(
    template: str,
    context: dict[str, Any],
    *,
    title: str,
    variant: Variant | None = None,
    pictures: Mapping[str, Path] | None = None,
) -> bytes:
    """The document, in French and named `title`; no network and no file is read but static files of ours.

    Every document is tagged, so that it is read aloud in order; `variant` is the standard that it says it follows:
    "pdf/a-3u" to keep, "pdf/ua-1" to be read aloud. `pictures` are files that it may
    also read, by their address on the site (« /revue/… »). Raises PdfUnavailable.
    """
    if missing := missing_pdf_part():
        raise PdfUnavailable(missing)
    try:
        from core.web import pdf_rendering
    except OSError as error:
        raise PdfUnavailable(spaced(f"Une bibliothèque du système manque à ce serveur : {error}")) from error
    given = {"title": title, "town": settings.TOWN_NAME, "made_on": timezone.localdate(), **context}
    page = render_to_string(template, given)
    with ONE_AT_A_TIME:
        return pdf_rendering.pdf_of(page, variant, pictures or {})


def pdf_response(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    title: str,
    name: str,
    variant: Variant | None = None,
    pictures: Mapping[str, Path] | None = None,
) -> HttpResponse:
    """`name` is the file's, with « .pdf »; where no PDF can be made, a page that says what is missing."""
    if not AT_ONCE.acquire(blocking=False):
        return errors.busy(request)
    try:
        content = render_pdf(template, context, title=title, variant=variant, pictures=pictures)
    except PdfUnavailable as error:
        return render(request, "print/unavailable.html", {"missing": str(error)})
    finally:
        AT_ONCE.release()
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


def _opens(library: str) -> bool:
    # Elsewhere they have other names; WeasyPrint looks for them itself.
    if sys.platform != "linux":
        return True
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_font() -> bool:
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return sys.platform != "linux" or any(
        file.suffix.lower() in (".ttf", ".otf") for folder in folders for file in folder.rglob("*")
    )
