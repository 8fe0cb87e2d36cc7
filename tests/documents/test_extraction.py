"""The text of documents, and files that fight back: each harms only itself."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from core.documents import text_extraction
from core.documents.extraction.pages import Bounds
from core.sandbox.client import Stopped
from tests.documents import samples

QUICK = Bounds(seconds=6, cpu_seconds=6, page_seconds=1)


def read(
    tmp_path: Path, content: bytes, kind: str, bounds: Bounds | None = None
) -> tuple[dict[int, str], text_extraction.Extraction]:
    path = tmp_path / "x"
    path.write_bytes(content)
    pages: dict[int, str] = {}
    outcome = text_extraction.extract(
        path, kind, lambda number, text: pages.update({number: text}), bounds=bounds
    )
    return pages, outcome


OFFICE = {
    "docx": samples.docx(samples.SENTENCE, "Suite"),
    "xlsx": samples.xlsx([[samples.SENTENCE, "12"], ["Suite", "7"]]),
    "odt": samples.odf(body=f"<text:p>{samples.SENTENCE}</text:p><text:h>Suite</text:h>"),
    "ods": samples.odf(
        "spreadsheet", f"<table:table><text:p>{samples.SENTENCE}</text:p><text:p>Suite</text:p></table:table>"
    ),
    "xml": f"<?xml version='1.0'?><a><b>{samples.SENTENCE}</b><c>Suite</c></a>".encode(),
    "text": f"{samples.SENTENCE}\nSuite".encode(),
    "csv": f"{samples.SENTENCE};1\nSuite;2".encode("cp1252"),
}


@pytest.mark.parametrize("kind", OFFICE)
def test_office_files_and_plain_ones(tmp_path, kind):
    pages, outcome = read(tmp_path, OFFICE[kind], kind)
    assert list(pages) == [1]
    assert samples.SENTENCE in pages[1]
    assert "Suite" in pages[1].splitlines()[-1]
    assert "ー" not in pages[1]
    assert outcome.page_count == 1


def test_a_slide_is_a_page_even_without_words(tmp_path):
    pages, outcome = read(tmp_path, samples.pptx("Un", "", "Trois"), "pptx")
    assert pages == {1: "Un", 3: "Trois"}
    slides = (
        "<draw:page><text:p>Un</text:p></draw:page><draw:page/><draw:page><text:p>Trois</text:p></draw:page>"
    )
    assert read(tmp_path, samples.odf("presentation", slides), "odp")[0] == pages
    assert outcome.page_count == 3


def test_what_was_deleted_is_not_read(tmp_path):
    body = "<text:tracked-changes><text:p>secret</text:p></text:tracked-changes><text:p>Visible</text:p>"
    assert read(tmp_path, samples.odf(body=body), "odt")[0] == {1: "Visible"}


def test_a_long_text_is_cut_at_its_lines(tmp_path):
    pages, _ = read(tmp_path, ("une ligne de texte\n" * 5000).encode(), "text")
    assert len(pages) > 5
    assert all(page.endswith("texte") for page in pages.values())


# Hostile files

STREAM = b"BT /F1 12 Tf (x) Tj ET\n"


def endless_pdf() -> bytes:
    """A form that draws itself twice, some thirty deep: billions of drawings."""
    forms = []
    for number in range(5, 40):
        following = number + 1 if number < 39 else 39
        content = b"/A Do /B Do" if number < 39 else b"BT (x) Tj ET"
        forms.append(
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A %d 0 R /B %d 0 R >> >>"
            b" /Length %d >>\nstream\n%b\nendstream" % (following, following, len(content), content)
        )
    return samples.one_page(b"/A Do", *forms, resources=b"/XObject << /A 5 0 R >>")


def swollen_pdf(size: int, pages: int = 1) -> bytes:
    """Pages whose content unfolds into `size` bytes of drawing orders."""
    packed = zlib.compress(STREAM * (size // len(STREAM)), 9)
    return samples.raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count %d >>" % (b"3 0 R " * pages, pages),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream" % (len(packed), packed),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )


def ring_of_pages() -> bytes:
    """A tree of pages that bites its tail."""
    return samples.raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 1000000000 >>",
        b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 2 0 R] /Count 1000000000 >>",
    )


HOSTILE = {
    "endless": endless_pdf(),
    "swollen": swollen_pdf(60_000_000),
    "ring": ring_of_pages(),
    "empty": b"%PDF-1.7\n",
    "cut": samples.pdf()[:300],
    "noise": b"%PDF-1.7\n" + bytes(range(256)) * 100,
    "scripted": samples.scripted_pdf(),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_pdf_ends_in_time_and_is_told(tmp_path, case):
    pages, outcome = read(tmp_path, HOSTILE[case], "pdf", QUICK)
    assert not any(len(text) > QUICK.page_characters for text in pages.values())
    if case == "scripted":
        assert outcome == text_extraction.Extraction(page_count=1)
    elif case != "endless":
        # The library bounds drawings within drawings by itself.
        assert outcome.failure or outcome.notes, outcome


def test_an_extraction_that_does_not_end_is_ended(tmp_path):
    """By the processor's time; tests/sandbox asks the clock's."""
    bounds = Bounds(cpu_seconds=1, page_seconds=100)
    pages, outcome = read(tmp_path, swollen_pdf(70_000_000, pages=3), "pdf", bounds)
    assert not pages
    assert outcome.page_count == 3
    assert "trop longue" in outcome.failure


def test_a_file_that_eats_memory_meets_its_limit(tmp_path):
    """The process is refused memory; whoever started it keeps its own, and reads the next file."""
    greedy = Bounds(memory=300_000_000, page_seconds=60, seconds=60)
    _, outcome = read(tmp_path, swollen_pdf(60_000_000), "pdf", greedy)
    assert outcome.failure or outcome.notes
    assert read(tmp_path, samples.pdf("Suite"), "pdf")[0].keys() == {1}


def test_a_page_too_long_is_cut_and_said(tmp_path):
    pages, outcome = read(tmp_path, samples.pdf("mot " * 400), "pdf", Bounds(page_characters=100))
    assert len(pages[1]) <= 100
    assert "trop longue" in outcome.notes[0]


def test_more_pages_than_allowed_are_said(tmp_path):
    pages, outcome = read(tmp_path, samples.pdf("a", "b", "c"), "pdf", Bounds(pages=2))
    assert list(pages) == [1, 2]
    assert "après 2 pages" in outcome.notes[0]


def test_ten_thousand_pages_are_read(tmp_path):
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 10_005))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    content = samples.raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count 10000 >>" % kids,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(STREAM), STREAM),
        *[page] * 10_000,
    )
    pages, outcome = read(tmp_path, content, "pdf")
    assert len(pages) == outcome.page_count == 10_000
    assert not outcome.notes


def test_entities_in_a_word_file_are_not_followed(tmp_path):
    evil = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document xmlns:w="w"><w:t>&a;</w:t></w:document>'
    content = samples.zipped({samples.CONTENT_TYPES: "", "word/document.xml": evil})
    pages, outcome = read(tmp_path, content, "docx")
    assert not pages
    assert "abîmé" in outcome.failure


def test_the_worker_that_leaves_stops_reading(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(endless_pdf())
    with pytest.raises(Stopped):
        text_extraction.extract(path, "pdf", lambda number, text: None, should_stop=lambda: True)


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"{}",
        b'{"page":-1,"text":"a"}',
        b'{"page":1,"text":"\\u0000"}',
        b'{"pages":true,"notes":[]}',
        b'{"unknown":1}',
    ],
)
def test_garbage_is_told_from_an_answer(tmp_path, monkeypatch, frame):
    """A file that takes hold of its process answers what it likes."""

    monkeypatch.setattr(text_extraction, "run", lambda *asked, **options: [frame])
    pages, outcome = read(tmp_path, b"", "pdf")
    assert (pages, outcome.failure) == ({}, "la lecture du fichier a rendu n’importe quoi")
