import pytest
from django.urls import reverse

from tests.tips.factories import TipFactory

pytestmark = pytest.mark.django_db
CURRENT = "/physique-nucleaire/"


def test_tip_current_shows_this_months(signed_in, outsider):
    TipFactory.create(months_ago=1, title="Celui d’avant")
    TipFactory.create(title="Celui du mois")
    TipFactory.create(months_ago=-1, title="Celui d’après")
    page = signed_in(outsider).get(CURRENT).text
    assert "<h1>Celui du mois</h1>" in page
    assert "Celui d’avant" in page
    assert "Celui d’après" not in page
    assert 'aria-label="niveau 2 sur 3">⚛⚛<' in page


def test_tip_current_without_any_then_falls_back_on_the_latest(signed_in, outsider, moderator):
    TipFactory.create(draft=True)
    page = signed_in(outsider).get(CURRENT).text
    assert "Aucun conseil pour l’instant" in page
    assert reverse("admin:tips_tip_add") not in page
    assert reverse("admin:tips_tip_add") in signed_in(moderator).get(CURRENT).text
    TipFactory.create(months_ago=3, title="Le dernier paru")
    assert "<h1>Le dernier paru</h1>" in signed_in(outsider).get(CURRENT).text


@pytest.mark.parametrize("fields", [{"draft": True}, {"months_ago": -1}])
def test_a_preview_is_the_groups(signed_in, outsider, moderator, fields):
    url = TipFactory.create(**fields).get_absolute_url()
    assert signed_in(outsider).get(url).status_code == 404
    assert "Aperçu" in signed_in(moderator).get(url).text


def test_tip_year(signed_in, outsider):
    here, before = (
        TipFactory.create(title="De cette année"),
        TipFactory.create(months_ago=12, title="De l’an passé"),
    )
    page = signed_in(outsider).get(f"{CURRENT}{here.month.year}/").text
    assert "De cette année" in page
    assert "De l’an passé" not in page
    assert f"{CURRENT}{before.month.year}/" in page
