"""Many operations between two states leave the rows as one after the other would."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from core.history.together import Together


@pytest.mark.django_db
def test_rows_take_the_default_that_a_field_was_added_with() -> None:
    create = migrations.CreateModel("Thing", [("id", models.BigAutoField(primary_key=True))])
    together = Together(
        [
            migrations.AddField("thing", "state", models.CharField(default="done", max_length=8)),
            migrations.AlterField("thing", "state", models.CharField(default="planned", max_length=8)),
        ]
    )
    empty, before = ProjectState(), ProjectState()
    create.state_forwards("history", before)
    after = before.clone()
    together.state_forwards("history", after)
    with connection.schema_editor() as editor:
        create.database_forwards("history", editor, empty, before)
    before.apps.get_model("history", "Thing").objects.create()
    with connection.schema_editor() as editor:
        together.database_forwards("history", editor, before, after)
    things = after.apps.get_model("history", "Thing").objects
    assert things.get().state == "done"
    assert things.create().state == "planned"
