"""What was tried against the anonymous, the hidden names and the first opinions, each kept as it was tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageCms
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from core.documents.actions import store_bytes
from core.documents.metadata_removal import stripped
from core.documents.refusals import CannotStrip
from core.history.context import action_context
from suggestions.decisions import actions as decisions
from suggestions.evaluation import actions as evaluation
from suggestions.evaluation import policies
from suggestions.meetings import actions as meetings
from suggestions.merging import actions as merging
from suggestions.models import Decision, Idea, IdeaFile, Meeting, Tally
from suggestions.states import State
from tests.documents.test_metadata_removal import NAME, everything, note, pdf, text, with_note
from tests.suggestions.factories import action_url, away, evaluate, idea_in, sheet

# A PDF written by a program that says more than it shows


def entries(**more: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in more.items()})


def stream(content: bytes = NAME.encode(), **more: Any) -> StreamObject:
    made = StreamObject()
    made.set_data(content)
    made.update(entries(**more))
    return made


def picture(writer: PdfWriter) -> Any:
    pictures: Any = writer.pages[0]["/Resources"]
    return next(iter(pictures["/XObject"].values())).get_object()


def noted(writer: PdfWriter, subtype: str = "", **more: Any) -> None:
    with_note(writer, note(**({"Subtype": NameObject(subtype)} if subtype else {}), **more))


def link(writer: PdfWriter, **more: Any) -> None:
    action = entries(S=NameObject("/URI"), URI=text("https://ville.example"), **more)
    noted(writer, "/Link", A=action)


def script_after_a_link(writer: PdfWriter) -> None:
    link(writer, Next=entries(S=NameObject("/JavaScript"), JS=text()))


def in_the_picture(key: str, value: Callable[[PdfWriter], Any]) -> Callable[[PdfWriter], None]:
    def say(writer: PdfWriter) -> None:
        picture(writer)[NameObject(key)] = value(writer)

    return say


def profile_of_a_screen(writer: PdfWriter) -> ArrayObject:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + NAME.encode()
    return ArrayObject([NameObject("/ICCBased"), writer._add_object(stream(profile, N=NumberObject(3)))])


def name_of_a_layer(writer: PdfWriter) -> None:
    resources: Any = writer.pages[0]["/Resources"]
    layer = writer._add_object(entries(Type=NameObject("/OCG"), Name=text()))
    resources[NameObject("/Properties")] = entries(MC0=layer, MC1=entries(Title=text()))


def form_of_a_program(writer: PdfWriter) -> None:
    resources: Any = writer.pages[0]["/Resources"]
    drawn = stream(b"q Q", Type=NameObject("/XObject"), Subtype=NameObject("/Form"), Zz=entries(By=text()))
    resources["/XObject"][NameObject("/Fm")] = writer._add_object(drawn)


PLACE = text(f"C:\\Users\\{NAME}")
SAYING: dict[str, Callable[[PdfWriter], None]] = {
    "script after a link": script_after_a_link,
    "program after a link": lambda writer: link(writer, Next=entries(S=NameObject("/Launch"), F=PLACE)),
    "where a link led": lambda writer: noted(writer, "/Link", PA=entries(URI=PLACE, S=text("x"))),
    "named place": lambda writer: noted(writer, "/Link", A=entries(S=NameObject("/GoTo"), D=text())),
    "unseen note": lambda writer: noted(writer, F=NumberObject(2), Contents=text()),
    "earlier value": lambda writer: noted(writer, "/Widget", FT=NameObject("/Tx"), DV=text()),
    "file behind a note": lambda writer: noted(writer, FS=entries(F=text())),
    "metadata of a picture": in_the_picture("/Metadata", lambda writer: writer._add_object(stream())),
    "where a picture was": in_the_picture("/OPI", lambda writer: entries(F=PLACE)),
    "other picture": in_the_picture(
        "/Alternates", lambda writer: ArrayObject([entries(Image=writer._add_object(stream()))])
    ),
    "private key of a picture": in_the_picture("/Zz_Private", lambda writer: entries(By=text())),
    "profile of a screen": in_the_picture("/ColorSpace", profile_of_a_screen),
    "name of a layer": name_of_a_layer,
    "form of a program": form_of_a_program,
}


def all_of(data: bytes) -> bytes:
    """`everything`, and what no longer leads anywhere."""
    reader = PdfReader(BytesIO(data))
    parts = [everything(data)]
    for number in sorted({number for numbers in reader.xref.values() for number in numbers} - {0}):
        found = reader.get_object(IndirectObject(number, 0, reader))
        parts.append(repr(found).encode())
        parts.append(found._data if isinstance(found, StreamObject) else b"")
    return b"".join(parts)


@pytest.mark.parametrize("say", SAYING.values(), ids=SAYING)
def test_a_pdf_says_no_more_than_it_shows(say):
    data = pdf(say)
    assert NAME.encode() in all_of(data)
    _, clean = stripped(data)
    assert NAME.encode() not in all_of(clean)
    page = PdfReader(BytesIO(clean)).pages[0]
    assert "Ce qui se lit" in page.extract_text()
    [image] = page.images
    assert image.image is not None
    assert image.image.size == (64, 48)


def test_a_link_still_leads():
    _, clean = stripped(pdf(script_after_a_link))
    [kept] = PdfReader(BytesIO(clean)).pages[0]["/Annots"]
    assert kept.get_object()["/A"] == {"/S": "/URI", "/URI": "https://ville.example"}


def test_a_photograph_written_within_the_page_is_refused():
    def within(writer: PdfWriter) -> None:
        target = BytesIO()
        exif = Image.Exif()
        exif[0x013B] = NAME
        Image.new("RGB", (8, 8)).save(target, "JPEG", exif=exif)
        said = b"q BI /W 8 /H 8 /CS /RGB /BPC 8 /F /DCT ID " + target.getvalue() + b" EI Q\n"
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream(said))

    with pytest.raises(CannotStrip, match="trop compliqué"):
        stripped(pdf(within))


@pytest.mark.parametrize(
    "said",
    [
        "Date: Wed, 25 Nov 2026 09:12:44 +0100\nMessage-ID: <1@ville.example>\nFrom: Zquidam\n\nBonjour.",
        "X-Mozilla-Status: 0001\r\nSubject: idée\r\n\r\nBonjour.",
        "Delivered-To: zquidam@ville.example\n\nBonjour.",
        "<!-- Zquidam --><p>Bonjour</p>",
    ],
)
def test_a_text_that_says_who_wrote_it_is_refused(said):
    with pytest.raises(CannotStrip, match="collez son texte"):
        stripped(said.encode())


def test_a_text_that_speaks_of_mails_is_taken():
    data = "Le service reçoit trop de mails.\nDe : personne. Reçu : jamais.".encode()
    assert stripped(data) == ("txt", data)


# Reading the others before one's own opinion, or one's own idea before its answer


def pages_of_the_meeting(meeting: Meeting, idea: Idea) -> list[str]:
    return [
        reverse("suggestions:meeting_detail", args=[meeting.reference]),
        reverse("suggestions:meeting_item", args=[meeting.reference, idea.reference]),
        reverse("suggestions:meeting_projection", args=[meeting.reference, 1]),
        reverse("suggestions:meeting_minutes", args=[meeting.reference]),
    ]


@pytest.mark.django_db
def test_the_form_of_the_decision_tells_no_veto_before_ones_own_evaluation(
    author, moderator, other_moderator, head, signed_in
):
    idea = idea_in(State.UNDER_STUDY, author=author, followed_by=moderator)
    evaluate(idea, moderator, veto="Rien ne se relira.")
    urls = [
        action_url(idea, "decider"),
        action_url(idea, "decider", at_the_desk=True),
    ]
    for url in urls:
        for agent in (other_moderator, head):
            client = signed_in(agent)
            assert client.get(url).status_code == 403
            page = client.post(
                url, {"verdict": "retained", "reasons": "Oui.", "without_quorum_because": "Si."}
            )
            assert "donnez d’abord votre évaluation" in page.text
    assert not Decision.objects.exists()
    evaluate(idea, head)
    assert [signed_in(head).get(url).status_code for url in urls] == [200, 200]


@pytest.mark.django_db
def test_filling_a_colleagues_seat_does_not_show_the_marks_before_ones_own(
    author, moderator, other_moderator, head
):
    idea = idea_in(State.UNDER_STUDY, author=author, followed_by=moderator)
    evaluate(idea, moderator)
    away(head, other_moderator)
    evaluation.evaluate(Idea.objects.get(pk=idea.pk), by=other_moderator, seat=head, **sheet())
    assert not policies.can_see_marks(other_moderator, Idea.objects.get(pk=idea.pk))
    evaluate(idea, other_moderator)
    assert policies.can_see_marks(other_moderator, Idea.objects.get(pk=idea.pk))


@pytest.mark.django_db
@pytest.mark.parametrize("is_merged", [False, True])
def test_an_author_of_the_group_learns_nothing_in_the_meeting(
    author, moderator, other_moderator, signed_in, is_merged
):
    mine = idea_in(State.UNDER_STUDY, author=other_moderator, followed_by=moderator)
    idea = idea_in(State.UNDER_STUDY, author=author, followed_by=moderator) if is_merged else mine
    evaluate(idea, moderator, veto="Rien ne se relira.")
    Tally.objects.filter(idea=idea).update(ready_at=timezone.now())
    meeting = meetings.prepare(by=moderator, starts_at=timezone.now() + timedelta(days=7), place="Ici")
    meetings.add(meeting, by=moderator, idea=idea)
    if is_merged:
        merging.merge(idea, mine, by=moderator)
    meetings.open_meeting(meeting, by=moderator)
    decisions.decide(
        Idea.objects.get(pk=idea.pk),
        by=moderator,
        verdict="retained",
        reasons="Utile au guichet.",
        veto_lifted_because="Une copie va aux archives.",
        meeting=Meeting.objects.get(),
    )
    secrets = ("Rien ne se relira.", "médiane", "Utile au guichet.", "Une copie va aux archives.")
    for page in pages_of_the_meeting(meeting, idea):
        read = signed_in(other_moderator).get(page).text
        assert [secret for secret in secrets if secret in read] == [], page
        read = signed_in(moderator).get(page).text
        assert any(secret in read for secret in secrets), page


# A hidden name, looked for by who keeps the machines


@pytest.mark.django_db
def test_the_list_of_files_does_not_name_who_hides_their_name(
    author, administrator, signed_in, documents_dir
):
    with action_context("a proposé l’idée", by=author):
        document = store_bytes(b"Le bureau du fond.", name="note.txt", by=author)
        idea = idea_in(State.UNDER_STUDY, author=author, identity="hidden")
        IdeaFile.objects.create(idea=idea, document=document)
    client = signed_in(administrator)
    for page in ("change", "history"):
        url = reverse(f"admin:documents_document_{page}", args=[document.pk])
        read = client.get(url).text
        assert document.reference in read
        assert author.last_name not in read, page
        # A file's name can name its owner too.
        assert "note.txt" not in read, page
