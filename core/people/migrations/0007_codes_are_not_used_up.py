from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0006_other_addresses")]

    operations = [migrations.RemoveField("signincode", "attempts_left")]
