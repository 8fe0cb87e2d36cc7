from itertools import permutations

import pytest

from manuals.models import manuals


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2024.1", "2024.2", -1),
        ("2024.9", "2024.10", -1),
        ("12.3 SR2", "12.3 SR10", -1),
        ("12.3", "12.3 SR2", -1),
        ("v9", "10", -1),
        ("12", "12.0", 0),
        ("V 12.3", "12.3", 0),
        ("13", "12.9", 1),
        ("Aurore", "aurore ", 0),
        ("Aurore", "Boréale", None),
        ("Aurore", "3", None),
        ("", "12", None),
        ("12", " ", None),
        ("9" * 40, "1", 1),
        ("²", "1", None),
    ],
)
def test_compare(one, other, expected):
    assert manuals.compare(one, other) == expected
    assert manuals.compare(other, one) == (None if expected is None else -expected)
    assert manuals.is_older(one, other) == (expected == -1)


def test_an_order():
    written = ["1", "1.0", "2", "2.1", "2.1 SR1", "2.1 SR10", "2.10", "v3", "2024", "2024.1"]
    for one, two, three in permutations(written, 3):
        if manuals.is_older(one, two) and manuals.is_older(two, three):
            assert manuals.is_older(one, three)
    assert [other for other in written if manuals.is_older(other, "2.10")] == written[:6]
