"""The préfecture's receipts: matched, written once, and no door for hostile XML."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.documents.actions import stage
from core.documents.fields import streamed
from core.documents.models import Upload
from core.history.entries import history_of
from deliberations.models import Deliberation
from deliberations.receipts import parse_receipt, record_receipt
from tests.deliberations.factories import DeliberationFactory, matter

pytestmark = pytest.mark.django_db
SAMPLE = (Path(__file__).parent / "aractes_exemple.xml").read_bytes()
ACT = "099-219909991-20260625-2026_06_001-DE"


@pytest.fixture
def deliberation() -> Deliberation:
    return DeliberationFactory.create(number="2026_06_001")


def test_a_receipt_finds_its_deliberation(deliberation, council_secretary):
    assert "lundi 29\u00a0juin" in record_receipt(parse_receipt(SAMPLE), by=council_secretary)
    deliberation.refresh_from_db()
    assert deliberation.acknowledgement == ACT
    assert str(deliberation.acknowledged_on) == "2026-06-29"
    assert deliberation.prefecture == "PREF099"
    assert history_of(deliberation)[0].action == "a importé l’accusé de réception"
    # Twice changes nothing.
    entries = len(history_of(deliberation))
    assert "avait déjà" in record_receipt(parse_receipt(SAMPLE), by=council_secretary)
    assert len(history_of(deliberation)) == entries


def test_a_corrected_day_is_taken_from_the_same_receipt_and_another_matter_is_told(council_secretary):
    deliberation = DeliberationFactory.create(number="AUTRE", acknowledgement=ACT, matter=matter("7.10"))
    said = record_receipt(parse_receipt(SAMPLE), by=council_secretary)
    assert "classée en 7.1, sa fiche dit 7.10" in said
    deliberation.refresh_from_db()
    assert str(deliberation.acknowledged_on) == "2026-06-29"


def test_a_receipt_is_not_replaced_by_another(council_secretary):
    DeliberationFactory.create(number="2026_06_001", acknowledgement="099-AUTRE")
    with pytest.raises(ValidationError, match="déjà un autre accusé"):
        record_receipt(parse_receipt(SAMPLE), by=council_secretary)


def test_only_the_secretary(deliberation, administrator):
    with pytest.raises(PermissionDenied):
        record_receipt(parse_receipt(SAMPLE), by=administrator)


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><ARActe>&b;</ARActe>"""
OUTSIDE = (
    b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><ARActe>&a;</ARActe>"""
)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "n’est pas un XML lisible"),
        (b"rien", "n’est pas un XML lisible"),
        (b"\x00\x01", "n’est pas un XML lisible"),
        (b'<?xml version="1.0" encoding="utf-99"?><ARActe/>', "n’est pas un XML lisible"),
        (BOMB, "entités"),
        (OUTSIDE, "entités"),
        (b"<autre/>", "n’est pas un accusé"),
        (b"<ARActe IDActe='1' DateReception='2026-06-29'/>", "quel acte"),
        (SAMPLE.replace(b"actes:IDActe", b"actes:Autre"), "IDActe"),
        (SAMPLE.replace(ACT.encode(), b""), "IDActe"),
        (SAMPLE.replace(ACT.encode(), b"x" * 300), "IDActe"),
        (SAMPLE.replace(b"2026-06-29", b"29/06/2026"), "date illisible"),
    ],
)
def test_what_is_no_receipt_is_refused_in_words(data, words):
    with pytest.raises(ValidationError, match=words):
        parse_receipt(data)


def test_several_at_once_on_the_page(signed_in, council_secretary, deliberation):
    client, url = signed_in(council_secretary), reverse("deliberations:receipts")
    contents = (SAMPLE, SAMPLE.replace(b"2026_06_001", b"2026_06_999"), b"<?xml version='1.0'?><autre/>")
    files = [SimpleUploadedFile("ar.xml", content, "application/xml") for content in contents]
    page = client.post(url, {"receipts": files})
    assert page.text.count("Refusé") == 2
    assert "a été reçue en préfecture le lundi" in page.text
    assert "Aucune délibération n’a le numéro 2026_06_999" in page.text
    assert not Upload.objects.exists()
    assert "entités" in client.post(url, {"receipts": [SimpleUploadedFile("ar.xml", BOMB)]}).text


def test_a_receipt_already_read_by_the_same_form_is_said(signed_in, council_secretary):
    with streamed(SimpleUploadedFile("accuse.xml", b"<?xml version='1.0'?><ARActe/>")) as file:
        upload = stage(file, by=council_secretary)
    upload.file_path.unlink()
    page = signed_in(council_secretary).post(
        reverse("deliberations:receipts"), {"receipts-recu": upload.reference}
    )
    assert page.status_code == 200
    assert "Ce fichier n’attend plus" in page.text
