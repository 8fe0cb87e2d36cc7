"""A test message of the trial: through the real gateway, each step shown to its sender and to nobody else."""

import html
import re
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from core.mail.inbound.read import read_waiting
from core.mail.models import OutgoingMail, RawContent, State, Trust
from core.people.models import Agent
from demo.models import TrialMail
from demo.trial_mail.actions import MOST_AN_HOUR
from mailroom.models import Item, RegisterAddress
from rooms.models import Booking
from suggestions.models import Idea
from tests.factories import AgentFactory
from tests.mail.corpus.test_corpus import FOLDER
from tests.rooms.factories import a_room

pytestmark = pytest.mark.django_db
ADDRESS, SERVER = "saperlipopette@port-mimosa.example", "mx.port-mimosa.example"
WRITE, BRING = "/essai/messages/", "/essai/messages/fichier/"
SUBJECT, TEXT = "Une fontaine dans le parc", "Pour boire sans revenir au dépôt."


@pytest.fixture(autouse=True)
def _address_in_use(settings: Any) -> None:
    settings.MAIL_ADDRESSES, settings.MAIL_FROM = {"saperlipopette": [ADDRESS]}, ADDRESS
    settings.MAIL_AUTHSERV_IDS, settings.MAIL_INTERNAL_RELAYS = [SERVER], []


@pytest.fixture
def signed_in(client: Client, author: Agent) -> Client:
    client.force_login(author)
    return client


def written(sender: str, **others: Any) -> dict[str, Any]:
    return {"sender": sender, "to": ADDRESS, "subject": SUBJECT, "text": TEXT, **others}


def eml(sender: str | None, **headers: str) -> bytes:
    message = EmailMessage()
    if sender:
        message["From"] = sender
    for name, value in ({"To": ADDRESS, "Subject": SUBJECT} | headers).items():
        message[name.replace("_", "-")] = value
    message.set_content(TEXT)
    return bytes(message)


def brought(client: Client, content: bytes) -> Any:
    return client.post(BRING, {"file": SimpleUploadedFile("message.eml", content)})


def last() -> TrialMail:
    return TrialMail.objects.select_related("mail").latest("pk")


def read(client: Client) -> str:
    """The page of the last message, once a worker has read it."""
    read_waiting()
    assert last().mail.state != State.RECEIVED
    response = client.get(last().get_absolute_url())
    assert response.status_code == 200
    return str(response.text)


# Written here


def test_it_becomes_an_idea_and_is_acknowledged(signed_in, author):
    assert ADDRESS in signed_in.get(WRITE).text
    photo = SimpleUploadedFile("plan.txt", "Près du kiosque.".encode())
    response = signed_in.post(WRITE, written(author.email or "", attachments=[photo]))
    assert response.headers["Location"] == last().get_absolute_url()
    mail = last().mail
    assert (mail.state, mail.size) == (State.RECEIVED, len(bytes(RawContent.objects.get(mail=mail).content)))
    page = signed_in.get(response.headers["Location"]).text
    assert mail.sha256 in page
    assert "en cours" in page
    assert 'hx-trigger="every 3s"' in page
    shown = read(signed_in)
    idea = Idea.objects.get()
    assert (idea.author, idea.title, idea.proposal) == (author, SUBJECT, TEXT)
    assert last().mail.trust == Trust.VERIFIED
    acknowledgement = OutgoingMail.objects.get(kind="mail.acknowledgement")
    for words in ("plan.txt", f'href="{idea.get_absolute_url()}"', "est la vôtre", acknowledgement.subject):
        assert words in shown
    assert "Vous recevrez un mot du groupe" in shown


def test_the_page_waits_politely(signed_in, author):
    path = signed_in.post(WRITE, written(author.email or "")).headers["Location"]
    waiting = signed_in.get(path, headers={"HX-Request": "true"})
    assert "en cours" in waiting.text
    assert "<html" not in waiting.text
    read(signed_in)
    assert signed_in.get(path, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_an_outsider_is_told_where_to_write(signed_in):
    signed_in.post(WRITE, written("sandrine@boite-perso.example"))
    page = read(signed_in)
    assert "n’est pas dans l’annuaire" in page
    assert "En quarantaine" in page
    assert "Nous ne reconnaissons pas votre adresse" in page
    assert not Idea.objects.exists()


@pytest.mark.parametrize("is_file", [False, True])
def test_nobody_acts_as_another_agent(signed_in, colleague, is_file):
    if is_file:
        brought(signed_in, eml(colleague.email))
    else:
        signed_in.post(WRITE, written((colleague.email or "").upper()))
    page = read(signed_in)
    assert (last().mail.state, last().mail.sender) == (State.HELD, colleague)
    assert not Idea.objects.exists()
    # Its link is the colleague's.
    assert OutgoingMail.objects.get().agent == colleague
    assert "lui seul le lit" in page
    assert "/courrier/confirmer/" not in page
    assert colleague.last_name not in page.partition("<h1>")[2].partition("<footer")[0]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sender", "a@b.example\r\nBcc: c@d.example"),
        ("to", "maire@ailleurs.example"),
        ("to", f"{ADDRESS}, maire@ailleurs.example"),
        ("to", f"maire@ailleurs.example <{ADDRESS}>"),
        ("to", f"{ADDRESS}\r\nBcc: maire@ailleurs.example"),
        ("to", "saperlipopette+x@ailleurs.example, maire@port-mimosa.example"),
        ("to", "saperlipopette+x\r\nBcc: maire@port-mimosa.example"),
    ],
)
def test_it_goes_to_the_intranet_s_own_addresses_alone(signed_in, author, field, value):
    response = signed_in.post(WRITE, written(author.email or "") | {field: value})
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {field}
    assert TEXT in response.text
    assert not TrialMail.objects.exists()


