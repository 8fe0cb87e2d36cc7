from django.db import migrations


class Migration(migrations.Migration):
    """Attachments are compressed already, and PostgreSQL's own compression took half the time of taking mail in."""

    dependencies = [("mail", "0005_what_refused_mails_and_owed_acknowledgements_say")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE mail_rawcontent ALTER COLUMN content SET STORAGE EXTERNAL",
            "ALTER TABLE mail_rawcontent ALTER COLUMN content SET STORAGE EXTENDED",
        ),
    ]
