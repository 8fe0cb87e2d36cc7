"""Removes from a file the metadata that identify its author; refuses files for which this is impossible.

PDF: a new file of the pages alone. JPEG and PNG: their pixels, written again. Office and ODF: see `office_metadata`.
Plain text: as it is. Nothing else.
`stripped_apart` does it in a process of its own (see `core.sandbox`).
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any, BinaryIO

from core.documents.office_metadata import stripped_office
from core.documents.refusals import (
    DAMAGED,
    NAME_WRITTEN,
    NOT_TAKEN,
    OBJECT_INSIDE,
    PROTECTED,
    TOO_HARD,
    CannotStrip,
)
from core.sandbox.client import Failed, Limits, NotStarted, Stopped, run
from core.web.encodings import decoded_bytes

LIMITS = Limits(wall_seconds=60, cpu_seconds=40, memory=1_500_000_000, niceness=5)
MOST_PIXELS = 60_000_000


def _names(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


# Of a page, what is drawn and how; the rest names people, programs, places or times.
OF_A_PAGE = _names(
    "/Type /Parent /Resources /MediaBox /CropBox /BleedBox /TrimBox /ArtBox /Contents /Rotate /Annots /Group",
    "/UserUnit",
)
# Of what is drawn (forms, pictures, patterns, shadings, functions, fonts): programs write keys of their own beside.
OF_A_STREAM = _names(
    "/Type /Subtype /Length /Filter /DecodeParms /Resources /BBox /Matrix /FormType /Group /Width /Height",
    "/ColorSpace /BitsPerComponent /Intent /ImageMask /Mask /SMask /SMaskInData /Matte /Decode /Interpolate",
    "/PatternType /PaintType /TilingType /XStep /YStep /ShadingType /Background /AntiAlias /BitsPerCoordinate",
    "/BitsPerFlag /VerticesPerRow /Function /FunctionType /Domain /Range /Size /Order /Encode /BitsPerSample",
    "/Length1 /Length2 /Length3 /CMapName /CIDSystemInfo /WMode /UseCMap",
)
OF_A_NOTE = _names(
    "/Type /Subtype /Rect /Contents /F /AP /AS /A /Dest /Border /BS /BE /C /CA /ca /H /QuadPoints /Vertices",
    "/InkList /L /LE /IC /RD",
)
# A link's place by name leads nowhere in the new file, and what comes after it (a program, a file) is left out.
OF_A_LINK = _names("/S /URI /D")
OF_RESOURCES = _names("/ExtGState /ColorSpace /Pattern /Shading /XObject /Font /Properties")
ALWAYS_OUT = _names(
    "/Metadata /PieceInfo /LastModified /CreationDate /ModDate /RichMediaContent /Prop_Build /Author /Creator",
    "/Producer /CreatorInfo /Usage /StructParent /StructParents /Thumb /OPI /DefaultGray /DefaultRGB /DefaultCMYK",
)
DEVICES = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
# Bits of a note's flags: hidden, and never shown on a screen.
UNSEEN = 2 | 32
REFUSED_NOTES = frozenset(("/FileAttachment", "/Popup", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"))
# A web page, a formatted text, a letter box, a card or a calendar.
TEXT_WITH_A_HEAD = ("<", "{\\rtf", "%!ps", "from ", "begin:v")
# A mail kept as a file, whichever of its lines comes first.
LINES_OF_A_MAIL = (
    "message-id:",
    "received:",
    "return-path:",
    "delivered-to:",
    "mime-version:",
    "x-mozilla-",
    "x-sender:",
)
# Two lines of a mail saved as text by Outlook or Thunderbird; « De : » alone begins many a sentence.
SAVED_MAIL = re.compile(
    r"^[^\w\n]*(de|from|expéditeur)\s*:.*\n[^\w\n]*(envoyé|sent|date|objet|sujet|subject)( le)?\s*:",
    re.MULTILINE,
)
LONGEST_HEAD = 10_000

REASONS = (PROTECTED, DAMAGED, NOT_TAKEN, TOO_HARD, OBJECT_INSIDE, NAME_WRITTEN)
ZIP_HEAD = b"PK\x03\x04"
KINDS = (b"pdf", b"jpg", b"png", b"txt", b"office")


def stripped_apart(data: bytes) -> tuple[str, bytes]:
    """`stripped`, in a process of its own. Raises CannotStrip."""
    # The wait for a turn included: somebody waits for the page.
    latest = time.monotonic() + LIMITS.wall_seconds
    try:
        kind, *content = run(__name__, data, limits=LIMITS, should_stop=lambda: time.monotonic() > latest)
    # Nothing at all is a ValueError.
    except (Failed, NotStarted, Stopped, ValueError) as error:
        raise CannotStrip(TOO_HARD) from error
    if kind in KINDS and content and content[0]:
        return kind.decode(), content[0]
    # A sentence of ours, never what the library said of the file.
    raise CannotStrip(next((reason for reason in REASONS if reason.encode() == kind), TOO_HARD))


def stripped(data: bytes) -> tuple[str, bytes]:
    """The kind (pdf, jpg, png, txt, office) and what may be kept. Raises CannotStrip."""
    if b"%PDF-" in data[:1024]:
        return "pdf", _of_pdf(data)
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg", _of_image(data, "JPEG")
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png", _of_image(data, "PNG")
    if data.startswith(ZIP_HEAD):
        return "office", stripped_office(data, _of_inner_picture)
    return "txt", _of_text(data)


def _of_text(data: bytes) -> bytes:
    # UTF-16 is refused below, by its NULs.
    text = decoded_bytes(data).text.removeprefix("\ufeff")
    head = text.lstrip().lower()
    # Binary, or a format whose header names its author.
    if any(ord(letter) < 32 and letter not in "\t\n\r\f" for letter in text) or "\ufffd" in text:
        raise CannotStrip(NOT_TAKEN)
    if not head or head.startswith(TEXT_WITH_A_HEAD):
        raise CannotStrip(NOT_TAKEN)
    lines = head[:LONGEST_HEAD].splitlines()
    if any(line.startswith(LINES_OF_A_MAIL) for line in lines) or SAVED_MAIL.search("\n".join(lines)):
        raise CannotStrip(NOT_TAKEN)
    return data


def _of_image(data: bytes, form: str) -> bytes:
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(BytesIO(data), formats=[form]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise CannotStrip(TOO_HARD)
            turned = ImageOps.exif_transpose(image)
            is_see_through = "A" in turned.getbands() or "transparency" in turned.info
            mode = "RGBA" if form != "JPEG" and is_see_through else "RGB"
            pixels = turned.convert(mode)
            # Nothing but the pixels: no profile, no text, no thumbnail.
            clean = Image.frombytes(mode, pixels.size, pixels.tobytes())
    except CannotStrip:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, UnidentifiedImageError) as error:
        raise CannotStrip(DAMAGED) from error
    target = BytesIO()
    clean.save(target, form, **({"quality": 90} if form == "JPEG" else {}))
    return target.getvalue()


def _of_inner_picture(data: bytes) -> bytes:
    """A picture within a document, which says itself how it is turned."""
    if data.startswith(b"\xff\xd8\xff"):
        return without_heads(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _of_image(data, "PNG")
    raise CannotStrip(OBJECT_INSIDE)


def _of_pdf(data: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise CannotStrip(PROTECTED)
        writer = PdfWriter()
        # All of them first: a link copies the page that it leads to.
        for page in reader.pages:
            _clean_page(page)
        for page in reader.pages:
            writer.add_page(page)
        if not writer.pages:
            raise CannotStrip(DAMAGED)
        seen: set[int] = set()
        for page in writer.pages:
            _clean(page, seen)
        # What the pages no longer lead to is still among the writer's objects: copied once more, it is not.
        reached = PdfWriter()
        for page in PdfReader(_written(writer)).pages:
            reached.add_page(page)
        target = _written(reached)
    except CannotStrip:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OverflowError,
        OSError,
    ) as error:
        raise CannotStrip(DAMAGED) from error
    return target.getvalue()


def _written(writer: Any) -> BytesIO:
    writer.metadata = None
    target = BytesIO()
    writer.write(target)
    return target


def _clean_page(page: Any) -> None:
    """Before the copy, so that what is left out takes nothing with it."""
    _keep(page, OF_A_PAGE)
    notes = page.get("/Annots")
    notes = notes.get_object() if notes is not None else []
    from pypdf.generic import ArrayObject, NameObject

    page[NameObject("/Annots")] = ArrayObject(note for note in notes if _is_shown(note.get_object()))


def _is_shown(note: Any) -> bool:
    """Not a file, not a signature (it names who signed, and when), not a link to a place on somebody's disk."""
    if not hasattr(note, "get") or note.get("/Subtype") in REFUSED_NOTES or int(note.get("/F", 0)) & UNSEEN:
        return False
    if note.get("/Subtype") == "/Stamp":
        # Acrobat's dynamic stamps draw the name of who stamped.
        raise CannotStrip(NAME_WRITTEN)
    parent = note.get("/Parent")
    parent = parent.get_object() if parent is not None else {}
    if "/Sig" in (note.get("/FT"), parent.get("/FT") if hasattr(parent, "get") else None):
        return False
    action = note.get("/A")
    action = action.get_object() if action is not None else None
    if action is None:
        return True
    address = str(action.get("/URI", ""))
    return action.get("/S") == "/GoTo" or address.lower().startswith(("http://", "https://"))


