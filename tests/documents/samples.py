"""Real small files of each kind, made here; and the hostile ones."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO

from fpdf import FPDF
from PIL import Image
from pypdf import PdfWriter

SENTENCE = "Le conseil municipal approuve la convention avec la bibliothèque."
CONTENT_TYPES = "[Content_Types].xml"
OOXML = "application/vnd.openxmlformats-officedocument."
PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def pdf(*pages: str) -> bytes:
    """One page for each text; a page of SENTENCE when none is given."""
    document = FPDF()
    document.set_font("Helvetica", size=12)
    for text in pages or (SENTENCE,):
        document.add_page()
        if text:
            document.multi_cell(0, 8, text)
    return bytes(document.output())


def scanned_pdf() -> bytes:
    """A page that is only a picture."""
    document = FPDF()
    document.add_page()
    document.image(BytesIO(image()), x=10, y=10, w=100)
    return bytes(document.output())


def with_writer(content: bytes, **object_actions: object) -> bytes:
    writer = PdfWriter(BytesIO(content))
    if password := object_actions.get("password"):
        writer.encrypt(str(password))
    if object_actions.get("owner_only"):
        writer.encrypt("", "propriétaire")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def image(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "#12355b").save(out, kind)
    return out.getvalue()


def zipped(entries: Mapping[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def _types(main: str, *others: str) -> str:
    overrides = "".join(f'<Override PartName="/x" ContentType="{kind}"/>' for kind in (main, *others))
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{overrides}</Types>'


def docx(
    *paragraphs: str, extra: Mapping[str, bytes | str] | None = None, types: Sequence[str] = ()
) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs or (SENTENCE,))
    return zipped(
        {
            CONTENT_TYPES: _types(f"{OOXML}wordprocessingml.document.main+xml", *types),
            "word/document.xml": f'<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>',
            **(extra or {}),
        }
    )


def xlsx(rows: Sequence[Sequence[str]] = ((SENTENCE, "12"),)) -> bytes:
    words = [cell for row in rows for cell in row if not cell.isdecimal()]
    shared = "".join(f"<si><t>{word}</t><rPh><t>ー</t></rPh></si>" for word in words)
    cells = "".join(
        "<row>"
        + "".join(
            f"<c><v>{cell}</v></c>" if cell.isdecimal() else f'<c t="s"><v>{words.index(cell)}</v></c>'
            for cell in row
        )
        + "</row>"
        for row in rows
    )
    return zipped(
        {
            CONTENT_TYPES: _types(f"{OOXML}spreadsheetml.sheet.main+xml"),
            "xl/sharedStrings.xml": f"<sst>{shared}</sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{cells}</sheetData></worksheet>",
        }
    )


def pptx(*slides: str) -> bytes:
    return zipped(
        {
            CONTENT_TYPES: _types(f"{OOXML}presentationml.presentation.main+xml"),
            **{
                f"ppt/slides/slide{number}.xml": f'<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:t>{text}</a:t></a:p></p:sld>'
                for number, text in enumerate(slides or (SENTENCE,), 1)
            },
        }
    )


def odf(kind: str = "text", body: str = f"<text:p>{SENTENCE}</text:p>", **extra: bytes | str) -> bytes:
    names = 'xmlns:office="o" xmlns:text="t" xmlns:table="ta" xmlns:draw="d"'
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:doc {names}><office:body>{body}</office:body></office:doc>",
            **extra,
        }
    )


def bomb(*, size: int = 600_000_000) -> bytes:
    """A Word file of some 600 kB that unfolds into 600 MB of zeros."""
    out = BytesIO(docx())
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/media/a.bin", "w") as part,
    ):
        for _ in range(size // 1_000_000):
            part.write(bytes(1_000_000))
    return out.getvalue()


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF written by hand: object 1 is its catalogue."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def scripted_pdf(script: bytes = b"app.alert(1)") -> bytes:
    """Runs a script as it opens, launches a program from a link, and fills a page with nothing."""
    return raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (%b) >> >>" % script,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Annots [<< /Type /Annot /Subtype /Link"
        b" /Rect [0 0 200 200] /A << /S /Launch /F (calc.exe) >> >>] >>",
    )


def packed_pdf(content: bytes, *, packer: Callable[[bytes], bytes] = zlib.compress) -> bytes:
    """Objects packed in a stream, as most programs write them now."""
    packed = packer(b"9 0 " + content)
    return one_page(
        b"",
        b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream"
        % (len(packed), packed),
    )


def one_page(content: bytes, *more: bytes, resources: bytes = b"") -> bytes:
    """A page whose content stream is given."""
    return raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << %b >> >>"
        % resources,
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        *more,
    )
