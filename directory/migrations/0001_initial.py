"""Cards, corrections and imports of agents."""

from core.history.tracking import Together
from django.conf import settings
from django.db import migrations, models
import core.web.public_ids
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='AgentImport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('file_name', models.CharField(max_length=200, verbose_name='nom du fichier')),
                    ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='envoyé par')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='envoyé le')),
                    ('state', models.CharField(choices=[('reading', 'en cours de lecture'), ('ready', 'à confirmer'), ('writing', 'import en cours'), ('done', 'importé'), ('unreadable', 'illisible'), ('failed', 'interrompu'), ('abandoned', 'abandonné')], default='reading', max_length=10, verbose_name='état')),
                    ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmé par')),
                    ('confirmed_at', models.DateTimeField(null=True, verbose_name='confirmé le')),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='terminé le')),
                    ('reason', models.TextField(blank=True, verbose_name='raison')),
                    ('progress', models.PositiveSmallIntegerField(default=0, verbose_name='avancement, en pour cent')),
                    ('file', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='fichier')),
                    ('report', models.JSONField(default=dict, verbose_name='compte rendu')),
                ],
                options={
                    'verbose_name': 'import d’agents',
                    'verbose_name_plural': 'imports d’agents',
                    'abstract': False,
                    'indexes': [models.Index(fields=['-created_at', '-id'], name='agentimport_newest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['reading', 'ready', 'writing', 'done', 'unreadable', 'failed', 'abandoned'])), name='agentimport_known_state'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('writing', 'done')), _negated=True), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='agentimport_written_is_confirmed'), models.CheckConstraint(condition=models.Q(('progress__isnull', False), ('progress__lte', 100)), name='agentimport_progress_is_a_share'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('file__isnull', False), ('state', 'ready')), models.Q(('ended_at__isnull', False), ('file', None), ('state__in', ('done', 'abandoned'))), _connector='OR'), name='agentimport_keeps_its_file_until_it_ends')],
                },
            ),
            migrations.CreateModel(
                name='AgentImportEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='directory.agentimport')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('file_name', models.CharField(max_length=200, verbose_name='nom du fichier')),
                    ('created_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='envoyé par')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='envoyé le')),
                    ('state', models.CharField(choices=[('reading', 'en cours de lecture'), ('ready', 'à confirmer'), ('writing', 'import en cours'), ('done', 'importé'), ('unreadable', 'illisible'), ('failed', 'interrompu'), ('abandoned', 'abandonné')], default='reading', max_length=10, verbose_name='état')),
                    ('confirmed_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmé par')),
                    ('confirmed_at', models.DateTimeField(null=True, verbose_name='confirmé le')),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='terminé le')),
                    ('reason', models.TextField(blank=True, verbose_name='raison')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Card',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('duties', models.TextField(blank=True, help_text='Ce pour quoi on peut appeler cette personne, avec les mots que les agents emploient.', max_length=2000, verbose_name='s’occupe de')),
                    ('office', models.CharField(blank=True, max_length=120, verbose_name='bureau ou site')),
                    ('photo_consented_at', models.DateTimeField(editable=False, null=True, verbose_name='photo acceptée le')),
                    ('phone_corrected_at', models.DateTimeField(editable=False, null=True, verbose_name='téléphone corrigé par l’agent le')),
                    ('agent', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='card', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                    ('photo', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='photo')),
                ],
                options={
                    'verbose_name': 'fiche',
                },
            ),
            migrations.CreateModel(
                name='CardEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('photo_consented_at', models.DateTimeField(editable=False, null=True, verbose_name='photo acceptée le')),
                    ('phone_corrected_at', models.DateTimeField(editable=False, null=True, verbose_name='téléphone corrigé par l’agent le')),
                    ('agent', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='directory.card')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Correction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='proposée le')),
                    ('first_name', models.CharField(blank=True, max_length=80, verbose_name='prénom')),
                    ('last_name', models.CharField(blank=True, max_length=80, verbose_name='nom')),
                    ('function', models.CharField(blank=True, max_length=120, verbose_name='fonction')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='adresse de messagerie')),
                    ('message', models.TextField(blank=True, max_length=1000, verbose_name='message')),
                    ('state', models.CharField(choices=[('waiting', 'En attente'), ('accepted', 'Acceptée'), ('refused', 'Refusée')], default='waiting', max_length=10, verbose_name='état')),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='décidée le')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='motif du refus')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='décidée par')),
                    ('direction', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.direction', verbose_name='direction ou service')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections_proposed', to=settings.AUTH_USER_MODEL, verbose_name='proposée par')),
                    ('subject', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to=settings.AUTH_USER_MODEL, verbose_name='fiche')),
                ],
                options={
                    'verbose_name': 'correction proposée',
                    'verbose_name_plural': 'corrections proposées',
                },
            ),
            migrations.CreateModel(
                name='CorrectionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='proposée le')),
                    ('function', models.CharField(blank=True, max_length=120, verbose_name='fonction')),
                    ('state', models.CharField(choices=[('waiting', 'En attente'), ('accepted', 'Acceptée'), ('refused', 'Refusée')], default='waiting', max_length=10, verbose_name='état')),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='décidée le')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='motif du refus')),
                    ('decided_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='décidée par')),
                    ('direction', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.direction', verbose_name='direction ou service')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='directory.correction')),
                    ('proposed_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposée par')),
                    ('subject', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='fiche')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddIndex(
                model_name='card',
                index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector(models.Func(models.F('duties'), function='search_words', output_field=models.TextField()), config='french_plain'), name='card_duties_words'),
            ),
            migrations.AddConstraint(
                model_name='card',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('photo', None), ('photo_consented_at', None)), models.Q(('photo__isnull', False), ('photo_consented_at__isnull', False)), _connector='OR'), name='card_photo_has_consent'),
            ),
            migrations.AddIndex(
                model_name='correction',
                index=models.Index(condition=models.Q(('state', 'waiting')), fields=['proposed_at'], name='correction_waiting_oldest'),
            ),
            migrations.AddConstraint(
                model_name='correction',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('reason', ''), ('state', 'waiting')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('reason', ''), ('state', 'accepted')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state', 'refused'), models.Q(('reason__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='correction_state_and_decision_agree'),
            ),
            migrations.AddConstraint(
                model_name='correction',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('first_name__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('last_name__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('function__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('email', ''), _negated=True), ('direction__isnull', False), models.Q(('message__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), _connector='OR'), name='correction_says_something'),
            ),
            # The history, written by triggers and closed to changes.
            pgtrigger.migrations.AddTrigger(
                model_name='agentimport',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "directory_agentimportevent" ("confirmed_at", "confirmed_by_id", "created_at", "created_by_id", "ended_at", "file_name", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "state", "submission_key") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."created_at", NEW."created_by_id", NEW."ended_at", NEW."file_name", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."reference", NEW."state", NEW."submission_key"); RETURN NULL;', hash='5774033f45049b468dabef7c38a8dc73e54ab2af', operation='INSERT', pgid='pgtrigger_insert_insert_b1fbc', table='directory_agentimport', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agentimport',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."confirmed_by_id" IS DISTINCT FROM (NEW."confirmed_by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."file_name" IS DISTINCT FROM (NEW."file_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submission_key" IS DISTINCT FROM (NEW."submission_key"))', func='INSERT INTO "directory_agentimportevent" ("confirmed_at", "confirmed_by_id", "created_at", "created_by_id", "ended_at", "file_name", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "state", "submission_key") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."created_at", NEW."created_by_id", NEW."ended_at", NEW."file_name", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."reference", NEW."state", NEW."submission_key"); RETURN NULL;', hash='4fb4b7a97bf629666acb41ba2cee11874df87353', operation='UPDATE', pgid='pgtrigger_update_update_01847', table='directory_agentimport', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agentimport',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "directory_agentimportevent" ("confirmed_at", "confirmed_by_id", "created_at", "created_by_id", "ended_at", "file_name", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "state", "submission_key") VALUES (OLD."confirmed_at", OLD."confirmed_by_id", OLD."created_at", OLD."created_by_id", OLD."ended_at", OLD."file_name", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."reference", OLD."state", OLD."submission_key"); RETURN NULL;', hash='db67a84749fe1736fd1bb844fe2153d68975bf3b', operation='DELETE', pgid='pgtrigger_delete_delete_c1c59', table='directory_agentimport', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agentimportevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='4f0b3222e240a6e24a32b3c8041ec1dc837d0b14', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_e9bbb', table='directory_agentimportevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agentimportevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5a4470d13a25c63ba8330b1ef55502606b637ec6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d6b5b', table='directory_agentimportevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='card',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "directory_cardevent" ("agent_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_corrected_at", "photo_consented_at") VALUES (NEW."agent_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."phone_corrected_at", NEW."photo_consented_at"); RETURN NULL;', hash='a7426f88e07cf0b2522db369e0c0d6698e22e061', operation='INSERT', pgid='pgtrigger_insert_insert_3430e', table='directory_card', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='card',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."agent_id" IS DISTINCT FROM (NEW."agent_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."phone_corrected_at" IS DISTINCT FROM (NEW."phone_corrected_at") OR OLD."photo_consented_at" IS DISTINCT FROM (NEW."photo_consented_at"))', func='INSERT INTO "directory_cardevent" ("agent_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_corrected_at", "photo_consented_at") VALUES (NEW."agent_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."phone_corrected_at", NEW."photo_consented_at"); RETURN NULL;', hash='9d7cfa4cb21fb3cab4772c3cdc0af7f5b22be8f4', operation='UPDATE', pgid='pgtrigger_update_update_aae5e', table='directory_card', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='card',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "directory_cardevent" ("agent_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_corrected_at", "photo_consented_at") VALUES (OLD."agent_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."phone_corrected_at", OLD."photo_consented_at"); RETURN NULL;', hash='7cf5f877203f232585542b8c2e72eadfd2f1c0bd', operation='DELETE', pgid='pgtrigger_delete_delete_cc64d', table='directory_card', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='cardevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='0a5c374bc5161fab0c30e5917b40b77099a8f26b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_786e8', table='directory_cardevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='cardevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9a014880178d7df0ea3c483b05a069cc6451f181', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_82b5a', table='directory_cardevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='correction',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "directory_correctionevent" ("decided_at", "decided_by_id", "direction_id", "function", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "reference", "state", "subject_id", "submission_key") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."direction_id", NEW."function", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."reference", NEW."state", NEW."subject_id", NEW."submission_key"); RETURN NULL;', hash='0724703018904c815a04c92ae5ab2ce0587c1196', operation='INSERT', pgid='pgtrigger_insert_insert_590ee', table='directory_correction', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='correction',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."direction_id" IS DISTINCT FROM (NEW."direction_id") OR OLD."function" IS DISTINCT FROM (NEW."function") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."proposed_at" IS DISTINCT FROM (NEW."proposed_at") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."subject_id" IS DISTINCT FROM (NEW."subject_id") OR OLD."submission_key" IS DISTINCT FROM (NEW."submission_key"))', func='INSERT INTO "directory_correctionevent" ("decided_at", "decided_by_id", "direction_id", "function", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "reference", "state", "subject_id", "submission_key") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."direction_id", NEW."function", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."reference", NEW."state", NEW."subject_id", NEW."submission_key"); RETURN NULL;', hash='4077ccdc7b19acae1211aa1c9917485041f62f16', operation='UPDATE', pgid='pgtrigger_update_update_4e990', table='directory_correction', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='correction',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "directory_correctionevent" ("decided_at", "decided_by_id", "direction_id", "function", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "reference", "state", "subject_id", "submission_key") VALUES (OLD."decided_at", OLD."decided_by_id", OLD."direction_id", OLD."function", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."proposed_at", OLD."proposed_by_id", OLD."reason", OLD."reference", OLD."state", OLD."subject_id", OLD."submission_key"); RETURN NULL;', hash='d9926ef76f115dd819a9f0b43d1cb9d78090d562', operation='DELETE', pgid='pgtrigger_delete_delete_ae092', table='directory_correction', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='correctionevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='ab2c5af8289cb2bc5e0d78bac0d9f85476a1d702', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_7bad0', table='directory_correctionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='correctionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f6d54930db3160eb66f9164b33bee506afbeaca3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_119cc', table='directory_correctionevent', when='BEFORE')),
            ),
        ]),
    ]
