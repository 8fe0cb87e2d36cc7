"""SQL functions that this app's first migration makes, as Django's expressions."""

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.db.models import Func

# French, where accents are optional.
FRENCH = "public.french_plain"


class SearchWords(Func):
    """Texts as the parser should read them: signs become spaces, letters that a PDF took apart are put right."""

    function = "search_words"
    arg_joiner = " || ' ' || "
    output_field = models.TextField()


class SearchShown(Func):
    """A text as `ts_headline` should read it; `excerpts.marked` takes away the signs that part its words."""

    function = "search_shown"
    output_field = models.TextField()


class EntryVector(Func):
    """The vector of an object: its title (A), keywords (B), text (C), and the words for its kind (D)."""

    function = "search_vector"
    output_field = SearchVectorField()


class PageVector(Func):
    """The vector of a page of a file: a text."""

    function = "to_tsvector"
    template = f"setweight(%(function)s('{FRENCH}', search_words(%(expressions)s)), 'C')"
    output_field = SearchVectorField()


class TitleWords(Func):
    """Words of the title and of the keywords (a number…) in an object's vector."""

    function = "ts_filter"
    template = "%(function)s(%(expressions)s, '{a,b}')"
    output_field = SearchVectorField()


class WrittenQuery(SearchQuery):
    """A query that PostgreSQL wrote itself."""

    template = "%(expressions)s::tsquery"
