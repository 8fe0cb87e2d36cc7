from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("mail", "0003_remove_alarms_and_heartbeats")]
    # Read by deploy/upgrade: the version before writes to the table.
    maintenance = "la table des accusés de réception dus s’efface"

    operations = [migrations.DeleteModel(name="OwedAcknowledgement")]
