"""Whom `notify` tells, and how one reads it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from core.mail.models import OutgoingMail
from core.notifications.actions import notify, notify_address
from core.notifications.models import Notification
from core.notifications.registry import NotificationKind
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db
KIND = NotificationKind("tests.told", "Essais")


def test_on_the_site_for_all_and_by_mail_for_who_has_an_address(author):
    gardener = AgentFactory.create(without_address=True)
    closed = AgentFactory.create(closed=True)
    words = {"title": "Nouvelle\r\nBcc: x", "text": "Voilà.", "url": "/groupe/"}
    told, _ = notify(KIND, [author, gardener, closed, author], about=author.direction, **words)
    assert set(Notification.objects.values_list("recipient", flat=True)) == {author.pk, gardener.pk}
    assert (told.title, told.url, told.object_id) == ("Nouvelle  Bcc: x", "/groupe/", author.direction_id)
    mail = OutgoingMail.objects.get()
    assert (mail.agent, mail.subject) == (author, told.title)
    assert "/groupe/" in mail.body


def test_reading_is_a_button_and_only_ones_own(author, outsider, signed_in):
    [told] = notify(KIND, [author], title="Nouvelle", url="/groupe/")
    url = reverse("notifications:notification_open", args=[told.reference])
    assert signed_in(outsider).post(url).status_code == 404
    client = signed_in(author)
    assert client.get(url).status_code == 405
    assert "Nouvelle" in client.get(reverse("notifications:notification_list")).content.decode()
    assert client.post(url)["Location"] == "/groupe/"
    told.refresh_from_db()
    assert told.read_at


def test_all_read(author, outsider, signed_in):
    notify(KIND, [author, outsider], title="Nouvelle")
    signed_in(author).post(reverse("notifications:all_read"))
    assert list(Notification.objects.unread().values_list("recipient", flat=True)) == [outsider.pk]


def test_somebody_who_has_only_an_address():
    mail = notify_address(KIND, "jo@chezmoi.example", "Jo", "Votre idée est là", "Merci.", "/idees/abc/")
    assert (mail.agent, mail.address, mail.kind) == (None, "jo@chezmoi.example", KIND.code)
    assert mail.body.startswith("Bonjour Jo,\n\nMerci.\n\nLire sur l’intranet")
    assert "/idees/abc/" in mail.body
    # They have no account in which to choose.
    assert "/notifications/" not in mail.body
    assert not Notification.objects.exists()
    assert ProcrastinateJob.objects.filter(task_name="mail.send").count() == 1


@pytest.mark.parametrize(
    "address", ["", "jo", "jo@", "jo@x.example\r\nBcc: y@x.example", "jo@x.example\x00", "é" * 300]
)
def test_no_address_no_letter(address):
    with pytest.raises(ValidationError):
        notify_address(KIND, address, "Jo", "Titre", "Texte")
    assert not OutgoingMail.objects.exists()
