"""Software, manuals, outages and questions."""

from core.history.tracking import Together
from django.conf import settings
from django.db import migrations, models
import core.people.ordering
import core.web.public_ids
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
                name='SharedByEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Software',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('name', models.CharField(max_length=120, verbose_name='nom')),
                    ('purpose', models.CharField(help_text='En une phrase, avec les mots des agents.', max_length=300, verbose_name='à quoi il sert')),
                    ('how_to_start', models.TextField(blank=True, help_text='Où l’ouvrir, avec quel compte, à qui demander un accès.', max_length=3000, verbose_name='comment je commence')),
                    ('vendor', models.CharField(blank=True, max_length=120, verbose_name='éditeur')),
                    ('link', models.CharField(blank=True, help_text='Commence par https:// ou http://.', max_length=300, validators=[django.core.validators.URLValidator(message='Cette adresse n’est pas celle d’une page\xa0: elle commence par https:// ou http://.', schemes=['http', 'https'])], verbose_name='adresse pour l’ouvrir')),
                    ('version_in_use', models.CharField(blank=True, help_text='Telle que le progiciel l’affiche, par exemple «\xa012.3 SR2\xa0».', max_length=40, verbose_name='version en service')),
                    ('state', models.CharField(choices=[('project', 'En projet'), ('in_use', 'En service'), ('being_replaced', 'En cours de remplacement'), ('retired', 'Retiré')], default='in_use', max_length=14, verbose_name='état')),
                    ('is_collaborative', models.BooleanField(default=False, verbose_name='outil de travail transversal')),
                    ('shared_use', models.CharField(blank=True, max_length=300, verbose_name='ce que l’on y fait ensemble')),
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
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('name', models.CharField(max_length=120, verbose_name='nom')),
                    ('purpose', models.CharField(help_text='En une phrase, avec les mots des agents.', max_length=300, verbose_name='à quoi il sert')),
                    ('how_to_start', models.TextField(blank=True, help_text='Où l’ouvrir, avec quel compte, à qui demander un accès.', max_length=3000, verbose_name='comment je commence')),
                    ('vendor', models.CharField(blank=True, max_length=120, verbose_name='éditeur')),
                    ('link', models.CharField(blank=True, help_text='Commence par https:// ou http://.', max_length=300, validators=[django.core.validators.URLValidator(message='Cette adresse n’est pas celle d’une page\xa0: elle commence par https:// ou http://.', schemes=['http', 'https'])], verbose_name='adresse pour l’ouvrir')),
                    ('version_in_use', models.CharField(blank=True, help_text='Telle que le progiciel l’affiche, par exemple «\xa012.3 SR2\xa0».', max_length=40, verbose_name='version en service')),
                    ('state', models.CharField(choices=[('project', 'En projet'), ('in_use', 'En service'), ('being_replaced', 'En cours de remplacement'), ('retired', 'Retiré')], default='in_use', max_length=14, verbose_name='état')),
                    ('is_collaborative', models.BooleanField(default=False, verbose_name='outil de travail transversal')),
                    ('shared_use', models.CharField(blank=True, max_length=300, verbose_name='ce que l’on y fait ensemble')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='inscrit le')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='SoftwareImport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('file_name', models.CharField(max_length=200, verbose_name='nom du fichier')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='envoyé le')),
                    ('state', models.CharField(choices=[('reading', 'en cours de lecture'), ('ready', 'à confirmer'), ('writing', 'import en cours'), ('done', 'importé'), ('unreadable', 'illisible'), ('failed', 'interrompu'), ('abandoned', 'abandonné')], default='reading', max_length=10, verbose_name='état')),
                    ('confirmed_at', models.DateTimeField(null=True, verbose_name='confirmé le')),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='terminé le')),
                    ('reason', models.TextField(blank=True, verbose_name='raison')),
                    ('progress', models.PositiveSmallIntegerField(default=0, verbose_name='avancement, en pour cent')),
                    ('report', models.JSONField(default=dict, verbose_name='compte rendu')),
                ],
                options={
                    'verbose_name': 'import de progiciels',
                    'verbose_name_plural': 'imports de progiciels',
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='WorkflowUpdates',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('tested_on', models.DateField(blank=True, null=True, verbose_name='essayé pour la dernière fois le')),
                    ('test_result', models.CharField(blank=True, choices=[('success', 'réussi'), ('partial', 'réussi en partie'), ('failure', 'raté')], max_length=7, verbose_name='résultat de l’essai')),
                    ('filled_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='renseigné le')),
                    ('circuits', models.TextField(blank=True, max_length=1000, verbose_name='circuits de validation')),
                    ('last_change', models.TextField(blank=True, max_length=1000, verbose_name='dernière mise à jour qui en a cassé ou déplacé un')),
                    ('workaround', models.TextField(blank=True, max_length=1000, verbose_name='en attendant')),
                    ('state', models.CharField(blank=True, choices=[('', 'pas encore connu'), ('none', 'aucun circuit dans ce progiciel'), ('works', 'les circuits marchent'), ('workaround', 'un circuit est contourné'), ('broken', 'un circuit ne marche plus')], max_length=10, verbose_name='où en sont les circuits')),
                ],
                options={
                    'verbose_name': 'circuits d’un progiciel',
                    'verbose_name_plural': 'circuits des progiciels',
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='WorkflowUpdatesEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('tested_on', models.DateField(blank=True, null=True, verbose_name='essayé pour la dernière fois le')),
                    ('test_result', models.CharField(blank=True, choices=[('success', 'réussi'), ('partial', 'réussi en partie'), ('failure', 'raté')], max_length=7, verbose_name='résultat de l’essai')),
                    ('filled_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='renseigné le')),
                    ('circuits', models.TextField(blank=True, max_length=1000, verbose_name='circuits de validation')),
                    ('last_change', models.TextField(blank=True, max_length=1000, verbose_name='dernière mise à jour qui en a cassé ou déplacé un')),
                    ('workaround', models.TextField(blank=True, max_length=1000, verbose_name='en attendant')),
                    ('state', models.CharField(blank=True, choices=[('', 'pas encore connu'), ('none', 'aucun circuit dans ce progiciel'), ('works', 'les circuits marchent'), ('workaround', 'un circuit est contourné'), ('broken', 'un circuit ne marche plus')], max_length=10, verbose_name='où en sont les circuits')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Archiving',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('tested_on', models.DateField(blank=True, null=True, verbose_name='essayé pour la dernière fois le')),
                    ('test_result', models.CharField(blank=True, choices=[('success', 'réussi'), ('partial', 'réussi en partie'), ('failure', 'raté')], max_length=7, verbose_name='résultat de l’essai')),
                    ('filled_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='renseigné le')),
                    ('kept', models.TextField(blank=True, max_length=1000, verbose_name='ce qu’il conserve')),
                    ('retention', models.CharField(blank=True, max_length=200, verbose_name='combien de temps')),
                    ('legal_basis', models.CharField(blank=True, max_length=200, verbose_name='sur quel texte')),
                    ('final_action', models.CharField(blank=True, choices=[('', 'pas encore connu'), ('keep', 'versement aux archives'), ('sort', 'tri, puis versement de ce qui reste'), ('destroy', 'élimination, après le visa des archives')], max_length=7, verbose_name='sort final')),
                    ('holder', models.CharField(blank=True, max_length=200, verbose_name='qui détient l’archive')),
                    ('transfer', models.TextField(blank=True, max_length=1000, verbose_name='comment elle en sort')),
                    ('filled_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='renseigné par')),
                ],
                options={
                    'verbose_name': 'archivage d’un progiciel',
                    'verbose_name_plural': 'archivages des progiciels',
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ArchivingEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('tested_on', models.DateField(blank=True, null=True, verbose_name='essayé pour la dernière fois le')),
                    ('test_result', models.CharField(blank=True, choices=[('success', 'réussi'), ('partial', 'réussi en partie'), ('failure', 'raté')], max_length=7, verbose_name='résultat de l’essai')),
                    ('filled_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='renseigné le')),
                    ('kept', models.TextField(blank=True, max_length=1000, verbose_name='ce qu’il conserve')),
                    ('retention', models.CharField(blank=True, max_length=200, verbose_name='combien de temps')),
                    ('legal_basis', models.CharField(blank=True, max_length=200, verbose_name='sur quel texte')),
                    ('final_action', models.CharField(blank=True, choices=[('', 'pas encore connu'), ('keep', 'versement aux archives'), ('sort', 'tri, puis versement de ce qui reste'), ('destroy', 'élimination, après le visa des archives')], max_length=7, verbose_name='sort final')),
                    ('holder', models.CharField(blank=True, max_length=200, verbose_name='qui détient l’archive')),
                    ('transfer', models.TextField(blank=True, max_length=1000, verbose_name='comment elle en sort')),
                    ('filled_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='renseigné par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='manuals.archiving')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Commitment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('deadline', models.CharField(choices=[('notice', 'préavis'), ('end', 'fin du contrat')], max_length=6, verbose_name='échéance')),
                    ('deadline_on', models.DateField(verbose_name='date de l’échéance')),
                    ('made_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='dit le')),
                    ('settled_by', models.DateField(verbose_name='réglé pour le')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='s’en occupe')),
                ],
                options={
                    'verbose_name': 'prise en charge',
                    'verbose_name_plural': 'prises en charge',
                },
            ),
            migrations.CreateModel(
                name='Contract',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('vendor', models.CharField(blank=True, max_length=120, verbose_name='titulaire')),
                    ('number', models.CharField(blank=True, max_length=60, verbose_name='numéro')),
                    ('starts_on', models.DateField(blank=True, null=True, verbose_name='début')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='fin')),
                    ('notice_on', models.DateField(blank=True, null=True, verbose_name='dernier jour du préavis')),
                    ('renewals', models.CharField(blank=True, max_length=200, verbose_name='reconductions')),
                    ('yearly_cost', models.CharField(blank=True, choices=[('', 'pas encore connu'), ('lt1', 'moins de 1\u202f000\xa0€'), ('lt5', 'de 1\u202f000 à 5\u202f000\xa0€'), ('lt20', 'de 5\u202f000 à 20\u202f000\xa0€'), ('lt60', 'de 20\u202f000 à 60\u202f000\xa0€'), ('gt60', 'plus de 60\u202f000\xa0€')], max_length=4, verbose_name='coût annuel')),
                    ('hosting', models.CharField(blank=True, choices=[('', 'pas encore connu'), ('town', 'à la mairie'), ('vendor', 'chez l’éditeur'), ('public', 'chez une autre collectivité'), ('other', 'chez un autre hébergeur')], max_length=6, verbose_name='hébergement')),
                    ('filled_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='renseigné le')),
                    ('filled_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='renseigné par')),
                ],
                options={
                    'verbose_name': 'contrat',
                },
            ),
            migrations.CreateModel(
                name='CommitmentEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('deadline', models.CharField(choices=[('notice', 'préavis'), ('end', 'fin du contrat')], max_length=6, verbose_name='échéance')),
                    ('deadline_on', models.DateField(verbose_name='date de l’échéance')),
                    ('made_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='dit le')),
                    ('settled_by', models.DateField(verbose_name='réglé pour le')),
                    ('made_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='s’en occupe')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='manuals.commitment')),
                    ('contract', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='manuals.contract', verbose_name='contrat')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='commitment',
                name='contract',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='commitments', to='manuals.contract', verbose_name='contrat'),
            ),
            migrations.CreateModel(
                name='ContractEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('vendor', models.CharField(blank=True, max_length=120, verbose_name='titulaire')),
                    ('number', models.CharField(blank=True, max_length=60, verbose_name='numéro')),
                    ('starts_on', models.DateField(blank=True, null=True, verbose_name='début')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='fin')),
                    ('notice_on', models.DateField(blank=True, null=True, verbose_name='dernier jour du préavis')),
                    ('renewals', models.CharField(blank=True, max_length=200, verbose_name='reconductions')),
                    ('yearly_cost', models.CharField(blank=True, choices=[('', 'pas encore connu'), ('lt1', 'moins de 1\u202f000\xa0€'), ('lt5', 'de 1\u202f000 à 5\u202f000\xa0€'), ('lt20', 'de 5\u202f000 à 20\u202f000\xa0€'), ('lt60', 'de 20\u202f000 à 60\u202f000\xa0€'), ('gt60', 'plus de 60\u202f000\xa0€')], max_length=4, verbose_name='coût annuel')),
                    ('hosting', models.CharField(blank=True, choices=[('', 'pas encore connu'), ('town', 'à la mairie'), ('vendor', 'chez l’éditeur'), ('public', 'chez une autre collectivité'), ('other', 'chez un autre hébergeur')], max_length=6, verbose_name='hébergement')),
                    ('filled_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='renseigné le')),
                    ('filled_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='renseigné par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='manuals.contract')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ContractReminder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('deadline', models.CharField(choices=[('notice', 'préavis'), ('end', 'fin du contrat')], max_length=6, verbose_name='échéance')),
                    ('deadline_on', models.DateField(verbose_name='date de l’échéance')),
                    ('planned_on', models.DateField(verbose_name='prévu pour le')),
                    ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='parti le')),
                    ('contract', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='manuals.contract')),
                ],
                options={
                    'verbose_name': 'rappel de contrat',
                    'verbose_name_plural': 'rappels de contrats',
                },
            ),
            migrations.CreateModel(
                name='DataRecovery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('tested_on', models.DateField(blank=True, null=True, verbose_name='essayé pour la dernière fois le')),
                    ('test_result', models.CharField(blank=True, choices=[('success', 'réussi'), ('partial', 'réussi en partie'), ('failure', 'raté')], max_length=7, verbose_name='résultat de l’essai')),
                    ('filled_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='renseigné le')),
                    ('format', models.CharField(blank=True, max_length=200, verbose_name='sous quel format')),
                    ('completeness', models.CharField(blank=True, choices=[('', 'pas encore connu'), ('whole', 'tout, pièces jointes et historique compris'), ('part', 'une partie seulement'), ('nothing', 'rien d’exploitable')], max_length=7, verbose_name='ce qui revient')),
                    ('delay', models.CharField(blank=True, max_length=200, verbose_name='en combien de temps')),
                    ('cost', models.CharField(blank=True, max_length=200, verbose_name='à quel prix')),
                    ('clause', models.CharField(blank=True, max_length=200, verbose_name='clause du contrat')),
                    ('holder', models.CharField(blank=True, max_length=200, verbose_name='qui détient la copie')),
                    ('filled_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='renseigné par')),
                ],
                options={
                    'verbose_name': 'reprise des données d’un progiciel',
                    'verbose_name_plural': 'reprises des données des progiciels',
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='DataRecoveryEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('tested_on', models.DateField(blank=True, null=True, verbose_name='essayé pour la dernière fois le')),
                    ('test_result', models.CharField(blank=True, choices=[('success', 'réussi'), ('partial', 'réussi en partie'), ('failure', 'raté')], max_length=7, verbose_name='résultat de l’essai')),
                    ('filled_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='renseigné le')),
                    ('format', models.CharField(blank=True, max_length=200, verbose_name='sous quel format')),
                    ('completeness', models.CharField(blank=True, choices=[('', 'pas encore connu'), ('whole', 'tout, pièces jointes et historique compris'), ('part', 'une partie seulement'), ('nothing', 'rien d’exploitable')], max_length=7, verbose_name='ce qui revient')),
                    ('delay', models.CharField(blank=True, max_length=200, verbose_name='en combien de temps')),
                    ('cost', models.CharField(blank=True, max_length=200, verbose_name='à quel prix')),
                    ('clause', models.CharField(blank=True, max_length=200, verbose_name='clause du contrat')),
                    ('holder', models.CharField(blank=True, max_length=200, verbose_name='qui détient la copie')),
                    ('filled_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='renseigné par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='manuals.datarecovery')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='FollowUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('problem', models.CharField(choices=[('archiving', 'Archivage électronique'), ('workflows', 'Mises à jour des circuits'), ('recovery', 'Reprise des données')], max_length=9, verbose_name='problème')),
                    ('what', models.CharField(max_length=300, verbose_name='ce qu’il faut faire')),
                    ('due_on', models.DateField(verbose_name='pour le')),
                    ('opened_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='ouvert le')),
                    ('result', models.CharField(blank=True, max_length=500, verbose_name='résultat')),
                    ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='clos le')),
                    ('assigned_to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='software_follow_ups', to=settings.AUTH_USER_MODEL, verbose_name='qui s’en charge')),
                    ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='clos par')),
                    ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ouvert par')),
                ],
                options={
                    'verbose_name': 'suite à donner',
                    'verbose_name_plural': 'suites à donner',
                },
            ),
            migrations.CreateModel(
                name='FollowUpEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('problem', models.CharField(choices=[('archiving', 'Archivage électronique'), ('workflows', 'Mises à jour des circuits'), ('recovery', 'Reprise des données')], max_length=9, verbose_name='problème')),
                    ('what', models.CharField(max_length=300, verbose_name='ce qu’il faut faire')),
                    ('due_on', models.DateField(verbose_name='pour le')),
                    ('opened_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='ouvert le')),
                    ('result', models.CharField(blank=True, max_length=500, verbose_name='résultat')),
                    ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='clos le')),
                    ('assigned_to', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='qui s’en charge')),
                    ('closed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='clos par')),
                    ('opened_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ouvert par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='manuals.followup')),
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
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
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
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
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
                model_name='sharedbyevent',
                name='direction',
                field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.direction'),
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
                model_name='software',
                name='shared_by',
                field=models.ManyToManyField(blank=True, related_name='+', to='people.direction', verbose_name='directions qui s’en servent ensemble'),
            ),
            migrations.AddField(
                model_name='sharedbyevent',
                name='software',
                field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='manuals.software'),
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
                model_name='followupevent',
                name='software',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='manuals.software', verbose_name='progiciel'),
            ),
            migrations.AddField(
                model_name='followup',
                name='software',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follow_ups', to='manuals.software', verbose_name='progiciel'),
            ),
            migrations.AddField(
                model_name='datarecoveryevent',
                name='software',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='manuals.software', verbose_name='progiciel'),
            ),
            migrations.AddField(
                model_name='datarecovery',
                name='software',
                field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s', to='manuals.software', verbose_name='progiciel'),
            ),
            migrations.AddField(
                model_name='contractevent',
                name='software',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='manuals.software', verbose_name='progiciel'),
            ),
            migrations.AddField(
                model_name='contract',
                name='software',
                field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='contract', to='manuals.software', verbose_name='progiciel'),
            ),
            migrations.AddField(
                model_name='archivingevent',
                name='software',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='manuals.software', verbose_name='progiciel'),
            ),
            migrations.AddField(
                model_name='archiving',
                name='software',
                field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s', to='manuals.software', verbose_name='progiciel'),
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
            migrations.AddField(
                model_name='softwareimport',
                name='confirmed_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmé par'),
            ),
            migrations.AddField(
                model_name='softwareimport',
                name='created_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='envoyé par'),
            ),
            migrations.AddField(
                model_name='softwareimport',
                name='file',
                field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='fichier'),
            ),
            migrations.AddField(
                model_name='workflowupdates',
                name='filled_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='renseigné par'),
            ),
            migrations.AddField(
                model_name='workflowupdates',
                name='software',
                field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s', to='manuals.software', verbose_name='progiciel'),
            ),
            migrations.AddField(
                model_name='workflowupdatesevent',
                name='filled_by',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='renseigné par'),
            ),
            migrations.AddField(
                model_name='workflowupdatesevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='manuals.workflowupdates'),
            ),
            migrations.AddField(
                model_name='workflowupdatesevent',
                name='software',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='manuals.software', verbose_name='progiciel'),
            ),
            migrations.AddConstraint(
                model_name='commitment',
                constraint=models.UniqueConstraint(fields=('contract', 'deadline', 'deadline_on'), name='commitment_once_a_date', violation_error_message='Quelqu’un s’en occupe déjà.'),
            ),
            migrations.AddConstraint(
                model_name='commitment',
                constraint=models.CheckConstraint(condition=models.Q(('settled_by__lte', models.F('deadline_on'))), name='commitment_settled_before_the_date', violation_error_message='Choisissez un jour avant l’échéance.'),
            ),
            migrations.AddConstraint(
                model_name='commitment',
                constraint=models.CheckConstraint(condition=models.Q(('deadline__in', ['notice', 'end'])), name='commitment_known_deadline'),
            ),
            migrations.AddConstraint(
                model_name='contractreminder',
                constraint=models.UniqueConstraint(fields=('contract', 'deadline', 'deadline_on', 'planned_on'), name='contract_reminder_once'),
            ),
            migrations.AddConstraint(
                model_name='contractreminder',
                constraint=models.CheckConstraint(condition=models.Q(('deadline__in', ['notice', 'end'])), name='contract_reminder_known_deadline'),
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
                model_name='software',
                constraint=models.CheckConstraint(condition=models.Q(('is_collaborative', False), models.Q(('shared_use__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), _connector='OR'), name='software_says_what_is_shared', violation_error_message='Dites ce que les directions font ensemble avec cet outil.'),
            ),
            migrations.CreateModel(
                name='SharedBy',
                fields=[
                ],
                options={
                    'proxy': True,
                    'indexes': [],
                    'constraints': [],
                },
                bases=('manuals.software_shared_by',),
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
            migrations.AddIndex(
                model_name='followup',
                index=models.Index(condition=models.Q(('closed_at', None)), fields=['due_on', 'id'], name='follow_up_open_by_date'),
            ),
            migrations.AddConstraint(
                model_name='followup',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('what__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='follow_up_says_what'),
            ),
            migrations.AddConstraint(
                model_name='followup',
                constraint=models.CheckConstraint(condition=models.Q(('problem__in', ('archiving', 'workflows', 'recovery'))), name='follow_up_known_problem'),
            ),
            migrations.AddConstraint(
                model_name='followup',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None), ('result', '')), models.Q(('closed_at__gte', models.F('opened_at')), ('closed_by__isnull', False), models.Q(('result__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='follow_up_closed_with_a_result', violation_error_message='Dites ce que cela a donné avant de clore.'),
            ),
            migrations.AddConstraint(
                model_name='datarecovery',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('test_result', ''), ('tested_on', None)), models.Q(('test_result__in', ('success', 'partial', 'failure')), ('tested_on__isnull', False)), _connector='OR'), name='datarecovery_test_has_a_result', violation_error_message='Un essai a une date et un résultat\xa0: donnez les deux, ou aucun.'),
            ),
            migrations.AddConstraint(
                model_name='datarecovery',
                constraint=models.CheckConstraint(condition=models.Q(('completeness__in', ('', 'whole', 'part', 'nothing'))), name='datarecovery_known_completeness'),
            ),
            migrations.AddConstraint(
                model_name='contract',
                constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on')), ('ends_on', None), ('starts_on', None), _connector='OR'), name='contract_ends_after_its_start', violation_error_message='La fin du contrat vient après son début.'),
            ),
            migrations.AddConstraint(
                model_name='contract',
                constraint=models.CheckConstraint(condition=models.Q(('notice_on__lte', models.F('ends_on')), ('notice_on', None), ('ends_on', None), _connector='OR'), name='contract_notice_before_its_end', violation_error_message='Le préavis se donne avant la fin du contrat.'),
            ),
            migrations.AddConstraint(
                model_name='contract',
                constraint=models.CheckConstraint(condition=models.Q(('notice_on__gte', models.F('starts_on')), ('notice_on', None), ('starts_on', None), _connector='OR'), name='contract_notice_after_its_start', violation_error_message='Le préavis se donne après le début du contrat.'),
            ),
            migrations.AddConstraint(
                model_name='contract',
                constraint=models.CheckConstraint(condition=models.Q(('yearly_cost__in', ('', 'lt1', 'lt5', 'lt20', 'lt60', 'gt60'))), name='contract_known_cost'),
            ),
            migrations.AddConstraint(
                model_name='contract',
                constraint=models.CheckConstraint(condition=models.Q(('hosting__in', ('', 'town', 'vendor', 'public', 'other'))), name='contract_known_hosting'),
            ),
            migrations.AddConstraint(
                model_name='archiving',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('test_result', ''), ('tested_on', None)), models.Q(('test_result__in', ('success', 'partial', 'failure')), ('tested_on__isnull', False)), _connector='OR'), name='archiving_test_has_a_result', violation_error_message='Un essai a une date et un résultat\xa0: donnez les deux, ou aucun.'),
            ),
            migrations.AddConstraint(
                model_name='archiving',
                constraint=models.CheckConstraint(condition=models.Q(('final_action__in', ('', 'keep', 'sort', 'destroy'))), name='archiving_known_action'),
            ),
            migrations.AddIndex(
                model_name='softwareimport',
                index=models.Index(fields=['-created_at', '-id'], name='softwareimport_newest'),
            ),
            migrations.AddConstraint(
                model_name='softwareimport',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['reading', 'ready', 'writing', 'done', 'unreadable', 'failed', 'abandoned'])), name='softwareimport_known_state'),
            ),
            migrations.AddConstraint(
                model_name='softwareimport',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('writing', 'done')), _negated=True), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='softwareimport_written_is_confirmed'),
            ),
            migrations.AddConstraint(
                model_name='softwareimport',
                constraint=models.CheckConstraint(condition=models.Q(('progress__isnull', False), ('progress__lte', 100)), name='softwareimport_progress_is_a_share'),
            ),
            migrations.AddConstraint(
                model_name='softwareimport',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('file__isnull', False), ('state', 'ready')), models.Q(('ended_at__isnull', False), ('file', None), ('state__in', ('done', 'abandoned'))), _connector='OR'), name='softwareimport_keeps_its_file_until_it_ends'),
            ),
            migrations.AddConstraint(
                model_name='workflowupdates',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('test_result', ''), ('tested_on', None)), models.Q(('test_result__in', ('success', 'partial', 'failure')), ('tested_on__isnull', False)), _connector='OR'), name='workflowupdates_test_has_a_result', violation_error_message='Un essai a une date et un résultat\xa0: donnez les deux, ou aucun.'),
            ),
            migrations.AddConstraint(
                model_name='workflowupdates',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ('', 'none', 'works', 'workaround', 'broken'))), name='workflowupdates_known_state'),
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
                model_name='commitmentevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='7b6cb381782561fd8f0be00870bd533ad8c0badd', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_5560e', table='manuals_commitmentevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='commitmentevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4a97cfd3d00867222d8e94ba48473bab60b83a3e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_09933', table='manuals_commitmentevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='commitment',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_commitmentevent" ("contract_id", "deadline", "deadline_on", "id", "made_by_id", "made_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settled_by") VALUES (NEW."contract_id", NEW."deadline", NEW."deadline_on", NEW."id", NEW."made_by_id", NEW."made_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."settled_by"); RETURN NULL;', hash='b56f9078f4c53009f223eba96a7ba2640d19ea21', operation='INSERT', pgid='pgtrigger_insert_insert_f500a', table='manuals_commitment', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='commitment',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "manuals_commitmentevent" ("contract_id", "deadline", "deadline_on", "id", "made_by_id", "made_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settled_by") VALUES (NEW."contract_id", NEW."deadline", NEW."deadline_on", NEW."id", NEW."made_by_id", NEW."made_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."settled_by"); RETURN NULL;', hash='857d2ff6d59d4319486ac7b99ecd2d24e0eced10', operation='UPDATE', pgid='pgtrigger_update_update_3375f', table='manuals_commitment', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='commitment',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_commitmentevent" ("contract_id", "deadline", "deadline_on", "id", "made_by_id", "made_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settled_by") VALUES (OLD."contract_id", OLD."deadline", OLD."deadline_on", OLD."id", OLD."made_by_id", OLD."made_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."settled_by"); RETURN NULL;', hash='7c10b6e0f9f219ac5faa662faf8b763356d2bde8', operation='DELETE', pgid='pgtrigger_delete_delete_170a0', table='manuals_commitment', when='AFTER')),
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
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_softwareevent" ("created_at", "functional_referent_id", "how_to_start", "id", "is_collaborative", "it_referent_id", "link", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reference", "replaced_by_id", "shared_use", "state", "vendor", "version_in_use") VALUES (NEW."created_at", NEW."functional_referent_id", NEW."how_to_start", NEW."id", NEW."is_collaborative", NEW."it_referent_id", NEW."link", NEW."name", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."purpose", NEW."reference", NEW."replaced_by_id", NEW."shared_use", NEW."state", NEW."vendor", NEW."version_in_use"); RETURN NULL;', hash='51fc32e182d874f4143c6f5a0f062a83279616c6', operation='INSERT', pgid='pgtrigger_insert_insert_493e9', table='manuals_software', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='software',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "manuals_softwareevent" ("created_at", "functional_referent_id", "how_to_start", "id", "is_collaborative", "it_referent_id", "link", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reference", "replaced_by_id", "shared_use", "state", "vendor", "version_in_use") VALUES (NEW."created_at", NEW."functional_referent_id", NEW."how_to_start", NEW."id", NEW."is_collaborative", NEW."it_referent_id", NEW."link", NEW."name", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."purpose", NEW."reference", NEW."replaced_by_id", NEW."shared_use", NEW."state", NEW."vendor", NEW."version_in_use"); RETURN NULL;', hash='ec6931a8e7db00a5afef915d739d8b38693f85c7', operation='UPDATE', pgid='pgtrigger_update_update_bc592', table='manuals_software', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='software',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_softwareevent" ("created_at", "functional_referent_id", "how_to_start", "id", "is_collaborative", "it_referent_id", "link", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reference", "replaced_by_id", "shared_use", "state", "vendor", "version_in_use") VALUES (OLD."created_at", OLD."functional_referent_id", OLD."how_to_start", OLD."id", OLD."is_collaborative", OLD."it_referent_id", OLD."link", OLD."name", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."purpose", OLD."reference", OLD."replaced_by_id", OLD."shared_use", OLD."state", OLD."vendor", OLD."version_in_use"); RETURN NULL;', hash='9a8495384c67cd316aee05390ff6f9ba7271ea9b', operation='DELETE', pgid='pgtrigger_delete_delete_80742', table='manuals_software', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sharedbyevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='043db0de19d924b82398f79cdf361b6cb14c3290', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_b6ebb', table='manuals_sharedbyevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sharedbyevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ecbc953fe421e490ce79419063e2aa0feb867c7a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c7f86', table='manuals_sharedbyevent', when='BEFORE')),
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
                model_name='followupevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='cf9168b3e21cce119382902f73af01408aaad0e2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_03782', table='manuals_followupevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='followupevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='17f7395148ca7d444bbf60c3292c696ad61e4acf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_41644', table='manuals_followupevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='followup',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_followupevent" ("assigned_to_id", "closed_at", "closed_by_id", "due_on", "id", "opened_at", "opened_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "reference", "result", "software_id", "submission_key", "what") VALUES (NEW."assigned_to_id", NEW."closed_at", NEW."closed_by_id", NEW."due_on", NEW."id", NEW."opened_at", NEW."opened_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."problem", NEW."reference", NEW."result", NEW."software_id", NEW."submission_key", NEW."what"); RETURN NULL;', hash='c4aeaf15fb83cc83535cbc0a0674ca3d2d7a3d1b', operation='INSERT', pgid='pgtrigger_insert_insert_26537', table='manuals_followup', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='followup',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "manuals_followupevent" ("assigned_to_id", "closed_at", "closed_by_id", "due_on", "id", "opened_at", "opened_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "reference", "result", "software_id", "submission_key", "what") VALUES (NEW."assigned_to_id", NEW."closed_at", NEW."closed_by_id", NEW."due_on", NEW."id", NEW."opened_at", NEW."opened_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."problem", NEW."reference", NEW."result", NEW."software_id", NEW."submission_key", NEW."what"); RETURN NULL;', hash='24fbedba057e0628945452e91d067c1da53fa837', operation='UPDATE', pgid='pgtrigger_update_update_25cd3', table='manuals_followup', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='followup',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_followupevent" ("assigned_to_id", "closed_at", "closed_by_id", "due_on", "id", "opened_at", "opened_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "reference", "result", "software_id", "submission_key", "what") VALUES (OLD."assigned_to_id", OLD."closed_at", OLD."closed_by_id", OLD."due_on", OLD."id", OLD."opened_at", OLD."opened_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."problem", OLD."reference", OLD."result", OLD."software_id", OLD."submission_key", OLD."what"); RETURN NULL;', hash='8f8ca1d40a2c25616de27ac354b51198d9dc9df7', operation='DELETE', pgid='pgtrigger_delete_delete_3bfee', table='manuals_followup', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='datarecoveryevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='eb813f9cb30a22e1230a03c776e94364aa103cfb', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_69e9a', table='manuals_datarecoveryevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='datarecoveryevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1dfee58e085b156c444946c199b4dd0426666376', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a4f65', table='manuals_datarecoveryevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='datarecovery',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_datarecoveryevent" ("clause", "completeness", "cost", "delay", "filled_by_id", "filled_on", "format", "holder", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "software_id", "test_result", "tested_on") VALUES (NEW."clause", NEW."completeness", NEW."cost", NEW."delay", NEW."filled_by_id", NEW."filled_on", NEW."format", NEW."holder", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."software_id", NEW."test_result", NEW."tested_on"); RETURN NULL;', hash='a1428a21eea5931dc52b3964d375b6143243cb4b', operation='INSERT', pgid='pgtrigger_insert_insert_52861', table='manuals_datarecovery', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='datarecovery',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "manuals_datarecoveryevent" ("clause", "completeness", "cost", "delay", "filled_by_id", "filled_on", "format", "holder", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "software_id", "test_result", "tested_on") VALUES (NEW."clause", NEW."completeness", NEW."cost", NEW."delay", NEW."filled_by_id", NEW."filled_on", NEW."format", NEW."holder", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."software_id", NEW."test_result", NEW."tested_on"); RETURN NULL;', hash='1f0ae83b704c9141c9e6eadf01143350321298f3', operation='UPDATE', pgid='pgtrigger_update_update_4cc4a', table='manuals_datarecovery', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='datarecovery',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_datarecoveryevent" ("clause", "completeness", "cost", "delay", "filled_by_id", "filled_on", "format", "holder", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "software_id", "test_result", "tested_on") VALUES (OLD."clause", OLD."completeness", OLD."cost", OLD."delay", OLD."filled_by_id", OLD."filled_on", OLD."format", OLD."holder", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."software_id", OLD."test_result", OLD."tested_on"); RETURN NULL;', hash='0a8093ce28e5f7886582e390097afe080dea0615', operation='DELETE', pgid='pgtrigger_delete_delete_2b4a4', table='manuals_datarecovery', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='contractevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='46b1395ff4fbe08bfc17746c758f37b53ae7a176', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_8a8c0', table='manuals_contractevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='contractevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a12bd953d853cab63ae58a2a9823e02dad009729', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b4559', table='manuals_contractevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='contract',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_contractevent" ("ends_on", "filled_by_id", "filled_on", "hosting", "id", "notice_on", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "renewals", "software_id", "starts_on", "vendor", "yearly_cost") VALUES (NEW."ends_on", NEW."filled_by_id", NEW."filled_on", NEW."hosting", NEW."id", NEW."notice_on", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."renewals", NEW."software_id", NEW."starts_on", NEW."vendor", NEW."yearly_cost"); RETURN NULL;', hash='33f39370054fca5ad737f847fa9387162e00eefc', operation='INSERT', pgid='pgtrigger_insert_insert_4fb70', table='manuals_contract', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='contract',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "manuals_contractevent" ("ends_on", "filled_by_id", "filled_on", "hosting", "id", "notice_on", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "renewals", "software_id", "starts_on", "vendor", "yearly_cost") VALUES (NEW."ends_on", NEW."filled_by_id", NEW."filled_on", NEW."hosting", NEW."id", NEW."notice_on", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."renewals", NEW."software_id", NEW."starts_on", NEW."vendor", NEW."yearly_cost"); RETURN NULL;', hash='d131448b9b6e1ecda3a4d50ab49d4315e2186c80', operation='UPDATE', pgid='pgtrigger_update_update_3349a', table='manuals_contract', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='contract',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_contractevent" ("ends_on", "filled_by_id", "filled_on", "hosting", "id", "notice_on", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "renewals", "software_id", "starts_on", "vendor", "yearly_cost") VALUES (OLD."ends_on", OLD."filled_by_id", OLD."filled_on", OLD."hosting", OLD."id", OLD."notice_on", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."renewals", OLD."software_id", OLD."starts_on", OLD."vendor", OLD."yearly_cost"); RETURN NULL;', hash='70cd668630f58df31cd5d89d5aac9bbc5866b718', operation='DELETE', pgid='pgtrigger_delete_delete_9ff6c', table='manuals_contract', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='archivingevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='54247b4a18d38f3b3735edab14eb90e6b7bb3b29', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_659d8', table='manuals_archivingevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='archivingevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ce417797186b7c9c15cb713958b5a172cfa55a76', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9b7ac', table='manuals_archivingevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='archiving',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_archivingevent" ("filled_by_id", "filled_on", "final_action", "holder", "id", "kept", "legal_basis", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retention", "software_id", "test_result", "tested_on", "transfer") VALUES (NEW."filled_by_id", NEW."filled_on", NEW."final_action", NEW."holder", NEW."id", NEW."kept", NEW."legal_basis", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."retention", NEW."software_id", NEW."test_result", NEW."tested_on", NEW."transfer"); RETURN NULL;', hash='0e44a7384ec67f19d6f4eaadde7030cdd2996ad5', operation='INSERT', pgid='pgtrigger_insert_insert_bb51f', table='manuals_archiving', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='archiving',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "manuals_archivingevent" ("filled_by_id", "filled_on", "final_action", "holder", "id", "kept", "legal_basis", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retention", "software_id", "test_result", "tested_on", "transfer") VALUES (NEW."filled_by_id", NEW."filled_on", NEW."final_action", NEW."holder", NEW."id", NEW."kept", NEW."legal_basis", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."retention", NEW."software_id", NEW."test_result", NEW."tested_on", NEW."transfer"); RETURN NULL;', hash='0dfa51ba518668211c0405c124de30473754822b', operation='UPDATE', pgid='pgtrigger_update_update_cf0ec', table='manuals_archiving', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='archiving',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_archivingevent" ("filled_by_id", "filled_on", "final_action", "holder", "id", "kept", "legal_basis", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retention", "software_id", "test_result", "tested_on", "transfer") VALUES (OLD."filled_by_id", OLD."filled_on", OLD."final_action", OLD."holder", OLD."id", OLD."kept", OLD."legal_basis", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."retention", OLD."software_id", OLD."test_result", OLD."tested_on", OLD."transfer"); RETURN NULL;', hash='5ea2d7df122e4eb9fe773589d1da72c2b540220b', operation='DELETE', pgid='pgtrigger_delete_delete_ea988', table='manuals_archiving', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='softwareevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='6918032e34abec32b262e1bb857676ecd8a0ec8b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_36b88', table='manuals_softwareevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='softwareevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='caa335fd90b52ad2319f34567f4115ead3d3cafb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_93956', table='manuals_softwareevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='workflowupdates',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_workflowupdatesevent" ("circuits", "filled_by_id", "filled_on", "id", "last_change", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "software_id", "state", "test_result", "tested_on", "workaround") VALUES (NEW."circuits", NEW."filled_by_id", NEW."filled_on", NEW."id", NEW."last_change", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."software_id", NEW."state", NEW."test_result", NEW."tested_on", NEW."workaround"); RETURN NULL;', hash='0dbe6f9292559365892f8ba58e3e46d9b9da7c58', operation='INSERT', pgid='pgtrigger_insert_insert_48f2b', table='manuals_workflowupdates', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='workflowupdates',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "manuals_workflowupdatesevent" ("circuits", "filled_by_id", "filled_on", "id", "last_change", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "software_id", "state", "test_result", "tested_on", "workaround") VALUES (NEW."circuits", NEW."filled_by_id", NEW."filled_on", NEW."id", NEW."last_change", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."software_id", NEW."state", NEW."test_result", NEW."tested_on", NEW."workaround"); RETURN NULL;', hash='c8fe2b31ea23b7673e96c59077e6ef7379436fdb', operation='UPDATE', pgid='pgtrigger_update_update_0357d', table='manuals_workflowupdates', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='workflowupdates',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_workflowupdatesevent" ("circuits", "filled_by_id", "filled_on", "id", "last_change", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "software_id", "state", "test_result", "tested_on", "workaround") VALUES (OLD."circuits", OLD."filled_by_id", OLD."filled_on", OLD."id", OLD."last_change", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."software_id", OLD."state", OLD."test_result", OLD."tested_on", OLD."workaround"); RETURN NULL;', hash='35adecc9f13e68dbd1d35b98fd03c80a8d3b9301', operation='DELETE', pgid='pgtrigger_delete_delete_5a7fd', table='manuals_workflowupdates', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='workflowupdatesevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='7342f57f5d372965eb59199bef959b939c841a56', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_e8cce', table='manuals_workflowupdatesevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='workflowupdatesevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='82ed38fa53d20df2aeb17b96b637424befec7534', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_57ef7', table='manuals_workflowupdatesevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sharedby',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_sharedbyevent" ("direction_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "software_id") VALUES (NEW."direction_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."software_id"); RETURN NULL;', hash='8731bbbb8901063289b54ce94fda2c63629846d6', operation='INSERT', pgid='pgtrigger_insert_insert_167a5', table='manuals_software_shared_by', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sharedby',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "manuals_sharedbyevent" ("direction_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "software_id") VALUES (NEW."direction_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."software_id"); RETURN NULL;', hash='d61ac402e9999d9cc77508f50caea80f75afeeea', operation='UPDATE', pgid='pgtrigger_update_update_89de3', table='manuals_software_shared_by', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sharedby',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "manuals_sharedbyevent" ("direction_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "software_id") VALUES (OLD."direction_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."software_id"); RETURN NULL;', hash='accaa305b25547cfdd4b7753f71f5673cf980bb7', operation='DELETE', pgid='pgtrigger_delete_delete_8fa25', table='manuals_software_shared_by', when='AFTER')),
            ),
        ]),
    ]
