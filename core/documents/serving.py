"""Sending a document: whole, by ranges or not again, never as anything a browser would run."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from core.documents import storage
from core.documents.models import Document
from core.web.connections import release_connections
from core.web.encodings import encoding_of

logger = logging.getLogger(__name__)
BLOCK = 131_072
# Nothing that the file says is run, fetched or framed, whatever a browser takes it for.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'"
# One range of bytes (RFC 9110, section 14).
SINGLE_RANGE = re.compile(r"bytes=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)
CHARSETS = {"utf-8-sig": "utf-8", "cp1252": "windows-1252"}


@dataclass(frozen=True)
class Held:
    """A document as its rubric shows it: `title` and `parent_url` of the page that holds it.

    `is_framed`: a page of the site shows it within itself.
    """

    document: Document
    title: str
    parent_url: str
    is_framed: bool = False


def file_routes(prefix: str, name: str, find: Callable[..., Held]) -> list[URLPattern]:
    """The addresses of one kind of held document: the file, and the text of each of its pages.

    `prefix` ends with « / » and may hold converters; `find(request, **kwargs)` checks the right each time and
    raises Http404 for what this person may not see.
    """
    if prefix and not prefix.endswith("/"):
        raise ValueError(f"The address of a file ends with « / »: {prefix}")

    @require_safe
    def show_file(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        held = find(request, **kwargs)
        response = file_response(request, held.document, as_attachment="telecharger" in request.GET)
        return _framed(response) if held.is_framed else response

    @require_safe
    def show_page(request: HttpRequest, number: int, **kwargs: Any) -> HttpResponse:
        """One page's text, for readers who cannot or do not want to open the file."""
        held = find(request, **kwargs)
        count = held.document.page_count or 0
        if not 1 <= number <= count:
            raise Http404
        page = held.document.pages.filter(number=number)

        def page_url(other: int) -> str:
            return reverse(page_name, kwargs={**kwargs, "number": other}) if 1 <= other <= count else ""

        match = request.resolver_match
        assert match is not None
        page_name = match.view_name
        context = {
            "held": held,
            "document": held.document,
            "number": number,
            "page_text": page.values_list("text", flat=True).first() or "",
            "file_url": reverse(page_name.removesuffix("_page"), kwargs=kwargs),
            "previous_url": page_url(number - 1),
            "next_url": page_url(number + 1),
        }
        return render(request, "documents/page_text.html", context)

    return [
        path(prefix, show_file, name=name),
        path(f"{prefix}pages/<int:number>/", show_page, name=f"{name}_page"),
    ]


def file_response(
    request: HttpRequest, document: Document, *, as_attachment: bool = False
) -> HttpResponseBase:
    """The document's bytes; the caller has checked the right. A file that is missing gets a page that says so."""
    etag = f'"{document.sha256}"'
    if unchanged := get_conditional_response(request, etag):
        return _headed(unchanged, etag)
    disposition = (
        content_disposition_header(as_attachment or not document.is_shown, document.name) or "inline"
    )
    if settings.DOCUMENTS_ACCEL_PREFIX:
        response: HttpResponseBase = HttpResponse(content_type=_served_type(document))
        place = storage.relative(document.sha256, document.reference)
        response.headers["X-Accel-Redirect"] = f"{settings.DOCUMENTS_ACCEL_PREFIX.rstrip('/')}/{quote(place)}"
    else:
        if not os.access(document.file_path, os.R_OK):
            logger.error("Document %s: the file is missing or unreadable", document.reference)
            return render(request, "documents/missing.html", {"document": document}, status=503)
        response = _streamed(request, document, etag)
    response.headers["Content-Disposition"] = disposition
    return _headed(response, etag)


def _served_type(document: Document) -> str:
    """Text is always plain: a browser would open a CSV elsewhere, and guesses at the rest."""
    if not document.content_type.startswith("text/"):
        return document.content_type
    with suppress(OSError), document.file_path.open("rb") as file:
        encoding = encoding_of(file, limit=BLOCK)
        return f"text/plain; charset={CHARSETS.get(encoding, encoding)}"
    return "text/plain"


def _headed[R: HttpResponseBase](response: R, etag: str) -> R:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _framed[R: HttpResponseBase](response: R) -> R:
    """Let pages of the site, and none else, show it within themselves."""
    response.headers["Content-Security-Policy"] = POLICY.replace(
        "frame-ancestors 'none'", "frame-ancestors 'self'"
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def asked_range(header: str, size: int) -> tuple[int, int] | tuple[()] | None:
    """First and last byte asked for; None for the whole (no range, several, nonsense); () when it cannot be had."""
    match = SINGLE_RANGE.fullmatch(header)
    if not match or match.groups() == ("", ""):
        return None
    start, end = match.groups()
    if not start:
        # The last bytes.
        length = min(int(end), size)
        return (size - length, size - 1) if length else ()
    first, last = int(start), min(int(end), size - 1) if end else size - 1
    if end and int(end) < first:
        return None
    return (first, last) if first < size else ()


def _streamed(request: HttpRequest, document: Document, etag: str) -> HttpResponseBase:
    part = asked_range(request.headers.get("Range", ""), document.size)
    if request.headers.get("If-Range", etag) != etag:
        part = None
    if part == ():
        response = HttpResponse(status=416)
        response.headers["Content-Range"] = f"bytes */{document.size}"
        return response
    first, last = part or (0, document.size - 1)
    # The middleware shows a HEAD to views as a GET; the server's own variables keep the method.
    is_head = request.META.get("REQUEST_METHOD") == "HEAD"
    streamed = StreamingHttpResponse(
        blocks(document.file_path, first, 0 if is_head else last - first + 1),
        status=206 if part else 200,
        content_type=_served_type(document),
    )
    streamed.headers["Content-Length"] = str(last - first + 1)
    streamed.headers["Accept-Ranges"] = "bytes"
    if part:
        streamed.headers["Content-Range"] = f"bytes {first}-{last}/{document.size}"
    return streamed


def blocks(path: Path, first: int, length: int) -> Iterator[bytes]:
    """`length` bytes from `first`, a block at a time, without holding a connection to the database."""
    # The page's transaction is over; a slow client must not keep its connection from the others.
    release_connections()
    if not length:
        return
    with path.open("rb") as file:
        file.seek(first)
        while length > 0 and (block := file.read(min(BLOCK, length))):
            length -= len(block)
            yield block
