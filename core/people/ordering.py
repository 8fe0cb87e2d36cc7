"""Names as PostgreSQL compares them: by letters, and in the order of French readers, « École » before « Zoé »."""

from django.db import models
from django.db.models import F, Func


class PlainText(Func):
    """Lower case without accents; `plain_text` is an immutable SQL function made by the first migration."""

    function = "plain_text"
    output_field = models.TextField()


class NameWords(Func):
    """First and last name, or any text, as plain words, each after a space: « J.-P. d’Abo » gives «  j  p  d abo ».

    `LIKE '% jean%'` finds the words that begin so; the expression is the one that Agent's index holds.
    """

    template = "(' ' || translate(plain_text(%(expressions)s), $$-.'$$, '   '))"
    arg_joiner = " || ' ' || "
    output_field = models.TextField()


def name_words(prefix: str = "") -> NameWords:
    return NameWords(F(f"{prefix}first_name"), F(f"{prefix}last_name"))


class NamesInOneWord(Func):
    """Everything that an account is called by, as plain words: names, identifiant and mailbox; and, in one word, the
    surname alone, after initials, and after the first names.

    « Jean-Paul Da Costa » gives « jean paul da costa », « dacosta », « jdacosta », « jpdacosta », « jeanpauldacosta »,
    by an immutable SQL function that a migration makes.
    """

    function = "names_in_one_word"
    output_field = models.TextField()


def names_in_one_word() -> NamesInOneWord:
    return NamesInOneWord(F("first_name"), F("last_name"), F("identifiant"), F("email"))


class Mailbox(Func):
    """The words of an address before its domain, and these words as one."""

    template = """plain_text(translate(split_part(%(expressions)s, '@', 1), $$-.'_$$, '    ')
        || ' ' || translate(split_part(%(expressions)s, '@', 1), $$-.'_$$, ''))"""
    output_field = models.TextField()


def alphabetical(*names: str) -> tuple[PlainText, ...]:
    """Expressions for `order_by(*alphabetical("last_name", "first_name"))`."""
    return tuple(PlainText(F(name)) for name in names)
