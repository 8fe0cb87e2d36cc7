"""What a space of a project holds."""

from core.history.tracking import Together
import core.people.ordering
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
                name='Decision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('text', models.TextField(max_length=4000, verbose_name='décision')),
                    ('decided_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='prise le')),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='notée le')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='people.project', verbose_name='projet')),
                    ('replaced_by', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='spaces.decision', verbose_name='remplacée par')),
                    ('written_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='notée par')),
                ],
                options={
                    'verbose_name': 'décision d’un projet',
                    'verbose_name_plural': 'décisions des projets',
                },
            ),
            migrations.CreateModel(
                name='DecisionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('decided_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='prise le')),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='notée le')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='spaces.decision')),
                    ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.project', verbose_name='projet')),
                    ('replaced_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='spaces.decision', verbose_name='remplacée par')),
                    ('written_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='notée par')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Event',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('title', models.CharField(max_length=150, verbose_name='quoi')),
                    ('starts_at', models.DateTimeField(verbose_name='commence le')),
                    ('ends_at', models.DateTimeField(verbose_name='finit le')),
                    ('place', models.CharField(blank=True, max_length=200, verbose_name='où')),
                    ('cancelled_at', models.DateTimeField(editable=False, null=True, verbose_name='annulée le')),
                    ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                    ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changée le')),
                    ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ajoutée par')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dates', to='people.project', verbose_name='projet')),
                ],
                options={
                    'verbose_name': 'date d’un projet',
                    'verbose_name_plural': 'dates des projets',
                },
            ),
            migrations.CreateModel(
                name='EventEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('starts_at', models.DateTimeField(verbose_name='commence le')),
                    ('ends_at', models.DateTimeField(verbose_name='finit le')),
                    ('cancelled_at', models.DateTimeField(editable=False, null=True, verbose_name='annulée le')),
                    ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                    ('created_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ajoutée par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='spaces.event')),
                    ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.project', verbose_name='projet')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='File',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('name', models.CharField(max_length=200, verbose_name='nom du fichier')),
                    ('removed_at', models.DateTimeField(editable=False, null=True, verbose_name='retiré le')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='people.project', verbose_name='projet')),
                ],
                options={
                    'verbose_name': 'fichier d’un projet',
                    'verbose_name_plural': 'fichiers des projets',
                },
            ),
            migrations.CreateModel(
                name='FileVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(verbose_name='version')),
                    ('stored_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='déposé le')),
                    ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='space_version', to='documents.document', verbose_name='document')),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='spaces.file', verbose_name='fichier')),
                    ('stored_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='déposé par')),
                ],
                options={
                    'verbose_name': 'version d’un fichier',
                    'verbose_name_plural': 'versions des fichiers',
                    'ordering': ['-number'],
                },
            ),
            migrations.CreateModel(
                name='Folder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('name', models.CharField(max_length=80, verbose_name='nom du dossier')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='folders', to='people.project', verbose_name='projet')),
                ],
                options={
                    'verbose_name': 'dossier',
                },
            ),
            migrations.CreateModel(
                name='FileEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('removed_at', models.DateTimeField(editable=False, null=True, verbose_name='retiré le')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='spaces.file')),
                    ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.project', verbose_name='projet')),
                    ('folder', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='spaces.folder', verbose_name='dossier')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='file',
                name='folder',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='spaces.folder', verbose_name='dossier'),
            ),
            migrations.CreateModel(
                name='FolderEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='spaces.folder')),
                    ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.project', verbose_name='projet')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='LastVisit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='space_visits', to=settings.AUTH_USER_MODEL)),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.project')),
                ],
                options={
                    'verbose_name': 'dernière visite',
                    'verbose_name_plural': 'dernières visites',
                },
            ),
            migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('text', models.TextField(max_length=4000, verbose_name='message')),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='écrit le')),
                    ('written_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='écrit par')),
                ],
                options={
                    'verbose_name': 'message d’un projet',
                    'verbose_name_plural': 'messages des projets',
                    'ordering': ['written_at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Note',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('removed_at', models.DateTimeField(editable=False, null=True, verbose_name='retirée le')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='people.project', verbose_name='projet')),
                ],
                options={
                    'verbose_name': 'note de projet',
                    'verbose_name_plural': 'notes de projet',
                },
            ),
            migrations.CreateModel(
                name='NoteEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('removed_at', models.DateTimeField(editable=False, null=True, verbose_name='retirée le')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='spaces.note')),
                    ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.project', verbose_name='projet')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='NoteVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(verbose_name='version')),
                    ('title', models.CharField(max_length=150, verbose_name='titre')),
                    ('body', models.TextField(verbose_name='texte')),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='écrite le')),
                    ('note', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='spaces.note', verbose_name='note')),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='écrite par')),
                ],
                options={
                    'verbose_name': 'version d’une note',
                    'verbose_name_plural': 'versions des notes',
                    'ordering': ['-number'],
                },
            ),
            migrations.CreateModel(
                name='ProjectRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('name', models.CharField(max_length=120, verbose_name='nom du projet')),
                    ('purpose', models.TextField(max_length=2000, verbose_name='à quoi il servira')),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='demandé le')),
                    ('state', models.CharField(choices=[('waiting', 'En attente'), ('accepted', 'Acceptée'), ('refused', 'Refusée')], default='waiting', editable=False, max_length=10, verbose_name='état')),
                    ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='décidé le')),
                    ('reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='pourquoi')),
                    ('asked_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='project_requests', to=settings.AUTH_USER_MODEL, verbose_name='demandé par')),
                    ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='décidé par')),
                    ('project', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='request', to='people.project', verbose_name='projet')),
                    ('sponsor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.direction', verbose_name='direction qui le porte')),
                ],
                options={
                    'verbose_name': 'demande de projet',
                    'verbose_name_plural': 'demandes de projet',
                },
            ),
            migrations.CreateModel(
                name='ProjectRequestEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='demandé le')),
                    ('state', models.CharField(choices=[('waiting', 'En attente'), ('accepted', 'Acceptée'), ('refused', 'Refusée')], default='waiting', editable=False, max_length=10, verbose_name='état')),
                    ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='décidé le')),
                    ('asked_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='demandé par')),
                    ('decided_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='décidé par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='spaces.projectrequest')),
                    ('project', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.project', verbose_name='projet')),
                    ('sponsor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.direction', verbose_name='direction qui le porte')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Thread',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('subject', models.CharField(max_length=150, verbose_name='sujet')),
                    ('last_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='dernier message le')),
                    ('opened_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ouvert par')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='threads', to='people.project', verbose_name='projet')),
                ],
                options={
                    'verbose_name': 'sujet d’un projet',
                    'verbose_name_plural': 'sujets des projets',
                },
            ),
            migrations.CreateModel(
                name='MessageEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='écrit le')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='spaces.message')),
                    ('written_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='écrit par')),
                    ('thread', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='spaces.thread', verbose_name='sujet')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='message',
                name='thread',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='spaces.thread', verbose_name='sujet'),
            ),
            migrations.CreateModel(
                name='ThreadEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('last_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='dernier message le')),
                    ('opened_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ouvert par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='spaces.thread')),
                    ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.project', verbose_name='projet')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddIndex(
                model_name='decision',
                index=models.Index(fields=['project', '-decided_on', '-id'], name='space_decision_newest'),
            ),
            migrations.AddConstraint(
                model_name='decision',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('text__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 4000)), name='space_decision_is_said'),
            ),
            migrations.AddConstraint(
                model_name='decision',
                constraint=models.CheckConstraint(condition=models.Q(('replaced_by', None), models.Q(('replaced_by', models.F('pk')), _negated=True), _connector='OR'), name='space_decision_replaced_by_another'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decision',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "spaces_decisionevent" ("decided_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "replaced_by_id", "written_at", "written_by_id") VALUES (NEW."decided_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."project_id", NEW."replaced_by_id", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='3e6f76b2fd66cc149a9ce56995d1e987e724bc09', operation='INSERT', pgid='pgtrigger_insert_insert_3fa87', table='spaces_decision', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decision',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."decided_on" IS DISTINCT FROM (NEW."decided_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."replaced_by_id" IS DISTINCT FROM (NEW."replaced_by_id") OR OLD."written_at" IS DISTINCT FROM (NEW."written_at") OR OLD."written_by_id" IS DISTINCT FROM (NEW."written_by_id"))', func='INSERT INTO "spaces_decisionevent" ("decided_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "replaced_by_id", "written_at", "written_by_id") VALUES (NEW."decided_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."project_id", NEW."replaced_by_id", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='b021244e292b710207ba31ea301bd398b49d0475', operation='UPDATE', pgid='pgtrigger_update_update_ccd7c', table='spaces_decision', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decision',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "spaces_decisionevent" ("decided_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "replaced_by_id", "written_at", "written_by_id") VALUES (OLD."decided_on", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."project_id", OLD."replaced_by_id", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='91ab9e3636d00bfb745695c35125554cb866a776', operation='DELETE', pgid='pgtrigger_delete_delete_af32e', table='spaces_decision', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decisionevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='d51825ae9f0a7af63400986eca604d87ee45812b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_b3c50', table='spaces_decisionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decisionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='386056ca86976ff1764f119f9d77902fc893e157', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a3fe9', table='spaces_decisionevent', when='BEFORE')),
            ),
            migrations.AddIndex(
                model_name='event',
                index=models.Index(fields=['project', 'starts_at'], name='space_event_in_order'),
            ),
            migrations.AddConstraint(
                model_name='event',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='space_event_is_named'),
            ),
            migrations.AddConstraint(
                model_name='event',
                constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='space_event_ends_after_its_start', violation_error_message='La fin doit suivre le début.'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='event',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "spaces_eventevent" ("cancelled_at", "created_by_id", "ends_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "sequence", "starts_at") VALUES (NEW."cancelled_at", NEW."created_by_id", NEW."ends_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."project_id", NEW."sequence", NEW."starts_at"); RETURN NULL;', hash='f9a9746b356a4e22018ee4817ebdc34233614a65', operation='INSERT', pgid='pgtrigger_insert_insert_dbcf3', table='spaces_event', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='event',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."cancelled_at" IS DISTINCT FROM (NEW."cancelled_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."sequence" IS DISTINCT FROM (NEW."sequence") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at"))', func='INSERT INTO "spaces_eventevent" ("cancelled_at", "created_by_id", "ends_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "sequence", "starts_at") VALUES (NEW."cancelled_at", NEW."created_by_id", NEW."ends_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."project_id", NEW."sequence", NEW."starts_at"); RETURN NULL;', hash='df359e8a45b2b13b36486ca01954945c2ff0a2ce', operation='UPDATE', pgid='pgtrigger_update_update_420c3', table='spaces_event', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='event',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "spaces_eventevent" ("cancelled_at", "created_by_id", "ends_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "sequence", "starts_at") VALUES (OLD."cancelled_at", OLD."created_by_id", OLD."ends_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."project_id", OLD."sequence", OLD."starts_at"); RETURN NULL;', hash='c81433c5c4c32b67dffded5aa8b4d32735f1dfef', operation='DELETE', pgid='pgtrigger_delete_delete_0ef7f', table='spaces_event', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='eventevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='de653537ecb5b5aea86d98106f86fbc15ab4a960', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_ea3bb', table='spaces_eventevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='eventevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a19ad276bf51efcd3d223d0891312775b2812bac', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d2429', table='spaces_eventevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='fileversion',
                constraint=models.UniqueConstraint(fields=('file', 'number'), name='space_file_version_once'),
            ),
            migrations.AddConstraint(
                model_name='fileversion',
                constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='space_file_version_from_one'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='fileversion',
                trigger=pgtrigger.compiler.Trigger(name='file_version_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bff59ca1681ff5f3d3027381416906bb85d3de65', operation='UPDATE OR DELETE', pgid='pgtrigger_file_version_is_kept_94982', table='spaces_fileversion', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='folder',
                constraint=models.UniqueConstraint(models.F('project'), core.people.ordering.PlainText(models.F('name')), name='space_folder_once', violation_error_message='Un dossier de ce projet porte déjà ce nom.'),
            ),
            migrations.AddConstraint(
                model_name='folder',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('name__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='space_folder_is_named'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='folder',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "spaces_folderevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."project_id"); RETURN NULL;', hash='8bc823ccd333372f9b1d6fee9d8f48d044d0aa2f', operation='INSERT', pgid='pgtrigger_insert_insert_67cef', table='spaces_folder', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='folder',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id"))', func='INSERT INTO "spaces_folderevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."project_id"); RETURN NULL;', hash='c18807b77e31f59751bbacb1294f73dfb1ea42b4', operation='UPDATE', pgid='pgtrigger_update_update_81be7', table='spaces_folder', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='folder',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "spaces_folderevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."project_id"); RETURN NULL;', hash='c91244d34e24462a2ad886e5669f17807a774143', operation='DELETE', pgid='pgtrigger_delete_delete_a9ab4', table='spaces_folder', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='fileevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='9892cb50ccc37dc90372d0bb9d2c7c822f8578d4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_6362a', table='spaces_fileevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='fileevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='540d1abb26a3a9d497b2a6b101493372ba4dfa10', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_60b07', table='spaces_fileevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='file',
                constraint=models.UniqueConstraint(models.F('project'), models.F('folder'), core.people.ordering.PlainText(models.F('name')), condition=models.Q(('removed_at', None)), name='space_file_once', nulls_distinct=False, violation_error_message='Un fichier de ce dossier porte déjà ce nom.'),
            ),
            migrations.AddConstraint(
                model_name='file',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('name__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='space_file_is_named'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='file',
                trigger=pgtrigger.compiler.Trigger(name='folder_of_the_project', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF EXISTS (SELECT 1 FROM spaces_folder folder\n                               WHERE folder.id = NEW.folder_id AND folder.project_id <> NEW.project_id) THEN\n                        RAISE EXCEPTION 'a folder of another project'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'space_file_folder_of_the_project';\n                    END IF;\n                    RETURN NEW;\n                ", hash='1e863b8321fb66ba96b945c5e881be903248755e', operation='INSERT OR UPDATE OF "folder_id", "project_id"', pgid='pgtrigger_folder_of_the_project_1d1b8', table='spaces_file', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='file',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "spaces_fileevent" ("folder_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "removed_at") VALUES (NEW."folder_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."project_id", NEW."removed_at"); RETURN NULL;', hash='4133858dfa3c8e4a69e272bf1650808ea2c0e932', operation='INSERT', pgid='pgtrigger_insert_insert_2ea81', table='spaces_file', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='file',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."folder_id" IS DISTINCT FROM (NEW."folder_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."removed_at" IS DISTINCT FROM (NEW."removed_at"))', func='INSERT INTO "spaces_fileevent" ("folder_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "removed_at") VALUES (NEW."folder_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."project_id", NEW."removed_at"); RETURN NULL;', hash='e77b067c2147d610499dbb369726f37f905234a1', operation='UPDATE', pgid='pgtrigger_update_update_2eb57', table='spaces_file', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='file',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "spaces_fileevent" ("folder_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "removed_at") VALUES (OLD."folder_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."project_id", OLD."removed_at"); RETURN NULL;', hash='32b0851c63b9f7dcce742b97ad35478fc52da5db', operation='DELETE', pgid='pgtrigger_delete_delete_a3ac9', table='spaces_file', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='folderevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='2695c9c84edb15ca912baf8bfd0cb9db63f6845e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_6b830', table='spaces_folderevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='folderevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9921497ed3d6764b4b0bd059173d9b3551f58f7d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_46c41', table='spaces_folderevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='lastvisit',
                constraint=models.UniqueConstraint(fields=('agent', 'project'), name='space_visit_once'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='note',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "spaces_noteevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "removed_at") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."project_id", NEW."removed_at"); RETURN NULL;', hash='03bd4b69a6f12e994388a782c75acc56e2cb5ae2', operation='INSERT', pgid='pgtrigger_insert_insert_c19ca', table='spaces_note', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='note',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."removed_at" IS DISTINCT FROM (NEW."removed_at"))', func='INSERT INTO "spaces_noteevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "removed_at") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."project_id", NEW."removed_at"); RETURN NULL;', hash='e1d385f919f0c255e794092867860aba4b979be3', operation='UPDATE', pgid='pgtrigger_update_update_8e742', table='spaces_note', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='note',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "spaces_noteevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "removed_at") VALUES (OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."project_id", OLD."removed_at"); RETURN NULL;', hash='722909b898c89e297e1c194ba867ffcbfbca015c', operation='DELETE', pgid='pgtrigger_delete_delete_8c725', table='spaces_note', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='noteevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='d0d240419a33578294f17bf15edd5fa5c6cd9b3a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_ef597', table='spaces_noteevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='noteevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0ded59e438210298221b6a8584d52a4020b58a44', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e30d1', table='spaces_noteevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='noteversion',
                constraint=models.UniqueConstraint(fields=('note', 'number'), name='space_note_version_once'),
            ),
            migrations.AddConstraint(
                model_name='noteversion',
                constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='space_note_has_a_title'),
            ),
            migrations.AddConstraint(
                model_name='noteversion',
                constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('body'), 400000)), name='space_note_is_bounded'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='noteversion',
                trigger=pgtrigger.compiler.Trigger(name='note_version_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b9db678a7fd3d43374038a6f377f5cad886fff41', operation='UPDATE OR DELETE', pgid='pgtrigger_note_version_is_kept_cc87e', table='spaces_noteversion', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='projectrequest',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('name__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('purpose__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('purpose'), 2000)), name='project_request_says_its_purpose'),
            ),
            migrations.AddConstraint(
                model_name='projectrequest',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('project', None), ('reason', ''), ('state', 'waiting')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('project__isnull', False), ('reason', ''), ('state', 'accepted')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('project', None), ('state', 'refused'), models.Q(('reason__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='project_request_state_and_decision_agree'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='projectrequest',
                trigger=pgtrigger.compiler.Trigger(name='agents_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT 1 FROM people_agent WHERE id IN (NEW.asked_by_id) AND is_elected) THEN\n                RAISE EXCEPTION 'an elected account is no agent'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'agents_only';\n            END IF;\n            RETURN NEW;\n        ", hash='8677f99b7059493d9befda2109eb995a13900ef3', operation='INSERT OR UPDATE OF "asked_by_id"', pgid='pgtrigger_agents_only_03517', table='spaces_projectrequest', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='projectrequest',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "spaces_projectrequestevent" ("asked_at", "asked_by_id", "decided_at", "decided_by_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "sponsor_id", "state") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."decided_at", NEW."decided_by_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."project_id", NEW."sponsor_id", NEW."state"); RETURN NULL;', hash='ed6fbbfb365f4faa9c86332a7e499e2eb142aed0', operation='INSERT', pgid='pgtrigger_insert_insert_4427b', table='spaces_projectrequest', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='projectrequest',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."sponsor_id" IS DISTINCT FROM (NEW."sponsor_id") OR OLD."state" IS DISTINCT FROM (NEW."state"))', func='INSERT INTO "spaces_projectrequestevent" ("asked_at", "asked_by_id", "decided_at", "decided_by_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "sponsor_id", "state") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."decided_at", NEW."decided_by_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."project_id", NEW."sponsor_id", NEW."state"); RETURN NULL;', hash='fe311c6992a0084e505e7325be3da4c2407d27cb', operation='UPDATE', pgid='pgtrigger_update_update_58a34', table='spaces_projectrequest', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='projectrequest',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "spaces_projectrequestevent" ("asked_at", "asked_by_id", "decided_at", "decided_by_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "sponsor_id", "state") VALUES (OLD."asked_at", OLD."asked_by_id", OLD."decided_at", OLD."decided_by_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."project_id", OLD."sponsor_id", OLD."state"); RETURN NULL;', hash='8fd37cc0feb51642897d3655c38762f098540537', operation='DELETE', pgid='pgtrigger_delete_delete_5e5fe', table='spaces_projectrequest', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='projectrequestevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='54a8d35cb4f435d1e73c13964b68dae779565716', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_a8c96', table='spaces_projectrequestevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='projectrequestevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c27d9599f2ed73fa330a6d4014db2566a7a2bb34', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cdf60', table='spaces_projectrequestevent', when='BEFORE')),
            ),
            migrations.AddIndex(
                model_name='thread',
                index=models.Index(fields=['project', '-last_at'], name='space_thread_newest'),
            ),
            migrations.AddConstraint(
                model_name='thread',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('subject__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='space_thread_is_named'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='thread',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "spaces_threadevent" ("id", "last_at", "opened_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."id", NEW."last_at", NEW."opened_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."project_id"); RETURN NULL;', hash='67247b5dee7977aceb5337ba2bffab7485bf7832', operation='INSERT', pgid='pgtrigger_insert_insert_d566b', table='spaces_thread', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='thread',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."last_at" IS DISTINCT FROM (NEW."last_at") OR OLD."opened_by_id" IS DISTINCT FROM (NEW."opened_by_id") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id"))', func='INSERT INTO "spaces_threadevent" ("id", "last_at", "opened_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."id", NEW."last_at", NEW."opened_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."project_id"); RETURN NULL;', hash='2827fe0f23b76f741b471cda7e9d03686020cbe2', operation='UPDATE', pgid='pgtrigger_update_update_9c71f', table='spaces_thread', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='thread',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "spaces_threadevent" ("id", "last_at", "opened_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (OLD."id", OLD."last_at", OLD."opened_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."project_id"); RETURN NULL;', hash='be627ec48a39b8bd05526af55d8b7f13b8bf3b07', operation='DELETE', pgid='pgtrigger_delete_delete_fefa3', table='spaces_thread', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='messageevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='f6dbe5cbf1f1d3906e81fb0ca879cd5527b7ea5a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_6270a', table='spaces_messageevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='messageevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f430ecdda3d35c78a1efc6bc7029619eed4ea88f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_33511', table='spaces_messageevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='message',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('text__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 4000)), name='space_message_is_said'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='message',
                trigger=pgtrigger.compiler.Trigger(name='message_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='36a97f2ff10119d806599e4766fcc26f4921d5e4', operation='UPDATE OR DELETE', pgid='pgtrigger_message_is_kept_39908', table='spaces_message', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='message',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "spaces_messageevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "thread_id", "written_at", "written_by_id") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."thread_id", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='f1313ac638437ea92504c9bf399c3dcde55580b4', operation='INSERT', pgid='pgtrigger_insert_insert_827ec', table='spaces_message', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='message',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."thread_id" IS DISTINCT FROM (NEW."thread_id") OR OLD."written_at" IS DISTINCT FROM (NEW."written_at") OR OLD."written_by_id" IS DISTINCT FROM (NEW."written_by_id"))', func='INSERT INTO "spaces_messageevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "thread_id", "written_at", "written_by_id") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."thread_id", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='d194b5164ab02ec8b5b6812ac63d75230a08a4ef', operation='UPDATE', pgid='pgtrigger_update_update_3148d', table='spaces_message', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='message',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "spaces_messageevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "thread_id", "written_at", "written_by_id") VALUES (OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."thread_id", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='d8e7e660387bfc21a348f060d12cf45e56de13b9', operation='DELETE', pgid='pgtrigger_delete_delete_c970b', table='spaces_message', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='threadevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='95e8bf52d63226fda39ae80bb2b2d5ff451b8faa', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_e357b', table='spaces_threadevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='threadevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6d981bc90fbed3ffc8024f5bc8c3432710e21de5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4365d', table='spaces_threadevent', when='BEFORE')),
            ),
        ]),
    ]
