from django.db import migrations

# Written out, not imported: a migration tells what was true on its day.
ROLES = (
    "Groupe projet",
    "Responsable du groupe",
    "Gestionnaire des salles",
    "Gestionnaire de l’annuaire",
    "Administrateur",
)


def create_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name in ROLES:
        Group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_agents_and_directions"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(create_roles, migrations.RunPython.noop)]
