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
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject

from core.documents import metadata_removal
from core.documents.inspection.detection import detect_kind
from core.documents.metadata_removal import stripped, stripped_apart, without_heads
from core.documents.refusals import CannotStrip
from core.sandbox import client
from tests.documents import samples

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


def stamp(writer: PdfWriter) -> None:
    with_note(writer, note(Subtype=NameObject("/Stamp")))


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
def test_a_pdf_keeps_its_pages_alone(hide):
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


def test_a_remark_stays_without_its_author():
    _, clean = stripped(pdf(signed_remark))
    [kept] = PdfReader(BytesIO(clean)).pages[0]["/Annots"]
    assert kept.get_object()["/Contents"] == "Une remarque"


@pytest.mark.parametrize(("data", "kind", "mode"), [(jpeg(), "jpg", "RGB"), (png(), "png", "RGBA")])
def test_a_picture_keeps_its_pixels_alone(data, kind, mode):
    assert NAME.encode() in data
    found, clean = stripped_apart(data)
    assert found == kind
    assert NAME.encode() not in clean
    with Image.open(BytesIO(clean)) as image:
        assert (image.size, image.mode) == ((64, 48), mode)
        assert not image.getexif()
        assert not {"Author", "exif", "comment", "icc_profile"} & set(image.info)


def test_a_second_picture_after_the_first_is_left_out():
    assert NAME.encode() not in without_heads(jpeg() + jpeg())
    assert len(without_heads(jpeg() + jpeg())) == len(without_heads(jpeg()))


def test_a_turned_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    target = BytesIO()
    Image.new("RGB", (64, 48)).save(target, "JPEG", exif=exif)
    with Image.open(BytesIO(stripped(target.getvalue())[1])) as image:
        assert image.size == (48, 64)


def test_plain_text_stays_as_it_is():
    for data in ("Été\r\ncomme hiver".encode(), "Été".encode("cp1252")):
        assert stripped(data) == ("txt", data)


