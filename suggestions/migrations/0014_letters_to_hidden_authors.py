from django.db import migrations

# What was written before letters could be confidential: to those who hide their name, or about them.
OLD_LETTERS = """
    UPDATE mail_outgoingmail SET is_confidential = true
    WHERE kind = 'suggestions.to_tell'
       OR (kind LIKE 'suggestions.%' AND agent_id IS NULL)
       OR ((kind LIKE 'suggestions.%' OR kind LIKE 'mail.%' OR kind = 'notifications.digest')
           AND agent_id IN (SELECT author_id FROM suggestions_idea WHERE identity = 'hidden'));
    UPDATE notifications_notification SET is_confidential = true
    WHERE kind = 'suggestions.to_tell'
       OR (kind LIKE 'suggestions.%'
           AND recipient_id IN (SELECT author_id FROM suggestions_idea WHERE identity = 'hidden'));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0010_confidential_mails"),
        ("notifications", "0003_confidential_mails"),
        ("suggestions", "0013_visible_text"),
    ]

    operations = [migrations.RunSQL(OLD_LETTERS, migrations.RunSQL.noop)]
