"""The pile of scans: several letters at once, one after the other, parted or put away; nothing is lost."""

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader, PdfWriter

from core.documents.actions import store_bytes
from core.documents.models import Document, Upload
from core.people.models import Agent
from core.people.roles import Role
from mailroom import scans
from mailroom.models import Channel, Item, Scan, State
from tests.factories import AgentFactory
from tests.mailroom.factories import CITIZEN, a_kind, item_in, registered

NEW = "mailroom:item_new"


def a_pdf(pages: int) -> bytes:
    writer, written = PdfWriter(), BytesIO()
    for number in range(pages):
        writer.add_blank_page(width=200 + number, height=300)
    writer.write(written)
    return written.getvalue()


def a_scan(office: Agent, *, pages: int = 1, name: str = "lettre.pdf") -> Scan:
    return Scan.objects.create(document=store_bytes(a_pdf(pages), name=name, by=office), by=office)


def widths(document: Document) -> list[int]:
    return [round(page.mediabox.width) for page in PdfReader(document.file_path).pages]


def test_a_scan_is_registered_once(office_client, office):
    """A colleague took it meanwhile: what was typed is still there."""
    scan = a_scan(office)
    given = {"scan": scan.reference, "subject": "Un banc", "sender_name": "Rose"}
    given["received_on"] = timezone.localdate().isoformat()
    scans.register(by=office, scan=scan.reference, **words())
    page = office_client.post(reverse(NEW), given)
    assert "Ce scan n’attend plus" in page.text
    assert 'value="Un banc"' in page.text
    assert Item.objects.count() == 1
    # Their letter is another: what the page shows is sent again, without a scan.
    assert page.context["form"]["scan"].value() == ""
    assert office_client.post(reverse(NEW), given | {"scan": ""}).status_code == 302
    assert Item.objects.count() == 2


def test_a_wrong_drop_keeps_the_files_that_were_received(office_client):
    dropped = [SimpleUploadedFile("un.pdf", a_pdf(1)), SimpleUploadedFile("deux.exe", b"MZ")]
    page = office_client.post(reverse("mailroom:scan_add"), {"files": dropped})
    assert page.status_code == 200
    assert page.context["drop"].errors
    assert "un.pdf" in page.text
    assert not Scan.objects.exists()
    for said in ("est sur la pile", "déjà sur la pile"):
        received = {"files-recu": Upload.objects.get(name="un.pdf").reference}
        page = office_client.post(reverse("mailroom:scan_add"), received, follow=True)
        assert said in page.text


def words(**fields: Any) -> dict[str, Any]:
    return {"subject": "Un banc", "sender_name": "Rose", "received_on": timezone.localdate()} | fields


def test_a_wrong_form_keeps_its_scan_and_its_words(office_client, office, gardens):
    first, scan = a_scan(office), a_scan(office, name="autre.pdf")
    given = {"scan": scan.reference, "subject": "Un banc", "sender_name": "", "direction": gardens.pk}
    page = office_client.post(reverse(NEW), given)
    for said in ("Écrivez qui l’envoie", "Choisissez une nature", 'value="Un banc"', "autre.pdf"):
        assert said in page.text
    assert {*Scan.objects.all()} == {first, scan}


def test_a_scan_is_parted_and_its_second_half_comes_next(office):
    scan, last = a_scan(office, pages=3), a_scan(office)
    former = scan.document
    scans.split(scan, by=office, after=1)
    pile = list(Scan.objects.all())
    assert [widths(one.document) for one in pile] == [[200], [201, 202], [200]]
    assert [one.document.name for one in pile[:2]] == ["lettre (1).pdf", "lettre (2).pdf"]
    assert pile[2] == last
    assert not Document.objects.filter(pk=former.pk).exists()


def test_a_first_part_that_is_cut_again_keeps_its_order(office):
    scan, last = a_scan(office, pages=3), a_scan(office)
    # Dropped together, at the same moment.
    Scan.objects.filter(pk=last.pk).update(at=scan.at)
    for after in (2, 1):
        scans.split(Scan.objects.get(pk=scan.pk), by=office, after=after)
    assert [widths(one.document) for one in Scan.objects.all()] == [[200], [201], [202], [200]]


@pytest.mark.parametrize("after", [0, 3, 2000])
def test_a_scan_is_not_parted_outside_its_pages(office, after):
    scan = a_scan(office, pages=3)
    with pytest.raises(ValidationError, match="3"):
        scans.split(scan, by=office, after=after)
    assert Scan.objects.get().document == scan.document


def test_what_is_no_pdf_is_not_parted(office):
    scan = Scan.objects.create(document=store_bytes(b"Bonjour", name="lettre.txt", by=office), by=office)
    with pytest.raises(ValidationError, match="ne se coupe pas"):
        scans.split(scan, by=office, after=1)


