import pytest
from django.urls import reverse

from tests.tips.factories import TipFactory, form_data, month
from tips.models import Tip

pytestmark = pytest.mark.django_db
ADD = "admin:tips_tip_add"


def change_url(tip: Tip) -> str:
    return reverse("admin:tips_tip_change", args=[tip.pk])


def action_url(tip: Tip, name: str) -> str:
    return reverse("admin:tips_tip_action", args=[tip.pk, name])


def test_write_preview_publish(signed_in, moderator, outsider):
    client = signed_in(moderator)
    assert client.post(reverse(ADD), form_data()).status_code == 302
    tip = Tip.objects.get()
    assert (tip.author, tip.published_at) == (moderator, None)
    assert "Brouillon" in client.get(change_url(tip)).text
    assert signed_in(outsider).get(tip.get_absolute_url()).status_code == 404
    assert client.post(action_url(tip, "publier")).status_code == 302
    assert "Publié le " in client.get(change_url(tip)).text
    assert signed_in(outsider).get(tip.get_absolute_url()).status_code == 200


def test_any_day_is_its_month(signed_in, moderator):
    signed_in(moderator).post(reverse(ADD), form_data(month="17/11/2026"))
    assert Tip.objects.get().month.isoformat() == "2026-11-01"


def test_the_form_offers_the_first_free_month(signed_in, moderator):
    TipFactory.create(months_ago=0)
    TipFactory.create(months_ago=-1)
    response = signed_in(moderator).get(reverse(ADD))
    assert response.context["adminform"].form.initial["month"] == month(-2)


def test_a_published_tip_is_not_deleted(signed_in, moderator):
    published, draft = TipFactory.create(), TipFactory.create(months_ago=1, draft=True)
    client = signed_in(moderator)
    for tip, status in ((published, 403), (draft, 302)):
        url = reverse("admin:tips_tip_delete", args=[tip.pk])
        assert client.post(url, {"post": "yes"}).status_code == status
    assert Tip.objects.get() == published
