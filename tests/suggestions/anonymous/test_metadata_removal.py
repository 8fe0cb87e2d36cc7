"""What a file says of its author is out, whatever place it hides in; a file for which that is not sure is refused."""

from __future__ import annotations

import dataclasses
import threading
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from fpdf import FPDF
from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject

from core.sandbox import client
from suggestions.anonymous import metadata_removal
from suggestions.anonymous.metadata_removal import CannotStrip, stripped, stripped_apart, without_heads

NAME = "ZQUIDAM"


def jpeg() -> bytes:
    exif = Image.Exif()
    exif[0x013B] = f"{NAME}-artist"
    target = BytesIO()
    Image.new("RGB", (64, 48), "red").save(target, "JPEG", exif=exif, comment=NAME.encode())
    return target.getvalue()


def png() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", NAME)
    target = BytesIO()
    Image.new("RGBA", (64, 48), (0, 0, 0, 80)).save(target, "PNG", pnginfo=info)
    return target.getvalue()


def pdf(change: Callable[[PdfWriter], None] | None = None) -> bytes:
    file = FPDF()
    file.set_author(f"{NAME}-info")
    file.set_xmp_metadata(f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{NAME}-xmp</x:xmpmeta>')
    file.add_page()
    file.set_font("helvetica", size=16)
    file.text(20, 20, "Ce qui se lit")
    file.image(BytesIO(jpeg()), 20, 40, 60)
    file.embed_file(basename=f"{NAME}.txt", bytes=NAME.encode())
    file.add_page()
    writer = PdfWriter(clone_from=BytesIO(bytes(file.output())))
    if change:
        change(writer)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def note(**more: object) -> DictionaryObject:
    entries = {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject("/Text"),
        "/Rect": ArrayObject(),
        "/Contents": TextStringObject("Une remarque"),
        **{f"/{key}": value for key, value in more.items()},
    }
    return DictionaryObject({NameObject(key): value for key, value in entries.items()})


def with_note(writer: PdfWriter, annotation: DictionaryObject) -> None:
    page = writer.pages[0]
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(annotation)])


def text(words: str = NAME) -> TextStringObject:
    return TextStringObject(words)


def piece_info(writer: PdfWriter) -> None:
    writer.pages[0][NameObject("/PieceInfo")] = DictionaryObject({NameObject("/App"): text()})


def page_metadata(writer: PdfWriter) -> None:
    stream = StreamObject()
    stream.set_data(NAME.encode())
    writer.pages[0][NameObject("/Metadata")] = writer._add_object(stream)


def private_key(writer: PdfWriter) -> None:
    writer.pages[1][NameObject("/Zz_Private")] = text()


def signature(writer: PdfWriter) -> None:
    value = DictionaryObject({NameObject("/Name"): text(), NameObject("/M"): text("D:20261103140000")})
    with_note(writer, note(Subtype=NameObject("/Widget"), FT=NameObject("/Sig"), V=value))


def attached_note(writer: PdfWriter) -> None:
    with_note(writer, note(Subtype=NameObject("/FileAttachment"), FS=text()))


def link_to_a_disk(writer: PdfWriter) -> None:
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): text(f"file:///home/{NAME}")}
    )
    with_note(writer, note(Subtype=NameObject("/Link"), A=action))


def signed_remark(writer: PdfWriter) -> None:
    with_note(writer, note(T=text(), Subj=text(), M=text("D:20261103"), NM=text(), RC=text()))


HIDING = [piece_info, page_metadata, private_key, signature, attached_note, link_to_a_disk, signed_remark]


def everything(data: bytes) -> bytes:
    """The file as it is, and each of its objects laid open."""
    reader = PdfReader(BytesIO(data))
    parts = [data]
    for number in range(1, 200):
        if not any(number in numbers for numbers in reader.xref.values()):
            continue
        found = reader.get_object(number)
        parts.append(repr(found).encode())
        if isinstance(found, StreamObject):
            parts.append(found._data)
            if found.get("/Filter") != "/DCTDecode":
                parts.append(found.get_data())
    return b"".join(parts)


