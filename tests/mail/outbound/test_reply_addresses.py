"""Reply addresses: what is accepted as ours, without a database where the form alone decides."""

import pytest

from core.mail.outbound import threading
from core.web.public_ids import ALPHABET
from tests.factories import DirectionFactory
from tests.mail.sample_rubric import ADDRESS, reply_address

TOKEN = "abcdefghjkmn"


def test_a_signature_is_short_and_readable_aloud():
    signature = threading.signature_of(TOKEN)
    assert len(signature) == 8
    assert set(signature) <= set(ALPHABET)
    assert threading.token_of((TOKEN + signature).upper()) == TOKEN


def test_what_is_not_signed_by_us_is_nothing(settings):
    signature = threading.signature_of(TOKEN)
    other = signature[:-1] + ("a" if signature[-1] != "a" else "b")
    forged = (
        "",
        TOKEN,
        TOKEN + other,
        signature + TOKEN,
        f"{TOKEN}{signature}a",
        f"retour-{TOKEN}{signature}",
    )
    for detail in (*forged, "\x00" * 20, "é" * 20):
        assert threading.token_of(detail) == ""
    assert threading.token_of(TOKEN + threading.signature_of(TOKEN, salt="autre")) == ""


def test_the_keys_before_are_still_read(settings):
    detail = TOKEN + threading.signature_of(TOKEN)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "une autre clé, toute neuve"
    assert threading.token_of(detail) == TOKEN
    settings.SECRET_KEY_FALLBACKS = []
    assert threading.token_of(detail) == ""


@pytest.mark.django_db
def test_an_address_is_found_at_each_of_ours_and_nowhere_else(rubric, nadia):
    address = reply_address(nadia, DirectionFactory.create())
    detail = address.partition("+")[2].partition("@")[0]
    assert address.startswith("essai+")
    found = threading.find_reply_address(["autre@ville.example", address])
    assert found.agent == nadia
    assert threading.find_reply_address([f"IDEES+{detail.upper()}@ville.example"]) == found
    others = [f"essai+{detail}@ailleurs.example", f"maire+{detail}@ville.example"]
    assert threading.find_reply_address(others) is None
    assert threading.find_reply_address([ADDRESS, "", "@", "+@", "x" * 5000]) is None
    other = reply_address(nadia, DirectionFactory.create())
    assert threading.find_reply_address([other, address]) != threading.find_reply_address([address, other])
