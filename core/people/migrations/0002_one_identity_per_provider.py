"""At each provider an agent is one person, whoever links them; allauth's table came after the first migration."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0001_initial"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE UNIQUE INDEX people_one_identity_per_provider ON socialaccount_socialaccount (user_id, provider)",
            "DROP INDEX people_one_identity_per_provider",
        ),
    ]
