import pytest
from django.urls import reverse

from core.mail.models import OutgoingMail
from core.notifications.actions import notify
from core.notifications.models import Notification
from core.notifications.registry import NotificationKind
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db
KIND = NotificationKind("tests.told", "Essais")


def test_on_the_site_for_all_and_by_mail_for_who_has_an_address(author):
    gardener = AgentFactory.create(without_address=True)
    closed = AgentFactory.create(closed=True)
    notify(KIND, [author, gardener, closed, author], title="Nouvelle", text="Voilà.", url="/groupe/")
    assert set(Notification.objects.values_list("recipient", flat=True)) == {author.pk, gardener.pk}
    mail = OutgoingMail.objects.get()
    assert mail.agent == author
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
