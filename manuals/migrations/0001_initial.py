"""Software, manuals, outages and questions."""

from core.history.together import Together
from django.conf import settings
from django.db import migrations, models
import core.people.ordering
import core.ui.keys
import django.core.validators
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
                name='NeedEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(max_length=60, verbose_name='nom')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Outage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('message', models.CharField(max_length=500, verbose_name='ce qui se passe')),
                    ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='depuis')),
                    ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='terminée le')),
                ],
                options={
                    'verbose_name': 'panne',
                },
            ),
            migrations.CreateModel(
                name='OutageEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('message', models.CharField(max_length=500, verbose_name='ce qui se passe')),
                    ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='depuis')),
                    ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='terminée le')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='OutdatedNotice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.CharField(max_length=40, verbose_name='version en service')),
                    ('told_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dit le')),
                ],
                options={
                    'verbose_name': 'manuel ancien signalé',
                    'verbose_name_plural': 'manuels anciens signalés',
                },
            ),
            migrations.CreateModel(
                name='Pin',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('pinned_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='épinglé le')),
                ],
                options={
                    'verbose_name': 'manuel épinglé',
                    'verbose_name_plural': 'manuels épinglés',
                },
            ),
            migrations.CreateModel(
                name='Software',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.ui.keys.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('name', models.CharField(max_length=120, verbose_name='nom')),
                    ('purpose', models.CharField(help_text='En une phrase, avec les mots des agents.', max_length=300, verbose_name='à quoi il sert')),
                    ('how_to_start', models.TextField(blank=True, help_text='Où l’ouvrir, avec quel compte, à qui demander un accès.', max_length=3000, verbose_name='comment je commence')),
                    ('vendor', models.CharField(blank=True, max_length=120, verbose_name='éditeur')),
                    ('link', models.CharField(blank=True, help_text='Commence par https:// ou http://.', max_length=300, validators=[django.core.validators.URLValidator(message='Cette adresse n’est pas celle d’une page\xa0: elle commence par https:// ou http://.', schemes=['http', 'https'])], verbose_name='adresse pour l’ouvrir')),
                    ('version_in_use', models.CharField(blank=True, help_text='Telle que le progiciel l’affiche, par exemple «\xa012.3 SR2\xa0».', max_length=40, verbose_name='version en service')),
                    ('state', models.CharField(choices=[('project', 'En projet'), ('in_use', 'En service'), ('being_replaced', 'En cours de remplacement'), ('retired', 'Retiré')], default='in_use', max_length=14, verbose_name='état')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='inscrit le')),
                ],
                options={
                    'verbose_name': 'progiciel',
                },
            ),
            migrations.CreateModel(
                name='SoftwareEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reference', models.CharField(default=core.ui.keys.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('name', models.CharField(max_length=120, verbose_name='nom')),
                    ('purpose', models.CharField(help_text='En une phrase, avec les mots des agents.', max_length=300, verbose_name='à quoi il sert')),
                    ('how_to_start', models.TextField(blank=True, help_text='Où l’ouvrir, avec quel compte, à qui demander un accès.', max_length=3000, verbose_name='comment je commence')),
                    ('vendor', models.CharField(blank=True, max_length=120, verbose_name='éditeur')),
                    ('link', models.CharField(blank=True, help_text='Commence par https:// ou http://.', max_length=300, validators=[django.core.validators.URLValidator(message='Cette adresse n’est pas celle d’une page\xa0: elle commence par https:// ou http://.', schemes=['http', 'https'])], verbose_name='adresse pour l’ouvrir')),
                    ('version_in_use', models.CharField(blank=True, help_text='Telle que le progiciel l’affiche, par exemple «\xa012.3 SR2\xa0».', max_length=40, verbose_name='version en service')),
                    ('state', models.CharField(choices=[('project', 'En projet'), ('in_use', 'En service'), ('being_replaced', 'En cours de remplacement'), ('retired', 'Retiré')], default='in_use', max_length=14, verbose_name='état')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='inscrit le')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Manual',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.ui.keys.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('title', models.CharField(max_length=160, verbose_name='titre')),
                    ('body', models.TextField(blank=True, verbose_name='texte')),
                    ('software_version', models.CharField(blank=True, help_text='Celle que le manuel décrit, telle que le progiciel l’affiche.', max_length=40, verbose_name='version du progiciel')),
                    ('dated_on', models.DateField(verbose_name='daté du')),
                    ('audience', models.CharField(blank=True, help_text='Par exemple «\xa0les agents d’accueil\xa0».', max_length=200, verbose_name='pour qui')),
                    ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='ajouté le')),
                    ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='retiré le')),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='manuals_added', to=settings.AUTH_USER_MODEL, verbose_name='ajouté par')),
                    ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='manuals', to='documents.document', verbose_name='fichier')),
                    ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='manuals.manual', verbose_name='remplace')),
                ],
                options={
                    'verbose_name': 'manuel',
                },
            ),
            migrations.CreateModel(
                name='ManualEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.ui.keys.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('title', models.CharField(max_length=160, verbose_name='titre')),
                    ('body', models.TextField(blank=True, verbose_name='texte')),
                    ('software_version', models.CharField(blank=True, help_text='Celle que le manuel décrit, telle que le progiciel l’affiche.', max_length=40, verbose_name='version du progiciel')),
                    ('dated_on', models.DateField(verbose_name='daté du')),
                    ('audience', models.CharField(blank=True, help_text='Par exemple «\xa0les agents d’accueil\xa0».', max_length=200, verbose_name='pour qui')),
                    ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='ajouté le')),
                    ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='retiré le')),
                    ('added_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ajouté par')),
                    ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.document', verbose_name='fichier')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='manuals.manual')),
                    ('replaces', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='manuals.manual', verbose_name='remplace')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Need',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, verbose_name='nom')),
                ],
                options={
                    'verbose_name': 'besoin',
                    'constraints': [models.UniqueConstraint(core.people.ordering.PlainText('name'), name='need_name_once', violation_error_message='Ce besoin existe déjà.'), models.CheckConstraint(condition=models.Q(models.Q(('name__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='need_has_a_name')],
                },
            ),
            migrations.AddField(
                model_name='needevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='manuals.need'),
            ),
            migrations.AddField(
                model_name='outage',
                name='ended_by',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='terminée par'),
            ),
            migrations.AddField(
                model_name='outage',
                name='said_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='dite par'),
            ),
            migrations.AddField(
                model_name='outageevent',
                name='ended_by',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='terminée par'),
            ),
            migrations.AddField(
                model_name='outageevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='manuals.outage'),
            ),
            migrations.AddField(
                model_name='outageevent',
                name='said_by',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='dite par'),
            ),
            migrations.AddField(
                model_name='outdatednotice',
                name='manual',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outdated_notices', to='manuals.manual'),
            ),
            migrations.AddField(
                model_name='pin',
                name='agent',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pins', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='pin',
                name='manual',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pins', to='manuals.manual'),
            ),
            migrations.AddField(
                model_name='software',
                name='functional_referent',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='software_as_functional_referent', to=settings.AUTH_USER_MODEL, verbose_name='référent fonctionnel'),
            ),
            migrations.AddField(
                model_name='software',
                name='it_referent',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='software_as_it_referent', to=settings.AUTH_USER_MODEL, verbose_name='référent informatique'),
            ),
            migrations.AddField(
                model_name='software',
                name='needs',
                field=models.ManyToManyField(blank=True, related_name='software', to='manuals.need', verbose_name='besoins'),
            ),
            migrations.AddField(
                model_name='software',
                name='owner',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='software', to='people.direction', verbose_name='direction responsable'),
            ),
            migrations.AddField(
                model_name='software',
                name='replaced_by',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='succeeds', to='manuals.software', verbose_name='remplacé par'),
            ),
            migrations.AddField(
                model_name='outageevent',
                name='software',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='manuals.software', verbose_name='progiciel'),
            ),
            migrations.AddField(
                model_name='outage',
                name='software',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outages', to='manuals.software', verbose_name='progiciel'),
            ),
            migrations.AddField(
                model_name='manualevent',
                name='software',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='manuals.software', verbose_name='progiciel'),
            ),
            migrations.AddField(
                model_name='manual',
                name='software',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='manuals', to='manuals.software', verbose_name='progiciel'),
            ),
            migrations.AddField(
                model_name='softwareevent',
                name='functional_referent',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='référent fonctionnel'),
            ),
            migrations.AddField(
                model_name='softwareevent',
                name='it_referent',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='référent informatique'),
            ),
            migrations.AddField(
                model_name='softwareevent',
                name='owner',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.direction', verbose_name='direction responsable'),
            ),
            migrations.AddField(
                model_name='softwareevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='manuals.software'),
            ),
            migrations.AddField(
                model_name='softwareevent',
                name='replaced_by',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='manuals.software', verbose_name='remplacé par'),
            ),
            migrations.AddConstraint(
                model_name='outdatednotice',
                constraint=models.UniqueConstraint(fields=('manual', 'version'), name='outdated_notice_once'),
            ),
            migrations.AddConstraint(
                model_name='pin',
                constraint=models.UniqueConstraint(fields=('agent', 'manual'), name='pin_once'),
            ),
            migrations.AddConstraint(
                model_name='software',
                constraint=models.UniqueConstraint(core.people.ordering.PlainText('name'), name='software_name_once', violation_error_message='Un progiciel porte déjà ce nom.'),
            ),
            migrations.AddConstraint(
                model_name='software',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('name__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('purpose__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='software_says_what_it_is_for', violation_error_message='Le nom et ce à quoi il sert ne peuvent pas rester vides.'),
            ),
            migrations.AddConstraint(
                model_name='software',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ('project', 'in_use', 'being_replaced', 'retired'))), name='software_known_state'),
            ),
            migrations.AddConstraint(
                model_name='software',
                constraint=models.CheckConstraint(condition=models.Q(('link', ''), ('link__iregex', '^https?://'), _connector='OR'), name='software_link_is_a_web_address', violation_error_message='L’adresse commence par https:// ou http://.'),
            ),
            migrations.AddConstraint(
                model_name='software',
                constraint=models.CheckConstraint(condition=models.Q(('replaced_by', None), models.Q(('state__in', ('being_replaced', 'retired')), models.Q(('replaced_by', models.F('id')), _negated=True)), _connector='OR'), name='software_replaced_when_it_leaves', violation_error_message='Seul un progiciel en cours de remplacement ou retiré a un remplaçant, qui est un autre.'),
            ),
            migrations.AddConstraint(
                model_name='outage',
                constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('software',), name='outage_one_at_a_time', violation_error_message='Une panne est déjà signalée pour ce progiciel.'),
            ),
            migrations.AddConstraint(
                model_name='outage',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('message__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='outage_says_something'),
            ),
            migrations.AddConstraint(
                model_name='outage',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__gte', models.F('started_at')), ('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='outage_ended_by_someone'),
            ),
            migrations.AddIndex(
                model_name='manual',
                index=models.Index(fields=['software', '-dated_on', '-id'], name='manual_newest_of_software'),
            ),
            migrations.AddConstraint(
                model_name='manual',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', False), ('body', '')), models.Q(('document', None), models.Q(('body', ''), _negated=True)), _connector='OR'), name='manual_file_or_page', violation_error_message='Un manuel est un fichier, ou bien une page écrite ici\xa0: l’un ou l’autre.'),
            ),
            migrations.AddConstraint(
                model_name='manual',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='manual_has_a_title'),
            ),
            migrations.AddConstraint(
                model_name='manual',
                constraint=models.CheckConstraint(condition=models.Q(('replaces', None), ('replaces__lt', models.F('id')), _connector='OR'), name='manual_replaces_an_earlier_one'),
            ),
            # What the database checks across rows.
            pgtrigger.migrations.AddTrigger(
                model_name='manual',
                trigger=pgtrigger.compiler.Trigger(name='replaces_same_software', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
                    IF EXISTS (SELECT 1 FROM manuals_manual other
                               WHERE (other.id = NEW.replaces_id OR other.replaces_id = NEW.id)
                               AND other.software_id <> NEW.software_id)
                    THEN
                        RAISE EXCEPTION 'manual: what is replaced belongs to the same software'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'manual_replaces_same_software';
                    END IF;
                    RETURN NEW;
                """, hash='f8eb9f7b0702d0c7a3c5a2414d28acc62ade13a1', operation='INSERT OR UPDATE', pgid='pgtrigger_replaces_same_software_45fa1', table='manuals_manual', when='BEFORE')),
            ),
            # The history, written by triggers and closed to changes.
            pgtrigger.migrations.AddTrigger(
                model_name='need',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_needevent" ("id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='036e85a73b751cc910adad5e6151edab7dbadb34', operation='INSERT', pgid='pgtrigger_insert_insert_c56db', table='manuals_need', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='need',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "manuals_needevent" ("id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='2b93f3111a20236ae3247d24d10fc5e306445fab', operation='UPDATE', pgid='pgtrigger_update_update_d6008', table='manuals_need', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='need',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_needevent" ("id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='f970bd24d698cce8c003108167ee7d536fe5378b', operation='DELETE', pgid='pgtrigger_delete_delete_ced9e', table='manuals_need', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='needevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='8648f7576f3a8197b6b7029e50c451583dad4a1c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_a067f', table='manuals_needevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='needevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f98d1711d3c6c7da7c0df1c027450999cf0795bb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5126c', table='manuals_needevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='software',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_softwareevent" ("created_at", "functional_referent_id", "how_to_start", "id", "it_referent_id", "link", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reference", "replaced_by_id", "state", "vendor", "version_in_use") VALUES (NEW."created_at", NEW."functional_referent_id", NEW."how_to_start", NEW."id", NEW."it_referent_id", NEW."link", NEW."name", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."purpose", NEW."reference", NEW."replaced_by_id", NEW."state", NEW."vendor", NEW."version_in_use"); RETURN NULL;', hash='26104c34b969e08c0bcb5c85c07a3bbabedd2964', operation='INSERT', pgid='pgtrigger_insert_insert_493e9', table='manuals_software', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='software',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "manuals_softwareevent" ("created_at", "functional_referent_id", "how_to_start", "id", "it_referent_id", "link", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reference", "replaced_by_id", "state", "vendor", "version_in_use") VALUES (NEW."created_at", NEW."functional_referent_id", NEW."how_to_start", NEW."id", NEW."it_referent_id", NEW."link", NEW."name", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."purpose", NEW."reference", NEW."replaced_by_id", NEW."state", NEW."vendor", NEW."version_in_use"); RETURN NULL;', hash='9c7c05e6e562d6ea337bb85b33802b54f90a651a', operation='UPDATE', pgid='pgtrigger_update_update_bc592', table='manuals_software', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='software',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_softwareevent" ("created_at", "functional_referent_id", "how_to_start", "id", "it_referent_id", "link", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reference", "replaced_by_id", "state", "vendor", "version_in_use") VALUES (OLD."created_at", OLD."functional_referent_id", OLD."how_to_start", OLD."id", OLD."it_referent_id", OLD."link", OLD."name", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."purpose", OLD."reference", OLD."replaced_by_id", OLD."state", OLD."vendor", OLD."version_in_use"); RETURN NULL;', hash='8c8d5ec3f1aab78a5c4475f135c312c71a0d67c7', operation='DELETE', pgid='pgtrigger_delete_delete_80742', table='manuals_software', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='outageevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='5bfe39c0a8df2c4f9b79af9838d18e06ee7fc5c0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_8d2f8', table='manuals_outageevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='outageevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='97640f1c6134f352680db88ac60b4eef475615e7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cb7be', table='manuals_outageevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='outage',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_outageevent" ("ended_at", "ended_by_id", "id", "message", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_by_id", "software_id", "started_at") VALUES (NEW."ended_at", NEW."ended_by_id", NEW."id", NEW."message", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."said_by_id", NEW."software_id", NEW."started_at"); RETURN NULL;', hash='5dd21adbe0f35e5cda4dd2138b57597994faf43a', operation='INSERT', pgid='pgtrigger_insert_insert_33126', table='manuals_outage', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='outage',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "manuals_outageevent" ("ended_at", "ended_by_id", "id", "message", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_by_id", "software_id", "started_at") VALUES (NEW."ended_at", NEW."ended_by_id", NEW."id", NEW."message", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."said_by_id", NEW."software_id", NEW."started_at"); RETURN NULL;', hash='20d149df8f7f979472f7eb269f0309348011cfd0', operation='UPDATE', pgid='pgtrigger_update_update_a6efd', table='manuals_outage', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='outage',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_outageevent" ("ended_at", "ended_by_id", "id", "message", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_by_id", "software_id", "started_at") VALUES (OLD."ended_at", OLD."ended_by_id", OLD."id", OLD."message", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."said_by_id", OLD."software_id", OLD."started_at"); RETURN NULL;', hash='78c026663e98aec5a5fcc67b7449f180b9885b2d', operation='DELETE', pgid='pgtrigger_delete_delete_07d2b', table='manuals_outage', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='manualevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='fa4f3afe9cea1b517d9a81510bc81d89b161773e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_9c306', table='manuals_manualevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='manualevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1d855b5853bf4cfdebb6952e63827e01fffd4cae', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6c1bc', table='manuals_manualevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='manual',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_manualevent" ("added_at", "added_by_id", "audience", "body", "dated_on", "document_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "replaces_id", "software_id", "software_version", "submission_key", "title", "withdrawn_at") VALUES (NEW."added_at", NEW."added_by_id", NEW."audience", NEW."body", NEW."dated_on", NEW."document_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."replaces_id", NEW."software_id", NEW."software_version", NEW."submission_key", NEW."title", NEW."withdrawn_at"); RETURN NULL;', hash='f4a380aaf4eab56d04c7d82335d86d9cbdc41598', operation='INSERT', pgid='pgtrigger_insert_insert_d2019', table='manuals_manual', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='manual',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "manuals_manualevent" ("added_at", "added_by_id", "audience", "body", "dated_on", "document_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "replaces_id", "software_id", "software_version", "submission_key", "title", "withdrawn_at") VALUES (NEW."added_at", NEW."added_by_id", NEW."audience", NEW."body", NEW."dated_on", NEW."document_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."replaces_id", NEW."software_id", NEW."software_version", NEW."submission_key", NEW."title", NEW."withdrawn_at"); RETURN NULL;', hash='3527b9ee8e9e296a1428ea72b84b39d68a9a528b', operation='UPDATE', pgid='pgtrigger_update_update_3b87f', table='manuals_manual', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='manual',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_manualevent" ("added_at", "added_by_id", "audience", "body", "dated_on", "document_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "replaces_id", "software_id", "software_version", "submission_key", "title", "withdrawn_at") VALUES (OLD."added_at", OLD."added_by_id", OLD."audience", OLD."body", OLD."dated_on", OLD."document_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."replaces_id", OLD."software_id", OLD."software_version", OLD."submission_key", OLD."title", OLD."withdrawn_at"); RETURN NULL;', hash='3f9064b1cffa8bc190e03554adf84ff0550aab17', operation='DELETE', pgid='pgtrigger_delete_delete_07df4', table='manuals_manual', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='softwareevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='6918032e34abec32b262e1bb857676ecd8a0ec8b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_36b88', table='manuals_softwareevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='softwareevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='caa335fd90b52ad2319f34567f4115ead3d3cafb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_93956', table='manuals_softwareevent', when='BEFORE')),
            ),
        ]),
    ]