def _clean(start: Any, seen: set[int]) -> None:
    """Everything that the copied page leads to; a list of what is left to see, since files nest deeper than Python."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

    left = [start]
    while left:
        item = left.pop()
        if isinstance(item, IndirectObject):
            item = item.get_object()
        if id(item) in seen or not isinstance(item, (DictionaryObject, ArrayObject)):
            continue
        seen.add(id(item))
        if isinstance(item, ArrayObject):
            _without_profile(item)
            left.extend(item)
            continue
        for key in ALWAYS_OUT.intersection(item):
            del item[key]
        if isinstance(item, StreamObject):
            _keep(item, OF_A_STREAM)
            _clean_stream(item)
        elif "/Subtype" in item and "/Rect" in item:
            _clean_note(item)
        _clean_resources(item.get("/Resources"))
        left.extend(item.values())


def _keep(item: Any, keys: frozenset[str]) -> None:
    for key in [key for key in item if key not in keys]:
        del item[key]


def _clean_note(note: Any) -> None:
    _keep(note, OF_A_NOTE)
    if isinstance(note.get("/Dest"), str):
        del note["/Dest"]
    action = note.get("/A")
    if action is not None:
        _keep(action.get_object(), OF_A_LINK)
        if isinstance(action.get_object().get("/D"), str):
            del note["/A"]


def _clean_resources(resources: Any) -> None:
    """Layers and marks keep their place, which the page speaks of, and lose their names."""
    from pypdf.generic import DictionaryObject

    resources = resources.get_object() if resources is not None else {}
    _keep(resources, OF_RESOURCES)
    marks = resources.get("/Properties")
    marks = marks.get_object() if marks is not None else {}
    for key in marks:
        marks[key] = DictionaryObject()


def _without_profile(array: Any) -> None:
    """The profile of a screen or a camera says whose it is and when it was made: colours are said without."""
    from pypdf.generic import NameObject

    if len(array) == 2 and array[0] == "/ICCBased":
        array[:] = [NameObject(DEVICES[int(array[1].get_object()["/N"])])]


def _clean_stream(stream: Any) -> None:
    if stream.get("/Subtype") in (None, "/Form") and "/Length1" not in stream:
        drawn = stream.get_data()
        if b"\xff\xd8\xff" in drawn and b"BI" in drawn:
            # A photograph written within the page itself.
            raise CannotStrip(TOO_HARD)
    filters = stream.get("/Filter")
    filters = filters.get_object() if filters is not None else None
    last = filters[-1] if isinstance(filters, list) and filters else filters
    if last == "/JPXDecode":
        # Pictures of this form carry boxes of their own, which are not told from the pixels here.
        raise CannotStrip(TOO_HARD)
    if last == "/DCTDecode":
        if isinstance(filters, list) and len(filters) > 1:
            raise CannotStrip(TOO_HARD)
        stream._data = without_heads(stream._data)


def without_heads(jpeg: bytes) -> bytes:
    """A JPEG without its comments and its application segments, but those that say how colours are coded."""
    if not jpeg.startswith(b"\xff\xd8"):
        raise CannotStrip(DAMAGED)
    kept, position = [b"\xff\xd8"], 2
    while position + 4 <= len(jpeg) and jpeg[position] == 0xFF:
        marker = jpeg[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        end = position + 2 + max(int.from_bytes(jpeg[position + 2 : position + 4]), 2)
        kept.append(_said(marker, jpeg[position:end]))
        position = end
        if marker == 0xDA:
            position = _end_of_scan(jpeg, end)
            kept.append(jpeg[end:position])
        # Whatever comes after the end, a second picture for instance, is left out.
        if jpeg[position : position + 2] == b"\xff\xd9":
            return b"".join([*kept, b"\xff\xd9"])
    raise CannotStrip(DAMAGED)


def _said(marker: int, segment: bytes) -> bytes:
    if marker == 0xE0:
        # A thumbnail may lie at the end of the JFIF header.
        return segment[:2] + b"\x00\x10" + segment[4:16] + b"\x00\x00" if segment[4:9] == b"JFIF\x00" else b""
    return b"" if 0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE) else segment


def _end_of_scan(jpeg: bytes, position: int) -> int:
    """Return the position of the next marker; in a scan, 0xFF before 0x00 or a restart is part of the picture."""
    while (position := jpeg.find(b"\xff", position)) >= 0:
        after = jpeg[position + 1 : position + 2]
        if after and after != b"\x00" and after != b"\xff" and not 0xD0 <= after[0] <= 0xD7:
            return position
        position += 1
    raise CannotStrip(DAMAGED)


def answer(file: BinaryIO, send: Callable[[bytes], None]) -> None:
    """The kind and what may be kept; or a reason alone."""
    try:
        kind, content = stripped(file.read())
    except (MemoryError, RecursionError):
        send(TOO_HARD.encode())
    except CannotStrip as refusal:
        send(str(refusal).encode())
    else:
        send(kind.encode())
        send(content)
