from django.conf import settings
from django.db import migrations, models

from core.ui.visible import replace_invisible


class Migration(migrations.Migration):

    dependencies = [
        ('dematerialisation', '0003_actions_are_followed'),
        ('people', '0006_other_addresses'),
        ('suggestions', '0013_visible_text'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        replace_invisible(
            'dematerialisation',
            {
                'Action': ['title', 'what_was_decided', 'blocked_reason', 'dropped_reason'],
                'ActionStep': ['title'],
                'Gain': ['guess_method', 'measure_method'],
                'GroupMember': ['name', 'organisation'],
                'Page': ['title'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='action',
            name='action_says_something',
        ),
        migrations.RemoveConstraint(
            model_name='action',
            name='action_state_has_its_reason',
        ),
        migrations.RemoveConstraint(
            model_name='actionstep',
            name='action_step_says_something',
        ),
        migrations.RemoveConstraint(
            model_name='gain',
            name='gain_guess_is_whole',
        ),
        migrations.RemoveConstraint(
            model_name='gain',
            name='gain_measure_is_whole',
        ),
        migrations.RemoveConstraint(
            model_name='groupmember',
            name='group_member_agent_or_named',
        ),
        migrations.RemoveConstraint(
            model_name='page',
            name='page_says_something',
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(models.Q(('state', 'done'), models.Q(('what_it_changed', ''), _negated=True)), models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('what_was_decided__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR')), name='action_says_something', violation_error_message='Le titre ne peut pas rester vide, ni ce qui a été décidé\xa0; une action faite dit ce que cela a changé.'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'blocked'), models.Q(('blocked_reason__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), models.Q(models.Q(('state', 'blocked'), _negated=True), ('blocked_reason', '')), _connector='OR'), models.Q(models.Q(('state', 'dropped'), models.Q(('dropped_reason__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), models.Q(models.Q(('state', 'dropped'), _negated=True), ('dropped_reason', '')), _connector='OR')), name='action_state_has_its_reason'),
        ),
        migrations.AddConstraint(
            model_name='actionstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='action_step_says_something'),
        ),
        migrations.AddConstraint(
            model_name='gain',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('guess_method', ''), ('guessed__isnull', True), ('guessed_on__isnull', True)), models.Q(('guessed__isnull', False), ('guessed_on__isnull', False), models.Q(('guess_method__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='gain_guess_is_whole', violation_error_message='Une estimation a un nombre, une méthode et une date\xa0: les trois.'),
        ),
        migrations.AddConstraint(
            model_name='gain',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('measure_method', ''), ('measured__isnull', True), ('measured_on__isnull', True)), models.Q(('measured__isnull', False), ('measured_on__isnull', False), models.Q(('measure_method__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='gain_measure_is_whole', violation_error_message='Une mesure a un nombre, une méthode et une date\xa0: les trois.'),
        ),
        migrations.AddConstraint(
            model_name='groupmember',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agent__isnull', False), ('name', ''), ('organisation', '')), models.Q(('agent', None), models.Q(('name__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('organisation__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='group_member_agent_or_named', violation_error_message='Choisissez un agent de la ville, ou bien écrivez un nom et son organisme\xa0: l’un ou l’autre.'),
        ),
        migrations.AddConstraint(
            model_name='page',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('body', ''), _negated=True), models.Q(('slug', ''), _negated=True)), name='page_says_something', violation_error_message='Le titre et le texte ne peuvent pas rester vides.'),
        ),
    ]
