"""core.web.non_blank: the same expression in Python and in PostgreSQL."""

import sys

import pytest
from django.db import connection

from core.web.non_blank import VISIBLE, is_visible, visible_text


@pytest.mark.django_db
def test_python_and_postgresql_agree_on_every_character():
    # NUL and the halves of surrogate pairs are no text for PostgreSQL.
    characters = [chr(n) for n in range(1, sys.maxunicode + 1) if not 0xD800 <= n <= 0xDFFF]
    with connection.cursor() as cursor:
        cursor.execute("SELECT c FROM unnest(%s::text[]) AS c WHERE c !~ %s", [characters, VISIBLE])
        invisible = {character for (character,) in cursor.fetchall()}
    assert invisible == {character for character in characters if not is_visible(character)}
    assert {"\u200b", "\u2060", "\u00a0", "\ufeff"} <= invisible
    assert not invisible & set("aé1.–😀")


def test_what_shows_nothing_is_empty():
    assert visible_text(" \u200b\u2060\n") == ""
    assert visible_text(" Courrier\u200b ") == "Courrier\u200b"
