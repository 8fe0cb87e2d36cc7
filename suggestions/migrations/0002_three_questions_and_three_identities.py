"""The earlier text becomes the proposal, the hidden name one identity of three; the history keeps what it said."""

import pgtrigger.migrations
from django.db import migrations, models

TABLES = ("suggestions_idea", "suggestions_ideaevent")
# Types change under the rows: an UPDATE of the history is refused, rightly.
FORWARDS = "".join(
    f"""
    ALTER TABLE {table} ALTER COLUMN is_name_hidden DROP DEFAULT;
    ALTER TABLE {table} ALTER COLUMN is_name_hidden TYPE varchar(10)
        USING CASE WHEN is_name_hidden THEN 'hidden' ELSE 'named' END;
    ALTER TABLE {table} RENAME COLUMN is_name_hidden TO identity;
    ALTER TABLE {table} ADD COLUMN decision_due_on date NOT NULL GENERATED ALWAYS AS (due_on + 75) STORED;
    ALTER TABLE {table} ALTER COLUMN decision_due_on DROP EXPRESSION;
    """
    for table in TABLES
)
IDENTITIES = [("named", "Avec mon nom"), ("hidden", "Mon nom caché aux lecteurs"), ("anonymous", "Anonyme")]


def _of_both(operation, **options):
    return [operation(model_name=name, **options) for name in ("idea", "ideaevent")]


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0001_ideas_and_answers"), ("documents", "0001_documents")]

    operations = [
        # They name each column; the next migration makes them anew.
        *(
            pgtrigger.migrations.RemoveTrigger(model_name="idea", name=name)
            for name in ("insert_insert", "update_update", "delete_delete")
        ),
        *_of_both(migrations.RenameField, old_name="text", new_name="proposal"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(FORWARDS, migrations.RunSQL.noop)],
            state_operations=[
                *_of_both(migrations.RemoveField, name="is_name_hidden"),
                *_of_both(
                    migrations.AddField,
                    name="identity",
                    field=models.CharField("identité", max_length=10, choices=IDENTITIES, default="named"),
                ),
                *_of_both(
                    migrations.AddField,
                    name="decision_due_on",
                    field=models.DateField("décision promise pour le"),
                    preserve_default=False,
                ),
            ],
        ),
    ]
