"""The agent's card at the directory's desk."""

import pytest

from core.people.models import Agent
from tests.people.pages import card_sent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("before", "sent", "kept"),
    [
        ("", "0400002001", "04 00 00 20 01"),
        ("04 00 00 20 01", "04 00 00 20", "04 00 00 20 01"),
        # What stood there before is not what is being written.
        ("04 00", "04 00", "04 00"),
    ],
)
def test_a_cut_telephone_is_refused(directory_manager, outsider, signed_in, before, sent, kept):
    Agent.objects.filter(pk=outsider.pk).update(phone=before, function="")
    typed = {"phone": sent, "function": "jardinière"}
    page = card_sent(signed_in(directory_manager), outsider, follow=True, **typed).text
    outsider.refresh_from_db()
    assert outsider.phone == kept
    assert (outsider.function == "jardinière") is ("il lui manque des chiffres" not in page)


def test_what_is_no_directory_key_is_said_without_jargon(directory_manager, outsider, signed_in):
    page = card_sent(signed_in(directory_manager), outsider, directory_key="cmartin").text
    assert "pas une clé d’annuaire" in page
    assert "UUID valide" not in page
    assert 'value="cmartin"' in page
