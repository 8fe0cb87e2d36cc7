"""Alphabetical order as a French reader expects it: « École » before « Zoé »."""

from django.db import models
from django.db.models import F, Func


class PlainText(Func):
    """Lower case without accents; `plain_text` is an immutable SQL function made by the first migration."""

    function = "plain_text"
    output_field = models.TextField()


class NameWords(Func):
    """First and last name as plain words, each after a space: « J.-P. d’Abo » gives «  j  p  d abo ».

    `LIKE '% jean%'` finds the words that begin so; the expression is the one that Agent's index holds.
    """

    template = "(' ' || translate(plain_text(%(expressions)s), $$-.'$$, '   '))"
    arg_joiner = " || ' ' || "
    output_field = models.TextField()


def name_words(prefix: str = "") -> NameWords:
    return NameWords(F(f"{prefix}first_name"), F(f"{prefix}last_name"))


def alphabetical(*names: str) -> tuple[PlainText, ...]:
    """Expressions for `order_by(*alphabetical("last_name", "first_name"))`."""
    return tuple(PlainText(F(name)) for name in names)
