"""Monthly tips."""

from core.history.tracking import Together
from django.conf import settings
from django.db import migrations, models
import core.web.public_ids
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
                name='Lesson',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('title', models.CharField(max_length=120, verbose_name='titre')),
                    ('level', models.PositiveSmallIntegerField(choices=[(1, '⚛ à la portée de tous'), (2, '⚛⚛ demande cinq minutes'), (3, '⚛⚛⚛ pour les curieux')], default=1, verbose_name='niveau')),
                    ('position', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='rang')),
                    ('introduction', models.TextField(help_text='Ce que l’on saura faire\xa0: 600 caractères au plus.', max_length=600, verbose_name='introduction')),
                    ('is_published', models.BooleanField(default=False, help_text='Sans cette coche, seul le groupe voit la leçon.', verbose_name='publiée')),
                ],
                options={
                    'verbose_name': 'leçon du cours',
                    'verbose_name_plural': 'leçons du cours',
                    'ordering': ['level', 'position', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='CourseFollower',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('agent', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='course_follower', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'inscription au cours',
                    'verbose_name_plural': 'inscriptions au cours',
                },
            ),
            migrations.CreateModel(
                name='LessonEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('title', models.CharField(max_length=120, verbose_name='titre')),
                    ('level', models.PositiveSmallIntegerField(choices=[(1, '⚛ à la portée de tous'), (2, '⚛⚛ demande cinq minutes'), (3, '⚛⚛⚛ pour les curieux')], default=1, verbose_name='niveau')),
                    ('position', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='rang')),
                    ('introduction', models.TextField(help_text='Ce que l’on saura faire\xa0: 600 caractères au plus.', max_length=600, verbose_name='introduction')),
                    ('is_published', models.BooleanField(default=False, help_text='Sans cette coche, seul le groupe voit la leçon.', verbose_name='publiée')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='tips.lesson')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='LessonFollowed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lessons_followed', to=settings.AUTH_USER_MODEL)),
                    ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followed', to='tips.lesson')),
                ],
                options={
                    'verbose_name': 'leçon suivie',
                    'verbose_name_plural': 'leçons suivies',
                },
            ),
            migrations.CreateModel(
                name='LessonTip',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField(default=0, help_text='Les plus petits d’abord.', verbose_name='rang')),
                    ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lesson_tips', to='tips.lesson', verbose_name='leçon')),
                ],
                options={
                    'verbose_name': 'conseil de la leçon',
                    'verbose_name_plural': 'conseils de la leçon',
                    'ordering': ['position', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Tip',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
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
                name='LessonTipEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('position', models.PositiveSmallIntegerField(default=0, help_text='Les plus petits d’abord.', verbose_name='rang')),
                    ('lesson', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tips.lesson', verbose_name='leçon')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='tips.lessontip')),
                    ('tip', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tips.tip', verbose_name='conseil')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='lessontip',
                name='tip',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lesson_tips', to='tips.tip', verbose_name='conseil'),
            ),
            migrations.AddField(
                model_name='lesson',
                name='tips',
                field=models.ManyToManyField(related_name='lessons', through='tips.LessonTip', to='tips.tip'),
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
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
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
                model_name='lessonfollowed',
                constraint=models.UniqueConstraint(fields=('agent', 'lesson'), name='lesson_followed_once'),
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
            migrations.AddConstraint(
                model_name='lessontip',
                constraint=models.UniqueConstraint(fields=('lesson', 'tip'), name='lesson_tip_once', violation_error_message='Ce conseil est déjà dans la leçon.'),
            ),
            migrations.AddConstraint(
                model_name='lesson',
                constraint=models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 3)), name='lesson_one_to_three_atoms', violation_error_message='Le niveau va de un à trois atomes.'),
            ),
            migrations.AddConstraint(
                model_name='lesson',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('introduction__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='lesson_says_something', violation_error_message='Le titre et l’introduction ne peuvent pas rester vides.'),
            ),
            # The history, written by triggers and closed to changes.
            pgtrigger.migrations.AddTrigger(
                model_name='lessonevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='0daf55d137d647165146225ee52f28438edd74a0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_83aed', table='tips_lessonevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='lessonevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b802f74c891f6b9b0a4fcadfe2b24f73908d9c54', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d6610', table='tips_lessonevent', when='BEFORE')),
            ),
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
                model_name='lessontipevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='1151991a2ab35cd0c6bc69069d17731310605415', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_e694d', table='tips_lessontipevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='lessontipevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c381254bcc1982404b0bb780193d9165623c6aba', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_54450', table='tips_lessontipevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='lessontip',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tips_lessontipevent" ("id", "lesson_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "tip_id") VALUES (NEW."id", NEW."lesson_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."tip_id"); RETURN NULL;', hash='df8910a7d4f96551dec712d16641652c0c09770e', operation='INSERT', pgid='pgtrigger_insert_insert_af48d', table='tips_lessontip', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='lessontip',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "tips_lessontipevent" ("id", "lesson_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "tip_id") VALUES (NEW."id", NEW."lesson_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."tip_id"); RETURN NULL;', hash='8c836c953de8e7c6e6b62fd9482ecfdeb3e85522', operation='UPDATE', pgid='pgtrigger_update_update_b6451', table='tips_lessontip', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='lessontip',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tips_lessontipevent" ("id", "lesson_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "tip_id") VALUES (OLD."id", OLD."lesson_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."tip_id"); RETURN NULL;', hash='699ebb62ef03ace897200c90f04ee0e09b10c79a', operation='DELETE', pgid='pgtrigger_delete_delete_311e3', table='tips_lessontip', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='lesson',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tips_lessonevent" ("id", "introduction", "is_published", "level", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "title") VALUES (NEW."id", NEW."introduction", NEW."is_published", NEW."level", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."title"); RETURN NULL;', hash='9dcc650d90692cc19482bb40e089de735cbc9a97', operation='INSERT', pgid='pgtrigger_insert_insert_b4530', table='tips_lesson', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='lesson',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."introduction" IS DISTINCT FROM (NEW."introduction") OR OLD."is_published" IS DISTINCT FROM (NEW."is_published") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."title" IS DISTINCT FROM (NEW."title"))', func='INSERT INTO "tips_lessonevent" ("id", "introduction", "is_published", "level", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "title") VALUES (NEW."id", NEW."introduction", NEW."is_published", NEW."level", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."title"); RETURN NULL;', hash='0f79ea080321cedbdc3a771909881706ccc7cc2e', operation='UPDATE', pgid='pgtrigger_update_update_2d512', table='tips_lesson', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='lesson',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tips_lessonevent" ("id", "introduction", "is_published", "level", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "title") VALUES (OLD."id", OLD."introduction", OLD."is_published", OLD."level", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."title"); RETURN NULL;', hash='c7a2368f461df8e96fcc7b956b6b9d62a7501da7', operation='DELETE', pgid='pgtrigger_delete_delete_d2999', table='tips_lesson', when='AFTER')),
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
