from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("mail", "0002_backup_to_check")]
    # Read by deploy/upgrade: the version before reads the alarms on each page.
    maintenance = "les tables des alarmes et des messages témoins s’effacent"

    operations = [
        migrations.DeleteModel(name="AlarmTelling"),
        migrations.DeleteModel(name="Alarm"),
        migrations.DeleteModel(name="Heartbeat"),
    ]
