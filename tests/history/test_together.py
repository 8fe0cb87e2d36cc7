"""Operations applied between two states create the same tables as one after the other."""

import pytest
from django.db import IntegrityError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from core.history.tracking import Together


@pytest.mark.django_db
def test_a_new_table_is_created_whole():
    together = Together(
        [
            migrations.CreateModel("Thing", [("id", models.BigAutoField(primary_key=True))]),
            migrations.AddField("thing", "size", models.IntegerField(default=3)),
            migrations.AddIndex("thing", models.Index("size", name="thing_size")),
            migrations.AddConstraint(
                "thing", models.CheckConstraint(condition=models.Q(size__gt=0), name="thing_has_a_size")
            ),
        ]
    )
    before = ProjectState()
    after = before.clone()
    together.state_forwards("history", after)
    with connection.schema_editor() as editor:
        together.database_forwards("history", editor, before, after)
    Thing = after.apps.get_model("history", "Thing")
    assert Thing.objects.create().size == 3
    with pytest.raises(IntegrityError, match="thing_has_a_size"), transaction.atomic():
        Thing.objects.create(size=0)
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, "history_thing")
    assert {"thing_size", "thing_has_a_size"} <= constraints.keys()
