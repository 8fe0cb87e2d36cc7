"""`check --deploy` refuses a town that would publish in the name of the demonstration, or of nobody."""

import pytest

from core.web.checks import town_identity

REAL = {
    "TRIAL": False,
    "TOWN_NAME": "Villefranche",
    "LEGAL_PUBLISHER": "Ville de Villefranche",
    "COUNCIL_NAME": "Ville de Villefranche",
    "TOWN_SIRET": "21310583500017",
    "LEGAL_CONTACT": "communication@ville.fr",
    "MAIL_FROM": "intranet@ville.fr",
    "SITE_URL": "https://intranet.ville.fr",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TOWN_NAME", "Notre ville"),
        ("TOWN_NAME", "Port-Mimosa"),
        ("LEGAL_PUBLISHER", "Ville de Port-Mimosa"),
        ("COUNCIL_NAME", "Ville de Port-Mimosa"),
        ("COUNCIL_NAME", "Ville de Notre ville"),
        ("TOWN_SIRET", ""),
        ("TOWN_SIRET", "213105835"),
        ("TOWN_SIRET", "21990999100016"),
        ("LEGAL_CONTACT", ""),
        ("LEGAL_CONTACT", "mairie@ville.example"),
        ("MAIL_FROM", "webmaster@localhost"),
        ("SITE_URL", "http://intranet.ville.fr"),
    ],
)
def test_what_a_real_town_must_say_is_named(settings, name, value):
    for known, real in REAL.items():
        setattr(settings, known, real)
    assert town_identity(None) == []
    setattr(settings, name, value)
    assert [error.msg.split()[0] for error in town_identity(None)] == [name]
    settings.TRIAL = True
    assert town_identity(None) == []
