"""SQL functions that this app's first migration makes, as Django's expressions."""

from django.db import models
from django.db.models import Func


class SearchWords(Func):
    """Texts as the parser should read them: signs become spaces, letters that a PDF took apart are put right."""

    function = "search_words"
    arg_joiner = " || ' ' || "
    output_field = models.TextField()
