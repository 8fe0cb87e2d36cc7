"""The stems of each idea, and the letters of its title: what « idées proches » looks in."""

import django.contrib.postgres.indexes
from django.db import migrations, models

import core.people.ordering
import core.search.sql


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_index_and_links"),
        ("suggestions", "0004_first_grid_and_first_answers"),
    ]

    operations = [
        # Not a field: Django would read it with every idea. See suggestions/similar_words.py.
        migrations.RunSQL(
            """
            ALTER TABLE suggestions_idea ADD COLUMN words tsvector GENERATED ALWAYS AS (
                setweight(to_tsvector('public.french_plain', search_words(title)), 'A')
                || setweight(
                    to_tsvector('public.french_plain', search_words(problem || ' ' || proposal || ' ' || benefit)),
                    'C')
            ) STORED;
            CREATE INDEX idea_words ON suggestions_idea USING gin (words);
            """,
            "ALTER TABLE suggestions_idea DROP COLUMN words;",
        ),
        migrations.AddIndex(
            model_name="idea",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    core.people.ordering.PlainText(core.search.sql.SearchWords(models.F("title"))),
                    name="gin_trgm_ops",
                ),
                name="idea_title_letters",
            ),
        ),
    ]
