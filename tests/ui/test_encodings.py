"""Text encoded twice is found again, and French text is left alone."""

import pytest

from core.ui.encodings import repaired

FRENCH = (
    "Réélection, l’Œuvre — « çà et là »\u00a0: 3 €, cœur, Ÿ, naïve, dès, où, ÎLE, ÉTÉ À LA MER, ÇA, ÈRE, fête…",
    "CAFÉ…",
    "«\u00a0DÉGÂTS\u00a0»",
    "JOÃO, ÅNGSTRÖM, Â",
    "n° 5²",
)


def encoded_again(text: str, encoding: str) -> str:
    bytes_of = text.encode()
    return "".join(bytes([byte]).decode(encoding, errors="ignore") or chr(byte) for byte in bytes_of)


@pytest.mark.parametrize("text", FRENCH)
def test_french_is_left_alone(text: str) -> None:
    assert repaired(text) is text


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
@pytest.mark.parametrize("times", [1, 2])
def test_french_encoded_again_is_found_again(encoding: str, times: int) -> None:
    text = spoilt = FRENCH[0]
    for _ in range(times):
        spoilt = encoded_again(spoilt, encoding)
    assert spoilt != text
    assert repaired(spoilt) == text


def test_a_mark_encoded_again_is_removed() -> None:
    assert repaired("ï»¿DELIB_ID") == "DELIB_ID"
