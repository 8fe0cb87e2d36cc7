from django.db import migrations


class Migration(migrations.Migration):
    """The rows of a day read neither the sites nor the layouts."""

    dependencies = [("rooms", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            DROP TRIGGER calendar_change ON rooms_site;
            DROP TRIGGER calendar_change ON rooms_layout;
            """,
            """
            CREATE TRIGGER calendar_change AFTER INSERT OR UPDATE OR DELETE ON rooms_site
                FOR EACH STATEMENT EXECUTE FUNCTION rooms_note_change();
            CREATE TRIGGER calendar_change AFTER INSERT OR UPDATE OR DELETE ON rooms_layout
                FOR EACH STATEMENT EXECUTE FUNCTION rooms_note_change();
            """,
        )
    ]
