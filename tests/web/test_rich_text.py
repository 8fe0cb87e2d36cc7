import time

import pytest
from django.core.exceptions import ValidationError

from core.web import rich_text
from core.web.fields import ProseField
from core.web.rich_text import text_of


@pytest.mark.parametrize(
    ("prose", "text"),
    [
        ("<p>Un <b>mot</b></p>", "Un mot"),
        ("sans balise", "sans balise"),
        ("<p>1 &lt; 2</p> et", "1 < 2 et"),
        ("a<b>c</b> < d", "a c < d"),
    ],
)
def test_text_of(prose, text):
    assert text_of(prose) == text


def test_signs_that_open_no_tag_are_read_once():
    begun = time.monotonic()
    assert text_of("<" * 100_000) == "<" * 100_000
    assert time.monotonic() - begun < 2


# The sanitizer takes as long as the depth times the length: nothing of these may reach it.
DEEP = [
    "<ul><li>" * 10_000,
    "<ul><li><p>" * 5_000 + "</p></li></ul>" * 5_000,
    "<div>" * 20_000,
    "<b>" * 16_000 + "<p></p>" * 7_000,
    "<p>" + "".join(f"<b id={n}>" for n in range(5_000)) + "</p>" + "<p>x</p>" * 5_000,
    # What a reader that is less careful than a browser would take for ends.
    '<ul><i a="></i></ul>">' * 5_000,
    '<ul a"><i b=">' * 5_000,
    "<ul><style></ul></style>" * 4_000,
    "<ul><!-- </ul> -->" * 5_000,
    "<ul><table></ul></table>" * 4_000,
    "<b></ul></b></i><b>" * 4_000,
    "<svg><![CDATA[</svg>]]><ul>" * 3_000,
    "<ul/>" * 20_000,
    "<ul\u00a0a></ul>" * 4_000,
    "<bloc\u212aquote></blockquote>" * 4_000,
]


@pytest.mark.parametrize("deep", DEEP)
def test_what_is_nested_too_deep_is_refused_before_it_is_read(deep, monkeypatch):
    read: list[str] = []
    monkeypatch.setattr(
        rich_text, "create_sanitizer", lambda extensions: lambda text: read.append(text) or text
    )
    for refuse in (
        rich_text.sanitizer(rich_text.PAGE),
        ProseField(extensions=rich_text.PAGE, sanitize=read.append).clean,
    ):
        with pytest.raises(ValidationError, match="les unes dans les autres"):
            refuse(f"{deep}mot")
    assert not read


@pytest.mark.parametrize(
    "usual",
    [
        "<ul><li><p>un</p></li></ul>" * 2_000,
        "<p>Un<br>deux<br/>trois</p>" * 2_000,
        "<p><a href=\"https://ville.example/?a=1&amp;b='2'\" title='\"'>lire</a></p>" * 1_000,
        "<ul><li><p>un</p>" * 15 + "</li></ul>" * 15,
        "<p>1 < 2, 3 <4 et 5<" + "</p>",
        "<ul><li>un<li>deux</ul><p>trois",
    ],
)
def test_what_people_write_is_not_too_deep(usual):
    assert rich_text.sanitizer(rich_text.PAGE)(usual)
