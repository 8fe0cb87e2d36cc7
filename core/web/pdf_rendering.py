"""The part of `core.web.pdf` that needs WeasyPrint and its system libraries."""

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse


def pdf_of(page: str, variant: str | None, pictures: Mapping[str, Path]) -> bytes:
    # Links of the page lead to the site; its style sheets have addresses there too, and are read from the disk.
    document = HTML(string=page, base_url=f"{settings.SITE_URL}/", url_fetcher=OwnFilesFetcher(pictures))
    pdf = document.write_pdf(pdf_variant=variant, pdf_tags=True)
    assert isinstance(pdf, bytes)
    return pdf


class OwnFilesFetcher(URLFetcher):
    """Gives the site's static files and the document's own pictures, by their addresses on the site.

    Every other address is refused: what was typed may hold one.
    """

    def __init__(self, pictures: Mapping[str, Path]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.pictures = pictures

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if picture := self.pictures.get(url.removeprefix(settings.SITE_URL)):
            kind = mimetypes.guess_type(url)[0] or "application/octet-stream"
            return URLFetcherResponse(url, picture.read_bytes(), {"Content-Type": kind})
        root = f"{settings.SITE_URL}{settings.STATIC_URL}"
        if not url.startswith(root):
            raise ValueError("only static files of this site are read")
        name = unquote(urlsplit(url).path.removeprefix(urlsplit(root).path))
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, _static(name), {"Content-Type": kind})

    def open(self, url: Any, data: Any = None, timeout: Any = None) -> URLFetcherResponse:
        raise ValueError("nothing is opened over a network")


def _static(name: str) -> bytes:
    """Either lookup refuses a name that climbs out of its folder."""
    found = finders.find(name)
    if isinstance(found, str):
        return Path(found).read_bytes()
    with staticfiles_storage.open(name) as file:
        return bytes(file.read())
