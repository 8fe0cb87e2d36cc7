"""SQL functions that this app's first migration makes, as Django's expressions."""

from django.db import models
from django.db.models import Func


class SearchWords(Func):
    """A text as the parser should read it: signs become spaces, letters that a PDF took apart are put right."""

    function = "search_words"
    output_field = models.TextField()
