"""What other apps call."""

import pytest
from django.core.exceptions import ValidationError
from procrastinate.contrib.django.models import ProcrastinateJob

from core.mail.models import OutgoingMail
from core.notifications.actions import notify, notify_address
from core.notifications.models import Notification
from core.notifications.registry import NotificationKind

pytestmark = pytest.mark.django_db
KIND = NotificationKind("tests.told", "Essais")


def test_notify(author):
    words = {"title": "Nouvelle\r\nBcc: x", "text": "Voilà.", "url": "/groupe/"}
    [told] = notify(KIND, [author], about=author.direction, **words)
    assert (told.title, told.url, told.object_id) == ("Nouvelle  Bcc: x", "/groupe/", author.direction_id)
    assert OutgoingMail.objects.get().subject == told.title


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
