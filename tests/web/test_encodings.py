"""Text encoded twice is found again, and French text is left alone."""

import pytest

from core.web.encodings import Decoded, decoded, decoded_bytes, repaired

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
def test_french_is_left_alone(text):
    assert repaired(text) is text


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
@pytest.mark.parametrize("times", [1, 2])
def test_french_encoded_again_is_found_again(encoding, times):
    text = spoilt = FRENCH[0]
    for _ in range(times):
        spoilt = encoded_again(spoilt, encoding)
    assert spoilt != text
    assert repaired(spoilt) == text


def test_a_mark_encoded_again_is_removed():
    assert repaired("ï»¿DELIB_ID") == "DELIB_ID"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", Decoded("")),
        ("Été".encode(), Decoded("Été")),
        ("Été".encode("utf-8-sig"), Decoded("Été")),
        ("Été".encode("cp1252"), Decoded("Été", is_windows=True)),
        ("Été €".encode("utf-16"), Decoded("Été €", is_wide=True)),
        # One file, two sources.
        ("Été\n".encode() + "hôtel €".encode("cp1252"), Decoded("Été\nhôtel €", is_windows=True)),
        # A byte that means nothing to Windows either.
        (b"a\x81\xe9", Decoded("a\ufffdé", is_windows=True)),
    ],
)
def test_bytes_are_decoded_by_one_rule(data, expected):
    assert decoded(data) == expected


def test_a_piece_of_a_file_has_no_mark():
    assert decoded_bytes(b"\xff\xfea") == Decoded("ÿþa", is_windows=True)
