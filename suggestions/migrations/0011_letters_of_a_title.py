"""The letters of each title kept beside it: read anew from a thousand titles, they took longer than the search."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("suggestions", "0010_newest_under_study"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="idea", name="idea_title_letters"),
        # Not a field, as `words` is none. See suggestions/similar_words.py.
        migrations.RunSQL(
            """
            ALTER TABLE suggestions_idea ADD COLUMN letters text
                GENERATED ALWAYS AS (plain_text(search_words(title))) STORED;
            CREATE INDEX idea_letters ON suggestions_idea USING gin (letters gin_trgm_ops);
            """,
            "ALTER TABLE suggestions_idea DROP COLUMN letters;",
        ),
    ]