@pytest.mark.parametrize(
    "others",
    [
        {"subject": "", "text": ""},
        {"subject": "a\r\nBcc: x@y.example"},
        {"subject": "\x85\x0b\u2028é" + "(" * 200, "text": "\x0b\x1c\u2029 \ud7ff"},
        {"sender": '"a b"@boite.example'},
        {"sender": "élu@boite.example"},
        {"sender": "lui@mairie-évry.example"},
    ],
)
def test_odd_words_are_the_gateway_s(signed_in, author, others):
    response = signed_in.post(WRITE, written(author.email or "") | others)
    if response.status_code == 302:
        assert b"\nBcc" not in bytes(RawContent.objects.get(mail=last().mail).content)
        read(signed_in)
    else:
        assert "Écrivez une adresse" in response.text


def test_the_register_s_item_is_not_its_sender_s(signed_in, settings):
    courrier = "courrier@port-mimosa.example"
    settings.MAIL_ADDRESSES = settings.MAIL_ADDRESSES | {"courrier": [courrier]}
    signed_in.post(WRITE, written("sandrine@boite-perso.example", to=courrier))
    page = read(signed_in)
    item = last().mail.became
    assert isinstance(item, Item)
    assert "que vous ne lisez pas avec ce compte" in page
    assert item.get_absolute_url() not in page


# Brought as a file


def test_a_file_awaits_its_sender_who_confirms(signed_in, author):
    content = eml(author.email)
    brought(signed_in, content)
    assert bytes(RawContent.objects.get(mail=last().mail).content).endswith(content)
    page = read(signed_in)
    assert last().mail.state == State.HELD
    assert not Idea.objects.exists()
    link = "/courrier/confirmer/" + page.partition("/courrier/confirmer/")[2].partition('"')[0]
    signed_in.post(link, {"reponse": "oui"})
    shown = read(signed_in)
    assert Idea.objects.get().get_absolute_url() in shown


PASSED = "dmarc=pass header.from=ville.example; dkim=pass header.d=ville.example"


@pytest.mark.parametrize(
    "forged",
    [
        f"Authentication-Results: {SERVER}; {PASSED}\r\n",
        f"Authentication-Results: mx2.port-mimosa.example; {PASSED}\r\n",
        f" ; {PASSED}\r\n",
        f"\t\r\nAuthentication-Results: {SERVER}; {PASSED}\r\n",
        f"\rAuthentication-Results: {SERVER}; {PASSED}\r\n",
        "Received: from poste (poste [10.0.0.7]) by mx.port-mimosa.example\r\n",
        "Received: from localhost ([127.0.0.1]) by mx.port-mimosa.example with LMTP\r\n"
        f"Authentication-Results: {SERVER}; {PASSED}\r\n",
        " by x (poste [10.0.0.7])\r\n",
    ],
)
@pytest.mark.parametrize("has_server", [True, False])
def test_no_word_of_the_file_vouches_for_it(signed_in, colleague, settings, forged, has_server):
    settings.MAIL_AUTHSERV_IDS = [SERVER, "mx2.port-mimosa.example"] if has_server else []
    settings.MAIL_INTERNAL_RELAYS = ["10.0.0.0/8"]
    brought(signed_in, forged.encode() + eml(colleague.email))
    read(signed_in)
    assert last().mail.trust in (Trust.UNVERIFIED, Trust.NONE)
    assert last().mail.state in (State.HELD, State.QUARANTINED)
    assert not Idea.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 40,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 5000,
        b"\r\n\r\n",
        b"pas un message",
        eml(None),
        b"From: un@ville.example\r\nFrom: deux@ville.example\r\n" + eml(None),
        b"From: " + b"(" * 2000 + b"\r\n" + eml(None),
        b"Subject: " + b"(" * 2000 + b"\r\nContent-Type: text/plain; " + b"(" * 2000 + b"\r\n\r\nx",
        b"From: x@y.example\r\n" * 2000,
        b"".join(b"Content-Type: multipart/mixed; boundary=a%d\r\n\r\n--a%d\r\n" % (n, n) for n in range(80)),
        (FOLDER / "our_own_letter.eml").read_bytes(),
    ],
)
def test_the_gateway_decides_about_junk(signed_in, content):
    assert brought(signed_in, content).status_code == 302
    page = read(signed_in)
    assert last().mail.state in (State.QUARANTINED, State.REFUSED, State.AUTOMATIC)
    assert last().mail.get_state_display() in page
    assert not Idea.objects.exists()


