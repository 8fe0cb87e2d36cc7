"""The register of incoming mail."""

from core.history.tracking import Together
import core.web.public_ids
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.serializers.json
import django.core.validators
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
from mailroom.initial_data import load_initial


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('documents', '0001_initial'),
        ('mail', '0001_initial'),
        ('people', '0001_initial'),
        # Its text-search configuration.
        ('search', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='AcknowledgementTextEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('subject', models.CharField(max_length=150, verbose_name='objet')),
                    ('text', models.TextField(help_text='Entre crochets, ce qui est propre à chaque courrier\xa0: [numéro], [date], [service], [adresse], [téléphone], [mention]. Une ligne dont le crochet n’a rien à dire est laissée de côté.', max_length=4000, verbose_name='texte')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Answer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('channel', models.CharField(choices=[('mail', 'courriel'), ('paper', 'papier')], max_length=5, verbose_name='partie par')),
                    ('text', models.TextField(blank=True, max_length=20000, verbose_name='texte')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='notée le')),
                    ('sent_on', models.DateField(verbose_name='envoyée le')),
                    ('due_on', models.DateField(verbose_name='attendue avant le')),
                ],
                options={
                    'verbose_name': 'réponse',
                    'verbose_name_plural': 'réponses',
                    'ordering': ['at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Item',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('year', models.PositiveSmallIntegerField(editable=False, verbose_name='année')),
                    ('sequence', models.PositiveIntegerField(editable=False, verbose_name='rang dans l’année')),
                    ('channel', models.CharField(choices=[('mail', 'courriel'), ('paper', 'papier')], max_length=5, verbose_name='arrivé par')),
                    ('written_to', models.CharField(blank=True, max_length=320, verbose_name='adresse écrite')),
                    ('sender_name', models.CharField(blank=True, max_length=200, verbose_name='expéditeur')),
                    ('sender_address', models.CharField(blank=True, max_length=500, verbose_name='adresse de l’expéditeur')),
                    ('subject', models.CharField(max_length=300, verbose_name='objet')),
                    ('text', models.TextField(blank=True, max_length=200000, verbose_name='texte')),
                    ('remarks', models.JSONField(blank=True, default=list, verbose_name='remarques')),
                    ('received_on', models.DateField(verbose_name='reçu le')),
                    ('registered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='enregistré le')),
                    ('due_on', models.DateField(null=True, verbose_name='réponse avant le')),
                    ('is_confidential', models.BooleanField(default=False, verbose_name='confidentiel')),
                    ('state', models.CharField(choices=[('registered', 'à attribuer'), ('returned', 'rendu au bureau du courrier'), ('assigned', 'à prendre en charge'), ('taken', 'pris en charge'), ('answered', 'répondu'), ('filed', 'classé sans réponse'), ('passed_on', 'transmis à un autre organisme'), ('spam', 'indésirable')], default='registered', max_length=10, verbose_name='état')),
                    ('assigned_at', models.DateTimeField(null=True, verbose_name='attribué le')),
                    ('taken_at', models.DateTimeField(null=True, verbose_name='pris en charge le')),
                    ('answered_at', models.DateTimeField(null=True, verbose_name='répondu le')),
                    ('closed_at', models.DateTimeField(null=True, verbose_name='clos le')),
                    ('closing_reason', models.CharField(blank=True, max_length=500, verbose_name='motif')),
                    ('acknowledged_at', models.DateTimeField(null=True, verbose_name='accusé de réception envoyé le')),
                    ('is_from_program', models.BooleanField(default=False, verbose_name='écrit par un programme')),
                    ('erased_at', models.DateTimeField(null=True, verbose_name='effacé le')),
                ],
                options={
                    'verbose_name': 'courrier',
                    'verbose_name_plural': 'courriers',
                },
            ),
            migrations.CreateModel(
                name='ItemEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('year', models.PositiveSmallIntegerField(editable=False, verbose_name='année')),
                    ('sequence', models.PositiveIntegerField(editable=False, verbose_name='rang dans l’année')),
                    ('channel', models.CharField(choices=[('mail', 'courriel'), ('paper', 'papier')], max_length=5, verbose_name='arrivé par')),
                    ('received_on', models.DateField(verbose_name='reçu le')),
                    ('registered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='enregistré le')),
                    ('due_on', models.DateField(null=True, verbose_name='réponse avant le')),
                    ('is_confidential', models.BooleanField(default=False, verbose_name='confidentiel')),
                    ('state', models.CharField(choices=[('registered', 'à attribuer'), ('returned', 'rendu au bureau du courrier'), ('assigned', 'à prendre en charge'), ('taken', 'pris en charge'), ('answered', 'répondu'), ('filed', 'classé sans réponse'), ('passed_on', 'transmis à un autre organisme'), ('spam', 'indésirable')], default='registered', max_length=10, verbose_name='état')),
                    ('assigned_at', models.DateTimeField(null=True, verbose_name='attribué le')),
                    ('taken_at', models.DateTimeField(null=True, verbose_name='pris en charge le')),
                    ('answered_at', models.DateTimeField(null=True, verbose_name='répondu le')),
                    ('closed_at', models.DateTimeField(null=True, verbose_name='clos le')),
                    ('acknowledged_at', models.DateTimeField(null=True, verbose_name='accusé de réception envoyé le')),
                    ('is_from_program', models.BooleanField(default=False, verbose_name='écrit par un programme')),
                    ('erased_at', models.DateTimeField(null=True, verbose_name='effacé le')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ItemFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('words', django.contrib.postgres.search.SearchVectorField(null=True)),
                ],
                options={
                    'verbose_name': 'fichier d’un courrier',
                    'verbose_name_plural': 'fichiers des courriers',
                    'ordering': ['pk'],
                    'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['words'], name='item_file_words')],
                },
            ),
            migrations.CreateModel(
                name='ItemKind',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80, unique=True, verbose_name='nom')),
                    ('answer_days', models.PositiveSmallIntegerField(default=15, help_text='En jours ouvrés, à partir de la réception.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='réponse sous')),
                    ('retention_years', models.PositiveSmallIntegerField(default=5, help_text='En années, après sa clôture. Fixez-la avec les archives.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(99)], verbose_name='conservé')),
                    ('fate', models.CharField(choices=[('destroyed', 'éliminé, avec le visa des archives'), ('archived', 'versé aux archives'), ('sorted', 'trié avec les archives')], default='destroyed', max_length=10, verbose_name='sort final')),
                    ('mention', models.TextField(blank=True, help_text='Décision implicite et recours, là où ils s’appliquent\xa0; vide pour les autres natures.', max_length=1000, verbose_name='mention de l’accusé de réception')),
                    ('position', models.PositiveSmallIntegerField(default=50, help_text='Les listes suivent ce rang.', verbose_name='rang')),
                    ('is_retired', models.BooleanField(default=False, verbose_name='retirée de la liste')),
                ],
                options={
                    'verbose_name': 'nature de courrier',
                    'verbose_name_plural': 'natures de courrier',
                    'ordering': ['position', 'name'],
                },
            ),
            migrations.CreateModel(
                name='ItemKindEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(max_length=80, verbose_name='nom')),
                    ('answer_days', models.PositiveSmallIntegerField(default=15, help_text='En jours ouvrés, à partir de la réception.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='réponse sous')),
                    ('retention_years', models.PositiveSmallIntegerField(default=5, help_text='En années, après sa clôture. Fixez-la avec les archives.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(99)], verbose_name='conservé')),
                    ('fate', models.CharField(choices=[('destroyed', 'éliminé, avec le visa des archives'), ('archived', 'versé aux archives'), ('sorted', 'trié avec les archives')], default='destroyed', max_length=10, verbose_name='sort final')),
                    ('mention', models.TextField(blank=True, help_text='Décision implicite et recours, là où ils s’appliquent\xa0; vide pour les autres natures.', max_length=1000, verbose_name='mention de l’accusé de réception')),
                    ('position', models.PositiveSmallIntegerField(default=50, help_text='Les listes suivent ce rang.', verbose_name='rang')),
                    ('is_retired', models.BooleanField(default=False, verbose_name='retirée de la liste')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Movement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('gesture', models.CharField(choices=[('registered', 'enregistré'), ('assigned', 'attribué'), ('reassigned', 'réattribué'), ('returned', 'rendu au bureau du courrier'), ('taken', 'pris en charge'), ('answered', 'répondu'), ('filed', 'classé sans réponse'), ('passed_on', 'transmis à un autre organisme'), ('spam', 'mis aux indésirables'), ('not_spam', 'sorti des indésirables'), ('replied', 'l’expéditeur a écrit de nouveau'), ('acknowledged', 'accusé de réception envoyé'), ('changed', 'fiche modifiée')], max_length=12, verbose_name='geste')),
                    ('reason', models.CharField(blank=True, max_length=500, verbose_name='motif')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='le')),
                ],
                options={
                    'verbose_name': 'étape',
                    'verbose_name_plural': 'étapes',
                    'ordering': ['at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='NumberSeries',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='année')),
                    ('last', models.PositiveIntegerField(default=0, verbose_name='dernier numéro donné')),
                ],
                options={
                    'verbose_name': 'série de numéros',
                    'verbose_name_plural': 'séries de numéros',
                },
            ),
            migrations.CreateModel(
                name='QuietedSender',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address', models.CharField(max_length=320, verbose_name='adresse')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='depuis le')),
                ],
                options={
                    'verbose_name': 'expéditeur mis en sourdine',
                    'verbose_name_plural': 'expéditeurs mis en sourdine',
                    'ordering': ['-at'],
                },
            ),
            migrations.CreateModel(
                name='RegisterAddress',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address', models.EmailField(help_text='Une des adresses du courrier\xa0; elle peut n’avoir aucune fiche.', max_length=254, verbose_name='adresse')),
                    ('acknowledges', models.BooleanField(default=False, help_text='L’expéditeur reçoit le modèle d’accusé de réception, une fois, et jamais un automate.', verbose_name='accuse réception')),
                    ('acknowledges_at_once', models.BooleanField(default=False, help_text='Sinon quand la direction chargée est connue.', verbose_name='dès l’arrivée')),
                ],
                options={
                    'verbose_name': 'adresse du courrier',
                    'verbose_name_plural': 'adresses du courrier',
                    'ordering': ['address'],
                },
            ),
            migrations.CreateModel(
                name='RegisterAddressEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('acknowledges', models.BooleanField(default=False, help_text='L’expéditeur reçoit le modèle d’accusé de réception, une fois, et jamais un automate.', verbose_name='accuse réception')),
                    ('acknowledges_at_once', models.BooleanField(default=False, help_text='Sinon quand la direction chargée est connue.', verbose_name='dès l’arrivée')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Reply',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address', models.CharField(blank=True, max_length=320, verbose_name='adresse')),
                    ('text', models.TextField(max_length=200000, verbose_name='texte')),
                    ('remarks', models.JSONField(blank=True, default=list, verbose_name='remarques')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='reçue le')),
                ],
                options={
                    'verbose_name': 'message de l’expéditeur',
                    'verbose_name_plural': 'messages de l’expéditeur',
                    'ordering': ['at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='ServiceContact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address', models.CharField(max_length=300, verbose_name='adresse postale')),
                    ('phone', models.CharField(max_length=40, verbose_name='téléphone')),
                ],
                options={
                    'verbose_name': 'coordonnées d’un service',
                    'verbose_name_plural': 'coordonnées des services',
                    'ordering': ['direction__name'],
                },
            ),
            migrations.CreateModel(
                name='ServiceContactEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('address', models.CharField(max_length=300, verbose_name='adresse postale')),
                    ('phone', models.CharField(max_length=40, verbose_name='téléphone')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='AcknowledgementText',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject', models.CharField(max_length=150, verbose_name='objet')),
                    ('text', models.TextField(help_text='Entre crochets, ce qui est propre à chaque courrier\xa0: [numéro], [date], [service], [adresse], [téléphone], [mention]. Une ligne dont le crochet n’a rien à dire est laissée de côté.', max_length=4000, verbose_name='texte')),
                ],
                options={
                    'verbose_name': 'modèle d’accusé de réception',
                    'verbose_name_plural': 'modèle d’accusé de réception',
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('subject__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('text__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='acknowledgement_says_something')],
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='acknowledgementtext',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "mailroom_acknowledgementtextevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "text") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."subject", NEW."text"); RETURN NULL;', hash='40045da2aa6bb71fce1d8654c9ecd637937fbe69', operation='INSERT', pgid='pgtrigger_insert_insert_41683', table='mailroom_acknowledgementtext', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='acknowledgementtext',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "mailroom_acknowledgementtextevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "text") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."subject", NEW."text"); RETURN NULL;', hash='c883a6819713a2f39d2f73aebc290221a793b971', operation='UPDATE', pgid='pgtrigger_update_update_333e2', table='mailroom_acknowledgementtext', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='acknowledgementtext',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "mailroom_acknowledgementtextevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "text") VALUES (OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."subject", OLD."text"); RETURN NULL;', hash='b55ed1321645c3d9e83adc8f6db13cad37feaa96', operation='DELETE', pgid='pgtrigger_delete_delete_47fd8', table='mailroom_acknowledgementtext', when='AFTER')),
            ),
            migrations.AddField(
                model_name='acknowledgementtextevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='mailroom.acknowledgementtext'),
            ),
            migrations.AddField(
                model_name='answer',
                name='by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='par'),
            ),
            migrations.AddField(
                model_name='answer',
                name='outgoing',
                field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='mail.outgoingmail', verbose_name='courriel envoyé'),
            ),
            migrations.AddField(
                model_name='item',
                name='copies',
                field=models.ManyToManyField(blank=True, related_name='mail_items_in_copy', to='people.direction', verbose_name='en copie'),
            ),
            migrations.AddField(
                model_name='item',
                name='direction',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mail_items', to='people.direction', verbose_name='direction chargée'),
            ),
            migrations.AddField(
                model_name='item',
                name='mail',
                field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='item', to='mail.incomingmail', verbose_name='courriel'),
            ),
            migrations.AddField(
                model_name='item',
                name='proposed_direction',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.direction', verbose_name='direction proposée'),
            ),
            migrations.AddField(
                model_name='item',
                name='readers',
                field=models.ManyToManyField(blank=True, related_name='mail_items_to_read', to=settings.AUTH_USER_MODEL, verbose_name='lecteurs nommés'),
            ),
            migrations.AddField(
                model_name='item',
                name='registered_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='enregistré par'),
            ),
            migrations.AddField(
                model_name='item',
                name='taken_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mail_items_taken', to=settings.AUTH_USER_MODEL, verbose_name='suivi par'),
            ),
            migrations.AddField(
                model_name='answer',
                name='item',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='mailroom.item', verbose_name='courrier'),
            ),
            migrations.AddField(
                model_name='itemevent',
                name='direction',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.direction', verbose_name='direction chargée'),
            ),
            migrations.AddField(
                model_name='itemevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='mailroom.item'),
            ),
            migrations.AddField(
                model_name='itemevent',
                name='proposed_direction',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.direction', verbose_name='direction proposée'),
            ),
            migrations.AddField(
                model_name='itemevent',
                name='registered_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='enregistré par'),
            ),
            migrations.AddField(
                model_name='itemevent',
                name='taken_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='suivi par'),
            ),
            migrations.AddField(
                model_name='itemfile',
                name='answer',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='mailroom.answer'),
            ),
            migrations.AddField(
                model_name='itemfile',
                name='document',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='item_files', to='documents.document', verbose_name='document'),
            ),
            migrations.AddField(
                model_name='itemfile',
                name='item',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='mailroom.item', verbose_name='courrier'),
            ),
            migrations.AddConstraint(
                model_name='itemkind',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('name__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='item_kind_has_a_name'),
            ),
            migrations.AddConstraint(
                model_name='itemkind',
                constraint=models.CheckConstraint(condition=models.Q(('fate__in', ['destroyed', 'archived', 'sorted'])), name='item_kind_known_fate'),
            ),
            migrations.AddConstraint(
                model_name='itemkind',
                constraint=models.CheckConstraint(condition=models.Q(('answer_days__range', (1, 365)), ('retention_years__range', (1, 99))), name='item_kind_has_its_terms'),
            ),
            migrations.AddField(
                model_name='itemevent',
                name='kind',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='mailroom.itemkind', verbose_name='nature'),
            ),
            migrations.AddField(
                model_name='item',
                name='kind',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='mailroom.itemkind', verbose_name='nature'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='itemkind',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "mailroom_itemkindevent" ("answer_days", "fate", "id", "is_retired", "mention", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retention_years") VALUES (NEW."answer_days", NEW."fate", NEW."id", NEW."is_retired", NEW."mention", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."retention_years"); RETURN NULL;', hash='d288a39eb5ea7924b2578ff56d20e31dd4be33ec', operation='INSERT', pgid='pgtrigger_insert_insert_e6771', table='mailroom_itemkind', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='itemkind',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "mailroom_itemkindevent" ("answer_days", "fate", "id", "is_retired", "mention", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retention_years") VALUES (NEW."answer_days", NEW."fate", NEW."id", NEW."is_retired", NEW."mention", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."retention_years"); RETURN NULL;', hash='8cd2404fcf07e55c13137bcd71baafb7563c7d10', operation='UPDATE', pgid='pgtrigger_update_update_407c9', table='mailroom_itemkind', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='itemkind',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "mailroom_itemkindevent" ("answer_days", "fate", "id", "is_retired", "mention", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retention_years") VALUES (OLD."answer_days", OLD."fate", OLD."id", OLD."is_retired", OLD."mention", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."retention_years"); RETURN NULL;', hash='7450a63fc1588a98f0358c15b77c131333238a56', operation='DELETE', pgid='pgtrigger_delete_delete_8e46d', table='mailroom_itemkind', when='AFTER')),
            ),
            migrations.AddField(
                model_name='itemkindevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='mailroom.itemkind'),
            ),
            migrations.AddField(
                model_name='movement',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='par'),
            ),
            migrations.AddField(
                model_name='movement',
                name='from_direction',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.direction'),
            ),
            migrations.AddField(
                model_name='movement',
                name='from_person',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mail_items_moved', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='movement',
                name='item',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='movements', to='mailroom.item', verbose_name='courrier'),
            ),
            migrations.AddField(
                model_name='movement',
                name='to_direction',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.direction'),
            ),
            migrations.AddField(
                model_name='movement',
                name='to_person',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='quietedsender',
                name='by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='par'),
            ),
            migrations.AddField(
                model_name='registeraddress',
                name='direction',
                field=models.ForeignKey(blank=True, help_text='Pour ce qui arrive à cette adresse\xa0; le bureau du courrier choisit toujours.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.direction', verbose_name='direction proposée'),
            ),
            migrations.AddField(
                model_name='registeraddressevent',
                name='direction',
                field=models.ForeignKey(blank=True, db_constraint=False, help_text='Pour ce qui arrive à cette adresse\xa0; le bureau du courrier choisit toujours.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.direction', verbose_name='direction proposée'),
            ),
            migrations.AddField(
                model_name='registeraddressevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='mailroom.registeraddress'),
            ),
            migrations.AddField(
                model_name='reply',
                name='item',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='mailroom.item', verbose_name='courrier'),
            ),
            migrations.AddField(
                model_name='reply',
                name='mail',
                field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mail.incomingmail', verbose_name='courriel'),
            ),
            migrations.AddField(
                model_name='itemfile',
                name='reply',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='mailroom.reply'),
            ),
            migrations.AddField(
                model_name='servicecontact',
                name='direction',
                field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='public_contact', to='people.direction', verbose_name='direction ou service'),
            ),
            migrations.AddField(
                model_name='servicecontactevent',
                name='direction',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.direction', verbose_name='direction ou service'),
            ),
            migrations.AddField(
                model_name='servicecontactevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='mailroom.servicecontact'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='acknowledgementtextevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='2fd541cc88d11cf16e42717fcccb5ad2bfba3b87', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_26322', table='mailroom_acknowledgementtextevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='acknowledgementtextevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7c5db250ebf5534a5d9063e62e0aa4c86ad59265', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f7b8c', table='mailroom_acknowledgementtextevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='answer',
                constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['mail', 'paper'])), name='answer_known_channel'),
            ),
            migrations.AddConstraint(
                model_name='answer',
                constraint=models.CheckConstraint(condition=models.Q(('channel', 'paper'), models.Q(('text__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), _connector='OR'), name='answer_by_mail_says_something'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='itemevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='13fe76fefd50b43bea4d49c19ce9e150ac2e8225', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_8fa44', table='mailroom_itemevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='itemevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='eeece236adab7d63792780ba2d307cab925f5aea', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_645c4', table='mailroom_itemevent', when='BEFORE')),
            ),
            migrations.AddIndex(
                model_name='item',
                index=models.Index(fields=['state', 'due_on'], name='item_by_due_day'),
            ),
            migrations.AddIndex(
                model_name='item',
                index=models.Index(fields=['direction', 'state'], name='item_of_direction'),
            ),
            migrations.AddIndex(
                model_name='item',
                index=models.Index(django.db.models.functions.text.Lower('sender_address'), models.OrderBy(models.F('registered_at'), descending=True), name='item_of_sender'),
            ),
            migrations.AddIndex(
                model_name='item',
                index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('subject', 'text', 'sender_name', 'sender_address', config='french_plain'), name='item_words'),
            ),
            migrations.AddConstraint(
                model_name='item',
                constraint=models.UniqueConstraint(fields=('year', 'sequence'), name='item_number_once'),
            ),
            migrations.AddConstraint(
                model_name='item',
                constraint=models.CheckConstraint(condition=models.Q(('sequence__gte', 1)), name='item_number_from_one'),
            ),
            migrations.AddConstraint(
                model_name='item',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['registered', 'returned', 'assigned', 'taken', 'answered', 'filed', 'passed_on', 'spam'])), name='item_known_state'),
            ),
            migrations.AddConstraint(
                model_name='item',
                constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['mail', 'paper'])), name='item_known_channel'),
            ),
            migrations.AddConstraint(
                model_name='item',
                constraint=models.CheckConstraint(condition=models.Q(('channel', 'mail'), models.Q(('channel', 'paper'), ('mail', None)), _connector='OR'), name='item_paper_is_no_mail'),
            ),
            migrations.AddConstraint(
                model_name='item',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('subject__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='item_says_something'),
            ),
            migrations.AddConstraint(
                model_name='item',
                constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 200000)), name='item_text_is_not_too_long'),
            ),
            migrations.AddConstraint(
                model_name='item',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('direction', None), ('state__in', ('registered', 'returned')), ('taken_at', None), ('taken_by', None), ('closed_at', None)), models.Q(('direction', None), ('state', 'spam'), ('taken_at', None), ('taken_by', None), ('closed_at', None)), models.Q(('direction__isnull', False), ('state', 'assigned'), ('taken_at', None), ('taken_by', None), ('closed_at', None)), models.Q(('direction__isnull', False), ('state', 'taken'), ('taken_at__isnull', False), ('taken_by__isnull', False), ('closed_at', None)), models.Q(('answered_at__isnull', False), ('closed_at__isnull', False), ('direction__isnull', False), ('state', 'answered'), ('taken_at__isnull', False), ('taken_by__isnull', False)), models.Q(('closed_at__isnull', False), ('state__in', ('filed', 'passed_on')), models.Q(('closing_reason__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(models.Q(('taken_at', None), ('taken_by', None)), models.Q(('taken_at__isnull', False), ('taken_by__isnull', False)), _connector='OR')), _connector='OR'), name='item_state_has_its_facts'),
            ),
            migrations.AddConstraint(
                model_name='item',
                constraint=models.CheckConstraint(condition=models.Q(('direction', None), models.Q(('assigned_at__isnull', False), ('due_on__isnull', False), ('kind__isnull', False)), _connector='OR'), name='item_assigned_is_sorted'),
            ),
            migrations.AddConstraint(
                model_name='item',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_at', None), ('taken_at__gte', models.F('assigned_at')), _connector='OR'), models.Q(('closed_at', None), ('closed_at__gte', models.F('registered_at')), _connector='OR')), name='item_steps_in_order'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='item',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "mailroom_itemevent" ("acknowledged_at", "answered_at", "assigned_at", "channel", "closed_at", "direction_id", "due_on", "erased_at", "id", "is_confidential", "is_from_program", "kind_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_direction_id", "received_on", "registered_at", "registered_by_id", "sequence", "state", "taken_at", "taken_by_id", "year") VALUES (NEW."acknowledged_at", NEW."answered_at", NEW."assigned_at", NEW."channel", NEW."closed_at", NEW."direction_id", NEW."due_on", NEW."erased_at", NEW."id", NEW."is_confidential", NEW."is_from_program", NEW."kind_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."proposed_direction_id", NEW."received_on", NEW."registered_at", NEW."registered_by_id", NEW."sequence", NEW."state", NEW."taken_at", NEW."taken_by_id", NEW."year"); RETURN NULL;', hash='5c8a5f4b2ab7196bf71acc0b69e2f36a9eec599b', operation='INSERT', pgid='pgtrigger_insert_insert_cd41a', table='mailroom_item', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='item',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."acknowledged_at" IS DISTINCT FROM (NEW."acknowledged_at") OR OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."assigned_at" IS DISTINCT FROM (NEW."assigned_at") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."direction_id" IS DISTINCT FROM (NEW."direction_id") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."erased_at" IS DISTINCT FROM (NEW."erased_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_confidential" IS DISTINCT FROM (NEW."is_confidential") OR OLD."is_from_program" IS DISTINCT FROM (NEW."is_from_program") OR OLD."kind_id" IS DISTINCT FROM (NEW."kind_id") OR OLD."proposed_direction_id" IS DISTINCT FROM (NEW."proposed_direction_id") OR OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."registered_at" IS DISTINCT FROM (NEW."registered_at") OR OLD."registered_by_id" IS DISTINCT FROM (NEW."registered_by_id") OR OLD."sequence" IS DISTINCT FROM (NEW."sequence") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."taken_at" IS DISTINCT FROM (NEW."taken_at") OR OLD."taken_by_id" IS DISTINCT FROM (NEW."taken_by_id") OR OLD."year" IS DISTINCT FROM (NEW."year"))', func='INSERT INTO "mailroom_itemevent" ("acknowledged_at", "answered_at", "assigned_at", "channel", "closed_at", "direction_id", "due_on", "erased_at", "id", "is_confidential", "is_from_program", "kind_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_direction_id", "received_on", "registered_at", "registered_by_id", "sequence", "state", "taken_at", "taken_by_id", "year") VALUES (NEW."acknowledged_at", NEW."answered_at", NEW."assigned_at", NEW."channel", NEW."closed_at", NEW."direction_id", NEW."due_on", NEW."erased_at", NEW."id", NEW."is_confidential", NEW."is_from_program", NEW."kind_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."proposed_direction_id", NEW."received_on", NEW."registered_at", NEW."registered_by_id", NEW."sequence", NEW."state", NEW."taken_at", NEW."taken_by_id", NEW."year"); RETURN NULL;', hash='acdae1870b3b182e475fc86afe03f3d069889706', operation='UPDATE', pgid='pgtrigger_update_update_0bb16', table='mailroom_item', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='item',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "mailroom_itemevent" ("acknowledged_at", "answered_at", "assigned_at", "channel", "closed_at", "direction_id", "due_on", "erased_at", "id", "is_confidential", "is_from_program", "kind_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_direction_id", "received_on", "registered_at", "registered_by_id", "sequence", "state", "taken_at", "taken_by_id", "year") VALUES (OLD."acknowledged_at", OLD."answered_at", OLD."assigned_at", OLD."channel", OLD."closed_at", OLD."direction_id", OLD."due_on", OLD."erased_at", OLD."id", OLD."is_confidential", OLD."is_from_program", OLD."kind_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."proposed_direction_id", OLD."received_on", OLD."registered_at", OLD."registered_by_id", OLD."sequence", OLD."state", OLD."taken_at", OLD."taken_by_id", OLD."year"); RETURN NULL;', hash='a76fc7a9981e5e4b2e2b5a4cbe992a469bfa3abf', operation='DELETE', pgid='pgtrigger_delete_delete_f32fe', table='mailroom_item', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='itemkindevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='6e1fb534b9f41834481fc970b19e3f56fc127fb3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_6f9a3', table='mailroom_itemkindevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='itemkindevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7b6906e9eeb70d613db4017c6f39de9e7ceba050', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0570f', table='mailroom_itemkindevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='movement',
                constraint=models.CheckConstraint(condition=models.Q(('gesture__in', ['registered', 'assigned', 'reassigned', 'returned', 'taken', 'answered', 'filed', 'passed_on', 'spam', 'not_spam', 'replied', 'acknowledged', 'changed'])), name='movement_known_gesture'),
            ),
            migrations.AddConstraint(
                model_name='movement',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('gesture__in', ('reassigned', 'returned', 'filed', 'passed_on')), _negated=True), models.Q(('reason__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), _connector='OR'), name='movement_has_its_reason'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='movement',
                trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3cb9b23ea16ca4c95b6bbc06cf73c60b7d4181eb', operation='UPDATE', pgid='pgtrigger_kept_6040e', table='mailroom_movement', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='quietedsender',
                constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('address'), name='quieted_sender_once'),
            ),
            migrations.AddConstraint(
                model_name='quietedsender',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('address__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='quieted_sender_has_an_address'),
            ),
            migrations.AddConstraint(
                model_name='registeraddress',
                constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('address'), name='register_address_once', violation_error_message='Cette adresse a déjà sa fiche.'),
            ),
            migrations.AddConstraint(
                model_name='registeraddress',
                constraint=models.CheckConstraint(condition=models.Q(('acknowledges_at_once', False), ('acknowledges', True), _connector='OR'), name='register_address_at_once_acknowledges', violation_error_message='«\xa0Dès l’arrivée\xa0» demande aussi «\xa0accuse réception\xa0».'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='registeraddress',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "mailroom_registeraddressevent" ("acknowledges", "acknowledges_at_once", "direction_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."acknowledges", NEW."acknowledges_at_once", NEW."direction_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='9e7967d9350a552e503272347c2df6d06ab2407c', operation='INSERT', pgid='pgtrigger_insert_insert_c9a95', table='mailroom_registeraddress', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='registeraddress',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."acknowledges" IS DISTINCT FROM (NEW."acknowledges") OR OLD."acknowledges_at_once" IS DISTINCT FROM (NEW."acknowledges_at_once") OR OLD."direction_id" IS DISTINCT FROM (NEW."direction_id") OR OLD."id" IS DISTINCT FROM (NEW."id"))', func='INSERT INTO "mailroom_registeraddressevent" ("acknowledges", "acknowledges_at_once", "direction_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."acknowledges", NEW."acknowledges_at_once", NEW."direction_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='04b89dc577e79e3e0a3a89622ec785c7999c83bb', operation='UPDATE', pgid='pgtrigger_update_update_c33d6', table='mailroom_registeraddress', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='registeraddress',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "mailroom_registeraddressevent" ("acknowledges", "acknowledges_at_once", "direction_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."acknowledges", OLD."acknowledges_at_once", OLD."direction_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='0eb07a1826c23b7667e549295612d72953556cf4', operation='DELETE', pgid='pgtrigger_delete_delete_0edc1', table='mailroom_registeraddress', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='registeraddressevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='8078ae198dacdd2702d144c8a515910c094de123', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_b7a63', table='mailroom_registeraddressevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='registeraddressevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='44aeb3cc66b92b6e1c7b097771141eb089c30f08', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_16b6d', table='mailroom_registeraddressevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='reply',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('text__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='reply_says_something'),
            ),
            migrations.AddConstraint(
                model_name='itemfile',
                constraint=models.UniqueConstraint(fields=('item', 'document'), name='item_file_once'),
            ),
            migrations.AddConstraint(
                model_name='itemfile',
                constraint=models.CheckConstraint(condition=models.Q(('answer', None), ('reply', None), _connector='OR'), name='item_file_of_one_text'),
            ),
            migrations.AddConstraint(
                model_name='servicecontact',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('address__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('phone__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='service_contact_is_whole'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='servicecontact',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "mailroom_servicecontactevent" ("address", "direction_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone") VALUES (NEW."address", NEW."direction_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."phone"); RETURN NULL;', hash='73355bc9db08a93d825414ed5b4601ca672cfb86', operation='INSERT', pgid='pgtrigger_insert_insert_cb36c', table='mailroom_servicecontact', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='servicecontact',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "mailroom_servicecontactevent" ("address", "direction_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone") VALUES (NEW."address", NEW."direction_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."phone"); RETURN NULL;', hash='ea65c1e5d2a0c7068a081cfb7842f8d85a66c727', operation='UPDATE', pgid='pgtrigger_update_update_d8cef', table='mailroom_servicecontact', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='servicecontact',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "mailroom_servicecontactevent" ("address", "direction_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone") VALUES (OLD."address", OLD."direction_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."phone"); RETURN NULL;', hash='ea40ddd6f6e0f3274c9f4d4c59d21cbcd3c7d724', operation='DELETE', pgid='pgtrigger_delete_delete_b7eb1', table='mailroom_servicecontact', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='servicecontactevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='71a65997fa51cf89cfce66c7f3d8c7f87bbc7b20', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_70e26', table='mailroom_servicecontactevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='servicecontactevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='61cf686e54e2327f49e34ba871516c499bb1bbe2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2a4dd', table='mailroom_servicecontactevent', when='BEFORE')),
            ),
            migrations.AddIndex(
                model_name='answer',
                index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('text', config='french_plain'), name='item_answer_words'),
            ),
            migrations.AddIndex(
                model_name='item',
                index=models.Index(models.ExpressionWrapper(models.Q(('closed_at__isnull', False)), output_field=models.BooleanField()), models.F('due_on'), models.OrderBy(models.F('registered_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='item_late_first'),
            ),
            migrations.AddIndex(
                model_name='reply',
                index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('text', config='french_plain'), name='item_reply_words'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='itemfile',
                trigger=pgtrigger.compiler.Trigger(name='of_one_item', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF EXISTS (SELECT 1 FROM mailroom_answer WHERE id = NEW.answer_id AND item_id <> NEW.item_id)\n                    OR EXISTS (SELECT 1 FROM mailroom_reply WHERE id = NEW.reply_id AND item_id <> NEW.item_id)\n                    THEN\n                        RAISE EXCEPTION 'a file goes with the answers and replies of its own item'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'item_file_of_one_item';\n                    END IF;\n                    RETURN NEW;\n                ", hash='6eb4f71ac9c9f4fcf16d3a6ce6f37e2cbfa1db4f', operation='INSERT OR UPDATE OF "item_id", "answer_id", "reply_id"', pgid='pgtrigger_of_one_item_28f7f', table='mailroom_itemfile', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='acknowledgementtext',
                constraint=models.UniqueConstraint(models.Value(1), name='acknowledgement_is_alone'),
            ),
            migrations.AddConstraint(
                model_name='answer',
                constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 20000)), name='answer_is_not_too_long'),
            ),
            migrations.AddConstraint(
                model_name='item',
                constraint=models.CheckConstraint(condition=models.Q(('erased_at', None), models.Q(('remarks', []), ('sender_address', ''), ('sender_name', ''), ('state', 'spam'), ('text', '')), _connector='OR'), name='item_erased_says_nothing'),
            ),
            migrations.AddConstraint(
                model_name='reply',
                constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 200000)), name='reply_is_not_too_long'),
            ),
            migrations.CreateModel(
                name='Elimination',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('visa_on', models.DateField(verbose_name='date du visa')),
                    ('visa_reference', models.CharField(max_length=120, verbose_name='référence du visa')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='le')),
                    ('lines', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='ce qui a été éliminé')),
                    ('items', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='numéros')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='par')),
                ],
                options={
                    'verbose_name': 'élimination',
                    'ordering': ['-at'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('visa_reference__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='mailroom_elimination_has_its_visa')],
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='elimination',
                trigger=pgtrigger.compiler.Trigger(name='for_ever', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bbc4ad027db5c19e3eac0b01255ee30f2d0772f5', operation='UPDATE OR DELETE', pgid='pgtrigger_for_ever_190ae', table='mailroom_elimination', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='elimination',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Eliminations cannot be truncated';", hash='03f89c9a617efffd0635dc78dafc19e5e66d6011', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_a974e', table='mailroom_elimination', when='BEFORE')),
            ),
        ]),
        migrations.RunPython(load_initial, migrations.RunPython.noop),
    ]
