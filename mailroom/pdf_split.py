"""Answer, in the sandbox, with the two parts of a PDF; `scans.split` asks. Without Django."""

from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO

from pypdf import PdfReader, PdfWriter


def answer(file: BinaryIO, send: Callable[[bytes], None], *, after: int) -> None:
    """Send the pages up to this one and the others; or how many pages there are, where one part would be empty."""
    reader = PdfReader(file)
    count = len(reader.pages)
    if not 0 < after < count:
        send(str(count).encode())
        return
    for pages in ((0, after), (after, count)):
        part, written = PdfWriter(), BytesIO()
        part.append(reader, pages=pages)
        part.write(written)
        send(written.getvalue())