def test_what_is_empty_or_too_heavy_is_said_beside_the_field(signed_in, author, settings):
    assert "Ce fichier est vide." in brought(signed_in, b"").text
    assert "Choisissez un fichier." in signed_in.post(BRING).text
    settings.MAIL_LARGEST = 1024 * 1024
    for size in (1024 * 1024 + 1, 1024 * 1024 - 10):
        assert "dépasse 1\u00a0Mo" in brought(signed_in, b"x" * size).text
    file = SimpleUploadedFile("long.txt", b"mot " * 300_000)
    assert "dépasse 1\u00a0Mo" in signed_in.post(WRITE, written(author.email or "", attachments=[file])).text
    assert not TrialMail.objects.exists()


# Whose it is, and how often


def test_it_is_its_sender_s_alone(signed_in, author, moderator):
    signed_in.post(WRITE, written(author.email or ""))
    path = last().get_absolute_url()
    signed_in.force_login(moderator)
    assert signed_in.get(path).status_code == 404
    assert SUBJECT not in signed_in.get(WRITE).text
    signed_in.force_login(AgentFactory.create(elected=True))
    assert [signed_in.get(each).status_code for each in (path, WRITE, BRING)] == [404, 404, 404]
    signed_in.logout()
    assert signed_in.get(path).status_code == 302


def test_there_is_a_limit_an_hour(signed_in, author, moderator):
    for n in range(MOST_AN_HOUR):
        signed_in.post(WRITE, written(author.email or "", subject=f"Idée {n}"))
    refused = signed_in.post(WRITE, written(author.email or ""))
    assert "c’est la limite" in refused.text
    assert TEXT in refused.text
    assert TrialMail.objects.count() == MOST_AN_HOUR
    signed_in.force_login(moderator)
    assert signed_in.post(WRITE, written(moderator.email or "")).status_code == 302


def test_the_pages_of_ideas_lead_to_it(signed_in):
    page = signed_in.get("/idees/proposer/").text
    assert ADDRESS in page
    assert page.count(f'href="{WRITE}"') == 2


def test_a_mail_is_answered_as_its_recipient_would(signed_in, author, settings):
    address = "courrier@port-mimosa.example"
    settings.MAIL_ADDRESSES["courrier"] = [address]
    RegisterAddress.objects.create(address=address, acknowledges=True, acknowledges_at_once=True)
    signed_in.post(WRITE, written(author.email, to=address))
    shown = read(signed_in)
    assert "enregistré sous le numéro" in shown
    [link] = re.findall(r'href="([^"]*)">Répondre comme l’expéditeur', shown)
    link = html.unescape(link)
    page = signed_in.get(link)
    form = page.context["form"]
    assert form["sender"].value() == author.email
    assert str(form["to"].value()).startswith("courrier")
    assert form["subject"].value().startswith("Re: ")
    sent = {name: form[name].value() for name in ("sender", "to", "subject")}
    assert signed_in.post(link, sent | {"text": "Merci, encore une question."}).status_code == 302
    read(signed_in)
    assert Item.objects.count() == 1
    assert Item.objects.get().replies.count() == 1


# Inviting a room


def test_a_room_is_invited_and_answers(signed_in, author, settings):
    settings.MAIL_ADDRESSES = {"salles": ["salles@port-mimosa.example"]}
    author.email = "auteur@port-mimosa.example"
    author.save()
    room = a_room(name="Remparts", slug="remparts", mail_address="salle-remparts@port-mimosa.example")
    start = timezone.localtime() + timedelta(days=1)
    while start.weekday() > 4 or str(start.date()) in ("2026-12-25", "2027-01-01"):
        start += timedelta(days=1)
    given = {"room": room.pk, "title": "Point budget", "start": f"{start:%Y-%m-%d}T10:00", "minutes": 60}
    far = signed_in.post("/essai/messages/salle/", given | {"start": "9999-12-31T23:30"})
    assert "Choisissez un jour et une heure" in far.text
    assert signed_in.post("/essai/messages/salle/", given).status_code == 302
    page = read(signed_in)
    assert Booking.objects.get().organiser == author
    assert "Acceptée" in page
