"""One index of words for objects and pages, and one of the words of titles and numbers."""

import core.search.sql
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations
from django.db.models import F, Q


class Migration(migrations.Migration):
    # Agents search while the indexes are made.
    atomic = False

    dependencies = [
        ("search", "0001_initial"),
    ]

    operations = [
        AddIndexConcurrently(model_name="entry", index=GinIndex(fields=["vector"], name="entry_words")),
        AddIndexConcurrently(
            model_name="entry",
            index=GinIndex(core.search.sql.TitleWords(F("vector")), condition=Q(("page", None)), name="entry_title_words"),
        ),
        RemoveIndexConcurrently(model_name="entry", name="entry_object_words"),
        RemoveIndexConcurrently(model_name="entry", name="entry_page_words"),
    ]
