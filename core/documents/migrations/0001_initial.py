"""Stored files and uploads."""

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
                name='Document',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('name', models.CharField(max_length=200, verbose_name='nom du fichier')),
                    ('size', models.BigIntegerField(verbose_name='taille en octets')),
                    ('content_type', models.CharField(max_length=100, verbose_name='type de contenu')),
                    ('sha256', models.CharField(max_length=64, verbose_name='empreinte SHA-256')),
                    ('has_code', models.BooleanField(default=False, verbose_name='contient du code')),
                    ('stored_at', models.DateTimeField(default=django.utils.timezone.now, null=True, verbose_name='déposé le')),
                    ('text_state', models.CharField(choices=[('waiting', 'en attente de lecture'), ('read', 'texte lu'), ('recognised', 'texte reconnu sur l’image'), ('no_text', 'aucun texte\xa0: numérisation'), ('not_read', 'sans texte à lire'), ('failed', 'lecture impossible')], default='waiting', max_length=10, verbose_name='texte')),
                    ('text_error', models.CharField(blank=True, max_length=300, verbose_name='erreur de lecture')),
                    ('page_count', models.PositiveIntegerField(null=True, verbose_name='pages')),
                    ('stored_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to=settings.AUTH_USER_MODEL, verbose_name='déposé par')),
                ],
                options={
                    'verbose_name': 'document',
                },
            ),
            migrations.CreateModel(
                name='DocumentEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('size', models.BigIntegerField(verbose_name='taille en octets')),
                    ('content_type', models.CharField(max_length=100, verbose_name='type de contenu')),
                    ('sha256', models.CharField(max_length=64, verbose_name='empreinte SHA-256')),
                    ('stored_at', models.DateTimeField(default=django.utils.timezone.now, null=True, verbose_name='déposé le')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='documents.document')),
                    ('stored_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='déposé par')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='PageText',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(verbose_name='page')),
                    ('text', models.TextField(verbose_name='texte')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pages', to='documents.document')),
                ],
                options={
                    'verbose_name': 'texte d’une page',
                    'verbose_name_plural': 'textes des pages',
                },
            ),
            migrations.CreateModel(
                name='Upload',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('name', models.CharField(max_length=200, verbose_name='nom du fichier')),
                    ('size', models.BigIntegerField(verbose_name='taille en octets')),
                    ('content_type', models.CharField(max_length=100, verbose_name='type de contenu')),
                    ('sha256', models.CharField(max_length=64, verbose_name='empreinte SHA-256')),
                    ('has_code', models.BooleanField(default=False, verbose_name='contient du code')),
                    ('mended', models.CharField(blank=True, max_length=500, verbose_name='ce qui a été corrigé')),
                    ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='envoyé le')),
                    ('kept_at', models.DateTimeField(editable=False, null=True, verbose_name='gardé le')),
                    ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='envoyé par')),
                    ('document', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='documents.document', verbose_name='devenu')),
                ],
                options={
                    'verbose_name': 'fichier en attente',
                    'verbose_name_plural': 'fichiers en attente',
                },
            ),
            migrations.AddConstraint(
                model_name='document',
                constraint=models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='document_is_not_empty'),
            ),
            migrations.AddConstraint(
                model_name='document',
                constraint=models.CheckConstraint(condition=models.Q(('reference__regex', '^[0-9A-Za-z_-]{1,12}$')), name='document_reference_is_no_path'),
            ),
            migrations.AddConstraint(
                model_name='document',
                constraint=models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='document_sha256_is_hex'),
            ),
            migrations.AddConstraint(
                model_name='document',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('name__contains', '/'), _negated=True), models.Q(('name__contains', '\\'), _negated=True)), name='document_name_is_no_path'),
            ),
            migrations.AddConstraint(
                model_name='document',
                constraint=models.CheckConstraint(condition=models.Q(('text_state__in', ('waiting', 'read', 'recognised', 'no_text', 'not_read', 'failed'))), name='document_known_text_state'),
            ),
            migrations.AddConstraint(
                model_name='pagetext',
                constraint=models.UniqueConstraint(fields=('document', 'number'), name='page_text_once'),
            ),
            migrations.AddConstraint(
                model_name='pagetext',
                constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='page_text_counts_from_one'),
            ),
            migrations.AddIndex(
                model_name='upload',
                index=models.Index(fields=['agent', 'sent_at'], name='upload_of_agent'),
            ),
            migrations.AddConstraint(
                model_name='upload',
                constraint=models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='upload_is_not_empty'),
            ),
            # What the database checks across rows.
            pgtrigger.migrations.AddTrigger(
                model_name='document',
                trigger=pgtrigger.compiler.Trigger(name='content_is_for_ever', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."content_type" IS DISTINCT FROM (NEW."content_type") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."size" IS DISTINCT FROM (NEW."size"))', func="RAISE EXCEPTION 'A stored document keeps its content';", hash='0f39cdca98b236e139cce2e9f54c6bb87db9b6af', operation='UPDATE OF "reference", "name", "size", "content_type", "sha256"', pgid='pgtrigger_content_is_for_ever_99537', table='documents_document', when='BEFORE')),
            ),
            # The history, written by triggers and closed to changes.
            pgtrigger.migrations.AddTrigger(
                model_name='document',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_documentevent" ("content_type", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "sha256", "size", "stored_at", "stored_by_id") VALUES (NEW."content_type", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."sha256", NEW."size", NEW."stored_at", NEW."stored_by_id"); RETURN NULL;', hash='2a11740d08c6c6a2ed183b198144e702184b9481', operation='INSERT', pgid='pgtrigger_insert_insert_be524', table='documents_document', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='document',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."content_type" IS DISTINCT FROM (NEW."content_type") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."stored_at" IS DISTINCT FROM (NEW."stored_at") OR OLD."stored_by_id" IS DISTINCT FROM (NEW."stored_by_id"))', func='INSERT INTO "documents_documentevent" ("content_type", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "sha256", "size", "stored_at", "stored_by_id") VALUES (NEW."content_type", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."sha256", NEW."size", NEW."stored_at", NEW."stored_by_id"); RETURN NULL;', hash='a4fd4077c4976c697dbd660abdf93512a8307494', operation='UPDATE', pgid='pgtrigger_update_update_a3ed6', table='documents_document', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='document',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_documentevent" ("content_type", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "sha256", "size", "stored_at", "stored_by_id") VALUES (OLD."content_type", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."sha256", OLD."size", OLD."stored_at", OLD."stored_by_id"); RETURN NULL;', hash='2563e97232749c8c8a14fbf7eee81f9e1c3f8a27', operation='DELETE', pgid='pgtrigger_delete_delete_0c008', table='documents_document', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='documentevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='6f32835a0a5a3d06d4d01dc31f8095f78b8f405a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_e9316', table='documents_documentevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='documentevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='401291d04b3fa5f3d2b51241f67950bd6896846e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9e7ed', table='documents_documentevent', when='BEFORE')),
            ),
        ]),
    ]
