"""What agents are called, by letters: no search that names one of them is counted."""

import core.people.ordering
import django.contrib.postgres.indexes
from django.db import migrations
from django.db.models import F


class Migration(migrations.Migration):
    survivable = {
        "RunSQL CREATE FUNCTION names_in_one_word(first text, last text, ide": "a new function, which the old code ignores"
    }

    dependencies = [
        ("people", "0004_closed_projects_reopen"),
    ]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION names_in_one_word(first text, last text, identifiant text, email text) RETURNS text
            LANGUAGE sql IMMUTABLE PARALLEL SAFE
            RETURN plain_text(
                translate(
                    first || ' ' || last || ' ' || identifiant || ' ' || split_part(coalesce(email, ''), '@', 1),
                    '-.''’_', '     ')
                || ' ' || translate(last, ' -.''’', '')
                || ' ' || left(first, 1) || translate(last, ' -.''’', '')
                || ' ' || regexp_replace(first, '([^ -])[^ -]*[ -]*', '\\1', 'g') || translate(last, ' -.''’', '')
                || ' ' || translate(first || last, ' -.''’', ''));
            """,
            "DROP FUNCTION names_in_one_word(text, text, text, text)",
        ),
        migrations.AddIndex(
            model_name="addressalias",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(core.people.ordering.Mailbox("address"), name="gin_trgm_ops"),
                name="alias_called_trigrams",
            ),
        ),
        migrations.AddIndex(
            model_name="agent",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    core.people.ordering.NamesInOneWord(F("first_name"), F("last_name"), F("identifiant"), F("email")),
                    name="gin_trgm_ops",
                ),
                name="agent_called_trigrams",
            ),
        ),
    ]
