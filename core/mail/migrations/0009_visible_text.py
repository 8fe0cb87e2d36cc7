from django.conf import settings
from django.db import migrations, models

from core.ui.visible import replace_invisible


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('mail', '0008_what_an_answer_is_about'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        replace_invisible(
            'mail',
            {
                'IncomingMail': ['set_aside_reason'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='incomingmail',
            name='incoming_set_aside_has_a_reason',
        ),
        migrations.AddConstraint(
            model_name='incomingmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'set_aside'), models.Q(('set_aside_reason__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), ('handled_by__isnull', False)), models.Q(models.Q(('state', 'set_aside'), _negated=True), ('set_aside_reason', '')), _connector='OR'), name='incoming_set_aside_has_a_reason'),
        ),
    ]
