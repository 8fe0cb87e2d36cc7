from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("mail", "0004_remove_owed_acknowledgements")]
    # Read by deploy/upgrade: the version before writes both columns.
    maintenance = "deux colonnes du courrier reçu s’effacent"

    operations = [
        migrations.RemoveField(model_name="incomingmail", name="envelope"),
        migrations.RemoveField(model_name="mailbox", name="is_watched"),
    ]
