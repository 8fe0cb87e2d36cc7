"""Monthly tips."""

from core.history.together import Together
from django.conf import settings
from django.db import migrations, models
import core.ui.keys
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Tip',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.ui.keys.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('month', models.DateField(error_messages={'unique': 'Ce mois a déjà son conseil\xa0: choisissez un autre mois.'}, help_text='N’importe quel jour du mois convient\xa0; il y a un seul conseil par mois.', unique=True, verbose_name='mois')),
                    ('title', models.CharField(max_length=120, verbose_name='titre')),
                    ('summary', models.CharField(help_text='Deux phrases, lues sur l’accueil\xa0: 300 caractères au plus.', max_length=300, verbose_name='résumé')),
                    ('body', models.TextField(verbose_name='texte')),
                    ('level', models.PositiveSmallIntegerField(choices=[(1, '⚛ à la portée de tous'), (2, '⚛⚛ demande cinq minutes'), (3, '⚛⚛⚛ pour les curieux')], default=1, verbose_name='niveau')),
                    ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='publié le')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='écrit le')),
                    ('announced_at', models.DateTimeField(editable=False, null=True, verbose_name='annoncé le')),
                    ('author', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='tips', to=settings.AUTH_USER_MODEL, verbose_name='écrit par')),
                ],
                options={
                    'verbose_name': 'conseil du mois',
                    'verbose_name_plural': 'conseils du mois',
                    'ordering': ['-month'],
                },
            ),
            migrations.CreateModel(
                name='TipEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reference', models.CharField(default=core.ui.keys.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('month', models.DateField(error_messages={'unique': 'Ce mois a déjà son conseil\xa0: choisissez un autre mois.'}, help_text='N’importe quel jour du mois convient\xa0; il y a un seul conseil par mois.', verbose_name='mois')),
                    ('title', models.CharField(max_length=120, verbose_name='titre')),
                    ('summary', models.CharField(help_text='Deux phrases, lues sur l’accueil\xa0: 300 caractères au plus.', max_length=300, verbose_name='résumé')),
                    ('body', models.TextField(verbose_name='texte')),
                    ('level', models.PositiveSmallIntegerField(choices=[(1, '⚛ à la portée de tous'), (2, '⚛⚛ demande cinq minutes'), (3, '⚛⚛⚛ pour les curieux')], default=1, verbose_name='niveau')),
                    ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='publié le')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='écrit le')),
                    ('author', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='écrit par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='tips.tip')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddConstraint(
                model_name='tip',
                constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='tip_month_is_its_first_day', violation_error_message='Le mois s’écrit par son premier jour.'),
            ),
            migrations.AddConstraint(
                model_name='tip',
                constraint=models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 3)), name='tip_one_to_three_atoms', violation_error_message='Le niveau va de un à trois atomes.'),
            ),
            migrations.AddConstraint(
                model_name='tip',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('summary__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('body', ''), _negated=True)), name='tip_says_something', violation_error_message='Le titre, le résumé et le texte ne peuvent pas rester vides.'),
            ),
            # The history, written by triggers and closed to changes.
            pgtrigger.migrations.AddTrigger(
                model_name='tip',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tips_tipevent" ("author_id", "body", "created_at", "id", "level", "month", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "reference", "summary", "title") VALUES (NEW."author_id", NEW."body", NEW."created_at", NEW."id", NEW."level", NEW."month", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."published_at", NEW."reference", NEW."summary", NEW."title"); RETURN NULL;', hash='6763ebfd4d0b42e835093686c7f6b7919f78fcf7', operation='INSERT', pgid='pgtrigger_insert_insert_09c35', table='tips_tip', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='tip',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."month" IS DISTINCT FROM (NEW."month") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."title" IS DISTINCT FROM (NEW."title"))', func='INSERT INTO "tips_tipevent" ("author_id", "body", "created_at", "id", "level", "month", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "reference", "summary", "title") VALUES (NEW."author_id", NEW."body", NEW."created_at", NEW."id", NEW."level", NEW."month", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."published_at", NEW."reference", NEW."summary", NEW."title"); RETURN NULL;', hash='6be6aeb5ea1aee0c81f8e5daa2e681f90152d724', operation='UPDATE', pgid='pgtrigger_update_update_fc469', table='tips_tip', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='tip',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tips_tipevent" ("author_id", "body", "created_at", "id", "level", "month", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "reference", "summary", "title") VALUES (OLD."author_id", OLD."body", OLD."created_at", OLD."id", OLD."level", OLD."month", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."published_at", OLD."reference", OLD."summary", OLD."title"); RETURN NULL;', hash='c9822ab4778938f8e860981f65b552e5be7b1e83', operation='DELETE', pgid='pgtrigger_delete_delete_74b2e', table='tips_tip', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='tipevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='5e433719bd54d6427febc0e5a5caca4a25226aac', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_59086', table='tips_tipevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='tipevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7622edfb44fe3ecfa981d23b42855b4d675068fe', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d856c', table='tips_tipevent', when='BEFORE')),
            ),
        ]),
    ]
