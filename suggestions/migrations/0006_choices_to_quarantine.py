from django.db import migrations

BECAUSE = ("closed", "not_allowed")


def give_to_group(apps, schema_editor):
    """Their senders chose, on a page that is gone, what these replies became: the group reads them at its desk."""
    mails = apps.get_model("mail", "IncomingMail").objects
    mails.filter(state="held", inbox="saperlipopette", reason__in=BECAUSE).update(state="quarantined")


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0005_note_mail")]
    survivable = {
        "RunPython give_to_group": "a few replies that wait for a choice, found by their state; the version before "
        "shows them in the quarantine too",
    }

    operations = [migrations.RunPython(give_to_group, migrations.RunPython.noop)]
