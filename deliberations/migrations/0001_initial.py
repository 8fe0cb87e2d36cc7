"""Sessions, deliberations, councillors, the nomenclature and imports."""

from core.history.tracking import Together
from django.conf import settings
from django.db import migrations, models
import core.web.public_ids
import datetime
import deliberations.models.councillors
import deliberations.models.nomenclature
import django.contrib.postgres.constraints
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.lookups
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
                name='CouncillorEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('title', models.CharField(blank=True, help_text='Par exemple «\xa0Mme\xa0» ou «\xa0M.\xa0».', max_length=20, verbose_name='civilité')),
                    ('first_name', models.CharField(max_length=80, verbose_name='prénom')),
                    ('last_name', models.CharField(max_length=80, verbose_name='nom')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='CouncilSession',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('submission_key', models.UUIDField(editable=False, null=True, unique=True, verbose_name='clé d’envoi')),
                    ('held_on', models.DateField(verbose_name='date de la séance')),
                    ('kind', models.CharField(choices=[('ordinary', 'ordinaire'), ('extraordinary', 'extraordinaire'), ('installation', 'd’installation')], default='ordinary', max_length=14, verbose_name='type de séance')),
                    ('place', models.CharField(blank=True, max_length=200, verbose_name='lieu')),
                    ('slug', models.CharField(editable=False, max_length=14, unique=True, verbose_name='nom dans les adresses')),
                    ('year', models.PositiveSmallIntegerField(editable=False, verbose_name='année')),
                    ('numbering', models.CharField(choices=[('year', 'chaque année'), ('session', 'à chaque séance')], db_default='year', default='year', editable=False, max_length=7, verbose_name='les numéros recommencent')),
                    ('last_number', models.PositiveIntegerField(db_default=0, default=0, editable=False, verbose_name='dernier numéro donné dans la séance')),
                    ('state', models.CharField(choices=[('draft', 'en préparation'), ('published', 'publiée')], default='draft', editable=False, max_length=10, verbose_name='état')),
                    ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='publiée le')),
                    ('first_published_at', models.DateTimeField(editable=False, null=True, verbose_name='publiée d’abord le')),
                    ('unpublish_reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='motif du retrait')),
                    ('deliberation_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='délibérations')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='créée le')),
                ],
                options={
                    'verbose_name': 'séance du conseil',
                    'verbose_name_plural': 'séances du conseil',
                    'ordering': ['-held_on', '-slug'],
                },
            ),
            migrations.CreateModel(
                name='CouncilSessionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('held_on', models.DateField(verbose_name='date de la séance')),
                    ('kind', models.CharField(choices=[('ordinary', 'ordinaire'), ('extraordinary', 'extraordinaire'), ('installation', 'd’installation')], default='ordinary', max_length=14, verbose_name='type de séance')),
                    ('place', models.CharField(blank=True, max_length=200, verbose_name='lieu')),
                    ('slug', models.CharField(editable=False, max_length=14, verbose_name='nom dans les adresses')),
                    ('state', models.CharField(choices=[('draft', 'en préparation'), ('published', 'publiée')], default='draft', editable=False, max_length=10, verbose_name='état')),
                    ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='publiée le')),
                    ('first_published_at', models.DateTimeField(editable=False, null=True, verbose_name='publiée d’abord le')),
                    ('unpublish_reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='motif du retrait')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='créée le')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Deliberation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(editable=False, null=True, unique=True, verbose_name='clé d’envoi')),
                    ('year', models.PositiveSmallIntegerField(editable=False, verbose_name='année')),
                    ('session_kind', models.CharField(choices=[('ordinary', 'ordinaire'), ('extraordinary', 'extraordinaire'), ('installation', 'd’installation')], editable=False, max_length=14, verbose_name='type de séance')),
                    ('numbering', models.CharField(choices=[('year', 'chaque année'), ('session', 'à chaque séance')], db_default='year', default='year', editable=False, max_length=7, verbose_name='les numéros recommencent')),
                    ('number', models.CharField(blank=True, max_length=60, verbose_name='numéro')),
                    ('slug', models.CharField(editable=False, max_length=100, verbose_name='nom dans les adresses')),
                    ('position', models.PositiveIntegerField(editable=False, verbose_name='place dans la séance')),
                    ('adopted_on', models.DateField(verbose_name='date')),
                    ('object', models.CharField(max_length=499, verbose_name='objet')),
                    ('matter_code', models.CharField(blank=True, editable=False, max_length=20, verbose_name='code de matière reçu')),
                    ('matter_name', models.CharField(blank=True, editable=False, max_length=260, verbose_name='nom de matière reçu')),
                    ('nature', models.CharField(choices=[('DE', 'Délibération'), ('AR', 'Arrêté réglementaire'), ('AI', 'Arrêté individuel'), ('CC', 'Contrat, convention ou avenant'), ('BF', 'Document budgétaire ou financier'), ('AU', 'Autre')], default='DE', max_length=2, verbose_name='nature')),
                    ('result', models.CharField(choices=[('pending', 'pas encore votée'), ('adopted', 'adoptée'), ('rejected', 'rejetée'), ('adjourned', 'ajournée'), ('withdrawn', 'retirée'), ('noted', 'dont acte')], default='pending', max_length=10, verbose_name='résultat')),
                    ('seats', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='effectif du conseil')),
                    ('voters', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='votants')),
                    ('votes_for', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='pour')),
                    ('votes_against', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='contre')),
                    ('abstentions', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='abstentions')),
                    ('budget_year', models.CharField(blank=True, help_text='2026, ou 2026/2027.', max_length=9, validators=[django.core.validators.RegexValidator('^[0-9]{4}(/[0-9]{4})?\\Z', 'Écrivez 2026 ou 2026/2027.')], verbose_name='année du budget')),
                    ('budget_name', models.CharField(blank=True, max_length=120, verbose_name='nom du budget')),
                    ('prefecture', models.CharField(blank=True, help_text='Son identifiant, par exemple PREF099.', max_length=40, verbose_name='préfecture')),
                    ('acknowledgement', models.CharField(blank=True, max_length=100, verbose_name='référence de l’accusé de réception')),
                    ('acknowledged_on', models.DateField(blank=True, null=True, verbose_name='reçue en préfecture le')),
                    ('public_url', models.URLField(blank=True, max_length=500, verbose_name='adresse sur le site public')),
                ],
                options={
                    'verbose_name': 'délibération',
                    'ordering': ['session', 'position'],
                },
            ),
            migrations.CreateModel(
                name='DeliberationEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('number', models.CharField(blank=True, max_length=60, verbose_name='numéro')),
                    ('position', models.PositiveIntegerField(editable=False, verbose_name='place dans la séance')),
                    ('adopted_on', models.DateField(verbose_name='date')),
                    ('object', models.CharField(max_length=499, verbose_name='objet')),
                    ('matter_code', models.CharField(blank=True, editable=False, max_length=20, verbose_name='code de matière reçu')),
                    ('matter_name', models.CharField(blank=True, editable=False, max_length=260, verbose_name='nom de matière reçu')),
                    ('nature', models.CharField(choices=[('DE', 'Délibération'), ('AR', 'Arrêté réglementaire'), ('AI', 'Arrêté individuel'), ('CC', 'Contrat, convention ou avenant'), ('BF', 'Document budgétaire ou financier'), ('AU', 'Autre')], default='DE', max_length=2, verbose_name='nature')),
                    ('result', models.CharField(choices=[('pending', 'pas encore votée'), ('adopted', 'adoptée'), ('rejected', 'rejetée'), ('adjourned', 'ajournée'), ('withdrawn', 'retirée'), ('noted', 'dont acte')], default='pending', max_length=10, verbose_name='résultat')),
                    ('seats', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='effectif du conseil')),
                    ('voters', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='votants')),
                    ('votes_for', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='pour')),
                    ('votes_against', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='contre')),
                    ('abstentions', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='abstentions')),
                    ('budget_year', models.CharField(blank=True, help_text='2026, ou 2026/2027.', max_length=9, validators=[django.core.validators.RegexValidator('^[0-9]{4}(/[0-9]{4})?\\Z', 'Écrivez 2026 ou 2026/2027.')], verbose_name='année du budget')),
                    ('budget_name', models.CharField(blank=True, max_length=120, verbose_name='nom du budget')),
                    ('prefecture', models.CharField(blank=True, help_text='Son identifiant, par exemple PREF099.', max_length=40, verbose_name='préfecture')),
                    ('acknowledgement', models.CharField(blank=True, max_length=100, verbose_name='référence de l’accusé de réception')),
                    ('acknowledged_on', models.DateField(blank=True, null=True, verbose_name='reçue en préfecture le')),
                    ('public_url', models.URLField(blank=True, max_length=500, verbose_name='adresse sur le site public')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Import',
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
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='fichier')),
                    ('created', models.PositiveIntegerField(default=0, verbose_name='créées')),
                    ('changed', models.PositiveIntegerField(default=0, verbose_name='corrigées')),
                    ('same', models.PositiveIntegerField(default=0, verbose_name='inchangées')),
                    ('refused', models.PositiveIntegerField(default=0, verbose_name='refusées')),
                    ('repaired', models.PositiveIntegerField(default=0, verbose_name='lignes réparées')),
                    ('sessions', models.PositiveIntegerField(default=0, verbose_name='séances créées')),
                    ('notes', models.JSONField(default=list, verbose_name='dit du fichier entier')),
                    ('sample', models.JSONField(default=list, verbose_name='premières lignes')),
                ],
                options={
                    'verbose_name': 'import',
                    'abstract': False,
                    'indexes': [models.Index(fields=['-created_at', '-id'], name='import_newest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['reading', 'ready', 'writing', 'done', 'unreadable', 'failed', 'abandoned'])), name='import_known_state'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('writing', 'done')), _negated=True), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='import_written_is_confirmed'), models.CheckConstraint(condition=models.Q(('progress__isnull', False), ('progress__lte', 100)), name='import_progress_is_a_share')],
                },
            ),
            migrations.CreateModel(
                name='ImportEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='deliberations.import')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('file_name', models.CharField(max_length=200, verbose_name='nom du fichier')),
                    ('created_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='envoyé par')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='envoyé le')),
                    ('state', models.CharField(choices=[('reading', 'en cours de lecture'), ('ready', 'à confirmer'), ('writing', 'import en cours'), ('done', 'importé'), ('unreadable', 'illisible'), ('failed', 'interrompu'), ('abandoned', 'abandonné')], default='reading', max_length=10, verbose_name='état')),
                    ('confirmed_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmé par')),
                    ('confirmed_at', models.DateTimeField(null=True, verbose_name='confirmé le')),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='terminé le')),
                    ('reason', models.TextField(blank=True, verbose_name='raison')),
                    ('document', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.document', verbose_name='fichier')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ImportLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('line', models.PositiveIntegerField(verbose_name='ligne')),
                    ('outcome', models.CharField(choices=[('created', 'créée'), ('changed', 'corrigée'), ('same', 'inchangée'), ('refused', 'refusée')], max_length=8, verbose_name='sort')),
                    ('identifier', models.CharField(blank=True, max_length=60, verbose_name='identifiant')),
                    ('words', models.TextField(blank=True, verbose_name='détail')),
                    ('is_repaired', models.BooleanField(default=False, verbose_name='réparée')),
                ],
                options={
                    'verbose_name': 'ligne d’un import',
                    'verbose_name_plural': 'lignes d’un import',
                    'ordering': ['line'],
                },
            ),
            migrations.CreateModel(
                name='Mandate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('function', models.CharField(help_text='Par exemple «\xa0maire\xa0», «\xa03ᵉ adjointe au maire\xa0».', max_length=100, verbose_name='fonction')),
                    ('delegation', models.CharField(blank=True, help_text='Par exemple «\xa0à la culture et aux fêtes\xa0».', max_length=200, verbose_name='délégation')),
                    ('starts_on', models.DateField(verbose_name='du')),
                    ('ends_on', models.DateField(blank=True, help_text='Dernier jour\xa0; vide s’il dure encore.', null=True, verbose_name='au')),
                ],
                options={
                    'verbose_name': 'mandat',
                    'ordering': ['-starts_on'],
                },
            ),
            migrations.CreateModel(
                name='MandateEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('function', models.CharField(help_text='Par exemple «\xa0maire\xa0», «\xa03ᵉ adjointe au maire\xa0».', max_length=100, verbose_name='fonction')),
                    ('delegation', models.CharField(blank=True, help_text='Par exemple «\xa0à la culture et aux fêtes\xa0».', max_length=200, verbose_name='délégation')),
                    ('starts_on', models.DateField(verbose_name='du')),
                    ('ends_on', models.DateField(blank=True, help_text='Dernier jour\xa0; vide s’il dure encore.', null=True, verbose_name='au')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Matter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=4, verbose_name='code')),
                    ('level1', models.CharField(max_length=100, verbose_name='niveau 1')),
                    ('level2', models.CharField(max_length=150, verbose_name='niveau 2')),
                    ('scdl_name', models.CharField(help_text='«\xa0niveau 1/niveau 2\xa0», en minuscules, sans virgule ni parenthèse.', max_length=260, verbose_name='nom SCDL')),
                ],
                options={
                    'verbose_name': 'matière',
                    'ordering': ['nomenclature', django.db.models.functions.comparison.Cast(deliberations.models.nomenclature.CodePart(models.F('code'), models.Value('.'), models.Value(1)), models.IntegerField()), django.db.models.functions.comparison.Cast(deliberations.models.nomenclature.CodePart(models.F('code'), models.Value('.'), models.Value(2)), models.IntegerField())],
                },
            ),
            migrations.CreateModel(
                name='MatterEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('code', models.CharField(max_length=4, verbose_name='code')),
                    ('level1', models.CharField(max_length=100, verbose_name='niveau 1')),
                    ('level2', models.CharField(max_length=150, verbose_name='niveau 2')),
                    ('scdl_name', models.CharField(help_text='«\xa0niveau 1/niveau 2\xa0», en minuscules, sans virgule ni parenthèse.', max_length=260, verbose_name='nom SCDL')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Nomenclature',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('label', models.CharField(max_length=120, verbose_name='nom')),
                    ('dated_on', models.DateField(error_messages={'unique': 'La version de cette date est déjà là.'}, unique=True, verbose_name='datée du')),
                    ('is_current', models.BooleanField(default=False, verbose_name='en vigueur')),
                ],
                options={
                    'verbose_name': 'nomenclature',
                    'ordering': ['-dated_on'],
                },
            ),
            migrations.CreateModel(
                name='NomenclatureEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('label', models.CharField(max_length=120, verbose_name='nom')),
                    ('dated_on', models.DateField(error_messages={'unique': 'La version de cette date est déjà là.'}, verbose_name='datée du')),
                    ('is_current', models.BooleanField(default=False, verbose_name='en vigueur')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='NumberingChoice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('ordinary', 'ordinaire'), ('extraordinary', 'extraordinaire'), ('installation', 'd’installation')], max_length=14, unique=True, verbose_name='type de séance')),
                    ('numbering', models.CharField(choices=[('year', 'chaque année'), ('session', 'à chaque séance')], default='year', max_length=7, verbose_name='les numéros recommencent')),
                ],
                options={
                    'verbose_name': 'numérotation',
                    'verbose_name_plural': 'numérotation des délibérations',
                    'ordering': ['kind'],
                },
            ),
            migrations.CreateModel(
                name='NumberingChoiceEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('kind', models.CharField(choices=[('ordinary', 'ordinaire'), ('extraordinary', 'extraordinaire'), ('installation', 'd’installation')], max_length=14, verbose_name='type de séance')),
                    ('numbering', models.CharField(choices=[('year', 'chaque année'), ('session', 'à chaque séance')], default='year', max_length=7, verbose_name='les numéros recommencent')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='NumberSeries',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='année')),
                    ('kind', models.CharField(choices=[('ordinary', 'ordinaire'), ('extraordinary', 'extraordinaire'), ('installation', 'd’installation')], max_length=14, verbose_name='type de séance')),
                    ('last', models.PositiveIntegerField(default=0, verbose_name='dernier numéro donné')),
                ],
                options={
                    'verbose_name': 'série de numéros',
                    'verbose_name_plural': 'séries de numéros',
                },
            ),
            migrations.CreateModel(
                name='Annex',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=200, verbose_name='titre')),
                    ('position', models.PositiveSmallIntegerField(editable=False, verbose_name='place')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='annexes', to='documents.document', verbose_name='fichier')),
                ],
                options={
                    'verbose_name': 'annexe',
                    'ordering': ['position'],
                },
            ),
            migrations.CreateModel(
                name='AnnexEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('title', models.CharField(max_length=200, verbose_name='titre')),
                    ('position', models.PositiveSmallIntegerField(editable=False, verbose_name='place')),
                    ('document', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.document', verbose_name='fichier')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='deliberations.annex')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Councillor',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(blank=True, help_text='Par exemple «\xa0Mme\xa0» ou «\xa0M.\xa0».', max_length=20, verbose_name='civilité')),
                    ('first_name', models.CharField(max_length=80, verbose_name='prénom')),
                    ('last_name', models.CharField(max_length=80, verbose_name='nom')),
                ],
                options={
                    'verbose_name': 'élu',
                    'verbose_name_plural': 'élus',
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('first_name__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('last_name__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='councillor_has_a_name')],
                },
            ),
            migrations.AddField(
                model_name='councillorevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='deliberations.councillor'),
            ),
            migrations.AddField(
                model_name='councilsession',
                name='created_by',
                field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créée par'),
            ),
            migrations.AddField(
                model_name='councilsessionevent',
                name='created_by',
                field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créée par'),
            ),
            migrations.AddField(
                model_name='councilsessionevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='deliberations.councilsession'),
            ),
            migrations.AddField(
                model_name='deliberation',
                name='rapporteur',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliberations', to='deliberations.councillor', verbose_name='rapporteur'),
            ),
            migrations.AddField(
                model_name='deliberation',
                name='session',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliberations', to='deliberations.councilsession', verbose_name='séance'),
            ),
            migrations.AddField(
                model_name='deliberation',
                name='text',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliberations', to='documents.document', verbose_name='texte'),
            ),
            migrations.AddField(
                model_name='annexevent',
                name='deliberation',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='deliberations.deliberation', verbose_name='délibération'),
            ),
            migrations.AddField(
                model_name='annex',
                name='deliberation',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='annexes', to='deliberations.deliberation', verbose_name='délibération'),
            ),
            migrations.AddField(
                model_name='deliberationevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='deliberations.deliberation'),
            ),
            migrations.AddField(
                model_name='deliberationevent',
                name='rapporteur',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='deliberations.councillor', verbose_name='rapporteur'),
            ),
            migrations.AddField(
                model_name='deliberationevent',
                name='session',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='deliberations.councilsession', verbose_name='séance'),
            ),
            migrations.AddField(
                model_name='deliberationevent',
                name='text',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.document', verbose_name='texte'),
            ),
            migrations.AddField(
                model_name='importline',
                name='of',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='deliberations.import', verbose_name='import'),
            ),
            migrations.AddField(
                model_name='mandate',
                name='councillor',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mandates', to='deliberations.councillor', verbose_name='élu'),
            ),
            migrations.AddField(
                model_name='mandateevent',
                name='councillor',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='deliberations.councillor', verbose_name='élu'),
            ),
            migrations.AddField(
                model_name='mandateevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='deliberations.mandate'),
            ),
            migrations.AddField(
                model_name='deliberationevent',
                name='matter',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='deliberations.matter', verbose_name='matière'),
            ),
            migrations.AddField(
                model_name='deliberation',
                name='matter',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliberations', to='deliberations.matter', verbose_name='matière'),
            ),
            migrations.AddField(
                model_name='matterevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='deliberations.matter'),
            ),
            migrations.AddField(
                model_name='councillor',
                name='account',
                field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='councillor', to=settings.AUTH_USER_MODEL, verbose_name='compte'),
            ),
            migrations.AddField(
                model_name='councillorevent',
                name='account',
                field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='compte'),
            ),
            migrations.AddField(
                model_name='deliberation',
                name='co_rapporteurs',
                field=models.ManyToManyField(blank=True, related_name='co_reported', to='deliberations.councillor', verbose_name='co-rapporteurs'),
            ),
            migrations.AddConstraint(
                model_name='nomenclature',
                constraint=models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('is_current',), name='nomenclature_one_current', violation_error_message='Une autre version est en vigueur\xa0: retirez-la d’abord.'),
            ),
            migrations.AddField(
                model_name='matterevent',
                name='nomenclature',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='deliberations.nomenclature', verbose_name='nomenclature'),
            ),
            migrations.AddField(
                model_name='matter',
                name='nomenclature',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matters', to='deliberations.nomenclature', verbose_name='nomenclature'),
            ),
            migrations.AddField(
                model_name='nomenclatureevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='deliberations.nomenclature'),
            ),
            migrations.AddConstraint(
                model_name='numberingchoice',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['ordinary', 'extraordinary', 'installation'])), name='numbering_choice_known_kind'),
            ),
            migrations.AddConstraint(
                model_name='numberingchoice',
                constraint=models.CheckConstraint(condition=models.Q(('numbering__in', ['year', 'session'])), name='numbering_choice_known_numbering'),
            ),
            migrations.AddField(
                model_name='numberingchoiceevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='deliberations.numberingchoice'),
            ),
            migrations.AddConstraint(
                model_name='numberseries',
                constraint=models.UniqueConstraint(fields=('year', 'kind'), name='number_series_once'),
            ),
            migrations.AddConstraint(
                model_name='numberseries',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['ordinary', 'extraordinary', 'installation'])), name='number_series_known_kind'),
            ),
            migrations.AddIndex(
                model_name='councilsession',
                index=models.Index(fields=['-held_on', '-id'], name='session_newest'),
            ),
            migrations.AddIndex(
                model_name='councilsession',
                index=models.Index(fields=['year', 'state'], name='session_of_year'),
            ),
            migrations.AddConstraint(
                model_name='councilsession',
                constraint=models.CheckConstraint(condition=models.Q(('slug__regex', '^[0-9]{4}-[0-9]{2}-[0-9]{2}(-[0-9]{1,3})?$')), name='session_slug_is_its_date'),
            ),
            migrations.AddConstraint(
                model_name='councilsession',
                constraint=models.CheckConstraint(condition=models.Q(('held_on__gte', datetime.date(1790, 1, 1)), ('held_on__lt', datetime.date(2200, 1, 1))), name='session_since_towns_exist', violation_error_message='La date de la séance n’est pas vraisemblable.'),
            ),
            migrations.AddConstraint(
                model_name='councilsession',
                constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(django.db.models.functions.datetime.ExtractYear('held_on'), models.F('year'))), name='session_year_is_its_dates'),
            ),
            migrations.AddConstraint(
                model_name='councilsession',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['ordinary', 'extraordinary', 'installation'])), name='session_known_kind'),
            ),
            migrations.AddConstraint(
                model_name='councilsession',
                constraint=models.CheckConstraint(condition=models.Q(('numbering__in', ['year', 'session'])), name='session_known_numbering'),
            ),
            migrations.AddConstraint(
                model_name='councilsession',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('state', 'draft')), models.Q(('first_published_at__isnull', False), ('published_at__isnull', False), ('state', 'published')), _connector='OR'), name='session_published_has_its_date'),
            ),
            migrations.AddConstraint(
                model_name='annex',
                constraint=models.UniqueConstraint(fields=('deliberation', 'position'), name='annex_place_once'),
            ),
            migrations.AddConstraint(
                model_name='annex',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='annex_has_a_title'),
            ),
            migrations.AddIndex(
                model_name='importline',
                index=models.Index(fields=['of', 'outcome', 'line'], name='import_line_by_outcome'),
            ),
            migrations.AddConstraint(
                model_name='importline',
                constraint=models.UniqueConstraint(fields=('of', 'line'), name='import_line_once'),
            ),
            migrations.AddConstraint(
                model_name='importline',
                constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ('created', 'changed', 'same', 'refused'))), name='import_line_known_outcome'),
            ),
            migrations.AddConstraint(
                model_name='mandate',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('function__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='mandate_has_a_function'),
            ),
            migrations.AddConstraint(
                model_name='mandate',
                constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), models.Q(('ends_on__gte', models.F('starts_on')), ('ends_on__isnull', False)), _connector='OR'), name='mandate_ends_after_it_starts', violation_error_message='La fin du mandat doit suivre son début.'),
            ),
            migrations.AddConstraint(
                model_name='mandate',
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[('councillor', '='), (deliberations.models.councillors.DateRange(models.F('starts_on'), models.F('ends_on'), models.Value('[]')), '&&')], name='mandate_one_at_a_time', violation_error_message='Cet élu a déjà un mandat à ces dates.'),
            ),
            migrations.AddIndex(
                model_name='deliberation',
                index=models.Index(condition=models.Q(('number', ''), _negated=True), fields=['year', 'session_kind', 'number'], name='deliberation_by_number'),
            ),
            migrations.AddIndex(
                model_name='deliberation',
                index=models.Index(condition=models.Q(('acknowledgement', ''), _negated=True), fields=['acknowledgement'], name='deliberation_acknowledged'),
            ),
            migrations.AddConstraint(
                model_name='deliberation',
                constraint=models.UniqueConstraint(fields=('session', 'slug'), name='deliberation_address_once', violation_error_message='Ce numéro est déjà celui d’une autre délibération de la séance.'),
            ),
            migrations.AddConstraint(
                model_name='deliberation',
                constraint=models.UniqueConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), ('numbering', 'year')), fields=('year', 'session_kind', 'number'), name='deliberation_number_once_a_year', violation_error_message='Ce numéro est déjà celui d’une autre délibération de l’année.'),
            ),
            migrations.AddConstraint(
                model_name='deliberation',
                constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], fields=('session', 'position'), name='deliberation_place_once'),
            ),
            migrations.AddConstraint(
                model_name='deliberation',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('object__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='deliberation_has_an_object', violation_error_message='L’objet ne peut pas rester vide.'),
            ),
            migrations.AddConstraint(
                model_name='deliberation',
                constraint=models.CheckConstraint(condition=models.Q(('nature__in', ['DE', 'AR', 'AI', 'CC', 'BF', 'AU'])), name='deliberation_known_nature'),
            ),
            migrations.AddConstraint(
                model_name='deliberation',
                constraint=models.CheckConstraint(condition=models.Q(('result__in', ['pending', 'adopted', 'rejected', 'adjourned', 'withdrawn', 'noted'])), name='deliberation_known_result'),
            ),
            migrations.AddConstraint(
                model_name='deliberation',
                constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Coalesce(models.F('votes_for'), models.Value(0)), '+', django.db.models.functions.comparison.Coalesce(models.F('votes_against'), models.Value(0))), '+', django.db.models.functions.comparison.Coalesce(models.F('abstentions'), models.Value(0))), django.db.models.functions.comparison.Coalesce(models.F('voters'), models.F('seats'), models.Value(1000000)))), name='deliberation_votes_fit', violation_error_message='Pour, contre et abstentions dépassent le nombre de votants.'),
            ),
            migrations.AddConstraint(
                model_name='deliberation',
                constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.comparison.Coalesce(models.F('voters'), models.Value(0)), django.db.models.functions.comparison.Coalesce(models.F('seats'), models.Value(1000000)))), name='deliberation_voters_fit', violation_error_message='Les votants dépassent l’effectif du conseil.'),
            ),
            migrations.AddConstraint(
                model_name='deliberation',
                constraint=models.CheckConstraint(condition=models.Q(('budget_year', ''), ('budget_year__regex', '^[0-9]{4}(/[0-9]{4})?$'), _connector='OR'), name='deliberation_budget_year_is_one_or_two'),
            ),
            migrations.AddConstraint(
                model_name='matter',
                constraint=models.UniqueConstraint(fields=('nomenclature', 'code'), name='matter_code_once', violation_error_message='Ce code est déjà dans cette nomenclature.'),
            ),
            migrations.AddConstraint(
                model_name='matter',
                constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[0-9]\\.[0-9]{1,2}$')), name='matter_code_has_two_levels', violation_error_message='Un code s’écrit comme 7.1 ou 7.10.'),
            ),
            migrations.AddConstraint(
                model_name='matter',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('level1', ''), _negated=True), models.Q(('level2', ''), _negated=True), models.Q(('scdl_name', ''), _negated=True)), name='matter_is_named'),
            ),
            # What the database checks across rows.
            pgtrigger.migrations.AddTrigger(
                model_name='numberingchoice',
                trigger=pgtrigger.compiler.Trigger(name='sessions_follow', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
                    UPDATE deliberations_councilsession SET numbering = NEW.numbering
                    WHERE kind = NEW.kind AND numbering <> NEW.numbering;
                    RETURN NULL;
                """, hash='eaf6c030b78782702d35e14d128f860e7f91163c', operation='INSERT OR UPDATE OF "numbering"', pgid='pgtrigger_sessions_follow_3de3f', table='deliberations_numberingchoice', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='councilsession',
                trigger=pgtrigger.compiler.Trigger(name='kind_says', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
                    SELECT numbering INTO NEW.numbering
                    FROM deliberations_numberingchoice WHERE kind = NEW.kind FOR SHARE;
                    NEW.numbering = coalesce(NEW.numbering, 'year');
                    RETURN NEW;
                """, hash='6ca91dc87a21f6d2cc573c541b75634b57b79642', operation='INSERT OR UPDATE OF "kind"', pgid='pgtrigger_kind_says_bc71b', table='deliberations_councilsession', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='councilsession',
                trigger=pgtrigger.compiler.Trigger(name='numbers_follow', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."numbering" IS DISTINCT FROM (NEW."numbering") OR OLD."year" IS DISTINCT FROM (NEW."year"))', func="""
                    UPDATE deliberations_deliberation SET session_id = session_id WHERE session_id = NEW.id;
                    RETURN NULL;
                """, hash='e1eab450778d08fefb5256a97be5fee299d4dd5b', operation='UPDATE OF "held_on", "kind", "numbering"', pgid='pgtrigger_numbers_follow_ce1f0', table='deliberations_councilsession', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='councilsession',
                trigger=pgtrigger.compiler.Trigger(name='read_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."first_published_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='600af604fb9f5f6fc8c7cde099d66b2a34d804b6', operation='DELETE', pgid='pgtrigger_read_stays_4508f', table='deliberations_councilsession', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='deliberation',
                trigger=pgtrigger.compiler.Trigger(name='session_says', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
                    SELECT year, kind, numbering INTO NEW.year, NEW.session_kind, NEW.numbering
                    FROM deliberations_councilsession WHERE id = NEW.session_id;
                    RETURN NEW;
                """, hash='e290fc2b8b291fdf9cf9fb38f58e50060db62f4c', operation='INSERT OR UPDATE OF "session_id", "year", "session_kind", "numbering"', pgid='pgtrigger_session_says_2fc47', table='deliberations_deliberation', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='deliberation',
                trigger=pgtrigger.compiler.Trigger(name='read_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
                    IF EXISTS (SELECT 1 FROM deliberations_councilsession
                               WHERE id = OLD.session_id AND first_published_at IS NOT NULL) THEN
                        RAISE EXCEPTION 'deliberation: what was published stays'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'deliberation_published_stays';
                    END IF;
                    RETURN OLD;
                """, hash='b85ae1db12aa1144553f45f780a72b3730489353', operation='DELETE', pgid='pgtrigger_read_stays_7eeec', table='deliberations_deliberation', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='deliberation',
                trigger=pgtrigger.compiler.Trigger(name='counted_in', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
                    UPDATE deliberations_councilsession s SET deliberation_count = deliberation_count + c.n
                    FROM (SELECT session_id, count(*) n FROM came GROUP BY session_id) c WHERE s.id = c.session_id;
                    RETURN NULL;
                """, hash='713c498c76866134add5f25d91416e125bcb8589', level='STATEMENT', operation='INSERT', pgid='pgtrigger_counted_in_e5305', referencing='REFERENCING NEW TABLE AS came ', table='deliberations_deliberation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='deliberation',
                trigger=pgtrigger.compiler.Trigger(name='counted_out', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
                    UPDATE deliberations_councilsession s SET deliberation_count = deliberation_count - c.n
                    FROM (SELECT session_id, count(*) n FROM gone GROUP BY session_id) c WHERE s.id = c.session_id;
                    RETURN NULL;
                """, hash='004e21f3a6d1426fd93b3b6034a8f26d8c96101f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_counted_out_d5b98', referencing='REFERENCING OLD TABLE AS gone ', table='deliberations_deliberation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='deliberation',
                trigger=pgtrigger.compiler.Trigger(name='session_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."session_id" IS DISTINCT FROM (NEW."session_id"))', func="RAISE EXCEPTION 'deliberation: it never changes session';", hash='30f8ac6f91ce0752512f3018e5893009df9d4578', operation='UPDATE OF "session_id"', pgid='pgtrigger_session_stays_3d0d8', table='deliberations_deliberation', when='BEFORE')),
            ),
            migrations.CreateModel(
                name='CoRapporteur',
                fields=[
                ],
                options={
                    'proxy': True,
                    'indexes': [],
                    'constraints': [],
                },
                bases=('deliberations.deliberation_co_rapporteurs',),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='deliberation',
                trigger=pgtrigger.compiler.Trigger(name='co_rapporteurs_are_others', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM deliberations_deliberation d\n               WHERE d.id = NEW.id AND d.rapporteur_id IN\n                   (SELECT councillor_id FROM deliberations_deliberation_co_rapporteurs\n                    WHERE deliberation_id = d.id)) THEN\n        RAISE EXCEPTION 'deliberation: the rapporteur is no co-rapporteur'\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'co_rapporteur_is_another';\n    END IF;\n    RETURN NULL;\n", hash='6954dc52cb9a02f401e94a43154cc2103458699a', operation='UPDATE OF "rapporteur_id"', pgid='pgtrigger_co_rapporteurs_are_others_6cf41', table='deliberations_deliberation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='corapporteur',
                trigger=pgtrigger.compiler.Trigger(name='is_not_the_rapporteur', sql=pgtrigger.compiler.UpsertTriggerSql(func="PERFORM 1 FROM deliberations_deliberation WHERE id = NEW.deliberation_id FOR SHARE;\n    IF EXISTS (SELECT 1 FROM deliberations_deliberation d\n               WHERE d.id = NEW.deliberation_id AND d.rapporteur_id IN\n                   (SELECT councillor_id FROM deliberations_deliberation_co_rapporteurs\n                    WHERE deliberation_id = d.id)) THEN\n        RAISE EXCEPTION 'deliberation: the rapporteur is no co-rapporteur'\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'co_rapporteur_is_another';\n    END IF;\n    RETURN NULL;\n", hash='14f941d0966c5e7add97f9fb493d67823163abea', operation='INSERT OR UPDATE', pgid='pgtrigger_is_not_the_rapporteur_21e0a', table='deliberations_deliberation_co_rapporteurs', when='AFTER')),
            ),
            # The history, written by triggers and closed to changes.
            pgtrigger.migrations.AddTrigger(
                model_name='councillor',
                trigger=pgtrigger.compiler.Trigger(name='account_is_elected', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF EXISTS (SELECT 1 FROM people_agent WHERE id = NEW.account_id AND NOT is_elected) THEN\n                        RAISE EXCEPTION 'councillor: an agent''s account'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'councillor_account_is_elected';\n                    END IF;\n                    RETURN NEW;\n                ", hash='1626ef4f611e0bf1ae4f5d428fe0ccb9d4f05e4a', operation='INSERT OR UPDATE OF "account_id"', pgid='pgtrigger_account_is_elected_99763', table='deliberations_councillor', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='councillor',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "deliberations_councillorevent" ("account_id", "first_name", "id", "last_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."account_id", NEW."first_name", NEW."id", NEW."last_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."title"); RETURN NULL;', hash='48636877a305a42a8db491237b336be68c02c837', operation='INSERT', pgid='pgtrigger_insert_insert_93ab1', table='deliberations_councillor', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='councillor',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "deliberations_councillorevent" ("account_id", "first_name", "id", "last_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."account_id", NEW."first_name", NEW."id", NEW."last_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."title"); RETURN NULL;', hash='5d28bb1a041182020f44494d90dda3bc905bdcf0', operation='UPDATE', pgid='pgtrigger_update_update_5a100', table='deliberations_councillor', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='councillor',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "deliberations_councillorevent" ("account_id", "first_name", "id", "last_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (OLD."account_id", OLD."first_name", OLD."id", OLD."last_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."title"); RETURN NULL;', hash='e134e4abc79630b68518a51409835ce133d3cb76', operation='DELETE', pgid='pgtrigger_delete_delete_f396e', table='deliberations_councillor', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='nomenclature',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "deliberations_nomenclatureevent" ("dated_on", "id", "is_current", "label", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."dated_on", NEW."id", NEW."is_current", NEW."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='781cccc3556d775b15147a3dca676b447713a646', operation='INSERT', pgid='pgtrigger_insert_insert_31ab3', table='deliberations_nomenclature', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='nomenclature',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "deliberations_nomenclatureevent" ("dated_on", "id", "is_current", "label", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."dated_on", NEW."id", NEW."is_current", NEW."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='2f7c410263630565706566a2ca29710abdbdff95', operation='UPDATE', pgid='pgtrigger_update_update_f93d9', table='deliberations_nomenclature', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='nomenclature',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "deliberations_nomenclatureevent" ("dated_on", "id", "is_current", "label", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."dated_on", OLD."id", OLD."is_current", OLD."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='708fb85c19acab3ac206874615a9adaf3bff9467', operation='DELETE', pgid='pgtrigger_delete_delete_45798', table='deliberations_nomenclature', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='numberingchoice',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "deliberations_numberingchoiceevent" ("id", "kind", "numbering", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."kind", NEW."numbering", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='0110572410bc053659669dd7f61e0749bac2ae41', operation='INSERT', pgid='pgtrigger_insert_insert_6925a', table='deliberations_numberingchoice', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='numberingchoice',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "deliberations_numberingchoiceevent" ("id", "kind", "numbering", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."kind", NEW."numbering", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='c27e856cdd210c9d42a424b4d8bafc35f47d984c', operation='UPDATE', pgid='pgtrigger_update_update_4d329', table='deliberations_numberingchoice', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='numberingchoice',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "deliberations_numberingchoiceevent" ("id", "kind", "numbering", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."kind", OLD."numbering", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='b844b6c0c94a9c1361704307ac470bdd01b6e300', operation='DELETE', pgid='pgtrigger_delete_delete_1b523', table='deliberations_numberingchoice', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='councillorevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='6987a3ecb9cbdde889828168088fd84fbfba6d4b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_fbe15', table='deliberations_councillorevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='councillorevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6bf31d2b735564be33133f5073b93b0b91974d29', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_21c54', table='deliberations_councillorevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='councilsession',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "deliberations_councilsessionevent" ("created_at", "created_by_id", "first_published_at", "held_on", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "published_at", "reference", "slug", "state", "unpublish_reason") VALUES (NEW."created_at", NEW."created_by_id", NEW."first_published_at", NEW."held_on", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."published_at", NEW."reference", NEW."slug", NEW."state", NEW."unpublish_reason"); RETURN NULL;', hash='ede060900f1531bfac92dd6b2fb7d0cb479db956', operation='INSERT', pgid='pgtrigger_insert_insert_32723', table='deliberations_councilsession', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='councilsession',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."first_published_at" IS DISTINCT FROM (NEW."first_published_at") OR OLD."held_on" IS DISTINCT FROM (NEW."held_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."unpublish_reason" IS DISTINCT FROM (NEW."unpublish_reason"))', func='INSERT INTO "deliberations_councilsessionevent" ("created_at", "created_by_id", "first_published_at", "held_on", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "published_at", "reference", "slug", "state", "unpublish_reason") VALUES (NEW."created_at", NEW."created_by_id", NEW."first_published_at", NEW."held_on", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."published_at", NEW."reference", NEW."slug", NEW."state", NEW."unpublish_reason"); RETURN NULL;', hash='84b12477008eaf53a0761c0e12c4f8e6623dab4f', operation='UPDATE', pgid='pgtrigger_update_update_e0911', table='deliberations_councilsession', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='councilsession',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "deliberations_councilsessionevent" ("created_at", "created_by_id", "first_published_at", "held_on", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "published_at", "reference", "slug", "state", "unpublish_reason") VALUES (OLD."created_at", OLD."created_by_id", OLD."first_published_at", OLD."held_on", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."place", OLD."published_at", OLD."reference", OLD."slug", OLD."state", OLD."unpublish_reason"); RETURN NULL;', hash='285adc21fae7508363ca0a39678e057e96ff5780', operation='DELETE', pgid='pgtrigger_delete_delete_23346', table='deliberations_councilsession', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='councilsessionevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='ebae4c1028dcf8f9bbae20359031438fa8b8c9b1', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_ac1ea', table='deliberations_councilsessionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='councilsessionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='da67cc3c04747a567ec75547cefe1a2164b417ef', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_57282', table='deliberations_councilsessionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='annexevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='892a1f2602af768e62dfd69db55c1894cb7b2d92', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_38a29', table='deliberations_annexevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='annexevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7e9f27aa2c38a93bbe2ae560d765c5be83c282c5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_73aa7', table='deliberations_annexevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='annex',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "deliberations_annexevent" ("deliberation_id", "document_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "title") VALUES (NEW."deliberation_id", NEW."document_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."title"); RETURN NULL;', hash='2634a2413780904cfa5b3be7e111ebb6453104ca', operation='INSERT', pgid='pgtrigger_insert_insert_dee76', table='deliberations_annex', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='annex',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "deliberations_annexevent" ("deliberation_id", "document_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "title") VALUES (NEW."deliberation_id", NEW."document_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."title"); RETURN NULL;', hash='be8075a586250ae62d247c50a71423267b689d6d', operation='UPDATE', pgid='pgtrigger_update_update_4c0cf', table='deliberations_annex', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='annex',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "deliberations_annexevent" ("deliberation_id", "document_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "title") VALUES (OLD."deliberation_id", OLD."document_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."title"); RETURN NULL;', hash='718df683ff7788c18b0371c6f1e5d4212ad985d7', operation='DELETE', pgid='pgtrigger_delete_delete_88728', table='deliberations_annex', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='import',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "deliberations_importevent" ("confirmed_at", "confirmed_by_id", "created_at", "created_by_id", "document_id", "ended_at", "file_name", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "state") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."created_at", NEW."created_by_id", NEW."document_id", NEW."ended_at", NEW."file_name", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."reference", NEW."state"); RETURN NULL;', hash='87a81ecc343a62cde7a215ee7a3f28a0013619cf', operation='INSERT', pgid='pgtrigger_insert_insert_202e5', table='deliberations_import', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='import',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."confirmed_by_id" IS DISTINCT FROM (NEW."confirmed_by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."file_name" IS DISTINCT FROM (NEW."file_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."state" IS DISTINCT FROM (NEW."state"))', func='INSERT INTO "deliberations_importevent" ("confirmed_at", "confirmed_by_id", "created_at", "created_by_id", "document_id", "ended_at", "file_name", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "state") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."created_at", NEW."created_by_id", NEW."document_id", NEW."ended_at", NEW."file_name", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."reference", NEW."state"); RETURN NULL;', hash='bcaf5b11131b47dc6efb7b943fef98e975124a1c', operation='UPDATE', pgid='pgtrigger_update_update_3c052', table='deliberations_import', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='import',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "deliberations_importevent" ("confirmed_at", "confirmed_by_id", "created_at", "created_by_id", "document_id", "ended_at", "file_name", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "state") VALUES (OLD."confirmed_at", OLD."confirmed_by_id", OLD."created_at", OLD."created_by_id", OLD."document_id", OLD."ended_at", OLD."file_name", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."reference", OLD."state"); RETURN NULL;', hash='9e77f645ade937700fdacbc0f4957c34385c2de7', operation='DELETE', pgid='pgtrigger_delete_delete_f92ed', table='deliberations_import', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='importevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='1bcb76f6f11fe59f670ece6466c360b2cb0077a0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_e28a8', table='deliberations_importevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='importevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a0e0ed6cf9ddd0567b4f578ea4d12f6890be6531', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4436d', table='deliberations_importevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='mandate',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "deliberations_mandateevent" ("councillor_id", "delegation", "ends_on", "function", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."councillor_id", NEW."delegation", NEW."ends_on", NEW."function", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."starts_on"); RETURN NULL;', hash='5ed1144c9d28f64cbe045c93621a3b16db523ded', operation='INSERT', pgid='pgtrigger_insert_insert_3e3d4', table='deliberations_mandate', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='mandate',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "deliberations_mandateevent" ("councillor_id", "delegation", "ends_on", "function", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."councillor_id", NEW."delegation", NEW."ends_on", NEW."function", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."starts_on"); RETURN NULL;', hash='1ff5136a849e6a72776d946d00b479306e2e1dd7', operation='UPDATE', pgid='pgtrigger_update_update_35927', table='deliberations_mandate', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='mandate',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "deliberations_mandateevent" ("councillor_id", "delegation", "ends_on", "function", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (OLD."councillor_id", OLD."delegation", OLD."ends_on", OLD."function", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."starts_on"); RETURN NULL;', hash='9bb76d0ca97d4fcdd8d4c4b57034d9143b9df8c1', operation='DELETE', pgid='pgtrigger_delete_delete_040c6', table='deliberations_mandate', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='mandateevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='87ba9160270c1ad79308df27da90c42c130c7d18', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_bfd08', table='deliberations_mandateevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='mandateevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0ffccdebdcbf7c676dff6de8d01fc65575dcbd74', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7088b', table='deliberations_mandateevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='deliberationevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='2d4642537d79b537195a16acf50b8995c2176f96', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_f042f', table='deliberations_deliberationevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='deliberationevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ff5f9ca3145844b0e3d7e47b4741b3039e5e4ab8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_af2b1', table='deliberations_deliberationevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='deliberation',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "deliberations_deliberationevent" ("abstentions", "acknowledged_on", "acknowledgement", "adopted_on", "budget_name", "budget_year", "id", "matter_code", "matter_id", "matter_name", "nature", "number", "object", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "prefecture", "public_url", "rapporteur_id", "result", "seats", "session_id", "text_id", "voters", "votes_against", "votes_for") VALUES (NEW."abstentions", NEW."acknowledged_on", NEW."acknowledgement", NEW."adopted_on", NEW."budget_name", NEW."budget_year", NEW."id", NEW."matter_code", NEW."matter_id", NEW."matter_name", NEW."nature", NEW."number", NEW."object", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."prefecture", NEW."public_url", NEW."rapporteur_id", NEW."result", NEW."seats", NEW."session_id", NEW."text_id", NEW."voters", NEW."votes_against", NEW."votes_for"); RETURN NULL;', hash='bc7ce42c8b3f3bbbc438cef8470d0536262be91a', operation='INSERT', pgid='pgtrigger_insert_insert_2977e', table='deliberations_deliberation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='deliberation',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."abstentions" IS DISTINCT FROM (NEW."abstentions") OR OLD."acknowledged_on" IS DISTINCT FROM (NEW."acknowledged_on") OR OLD."acknowledgement" IS DISTINCT FROM (NEW."acknowledgement") OR OLD."adopted_on" IS DISTINCT FROM (NEW."adopted_on") OR OLD."budget_name" IS DISTINCT FROM (NEW."budget_name") OR OLD."budget_year" IS DISTINCT FROM (NEW."budget_year") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."matter_id" IS DISTINCT FROM (NEW."matter_id") OR OLD."matter_code" IS DISTINCT FROM (NEW."matter_code") OR OLD."matter_name" IS DISTINCT FROM (NEW."matter_name") OR OLD."nature" IS DISTINCT FROM (NEW."nature") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."object" IS DISTINCT FROM (NEW."object") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."prefecture" IS DISTINCT FROM (NEW."prefecture") OR OLD."public_url" IS DISTINCT FROM (NEW."public_url") OR OLD."rapporteur_id" IS DISTINCT FROM (NEW."rapporteur_id") OR OLD."result" IS DISTINCT FROM (NEW."result") OR OLD."seats" IS DISTINCT FROM (NEW."seats") OR OLD."session_id" IS DISTINCT FROM (NEW."session_id") OR OLD."text_id" IS DISTINCT FROM (NEW."text_id") OR OLD."voters" IS DISTINCT FROM (NEW."voters") OR OLD."votes_against" IS DISTINCT FROM (NEW."votes_against") OR OLD."votes_for" IS DISTINCT FROM (NEW."votes_for"))', func='INSERT INTO "deliberations_deliberationevent" ("abstentions", "acknowledged_on", "acknowledgement", "adopted_on", "budget_name", "budget_year", "id", "matter_code", "matter_id", "matter_name", "nature", "number", "object", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "prefecture", "public_url", "rapporteur_id", "result", "seats", "session_id", "text_id", "voters", "votes_against", "votes_for") VALUES (NEW."abstentions", NEW."acknowledged_on", NEW."acknowledgement", NEW."adopted_on", NEW."budget_name", NEW."budget_year", NEW."id", NEW."matter_code", NEW."matter_id", NEW."matter_name", NEW."nature", NEW."number", NEW."object", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."prefecture", NEW."public_url", NEW."rapporteur_id", NEW."result", NEW."seats", NEW."session_id", NEW."text_id", NEW."voters", NEW."votes_against", NEW."votes_for"); RETURN NULL;', hash='6d2c9a67a99bb56f95a0ceb24043133a153a65eb', operation='UPDATE', pgid='pgtrigger_update_update_123f0', table='deliberations_deliberation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='deliberation',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "deliberations_deliberationevent" ("abstentions", "acknowledged_on", "acknowledgement", "adopted_on", "budget_name", "budget_year", "id", "matter_code", "matter_id", "matter_name", "nature", "number", "object", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "prefecture", "public_url", "rapporteur_id", "result", "seats", "session_id", "text_id", "voters", "votes_against", "votes_for") VALUES (OLD."abstentions", OLD."acknowledged_on", OLD."acknowledgement", OLD."adopted_on", OLD."budget_name", OLD."budget_year", OLD."id", OLD."matter_code", OLD."matter_id", OLD."matter_name", OLD."nature", OLD."number", OLD."object", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."prefecture", OLD."public_url", OLD."rapporteur_id", OLD."result", OLD."seats", OLD."session_id", OLD."text_id", OLD."voters", OLD."votes_against", OLD."votes_for"); RETURN NULL;', hash='ec6b9272bb998830c2c5ea1170cefed8c72c3358', operation='DELETE', pgid='pgtrigger_delete_delete_5a047', table='deliberations_deliberation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='matterevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='cc80bd1e43721feb8befec3b52bc2c66d9cc7074', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_281c4', table='deliberations_matterevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='matterevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='27c8acb774cac5fded74268b4cd47c0a447663c4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bdf2d', table='deliberations_matterevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='matter',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "deliberations_matterevent" ("code", "id", "level1", "level2", "nomenclature_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scdl_name") VALUES (NEW."code", NEW."id", NEW."level1", NEW."level2", NEW."nomenclature_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."scdl_name"); RETURN NULL;', hash='4b2e0b6294210ad71777876e7ec834e6a4e7094d', operation='INSERT', pgid='pgtrigger_insert_insert_6fb6e', table='deliberations_matter', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='matter',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "deliberations_matterevent" ("code", "id", "level1", "level2", "nomenclature_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scdl_name") VALUES (NEW."code", NEW."id", NEW."level1", NEW."level2", NEW."nomenclature_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."scdl_name"); RETURN NULL;', hash='81cd0c731ad2b50008f838fd4821a7eee2c023c4', operation='UPDATE', pgid='pgtrigger_update_update_ce310', table='deliberations_matter', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='matter',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "deliberations_matterevent" ("code", "id", "level1", "level2", "nomenclature_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scdl_name") VALUES (OLD."code", OLD."id", OLD."level1", OLD."level2", OLD."nomenclature_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."scdl_name"); RETURN NULL;', hash='b33161b56d58a3dad3f80d2b79538b5b748f2e98', operation='DELETE', pgid='pgtrigger_delete_delete_8ce3f', table='deliberations_matter', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='nomenclatureevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='322059bd7813ba3a2f38f5a1bb539dbfda8cbbf5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_efe2f', table='deliberations_nomenclatureevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='nomenclatureevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1c3bc62059b1c2bc8b3cac940771565e74c7a8d9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e7dcb', table='deliberations_nomenclatureevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='numberingchoiceevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='bcc03f66f6536173b8fc872eb15ab8f7b9e4648b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_b71eb', table='deliberations_numberingchoiceevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='numberingchoiceevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f998e5281f7c16d44fc6a81a28ed34f43493f2d0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_254cb', table='deliberations_numberingchoiceevent', when='BEFORE')),
            ),
        ]),
    ]