@pytest.mark.parametrize("hide", [None, *HIDING])
def test_a_pdf_keeps_its_pages_alone(hide: Callable[[PdfWriter], None] | None) -> None:
    data = pdf(hide)
    assert NAME.encode() in everything(data)
    kind, clean = stripped(data)
    assert kind == "pdf"
    assert NAME.encode() not in everything(clean)
    reader = PdfReader(BytesIO(clean))
    assert len(reader.pages) == 2
    assert "Ce qui se lit" in reader.pages[0].extract_text()
    assert len(list(reader.pages[0].images)) == 1
    assert not reader.metadata
    assert "/ID" not in reader.trailer


def test_a_remark_stays_without_its_author() -> None:
    _, clean = stripped(pdf(signed_remark))
    [kept] = PdfReader(BytesIO(clean)).pages[0]["/Annots"]
    assert kept.get_object()["/Contents"] == "Une remarque"


@pytest.mark.parametrize(("data", "kind", "mode"), [(jpeg(), "jpg", "RGB"), (png(), "png", "RGBA")])
def test_a_picture_keeps_its_pixels_alone(data: bytes, kind: str, mode: str) -> None:
    assert NAME.encode() in data
    found, clean = stripped_apart(data)
    assert found == kind
    assert NAME.encode() not in clean
    with Image.open(BytesIO(clean)) as image:
        assert (image.size, image.mode) == ((64, 48), mode)
        assert not image.getexif()
        assert not {"Author", "exif", "comment", "icc_profile"} & set(image.info)


def test_a_second_picture_after_the_first_is_left_out() -> None:
    assert NAME.encode() not in without_heads(jpeg() + jpeg())
    assert len(without_heads(jpeg() + jpeg())) == len(without_heads(jpeg()))


def test_a_turned_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    target = BytesIO()
    Image.new("RGB", (64, 48)).save(target, "JPEG", exif=exif)
    with Image.open(BytesIO(stripped(target.getvalue())[1])) as image:
        assert image.size == (48, 64)


def test_plain_text_stays_as_it_is() -> None:
    for data in ("Été\r\ncomme hiver".encode(), "Été".encode("cp1252")):
        assert stripped(data) == ("txt", data)


def locked() -> bytes:
    writer = PdfWriter(clone_from=BytesIO(pdf()))
    writer.encrypt("motdepasse", algorithm="RC4-128")
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def office() -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("docProps/core.xml", NAME)
    return target.getvalue()


REFUSED = [
    (office(), "Exporter en PDF"),
    (b"\xd0\xcf\x11\xe0" + b"\x00" * 40, "Exporter en PDF"),
    (b"GIF89a" + b"\x00" * 40, "Exporter en PDF"),
    (rb"{\rtf1 {\author X}}", "Exporter en PDF"),
    (b"<?xml version='1.0'?><svg/>", "Exporter en PDF"),
    (b"", "Exporter en PDF"),
    (locked(), "mot de passe"),
    (b"%PDF-1.7\nrien", "abîmé"),
    (b"\xff\xd8\xff\xe0 rien", "abîmé"),
    (b"\x89PNG\r\n\x1a\n rien", "abîmé"),
]


@pytest.mark.parametrize(("data", "sentence"), REFUSED)
def test_what_is_not_sure_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(CannotStrip, match=sentence):
        stripped_apart(data)


def test_a_picture_of_too_many_pixels_is_refused() -> None:
    target = BytesIO()
    Image.new("L", (30_000, 3_000)).save(target, "PNG")
    with pytest.raises(CannotStrip):
        stripped_apart(target.getvalue())


def test_a_child_that_answers_nothing_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def say_nothing(*args: Any, **options: Any) -> None:
        pass

    monkeypatch.setattr(client.Sandbox, "run", say_nothing)
    with pytest.raises(CannotStrip, match="trop compliqué"):
        stripped_apart(b"Bonjour")


def test_the_wait_for_a_turn_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_slots", threading.Semaphore(0))
    monkeypatch.setattr(
        metadata_removal, "LIMITS", dataclasses.replace(metadata_removal.LIMITS, wall_seconds=1)
    )
    with pytest.raises(CannotStrip, match="trop compliqué"):
        stripped_apart(b"Bonjour")
