from django.db import migrations


def create_role(apps, schema_editor):
    apps.get_model("auth", "Group").objects.get_or_create(name="Secrétariat du conseil")


class Migration(migrations.Migration):
    dependencies = [("people", "0002_roles")]

    operations = [migrations.RunPython(create_role, migrations.RunPython.noop)]
