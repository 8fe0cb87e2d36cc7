"""What each says of themselves, their photo, and what a manager writes for them."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image

from core.documents.models import Document, Upload
from core.history.entries import history_of
from core.people.models import Agent
from directory import cards
from directory.models import Card
from tests.directory.factories import CardFactory, a_file, a_photo, with_photo
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Agent], Client]
MINE = reverse("directory:card_correct")
PHOTO = reverse("directory:photo_give")


@pytest.fixture
def client(signed_in: SignedIn, author: Agent) -> Client:
    return signed_in(author)


# Words


def test_an_agent_corrects_what_is_theirs(client, author):
    data = {"phone": "0400002001", "office": " Serres  municipales ", "duties": "Les plants.\r\nLes bancs."}
    not_theirs = {"function": "maire", "email": "autre@ville.example", "is_active": ""}
    response = client.post(MINE, data | not_theirs)
    before = (author.function, author.email)
    assert response["Location"] == reverse("directory:agent_detail", args=[author.reference])
    author.refresh_from_db()
    card = author.card
    assert (author.phone, author.function, author.email) == ("04 00 00 20 01", *before)
    assert (card.office, card.duties) == ("Serres municipales", "Les plants.\nLes bancs.")
    assert card.phone_corrected_at is not None
    assert history_of(card)[0].action == "a corrigé sa fiche"


def test_a_telephone_left_alone_stays_the_files(client, author):
    Agent.objects.filter(pk=author.pk).update(phone="04 00 00 20 01")
    client.post(MINE, {"phone": "04.00.00.20.01", "office": "", "duties": "Les plants."})
    assert Card.objects.get(agent=author).phone_corrected_at is None


def test_a_manager_writes_for_someone(signed_in, author, colleague, directory_manager):
    client = signed_in(directory_manager)
    path = reverse("directory:card_keep", args=[author.reference])
    client.post(path, {"office": "Atelier", "duties": "Les haies.", "manager": colleague.identifiant})
    card = Card.objects.get(agent=author)
    assert (card.office, card.duties, card.agent.manager) == ("Atelier", "Les haies.", colleague)
    assert f'value="{colleague} ({colleague.identifiant})"' in client.get(path).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("personne", "Aucun compte ouvert"),
        ("Nadia Benali", "Une personne n’est pas sa propre responsable."),
        ("Paul", "choisissez de qui il s’agit"),
        ("x" * 300, "caractères"),
    ],
)
def test_a_manager_who_is_not_found(signed_in, author, colleague, directory_manager, typed, said):
    AgentFactory(first_name="Paul", last_name="Autre")
    path = reverse("directory:card_keep", args=[author.reference])
    response = signed_in(directory_manager).post(path, {"manager": typed, "duties": "Les haies."})
    assert response.status_code == 200
    assert said in response.text
    assert "Les haies." in response.text
    assert not Card.objects.exists()


# Photos


def stored(card: Card) -> Image.Image:
    assert card.photo
    return Image.open(BytesIO(card.photo.file_path.read_bytes()))


def test_a_photo_is_given_with_consent(client, author):
    exif = Image.Exif()
    exif[0x010F] = "Appareil de Nadia"
    exif[0x0112] = 6  # turned a quarter
    photo = a_photo(2000, 1000, exif=exif, comment=b"a la plage")
    assert b"Appareil de Nadia" in photo
    response = client.post(PHOTO, {"photo": a_file(photo), "has_consent": "on"})
    assert response.status_code == 302
    card = Card.objects.get(agent=author)
    assert card.photo_consented_at is not None
    image = stored(card)
    assert image.size == (256, 512)
    assert image.format == "JPEG"
    assert card.photo
    data = card.photo.file_path.read_bytes()
    assert not image.getexif()
    assert b"Appareil" not in data
    assert b"plage" not in data
    assert not Upload.objects.exists()
    shown = client.get(reverse("directory:agent_photo", args=[author.reference]))
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.getvalue() == data
    page = client.get(reverse("directory:agent_detail", args=[author.reference])).text
    assert "Photo de Nadia Benali" in page


def test_without_consent_nothing_is_shown_and_nothing_is_sent_twice(client, author):
    response = client.post(PHOTO, {"photo": a_file(a_photo(kind="WEBP"), "moi.webp")})
    assert response.status_code == 200
    assert "sans elle, la photo n’est pas montrée" in response.text
    assert not Card.objects.exists()
    waiting = Upload.objects.get()
    assert "déjà reçu" in response.text
    client.post(PHOTO, {"photo-recu": waiting.reference, "has_consent": "on"})
    # It becomes a JPEG.
    assert stored(Card.objects.get(agent=author)).size == (512, 384)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.4\n%%EOF\n", ""),
        (b"\xff\xd8\xff\xe0" + b"\0" * 200, ""),
        (b"", "vide"),
        (a_photo()[:400], ""),
        (a_photo(30, 30), "trop petite"),
    ],
)
def test_what_is_no_photo_is_refused_with_words(client, data, said):
    response = client.post(PHOTO, {"photo": a_file(data), "has_consent": "on"})
    assert response.status_code == 200
    assert "errorlist" in response.text
    assert said in response.text
    assert not Card.objects.exists()
    assert not Document.objects.exists()


def test_a_decompression_bomb_is_refused(tmp_path):
    """A small file that would unfold into 64 million pixels."""
    path = tmp_path / "bomb.png"
    Image.new("1", (8000, 8000)).save(path)
    assert path.stat().st_size < 100_000
    with pytest.raises(ValidationError, match="millions de pixels"):
        cards.redrawn(path)


def test_an_earlier_photo_is_erased(author, django_capture_on_commit_callbacks):
    first = with_photo(author).photo
    assert first
    path = first.file_path
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        second = with_photo(author).photo
    assert list(Document.objects.all()) == [second]
    assert not path.exists()


def test_a_photo_is_removed_at_once(client, author, django_capture_on_commit_callbacks):
    photo = with_photo(author).photo
    assert photo
    path = photo.file_path
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("directory:photo_remove", args=[author.reference]))
    assert not Document.objects.exists()
    assert not path.exists()
    card = Card.objects.get(agent=author)
    assert card.photo_consented_at is None
    assert client.get(reverse("directory:agent_photo", args=[author.reference])).status_code == 404
    object_actions = [entry.action for entry in history_of(card)]
    assert object_actions[:2] == ["a retiré sa photo", "a donné sa photo, et son accord pour la montrer"]
    again = client.post(reverse("directory:photo_remove", args=[author.reference]), follow=True)
    assert "Il n’y a plus de photo" in again.text


def test_the_desk_removes_a_photo(signed_in, author, colleague, directory_manager):
    card = with_photo(author)
    client = signed_in(directory_manager)
    path = reverse("admin:directory_card_action", args=[card.pk, "retirer-la-photo"])
    assert "effacée pour toujours" in client.get(path).text
    assert client.post(path, follow=True).status_code == 200
    card.refresh_from_db()
    assert card.photo is None
    assert history_of(card)[0].action == "a retiré la photo"
    assert client.get(reverse("admin:directory_card_change", args=[card.pk])).status_code == 200
    CardFactory(agent=colleague)
    assert client.get(reverse("admin:directory_card_changelist"), {"q": "benali"}).status_code == 200


@pytest.mark.parametrize("without", [{"photo_consented_at": None}, {"photo": None}])
def test_the_database_refuses_a_photo_without_consent(author, without):
    card = with_photo(author)
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.filter(pk=card.pk).update(**without)
