import time

import pytest

from core.ui.prose import text_of


@pytest.mark.parametrize(
    ("prose", "text"),
    [
        ("<p>Un <b>mot</b></p>", "Un mot"),
        ("sans balise", "sans balise"),
        ("<p>1 &lt; 2</p> et", "1 < 2 et"),
        ("a<b>c</b> < d", "a c < d"),
    ],
)
def test_text_of(prose: str, text: str) -> None:
    assert text_of(prose) == text


def test_signs_that_open_no_tag_are_read_once() -> None:
    begun = time.monotonic()
    assert text_of("<" * 100_000) == "<" * 100_000
    assert time.monotonic() - begun < 2