def test_a_scan_is_put_away_with_its_file(office):
    scan = a_scan(office)
    scans.remove(scan, by=office)
    assert not Scan.objects.exists()
    assert not Document.objects.exists()
    with pytest.raises(ValidationError, match="n’attend plus"):
        scans.remove(scan, by=office)


def test_the_scan_is_shown_in_the_page_and_in_no_other_site(office_client, office):
    scan = a_scan(office)
    page = office_client.get(reverse(NEW))
    path = reverse("mailroom:scan_document", args=[scan.reference])
    assert f'data="{path}#' in page.text
    assert "object-src 'self'" in page.headers["Content-Security-Policy"]
    file = office_client.get(path)
    assert "frame-ancestors 'self'" in file.headers["Content-Security-Policy"]
    assert file.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_pile_is_the_offices(client, office):
    scan, other = a_scan(office), AgentFactory.create(roles=[Role.ADMINISTRATOR])
    client.force_login(other)
    doors = [
        reverse(f"mailroom:scan_{name}", args=[scan.reference]) for name in ("document", "split", "remove")
    ]
    assert client.get(doors[0]).status_code == 404
    assert {client.post(door, {"after": 1}).status_code for door in doors[1:]} == {404}
    for verb in (
        lambda: scans.add([], by=other),
        lambda: scans.split(scan, by=other, after=1),
        lambda: scans.remove(scan, by=other),
        lambda: scans.register(by=other, scan=scan.reference, **words()),
        lambda: registered(other),
    ):
        with pytest.raises(PermissionDenied):
            verb()
    assert Scan.objects.get() == scan


# The proposal


def test_the_page_proposes_a_direction_and_says_why(office_client, office, gardens, elsewhere):
    given = {"office": office, "direction": elsewhere.direction, "sender_name": "Paul"}
    for subject in ("Nid de poule rue du Port", "Un nid de poule devant le port"):
        item_in(State.ASSIGNED, **given, subject=subject, sender_address=f"{subject[:3]}@fai.example")
    item_in(State.ASSIGNED, office=office, direction=gardens, sender_name="Rose Durand", subject="Arbres")
    path = reverse("mailroom:item_proposal")
    page = office_client.post(path, {"subject": "La poule du port", "sender_name": "Inconnue"})
    assert f"mêmes mots que 2 courriers confiés à {elsewhere.direction}" in page.text
    assert f'<option value="{elsewhere.direction.pk}" selected>' in page.text
    assert "<html" not in page.text
    # By the sender, whose address is offered again.
    page = office_client.post(path, {"subject": "Autre", "sender_name": "rose durand"}).text
    assert "même expéditeur que le" in page
    assert CITIZEN in page
    assert f'<option value="{a_kind().pk}" selected>' in page
    # Only proposed: a person ticks it, and it stays so.
    assert f'value="{CITIZEN}">' in page
    ticked = office_client.post(path, {"sender_name": "Rose Durand", "known_address": CITIZEN}).text
    assert f'value="{CITIZEN}" checked>' in ticked
    # What a person has chosen stays; what was only proposed does not.
    chosen = {"subject": "Autre", "sender_name": "Rose Durand", "direction": elsewhere.direction.pk}
    assert f'<option value="{elsewhere.direction.pk}" selected>' in office_client.post(path, chosen).text
    page = office_client.post(path, chosen | {"was_direction": elsewhere.direction.pk}).text
    assert f'<option value="{gardens.pk}" selected>' in page
    assert (
        office_client.post(path, {"direction": "x", "was_direction": "y", "subject": "\x00"}).status_code
        == 200
    )


@pytest.mark.parametrize(
    ("state", "channel"), [(State.REGISTERED, Channel.MAIL), (State.SPAM, Channel.PAPER)]
)
def test_an_address_is_recalled_from_letters_alone(office_client, office, gardens, state, channel):
    """A stranger chooses the name that their mail shows."""
    item_in(state, office=office, direction=gardens, sender_name="Rose Durand", channel=channel)
    page = office_client.post(reverse("mailroom:item_proposal"), {"sender_name": "Rose Durand"})
    assert CITIZEN not in page.text


def test_a_known_address_is_taken_again(office_client, office):
    registered(office, sender_name="Rose Durand")
    given = {"subject": "Un banc", "sender_name": "Rose Durand", "known_address": CITIZEN}
    given["received_on"] = timezone.localdate().isoformat()
    office_client.post(reverse(NEW), given)
    assert Item.objects.latest("pk").sender_address == CITIZEN
    office_client.post(reverse(NEW), given | {"sender_address": "3 rue du Port"})
    assert Item.objects.latest("pk").sender_address == "3 rue du Port"
