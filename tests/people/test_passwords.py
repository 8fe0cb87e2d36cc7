"""The town's own words do not make a password."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.factories import PASSWORD


@pytest.mark.parametrize(
    "password",
    [
        *("saperlipopette", "Saperlipopette-2026!", "port-mimosa-2026", "PortMimosa!!2026", "mairiemairie"),
        *("La mairie de Port-Mimosa", "intranet 0123456789", "Intranet-Mairie"),
    ],
)
def test_they_are_refused(password):
    with pytest.raises(ValidationError, match="se devine"):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    ["quatre mots sans rapport", "la mairie mange sept pommes", "mimosa vélo grenier 12", "Xq7!vT2#Lp9$"],
)
def test_other_words_beside_them_are_enough(password):
    validate_password(password)


def test_accents_and_short_words_of_the_town(settings):
    settings.TOWN_NAME = "Évry-lès-Bains"
    with pytest.raises(ValidationError, match="se devine"):
        validate_password("Evry les BAINS 91000")
    # No word of the town is in it.
    validate_password("saint-bernard et chocolat")


@pytest.mark.django_db
def test_changing_it(client, outsider):
    client.force_login(outsider)
    page = reverse("account_change_password")
    # Each rule in the list has words.
    assert "<li></li>" not in client.get(page).text
    sent = {"oldpassword": "un autre que le sien", "password1": "quatre mots sans rapport"}
    sent["password2"] = sent["password1"]
    assert "Ce n’est pas votre mot de passe actuel." in client.post(page, sent).text
    assert client.post(page, sent | {"oldpassword": PASSWORD}).headers["Location"] == reverse("my_space")
