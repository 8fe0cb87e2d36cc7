"""The legal watch."""

from core.history.tracking import Together
import core.web.public_ids
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ('documents', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='SubjectEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(max_length=80, verbose_name='nom')),
                    ('slug', models.SlugField(db_index=False, help_text='En minuscules, sans accent ni espace\xa0: «\xa0marches-publics\xa0».', max_length=80, verbose_name='nom dans les adresses')),
                    ('position', models.PositiveSmallIntegerField(default=0, help_text='Les plus petits d’abord.', verbose_name='rang')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='WeeklyReader',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ],
                options={
                    'verbose_name': 'lecteur de la semaine',
                    'verbose_name_plural': 'lecteurs de la semaine',
                },
            ),
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('title', models.CharField(max_length=150, verbose_name='titre')),
                    ('summary', models.TextField(max_length=600, verbose_name='ce qui change')),
                    ('url', models.CharField(blank=True, max_length=500, verbose_name='lien vers le texte officiel')),
                    ('in_force_on', models.DateField(blank=True, null=True, verbose_name='en vigueur le')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='écrit le')),
                    ('publish_at', models.DateTimeField(editable=False, null=True, verbose_name='paraît le')),
                    ('announced_at', models.DateTimeField(editable=False, null=True, verbose_name='annoncé le')),
                    ('outdated_reason', models.CharField(blank=True, max_length=300, verbose_name='pourquoi il est périmé')),
                    ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='retiré le')),
                    ('withdrawn_reason', models.CharField(blank=True, max_length=300, verbose_name='motif du retrait')),
                    ('author', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='watch_entries', to=settings.AUTH_USER_MODEL, verbose_name='écrit par')),
                    ('directions', models.ManyToManyField(blank=True, related_name='watch_entries', to='people.direction', verbose_name='directions concernées')),
                    ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='watch_entries', to='documents.document', verbose_name='fichier')),
                    ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='legalwatch.entry', verbose_name='remplacé par')),
                ],
                options={
                    'verbose_name': 'texte de la veille',
                    'verbose_name_plural': 'textes de la veille',
                },
            ),
            migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('told_at', models.DateTimeField(null=True)),
                    ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='legalwatch.entry')),
                ],
                options={
                    'verbose_name': 'annonce',
                },
            ),
            migrations.CreateModel(
                name='EntryEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('title', models.CharField(max_length=150, verbose_name='titre')),
                    ('summary', models.TextField(max_length=600, verbose_name='ce qui change')),
                    ('url', models.CharField(blank=True, max_length=500, verbose_name='lien vers le texte officiel')),
                    ('in_force_on', models.DateField(blank=True, null=True, verbose_name='en vigueur le')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='écrit le')),
                    ('publish_at', models.DateTimeField(editable=False, null=True, verbose_name='paraît le')),
                    ('outdated_reason', models.CharField(blank=True, max_length=300, verbose_name='pourquoi il est périmé')),
                    ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='retiré le')),
                    ('withdrawn_reason', models.CharField(blank=True, max_length=300, verbose_name='motif du retrait')),
                    ('author', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='écrit par')),
                    ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.document', verbose_name='fichier')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='legalwatch.entry')),
                    ('replaced_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='legalwatch.entry', verbose_name='remplacé par')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='LinkReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reported_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='signalé le')),
                    ('closed_at', models.DateTimeField(null=True, verbose_name='traité le')),
                    ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='traité par')),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='link_reports', to='legalwatch.entry', verbose_name='texte')),
                    ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signalé par')),
                ],
                options={
                    'verbose_name': 'lien signalé',
                    'verbose_name_plural': 'liens signalés',
                },
            ),
            migrations.CreateModel(
                name='LinkReportEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reported_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='signalé le')),
                    ('closed_at', models.DateTimeField(null=True, verbose_name='traité le')),
                    ('closed_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='traité par')),
                    ('entry', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='legalwatch.entry', verbose_name='texte')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='legalwatch.linkreport')),
                    ('reported_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signalé par')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Reading',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watch_readings', to=settings.AUTH_USER_MODEL)),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='legalwatch.entry')),
                ],
                options={
                    'verbose_name': 'texte lu',
                    'verbose_name_plural': 'textes lus',
                },
            ),
            migrations.CreateModel(
                name='Subject',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80, unique=True, verbose_name='nom')),
                    ('slug', models.SlugField(help_text='En minuscules, sans accent ni espace\xa0: «\xa0marches-publics\xa0».', max_length=80, unique=True, verbose_name='nom dans les adresses')),
                    ('position', models.PositiveSmallIntegerField(default=0, help_text='Les plus petits d’abord.', verbose_name='rang')),
                ],
                options={
                    'verbose_name': 'sujet de la veille',
                    'verbose_name_plural': 'sujets de la veille',
                    'ordering': ['position', 'name'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('name__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='watch_subject_is_named')],
                },
            ),
            migrations.CreateModel(
                name='Following',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watch_followings', to=settings.AUTH_USER_MODEL)),
                    ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followings', to='legalwatch.subject')),
                ],
                options={
                    'verbose_name': 'sujet suivi',
                    'verbose_name_plural': 'sujets suivis',
                },
            ),
            migrations.AddField(
                model_name='entry',
                name='subjects',
                field=models.ManyToManyField(related_name='entries', to='legalwatch.subject', verbose_name='sujets'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='subject',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "legalwatch_subjectevent" ("id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."slug"); RETURN NULL;', hash='ef87b895fb7141fc64c444558f686319f56740f5', operation='INSERT', pgid='pgtrigger_insert_insert_a46fa', table='legalwatch_subject', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='subject',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "legalwatch_subjectevent" ("id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."slug"); RETURN NULL;', hash='521695686a9e40d3f1250a179dd89bde97d50ae9', operation='UPDATE', pgid='pgtrigger_update_update_e2bf5', table='legalwatch_subject', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='subject',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "legalwatch_subjectevent" ("id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."slug"); RETURN NULL;', hash='ce74fddc092de8fa884fda638388d767601af856', operation='DELETE', pgid='pgtrigger_delete_delete_6d63c', table='legalwatch_subject', when='AFTER')),
            ),
            migrations.AddField(
                model_name='subjectevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='legalwatch.subject'),
            ),
            migrations.AddField(
                model_name='weeklyreader',
                name='agent',
                field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='watch_weekly', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddIndex(
                model_name='delivery',
                index=models.Index(condition=models.Q(('told_at', None)), fields=['created_at'], name='watch_delivery_waiting'),
            ),
            migrations.AddConstraint(
                model_name='delivery',
                constraint=models.UniqueConstraint(fields=('entry', 'agent'), name='watch_delivery_once'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='entryevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='c075f0443ee1f0dc315f37fec5bca02185544239', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_2ac7f', table='legalwatch_entryevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='entryevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2dd490e372b7f9df373ed196fd5eb21b10fd6773', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e663e', table='legalwatch_entryevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='linkreport',
                constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('entry',), name='watch_report_one_open_per_entry'),
            ),
            migrations.AddConstraint(
                model_name='linkreport',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None)), models.Q(('closed_at__gte', models.F('reported_at')), ('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='watch_report_closed_by_somebody'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='linkreport',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "legalwatch_linkreportevent" ("closed_at", "closed_by_id", "entry_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported_at", "reported_by_id") VALUES (NEW."closed_at", NEW."closed_by_id", NEW."entry_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reported_at", NEW."reported_by_id"); RETURN NULL;', hash='a8d79dd726ad252793ac8bce251a68375b88c63e', operation='INSERT', pgid='pgtrigger_insert_insert_8f3a1', table='legalwatch_linkreport', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='linkreport',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "legalwatch_linkreportevent" ("closed_at", "closed_by_id", "entry_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported_at", "reported_by_id") VALUES (NEW."closed_at", NEW."closed_by_id", NEW."entry_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reported_at", NEW."reported_by_id"); RETURN NULL;', hash='1e5d94af162eb7b602d8aa53dc6a49441aa48859', operation='UPDATE', pgid='pgtrigger_update_update_3e28c', table='legalwatch_linkreport', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='linkreport',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "legalwatch_linkreportevent" ("closed_at", "closed_by_id", "entry_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported_at", "reported_by_id") VALUES (OLD."closed_at", OLD."closed_by_id", OLD."entry_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reported_at", OLD."reported_by_id"); RETURN NULL;', hash='427f36d91f13be86ce097893576cdcfba07875d6', operation='DELETE', pgid='pgtrigger_delete_delete_5e626', table='legalwatch_linkreport', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='linkreportevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='3914e6a7683cfc051d8502e4a5e397459d90c4e7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_0cbc7', table='legalwatch_linkreportevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='linkreportevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f941c7a369e866dbb051fb456684c4a0045f8863', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_383b3', table='legalwatch_linkreportevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='reading',
                constraint=models.UniqueConstraint(fields=('agent', 'entry'), name='watch_reading_once'),
            ),
            migrations.AddConstraint(
                model_name='following',
                constraint=models.UniqueConstraint(fields=('subject', 'agent'), name='watch_following_once'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='following',
                trigger=pgtrigger.compiler.Trigger(name='agents_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT 1 FROM people_agent WHERE id IN (NEW.agent_id) AND is_elected) THEN\n                RAISE EXCEPTION 'an elected account is no agent'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'agents_only';\n            END IF;\n            RETURN NEW;\n        ", hash='736bd9edd884454f721006912ce17b3f3e035a42', operation='INSERT OR UPDATE OF "agent_id"', pgid='pgtrigger_agents_only_5d25a', table='legalwatch_following', when='BEFORE')),
            ),
            migrations.AddIndex(
                model_name='entry',
                index=models.Index(fields=['-publish_at', '-id'], name='watch_entry_newest'),
            ),
            migrations.AddIndex(
                model_name='entry',
                index=models.Index(condition=models.Q(('announced_at', None)), fields=['publish_at'], name='watch_entry_to_tell'),
            ),
            migrations.AddConstraint(
                model_name='entry',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('summary__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='watch_entry_says_something'),
            ),
            migrations.AddConstraint(
                model_name='entry',
                constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('summary'), 600)), name='watch_entry_is_short'),
            ),
            migrations.AddConstraint(
                model_name='entry',
                constraint=models.CheckConstraint(condition=models.Q(('url', ''), models.Q(('url__regex', '^https?://[^\\s/?#@]+([/?#][^\\s]*)?$'), models.Q(('url__regex', '[\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'), _negated=True)), _connector='OR'), name='watch_entry_link_is_of_the_web', violation_error_message='Le lien commence par https:// ou http://, et se lit tout entier.'),
            ),
            migrations.AddConstraint(
                model_name='entry',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('url', ''), _negated=True), ('document__isnull', False), _connector='OR'), name='watch_entry_has_a_link_or_a_file', violation_error_message='Donnez un lien, un fichier, ou les deux.'),
            ),
            migrations.AddConstraint(
                model_name='entry',
                constraint=models.CheckConstraint(condition=models.Q(('replaced_by', None), models.Q(('replaced_by', models.F('pk')), _negated=True), _connector='OR'), name='watch_entry_replaced_by_another', violation_error_message='Un texte ne se remplace pas lui-même.'),
            ),
            migrations.AddConstraint(
                model_name='entry',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_reason', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_reason__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='watch_entry_withdrawn_with_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='entry',
                constraint=models.CheckConstraint(condition=models.Q(('announced_at', None), models.Q(('announced_at__gte', models.F('publish_at')), ('publish_at__isnull', False)), _connector='OR'), name='watch_entry_announced_once_published'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='entry',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "legalwatch_entryevent" ("author_id", "created_at", "document_id", "id", "in_force_on", "outdated_reason", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_at", "replaced_by_id", "summary", "title", "url", "withdrawn_at", "withdrawn_reason") VALUES (NEW."author_id", NEW."created_at", NEW."document_id", NEW."id", NEW."in_force_on", NEW."outdated_reason", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."publish_at", NEW."replaced_by_id", NEW."summary", NEW."title", NEW."url", NEW."withdrawn_at", NEW."withdrawn_reason"); RETURN NULL;', hash='cebf62016e58c2a7f5d24ffc4290358e5871f09f', operation='INSERT', pgid='pgtrigger_insert_insert_36e8a', table='legalwatch_entry', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='entry',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."in_force_on" IS DISTINCT FROM (NEW."in_force_on") OR OLD."outdated_reason" IS DISTINCT FROM (NEW."outdated_reason") OR OLD."publish_at" IS DISTINCT FROM (NEW."publish_at") OR OLD."replaced_by_id" IS DISTINCT FROM (NEW."replaced_by_id") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."url" IS DISTINCT FROM (NEW."url") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at") OR OLD."withdrawn_reason" IS DISTINCT FROM (NEW."withdrawn_reason"))', func='INSERT INTO "legalwatch_entryevent" ("author_id", "created_at", "document_id", "id", "in_force_on", "outdated_reason", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_at", "replaced_by_id", "summary", "title", "url", "withdrawn_at", "withdrawn_reason") VALUES (NEW."author_id", NEW."created_at", NEW."document_id", NEW."id", NEW."in_force_on", NEW."outdated_reason", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."publish_at", NEW."replaced_by_id", NEW."summary", NEW."title", NEW."url", NEW."withdrawn_at", NEW."withdrawn_reason"); RETURN NULL;', hash='e646d34dfc43fce2456c682953c73e9012620d17', operation='UPDATE', pgid='pgtrigger_update_update_d507a', table='legalwatch_entry', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='entry',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "legalwatch_entryevent" ("author_id", "created_at", "document_id", "id", "in_force_on", "outdated_reason", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_at", "replaced_by_id", "summary", "title", "url", "withdrawn_at", "withdrawn_reason") VALUES (OLD."author_id", OLD."created_at", OLD."document_id", OLD."id", OLD."in_force_on", OLD."outdated_reason", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."publish_at", OLD."replaced_by_id", OLD."summary", OLD."title", OLD."url", OLD."withdrawn_at", OLD."withdrawn_reason"); RETURN NULL;', hash='238a4c5d2b6b6caee34aa6100074fa33f01a5149', operation='DELETE', pgid='pgtrigger_delete_delete_1774f', table='legalwatch_entry', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='subjectevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='aa235a3279bc7099c74b710cd041afa9e395fda9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_173e9', table='legalwatch_subjectevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='subjectevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4034a44e8fbb5e287c0a8daf9d4d488e2117fa68', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f8dd5', table='legalwatch_subjectevent', when='BEFORE')),
            ),
        ]),
    ]
