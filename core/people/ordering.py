"""Alphabetical order as a French reader expects it: « École » before « Zoé »."""

from django.db import models
from django.db.models import F, Func


class PlainText(Func):
    """Lower case without accents; `plain_text` is an immutable SQL function made by the first migration."""

    function = "plain_text"
    output_field = models.TextField()


def alphabetical(*names: str) -> list[PlainText]:
    """Expressions for `order_by(*alphabetical("last_name", "first_name"))`."""
    return [PlainText(F(name)) for name in names]
