"""Scanned PDFs read by Tesseract itself, in the sandbox; off, or without it, a scan stays a scan."""

from io import BytesIO
from typing import Any

import pytest
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

from core.documents import registrations, text_extraction
from core.documents.extraction import recognition
from core.documents.extraction.pages import Bounds
from core.documents.models import Document
from tests.documents import samples
from tests.documents.factories import DocumentFactory
from tests.documents.test_text_extraction import read

State = Document.TextState
pytestmark = pytest.mark.django_db
WORDS = "Le conseil municipal adopte\nla réfection de l’école élémentaire."


def scan_of(*pages: str) -> bytes:
    """Each page a picture of these words, at 200 dots an inch, as a copier makes them."""
    font = ImageFont.truetype("DejaVuSans.ttf", 44)
    document = FPDF(format="A4")
    for words in pages:
        image = Image.new("L", (1654, 2339), 255)
        ImageDraw.Draw(image).multiline_text((150, 200), words, font=font, fill=0)
        file = BytesIO()
        image.save(file, "JPEG")
        document.add_page()
        document.image(file, x=0, y=0, w=210, h=297)
    return bytes(document.output())


@pytest.fixture
def ocr(settings: Any) -> None:
    settings.DOCUMENTS_OCR = True


def test_the_words_on_the_image_are_read(ocr):
    document = read(DocumentFactory.create(data=scan_of(WORDS, "", "Le boulodrome")))
    assert (document.text_state, document.page_count) == (State.RECOGNISED, 3)
    assert document.has_text_pages
    texts = dict(document.pages.values_list("number", "text"))
    assert "réfection de l’école élémentaire" in texts[1].replace("'", "’")
    assert texts.keys() == {1, 3}


def test_off_unless_the_town_asks_for_it(settings):
    assert settings.DOCUMENTS_OCR is False
    document = read(DocumentFactory.create(data=scan_of(WORDS)))
    assert (document.text_state, document.pages.count()) == (State.NO_TEXT, 0)
    assert not document.has_text_pages


def test_a_pdf_with_text_is_not_looked_at_twice(ocr, monkeypatch):
    monkeypatch.setattr("core.documents.text_extraction._recognise", lambda *given: pytest.fail("recognised"))
    assert read(DocumentFactory.create(data=samples.pdf("Un"))).text_state == State.READ


def test_a_picture_without_words_stays_a_scan(ocr):
    assert read(DocumentFactory.create(data=scan_of(""))).text_state == State.NO_TEXT


def test_without_the_language_a_scan_stays_a_scan(ocr, monkeypatch):
    """Its environment is the process's: the pool is one of its own."""
    failed = text_extraction.Extraction(failure=recognition.MISSING)
    real = text_extraction.extract
    monkeypatch.setattr(
        text_extraction,
        "extract",
        lambda *a, **given: failed if given.get("recognise") else real(*a, **given),
    )
    document = read(DocumentFactory.create(data=scan_of(WORDS)))
    assert (document.text_state, document.text_error) == (State.NO_TEXT, "")


def test_a_scan_that_takes_too_long_keeps_its_first_pages(tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan_of(*["Une page"] * 3))
    found: list[int] = []
    # No processor time at all beyond what is kept back.
    bounds = Bounds(cpu_seconds=recognition.RESERVE, memory=text_extraction.RECOGNITION.memory)
    outcome = text_extraction.extract(
        path, "pdf", lambda number, text: found.append(number), bounds=bounds, recognise=True
    )
    assert not found
    assert "numérisation trop longue" in outcome.notes[0]


def test_the_check_says_what_is_missing(ocr, monkeypatch, settings):
    assert registrations.recognition(None) == []
    monkeypatch.setattr(recognition, "LANGUAGE", b"xxx")
    assert "tesseract-ocr-fra" in registrations.recognition(None)[0].msg
    monkeypatch.setattr(recognition, "LIBRARY", "libnothing.so.9")
    assert "tesseract-ocr" in registrations.recognition(None)[0].msg
    settings.DOCUMENTS_OCR = False
    assert registrations.recognition(None) == []
