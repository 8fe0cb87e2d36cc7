"""Screenshots in the text of a manual: put there, read there, and gone with the last edition that shows them."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.documents.models import Document
from manuals.models import Manual, ManualPicture, clean_body
from manuals.pictures import body_of
from tests.dematerialisation.factories import a_picture
from tests.manuals.factories import ManualFactory, ManualPictureFactory, replace

pytestmark = pytest.mark.django_db


def sent(**changes: Any) -> dict[str, Any]:
    picture = SimpleUploadedFile("ecran.jpg", a_picture(3000, 600), content_type="image/jpeg")
    said = {"picture": picture, "alternative": "L’onglet « Dépenses »", "submission_key": uuid.uuid4()}
    return said | changes


@pytest.fixture
def manual(software: Any) -> Manual:
    return ManualFactory.create(software=software, body="<p>Ouvrez. [image 1]</p><p>Fermez.</p>")


def test_a_referent_puts_a_screenshot_in_its_place(manual, referent, outsider, signed_in, client):
    """Rights are the walker's; who is not signed in reads neither."""
    url = reverse("manuals:manual_picture_add", args=[manual.reference])
    said, writer = sent(), signed_in(referent)
    assert writer.post(url, said).status_code == 302
    # Sent twice, it is added once.
    writer.post(url, sent(submission_key=said["submission_key"]))
    picture = ManualPicture.objects.get()
    assert (picture.number, picture.width, picture.height) == (1, 2560, 512)
    page = signed_in(outsider).get(manual.get_absolute_url()).text
    assert f'<p>Ouvrez. <a class="picture" href="{picture.get_absolute_url()}"><img ' in page
    assert 'alt="L’onglet « Dépenses »"' in page
    assert signed_in(outsider).get(picture.get_absolute_url())["Content-Type"] == "image/jpeg"
    client.logout()
    assert client.get(picture.get_absolute_url()).status_code == 302


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"alternative": " "}, "un collègue qui ne la voit pas"),
        ({"picture": SimpleUploadedFile("a.png", b"<script>alert(1)</script>")}, "C’est une page web"),
        ({"picture": ""}, "Collez, déposez ou choisissez"),
    ],
)
def test_what_is_not_a_described_picture_is_refused(manual, referent, signed_in, changes, said):
    url = reverse("manuals:manual_picture_add", args=[manual.reference])
    assert said in signed_in(referent).post(url, sent(**changes)).text
    assert not ManualPicture.objects.exists()


def test_a_mark_is_read_in_the_words_alone():
    """Never in the address of a link, whatever the picture says of itself; one without a place follows the text."""
    body = '<p><a href="https://a.fr/>[image 1]">ici</a> [image 7]</p>'
    manual = ManualFactory.create(body=body)
    picture = ManualPictureFactory.create(manual=manual, alternative='" onerror="alert(1)')
    shown = body_of(manual, [picture])
    assert shown.startswith(f"{body}<p><a")
    assert 'alt="&quot; onerror=&quot;alert(1)"' in shown
    # Copied from the page, with its no-break space, and sanitised like any text.
    manual.body = clean_body(f"<p>Ici {picture.mark}, puis.</p>")
    assert body_of(manual, [picture]).startswith("<p>Ici <a class")


def test_a_picture_goes_with_the_last_edition_that_shows_it(manual, referent, signed_in):
    picture, client = ManualPictureFactory.create(manual=manual), signed_in(referent)
    newer = replace(manual, by=referent, title="Nouveau", dated_on=manual.dated_on, body="<p>[image 1]</p>")
    assert newer.pictures.get().document == picture.document
    client.post(reverse("manuals:manual_picture_remove", args=[newer.pictures.get().reference]))
    assert not newer.pictures.exists()
    assert Document.objects.filter(pk=picture.document_id).exists()
    client.post(reverse("manuals:manual_picture_remove", args=[picture.reference]))
    assert not Document.objects.filter(pk=picture.document_id).exists()
