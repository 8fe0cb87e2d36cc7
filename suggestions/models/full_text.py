"""The full-text columns of an idea, made by the database and read by no row.

`suggestions_idea.words` holds the stems of the title, weighted A, and of the three texts, weighted C;
`suggestions_idea.letters`, the title in lower case without accents or signs, for its trigrams. Django knows neither:
it would read them with every idea, and bring them back from every save.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, Expression, F, Func, TextField, Value


class IdeaWords(Func):
    """The column `words` of the idea that the query reads, for `annotate` and `filter`."""

    column = "words"
    output_field: Any = SearchVectorField()

    def __init__(self, path: str = "pk", **extra: Any) -> None:
        super().__init__(F(path), **extra)

    def as_sql(
        self,
        compiler: Any,
        connection: Any,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra: Any,
    ) -> Any:
        (key,) = self.get_source_expressions()
        return f"{compiler.quote_name(key.alias)}.{self.column}", []


class IdeaLetters(IdeaWords):
    """Its column `letters`."""

    column = "letters"
    output_field = TextField()


class _Holds(Func):
    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()


class _Read(Func):
    """Parse a query as `core.search` does; accents are optional."""

    function = "plainto_tsquery"
    template = "%(function)s('public.french_plain', search_words(%(expressions)s))"


def holds(typed: str) -> Expression:
    """For `Idea.objects.filter(holds("formulaire congés"))`: every word typed is in the title or the texts."""
    return _Holds(IdeaWords(), _Read(Value(typed.replace("\x00", " ")[:200])))