def locked() -> bytes:
    writer = PdfWriter(clone_from=BytesIO(pdf()))
    writer.encrypt("motdepasse", algorithm="RC4-128")
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def office(**parts: bytes | str) -> bytes:
    """A Word file signed in all the places that Word signs, and in `parts` (« word__media__a » is « word/media/a »)."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    signed = f'w:author="{NAME}" w:initials="{NAME}" w:date="2026-11-03T14:00:00Z"'
    return samples.docx(
        extra={
            samples.CONTENT_TYPES: (
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
                'wordprocessingml.document.main+xml"/><Override PartName="/docProps/core.xml" ContentType="x"/></Types>'
            ),
            "_rels/.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                '<Relationship Id="rId1" Type="a" Target="word/document.xml"/>'
                '<Relationship Id="rId2" Type="b" Target="docProps/core.xml"/></Relationships>'
            ),
            "docProps/core.xml": f"<p><creator>{NAME}</creator><lastModifiedBy>{NAME}</lastModifiedBy></p>",
            "docProps/app.xml": f"<p><Company>{NAME}</Company></p>",
            "docProps/thumbnail.jpeg": jpeg(),
            "customXml/item1.xml": f"<owner>{NAME}</owner>",
            "word/people.xml": f'<w:people {w}><w:person w:author="{NAME}"/></w:people>',
            "word/comments.xml": f"<w:comments {w}><w:comment {signed}><w:t>À revoir</w:t></w:comment></w:comments>",
            "word/settings.xml": (
                f'<w:settings {w}><w:rsids><w:rsid w:val="00{NAME}"/></w:rsids><w:attachedTemplate w:id="rId1"/>'
                "</w:settings>"
            ),
            "word/_rels/settings.xml.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f'<Relationship Id="rId1" Target="file:///C:/Users/{NAME}/n.dotx" TargetMode="External"/>'
                '<Relationship Id="rId2" Target="https://ville.example/" TargetMode="External"/></Relationships>'
            ),
            "word/document.xml": (
                f'<!-- {NAME} --><w:document {w}><w:body><w:p w:rsidR="00{NAME}"><w:ins {signed}><w:r>'
                f'<w:instrText>INCLUDEPICTURE "C:\\\\Users\\\\{NAME}\\\\a.png"</w:instrText>'
                f"<w:t>{samples.SENTENCE}</w:t></w:r></w:ins></w:p>"
                f'<w:drawing descr="C:\\Users\\{NAME}\\a.png"/></w:body></w:document>'
            ),
            "word/media/image1.jpeg": jpeg(),
            "word/media/image2.png": png(),
            "word/embeddings/Sheet1.xlsx": workbook(),
            **{name.replace("__", "/"): content for name, content in parts.items()},
        }
    )


def workbook() -> bytes:
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = NAME
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = samples.SENTENCE
    sheet["A1"].comment = Comment("À revoir", NAME)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def presentation() -> bytes:
    p = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    with zipfile.ZipFile(BytesIO(samples.pptx())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return samples.zipped(
        parts
        | {
            "docProps/core.xml": f"<p><creator>{NAME}</creator></p>".encode(),
            "ppt/commentAuthors.xml": (
                f'<p:cmAuthorLst {p}><p:cmAuthor id="1" name="{NAME}" initials="{NAME}"/></p:cmAuthorLst>'
            ).encode(),
            "ppt/changesInfos/changesInfo1.xml": f'<p name="{NAME}"/>'.encode(),
            "ppt/presentation.xml": (
                f"<p:presentation {p}><p:custDataLst><p:tags/></p:custDataLst></p:presentation>"
            ).encode(),
            "ppt/tags/tag1.xml": f"<p>{NAME}</p>".encode(),
        }
    )


def libre() -> bytes:
    """A text of LibreOffice with a signed remark, a tracked change and a link to a disk."""
    signed = (
        f'<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">{NAME}</dc:creator>'
        '<dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">2026-11-03</dc:date>'
    )
    initials = f'<m:creator-initials xmlns:m="m">{NAME}</m:creator-initials>'
    body = (
        f"<text:tracked-changes><office:change-info>{signed}</office:change-info></text:tracked-changes>"
        f"<office:annotation>{signed}{initials}<text:p>À revoir</text:p></office:annotation>"
        f"<text:p>{samples.SENTENCE}</text:p>"
        f'<draw:a xmlns:xlink="x" xlink:href="../../{NAME}/a.odt" text:rsid="{NAME}"/>'
        '<draw:a xmlns:xlink="x" xlink:href="https://ville.example/"/>'
    )
    parts = {
        "meta.xml": f"<office:meta><creator>{NAME}</creator></office:meta>",
        "settings.xml": f"<p>{NAME}</p>",
        "Thumbnails/thumbnail.png": png(),
        "Pictures/a.png": png(),
        "META-INF/manifest.xml": (
            '<m:manifest xmlns:m="m"><m:file-entry m:full-path="/"/><m:file-entry m:full-path="content.xml"/>'
            '<m:file-entry m:full-path="meta.xml"/></m:manifest>'
        ),
    }
    return samples.odf(body=body, **parts)


def laid_open(data: bytes) -> bytes:
    """Each part of the archive, of those within it too, by its name."""
    opened = []
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            opened.append(
                name.encode() + b"\n" + (laid_open(part) if part.startswith(b"PK\x03\x04") else part)
            )
    return b"\n".join(opened)


@pytest.mark.parametrize("make", [office, workbook, presentation, libre])
def test_an_office_file_keeps_its_words_and_no_name(make, tmp_path):
    data = make()
    assert NAME.encode() in laid_open(data)
    kind, clean = stripped_apart(data)
    assert kind == "office"
    found = laid_open(clean)
    assert NAME.encode() not in found
    assert samples.SENTENCE.encode() in found
    path = tmp_path / "file"
    path.write_bytes(clean)
    before = tmp_path / "before"
    before.write_bytes(data)
    assert detect_kind(path, "file") == detect_kind(before, "file")


def test_comments_tracked_changes_pictures_and_links_stay():
    found = laid_open(stripped(office())[1])
    for kept in (
        "À revoir",
        "w:ins",
        "word/media/image2.png",
        "https://ville.example/",
        "word/embeddings/Sheet1",
    ):
        assert kept.encode() in found
    # Nothing leads to a part that is no longer there.
    for left in ("core.xml", "people", "rsid", "2026", "attachedTemplate"):
        assert left.encode() not in found
    found = laid_open(stripped(libre())[1])
    assert "À revoir".encode() in found
    assert b"https://ville.example/" in found
    assert b"meta.xml" not in found
    assert found.startswith(b"mimetype")


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def external(target: str) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="x" Target="{target}" TargetMode="External"/></Relationships>'
    )


def word(body: str) -> bytes:
    return samples.docx(extra={"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"})


def field(*codes: str) -> bytes:
    """A complex field, whose code Word cut into these."""
    written = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    begin, middle, end = (f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate", "end"))
    return word(f"<w:p>{begin}{written}{middle}<w:t>{NAME}</w:t>{end}</w:p>")


def with_notes(*runs: str, authors: str = NAME) -> bytes:
    ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    link = external(f"https://ville-my.sharepoint.com/personal/{NAME}_ville_fr/Documents/Budget.xlsx")
    with zipfile.ZipFile(BytesIO(workbook())) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    [comments] = [name for name in parts if "comment" in name and name.endswith(".xml")]
    parts[comments] = (
        f"<comments {ns}><authors><author>{authors}</author></authors><commentList>"
        f'<comment ref="A1" authorId="0"><text>{"".join(runs)}</text></comment></commentList></comments>'
    )
    parts["xl/externalLinks/externalLink1.xml"] = f"<externalLink {ns}/>"
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = link
    return samples.zipped(parts)


BOLD = f"<r><rPr><b/></rPr><t>{NAME}:</t></r>"
NAMED = {
    "a note and a link of Excel": with_notes(BOLD, "<r><t>\nÀ revoir</t></r>"),
    "a note whose author was removed": with_notes(BOLD, "<r><t>\nÀ revoir</t></r>", authors=""),
    "a note of one run": with_notes(f"<t>{NAME}:\nÀ revoir</t>"),
    "who may edit": word(f'<w:permStart w:id="1" w:ed="{NAME}@ville.example"/><w:t>À revoir</w:t>'),
    "a template of OneDrive": samples.docx(
        "À revoir",
        extra={
            "word/settings.xml": f"<w:settings {W}/>",
            "word/_rels/settings.xml.rels": external(
                f"https://ville-my.sharepoint.com/personal/{NAME}/n.dotx"
            ),
        },
    ),
    **{
        kind: samples.odf(body=f"<text:p>À revoir<text:{kind}>{NAME}</text:{kind}></text:p>")
        for kind in ("author-name", "author-initials", "initial-creator", "creator", "sender-lastname")
    },
    "user-defined": samples.odf(
        body=f'<text:p>À revoir<text:user-defined text:name="Rédigé par">{NAME}</text:user-defined></text:p>'
    ),
    "scenario": samples.odf(
        "spreadsheet",
        body=f'<table:table><table:scenario table:comment="Créé par {NAME}, le 02/12/2026"/>'
        "<text:p>À revoir</text:p></table:table>",
    ),
}


@pytest.mark.parametrize("data", NAMED.values(), ids=NAMED)
def test_a_name_that_the_program_wrote_is_removed(data):
    found = laid_open(stripped(data)[1])
    assert NAME.encode() not in found
    assert "À revoir".encode() in found


def test_words_of_a_note_stay():
    found = laid_open(stripped(with_notes("<r><t>Attention: quai Zoé</t></r>", authors="Zo"))[1])
    assert "Attention: quai Zoé".encode() in found


def test_a_field_of_pages_stays():
    assert b" PAGE " in laid_open(stripped(field(" PAGE "))[1])


def test_a_workbook_opens_again():
    book = load_workbook(BytesIO(stripped(workbook())[1]))
    assert book.worksheets[0]["A1"].value == samples.SENTENCE
    assert book.worksheets[0]["A1"].comment.text == "À revoir"


REFUSED = [
    (samples.zipped({"docProps/core.xml": NAME}), "Exporter en PDF"),
    (office(word__embeddings__oleObject1__bin=b"\xd0\xcf"), "renferme un objet"),
    (office(word__media__image3=b"\x01\x00\x00\x00 EMF"), "renferme un objet"),
    (office(word__tasks="<t/>"), "renferme un objet"),
    (samples.zipped({samples.CONTENT_TYPES: "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "abîmé"),
    (samples.docx()[:-40], "abîmé"),
    (b"\xd0\xcf\x11\xe0" + b"\x00" * 40, "Exporter en PDF"),
    (b"GIF89a" + b"\x00" * 40, "Exporter en PDF"),
    (rb"{\rtf1 {\author X}}", "Exporter en PDF"),
    (b"<?xml version='1.0'?><svg/>", "Exporter en PDF"),
    (b"", "Exporter en PDF"),
    (locked(), "mot de passe"),
    (field(" LASTSAVEDBY "), "ôtez-en les champs"),
    (field(" AU", "THOR \\* MERGEFORMAT"), "ôtez-en les champs"),
    (field(' DOCPROPERTY "Author" '), "ôtez-en les champs"),
    (field(" FILENAME \\p "), "ôtez-en les champs"),
    (word(f'<w:fldSimple w:instr=" AUTHOR "><w:t>{NAME}</w:t></w:fldSimple>'), "ôtez-en les champs"),
    (word('<w:dataBinding w:xpath="/ns1:coreProperties[1]/ns0:creator[1]"/>'), "page de garde"),
    (pdf(stamp), "tampons"),
    (f"De :\u00a0\t{NAME}\r\nEnvoyé :\tlundi\r\n\r\nBonjour".encode(), "collez son texte"),
    (f"From:\t{NAME}\r\nSent:\tMonday\r\n\r\nBonjour".encode(), "collez son texte"),
    (b"%PDF-1.7\nrien", "abîmé"),
    (b"\xff\xd8\xff\xe0 rien", "abîmé"),
    (b"\x89PNG\r\n\x1a\n rien", "abîmé"),
]


@pytest.mark.parametrize(("data", "sentence"), REFUSED)
def test_what_is_not_sure_is_refused(data, sentence):
    with pytest.raises(CannotStrip, match=sentence):
        stripped_apart(data)


def test_a_picture_of_too_many_pixels_is_refused():
    target = BytesIO()
    Image.new("L", (30_000, 3_000)).save(target, "PNG")
    with pytest.raises(CannotStrip):
        stripped_apart(target.getvalue())


def test_a_child_that_answers_nothing_is_a_refusal(monkeypatch):
    def say_nothing(*args: Any, **options: Any) -> list[bytes]:
        return []

    monkeypatch.setattr(metadata_removal, "run", say_nothing)
    with pytest.raises(CannotStrip, match="trop compliqué"):
        stripped_apart(b"Bonjour")


def test_the_wait_for_a_turn_is_bounded(monkeypatch):
    monkeypatch.setattr(client, "_slots", threading.Semaphore(0))
    monkeypatch.setattr(
        metadata_removal, "LIMITS", dataclasses.replace(metadata_removal.LIMITS, wall_seconds=1)
    )
    with pytest.raises(CannotStrip, match="trop compliqué"):
        stripped_apart(b"Bonjour")
