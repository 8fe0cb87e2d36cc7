"""Ideas, from proposal to feedback; what the database checks across rows stands in its triggers."""

from core.history.tracking import Together
from django.conf import settings
from django.db import migrations, models
import core.web.public_ids
import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.text
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
        ("mail", "0001_initial"),
        ("people", "0001_initial"),
        ("search", "0001_initial"),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Criterion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=20, verbose_name='code')),
                    ('kind', models.CharField(choices=[('value', 'Valeur'), ('pitfall', 'Piège')], max_length=8, verbose_name='nature')),
                    ('name', models.CharField(max_length=60, verbose_name='nom')),
                    ('question', models.CharField(max_length=300, verbose_name='question posée')),
                    ('weight', models.PositiveSmallIntegerField(default=1, help_text='De 1 à 5 ; un piège n’en a pas : son veto ne se moyenne pas.', verbose_name='poids')),
                    ('position', models.PositiveSmallIntegerField(verbose_name='rang')),
                    ('words', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, verbose_name='mots de chaque note, de 0 à 4')),
                ],
                options={
                    'verbose_name': 'critère',
                    'ordering': ['position', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Feedback',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='demandé le')),
                    ('change', models.CharField(blank=True, choices=[('yes', 'Oui'), ('partly', 'En partie'), ('no', 'Non')], max_length=6, verbose_name='a changé quelque chose')),
                    ('text', models.TextField(blank=True, verbose_name='ce que l’auteur en dit')),
                    ('answered_on', models.DateField(blank=True, null=True, verbose_name='répondu le')),
                ],
                options={
                    'verbose_name': 'retour de l’auteur',
                    'verbose_name_plural': 'retours des auteurs',
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
                name='AnonymousDeposit',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('received_on', models.DateField(verbose_name='reçue le')),
                    ('title', models.CharField(blank=True, max_length=120, verbose_name='titre')),
                    ('problem', models.TextField(blank=True, max_length=5000, verbose_name='ce qui gêne')),
                    ('proposal', models.TextField(blank=True, max_length=5000, verbose_name='ce que l’auteur ferait')),
                    ('benefit', models.TextField(blank=True, max_length=5000, verbose_name='ce que cela changerait')),
                    ('seen_elsewhere', models.CharField(blank=True, max_length=300, verbose_name='vu ailleurs')),
                    ('change', models.CharField(blank=True, choices=[('yes', 'Oui'), ('partly', 'En partie'), ('no', 'Non')], max_length=6, verbose_name='a changé quelque chose')),
                    ('is_appeal', models.BooleanField(default=False, verbose_name='conteste le refus')),
                    ('code_handle', models.CharField(blank=True, max_length=12, verbose_name='début du code de suivi')),
                    ('code_hash', models.CharField(blank=True, max_length=64, verbose_name='empreinte du code de suivi')),
                    ('direction', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.direction', verbose_name='direction concernée')),
                ],
                options={
                    'verbose_name': 'dépôt anonyme',
                    'verbose_name_plural': 'dépôts anonymes',
                },
            ),
            migrations.CreateModel(
                name='AnonymousFile',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('position', models.PositiveSmallIntegerField(verbose_name='rang')),
                    ('name', models.CharField(max_length=40, verbose_name='nom donné')),
                    ('content', models.BinaryField(verbose_name='contenu, sans métadonnées')),
                    ('deposit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='suggestions.anonymousdeposit')),
                ],
                options={
                    'verbose_name': 'fichier d’un dépôt anonyme',
                    'verbose_name_plural': 'fichiers des dépôts anonymes',
                },
            ),
            migrations.CreateModel(
                name='Answer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('verdict', models.CharField(choices=[('retained', 'Retenue'), ('declined', 'Non retenue'), ('in_place', 'Déjà en place')], max_length=10, verbose_name='décision')),
                    ('text', models.TextField(verbose_name='réponse')),
                    ('prepared_at', models.DateTimeField(verbose_name='préparée le')),
                    ('reread_at', models.DateTimeField(null=True, verbose_name='relue le')),
                    ('reread_stamp', models.CharField(blank=True, max_length=16, verbose_name='empreinte relue')),
                    ('published_at', models.DateTimeField(null=True, verbose_name='publiée le')),
                    ('mail', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='idea_answer', to='mail.incomingmail', verbose_name='reçu par courriel')),
                    ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers_prepared', to=settings.AUTH_USER_MODEL, verbose_name='préparée par')),
                    ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers_published', to=settings.AUTH_USER_MODEL, verbose_name='publiée par')),
                    ('reread_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers_reread', to=settings.AUTH_USER_MODEL, verbose_name='relue par')),
                ],
                options={
                    'verbose_name': 'réponse',
                },
            ),
            migrations.CreateModel(
                name='Comment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('text', models.TextField(verbose_name='texte')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='écrit le')),
                    ('hidden_at', models.DateTimeField(blank=True, null=True, verbose_name='caché le')),
                    ('hidden_reason', models.CharField(blank=True, max_length=500, verbose_name='pourquoi')),
                    ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='idea_comments', to=settings.AUTH_USER_MODEL, verbose_name='auteur')),
                    ('hidden_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='caché par')),
                    ('mail', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='idea_comment', to='mail.incomingmail', verbose_name='reçu par courriel')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='suggestions.comment', verbose_name='réponse à')),
                ],
                options={
                    'verbose_name': 'commentaire',
                    'ordering': ['created_at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Correction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.TextField(verbose_name='texte corrigé')),
                    ('reason', models.CharField(max_length=300, verbose_name='pourquoi')),
                    ('written_at', models.DateTimeField(verbose_name='corrigée le')),
                    ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='suggestions.answer', verbose_name='réponse')),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='corrigée par')),
                ],
                options={
                    'verbose_name': 'correction d’une réponse',
                    'verbose_name_plural': 'corrections des réponses',
                    'ordering': ['written_at', 'pk'],
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
                    ('text', models.TextField(verbose_name='texte corrigé')),
                    ('reason', models.CharField(max_length=300, verbose_name='pourquoi')),
                    ('written_at', models.DateTimeField(verbose_name='corrigée le')),
                    ('answer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.answer', verbose_name='réponse')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.correction')),
                    ('written_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='corrigée par')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Draft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('identity', models.CharField(choices=[('named', 'Avec mon nom'), ('hidden', 'Mon nom caché aux lecteurs'), ('anonymous', 'Anonyme')], max_length=10, verbose_name='identité')),
                    ('data', models.JSONField(default=dict, verbose_name='ce qui est tapé')),
                    ('stamp', models.CharField(default=core.web.public_ids.random_key, max_length=12)),
                    ('saved_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='gardé le')),
                    ('agent', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='idea_draft', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                ],
                options={
                    'verbose_name': 'brouillon d’idée',
                    'verbose_name_plural': 'brouillons d’idées',
                },
            ),
            migrations.CreateModel(
                name='Evaluation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('effort', models.CharField(blank=True, choices=[('days', 'Quelques jours'), ('weeks', 'Quelques semaines'), ('months', 'Quelques mois'), ('year', 'Un an ou plus')], max_length=6, verbose_name='effort estimé')),
                    ('saving', models.CharField(blank=True, choices=[('little', 'Moins de 10 heures par an'), ('some', '10 à 100 heures par an'), ('much', '100 à 500 heures par an'), ('huge', 'Plus de 500 heures par an')], max_length=6, verbose_name='gain estimé')),
                    ('comment', models.TextField(blank=True, verbose_name='ce que j’en dis au groupe')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='faite le')),
                    ('revised_at', models.DateTimeField(blank=True, null=True, verbose_name='revue le')),
                    ('revisions', models.PositiveSmallIntegerField(default=0, verbose_name='révisions')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='faite par')),
                    ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to=settings.AUTH_USER_MODEL, verbose_name='membre')),
                ],
                options={
                    'verbose_name': 'évaluation',
                },
            ),
            migrations.CreateModel(
                name='Flag',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('level', models.CharField(choices=[('none', 'Rien à signaler'), ('watch', 'À surveiller'), ('veto', 'Veto')], default='none', max_length=5, verbose_name='niveau')),
                    ('reason', models.TextField(blank=True, verbose_name='pourquoi')),
                    ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='suggestions.criterion', verbose_name='piège')),
                    ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='suggestions.evaluation')),
                ],
                options={
                    'verbose_name': 'piège signalé',
                    'verbose_name_plural': 'pièges signalés',
                },
            ),
            migrations.CreateModel(
                name='FlagEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('level', models.CharField(choices=[('none', 'Rien à signaler'), ('watch', 'À surveiller'), ('veto', 'Veto')], default='none', max_length=5, verbose_name='niveau')),
                    ('reason', models.TextField(blank=True, verbose_name='pourquoi')),
                    ('criterion', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.criterion', verbose_name='piège')),
                    ('evaluation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.evaluation')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.flag')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Grid',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveSmallIntegerField(unique=True, verbose_name='version')),
                    ('state', models.CharField(choices=[('draft', 'En préparation'), ('in_use', 'En service'), ('retired', 'Remplacée')], default='draft', max_length=8, verbose_name='état')),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='ce qui change')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='préparée le')),
                    ('in_use_since', models.DateTimeField(blank=True, null=True, verbose_name='en service depuis le')),
                    ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='préparée par')),
                ],
                options={
                    'verbose_name': 'grille d’évaluation',
                    'verbose_name_plural': 'grilles d’évaluation',
                    'ordering': ['-version'],
                },
            ),
            migrations.AddField(
                model_name='evaluation',
                name='grid',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to='suggestions.grid', verbose_name='grille'),
            ),
            migrations.CreateModel(
                name='CriterionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('code', models.SlugField(db_index=False, max_length=20, verbose_name='code')),
                    ('kind', models.CharField(choices=[('value', 'Valeur'), ('pitfall', 'Piège')], max_length=8, verbose_name='nature')),
                    ('name', models.CharField(max_length=60, verbose_name='nom')),
                    ('question', models.CharField(max_length=300, verbose_name='question posée')),
                    ('weight', models.PositiveSmallIntegerField(default=1, help_text='De 1 à 5 ; un piège n’en a pas : son veto ne se moyenne pas.', verbose_name='poids')),
                    ('position', models.PositiveSmallIntegerField(verbose_name='rang')),
                    ('words', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, verbose_name='mots de chaque note, de 0 à 4')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.criterion')),
                    ('grid', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.grid', verbose_name='grille')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='criterion',
                name='grid',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='criteria', to='suggestions.grid', verbose_name='grille'),
            ),
            migrations.CreateModel(
                name='GridEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                    ('state', models.CharField(choices=[('draft', 'En préparation'), ('in_use', 'En service'), ('retired', 'Remplacée')], default='draft', max_length=8, verbose_name='état')),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='ce qui change')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='préparée le')),
                    ('in_use_since', models.DateTimeField(blank=True, null=True, verbose_name='en service depuis le')),
                    ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='préparée par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.grid')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Idea',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('year', models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='année')),
                    ('number', models.PositiveIntegerField(editable=False, null=True, verbose_name='numéro')),
                    ('title', models.CharField(max_length=120, verbose_name='titre')),
                    ('problem', models.TextField(blank=True, verbose_name='ce qui gêne')),
                    ('proposal', models.TextField(verbose_name='ce que l’auteur ferait')),
                    ('benefit', models.TextField(blank=True, verbose_name='ce que cela changerait')),
                    ('seen_elsewhere', models.CharField(blank=True, max_length=300, verbose_name='vu ailleurs')),
                    ('identity', models.CharField(choices=[('named', 'Avec mon nom'), ('hidden', 'Mon nom caché aux lecteurs'), ('anonymous', 'Anonyme')], default='named', max_length=10, verbose_name='identité')),
                    ('contact', models.CharField(blank=True, choices=[('mail', 'Par courriel'), ('phone', 'Par téléphone'), ('letter', 'Par courrier'), ('spoken', 'De vive voix')], max_length=8, verbose_name='à prévenir par')),
                    ('contact_detail', models.CharField(blank=True, max_length=200, verbose_name='adresse ou numéro donné')),
                    ('is_thanked', models.BooleanField(blank=True, null=True, verbose_name='accepte d’être remercié par son nom')),
                    ('value', models.CharField(blank=True, choices=[('simplicity', 'Simplification'), ('sharing', 'Partage'), ('speed', 'Rapidité')], max_length=14, verbose_name='valeur servie')),
                    ('state', models.CharField(choices=[('received', 'Reçue'), ('under_study', 'À l’étude'), ('retained', 'Retenue'), ('in_progress', 'En cours'), ('done', 'Réalisée'), ('declined', 'Non retenue'), ('in_place', 'Déjà en place'), ('set_aside', 'Écartée'), ('withdrawn', 'Retirée')], default='received', max_length=12, verbose_name='état')),
                    ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='reçue le')),
                    ('due_on', models.DateField(verbose_name='un mot du groupe avant le')),
                    ('first_answered_at', models.DateTimeField(blank=True, null=True, verbose_name='première réponse le')),
                    ('decision_due_on', models.DateField(verbose_name='la décision avant le')),
                    ('next_due_on', models.GeneratedField(db_persist=True, expression=models.Case(models.When(first_answered_at=None, then=models.F('due_on')), default=models.F('decision_due_on')), output_field=models.DateField(), verbose_name='prochaine promesse')),
                    ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='mise à l’étude le')),
                    ('evaluation_closed_at', models.DateTimeField(blank=True, null=True, verbose_name='évaluation close le')),
                    ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='réponse publiée le')),
                    ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='commencée le')),
                    ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='réalisée le')),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='retirée le')),
                    ('set_aside_at', models.DateTimeField(blank=True, null=True, verbose_name='écartée le')),
                    ('set_aside_reason', models.TextField(blank=True, verbose_name='motif, pour l’auteur seulement')),
                    ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ideas', to=settings.AUTH_USER_MODEL, verbose_name='auteur')),
                    ('direction', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ideas', to='people.direction', verbose_name='direction concernée')),
                    ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ideas_entered', to=settings.AUTH_USER_MODEL, verbose_name='saisie par')),
                    ('head', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='family', to='suggestions.idea', verbose_name='lue avec')),
                    ('mail', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='idea', to='mail.incomingmail', verbose_name='reçue par courriel')),
                    ('member_in_charge', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ideas_in_charge', to=settings.AUTH_USER_MODEL, verbose_name='suivie par')),
                    ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='suggestions.idea', verbose_name='réunie à')),
                    ('split_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='suggestions.idea', verbose_name='détachée de')),
                ],
                options={
                    'verbose_name': 'idée',
                },
            ),
            migrations.CreateModel(
                name='FollowUpCode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('handle', models.CharField(default=core.web.public_ids.random_key, max_length=12, unique=True, verbose_name='début du code')),
                    ('secret_hash', models.CharField(max_length=64, verbose_name='empreinte')),
                    ('failed_on', models.DateField(null=True, verbose_name='dernier échec le')),
                    ('failures', models.PositiveSmallIntegerField(default=0, verbose_name='échecs ce jour-là')),
                    ('idea', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='follow_up_code', to='suggestions.idea', verbose_name='idée')),
                ],
                options={
                    'verbose_name': 'code de suivi',
                    'verbose_name_plural': 'codes de suivi',
                },
            ),
            migrations.CreateModel(
                name='Follow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='depuis le')),
                    ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                    ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='suggestions.idea', verbose_name='idée')),
                ],
                options={
                    'verbose_name': 'suivi',
                    'verbose_name_plural': 'suivis',
                },
            ),
            migrations.CreateModel(
                name='FeedbackEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='demandé le')),
                    ('change', models.CharField(blank=True, choices=[('yes', 'Oui'), ('partly', 'En partie'), ('no', 'Non')], max_length=6, verbose_name='a changé quelque chose')),
                    ('text', models.TextField(blank=True, verbose_name='ce que l’auteur en dit')),
                    ('answered_on', models.DateField(blank=True, null=True, verbose_name='répondu le')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.feedback')),
                    ('idea', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.idea', verbose_name='idée')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='feedback',
                name='idea',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='suggestions.idea', verbose_name='idée'),
            ),
            migrations.CreateModel(
                name='EvaluationEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('effort', models.CharField(blank=True, choices=[('days', 'Quelques jours'), ('weeks', 'Quelques semaines'), ('months', 'Quelques mois'), ('year', 'Un an ou plus')], max_length=6, verbose_name='effort estimé')),
                    ('saving', models.CharField(blank=True, choices=[('little', 'Moins de 10 heures par an'), ('some', '10 à 100 heures par an'), ('much', '100 à 500 heures par an'), ('huge', 'Plus de 500 heures par an')], max_length=6, verbose_name='gain estimé')),
                    ('comment', models.TextField(blank=True, verbose_name='ce que j’en dis au groupe')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='faite le')),
                    ('revised_at', models.DateTimeField(blank=True, null=True, verbose_name='revue le')),
                    ('revisions', models.PositiveSmallIntegerField(default=0, verbose_name='révisions')),
                    ('made_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='faite par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.evaluation')),
                    ('seat', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='membre')),
                    ('grid', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.grid', verbose_name='grille')),
                    ('idea', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.idea', verbose_name='idée')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='evaluation',
                name='idea',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to='suggestions.idea', verbose_name='idée'),
            ),
            migrations.CreateModel(
                name='Decision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('verdict', models.CharField(choices=[('retained', 'Retenue'), ('declined', 'Non retenue'), ('in_place', 'Déjà en place')], max_length=10, verbose_name='décision')),
                    ('reasons', models.TextField(verbose_name='raisons')),
                    ('votes_for', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='pour')),
                    ('votes_against', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='contre')),
                    ('votes_abstained', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='abstentions')),
                    ('veto_lifted_because', models.TextField(blank=True, verbose_name='pourquoi le veto est levé')),
                    ('without_quorum_because', models.TextField(blank=True, verbose_name='pourquoi sans le quorum')),
                    ('decided_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='prise le')),
                    ('criteria', models.ManyToManyField(blank=True, related_name='+', to='suggestions.criterion', verbose_name='au regard de la grille')),
                    ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='notée par')),
                    ('idea', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='suggestions.idea', verbose_name='idée')),
                ],
                options={
                    'verbose_name': 'décision',
                },
            ),
            migrations.CreateModel(
                name='CommentEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('text', models.TextField(verbose_name='texte')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='écrit le')),
                    ('hidden_at', models.DateTimeField(blank=True, null=True, verbose_name='caché le')),
                    ('hidden_reason', models.CharField(blank=True, max_length=500, verbose_name='pourquoi')),
                    ('author', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='auteur')),
                    ('hidden_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='caché par')),
                    ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.comment', verbose_name='réponse à')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.comment')),
                    ('idea', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.idea', verbose_name='idée')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='comment',
                name='idea',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='suggestions.idea', verbose_name='idée'),
            ),
            migrations.CreateModel(
                name='AnswerEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('verdict', models.CharField(choices=[('retained', 'Retenue'), ('declined', 'Non retenue'), ('in_place', 'Déjà en place')], max_length=10, verbose_name='décision')),
                    ('text', models.TextField(verbose_name='réponse')),
                    ('prepared_at', models.DateTimeField(verbose_name='préparée le')),
                    ('reread_at', models.DateTimeField(null=True, verbose_name='relue le')),
                    ('reread_stamp', models.CharField(blank=True, max_length=16, verbose_name='empreinte relue')),
                    ('published_at', models.DateTimeField(null=True, verbose_name='publiée le')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.answer')),
                    ('prepared_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='préparée par')),
                    ('published_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='publiée par')),
                    ('reread_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='relue par')),
                    ('idea', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.idea', verbose_name='idée')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='answer',
                name='idea',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='suggestions.idea', verbose_name='idée'),
            ),
            migrations.AddField(
                model_name='anonymousdeposit',
                name='reply_to',
                field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='suggestions.idea', verbose_name='réponse à'),
            ),
            migrations.CreateModel(
                name='AgendaItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField(verbose_name='rang')),
                    ('outcome', models.CharField(blank=True, choices=[('', 'À examiner'), ('decided', 'Décidée'), ('postponed', 'Reportée')], default='', max_length=9, verbose_name='issue')),
                    ('note', models.TextField(blank=True, verbose_name='ce qui s’est dit')),
                    ('idea', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agenda_items', to='suggestions.idea', verbose_name='idée')),
                ],
                options={
                    'verbose_name': 'point de l’ordre du jour',
                    'verbose_name_plural': 'points de l’ordre du jour',
                    'ordering': ['position', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='IdeaEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('year', models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='année')),
                    ('number', models.PositiveIntegerField(editable=False, null=True, verbose_name='numéro')),
                    ('title', models.CharField(max_length=120, verbose_name='titre')),
                    ('problem', models.TextField(blank=True, verbose_name='ce qui gêne')),
                    ('proposal', models.TextField(verbose_name='ce que l’auteur ferait')),
                    ('benefit', models.TextField(blank=True, verbose_name='ce que cela changerait')),
                    ('seen_elsewhere', models.CharField(blank=True, max_length=300, verbose_name='vu ailleurs')),
                    ('identity', models.CharField(choices=[('named', 'Avec mon nom'), ('hidden', 'Mon nom caché aux lecteurs'), ('anonymous', 'Anonyme')], default='named', max_length=10, verbose_name='identité')),
                    ('contact', models.CharField(blank=True, choices=[('mail', 'Par courriel'), ('phone', 'Par téléphone'), ('letter', 'Par courrier'), ('spoken', 'De vive voix')], max_length=8, verbose_name='à prévenir par')),
                    ('contact_detail', models.CharField(blank=True, max_length=200, verbose_name='adresse ou numéro donné')),
                    ('is_thanked', models.BooleanField(blank=True, null=True, verbose_name='accepte d’être remercié par son nom')),
                    ('value', models.CharField(blank=True, choices=[('simplicity', 'Simplification'), ('sharing', 'Partage'), ('speed', 'Rapidité')], max_length=14, verbose_name='valeur servie')),
                    ('state', models.CharField(choices=[('received', 'Reçue'), ('under_study', 'À l’étude'), ('retained', 'Retenue'), ('in_progress', 'En cours'), ('done', 'Réalisée'), ('declined', 'Non retenue'), ('in_place', 'Déjà en place'), ('set_aside', 'Écartée'), ('withdrawn', 'Retirée')], default='received', max_length=12, verbose_name='état')),
                    ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='reçue le')),
                    ('due_on', models.DateField(verbose_name='un mot du groupe avant le')),
                    ('first_answered_at', models.DateTimeField(blank=True, null=True, verbose_name='première réponse le')),
                    ('decision_due_on', models.DateField(verbose_name='la décision avant le')),
                    ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='mise à l’étude le')),
                    ('evaluation_closed_at', models.DateTimeField(blank=True, null=True, verbose_name='évaluation close le')),
                    ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='réponse publiée le')),
                    ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='commencée le')),
                    ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='réalisée le')),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='retirée le')),
                    ('set_aside_at', models.DateTimeField(blank=True, null=True, verbose_name='écartée le')),
                    ('set_aside_reason', models.TextField(blank=True, verbose_name='motif, pour l’auteur seulement')),
                    ('author', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='auteur')),
                    ('direction', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.direction', verbose_name='direction concernée')),
                    ('entered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='saisie par')),
                    ('head', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.idea', verbose_name='lue avec')),
                    ('member_in_charge', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='suivie par')),
                    ('merged_into', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.idea', verbose_name='réunie à')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.idea')),
                    ('split_from', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.idea', verbose_name='détachée de')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='IdeaFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField(default=0, verbose_name='rang')),
                    ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='idea_file', to='documents.document', verbose_name='document')),
                    ('idea', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='suggestions.idea', verbose_name='idée')),
                ],
                options={
                    'verbose_name': 'fichier d’une idée',
                    'verbose_name_plural': 'fichiers des idées',
                    'ordering': ['position', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='IdeaFileEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('position', models.PositiveSmallIntegerField(default=0, verbose_name='rang')),
                    ('document', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.document', verbose_name='document')),
                    ('idea', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.idea', verbose_name='idée')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.ideafile')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='LateNotice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('promise', models.CharField(choices=[('answer', 'première réponse'), ('decision', 'décision')], max_length=8, verbose_name='promesse')),
                    ('told_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dit au groupe le')),
                    ('head_told_at', models.DateTimeField(null=True, verbose_name='dit au responsable le')),
                    ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='late_notices', to='suggestions.idea', verbose_name='idée')),
                ],
                options={
                    'verbose_name': 'rappel d’une promesse',
                    'verbose_name_plural': 'rappels des promesses',
                },
            ),
            migrations.CreateModel(
                name='Mark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('mark', models.PositiveSmallIntegerField(null=True, verbose_name='note')),
                    ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='suggestions.criterion', verbose_name='valeur')),
                    ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='suggestions.evaluation')),
                ],
                options={
                    'verbose_name': 'note',
                },
            ),
            migrations.CreateModel(
                name='MarkEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('mark', models.PositiveSmallIntegerField(null=True, verbose_name='note')),
                    ('criterion', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.criterion', verbose_name='valeur')),
                    ('evaluation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.evaluation')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.mark')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Meeting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('starts_at', models.DateTimeField(verbose_name='commence le')),
                    ('place', models.CharField(blank=True, max_length=120, verbose_name='lieu')),
                    ('state', models.CharField(choices=[('planned', 'En préparation'), ('open', 'En cours'), ('closed', 'Close')], default='planned', max_length=8, verbose_name='état')),
                    ('notes', models.TextField(blank=True, verbose_name='autres points du compte rendu')),
                    ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='ouverte le')),
                    ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='close le')),
                    ('chaired_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='présidée par')),
                    ('present', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='présents')),
                ],
                options={
                    'verbose_name': 'réunion du groupe',
                    'verbose_name_plural': 'réunions du groupe',
                    'ordering': ['-starts_at', '-pk'],
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
                    ('verdict', models.CharField(choices=[('retained', 'Retenue'), ('declined', 'Non retenue'), ('in_place', 'Déjà en place')], max_length=10, verbose_name='décision')),
                    ('reasons', models.TextField(verbose_name='raisons')),
                    ('votes_for', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='pour')),
                    ('votes_against', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='contre')),
                    ('votes_abstained', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='abstentions')),
                    ('veto_lifted_because', models.TextField(blank=True, verbose_name='pourquoi le veto est levé')),
                    ('without_quorum_because', models.TextField(blank=True, verbose_name='pourquoi sans le quorum')),
                    ('decided_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='prise le')),
                    ('decided_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='notée par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.decision')),
                    ('idea', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.idea', verbose_name='idée')),
                    ('meeting', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.meeting', verbose_name='réunion')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='decision',
                name='meeting',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='suggestions.meeting', verbose_name='réunion'),
            ),
            migrations.CreateModel(
                name='AgendaItemEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('position', models.PositiveSmallIntegerField(verbose_name='rang')),
                    ('outcome', models.CharField(blank=True, choices=[('', 'À examiner'), ('decided', 'Décidée'), ('postponed', 'Reportée')], default='', max_length=9, verbose_name='issue')),
                    ('note', models.TextField(blank=True, verbose_name='ce qui s’est dit')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.agendaitem')),
                    ('idea', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.idea', verbose_name='idée')),
                    ('meeting', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.meeting', verbose_name='réunion')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='agendaitem',
                name='meeting',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='suggestions.meeting', verbose_name='réunion'),
            ),
            migrations.CreateModel(
                name='MeetingEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('starts_at', models.DateTimeField(verbose_name='commence le')),
                    ('place', models.CharField(blank=True, max_length=120, verbose_name='lieu')),
                    ('state', models.CharField(choices=[('planned', 'En préparation'), ('open', 'En cours'), ('closed', 'Close')], default='planned', max_length=8, verbose_name='état')),
                    ('notes', models.TextField(blank=True, verbose_name='autres points du compte rendu')),
                    ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='ouverte le')),
                    ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='close le')),
                    ('chaired_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='présidée par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.meeting')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Merge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='pourquoi')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='le')),
                    ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='défaite le')),
                    ('absorbed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='suggestions.idea', verbose_name='réunie')),
                    ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='suggestions.idea', verbose_name='gardée')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='par')),
                    ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='défaite par')),
                ],
                options={
                    'verbose_name': 'réunion de deux idées',
                    'verbose_name_plural': 'réunions d’idées',
                },
            ),
            migrations.CreateModel(
                name='MergeEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='pourquoi')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='le')),
                    ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='défaite le')),
                    ('absorbed', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.idea', verbose_name='réunie')),
                    ('kept', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.idea', verbose_name='gardée')),
                    ('made_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.merge')),
                    ('undone_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='défaite par')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('is_from_author', models.BooleanField(default=False, verbose_name='de l’auteur')),
                    ('text', models.TextField(verbose_name='texte')),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='écrit le')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='réponse espérée pour le')),
                    ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='n’attend plus depuis le')),
                    ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='rappelée le')),
                    ('idea', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='suggestions.idea', verbose_name='idée')),
                    ('mail', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='idea_message', to='mail.incomingmail', verbose_name='reçu par courriel')),
                    ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='écrit par')),
                ],
                options={
                    'verbose_name': 'message',
                    'ordering': ['written_at', 'pk'],
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
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('is_from_author', models.BooleanField(default=False, verbose_name='de l’auteur')),
                    ('text', models.TextField(verbose_name='texte')),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='écrit le')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='réponse espérée pour le')),
                    ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='n’attend plus depuis le')),
                    ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='rappelée le')),
                    ('idea', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.idea', verbose_name='idée')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.message')),
                    ('written_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='écrit par')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Opinion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('question', models.TextField(verbose_name='question')),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='demandé le')),
                    ('due_on', models.DateField(verbose_name='attendu pour le')),
                    ('text', models.TextField(blank=True, verbose_name='avis')),
                    ('given_at', models.DateTimeField(blank=True, null=True, verbose_name='donné le')),
                    ('given_up_at', models.DateTimeField(blank=True, null=True, verbose_name='plus attendu depuis le')),
                    ('given_up_because', models.CharField(blank=True, max_length=500, verbose_name='pourquoi')),
                    ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='rappelé le')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='demandé par')),
                    ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions_asked_of', to=settings.AUTH_USER_MODEL, verbose_name='demandé à')),
                    ('idea', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='suggestions.idea', verbose_name='idée')),
                    ('mail', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='idea_opinion', to='mail.incomingmail', verbose_name='reçu par courriel')),
                ],
                options={
                    'verbose_name': 'avis d’expert',
                    'verbose_name_plural': 'avis d’experts',
                    'ordering': ['asked_at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='OpinionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('question', models.TextField(verbose_name='question')),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='demandé le')),
                    ('due_on', models.DateField(verbose_name='attendu pour le')),
                    ('text', models.TextField(blank=True, verbose_name='avis')),
                    ('given_at', models.DateTimeField(blank=True, null=True, verbose_name='donné le')),
                    ('given_up_at', models.DateTimeField(blank=True, null=True, verbose_name='plus attendu depuis le')),
                    ('given_up_because', models.CharField(blank=True, max_length=500, verbose_name='pourquoi')),
                    ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='rappelé le')),
                    ('asked_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='demandé par')),
                    ('expert', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='demandé à')),
                    ('idea', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.idea', verbose_name='idée')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.opinion')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Recusal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='pourquoi')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='depuis le')),
                    ('idea', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recusals', to='suggestions.idea', verbose_name='idée')),
                    ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='membre')),
                ],
                options={
                    'verbose_name': 'retrait d’un membre',
                    'verbose_name_plural': 'retraits de membres',
                },
            ),
            migrations.CreateModel(
                name='RecusalEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='pourquoi')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='depuis le')),
                    ('idea', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.idea', verbose_name='idée')),
                    ('member', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='membre')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.recusal')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Report',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.CharField(max_length=500, verbose_name='pourquoi')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='signalé le')),
                    ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='traité le')),
                    ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='suggestions.comment', verbose_name='commentaire')),
                    ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signalé par')),
                    ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='traité par')),
                ],
                options={
                    'verbose_name': 'signalement',
                    'ordering': ['created_at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='ReportEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reason', models.CharField(max_length=500, verbose_name='pourquoi')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='signalé le')),
                    ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='traité le')),
                    ('comment', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.comment', verbose_name='commentaire')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.report')),
                    ('reported_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signalé par')),
                    ('settled_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='traité par')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Split',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='pourquoi')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='le')),
                    ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='défaite le')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='par')),
                    ('original', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='splits', to='suggestions.idea', verbose_name='d’origine')),
                    ('part', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='split', to='suggestions.idea', verbose_name='détachée')),
                    ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='défaite par')),
                ],
                options={
                    'verbose_name': 'idée détachée',
                    'verbose_name_plural': 'idées détachées',
                },
            ),
            migrations.CreateModel(
                name='SplitEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='pourquoi')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='le')),
                    ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='défaite le')),
                    ('made_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='par')),
                    ('original', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.idea', verbose_name='d’origine')),
                    ('part', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.idea', verbose_name='détachée')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.split')),
                    ('undone_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='défaite par')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Support',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='depuis le')),
                    ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                    ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='suggestions.idea', verbose_name='idée')),
                ],
                options={
                    'verbose_name': 'soutien',
                },
            ),
            migrations.CreateModel(
                name='Tally',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('evaluations', models.PositiveSmallIntegerField(default=0, verbose_name='évaluations')),
                    ('expected', models.PositiveSmallIntegerField(default=0, verbose_name='attendues')),
                    ('needed', models.PositiveSmallIntegerField(default=0, verbose_name='nécessaires')),
                    ('score', models.FloatField(null=True, verbose_name='médiane')),
                    ('spread', models.FloatField(null=True, verbose_name='écart')),
                    ('disagreement', models.FloatField(null=True, verbose_name='désaccord')),
                    ('vetoes', models.PositiveSmallIntegerField(default=0, verbose_name='vetos')),
                    ('ready_at', models.DateTimeField(null=True, verbose_name='prête depuis le')),
                    ('close_reason', models.CharField(blank=True, max_length=300, verbose_name='pourquoi close')),
                    ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='close par')),
                    ('idea', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='tally', to='suggestions.idea')),
                ],
                options={
                    'verbose_name': 'dépouillement',
                },
            ),
            migrations.CreateModel(
                name='Telling',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('text', models.TextField(verbose_name='à dire')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='depuis le')),
                    ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='dit le')),
                    ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tellings', to='suggestions.idea', verbose_name='idée')),
                    ('told_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='dit par')),
                ],
                options={
                    'verbose_name': 'nouvelle à transmettre',
                    'verbose_name_plural': 'nouvelles à transmettre',
                    'ordering': ['created_at', 'pk'],
                },
            ),
            migrations.AddConstraint(
                model_name='anonymousfile',
                constraint=models.UniqueConstraint(fields=('deposit', 'position'), name='anonymous_file_once'),
            ),
            migrations.AddConstraint(
                model_name='correction',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('reason__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='correction_says_why'),
            ),
            migrations.CreateModel(
                name='Ground',
                fields=[
                ],
                options={
                    'verbose_name': 'critère d’une décision',
                    'verbose_name_plural': 'critères des décisions',
                    'proxy': True,
                    'indexes': [],
                    'constraints': [],
                },
                bases=('suggestions.decision_criteria',),
            ),
            migrations.AddConstraint(
                model_name='draft',
                constraint=models.CheckConstraint(condition=models.Q(('identity__in', ('named', 'hidden'))), name='draft_is_never_anonymous'),
            ),
            migrations.AddConstraint(
                model_name='flag',
                constraint=models.UniqueConstraint(fields=('evaluation', 'criterion'), name='flag_once'),
            ),
            migrations.AddConstraint(
                model_name='flag',
                constraint=models.CheckConstraint(condition=models.Q(('level', 'none'), models.Q(('level__in', ('watch', 'veto')), models.Q(('reason__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='flag_has_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='grid',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'in_use', 'retired'))), name='grid_known_state'),
            ),
            migrations.AddConstraint(
                model_name='grid',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'in_use')), fields=('state',), name='grid_one_in_use'),
            ),
            migrations.AddConstraint(
                model_name='grid',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('in_use_since', None), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('in_use_since__isnull', False)), _connector='OR'), name='grid_in_use_since'),
            ),
            migrations.AddConstraint(
                model_name='criterion',
                constraint=models.UniqueConstraint(fields=('grid', 'code'), name='criterion_once_per_grid'),
            ),
            migrations.AddConstraint(
                model_name='criterion',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('name__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('question__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='criterion_asks_something'),
            ),
            migrations.AddConstraint(
                model_name='criterion',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'value'), ('weight__gte', 1), ('weight__lte', 5), ('words__len', 5)), models.Q(('kind', 'pitfall'), ('words__len', 0)), _connector='OR'), name='criterion_value_has_weight_and_words'),
            ),
            migrations.AddIndex(
                model_name='idea',
                index=models.Index(fields=['-received_at', '-id'], name='idea_newest'),
            ),
            migrations.AddIndex(
                model_name='idea',
                index=models.Index(fields=['state', '-received_at', '-id'], name='idea_newest_of_state'),
            ),
            migrations.AddIndex(
                model_name='idea',
                index=models.Index(condition=models.Q(('merged_into', None), ('state__in', ('received', 'under_study'))), fields=['next_due_on', 'id'], name='idea_waiting_by_next_promise'),
            ),
            migrations.AddIndex(
                model_name='idea',
                index=models.Index(condition=models.Q(('merged_into', None), ('taken_at__isnull', False)), fields=['-taken_at', '-id'], name='idea_newest_under_study'),
            ),
            migrations.AddIndex(
                model_name='idea',
                index=models.Index(models.OrderBy(django.db.models.functions.comparison.Coalesce('done_at', 'started_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('state__in', ('in_progress', 'done'))), name='idea_newest_under_way'),
            ),
            migrations.AddConstraint(
                model_name='idea',
                constraint=models.UniqueConstraint(fields=('year', 'number'), name='idea_number_once'),
            ),
            migrations.AddConstraint(
                model_name='idea',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['received', 'under_study', 'retained', 'in_progress', 'done', 'declined', 'in_place', 'set_aside', 'withdrawn'])), name='idea_known_state'),
            ),
            migrations.AddConstraint(
                model_name='idea',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('proposal__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='idea_proposes_something'),
            ),
            migrations.AddConstraint(
                model_name='idea',
                constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('problem'), 5000), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('proposal'), 5000), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('benefit'), 5000)), name='idea_texts_are_not_too_long'),
            ),
            migrations.AddConstraint(
                model_name='idea',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('author', None), ('contact', ''), ('contact_detail', ''), ('entered_by', None), ('identity', 'anonymous'), ('is_thanked', None)), models.Q(('author__isnull', False), ('identity__in', ('named', 'hidden')), models.Q(models.Q(('contact', ''), ('contact_detail', ''), ('entered_by', None)), models.Q(('entered_by__isnull', False), models.Q(('contact', ''), _negated=True)), _connector='OR')), _connector='OR'), name='idea_anonymous_has_nobody'),
            ),
            migrations.AddConstraint(
                model_name='idea',
                constraint=models.CheckConstraint(condition=models.Q(('value__in', ('', 'simplicity', 'sharing', 'speed'))), name='idea_known_value'),
            ),
            migrations.AddConstraint(
                model_name='idea',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('head', None), ('merged_into', None)), models.Q(('head__isnull', False), ('merged_into__isnull', False), models.Q(('merged_into', models.F('id')), _negated=True), models.Q(('head', models.F('id')), _negated=True)), _connector='OR'), name='idea_merged_has_a_head'),
            ),
            migrations.AddConstraint(
                model_name='idea',
                constraint=models.CheckConstraint(condition=models.Q(('decision_due_on__gte', models.F('due_on'))), name='idea_promises_in_order'),
            ),
            migrations.AddConstraint(
                model_name='idea',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('member_in_charge', None), ('number', None), ('taken_at', None), ('year', None)), models.Q(('member_in_charge__isnull', False), ('number__gte', 1), ('number__isnull', False), ('taken_at__isnull', False), ('year__isnull', False)), _connector='OR'), name='idea_taken_has_member_and_number'),
            ),
            migrations.AddConstraint(
                model_name='idea',
                constraint=models.CheckConstraint(condition=models.Q(('member_in_charge', None), models.Q(('member_in_charge', models.F('author')), _negated=True), _connector='OR'), name='idea_never_followed_by_its_author'),
            ),
            migrations.AddConstraint(
                model_name='idea',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('done_at__isnull', True), ('set_aside_at__isnull', True), ('started_at__isnull', True), ('state', 'received'), ('taken_at__isnull', True), ('withdrawn_at__isnull', True)), models.Q(('decided_at__isnull', True), ('done_at__isnull', True), ('set_aside_at__isnull', True), ('started_at__isnull', True), ('state', 'under_study'), ('taken_at__isnull', False), ('withdrawn_at__isnull', True)), models.Q(('decided_at__isnull', False), ('done_at__isnull', True), ('set_aside_at__isnull', True), ('started_at__isnull', True), ('state', 'retained'), ('taken_at__isnull', False), ('withdrawn_at__isnull', True)), models.Q(('decided_at__isnull', False), ('done_at__isnull', True), ('set_aside_at__isnull', True), ('started_at__isnull', True), ('state', 'declined'), ('taken_at__isnull', False), ('withdrawn_at__isnull', True)), models.Q(('decided_at__isnull', False), ('done_at__isnull', True), ('set_aside_at__isnull', True), ('started_at__isnull', True), ('state', 'in_place'), ('taken_at__isnull', False), ('withdrawn_at__isnull', True)), models.Q(('decided_at__isnull', False), ('done_at__isnull', True), ('set_aside_at__isnull', True), ('started_at__isnull', False), ('state', 'in_progress'), ('taken_at__isnull', False), ('withdrawn_at__isnull', True)), models.Q(('decided_at__isnull', False), ('done_at__isnull', False), ('set_aside_at__isnull', True), ('started_at__isnull', False), ('state', 'done'), ('taken_at__isnull', False), ('withdrawn_at__isnull', True)), models.Q(('decided_at__isnull', True), ('done_at__isnull', True), ('set_aside_at__isnull', True), ('started_at__isnull', True), ('state', 'withdrawn'), ('withdrawn_at__isnull', False)), models.Q(('decided_at__isnull', True), ('done_at__isnull', True), ('set_aside_at__isnull', False), ('started_at__isnull', True), ('state', 'set_aside'), ('withdrawn_at__isnull', True)), _connector='OR'), name='idea_state_has_its_dates'),
            ),
            migrations.AddConstraint(
                model_name='idea',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'set_aside'), models.Q(('set_aside_reason__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), models.Q(models.Q(('state', 'set_aside'), _negated=True), ('set_aside_reason', '')), _connector='OR'), name='idea_set_aside_has_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='idea',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_at__isnull', True), ('taken_at__gte', models.F('received_at')), _connector='OR'), models.Q(('decided_at__isnull', True), ('decided_at__gte', models.F('taken_at')), _connector='OR'), models.Q(('started_at__isnull', True), ('started_at__gte', models.F('decided_at')), _connector='OR'), models.Q(('done_at__isnull', True), ('done_at__gte', models.F('started_at')), _connector='OR'), models.Q(('withdrawn_at__isnull', True), ('withdrawn_at__gte', models.F('received_at')), _connector='OR'), models.Q(('set_aside_at__isnull', True), ('set_aside_at__gte', models.F('received_at')), _connector='OR')), name='idea_steps_in_order'),
            ),
            migrations.AddIndex(
                model_name='follow',
                index=models.Index(fields=['idea'], name='follow_of_idea'),
            ),
            migrations.AddConstraint(
                model_name='follow',
                constraint=models.UniqueConstraint(fields=('agent', 'idea'), name='follow_once'),
            ),
            migrations.AddConstraint(
                model_name='feedback',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_on', None), ('change', ''), ('text', '')), models.Q(('answered_on__isnull', False), ('change__in', ('yes', 'partly', 'no'))), _connector='OR'), name='feedback_answered_says_whether'),
            ),
            migrations.AddConstraint(
                model_name='evaluation',
                constraint=models.UniqueConstraint(fields=('idea', 'seat'), name='evaluation_once_per_seat'),
            ),
            migrations.AddConstraint(
                model_name='evaluation',
                constraint=models.CheckConstraint(condition=models.Q(('effort__in', ('', 'days', 'weeks', 'months', 'year')), ('saving__in', ('', 'little', 'some', 'much', 'huge'))), name='evaluation_known_ranges'),
            ),
            migrations.AddConstraint(
                model_name='evaluation',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('revised_at', None), ('revisions', 0)), models.Q(('revised_at__isnull', False), ('revisions__gte', 1)), _connector='OR'), name='evaluation_revised_has_its_time'),
            ),
            migrations.AddIndex(
                model_name='comment',
                index=models.Index(fields=['idea', 'created_at', 'id'], name='comment_in_order'),
            ),
            migrations.AddConstraint(
                model_name='comment',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('text__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='comment_says_something'),
            ),
            migrations.AddConstraint(
                model_name='comment',
                constraint=models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='comment_no_reply_to_itself'),
            ),
            migrations.AddConstraint(
                model_name='comment',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('hidden_at', None), ('hidden_by', None), ('hidden_reason', '')), models.Q(('hidden_at__isnull', False), ('hidden_by__isnull', False), models.Q(('hidden_reason__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='comment_hidden_with_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='answer',
                constraint=models.CheckConstraint(condition=models.Q(('verdict__in', ['retained', 'declined', 'in_place'])), name='answer_known_verdict'),
            ),
            migrations.AddConstraint(
                model_name='answer',
                constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='answer_says_something'),
            ),
            migrations.AddConstraint(
                model_name='answer',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('reread_at', None), ('reread_by', None), ('reread_stamp', '')), models.Q(('reread_at__isnull', False), ('reread_by__isnull', False), models.Q(('reread_stamp', ''), _negated=True)), _connector='OR'), name='answer_reread_by_someone'),
            ),
            migrations.AddConstraint(
                model_name='answer',
                constraint=models.CheckConstraint(condition=models.Q(('reread_by', None), models.Q(('reread_by', models.F('prepared_by')), _negated=True), _connector='OR'), name='answer_reread_by_a_second_member'),
            ),
            migrations.AddConstraint(
                model_name='answer',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('published_by', None)), models.Q(('published_at__gte', models.F('prepared_at')), ('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='answer_published_by_someone'),
            ),
            migrations.AddConstraint(
                model_name='anonymousdeposit',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('proposal__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), ('change__in', ['yes', 'partly', 'no']), _connector='OR'), name='deposit_says_something'),
            ),
            migrations.AddConstraint(
                model_name='anonymousdeposit',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('change', ''), ('is_appeal', False), ('reply_to', None), models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('code_handle', ''), _negated=True), models.Q(('code_hash', ''), _negated=True)), models.Q(('code_handle', ''), ('code_hash', ''), ('reply_to__isnull', False), ('title', '')), _connector='OR'), name='deposit_is_an_idea_or_a_reply'),
            ),
            migrations.AddConstraint(
                model_name='anonymousdeposit',
                constraint=models.UniqueConstraint(condition=models.Q(('code_handle', ''), _negated=True), fields=('code_handle',), name='deposit_code_once'),
            ),
            migrations.AddConstraint(
                model_name='anonymousdeposit',
                constraint=models.UniqueConstraint(condition=models.Q(('change', ''), _negated=True), fields=('reply_to',), name='deposit_feedback_once'),
            ),
            migrations.AddConstraint(
                model_name='anonymousdeposit',
                constraint=models.UniqueConstraint(condition=models.Q(('is_appeal', True)), fields=('reply_to',), name='deposit_appeal_once'),
            ),
            migrations.AddConstraint(
                model_name='anonymousdeposit',
                constraint=models.CheckConstraint(condition=models.Q(('is_appeal', False), ('change', ''), _connector='OR'), name='deposit_says_one_thing'),
            ),
            migrations.AddConstraint(
                model_name='latenotice',
                constraint=models.UniqueConstraint(fields=('idea', 'promise'), name='late_notice_once'),
            ),
            migrations.AddConstraint(
                model_name='latenotice',
                constraint=models.CheckConstraint(condition=models.Q(('promise__in', ('answer', 'decision'))), name='late_notice_known_promise'),
            ),
            migrations.AddConstraint(
                model_name='mark',
                constraint=models.UniqueConstraint(fields=('evaluation', 'criterion'), name='mark_once'),
            ),
            migrations.AddConstraint(
                model_name='mark',
                constraint=models.CheckConstraint(condition=models.Q(('mark', None), ('mark__lte', 4), _connector='OR'), name='mark_from_0_to_4'),
            ),
            migrations.AddConstraint(
                model_name='meeting',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('opened_at', None), ('state', 'planned')), models.Q(('closed_at', None), ('opened_at__isnull', False), ('state', 'open')), models.Q(('closed_at__isnull', False), ('opened_at__isnull', False), ('state', 'closed')), _connector='OR'), name='meeting_state_has_its_dates'),
            ),
            migrations.AddConstraint(
                model_name='decision',
                constraint=models.CheckConstraint(condition=models.Q(('verdict__in', ['retained', 'declined', 'in_place'])), name='decision_known_verdict'),
            ),
            migrations.AddConstraint(
                model_name='decision',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('reasons__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='decision_has_reasons'),
            ),
            migrations.AddConstraint(
                model_name='decision',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('votes_abstained', None), ('votes_against', None), ('votes_for', None)), models.Q(('votes_abstained__isnull', False), ('votes_against__isnull', False), ('votes_for__isnull', False)), _connector='OR'), name='decision_votes_together'),
            ),
            migrations.AddConstraint(
                model_name='agendaitem',
                constraint=models.UniqueConstraint(fields=('meeting', 'idea'), name='agenda_item_once'),
            ),
            migrations.AddConstraint(
                model_name='agendaitem',
                constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('meeting', 'position'), name='agenda_position_once'),
            ),
            migrations.AddConstraint(
                model_name='agendaitem',
                constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ('', 'decided', 'postponed'))), name='agenda_known_outcome'),
            ),
            migrations.AddConstraint(
                model_name='merge',
                constraint=models.CheckConstraint(condition=models.Q(('kept', models.F('absorbed')), _negated=True), name='merge_of_two'),
            ),
            migrations.AddConstraint(
                model_name='merge',
                constraint=models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('absorbed',), name='merge_once_at_a_time'),
            ),
            migrations.AddConstraint(
                model_name='merge',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by', None)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='merge_undone_by_someone'),
            ),
            migrations.AddIndex(
                model_name='message',
                index=models.Index(fields=['idea', 'written_at', 'id'], name='message_in_order'),
            ),
            migrations.AddConstraint(
                model_name='message',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('text__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='message_says_something'),
            ),
            migrations.AddConstraint(
                model_name='message',
                constraint=models.CheckConstraint(condition=models.Q(('is_from_author', True), ('written_by__isnull', False), _connector='OR'), name='message_of_the_group_is_named'),
            ),
            migrations.AddConstraint(
                model_name='message',
                constraint=models.CheckConstraint(condition=models.Q(('is_from_author', False), ('due_on', None), _connector='OR'), name='message_only_the_group_asks'),
            ),
            migrations.AddConstraint(
                model_name='message',
                constraint=models.CheckConstraint(condition=models.Q(('settled_at', None), ('due_on__isnull', False), _connector='OR'), name='message_only_questions_settle'),
            ),
            migrations.AddConstraint(
                model_name='opinion',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('question__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='opinion_asks_something'),
            ),
            migrations.AddConstraint(
                model_name='opinion',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('given_at', None), ('text', '')), models.Q(models.Q(('text__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), ('given_at__isnull', False)), _connector='OR'), name='opinion_given_says_something'),
            ),
            migrations.AddConstraint(
                model_name='opinion',
                constraint=models.CheckConstraint(condition=models.Q(('given_at', None), ('given_up_at', None), _connector='OR'), name='opinion_given_or_given_up'),
            ),
            migrations.AddConstraint(
                model_name='opinion',
                constraint=models.CheckConstraint(condition=models.Q(('given_up_because', ''), ('given_up_at__isnull', False), _connector='OR'), name='opinion_given_up_because'),
            ),
            migrations.AddConstraint(
                model_name='opinion',
                constraint=models.UniqueConstraint(condition=models.Q(('given_at', None), ('given_up_at', None)), fields=('idea', 'expert'), name='opinion_waits_once_per_expert'),
            ),
            migrations.AddConstraint(
                model_name='recusal',
                constraint=models.UniqueConstraint(fields=('idea', 'member'), name='recusal_once'),
            ),
            migrations.AddIndex(
                model_name='report',
                index=models.Index(condition=models.Q(('settled_at', None)), fields=['created_at', 'id'], name='report_to_settle'),
            ),
            migrations.AddConstraint(
                model_name='report',
                constraint=models.UniqueConstraint(fields=('comment', 'reported_by'), name='report_once'),
            ),
            migrations.AddConstraint(
                model_name='report',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='report_says_why'),
            ),
            migrations.AddConstraint(
                model_name='report',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', None)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='report_settled_by_someone'),
            ),
            migrations.AddConstraint(
                model_name='split',
                constraint=models.CheckConstraint(condition=models.Q(('original', models.F('part')), _negated=True), name='split_of_two'),
            ),
            migrations.AddConstraint(
                model_name='split',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by', None)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='split_undone_by_someone'),
            ),
            migrations.AddConstraint(
                model_name='support',
                constraint=models.UniqueConstraint(fields=('idea', 'agent'), name='support_once'),
            ),
            migrations.AddIndex(
                model_name='tally',
                index=models.Index(models.OrderBy(models.F('disagreement'), descending=True, nulls_last=True), models.F('idea'), condition=models.Q(('ready_at__isnull', False)), name='tally_ready_most_disagreed'),
            ),
            migrations.AddConstraint(
                model_name='tally',
                constraint=models.CheckConstraint(condition=models.Q(('score', None), models.Q(('score__gte', 0), ('score__lte', 4)), _connector='OR'), name='tally_score_from_0_to_4'),
            ),
            migrations.AddConstraint(
                model_name='telling',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('told_at', None), ('told_by', None)), models.Q(('told_at__isnull', False), ('told_by__isnull', False)), _connector='OR'), name='telling_told_by_someone'),
            ),
            # What the database checks across rows.
            pgtrigger.migrations.AddTrigger(
                model_name='correction',
                trigger=pgtrigger.compiler.Trigger(name='words_never_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."text" IS DISTINCT FROM (NEW."text"))', func='RAISE EXCEPTION \'pgtrigger: Cannot update of "text", "reason" rows from % table\', TG_TABLE_NAME;', hash='546a7b47d1db86e20ca2ca238d4a0d6dacf18f14', operation='UPDATE OF "text", "reason"', pgid='pgtrigger_words_never_change_bf434', table='suggestions_correction', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='flag',
                trigger=pgtrigger.compiler.Trigger(name='of_its_grid', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
            IF NOT EXISTS (
                SELECT FROM suggestions_criterion criterion
                JOIN suggestions_evaluation evaluation ON evaluation.grid_id = criterion.grid_id
                WHERE criterion.id = NEW.criterion_id AND criterion.kind = 'pitfall'
                AND evaluation.id = NEW.evaluation_id
            ) THEN
                RAISE EXCEPTION 'evaluation: a criterion of another grid'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'evaluation_of_its_grid';
            END IF;
            RETURN NEW;
        """, hash='9bc1089a90ddaf5ace3efaa2fa46cebf1ee436bd', operation='INSERT OR UPDATE', pgid='pgtrigger_of_its_grid_755b7', table='suggestions_flag', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='criterion',
                trigger=pgtrigger.compiler.Trigger(name='version_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE version_state text;', func="""
                    SELECT state INTO version_state FROM suggestions_grid
                    WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.grid_id ELSE NEW.grid_id END;
                    IF version_state <> 'draft' OR (TG_OP = 'UPDATE' AND OLD.grid_id <> NEW.grid_id) THEN
                        RAISE EXCEPTION 'grid: a version in use never changes'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'criterion_version_never_changes';
                    END IF;
                    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
                """, hash='8454f1ba592970ac4c574f02441fe1cc0f47762a', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_version_never_changes_8568a', table='suggestions_criterion', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='idea',
                trigger=pgtrigger.compiler.Trigger(name='read_with_its_head', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE this suggestions_idea%ROWTYPE; place bigint; steps integer := 0;', func="""
        SELECT * INTO this FROM suggestions_idea WHERE id = NEW.id;
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
        IF EXISTS (SELECT 1 FROM suggestions_idea one WHERE one.merged_into_id = this.id
                   AND one.head_id IS DISTINCT FROM COALESCE(this.head_id, this.id))
        OR (this.head_id IS NOT NULL AND EXISTS (SELECT 1 FROM suggestions_idea WHERE head_id = this.id)) THEN
            RAISE EXCEPTION 'idea: what is merged into it is read elsewhere'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'idea_read_with_its_head';
        END IF;
        IF this.head_id IS NULL THEN
            RETURN NULL;
        END IF;
        PERFORM 1 FROM suggestions_idea WHERE id = this.head_id AND head_id IS NULL FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'idea: it is read with one that is read elsewhere'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'idea_read_with_its_head';
        END IF;
        place := this.merged_into_id;
        WHILE place IS DISTINCT FROM this.head_id LOOP
            steps := steps + 1;
            IF place IS NULL OR steps > 1000 THEN
                RAISE EXCEPTION 'idea: its chain of merges does not lead to its head'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'idea_read_with_its_head';
            END IF;
            SELECT merged_into_id INTO place FROM suggestions_idea WHERE id = place;
        END LOOP;
        RETURN NULL;
    """, hash='f7007efde7631281ede5ded6ad3d7fb800444930', operation='INSERT OR UPDATE', pgid='pgtrigger_read_with_its_head_6d191', table='suggestions_idea', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='comment',
                trigger=pgtrigger.compiler.Trigger(name='reply_stands_under_its_comment', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."parent_id" IS NOT NULL)', func="""
        IF NOT EXISTS (SELECT 1 FROM suggestions_comment parent WHERE parent.id = NEW.parent_id
                       AND parent.parent_id IS NULL AND parent.idea_id = NEW.idea_id) THEN
            RAISE EXCEPTION 'comment: a reply stands under a comment of the same idea, one level deep'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'comment_reply_stands_under_its_comment';
        END IF;
        RETURN NEW;
    """, hash='7ee68793b9edb4cb66c89028c737a3cf0df384d6', operation='INSERT OR UPDATE', pgid='pgtrigger_reply_stands_under_its_comment_c2199', table='suggestions_comment', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='answer',
                trigger=pgtrigger.compiler.Trigger(name='published_as_decided_and_reread', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."published_at" IS NOT NULL AND OLD."published_at" IS NULL)', func="""
                    IF NEW.reread_stamp
                       <> left(encode(sha256(convert_to(NEW.verdict || chr(10) || NEW.text, 'UTF8')), 'hex'), 16) THEN
                        RAISE EXCEPTION 'answer: published as a second member read it'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_published_as_reread';
                    END IF;
                    IF NOT EXISTS (SELECT 1 FROM suggestions_decision decision
                                   WHERE decision.idea_id = NEW.idea_id AND decision.verdict = NEW.verdict) THEN
                        RAISE EXCEPTION 'answer: published as decided'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_published_as_decided';
                    END IF;
                    RETURN NEW;
                """, hash='909105032d8e1075364358220e42ec961431722f', operation='UPDATE OF "published_at"', pgid='pgtrigger_published_as_decided_and_reread_86c8d', table='suggestions_answer', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='answer',
                trigger=pgtrigger.compiler.Trigger(name='published_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."published_at" IS NOT NULL AND (OLD."verdict" IS DISTINCT FROM (NEW."verdict") OR OLD."text" IS DISTINCT FROM (NEW."text") OR NEW."published_at" IS NULL))', func="""
                    RAISE EXCEPTION 'answer: published words never change'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_published_never_changes';
                """, hash='708881745784d3e682fd53de8f8096f9423661f6', operation='UPDATE OF "verdict", "text", "published_at"', pgid='pgtrigger_published_never_changes_830c6', table='suggestions_answer', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='mark',
                trigger=pgtrigger.compiler.Trigger(name='of_its_grid', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
            IF NOT EXISTS (
                SELECT FROM suggestions_criterion criterion
                JOIN suggestions_evaluation evaluation ON evaluation.grid_id = criterion.grid_id
                WHERE criterion.id = NEW.criterion_id AND criterion.kind = 'value'
                AND evaluation.id = NEW.evaluation_id
            ) THEN
                RAISE EXCEPTION 'evaluation: a criterion of another grid'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'evaluation_of_its_grid';
            END IF;
            RETURN NEW;
        """, hash='bca0a8b3e409c51bfa4a95603b64e46df18880d9', operation='INSERT OR UPDATE', pgid='pgtrigger_of_its_grid_29837', table='suggestions_mark', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decision',
                trigger=pgtrigger.compiler.Trigger(name='veto_is_lifted_with_a_reason', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."verdict" = \'retained\' AND NEW."veto_lifted_because" = \'\')', func="""
                    IF EXISTS (SELECT 1 FROM suggestions_flag flag
                               JOIN suggestions_evaluation evaluation ON evaluation.id = flag.evaluation_id
                               WHERE evaluation.idea_id = NEW.idea_id AND flag.level = 'veto') THEN
                        RAISE EXCEPTION 'decision: a veto is lifted with a reason'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_lifts_the_veto';
                    END IF;
                    RETURN NEW;
                """, hash='f7a682a5fddaf3858135675b0690014bc435088a', operation='INSERT OR UPDATE', pgid='pgtrigger_veto_is_lifted_with_a_reason_61742', table='suggestions_decision', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decision',
                trigger=pgtrigger.compiler.Trigger(name='published_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."idea_id" IS DISTINCT FROM (NEW."idea_id") OR OLD."reasons" IS DISTINCT FROM (NEW."reasons") OR OLD."verdict" IS DISTINCT FROM (NEW."verdict") OR OLD."veto_lifted_because" IS DISTINCT FROM (NEW."veto_lifted_because") OR OLD."without_quorum_because" IS DISTINCT FROM (NEW."without_quorum_because"))', func="""
                    IF EXISTS (SELECT 1 FROM suggestions_answer answer
                               WHERE answer.idea_id = OLD.idea_id AND answer.published_at IS NOT NULL) THEN
                        RAISE EXCEPTION 'decision: published, it never changes'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_published_never_changes';
                    END IF;
                    RETURN NEW;
                """, hash='cad6ba774d312c9678fbd0ef4a8bb052946e7999', operation='UPDATE', pgid='pgtrigger_published_never_changes_04ab6', table='suggestions_decision', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decision',
                trigger=pgtrigger.compiler.Trigger(name='refusal_names_its_criteria', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="""
    IF EXISTS (SELECT 1 FROM suggestions_decision decision
               WHERE decision.id = NEW.id AND decision.verdict = 'declined')
    AND NOT EXISTS (SELECT 1 FROM suggestions_decision_criteria ground WHERE ground.decision_id = NEW.id) THEN
        RAISE EXCEPTION 'decision: a refusal names its criteria'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_refusal_names_its_criteria';
    END IF;
    RETURN NULL;
""", hash='a784c1ed6de1d237e09a2877df405e7f7ad80289', operation='INSERT OR UPDATE', pgid='pgtrigger_refusal_names_its_criteria_bb4df', table='suggestions_decision', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='ground',
                trigger=pgtrigger.compiler.Trigger(name='refusal_keeps_its_criteria', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="""
    IF EXISTS (SELECT 1 FROM suggestions_decision decision
               WHERE decision.id = OLD.decision_id AND decision.verdict = 'declined')
    AND NOT EXISTS (SELECT 1 FROM suggestions_decision_criteria ground WHERE ground.decision_id = OLD.decision_id) THEN
        RAISE EXCEPTION 'decision: a refusal names its criteria'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_refusal_names_its_criteria';
    END IF;
    RETURN NULL;
""", hash='7a009e023448d570a84474393aa3470902c64327', operation='DELETE OR UPDATE', pgid='pgtrigger_refusal_keeps_its_criteria_b680d', table='suggestions_decision_criteria', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
            ),
            # The history, written by triggers and closed to changes.
            pgtrigger.migrations.AddTrigger(
                model_name='correction',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_correctionevent" ("answer_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "text", "written_at", "written_by_id") VALUES (NEW."answer_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."text", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='e88afc491cf2f0b449bf1dcdcb7c57d3d1bc4cc1', operation='INSERT', pgid='pgtrigger_insert_insert_bd590', table='suggestions_correction', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='correction',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "suggestions_correctionevent" ("answer_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "text", "written_at", "written_by_id") VALUES (NEW."answer_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."text", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='31f8be7f0d4edf87869cfbe7751d28e2f8f06b57', operation='UPDATE', pgid='pgtrigger_update_update_4f309', table='suggestions_correction', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='correction',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_correctionevent" ("answer_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "text", "written_at", "written_by_id") VALUES (OLD."answer_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."text", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='0b1deb8b8072200b06b9fbd5cd1646f7ae82e273', operation='DELETE', pgid='pgtrigger_delete_delete_4610a', table='suggestions_correction', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='correctionevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='d2bd32fff7694c0039a9b16adeab296ef7c437d7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_c24ed', table='suggestions_correctionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='correctionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2a0e152b55bab862d7160a86d3ffae192ca7be3e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_48188', table='suggestions_correctionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='flag',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_flagevent" ("criterion_id", "evaluation_id", "id", "level", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."criterion_id", NEW."evaluation_id", NEW."id", NEW."level", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;', hash='0ce8ca8052239f1ae4e9074c8aa40248cec55365', operation='INSERT', pgid='pgtrigger_insert_insert_f2168', table='suggestions_flag', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='flag',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "suggestions_flagevent" ("criterion_id", "evaluation_id", "id", "level", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."criterion_id", NEW."evaluation_id", NEW."id", NEW."level", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;', hash='4fef6852446e3d548937f73b95902dae0803b241', operation='UPDATE', pgid='pgtrigger_update_update_f247d', table='suggestions_flag', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='flag',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_flagevent" ("criterion_id", "evaluation_id", "id", "level", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."criterion_id", OLD."evaluation_id", OLD."id", OLD."level", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason"); RETURN NULL;', hash='51466eed6f5028bbedd70f4e8aa03857cd943bbf', operation='DELETE', pgid='pgtrigger_delete_delete_813ce', table='suggestions_flag', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='flagevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='68e283ee265f6152641a8cffc6fb094187eb57d8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_481f9', table='suggestions_flagevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='flagevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5229148a257ac639628a63ef3cdcdc808cb2270d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7a346', table='suggestions_flagevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='grid',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_gridevent" ("created_at", "created_by_id", "id", "in_use_since", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "version") VALUES (NEW."created_at", NEW."created_by_id", NEW."id", NEW."in_use_since", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."state", NEW."version"); RETURN NULL;', hash='bceaaf96515d8d8f9e2441b784ec9554838ce93e', operation='INSERT', pgid='pgtrigger_insert_insert_e0ed9', table='suggestions_grid', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='grid',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "suggestions_gridevent" ("created_at", "created_by_id", "id", "in_use_since", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "version") VALUES (NEW."created_at", NEW."created_by_id", NEW."id", NEW."in_use_since", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."state", NEW."version"); RETURN NULL;', hash='1d0270a356af13fea97a5f9d32c8bd51ea3f68ab', operation='UPDATE', pgid='pgtrigger_update_update_89835', table='suggestions_grid', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='grid',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_gridevent" ("created_at", "created_by_id", "id", "in_use_since", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "version") VALUES (OLD."created_at", OLD."created_by_id", OLD."id", OLD."in_use_since", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."state", OLD."version"); RETURN NULL;', hash='228d432a73b71f8882e4c01c8ced4ee7876d8fd4', operation='DELETE', pgid='pgtrigger_delete_delete_0db64', table='suggestions_grid', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='criterionevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='5ab15efff835e3fdab08543a8d929d4289809cb0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_c4284', table='suggestions_criterionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='criterionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='47473d57d42b1491f1f4ddc3bfb7c408ff347936', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c5eac', table='suggestions_criterionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='criterion',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_criterionevent" ("code", "grid_id", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "question", "weight", "words") VALUES (NEW."code", NEW."grid_id", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."question", NEW."weight", NEW."words"); RETURN NULL;', hash='77d27e5b2a91c5e186ffb697d2ef5ea8ca602791', operation='INSERT', pgid='pgtrigger_insert_insert_3d5e3', table='suggestions_criterion', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='criterion',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "suggestions_criterionevent" ("code", "grid_id", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "question", "weight", "words") VALUES (NEW."code", NEW."grid_id", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."question", NEW."weight", NEW."words"); RETURN NULL;', hash='421b1f4d2da6aec59e653ca35c8a62dbd22ac2ee', operation='UPDATE', pgid='pgtrigger_update_update_20cfa', table='suggestions_criterion', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='criterion',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_criterionevent" ("code", "grid_id", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "question", "weight", "words") VALUES (OLD."code", OLD."grid_id", OLD."id", OLD."kind", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."question", OLD."weight", OLD."words"); RETURN NULL;', hash='5c1e0d50ee0def0e9d713ca88a1578a836813d6f', operation='DELETE', pgid='pgtrigger_delete_delete_bdadd', table='suggestions_criterion', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='gridevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='0f4190843c20accf42c6837d8815d72d5f1bba6d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_85841', table='suggestions_gridevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='gridevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4162b8446ee8dbcb92fc6186480c68ad310f3563', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c28cd', table='suggestions_gridevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='idea',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_ideaevent" ("author_id", "benefit", "contact", "contact_detail", "decided_at", "decision_due_on", "direction_id", "done_at", "due_on", "entered_by_id", "evaluation_closed_at", "first_answered_at", "head_id", "id", "identity", "is_thanked", "member_in_charge_id", "merged_into_id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "proposal", "received_at", "reference", "seen_elsewhere", "set_aside_at", "set_aside_reason", "split_from_id", "started_at", "state", "submission_key", "taken_at", "title", "value", "withdrawn_at", "year") VALUES (NEW."author_id", NEW."benefit", NEW."contact", NEW."contact_detail", NEW."decided_at", NEW."decision_due_on", NEW."direction_id", NEW."done_at", NEW."due_on", NEW."entered_by_id", NEW."evaluation_closed_at", NEW."first_answered_at", NEW."head_id", NEW."id", NEW."identity", NEW."is_thanked", NEW."member_in_charge_id", NEW."merged_into_id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."problem", NEW."proposal", NEW."received_at", NEW."reference", NEW."seen_elsewhere", NEW."set_aside_at", NEW."set_aside_reason", NEW."split_from_id", NEW."started_at", NEW."state", NEW."submission_key", NEW."taken_at", NEW."title", NEW."value", NEW."withdrawn_at", NEW."year"); RETURN NULL;', hash='07ceae7463aba68f5784122e20c8e773cb8c040e', operation='INSERT', pgid='pgtrigger_insert_insert_d5b46', table='suggestions_idea', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='idea',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."benefit" IS DISTINCT FROM (NEW."benefit") OR OLD."contact" IS DISTINCT FROM (NEW."contact") OR OLD."contact_detail" IS DISTINCT FROM (NEW."contact_detail") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decision_due_on" IS DISTINCT FROM (NEW."decision_due_on") OR OLD."direction_id" IS DISTINCT FROM (NEW."direction_id") OR OLD."done_at" IS DISTINCT FROM (NEW."done_at") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."entered_by_id" IS DISTINCT FROM (NEW."entered_by_id") OR OLD."evaluation_closed_at" IS DISTINCT FROM (NEW."evaluation_closed_at") OR OLD."first_answered_at" IS DISTINCT FROM (NEW."first_answered_at") OR OLD."head_id" IS DISTINCT FROM (NEW."head_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."identity" IS DISTINCT FROM (NEW."identity") OR OLD."is_thanked" IS DISTINCT FROM (NEW."is_thanked") OR OLD."member_in_charge_id" IS DISTINCT FROM (NEW."member_in_charge_id") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."problem" IS DISTINCT FROM (NEW."problem") OR OLD."proposal" IS DISTINCT FROM (NEW."proposal") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."seen_elsewhere" IS DISTINCT FROM (NEW."seen_elsewhere") OR OLD."set_aside_at" IS DISTINCT FROM (NEW."set_aside_at") OR OLD."set_aside_reason" IS DISTINCT FROM (NEW."set_aside_reason") OR OLD."split_from_id" IS DISTINCT FROM (NEW."split_from_id") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submission_key" IS DISTINCT FROM (NEW."submission_key") OR OLD."taken_at" IS DISTINCT FROM (NEW."taken_at") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."value" IS DISTINCT FROM (NEW."value") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at") OR OLD."year" IS DISTINCT FROM (NEW."year"))', func='INSERT INTO "suggestions_ideaevent" ("author_id", "benefit", "contact", "contact_detail", "decided_at", "decision_due_on", "direction_id", "done_at", "due_on", "entered_by_id", "evaluation_closed_at", "first_answered_at", "head_id", "id", "identity", "is_thanked", "member_in_charge_id", "merged_into_id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "proposal", "received_at", "reference", "seen_elsewhere", "set_aside_at", "set_aside_reason", "split_from_id", "started_at", "state", "submission_key", "taken_at", "title", "value", "withdrawn_at", "year") VALUES (NEW."author_id", NEW."benefit", NEW."contact", NEW."contact_detail", NEW."decided_at", NEW."decision_due_on", NEW."direction_id", NEW."done_at", NEW."due_on", NEW."entered_by_id", NEW."evaluation_closed_at", NEW."first_answered_at", NEW."head_id", NEW."id", NEW."identity", NEW."is_thanked", NEW."member_in_charge_id", NEW."merged_into_id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."problem", NEW."proposal", NEW."received_at", NEW."reference", NEW."seen_elsewhere", NEW."set_aside_at", NEW."set_aside_reason", NEW."split_from_id", NEW."started_at", NEW."state", NEW."submission_key", NEW."taken_at", NEW."title", NEW."value", NEW."withdrawn_at", NEW."year"); RETURN NULL;', hash='062849e7532f8197d7227bd0fdde8ac11dce7f6b', operation='UPDATE', pgid='pgtrigger_update_update_a1324', table='suggestions_idea', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='idea',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_ideaevent" ("author_id", "benefit", "contact", "contact_detail", "decided_at", "decision_due_on", "direction_id", "done_at", "due_on", "entered_by_id", "evaluation_closed_at", "first_answered_at", "head_id", "id", "identity", "is_thanked", "member_in_charge_id", "merged_into_id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "proposal", "received_at", "reference", "seen_elsewhere", "set_aside_at", "set_aside_reason", "split_from_id", "started_at", "state", "submission_key", "taken_at", "title", "value", "withdrawn_at", "year") VALUES (OLD."author_id", OLD."benefit", OLD."contact", OLD."contact_detail", OLD."decided_at", OLD."decision_due_on", OLD."direction_id", OLD."done_at", OLD."due_on", OLD."entered_by_id", OLD."evaluation_closed_at", OLD."first_answered_at", OLD."head_id", OLD."id", OLD."identity", OLD."is_thanked", OLD."member_in_charge_id", OLD."merged_into_id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."problem", OLD."proposal", OLD."received_at", OLD."reference", OLD."seen_elsewhere", OLD."set_aside_at", OLD."set_aside_reason", OLD."split_from_id", OLD."started_at", OLD."state", OLD."submission_key", OLD."taken_at", OLD."title", OLD."value", OLD."withdrawn_at", OLD."year"); RETURN NULL;', hash='ac5fb19a4bfa98c7233a2e8a89d47d1bf5e0113b', operation='DELETE', pgid='pgtrigger_delete_delete_37f2d', table='suggestions_idea', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feedbackevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='f09aeed92eae99e82ad6f1d05f9a78e91487dc46', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_9877b', table='suggestions_feedbackevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feedbackevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='abcb830f49104ae3a4983f98d0b0874d66a18d63', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9ebe0', table='suggestions_feedbackevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feedback',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_feedbackevent" ("answered_on", "asked_at", "change", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."answered_on", NEW."asked_at", NEW."change", NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."text"); RETURN NULL;', hash='78864e1e235489cc6e325d001627ca569de686d3', operation='INSERT', pgid='pgtrigger_insert_insert_83660', table='suggestions_feedback', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feedback',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "suggestions_feedbackevent" ("answered_on", "asked_at", "change", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."answered_on", NEW."asked_at", NEW."change", NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."text"); RETURN NULL;', hash='673119971394208449c4c74ccaafad20d95ffaef', operation='UPDATE', pgid='pgtrigger_update_update_bca65', table='suggestions_feedback', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feedback',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_feedbackevent" ("answered_on", "asked_at", "change", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (OLD."answered_on", OLD."asked_at", OLD."change", OLD."id", OLD."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."text"); RETURN NULL;', hash='1339233226ee8bb33fa71cdccd404e305681967f', operation='DELETE', pgid='pgtrigger_delete_delete_49d80', table='suggestions_feedback', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='evaluationevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='1164c6eed8d09702deb3381c2ea3435b0e94339d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_17c7e', table='suggestions_evaluationevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='evaluationevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ada0ad5f29ecc942c5178e9d37ce0c3852a35820', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_22113', table='suggestions_evaluationevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='evaluation',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_evaluationevent" ("comment", "effort", "grid_id", "id", "idea_id", "made_at", "made_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revised_at", "revisions", "saving", "seat_id") VALUES (NEW."comment", NEW."effort", NEW."grid_id", NEW."id", NEW."idea_id", NEW."made_at", NEW."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."revised_at", NEW."revisions", NEW."saving", NEW."seat_id"); RETURN NULL;', hash='5622a8eeb3c4f10e771d54470312ac541ab8f73c', operation='INSERT', pgid='pgtrigger_insert_insert_42074', table='suggestions_evaluation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='evaluation',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "suggestions_evaluationevent" ("comment", "effort", "grid_id", "id", "idea_id", "made_at", "made_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revised_at", "revisions", "saving", "seat_id") VALUES (NEW."comment", NEW."effort", NEW."grid_id", NEW."id", NEW."idea_id", NEW."made_at", NEW."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."revised_at", NEW."revisions", NEW."saving", NEW."seat_id"); RETURN NULL;', hash='fd042a3060d17604dec564f5f59de0dba11ca853', operation='UPDATE', pgid='pgtrigger_update_update_e86df', table='suggestions_evaluation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='evaluation',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_evaluationevent" ("comment", "effort", "grid_id", "id", "idea_id", "made_at", "made_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revised_at", "revisions", "saving", "seat_id") VALUES (OLD."comment", OLD."effort", OLD."grid_id", OLD."id", OLD."idea_id", OLD."made_at", OLD."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."revised_at", OLD."revisions", OLD."saving", OLD."seat_id"); RETURN NULL;', hash='3137db7934f40a694ac896be7504b55ce875ae8f', operation='DELETE', pgid='pgtrigger_delete_delete_355b3', table='suggestions_evaluation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='commentevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='f700293e48d87e30849e4ec7f6b04fd84c32ebcd', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_14721', table='suggestions_commentevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='commentevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='48db31c6c273083607617d7f383230946cee077e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4bc50', table='suggestions_commentevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='comment',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_commentevent" ("author_id", "created_at", "hidden_at", "hidden_by_id", "hidden_reason", "id", "idea_id", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "submission_key", "text") VALUES (NEW."author_id", NEW."created_at", NEW."hidden_at", NEW."hidden_by_id", NEW."hidden_reason", NEW."id", NEW."idea_id", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."submission_key", NEW."text"); RETURN NULL;', hash='6df9f5d8776c73d7756468bedb7e9842c2673d9b', operation='INSERT', pgid='pgtrigger_insert_insert_d75c1', table='suggestions_comment', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='comment',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."hidden_at" IS DISTINCT FROM (NEW."hidden_at") OR OLD."hidden_by_id" IS DISTINCT FROM (NEW."hidden_by_id") OR OLD."hidden_reason" IS DISTINCT FROM (NEW."hidden_reason") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."idea_id" IS DISTINCT FROM (NEW."idea_id") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."submission_key" IS DISTINCT FROM (NEW."submission_key") OR OLD."text" IS DISTINCT FROM (NEW."text"))', func='INSERT INTO "suggestions_commentevent" ("author_id", "created_at", "hidden_at", "hidden_by_id", "hidden_reason", "id", "idea_id", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "submission_key", "text") VALUES (NEW."author_id", NEW."created_at", NEW."hidden_at", NEW."hidden_by_id", NEW."hidden_reason", NEW."id", NEW."idea_id", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."submission_key", NEW."text"); RETURN NULL;', hash='79c6ac7a0323af045822c39911141ffc6d73690a', operation='UPDATE', pgid='pgtrigger_update_update_ea8bf', table='suggestions_comment', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='comment',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_commentevent" ("author_id", "created_at", "hidden_at", "hidden_by_id", "hidden_reason", "id", "idea_id", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "submission_key", "text") VALUES (OLD."author_id", OLD."created_at", OLD."hidden_at", OLD."hidden_by_id", OLD."hidden_reason", OLD."id", OLD."idea_id", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."submission_key", OLD."text"); RETURN NULL;', hash='5e27ed0733965ffd44e367e59cf0ed62ec191243', operation='DELETE', pgid='pgtrigger_delete_delete_d7765', table='suggestions_comment', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='answerevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='c5240a4fc1c165e6997ca3794e72ad1640057e35', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_c2521', table='suggestions_answerevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='answerevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c74548d58e805e426773f3ed90fb69c16b8b384b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d9421', table='suggestions_answerevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='answer',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_answerevent" ("id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "published_at", "published_by_id", "reread_at", "reread_by_id", "reread_stamp", "text", "verdict") VALUES (NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."prepared_at", NEW."prepared_by_id", NEW."published_at", NEW."published_by_id", NEW."reread_at", NEW."reread_by_id", NEW."reread_stamp", NEW."text", NEW."verdict"); RETURN NULL;', hash='7122f3882896db7d667dba025f1243043b5c2174', operation='INSERT', pgid='pgtrigger_insert_insert_996f5', table='suggestions_answer', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='answer',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."idea_id" IS DISTINCT FROM (NEW."idea_id") OR OLD."prepared_at" IS DISTINCT FROM (NEW."prepared_at") OR OLD."prepared_by_id" IS DISTINCT FROM (NEW."prepared_by_id") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."published_by_id" IS DISTINCT FROM (NEW."published_by_id") OR OLD."reread_at" IS DISTINCT FROM (NEW."reread_at") OR OLD."reread_by_id" IS DISTINCT FROM (NEW."reread_by_id") OR OLD."reread_stamp" IS DISTINCT FROM (NEW."reread_stamp") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."verdict" IS DISTINCT FROM (NEW."verdict"))', func='INSERT INTO "suggestions_answerevent" ("id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "published_at", "published_by_id", "reread_at", "reread_by_id", "reread_stamp", "text", "verdict") VALUES (NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."prepared_at", NEW."prepared_by_id", NEW."published_at", NEW."published_by_id", NEW."reread_at", NEW."reread_by_id", NEW."reread_stamp", NEW."text", NEW."verdict"); RETURN NULL;', hash='3b6a1a09df3b07acc0820fb8e291af8e5d9effb4', operation='UPDATE', pgid='pgtrigger_update_update_656ae', table='suggestions_answer', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='answer',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_answerevent" ("id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "published_at", "published_by_id", "reread_at", "reread_by_id", "reread_stamp", "text", "verdict") VALUES (OLD."id", OLD."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."prepared_at", OLD."prepared_by_id", OLD."published_at", OLD."published_by_id", OLD."reread_at", OLD."reread_by_id", OLD."reread_stamp", OLD."text", OLD."verdict"); RETURN NULL;', hash='c8fad792271c3a8bb29c6cbd4395d68f37704aa0', operation='DELETE', pgid='pgtrigger_delete_delete_91ee7', table='suggestions_answer', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='ideaevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='1cb5227e2548ddfd5d0ccc6a3d6fa553aad172a4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_0aa79', table='suggestions_ideaevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='ideaevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e56c0a355f3689451b16664536a1609ad2e0a5cf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bd27c', table='suggestions_ideaevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='ideafile',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_ideafileevent" ("document_id", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."document_id", NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;', hash='aa94b37aec8e687e54a81ad78ac88a21a8f7a61c', operation='INSERT', pgid='pgtrigger_insert_insert_eac93', table='suggestions_ideafile', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='ideafile',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "suggestions_ideafileevent" ("document_id", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."document_id", NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;', hash='446bdf42a23dc1bd86799144f0455ca78d4f9912', operation='UPDATE', pgid='pgtrigger_update_update_49a88', table='suggestions_ideafile', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='ideafile',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_ideafileevent" ("document_id", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."document_id", OLD."id", OLD."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;', hash='804c4cbc7bdee34923ed21435658dc22bc7ac91a', operation='DELETE', pgid='pgtrigger_delete_delete_10c5d', table='suggestions_ideafile', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='ideafileevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='0a962a46ef764b201027bb9c8214344c731b3cf7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_bb620', table='suggestions_ideafileevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='ideafileevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='30ff3e6778c0725c1c620d112f198a6a6a696dcf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fb6cb', table='suggestions_ideafileevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='mark',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_markevent" ("criterion_id", "evaluation_id", "id", "mark", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."criterion_id", NEW."evaluation_id", NEW."id", NEW."mark", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='0b6beb05575691a599e194ac13177f109283c2cc', operation='INSERT', pgid='pgtrigger_insert_insert_bcb96', table='suggestions_mark', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='mark',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "suggestions_markevent" ("criterion_id", "evaluation_id", "id", "mark", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."criterion_id", NEW."evaluation_id", NEW."id", NEW."mark", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='b67262cda2a3011011853cfc36d447209448556b', operation='UPDATE', pgid='pgtrigger_update_update_a6274', table='suggestions_mark', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='mark',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_markevent" ("criterion_id", "evaluation_id", "id", "mark", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."criterion_id", OLD."evaluation_id", OLD."id", OLD."mark", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='5adf34180071a28f29533cb31921b12dd57b6c43', operation='DELETE', pgid='pgtrigger_delete_delete_1be9e', table='suggestions_mark', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='markevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='a5c2639df83e9301a8fb0743d825653413a76059', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_48118', table='suggestions_markevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='markevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b6600656309daa9510301042a1412d50940b89b2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7537a', table='suggestions_markevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='meeting',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_meetingevent" ("chaired_by_id", "closed_at", "id", "notes", "opened_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reference", "starts_at", "state", "submission_key") VALUES (NEW."chaired_by_id", NEW."closed_at", NEW."id", NEW."notes", NEW."opened_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."reference", NEW."starts_at", NEW."state", NEW."submission_key"); RETURN NULL;', hash='9595343b816f7607afd2ce49c430cd0a68ef0991', operation='INSERT', pgid='pgtrigger_insert_insert_aff3e', table='suggestions_meeting', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='meeting',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "suggestions_meetingevent" ("chaired_by_id", "closed_at", "id", "notes", "opened_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reference", "starts_at", "state", "submission_key") VALUES (NEW."chaired_by_id", NEW."closed_at", NEW."id", NEW."notes", NEW."opened_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."reference", NEW."starts_at", NEW."state", NEW."submission_key"); RETURN NULL;', hash='7d4589a491c60dab76cb6e06a2f1bd62360599c8', operation='UPDATE', pgid='pgtrigger_update_update_7bd0b', table='suggestions_meeting', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='meeting',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_meetingevent" ("chaired_by_id", "closed_at", "id", "notes", "opened_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reference", "starts_at", "state", "submission_key") VALUES (OLD."chaired_by_id", OLD."closed_at", OLD."id", OLD."notes", OLD."opened_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."place", OLD."reference", OLD."starts_at", OLD."state", OLD."submission_key"); RETURN NULL;', hash='46e52ca682091ba38efdba5c35a0077ac4101c4a', operation='DELETE', pgid='pgtrigger_delete_delete_1daf0', table='suggestions_meeting', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decisionevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='1ebf437ff604104eaddd2b8ca44479fe0f2c198e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_a8e29', table='suggestions_decisionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decisionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cf2adefd8f53211d3357d313d6905df771b9407b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a9024', table='suggestions_decisionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decision',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_decisionevent" ("decided_at", "decided_by_id", "id", "idea_id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "verdict", "veto_lifted_because", "votes_abstained", "votes_against", "votes_for", "without_quorum_because") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."idea_id", NEW."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reasons", NEW."verdict", NEW."veto_lifted_because", NEW."votes_abstained", NEW."votes_against", NEW."votes_for", NEW."without_quorum_because"); RETURN NULL;', hash='777bfcd05869017b9f617a0fa70a71a3447c6586', operation='INSERT', pgid='pgtrigger_insert_insert_9f9fd', table='suggestions_decision', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decision',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "suggestions_decisionevent" ("decided_at", "decided_by_id", "id", "idea_id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "verdict", "veto_lifted_because", "votes_abstained", "votes_against", "votes_for", "without_quorum_because") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."idea_id", NEW."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reasons", NEW."verdict", NEW."veto_lifted_because", NEW."votes_abstained", NEW."votes_against", NEW."votes_for", NEW."without_quorum_because"); RETURN NULL;', hash='52be00c9342bcf9c5e3bbe7899b989d4f37cddc9', operation='UPDATE', pgid='pgtrigger_update_update_fa4a6', table='suggestions_decision', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decision',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_decisionevent" ("decided_at", "decided_by_id", "id", "idea_id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "verdict", "veto_lifted_because", "votes_abstained", "votes_against", "votes_for", "without_quorum_because") VALUES (OLD."decided_at", OLD."decided_by_id", OLD."id", OLD."idea_id", OLD."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reasons", OLD."verdict", OLD."veto_lifted_because", OLD."votes_abstained", OLD."votes_against", OLD."votes_for", OLD."without_quorum_because"); RETURN NULL;', hash='6859544d3bd1b010f293637daf384fdf563610e7', operation='DELETE', pgid='pgtrigger_delete_delete_aeedf', table='suggestions_decision', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agendaitemevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='83c6e1e1f32a8327059abe67e257d113a24d4ec5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_418bd', table='suggestions_agendaitemevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agendaitemevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b815887f459993469bcd25a5d5fc32a8835b7fcd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_73ea3', table='suggestions_agendaitemevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agendaitem',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_agendaitemevent" ("id", "idea_id", "meeting_id", "note", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."id", NEW."idea_id", NEW."meeting_id", NEW."note", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;', hash='9e54dd8a3619a1f77fe78b15e2e570edf6428e1a', operation='INSERT', pgid='pgtrigger_insert_insert_c6aee', table='suggestions_agendaitem', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agendaitem',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "suggestions_agendaitemevent" ("id", "idea_id", "meeting_id", "note", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."id", NEW."idea_id", NEW."meeting_id", NEW."note", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;', hash='968c70a67b2a094d31b5799de87c420ba7e5f15f', operation='UPDATE', pgid='pgtrigger_update_update_3f424', table='suggestions_agendaitem', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agendaitem',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_agendaitemevent" ("id", "idea_id", "meeting_id", "note", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."id", OLD."idea_id", OLD."meeting_id", OLD."note", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;', hash='52981ff75796ed7d94f4ff4a63780d7aba66a716', operation='DELETE', pgid='pgtrigger_delete_delete_411e3', table='suggestions_agendaitem', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='meetingevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='2797397e086320ac9178a780feddca9d7dcb5ef5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_e860f', table='suggestions_meetingevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='meetingevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='13f3240ae646958573177620029742389ee522bd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_856b2', table='suggestions_meetingevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='merge',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_mergeevent" ("absorbed_id", "id", "kept_id", "made_at", "made_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "undone_at", "undone_by_id") VALUES (NEW."absorbed_id", NEW."id", NEW."kept_id", NEW."made_at", NEW."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."undone_at", NEW."undone_by_id"); RETURN NULL;', hash='b1faebf0420ea739bab4a5c36a4da556aaed5baa', operation='INSERT', pgid='pgtrigger_insert_insert_e66f4', table='suggestions_merge', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='merge',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "suggestions_mergeevent" ("absorbed_id", "id", "kept_id", "made_at", "made_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "undone_at", "undone_by_id") VALUES (NEW."absorbed_id", NEW."id", NEW."kept_id", NEW."made_at", NEW."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."undone_at", NEW."undone_by_id"); RETURN NULL;', hash='2f2971de77e6ff59621dc152539c5fdf56f3c6e6', operation='UPDATE', pgid='pgtrigger_update_update_d494e', table='suggestions_merge', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='merge',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_mergeevent" ("absorbed_id", "id", "kept_id", "made_at", "made_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "undone_at", "undone_by_id") VALUES (OLD."absorbed_id", OLD."id", OLD."kept_id", OLD."made_at", OLD."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."undone_at", OLD."undone_by_id"); RETURN NULL;', hash='2d059df9c35cf97255238a6494468233e7eadff7', operation='DELETE', pgid='pgtrigger_delete_delete_946a8', table='suggestions_merge', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='mergeevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='0ec8f721bc2f506fb3cc86d91a26a634beaa5984', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_e9e26', table='suggestions_mergeevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='mergeevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b700f96eec12b85bfedb22f7ee6d19e696cbfd21', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_53602', table='suggestions_mergeevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='message',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_messageevent" ("due_on", "id", "idea_id", "is_from_author", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "reminded_at", "settled_at", "submission_key", "text", "written_at", "written_by_id") VALUES (NEW."due_on", NEW."id", NEW."idea_id", NEW."is_from_author", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."reminded_at", NEW."settled_at", NEW."submission_key", NEW."text", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='b03958535337538f23a8a52533a034eca8bcd194', operation='INSERT', pgid='pgtrigger_insert_insert_5d3d2', table='suggestions_message', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='message',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."idea_id" IS DISTINCT FROM (NEW."idea_id") OR OLD."is_from_author" IS DISTINCT FROM (NEW."is_from_author") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."reminded_at" IS DISTINCT FROM (NEW."reminded_at") OR OLD."settled_at" IS DISTINCT FROM (NEW."settled_at") OR OLD."submission_key" IS DISTINCT FROM (NEW."submission_key") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."written_at" IS DISTINCT FROM (NEW."written_at") OR OLD."written_by_id" IS DISTINCT FROM (NEW."written_by_id"))', func='INSERT INTO "suggestions_messageevent" ("due_on", "id", "idea_id", "is_from_author", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "reminded_at", "settled_at", "submission_key", "text", "written_at", "written_by_id") VALUES (NEW."due_on", NEW."id", NEW."idea_id", NEW."is_from_author", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."reminded_at", NEW."settled_at", NEW."submission_key", NEW."text", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='1899449583265e0f871b854e8c83439d50659588', operation='UPDATE', pgid='pgtrigger_update_update_b8bdf', table='suggestions_message', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='message',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_messageevent" ("due_on", "id", "idea_id", "is_from_author", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "reminded_at", "settled_at", "submission_key", "text", "written_at", "written_by_id") VALUES (OLD."due_on", OLD."id", OLD."idea_id", OLD."is_from_author", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."reminded_at", OLD."settled_at", OLD."submission_key", OLD."text", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='3d6f8742dc18e215a7a1ef2cf1a9fa840993af1b', operation='DELETE', pgid='pgtrigger_delete_delete_afb25', table='suggestions_message', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='messageevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='3d690e4228472ceb1fd919c88c9592f75b243a3e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_671b0', table='suggestions_messageevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='messageevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a713f09654a54d803eb0058578d17bdfc28c423b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_88c8a', table='suggestions_messageevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='opinion',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_opinionevent" ("asked_at", "asked_by_id", "due_on", "expert_id", "given_at", "given_up_at", "given_up_because", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "reference", "reminded_at", "submission_key", "text") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."due_on", NEW."expert_id", NEW."given_at", NEW."given_up_at", NEW."given_up_because", NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."question", NEW."reference", NEW."reminded_at", NEW."submission_key", NEW."text"); RETURN NULL;', hash='8d7ee4755298da421600f1fdb1fd705b83d6b620', operation='INSERT', pgid='pgtrigger_insert_insert_47298', table='suggestions_opinion', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='opinion',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."expert_id" IS DISTINCT FROM (NEW."expert_id") OR OLD."given_at" IS DISTINCT FROM (NEW."given_at") OR OLD."given_up_at" IS DISTINCT FROM (NEW."given_up_at") OR OLD."given_up_because" IS DISTINCT FROM (NEW."given_up_because") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."idea_id" IS DISTINCT FROM (NEW."idea_id") OR OLD."question" IS DISTINCT FROM (NEW."question") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."reminded_at" IS DISTINCT FROM (NEW."reminded_at") OR OLD."submission_key" IS DISTINCT FROM (NEW."submission_key") OR OLD."text" IS DISTINCT FROM (NEW."text"))', func='INSERT INTO "suggestions_opinionevent" ("asked_at", "asked_by_id", "due_on", "expert_id", "given_at", "given_up_at", "given_up_because", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "reference", "reminded_at", "submission_key", "text") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."due_on", NEW."expert_id", NEW."given_at", NEW."given_up_at", NEW."given_up_because", NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."question", NEW."reference", NEW."reminded_at", NEW."submission_key", NEW."text"); RETURN NULL;', hash='7bb26ae6ea3a64fa480dd5503a5aab9662804fab', operation='UPDATE', pgid='pgtrigger_update_update_b772e', table='suggestions_opinion', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='opinion',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_opinionevent" ("asked_at", "asked_by_id", "due_on", "expert_id", "given_at", "given_up_at", "given_up_because", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "reference", "reminded_at", "submission_key", "text") VALUES (OLD."asked_at", OLD."asked_by_id", OLD."due_on", OLD."expert_id", OLD."given_at", OLD."given_up_at", OLD."given_up_because", OLD."id", OLD."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."question", OLD."reference", OLD."reminded_at", OLD."submission_key", OLD."text"); RETURN NULL;', hash='251fcc59b61898f297d7c6c2ace84838b81e1073', operation='DELETE', pgid='pgtrigger_delete_delete_3ace3', table='suggestions_opinion', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='opinionevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='b967b551251842cde14da345a6bc5c408642c690', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_85235', table='suggestions_opinionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='opinionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='71c141c18eab5396de534827415715bbd9597f99', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e8aaa', table='suggestions_opinionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='recusal',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_recusalevent" ("id", "idea_id", "made_at", "member_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."id", NEW."idea_id", NEW."made_at", NEW."member_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;', hash='429cbb8197f2536f9486580ed67221f9428db9d8', operation='INSERT', pgid='pgtrigger_insert_insert_bb5ca', table='suggestions_recusal', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='recusal',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "suggestions_recusalevent" ("id", "idea_id", "made_at", "member_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."id", NEW."idea_id", NEW."made_at", NEW."member_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;', hash='263d4eb36cb7a20151be73856d8f036abdba076e', operation='UPDATE', pgid='pgtrigger_update_update_baabe', table='suggestions_recusal', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='recusal',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_recusalevent" ("id", "idea_id", "made_at", "member_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."id", OLD."idea_id", OLD."made_at", OLD."member_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason"); RETURN NULL;', hash='96b3d3bcbdd4459577baa28194ccf443f0848beb', operation='DELETE', pgid='pgtrigger_delete_delete_0dac5', table='suggestions_recusal', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='recusalevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='e0607424779b3a55c21c3701dbbd945d64faba04', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_32eee', table='suggestions_recusalevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='recusalevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='262eec3f16228244b8e82fbdfdd1500d0127a7bf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_26a72', table='suggestions_recusalevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='report',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_reportevent" ("comment_id", "created_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reported_by_id", "settled_at", "settled_by_id") VALUES (NEW."comment_id", NEW."created_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."reported_by_id", NEW."settled_at", NEW."settled_by_id"); RETURN NULL;', hash='6a7db92ce8f4e8c5689af0de96852311ab21ba46', operation='INSERT', pgid='pgtrigger_insert_insert_872c1', table='suggestions_report', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='report',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "suggestions_reportevent" ("comment_id", "created_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reported_by_id", "settled_at", "settled_by_id") VALUES (NEW."comment_id", NEW."created_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."reported_by_id", NEW."settled_at", NEW."settled_by_id"); RETURN NULL;', hash='f19950f54e8aacc7cd073322789b557c75ccf1b4', operation='UPDATE', pgid='pgtrigger_update_update_b4304', table='suggestions_report', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='report',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_reportevent" ("comment_id", "created_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reported_by_id", "settled_at", "settled_by_id") VALUES (OLD."comment_id", OLD."created_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."reported_by_id", OLD."settled_at", OLD."settled_by_id"); RETURN NULL;', hash='5585286d6b1fbf9b0adf70fa18fb0c551ecd3f90', operation='DELETE', pgid='pgtrigger_delete_delete_90023', table='suggestions_report', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reportevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='e368331e2a24cc35414e457cb486325d4f466c30', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_ea14f', table='suggestions_reportevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reportevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b1eee8471f1c695cc24243a6e368de371ccccd18', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d56af', table='suggestions_reportevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='split',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_splitevent" ("id", "made_at", "made_by_id", "original_id", "part_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "undone_at", "undone_by_id") VALUES (NEW."id", NEW."made_at", NEW."made_by_id", NEW."original_id", NEW."part_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."undone_at", NEW."undone_by_id"); RETURN NULL;', hash='195265fc45a083b9aacf5dc6e32c6a7c8b24bad9', operation='INSERT', pgid='pgtrigger_insert_insert_d0e1a', table='suggestions_split', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='split',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "suggestions_splitevent" ("id", "made_at", "made_by_id", "original_id", "part_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "undone_at", "undone_by_id") VALUES (NEW."id", NEW."made_at", NEW."made_by_id", NEW."original_id", NEW."part_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."undone_at", NEW."undone_by_id"); RETURN NULL;', hash='481274b0045848748e781a41e8117c94bb2b72cc', operation='UPDATE', pgid='pgtrigger_update_update_0efa4', table='suggestions_split', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='split',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_splitevent" ("id", "made_at", "made_by_id", "original_id", "part_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "undone_at", "undone_by_id") VALUES (OLD."id", OLD."made_at", OLD."made_by_id", OLD."original_id", OLD."part_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."undone_at", OLD."undone_by_id"); RETURN NULL;', hash='9c6f6e52bb6929681c0e290c507f868adf390d76', operation='DELETE', pgid='pgtrigger_delete_delete_4f68d', table='suggestions_split', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='splitevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='50f713b38355fe4f38a69739f9eac652db6121f5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_2e1b0', table='suggestions_splitevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='splitevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8d81c4c7a1688afaa31ac87e722bb9f0732a1c24', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4224c', table='suggestions_splitevent', when='BEFORE')),
            ),
        ]),
        # Not fields: Django would read them with every idea. See suggestions/querysets.py.
        migrations.RunSQL(
            """
            ALTER TABLE suggestions_idea ADD COLUMN words tsvector GENERATED ALWAYS AS (
                setweight(to_tsvector('public.french_plain', search_words(title)), 'A')
                || setweight(
                    to_tsvector('public.french_plain', search_words(problem || ' ' || proposal || ' ' || benefit)),
                    'C')
            ) STORED;
            CREATE INDEX idea_words ON suggestions_idea USING gin (words);
            ALTER TABLE suggestions_idea ADD COLUMN letters text
                GENERATED ALWAYS AS (plain_text(search_words(title))) STORED;
            CREATE INDEX idea_letters ON suggestions_idea USING gin (letters gin_trgm_ops);
            """,
            "ALTER TABLE suggestions_idea DROP COLUMN words, DROP COLUMN letters;",
        ),
        # An author's appeal against a refusal, once the rows that it is about have their tables.
        Together([
            migrations.CreateModel(
                name='Appeal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.TextField(verbose_name='pourquoi l’auteur conteste')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='contestée le')),
                    ('answer', models.TextField(blank=True, verbose_name='ce que le groupe répond')),
                    ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='répondue le')),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='répondue par')),
                    ('idea', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='suggestions.idea', verbose_name='idée')),
                    ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='contestée par')),
                ],
                options={
                    'verbose_name': 'contestation d’un refus',
                    'verbose_name_plural': 'contestations des refus',
                },
            ),
            migrations.CreateModel(
                name='AppealEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reason', models.TextField(verbose_name='pourquoi l’auteur conteste')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='contestée le')),
                    ('answer', models.TextField(blank=True, verbose_name='ce que le groupe répond')),
                    ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='répondue le')),
                    ('answered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='répondue par')),
                    ('idea', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.idea', verbose_name='idée')),
                    ('made_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='contestée par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.appeal')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddConstraint(
                model_name='appeal',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='appeal_says_why'),
            ),
            migrations.AddConstraint(
                model_name='appeal',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answer__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='appeal_answered_by_someone'),
            ),
            migrations.AddConstraint(
                model_name='appeal',
                constraint=models.CheckConstraint(condition=models.Q(('answered_by', None), models.Q(('answered_by', models.F('made_by')), _negated=True), _connector='OR'), name='appeal_answered_by_another'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='appeal',
                trigger=pgtrigger.compiler.Trigger(name='against_a_refusal', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF NOT EXISTS (SELECT 1 FROM suggestions_idea idea\n                                   WHERE idea.id = NEW.idea_id AND idea.state = 'declined'\n                                   AND (NEW.made_by_id IS NULL) = (idea.identity = 'anonymous')) THEN\n                        RAISE EXCEPTION 'appeal: against a refusal'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'appeal_against_a_refusal';\n                    END IF;\n                    RETURN NEW;\n                ", hash='dce5884a47a4dfec5cf321ef09ae35cc54795802', operation='INSERT', pgid='pgtrigger_against_a_refusal_97468', table='suggestions_appeal', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='appeal',
                trigger=pgtrigger.compiler.Trigger(name='reason_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."reason" IS DISTINCT FROM (NEW."reason"))', func='RAISE EXCEPTION \'pgtrigger: Cannot update of "reason" rows from % table\', TG_TABLE_NAME;', hash='6de4f8eba4b080d92fba1e28e8b5614bdd9ea986', operation='UPDATE OF "reason"', pgid='pgtrigger_reason_never_changes_929c8', table='suggestions_appeal', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='appeal',
                trigger=pgtrigger.compiler.Trigger(name='answered_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."answered_at" IS NOT NULL)', func='RAISE EXCEPTION \'pgtrigger: Cannot update of "answer", "answered_by_id", "answered_at" rows from % table\', TG_TABLE_NAME;', hash='a556007db37f481b6bcbcbf8f6a4b9ce20fdcfdd', operation='UPDATE OF "answer", "answered_by_id", "answered_at"', pgid='pgtrigger_answered_once_a3c37', table='suggestions_appeal', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='appeal',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_appealevent" ("answer", "answered_at", "answered_by_id", "id", "idea_id", "made_at", "made_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."id", NEW."idea_id", NEW."made_at", NEW."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;', hash='82178856d73209589f9d57a0105c2bf09daa549c', operation='INSERT', pgid='pgtrigger_insert_insert_03e3f', table='suggestions_appeal', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='appeal',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "suggestions_appealevent" ("answer", "answered_at", "answered_by_id", "id", "idea_id", "made_at", "made_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."id", NEW."idea_id", NEW."made_at", NEW."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;', hash='56103b24660b80bf1c938793a3ed707729a91a62', operation='UPDATE', pgid='pgtrigger_update_update_0eb10', table='suggestions_appeal', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='appeal',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_appealevent" ("answer", "answered_at", "answered_by_id", "id", "idea_id", "made_at", "made_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."id", OLD."idea_id", OLD."made_at", OLD."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason"); RETURN NULL;', hash='abb838d2d33523aa23bf2eae65c0f7d69240e746', operation='DELETE', pgid='pgtrigger_delete_delete_81012', table='suggestions_appeal', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='appealevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='eb7c98077f2afa45244e381281ee34630c89895d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_2fd36', table='suggestions_appealevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='appealevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d245917bf59f3d67f8f2032689f5adfdb2d49ba1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_529c2', table='suggestions_appealevent', when='BEFORE')),
            ),
        ]),
        # Set-asides by two members and notes between members, once the ideas have their tables.
        Together([
            migrations.CreateModel(
                name='Note',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('text', models.TextField(verbose_name='texte')),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='écrite le')),
                ],
                options={
                    'verbose_name': 'note entre membres',
                    'verbose_name_plural': 'notes entre membres',
                    'ordering': ['written_at', 'pk'],
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
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='clé d’envoi')),
                    ('text', models.TextField(verbose_name='texte')),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='écrite le')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='SetAside',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.TextField(verbose_name='motif, pour l’auteur')),
                    ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='proposée le')),
                ],
                options={
                    'verbose_name': 'mise à l’écart',
                    'verbose_name_plural': 'mises à l’écart',
                },
            ),
            migrations.CreateModel(
                name='SetAsideEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reason', models.TextField(verbose_name='motif, pour l’auteur')),
                    ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='proposée le')),
                ],
                options={
                    'abstract': False,
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='idea',
                trigger=pgtrigger.compiler.Trigger(name='set_aside_by_two_members', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."state" = \'set_aside\' AND OLD."state" IS DISTINCT FROM (NEW."state"))', func="\n        IF NOT EXISTS (SELECT 1 FROM suggestions_setaside made WHERE made.idea_id = NEW.id\n                       AND made.confirmed_by_id IS NOT NULL) THEN\n            RAISE EXCEPTION 'idea: set aside by two members'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'idea_set_aside_by_two_members';\n        END IF;\n        RETURN NEW;\n    ", hash='c3b70ccc25633b471670d27f346f632c38258f8b', operation='UPDATE OF "state"', pgid='pgtrigger_set_aside_by_two_members_3b9f9', table='suggestions_idea', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='idea',
                trigger=pgtrigger.compiler.Trigger(name='restored_with_its_confirmation', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" = \'set_aside\' AND NEW."state" IS DISTINCT FROM \'set_aside\')', constraint='CONSTRAINT', func="\n        IF EXISTS (SELECT 1 FROM suggestions_setaside made JOIN suggestions_idea idea ON idea.id = made.idea_id\n                   WHERE idea.id = NEW.id AND made.confirmed_by_id IS NOT NULL AND idea.state <> 'set_aside') THEN\n            RAISE EXCEPTION 'set aside: confirmed, and the idea is not set aside'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'set_aside_confirmed_with_its_idea';\n        END IF;\n        RETURN NULL;\n", hash='f750efa3dae549d78abbae5891caf40b9f93d619', operation='UPDATE OF "state"', pgid='pgtrigger_restored_with_its_confirmation_cf0ee', table='suggestions_idea', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
            ),
            migrations.AddField(
                model_name='note',
                name='idea',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='suggestions.idea', verbose_name='idée'),
            ),
            migrations.AddField(
                model_name='note',
                name='written_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='écrite par'),
            ),
            migrations.AddField(
                model_name='noteevent',
                name='idea',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.idea', verbose_name='idée'),
            ),
            migrations.AddField(
                model_name='noteevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.note'),
            ),
            migrations.AddField(
                model_name='noteevent',
                name='written_by',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='écrite par'),
            ),
            migrations.AddField(
                model_name='setaside',
                name='confirmed_by',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmée par'),
            ),
            migrations.AddField(
                model_name='setaside',
                name='idea',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='set_aside_proposal', to='suggestions.idea', verbose_name='idée'),
            ),
            migrations.AddField(
                model_name='setaside',
                name='proposed_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposée par'),
            ),
            migrations.AddField(
                model_name='setasideevent',
                name='confirmed_by',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmée par'),
            ),
            migrations.AddField(
                model_name='setasideevent',
                name='idea',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.idea', verbose_name='idée'),
            ),
            migrations.AddField(
                model_name='setasideevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='suggestions.setaside'),
            ),
            migrations.AddField(
                model_name='setasideevent',
                name='proposed_by',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposée par'),
            ),
            migrations.AddIndex(
                model_name='note',
                index=models.Index(fields=['idea', 'written_at', 'id'], name='note_in_order'),
            ),
            migrations.AddConstraint(
                model_name='note',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('text__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='note_says_something'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='note',
                trigger=pgtrigger.compiler.Trigger(name='never_by_an_author', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF EXISTS (SELECT 1 FROM suggestions_idea idea\n                               WHERE (idea.id = NEW.idea_id OR idea.head_id = NEW.idea_id)\n                               AND idea.author_id = NEW.written_by_id) THEN\n                        RAISE EXCEPTION 'note: never by an author of the idea'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'note_never_by_an_author';\n                    END IF;\n                    RETURN NEW;\n                ", hash='90acd74420c32f0101feda8264a8a0162fb1f5ab', operation='INSERT', pgid='pgtrigger_never_by_an_author_4721e', table='suggestions_note', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='note',
                trigger=pgtrigger.compiler.Trigger(name='words_never_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."written_by_id" IS DISTINCT FROM (NEW."written_by_id"))', func='RAISE EXCEPTION \'pgtrigger: Cannot update of "text", "written_by_id" rows from % table\', TG_TABLE_NAME;', hash='b997051aa1a9562c0f70018d78b13c0bcbdfaf8d', operation='UPDATE OF "text", "written_by_id"', pgid='pgtrigger_words_never_change_1d8a5', table='suggestions_note', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='note',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_noteevent" ("id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "submission_key", "text", "written_at", "written_by_id") VALUES (NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."submission_key", NEW."text", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='d2efcde8ace1cffed5e1fe75e561480f539f6733', operation='INSERT', pgid='pgtrigger_insert_insert_e6b6d', table='suggestions_note', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='note',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "suggestions_noteevent" ("id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "submission_key", "text", "written_at", "written_by_id") VALUES (NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."submission_key", NEW."text", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='527b77d5d4b5fdbf1baba9e4ea3d24888bc59746', operation='UPDATE', pgid='pgtrigger_update_update_0744d', table='suggestions_note', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='note',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_noteevent" ("id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "submission_key", "text", "written_at", "written_by_id") VALUES (OLD."id", OLD."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."submission_key", OLD."text", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='ee7341710b83e1b96cf6893645e799103a874c25', operation='DELETE', pgid='pgtrigger_delete_delete_dc715', table='suggestions_note', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='noteevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='7fca6b5a72e3c9500e01b038865b271916bbe13c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_8a56a', table='suggestions_noteevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='noteevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dcf02d2f5e6d781ab7c79cc2fc8a11e176e7409c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_11cff', table='suggestions_noteevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='setaside',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='set_aside_says_why'),
            ),
            migrations.AddConstraint(
                model_name='setaside',
                constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='set_aside_confirmed_by_a_second_member'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='setaside',
                trigger=pgtrigger.compiler.Trigger(name='never_by_an_author', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (SELECT 1 FROM suggestions_idea idea\n                   WHERE (idea.id = NEW.idea_id OR idea.head_id = NEW.idea_id)\n                   AND idea.author_id IN (NEW.proposed_by_id, NEW.confirmed_by_id)) THEN\n            RAISE EXCEPTION 'set aside: never by an author of the idea'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'set_aside_never_by_an_author';\n        END IF;\n        RETURN NEW;\n    ", hash='6da2f7591e5d058626fa242711c33e098ce23b9b', operation='INSERT OR UPDATE OF "confirmed_by_id"', pgid='pgtrigger_never_by_an_author_64606', table='suggestions_setaside', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='setaside',
                trigger=pgtrigger.compiler.Trigger(name='confirmed_with_its_idea', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."confirmed_by_id" IS NOT NULL)', constraint='CONSTRAINT', func="\n        IF EXISTS (SELECT 1 FROM suggestions_setaside made JOIN suggestions_idea idea ON idea.id = made.idea_id\n                   WHERE idea.id = NEW.idea_id AND made.confirmed_by_id IS NOT NULL AND idea.state <> 'set_aside') THEN\n            RAISE EXCEPTION 'set aside: confirmed, and the idea is not set aside'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'set_aside_confirmed_with_its_idea';\n        END IF;\n        RETURN NULL;\n", hash='acac7f1103c25815b83d04fde2055399aed66889', operation='INSERT OR UPDATE', pgid='pgtrigger_confirmed_with_its_idea_69ad9', table='suggestions_setaside', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='setaside',
                trigger=pgtrigger.compiler.Trigger(name='reason_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason"))', func='RAISE EXCEPTION \'pgtrigger: Cannot update of "reason", "proposed_by_id" rows from % table\', TG_TABLE_NAME;', hash='8d32065248aabd5d58cf759dd59add326969947d', operation='UPDATE OF "reason", "proposed_by_id"', pgid='pgtrigger_reason_never_changes_70f99', table='suggestions_setaside', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='setaside',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_setasideevent" ("confirmed_by_id", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason") VALUES (NEW."confirmed_by_id", NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason"); RETURN NULL;', hash='61d65676507184ea07b07ed585dfb877b7003ba4', operation='INSERT', pgid='pgtrigger_insert_insert_3a683', table='suggestions_setaside', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='setaside',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "suggestions_setasideevent" ("confirmed_by_id", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason") VALUES (NEW."confirmed_by_id", NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason"); RETURN NULL;', hash='84af1f0809aaebfde919de6acdabe8ee1c63f5a4', operation='UPDATE', pgid='pgtrigger_update_update_eb7ce', table='suggestions_setaside', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='setaside',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "suggestions_setasideevent" ("confirmed_by_id", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason") VALUES (OLD."confirmed_by_id", OLD."id", OLD."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."proposed_at", OLD."proposed_by_id", OLD."reason"); RETURN NULL;', hash='009e2d8c4f15971538d4a6f4efc63395c7d66025', operation='DELETE', pgid='pgtrigger_delete_delete_f533a', table='suggestions_setaside', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='setasideevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='4e0672570007caab54970c7a1d775576f6ee8909', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_656ee', table='suggestions_setasideevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='setasideevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8dca5e56d425c002c67cd1760fe481845ee7fe3b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f8aae', table='suggestions_setasideevent', when='BEFORE')),
            ),
        ]),
    ]
