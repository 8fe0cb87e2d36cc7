"""The common section: pages, the group and its actions."""

from core.history.tracking import Together
from django.conf import settings
from django.db import migrations, models
import core.web.public_ids
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
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
        ("suggestions", "0001_initial"),
        ("tips", "0001_initial"),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='AssessmentReminder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('anniversary', models.DateField(unique=True, verbose_name='anniversaire')),
                    ('told_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='rappelé le')),
                ],
                options={
                    'verbose_name': 'rappel du bilan',
                    'verbose_name_plural': 'rappels du bilan',
                },
            ),
            migrations.CreateModel(
                name='PageEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('slug', models.SlugField(db_index=False, error_messages={'unique': 'Une page a déjà cette adresse.'}, help_text='La fin de l’adresse de la page\xa0: lettres sans accent, chiffres et tirets.', max_length=80, verbose_name='adresse')),
                    ('title', models.CharField(max_length=120, verbose_name='titre')),
                    ('summary', models.CharField(blank=True, max_length=300, verbose_name='résumé')),
                    ('body', models.TextField(verbose_name='texte')),
                    ('position', models.PositiveSmallIntegerField(default=0, help_text='Les plus petits d’abord.', verbose_name='rang')),
                    ('is_to_review', models.BooleanField(default=False, help_text='Un texte de départ\xa0: décochez la case quand il dit ce que fait votre ville.', verbose_name='à relire')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='PrinterlessAgent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('hardest', models.CharField(blank=True, choices=[('signing', 'Faire signer un document'), ('proofreading', 'Relire un long texte à l’écran'), ('meeting', 'Tenir une réunion sans dossier papier'), ('form', 'Donner un formulaire à un habitant'), ('mail', 'Envoyer un courrier'), ('field', 'Emporter un plan ou une fiche sur le terrain'), ('habit', 'L’habitude, tout simplement')], max_length=12, verbose_name='le plus difficile')),
                ],
                options={
                    'verbose_name': 'inscription à un jour sans imprimante',
                    'verbose_name_plural': 'inscriptions à un jour sans imprimante',
                },
            ),
            migrations.CreateModel(
                name='PrinterlessDay',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('held_on', models.DateField(error_messages={'unique': 'Un jour sans imprimante est déjà prévu à cette date.'}, unique=True, verbose_name='date')),
                    ('title', models.CharField(default='Un jour sans imprimante', max_length=160, verbose_name='titre')),
                    ('message', models.TextField(blank=True, help_text='Pourquoi ce jour-là, et ce que l’on peut tout de même imprimer.', max_length=1000, verbose_name='le mot du groupe')),
                    ('screen_hash', models.CharField(blank=True, editable=False, max_length=64, verbose_name='empreinte de l’écran')),
                ],
                options={
                    'verbose_name': 'jour sans imprimante',
                    'verbose_name_plural': 'jours sans imprimante',
                    'ordering': ['-held_on'],
                },
            ),
            migrations.CreateModel(
                name='PrinterlessDayEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('held_on', models.DateField(error_messages={'unique': 'Un jour sans imprimante est déjà prévu à cette date.'}, verbose_name='date')),
                    ('title', models.CharField(default='Un jour sans imprimante', max_length=160, verbose_name='titre')),
                    ('message', models.TextField(blank=True, help_text='Pourquoi ce jour-là, et ce que l’on peut tout de même imprimer.', max_length=1000, verbose_name='le mot du groupe')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='PrinterlessDirection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('takes_part', models.BooleanField(default=False, verbose_name='participe')),
                    ('pages_before', models.PositiveIntegerField(blank=True, null=True, verbose_name='pages un jour ordinaire')),
                    ('pages_on_day', models.PositiveIntegerField(blank=True, null=True, verbose_name='pages ce jour-là')),
                    ('told_before', models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='pages un jour ordinaire, dites')),
                    ('told_on_day', models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='pages ce jour-là, dites')),
                ],
                options={
                    'verbose_name': 'direction d’un jour sans imprimante',
                    'verbose_name_plural': 'directions d’un jour sans imprimante',
                },
            ),
            migrations.CreateModel(
                name='PrinterlessDirectionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('takes_part', models.BooleanField(default=False, verbose_name='participe')),
                    ('pages_before', models.PositiveIntegerField(blank=True, null=True, verbose_name='pages un jour ordinaire')),
                    ('pages_on_day', models.PositiveIntegerField(blank=True, null=True, verbose_name='pages ce jour-là')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Priority',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('name', models.CharField(max_length=120, verbose_name='nom')),
                    ('rank', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='rang')),
                    ('effort', models.CharField(blank=True, choices=[('days', 'Quelques jours'), ('weeks', 'Quelques semaines'), ('months', 'Quelques mois'), ('year', 'Un an ou plus')], max_length=6, verbose_name='effort')),
                    ('values', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('simplicity', 'Simplification'), ('sharing', 'Partage'), ('speed', 'Rapidité')], max_length=10), blank=True, default=list, verbose_name='valeurs servies')),
                    ('discussion', models.CharField(choices=[('to_discuss', 'À discuter'), ('discussed', 'En discussion'), ('agreed', 'Décidée'), ('postponed', 'Remise à plus tard')], default='to_discuss', max_length=10, verbose_name='où en est la discussion')),
                ],
                options={
                    'verbose_name': 'priorité',
                    'ordering': ['rank', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='PriorityActionEvent',
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
                name='PriorityEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('name', models.CharField(max_length=120, verbose_name='nom')),
                    ('rank', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='rang')),
                    ('effort', models.CharField(blank=True, choices=[('days', 'Quelques jours'), ('weeks', 'Quelques semaines'), ('months', 'Quelques mois'), ('year', 'Un an ou plus')], max_length=6, verbose_name='effort')),
                    ('values', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('simplicity', 'Simplification'), ('sharing', 'Partage'), ('speed', 'Rapidité')], max_length=10), blank=True, default=list, verbose_name='valeurs servies')),
                    ('discussion', models.CharField(choices=[('to_discuss', 'À discuter'), ('discussed', 'En discussion'), ('agreed', 'Décidée'), ('postponed', 'Remise à plus tard')], default='to_discuss', max_length=10, verbose_name='où en est la discussion')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Question',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('position', models.PositiveSmallIntegerField(default=1000, editable=False, verbose_name='rang')),
                    ('kind', models.CharField(choices=[('text', 'texte'), ('one', 'un choix'), ('several', 'plusieurs choix'), ('scale', 'échelle de quatre'), ('number', 'nombre'), ('yes_no', 'oui, non, sans objet')], default='text', max_length=8, verbose_name='réponse')),
                    ('text', models.CharField(max_length=300, verbose_name='question')),
                    ('help', models.CharField(blank=True, max_length=300, verbose_name='aide')),
                    ('choices', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, verbose_name='choix')),
                ],
                options={
                    'verbose_name': 'question',
                    'ordering': ['position', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='QuestionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('position', models.PositiveSmallIntegerField(default=1000, editable=False, verbose_name='rang')),
                    ('kind', models.CharField(choices=[('text', 'texte'), ('one', 'un choix'), ('several', 'plusieurs choix'), ('scale', 'échelle de quatre'), ('number', 'nombre'), ('yes_no', 'oui, non, sans objet')], default='text', max_length=8, verbose_name='réponse')),
                    ('text', models.CharField(max_length=300, verbose_name='question')),
                    ('help', models.CharField(blank=True, max_length=300, verbose_name='aide')),
                    ('choices', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, verbose_name='choix')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Questionnaire',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('title', models.CharField(max_length=120, verbose_name='titre')),
                    ('version', models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='version')),
                    ('introduction', models.TextField(blank=True, help_text='Lu à la personne rencontrée\xa0: pourquoi ces questions, et ce qui en sera fait.', max_length=1000, verbose_name='à dire en commençant')),
                ],
                options={
                    'verbose_name': 'questionnaire',
                    'ordering': ['title', '-version'],
                },
            ),
            migrations.CreateModel(
                name='QuestionnaireEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('title', models.CharField(max_length=120, verbose_name='titre')),
                    ('version', models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='version')),
                    ('introduction', models.TextField(blank=True, help_text='Lu à la personne rencontrée\xa0: pourquoi ces questions, et ce qui en sera fait.', max_length=1000, verbose_name='à dire en commençant')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='QuestionSection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField(default=1000, editable=False, verbose_name='rang')),
                    ('title', models.CharField(max_length=120, verbose_name='titre')),
                ],
                options={
                    'verbose_name': 'partie du questionnaire',
                    'verbose_name_plural': 'parties du questionnaire',
                    'ordering': ['position', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='QuestionSectionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('position', models.PositiveSmallIntegerField(default=1000, editable=False, verbose_name='rang')),
                    ('title', models.CharField(max_length=120, verbose_name='titre')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ReviewIssue',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('month', models.DateField(error_messages={'unique': 'Ce mois a déjà son numéro\xa0: choisissez un autre mois.'}, help_text='N’importe quel jour du mois convient\xa0; il y a un seul numéro par mois.', unique=True, verbose_name='mois')),
                    ('closing_on', models.DateField(help_text='Le jour où tout doit être prêt, avant le début du mois.', verbose_name='bouclage le')),
                ],
                options={
                    'verbose_name': 'numéro de la revue',
                    'verbose_name_plural': 'numéros de la revue',
                    'ordering': ['-month'],
                },
            ),
            migrations.CreateModel(
                name='ReviewIssueEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('month', models.DateField(error_messages={'unique': 'Ce mois a déjà son numéro\xa0: choisissez un autre mois.'}, help_text='N’importe quel jour du mois convient\xa0; il y a un seul numéro par mois.', verbose_name='mois')),
                    ('closing_on', models.DateField(help_text='Le jour où tout doit être prêt, avant le début du mois.', verbose_name='bouclage le')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ReviewPicture',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('alternative', models.CharField(max_length=200, verbose_name='ce qu’elle montre')),
                    ('width', models.PositiveIntegerField(verbose_name='largeur en pixels')),
                    ('height', models.PositiveIntegerField(verbose_name='hauteur en pixels')),
                ],
                options={
                    'verbose_name': 'image de la revue',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='ReviewPictureEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('alternative', models.CharField(max_length=200, verbose_name='ce qu’elle montre')),
                    ('width', models.PositiveIntegerField(verbose_name='largeur en pixels')),
                    ('height', models.PositiveIntegerField(verbose_name='hauteur en pixels')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ScreeningAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('mark', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='note')),
                    ('is_touched', models.BooleanField(default=False, verbose_name='piège touché')),
                    ('precaution', models.TextField(blank=True, max_length=500, verbose_name='ce qui sera fait')),
                ],
                options={
                    'verbose_name': 'réponse au filtre',
                    'verbose_name_plural': 'réponses au filtre',
                    'ordering': ['criterion__position', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='ScreeningAnswerEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('mark', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='note')),
                    ('is_touched', models.BooleanField(default=False, verbose_name='piège touché')),
                    ('precaution', models.TextField(blank=True, max_length=500, verbose_name='ce qui sera fait')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Survey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('title', models.CharField(max_length=120, verbose_name='titre')),
                    ('introduction', models.TextField(blank=True, max_length=1000, verbose_name='à dire en commençant')),
                    ('opened_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='commencée le')),
                    ('ends_on', models.DateField(help_text='Les entretiens non faits ce jour-là sont en retard.', verbose_name='à finir pour le')),
                    ('closed_on', models.DateField(null=True, verbose_name='close le')),
                ],
                options={
                    'verbose_name': 'enquête',
                    'ordering': ['-opened_on', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='SurveyEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('title', models.CharField(max_length=120, verbose_name='titre')),
                    ('introduction', models.TextField(blank=True, max_length=1000, verbose_name='à dire en commençant')),
                    ('opened_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='commencée le')),
                    ('ends_on', models.DateField(help_text='Les entretiens non faits ce jour-là sont en retard.', verbose_name='à finir pour le')),
                    ('closed_on', models.DateField(null=True, verbose_name='close le')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Wish',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('sentence', models.CharField(max_length=200, verbose_name='le souhait, en une phrase')),
                    ('problem', models.TextField(blank=True, max_length=1000, verbose_name='le problème')),
                    ('change', models.TextField(blank=True, max_length=1000, verbose_name='ce que cela changerait')),
                    ('people', models.CharField(blank=True, help_text='Des métiers et des nombres, jamais un nom\xa0: «\xa0une vingtaine d’agents d’accueil\xa0».', max_length=160, verbose_name='qui est concerné')),
                    ('noted_on', models.DateField(default=django.utils.timezone.localdate, editable=False, verbose_name='noté le')),
                ],
                options={
                    'verbose_name': 'souhait',
                    'ordering': ['-noted_on', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='WishEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('sentence', models.CharField(max_length=200, verbose_name='le souhait, en une phrase')),
                    ('problem', models.TextField(blank=True, max_length=1000, verbose_name='le problème')),
                    ('change', models.TextField(blank=True, max_length=1000, verbose_name='ce que cela changerait')),
                    ('people', models.CharField(blank=True, help_text='Des métiers et des nombres, jamais un nom\xa0: «\xa0une vingtaine d’agents d’accueil\xa0».', max_length=160, verbose_name='qui est concerné')),
                    ('noted_on', models.DateField(default=django.utils.timezone.localdate, editable=False, verbose_name='noté le')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Action',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('title', models.CharField(max_length=160, verbose_name='titre')),
                    ('what_was_decided', models.TextField(blank=True, max_length=2000, verbose_name='ce qui a été décidé')),
                    ('decided_on', models.DateField(blank=True, default=django.utils.timezone.localdate, null=True, verbose_name='décidée le')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='échéance')),
                    ('state', models.CharField(choices=[('planned', 'Prévue'), ('in_progress', 'En cours'), ('blocked', 'Bloquée'), ('done', 'Faite'), ('dropped', 'Abandonnée')], default='planned', max_length=12, verbose_name='état')),
                    ('started_on', models.DateField(blank=True, null=True, verbose_name='commencée le')),
                    ('blocked_on', models.DateField(blank=True, null=True, verbose_name='bloquée depuis le')),
                    ('blocked_reason', models.TextField(blank=True, max_length=1000, verbose_name='ce qui bloque')),
                    ('dropped_on', models.DateField(blank=True, null=True, verbose_name='abandonnée le')),
                    ('dropped_reason', models.TextField(blank=True, max_length=1000, verbose_name='pourquoi elle est abandonnée')),
                    ('done_on', models.DateField(blank=True, null=True, verbose_name='faite le')),
                    ('what_it_changed', models.TextField(blank=True, verbose_name='ce que cela a changé')),
                    ('is_of_watch', models.BooleanField(default=False, help_text='Son gain se compte d’après les liens que la veille envoie. Une seule action peut l’être.', verbose_name='c’est celle de la veille juridique')),
                    ('late_told_for', models.DateField(editable=False, null=True, verbose_name='retard dit pour l’échéance du')),
                    ('direction', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='people.direction', verbose_name='direction')),
                    ('ideas', models.ManyToManyField(blank=True, related_name='actions', to='suggestions.idea', verbose_name='idées auxquelles cela répond')),
                    ('leader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='actions_led', to=settings.AUTH_USER_MODEL, verbose_name='menée par')),
                ],
                options={
                    'verbose_name': 'action du groupe',
                    'verbose_name_plural': 'actions du groupe',
                    'ordering': ['-done_on', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='ActionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('title', models.CharField(max_length=160, verbose_name='titre')),
                    ('what_was_decided', models.TextField(blank=True, max_length=2000, verbose_name='ce qui a été décidé')),
                    ('decided_on', models.DateField(blank=True, default=django.utils.timezone.localdate, null=True, verbose_name='décidée le')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='échéance')),
                    ('state', models.CharField(choices=[('planned', 'Prévue'), ('in_progress', 'En cours'), ('blocked', 'Bloquée'), ('done', 'Faite'), ('dropped', 'Abandonnée')], default='planned', max_length=12, verbose_name='état')),
                    ('started_on', models.DateField(blank=True, null=True, verbose_name='commencée le')),
                    ('blocked_on', models.DateField(blank=True, null=True, verbose_name='bloquée depuis le')),
                    ('blocked_reason', models.TextField(blank=True, max_length=1000, verbose_name='ce qui bloque')),
                    ('dropped_on', models.DateField(blank=True, null=True, verbose_name='abandonnée le')),
                    ('dropped_reason', models.TextField(blank=True, max_length=1000, verbose_name='pourquoi elle est abandonnée')),
                    ('done_on', models.DateField(blank=True, null=True, verbose_name='faite le')),
                    ('what_it_changed', models.TextField(blank=True, verbose_name='ce que cela a changé')),
                    ('is_of_watch', models.BooleanField(default=False, help_text='Son gain se compte d’après les liens que la veille envoie. Une seule action peut l’être.', verbose_name='c’est celle de la veille juridique')),
                    ('direction', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.direction', verbose_name='direction')),
                    ('leader', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='menée par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dematerialisation.action')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ActionStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('position', models.PositiveSmallIntegerField(default=0, verbose_name='rang')),
                    ('title', models.CharField(max_length=160, verbose_name='étape')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='pour le')),
                    ('done_on', models.DateField(blank=True, null=True, verbose_name='faite le')),
                    ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='dematerialisation.action', verbose_name='action')),
                ],
                options={
                    'verbose_name': 'étape',
                    'ordering': ['position', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='ActionStepEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('position', models.PositiveSmallIntegerField(default=0, verbose_name='rang')),
                    ('title', models.CharField(max_length=160, verbose_name='étape')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='pour le')),
                    ('done_on', models.DateField(blank=True, null=True, verbose_name='faite le')),
                    ('action', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dematerialisation.action', verbose_name='action')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dematerialisation.actionstep')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Answer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.TextField(blank=True, max_length=4000, verbose_name='texte')),
                    ('picked', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, verbose_name='choix')),
                    ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='nombre')),
                    ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                    ('answered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='écrite le')),
                    ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='écrite par')),
                ],
                options={
                    'verbose_name': 'réponse',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='Article',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('kind', models.CharField(choices=[('software_problems', 'Les progiciels métiers sous l’angle de leurs problématiques communes'), ('collaboration_tools', 'Les outils dématérialisés de collaboration transversale')], editable=False, max_length=20, verbose_name='sujet')),
                    ('title', models.CharField(max_length=120, verbose_name='titre')),
                    ('body', models.TextField(blank=True, verbose_name='texte')),
                    ('figures', models.JSONField(editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='chiffres')),
                    ('taken_on', models.DateField(default=django.utils.timezone.localdate, editable=False, verbose_name='chiffres relevés le')),
                    ('drafted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='commencé le')),
                    ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='publié le')),
                    ('drafted_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='écrit par')),
                    ('published_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='publié par')),
                ],
                options={
                    'verbose_name': 'article de la revue',
                    'verbose_name_plural': 'articles de la revue',
                    'ordering': ['-drafted_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='ArticleEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('kind', models.CharField(choices=[('software_problems', 'Les progiciels métiers sous l’angle de leurs problématiques communes'), ('collaboration_tools', 'Les outils dématérialisés de collaboration transversale')], editable=False, max_length=20, verbose_name='sujet')),
                    ('title', models.CharField(max_length=120, verbose_name='titre')),
                    ('body', models.TextField(blank=True, verbose_name='texte')),
                    ('figures', models.JSONField(editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='chiffres')),
                    ('taken_on', models.DateField(default=django.utils.timezone.localdate, editable=False, verbose_name='chiffres relevés le')),
                    ('drafted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='commencé le')),
                    ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='publié le')),
                    ('drafted_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='écrit par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dematerialisation.article')),
                    ('published_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='publié par')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='AssessedAction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=160, verbose_name='titre')),
                    ('verdict', models.CharField(blank=True, choices=[('kept', 'Tenu'), ('partly', 'En partie'), ('dropped', 'Abandonné')], max_length=7, verbose_name='verdict')),
                    ('reason', models.TextField(blank=True, max_length=1000, verbose_name='pourquoi')),
                    ('what_changed', models.TextField(blank=True, max_length=2000, verbose_name='ce que cela a changé')),
                    ('said_by_agents', models.TextField(blank=True, max_length=2000, verbose_name='ce que les agents en ont dit')),
                    ('paper_basis', models.CharField(blank=True, choices=[('measured', 'Mesuré'), ('estimated', 'Estimé'), ('not_measurable', 'Pas mesurable')], max_length=14, verbose_name='papier')),
                    ('sheets', models.PositiveIntegerField(blank=True, null=True, verbose_name='feuilles de papier par an')),
                    ('paper_method', models.CharField(blank=True, max_length=300, verbose_name='comment on le sait')),
                    ('links_basis', models.CharField(blank=True, choices=[('measured', 'Mesuré'), ('estimated', 'Estimé'), ('not_measurable', 'Pas mesurable')], max_length=14, verbose_name='liens')),
                    ('links', models.PositiveIntegerField(blank=True, null=True, verbose_name='liens entre logiciels ou services')),
                    ('linked', models.TextField(blank=True, max_length=1000, verbose_name='ce qui travaille maintenant ensemble')),
                    ('links_method', models.CharField(blank=True, max_length=300, verbose_name='comment on le sait')),
                    ('use_basis', models.CharField(blank=True, choices=[('measured', 'Mesuré'), ('estimated', 'Estimé'), ('not_measurable', 'Pas mesurable')], max_length=14, verbose_name='meilleur usage')),
                    ('hours', models.PositiveIntegerField(blank=True, null=True, verbose_name='heures de travail par an')),
                    ('steps', models.PositiveIntegerField(blank=True, null=True, verbose_name='étapes en moins')),
                    ('days', models.PositiveIntegerField(blank=True, null=True, verbose_name='jours de délai en moins')),
                    ('use_method', models.CharField(blank=True, max_length=300, verbose_name='comment on le sait')),
                    ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessed', to='dematerialisation.action', verbose_name='action')),
                ],
                options={
                    'verbose_name': 'action du bilan',
                    'verbose_name_plural': 'actions du bilan',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='Assessment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('starts_on', models.DateField(verbose_name='du')),
                    ('ends_on', models.DateField(verbose_name='au')),
                    ('context', models.TextField(blank=True, verbose_name='Le contexte')),
                    ('idea', models.TextField(blank=True, max_length=600, verbose_name='L’idée, en cinquante mots')),
                    ('objective', models.TextField(blank=True, verbose_name='L’objectif')),
                    ('method', models.TextField(blank=True, verbose_name='La méthode')),
                    ('content', models.TextField(blank=True, verbose_name='Le contenu')),
                    ('means', models.TextField(blank=True, verbose_name='Les moyens')),
                    ('outcome', models.TextField(blank=True, verbose_name='L’évaluation')),
                    ('next_steps', models.TextField(blank=True, verbose_name='La suite')),
                    ('figures', models.JSONField(editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder, null=True, verbose_name='chiffres')),
                    ('begun_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='commencé le')),
                    ('published_at', models.DateTimeField(null=True, verbose_name='publié le')),
                    ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='commencé par')),
                    ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='publié par')),
                ],
                options={
                    'verbose_name': 'bilan du groupe',
                    'verbose_name_plural': 'bilans du groupe',
                    'ordering': ['-starts_on'],
                },
            ),
            migrations.CreateModel(
                name='AssessedActionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('title', models.CharField(max_length=160, verbose_name='titre')),
                    ('verdict', models.CharField(blank=True, choices=[('kept', 'Tenu'), ('partly', 'En partie'), ('dropped', 'Abandonné')], max_length=7, verbose_name='verdict')),
                    ('reason', models.TextField(blank=True, max_length=1000, verbose_name='pourquoi')),
                    ('what_changed', models.TextField(blank=True, max_length=2000, verbose_name='ce que cela a changé')),
                    ('said_by_agents', models.TextField(blank=True, max_length=2000, verbose_name='ce que les agents en ont dit')),
                    ('paper_basis', models.CharField(blank=True, choices=[('measured', 'Mesuré'), ('estimated', 'Estimé'), ('not_measurable', 'Pas mesurable')], max_length=14, verbose_name='papier')),
                    ('sheets', models.PositiveIntegerField(blank=True, null=True, verbose_name='feuilles de papier par an')),
                    ('paper_method', models.CharField(blank=True, max_length=300, verbose_name='comment on le sait')),
                    ('links_basis', models.CharField(blank=True, choices=[('measured', 'Mesuré'), ('estimated', 'Estimé'), ('not_measurable', 'Pas mesurable')], max_length=14, verbose_name='liens')),
                    ('links', models.PositiveIntegerField(blank=True, null=True, verbose_name='liens entre logiciels ou services')),
                    ('linked', models.TextField(blank=True, max_length=1000, verbose_name='ce qui travaille maintenant ensemble')),
                    ('links_method', models.CharField(blank=True, max_length=300, verbose_name='comment on le sait')),
                    ('use_basis', models.CharField(blank=True, choices=[('measured', 'Mesuré'), ('estimated', 'Estimé'), ('not_measurable', 'Pas mesurable')], max_length=14, verbose_name='meilleur usage')),
                    ('hours', models.PositiveIntegerField(blank=True, null=True, verbose_name='heures de travail par an')),
                    ('steps', models.PositiveIntegerField(blank=True, null=True, verbose_name='étapes en moins')),
                    ('days', models.PositiveIntegerField(blank=True, null=True, verbose_name='jours de délai en moins')),
                    ('use_method', models.CharField(blank=True, max_length=300, verbose_name='comment on le sait')),
                    ('action', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dematerialisation.action', verbose_name='action')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dematerialisation.assessedaction')),
                    ('assessment', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dematerialisation.assessment')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='assessedaction',
                name='assessment',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='dematerialisation.assessment'),
            ),
            migrations.CreateModel(
                name='AssessmentEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='clé')),
                    ('starts_on', models.DateField(verbose_name='du')),
                    ('ends_on', models.DateField(verbose_name='au')),
                    ('context', models.TextField(blank=True, verbose_name='Le contexte')),
                    ('idea', models.TextField(blank=True, max_length=600, verbose_name='L’idée, en cinquante mots')),
                    ('objective', models.TextField(blank=True, verbose_name='L’objectif')),
                    ('method', models.TextField(blank=True, verbose_name='La méthode')),
                    ('content', models.TextField(blank=True, verbose_name='Le contenu')),
                    ('means', models.TextField(blank=True, verbose_name='Les moyens')),
                    ('outcome', models.TextField(blank=True, verbose_name='L’évaluation')),
                    ('next_steps', models.TextField(blank=True, verbose_name='La suite')),
                    ('figures', models.JSONField(editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder, null=True, verbose_name='chiffres')),
                    ('begun_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='commencé le')),
                    ('published_at', models.DateTimeField(null=True, verbose_name='publié le')),
                    ('begun_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='commencé par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dematerialisation.assessment')),
                    ('published_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='publié par')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Gain',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('unit', models.CharField(choices=[('sheets', 'feuilles de papier par an'), ('hours', 'heures de travail par an'), ('links', 'liens entre services'), ('copies', 'copies de fichiers non envoyées'), ('euros', 'euros'), ('day', 'feuilles de papier en un jour')], max_length=6, verbose_name='unité')),
                    ('guessed', models.IntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000000000)], verbose_name='estimé')),
                    ('guess_method', models.CharField(blank=True, max_length=300, verbose_name='comment on l’a estimé')),
                    ('guessed_on', models.DateField(blank=True, null=True, verbose_name='estimé le')),
                    ('measured', models.IntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000000000)], verbose_name='mesuré')),
                    ('measure_method', models.CharField(blank=True, max_length=300, verbose_name='comment on l’a mesuré')),
                    ('measured_on', models.DateField(blank=True, null=True, verbose_name='mesuré le')),
                    ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gains', to='dematerialisation.action', verbose_name='action')),
                ],
                options={
                    'verbose_name': 'gain',
                    'ordering': ['unit', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='GainEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('unit', models.CharField(choices=[('sheets', 'feuilles de papier par an'), ('hours', 'heures de travail par an'), ('links', 'liens entre services'), ('copies', 'copies de fichiers non envoyées'), ('euros', 'euros'), ('day', 'feuilles de papier en un jour')], max_length=6, verbose_name='unité')),
                    ('guessed', models.IntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000000000)], verbose_name='estimé')),
                    ('guess_method', models.CharField(blank=True, max_length=300, verbose_name='comment on l’a estimé')),
                    ('guessed_on', models.DateField(blank=True, null=True, verbose_name='estimé le')),
                    ('measured', models.IntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000000000)], verbose_name='mesuré')),
                    ('measure_method', models.CharField(blank=True, max_length=300, verbose_name='comment on l’a mesuré')),
                    ('measured_on', models.DateField(blank=True, null=True, verbose_name='mesuré le')),
                    ('action', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dematerialisation.action', verbose_name='action')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dematerialisation.gain')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='GroupMember',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(blank=True, help_text='Pour qui n’est pas agent de la ville.', max_length=160, verbose_name='prénom et nom')),
                    ('organisation', models.CharField(blank=True, max_length=120, verbose_name='organisme')),
                    ('function', models.CharField(blank=True, max_length=120, verbose_name='fonction')),
                    ('category', models.CharField(blank=True, choices=[('A', 'Catégorie A'), ('B', 'Catégorie B'), ('C', 'Catégorie C')], max_length=1, verbose_name='catégorie')),
                    ('presentation', models.CharField(blank=True, max_length=300, verbose_name='présentation')),
                    ('is_head', models.BooleanField(default=False, verbose_name='responsable du groupe')),
                    ('position', models.PositiveSmallIntegerField(default=0, help_text='Les plus petits d’abord.', verbose_name='rang')),
                    ('agent', models.OneToOneField(blank=True, help_text='Seuls les agents qui ont un rôle dans le groupe sont proposés.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='group_membership', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                    ('dga', models.ForeignKey(blank=True, limit_choices_to={'kind__in': ('general', 'dga')}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.direction', verbose_name='direction générale adjointe')),
                ],
                options={
                    'verbose_name': 'membre du groupe',
                    'verbose_name_plural': 'membres du groupe',
                    'ordering': ['position', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='GroupMemberEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('organisation', models.CharField(blank=True, max_length=120, verbose_name='organisme')),
                    ('function', models.CharField(blank=True, max_length=120, verbose_name='fonction')),
                    ('category', models.CharField(blank=True, choices=[('A', 'Catégorie A'), ('B', 'Catégorie B'), ('C', 'Catégorie C')], max_length=1, verbose_name='catégorie')),
                    ('presentation', models.CharField(blank=True, max_length=300, verbose_name='présentation')),
                    ('is_head', models.BooleanField(default=False, verbose_name='responsable du groupe')),
                    ('position', models.PositiveSmallIntegerField(default=0, help_text='Les plus petits d’abord.', verbose_name='rang')),
                    ('agent', models.ForeignKey(blank=True, db_constraint=False, help_text='Seuls les agents qui ont un rôle dans le groupe sont proposés.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                    ('dga', models.ForeignKey(blank=True, db_constraint=False, limit_choices_to={'kind__in': ('general', 'dga')}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.direction', verbose_name='direction générale adjointe')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dematerialisation.groupmember')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='IdeaAnsweredEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('action', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dematerialisation.action')),
                    ('idea', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.idea')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Interview',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('state', models.CharField(choices=[('to_plan', 'à prévoir'), ('planned', 'prévu'), ('sent', 'envoyé à la direction'), ('done', 'fait')], default='to_plan', max_length=8, verbose_name='état')),
                    ('was_sent', models.BooleanField(default=False, verbose_name='envoyé à la direction')),
                    ('filled_on', models.DateField(null=True, verbose_name='rempli par la direction le')),
                    ('held_at', models.DateTimeField(blank=True, null=True, verbose_name='date et heure')),
                    ('place', models.CharField(blank=True, max_length=120, verbose_name='lieu')),
                    ('notes', models.TextField(blank=True, max_length=8000, verbose_name='notes')),
                    ('done_on', models.DateField(null=True, verbose_name='fait le')),
                    ('direction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interviews', to='people.direction', verbose_name='direction')),
                    ('leads', models.ManyToManyField(blank=True, related_name='interviews_led', to=settings.AUTH_USER_MODEL, verbose_name='menés par')),
                    ('person_met', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='personne rencontrée')),
                ],
                options={
                    'verbose_name': 'entretien',
                    'ordering': ['pk'],
                },
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
                    ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                    ('answered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='écrite le')),
                    ('answered_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='écrite par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dematerialisation.answer')),
                    ('interview', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dematerialisation.interview', verbose_name='entretien')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='answer',
                name='interview',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='dematerialisation.interview', verbose_name='entretien'),
            ),
            migrations.CreateModel(
                name='InterviewEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('state', models.CharField(choices=[('to_plan', 'à prévoir'), ('planned', 'prévu'), ('sent', 'envoyé à la direction'), ('done', 'fait')], default='to_plan', max_length=8, verbose_name='état')),
                    ('was_sent', models.BooleanField(default=False, verbose_name='envoyé à la direction')),
                    ('filled_on', models.DateField(null=True, verbose_name='rempli par la direction le')),
                    ('held_at', models.DateTimeField(blank=True, null=True, verbose_name='date et heure')),
                    ('place', models.CharField(blank=True, max_length=120, verbose_name='lieu')),
                    ('done_on', models.DateField(null=True, verbose_name='fait le')),
                    ('direction', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.direction', verbose_name='direction')),
                    ('person_met', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='personne rencontrée')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dematerialisation.interview')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='MissingTip',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(unique=True, verbose_name='mois')),
                    ('told_for', models.DateField(verbose_name='rappel du')),
                ],
                options={
                    'verbose_name': 'mois sans conseil',
                    'verbose_name_plural': 'mois sans conseil',
                    'constraints': [models.CheckConstraint(condition=models.Q(('month__day', 1)), name='missing_tip_month_is_its_first_day'), models.CheckConstraint(condition=models.Q(('told_for__lt', models.F('month'))), name='missing_tip_told_before')],
                },
            ),
            migrations.CreateModel(
                name='Page',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(error_messages={'unique': 'Une page a déjà cette adresse.'}, help_text='La fin de l’adresse de la page\xa0: lettres sans accent, chiffres et tirets.', max_length=80, unique=True, verbose_name='adresse')),
                    ('title', models.CharField(max_length=120, verbose_name='titre')),
                    ('summary', models.CharField(blank=True, max_length=300, verbose_name='résumé')),
                    ('body', models.TextField(verbose_name='texte')),
                    ('position', models.PositiveSmallIntegerField(default=0, help_text='Les plus petits d’abord.', verbose_name='rang')),
                    ('is_to_review', models.BooleanField(default=False, help_text='Un texte de départ\xa0: décochez la case quand il dit ce que fait votre ville.', verbose_name='à relire')),
                ],
                options={
                    'verbose_name': 'page de la démarche',
                    'verbose_name_plural': 'pages de la démarche',
                    'ordering': ['position', 'title', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('body', ''), _negated=True), models.Q(('slug', ''), _negated=True)), name='page_says_something', violation_error_message='Le titre et le texte ne peuvent pas rester vides.')],
                },
            ),
            migrations.AddField(
                model_name='pageevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dematerialisation.page'),
            ),
            migrations.AddField(
                model_name='printerlessagent',
                name='agent',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='agent'),
            ),
            migrations.AddField(
                model_name='printerlessday',
                name='action',
                field=models.ForeignKey(blank=True, help_text='Celle dont les pages en moins deviendront le gain.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='printerless_days', to='dematerialisation.action', verbose_name='action'),
            ),
            migrations.AddField(
                model_name='printerlessagent',
                name='day',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agents', to='dematerialisation.printerlessday'),
            ),
            migrations.AddField(
                model_name='printerlessdayevent',
                name='action',
                field=models.ForeignKey(blank=True, db_constraint=False, help_text='Celle dont les pages en moins deviendront le gain.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dematerialisation.action', verbose_name='action'),
            ),
            migrations.AddField(
                model_name='printerlessdayevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dematerialisation.printerlessday'),
            ),
            migrations.AddField(
                model_name='printerlessdirection',
                name='day',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='directions', to='dematerialisation.printerlessday'),
            ),
            migrations.AddField(
                model_name='printerlessdirection',
                name='direction',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.direction', verbose_name='direction'),
            ),
            migrations.AddField(
                model_name='printerlessdirectionevent',
                name='day',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dematerialisation.printerlessday'),
            ),
            migrations.AddField(
                model_name='printerlessdirectionevent',
                name='direction',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.direction', verbose_name='direction'),
            ),
            migrations.AddField(
                model_name='printerlessdirectionevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dematerialisation.printerlessdirection'),
            ),
            migrations.AddField(
                model_name='priority',
                name='actions',
                field=models.ManyToManyField(blank=True, related_name='priorities', to='dematerialisation.action', verbose_name='actions qui y répondent'),
            ),
            migrations.AddField(
                model_name='priorityactionevent',
                name='action',
                field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dematerialisation.action'),
            ),
            migrations.AddField(
                model_name='priorityactionevent',
                name='priority',
                field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dematerialisation.priority'),
            ),
            migrations.AddField(
                model_name='priorityevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dematerialisation.priority'),
            ),
            migrations.AddField(
                model_name='answerevent',
                name='question',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dematerialisation.question', verbose_name='question'),
            ),
            migrations.AddField(
                model_name='answer',
                name='question',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='dematerialisation.question', verbose_name='question'),
            ),
            migrations.AddField(
                model_name='questionevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dematerialisation.question'),
            ),
            migrations.AddConstraint(
                model_name='questionnaire',
                constraint=models.UniqueConstraint(fields=('title', 'version'), name='questionnaire_version_once', violation_error_message='Un questionnaire porte déjà ce titre dans cette version.'),
            ),
            migrations.AddConstraint(
                model_name='questionnaire',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='questionnaire_says_something', violation_error_message='Le titre ne peut pas rester vide.'),
            ),
            migrations.AddField(
                model_name='questionnaireevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dematerialisation.questionnaire'),
            ),
            migrations.AddField(
                model_name='questionsection',
                name='questionnaire',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='dematerialisation.questionnaire', verbose_name='questionnaire'),
            ),
            migrations.AddField(
                model_name='questionevent',
                name='section',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dematerialisation.questionsection', verbose_name='partie'),
            ),
            migrations.AddField(
                model_name='question',
                name='section',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='dematerialisation.questionsection', verbose_name='partie'),
            ),
            migrations.AddField(
                model_name='questionsectionevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dematerialisation.questionsection'),
            ),
            migrations.AddField(
                model_name='questionsectionevent',
                name='questionnaire',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dematerialisation.questionnaire', verbose_name='questionnaire'),
            ),
            migrations.AddConstraint(
                model_name='reviewissue',
                constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='review_issue_month_is_its_first_day', violation_error_message='Le mois s’écrit par son premier jour.'),
            ),
            migrations.AddConstraint(
                model_name='reviewissue',
                constraint=models.CheckConstraint(condition=models.Q(('closing_on__lt', models.F('month'))), name='review_issue_closes_before_its_month', violation_error_message='Le bouclage précède le premier jour du mois du numéro.'),
            ),
            migrations.AddField(
                model_name='articleevent',
                name='issue',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dematerialisation.reviewissue', verbose_name='dans le numéro'),
            ),
            migrations.AddField(
                model_name='article',
                name='issue',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='dematerialisation.reviewissue', verbose_name='dans le numéro'),
            ),
            migrations.AddField(
                model_name='reviewissueevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dematerialisation.reviewissue'),
            ),
            migrations.AddField(
                model_name='reviewpicture',
                name='article',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pictures', to='dematerialisation.article'),
            ),
            migrations.AddField(
                model_name='reviewpicture',
                name='document',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='image'),
            ),
            migrations.AddField(
                model_name='reviewpicture',
                name='tip',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='review_pictures', to='tips.tip'),
            ),
            migrations.AddField(
                model_name='reviewpictureevent',
                name='article',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dematerialisation.article'),
            ),
            migrations.AddField(
                model_name='reviewpictureevent',
                name='document',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.document', verbose_name='image'),
            ),
            migrations.AddField(
                model_name='reviewpictureevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dematerialisation.reviewpicture'),
            ),
            migrations.AddField(
                model_name='reviewpictureevent',
                name='tip',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tips.tip'),
            ),
            migrations.AddField(
                model_name='screeninganswer',
                name='action',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='screening', to='dematerialisation.action', verbose_name='action'),
            ),
            migrations.AddField(
                model_name='screeninganswer',
                name='criterion',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='suggestions.criterion', verbose_name='critère'),
            ),
            migrations.AddField(
                model_name='screeninganswerevent',
                name='action',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dematerialisation.action', verbose_name='action'),
            ),
            migrations.AddField(
                model_name='screeninganswerevent',
                name='criterion',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='suggestions.criterion', verbose_name='critère'),
            ),
            migrations.AddField(
                model_name='screeninganswerevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dematerialisation.screeninganswer'),
            ),
            migrations.AddField(
                model_name='survey',
                name='questionnaire',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='surveys', to='dematerialisation.questionnaire', verbose_name='questionnaire'),
            ),
            migrations.AddField(
                model_name='interviewevent',
                name='survey',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dematerialisation.survey', verbose_name='enquête'),
            ),
            migrations.AddField(
                model_name='interview',
                name='survey',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interviews', to='dematerialisation.survey', verbose_name='enquête'),
            ),
            migrations.AddField(
                model_name='surveyevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dematerialisation.survey'),
            ),
            migrations.AddField(
                model_name='surveyevent',
                name='questionnaire',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dematerialisation.questionnaire', verbose_name='questionnaire'),
            ),
            migrations.AddField(
                model_name='wish',
                name='answer',
                field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='wishes', to='dematerialisation.answer', verbose_name='réponse'),
            ),
            migrations.AddField(
                model_name='wish',
                name='direction',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wishes', to='people.direction', verbose_name='direction'),
            ),
            migrations.AddField(
                model_name='wish',
                name='priority',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='wishes', to='dematerialisation.priority', verbose_name='priorité'),
            ),
            migrations.AddField(
                model_name='wishevent',
                name='answer',
                field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dematerialisation.answer', verbose_name='réponse'),
            ),
            migrations.AddField(
                model_name='wishevent',
                name='direction',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.direction', verbose_name='direction'),
            ),
            migrations.AddField(
                model_name='wishevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dematerialisation.wish'),
            ),
            migrations.AddField(
                model_name='wishevent',
                name='priority',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dematerialisation.priority', verbose_name='priorité'),
            ),
            migrations.CreateModel(
                name='IdeaAnswered',
                fields=[
                ],
                options={
                    'proxy': True,
                    'indexes': [],
                    'constraints': [],
                },
                bases=('dematerialisation.action_ideas',),
            ),
            migrations.AddIndex(
                model_name='action',
                index=models.Index(fields=['-done_on', '-id'], name='action_newest'),
            ),
            migrations.AddIndex(
                model_name='action',
                index=models.Index(condition=models.Q(('state__in', ('planned', 'in_progress', 'blocked'))), fields=['due_on', 'id'], name='action_open_by_due_date'),
            ),
            migrations.AddConstraint(
                model_name='action',
                constraint=models.UniqueConstraint(condition=models.Q(('is_of_watch', True)), fields=('is_of_watch',), name='action_of_watch_is_alone', violation_error_message='Une autre action est déjà celle de la veille juridique.'),
            ),
            migrations.AddConstraint(
                model_name='action',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(models.Q(('state', 'done'), models.Q(('what_it_changed', ''), _negated=True)), models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('what_was_decided__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR')), name='action_says_something', violation_error_message='Le titre ne peut pas rester vide, ni ce qui a été décidé\xa0; une action faite dit ce que cela a changé.'),
            ),
            migrations.AddConstraint(
                model_name='action',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'in_progress', 'blocked', 'done', 'dropped'])), name='action_known_state'),
            ),
            migrations.AddConstraint(
                model_name='action',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('blocked_on', None), ('done_on', None), ('dropped_on', None), ('started_on', None), ('state', 'planned')), models.Q(('blocked_on', None), ('done_on', None), ('dropped_on', None), ('started_on__isnull', False), ('state', 'in_progress')), models.Q(('blocked_on__isnull', False), ('done_on', None), ('dropped_on', None), ('started_on__isnull', False), ('state', 'blocked')), models.Q(('blocked_on', None), ('done_on__isnull', False), ('dropped_on', None), ('state', 'done')), models.Q(('blocked_on', None), ('done_on', None), ('dropped_on__isnull', False), ('state', 'dropped')), _connector='OR'), name='action_state_has_its_dates'),
            ),
            migrations.AddConstraint(
                model_name='action',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'blocked'), models.Q(('blocked_reason__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), models.Q(models.Q(('state', 'blocked'), _negated=True), ('blocked_reason', '')), _connector='OR'), models.Q(models.Q(('state', 'dropped'), models.Q(('dropped_reason__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), models.Q(models.Q(('state', 'dropped'), _negated=True), ('dropped_reason', '')), _connector='OR')), name='action_state_has_its_reason'),
            ),
            migrations.AddConstraint(
                model_name='action',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('blocked_on__isnull', True), ('started_on__isnull', True), ('blocked_on__gte', models.F('started_on')), _connector='OR'), models.Q(('done_on__isnull', True), ('started_on__isnull', True), ('done_on__gte', models.F('started_on')), _connector='OR'), models.Q(('dropped_on__isnull', True), ('started_on__isnull', True), ('dropped_on__gte', models.F('started_on')), _connector='OR')), name='action_dates_in_order'),
            ),
            migrations.AddConstraint(
                model_name='action',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('in_progress', 'blocked')), _negated=True), models.Q(('due_on__isnull', False), ('leader__isnull', False)), _connector='OR'), name='action_under_way_has_a_leader_and_a_date'),
            ),
            migrations.AddConstraint(
                model_name='actionstep',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='action_step_says_something'),
            ),
            migrations.AddConstraint(
                model_name='assessment',
                constraint=models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='assessment_period_in_order', violation_error_message='La période finit après avoir commencé.'),
            ),
            migrations.AddConstraint(
                model_name='assessment',
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('starts_on', 'ends_on', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='assessment_periods_apart', violation_error_message='Un autre bilan couvre déjà une partie de ces dates.'),
            ),
            migrations.AddConstraint(
                model_name='assessment',
                constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(models.Func(models.F('idea'), models.Value('[^ :;!?«»–-][^ ]*'), function='regexp_count', output_field=models.IntegerField()), 50), name='assessment_idea_is_short', violation_error_message='L’idée tient en 50 mots.'),
            ),
            migrations.AddConstraint(
                model_name='assessment',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('figures__isnull', True), ('published_at', None), ('published_by', None)), models.Q(('figures__isnull', False), ('published_at__isnull', False), ('published_by__isnull', False), models.Q(('context__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('idea__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('objective__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('method__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('content__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('means__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('outcome__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('next_steps__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='assessment_published_whole'),
            ),
            migrations.AddConstraint(
                model_name='assessedaction',
                constraint=models.UniqueConstraint(fields=('assessment', 'action'), name='assessed_action_once'),
            ),
            migrations.AddConstraint(
                model_name='assessedaction',
                constraint=models.CheckConstraint(condition=models.Q(('verdict', ''), models.Q(('verdict__in', ['kept', 'partly', 'dropped']), models.Q(('reason__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='assessed_action_verdict_has_its_reason', violation_error_message='Un verdict dit pourquoi.'),
            ),
            migrations.AddConstraint(
                model_name='assessedaction',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('paper_basis', ''), ('paper_method', ''), ('sheets', None)), models.Q(('paper_basis', 'not_measurable'), ('sheets', None), models.Q(('paper_method__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), models.Q(('paper_basis__in', ('measured', 'estimated')), models.Q(('sheets', None), _negated=True), models.Q(('paper_method__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='assessed_action_paper_is_whole', violation_error_message='Un gain a son nombre, et dit comment on le sait.'),
            ),
            migrations.AddConstraint(
                model_name='assessedaction',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('links_basis', ''), ('links_method', ''), ('links', None)), models.Q(('links_basis', 'not_measurable'), ('links', None), models.Q(('links_method__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), models.Q(('links_basis__in', ('measured', 'estimated')), models.Q(('links', None), _negated=True), models.Q(('links_method__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='assessed_action_links_is_whole', violation_error_message='Un gain a son nombre, et dit comment on le sait.'),
            ),
            migrations.AddConstraint(
                model_name='assessedaction',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('use_basis', ''), ('use_method', ''), ('days', None), ('hours', None), ('steps', None)), models.Q(('use_basis', 'not_measurable'), ('days', None), ('hours', None), ('steps', None), models.Q(('use_method__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), models.Q(('use_basis__in', ('measured', 'estimated')), models.Q(('days', None), ('hours', None), ('steps', None), _negated=True), models.Q(('use_method__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='assessed_action_use_is_whole', violation_error_message='Un gain a son nombre, et dit comment on le sait.'),
            ),
            migrations.AddConstraint(
                model_name='assessedaction',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('sheets', None), ('sheets__lte', 1000000000), _connector='OR'), models.Q(('links', None), ('links__lte', 1000000000), _connector='OR'), models.Q(('hours', None), ('hours__lte', 1000000000), _connector='OR'), models.Q(('steps', None), ('steps__lte', 1000000000), _connector='OR'), models.Q(('days', None), ('days__lte', 1000000000), _connector='OR')), name='assessed_action_within_reason', violation_error_message='Un gain va de 0 à un milliard.'),
            ),
            migrations.AddConstraint(
                model_name='gain',
                constraint=models.UniqueConstraint(fields=('action', 'unit'), name='gain_once_per_unit', violation_error_message='Cette action a déjà un gain dans cette unité\xa0: corrigez-le.'),
            ),
            migrations.AddConstraint(
                model_name='gain',
                constraint=models.CheckConstraint(condition=models.Q(('unit__in', ['sheets', 'hours', 'links', 'copies', 'euros', 'day'])), name='gain_known_unit'),
            ),
            migrations.AddConstraint(
                model_name='gain',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('guess_method', ''), ('guessed__isnull', True), ('guessed_on__isnull', True)), models.Q(('guessed__isnull', False), ('guessed_on__isnull', False), models.Q(('guess_method__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='gain_guess_is_whole', violation_error_message='Une estimation a un nombre, une méthode et une date\xa0: les trois.'),
            ),
            migrations.AddConstraint(
                model_name='gain',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('measure_method', ''), ('measured__isnull', True), ('measured_on__isnull', True)), models.Q(('measured__isnull', False), ('measured_on__isnull', False), models.Q(('measure_method__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='gain_measure_is_whole', violation_error_message='Une mesure a un nombre, une méthode et une date\xa0: les trois.'),
            ),
            migrations.AddConstraint(
                model_name='gain',
                constraint=models.CheckConstraint(condition=models.Q(('guessed__isnull', False), ('measured__isnull', False), _connector='OR'), name='gain_is_guessed_or_measured', violation_error_message='Donnez une estimation ou une mesure.'),
            ),
            migrations.AddConstraint(
                model_name='gain',
                constraint=models.CheckConstraint(condition=models.Q(('measured_on__isnull', True), ('guessed_on__isnull', True), ('measured_on__gte', models.F('guessed_on')), _connector='OR'), name='gain_measured_after_its_guess', violation_error_message='On estime d’abord, on mesure ensuite\xa0: la date de la mesure ne peut pas précéder celle de l’estimation.'),
            ),
            migrations.AddConstraint(
                model_name='gain',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('guessed', None), ('guessed__range', (0, 1000000000)), _connector='OR'), models.Q(('measured', None), ('measured__range', (0, 1000000000)), _connector='OR')), name='gain_within_reason', violation_error_message='Un gain va de 0 à un milliard.'),
            ),
            migrations.AddConstraint(
                model_name='groupmember',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('agent__isnull', False), ('name', ''), ('organisation', '')), models.Q(('agent', None), models.Q(('name__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('organisation__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='group_member_agent_or_named', violation_error_message='Choisissez un agent de la ville, ou bien écrivez un nom et son organisme\xa0: l’un ou l’autre.'),
            ),
            migrations.AddConstraint(
                model_name='groupmember',
                constraint=models.UniqueConstraint(condition=models.Q(('is_head', True)), fields=('is_head',), name='group_has_one_head', violation_error_message='Le groupe a déjà sa ou son responsable.'),
            ),
            migrations.AddConstraint(
                model_name='groupmember',
                constraint=models.CheckConstraint(condition=models.Q(('category__in', ('', 'A', 'B', 'C'))), name='group_member_known_category'),
            ),
            migrations.AddConstraint(
                model_name='printerlessday',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='printerless_day_has_a_title', violation_error_message='Le titre ne peut pas rester vide.'),
            ),
            migrations.AddConstraint(
                model_name='printerlessagent',
                constraint=models.UniqueConstraint(fields=('day', 'agent'), name='printerless_agent_once'),
            ),
            migrations.AddConstraint(
                model_name='printerlessagent',
                constraint=models.CheckConstraint(condition=models.Q(('hardest__in', ('', 'signing', 'proofreading', 'meeting', 'form', 'mail', 'field', 'habit'))), name='printerless_agent_known_hardest'),
            ),
            migrations.AddConstraint(
                model_name='printerlessdirection',
                constraint=models.UniqueConstraint(fields=('day', 'direction'), name='printerless_direction_once'),
            ),
            migrations.AddConstraint(
                model_name='printerlessdirection',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('pages_before', None), ('pages_before__lte', 1000000), _connector='OR'), models.Q(('pages_on_day', None), ('pages_on_day__lte', 1000000), _connector='OR')), name='printerless_direction_within_reason', violation_error_message='Un nombre de pages va de 0 à un million.'),
            ),
            migrations.AddConstraint(
                model_name='printerlessdirection',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('told_before', None), ('told_on_day', None)), models.Q(('told_before__isnull', False), ('told_on_day__isnull', False)), _connector='OR'), name='printerless_direction_told_whole'),
            ),
            migrations.AddConstraint(
                model_name='priority',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('name__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='priority_has_a_name'),
            ),
            migrations.AddConstraint(
                model_name='priority',
                constraint=models.CheckConstraint(condition=models.Q(('discussion__in', ('to_discuss', 'discussed', 'agreed', 'postponed')), ('effort__in', ('', 'days', 'weeks', 'months', 'year'))), name='priority_known_choices'),
            ),
            migrations.AddConstraint(
                model_name='priority',
                constraint=models.CheckConstraint(condition=models.Q(('values__contained_by', ['simplicity', 'sharing', 'speed'])), name='priority_known_values'),
            ),
            migrations.CreateModel(
                name='PriorityAction',
                fields=[
                ],
                options={
                    'proxy': True,
                    'indexes': [],
                    'constraints': [],
                },
                bases=('dematerialisation.priority_actions',),
            ),
            migrations.AddConstraint(
                model_name='answer',
                constraint=models.UniqueConstraint(fields=('interview', 'question'), name='answer_once_per_question'),
            ),
            migrations.AddConstraint(
                model_name='answer',
                constraint=models.CheckConstraint(condition=models.Q(('number', None), ('number__lte', 1000000), _connector='OR'), name='answer_number_within_reason'),
            ),
            migrations.AddConstraint(
                model_name='answer',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('picked__len', 0), ('text', '')), models.Q(('number', None), ('text', '')), models.Q(('number', None), ('picked__len', 0)), _connector='OR'), name='survey_answer_of_one_kind'),
            ),
            migrations.AddConstraint(
                model_name='questionsection',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='question_section_says_something', violation_error_message='Le titre d’une partie ne peut pas rester vide.'),
            ),
            migrations.AddConstraint(
                model_name='question',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('text__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='question_asks_something', violation_error_message='Une question ne peut pas rester vide.'),
            ),
            migrations.AddConstraint(
                model_name='question',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['text', 'one', 'several', 'scale', 'number', 'yes_no'])), name='question_known_kind'),
            ),
            migrations.AddConstraint(
                model_name='question',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('choices__len__range', (2, 12)), ('kind__in', ('one', 'several'))), models.Q(models.Q(('kind__in', ('one', 'several')), _negated=True), ('choices__len', 0)), _connector='OR'), name='question_has_its_choices', violation_error_message='Une question à choix en propose de deux à douze\xa0; une autre, aucun.'),
            ),
            migrations.AddConstraint(
                model_name='article',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('software_problems', 'collaboration_tools'))), name='article_known_kind'),
            ),
            migrations.AddConstraint(
                model_name='article',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('published_at', None), models.Q(('body', ''), _negated=True), _connector='OR')), name='article_says_something', violation_error_message='Un article a un titre, et un texte avant d’être publié.'),
            ),
            migrations.AddConstraint(
                model_name='article',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('published_by', None)), models.Q(('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='article_published_by_someone'),
            ),
            migrations.AddConstraint(
                model_name='article',
                constraint=models.UniqueConstraint(condition=models.Q(('published_at', None)), fields=('kind',), name='article_one_draft_a_kind'),
            ),
            migrations.AddConstraint(
                model_name='reviewpicture',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('article__isnull', False), ('tip', None)), models.Q(('article', None), ('tip__isnull', False)), _connector='OR'), name='review_picture_of_one_piece'),
            ),
            migrations.AddConstraint(
                model_name='reviewpicture',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('alternative__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='review_picture_is_described'),
            ),
            migrations.AddConstraint(
                model_name='reviewpicture',
                constraint=models.CheckConstraint(condition=models.Q(('height__gt', 0), ('width__gt', 0)), name='review_picture_has_a_size'),
            ),
            migrations.AddConstraint(
                model_name='screeninganswer',
                constraint=models.UniqueConstraint(fields=('action', 'criterion'), name='screening_answer_once'),
            ),
            migrations.AddConstraint(
                model_name='screeninganswer',
                constraint=models.CheckConstraint(condition=models.Q(('mark', None), models.Q(('is_touched', False), ('mark__range', (0, 4))), _connector='OR'), name='screening_answer_marks_values_only'),
            ),
            migrations.AddConstraint(
                model_name='screeninganswer',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_touched', True), models.Q(('precaution__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), models.Q(('is_touched', False), ('precaution', '')), _connector='OR'), name='screening_answer_pitfall_has_a_precaution'),
            ),
            migrations.AddConstraint(
                model_name='survey',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='survey_says_something'),
            ),
            migrations.AddConstraint(
                model_name='survey',
                constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('opened_on'))), name='survey_ends_after_it_opens', violation_error_message='L’enquête finit après avoir commencé.'),
            ),
            migrations.AddConstraint(
                model_name='survey',
                constraint=models.CheckConstraint(condition=models.Q(('closed_on', None), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='survey_closes_after_it_opens'),
            ),
            migrations.AddConstraint(
                model_name='survey',
                constraint=models.UniqueConstraint(models.Value(1), condition=models.Q(('closed_on', None)), name='survey_one_open'),
            ),
            migrations.AddConstraint(
                model_name='interview',
                constraint=models.UniqueConstraint(fields=('survey', 'direction'), name='interview_once_per_direction'),
            ),
            migrations.AddConstraint(
                model_name='interview',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_on__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('done_on', None)), _connector='OR'), name='interview_done_on'),
            ),
            migrations.AddConstraint(
                model_name='interview',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ('to_plan', 'planned', 'sent', 'done'))), name='interview_known_state'),
            ),
            migrations.AddConstraint(
                model_name='interview',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('was_sent', True), _connector='OR'), name='interview_sent_was_sent'),
            ),
            migrations.AddConstraint(
                model_name='interview',
                constraint=models.CheckConstraint(condition=models.Q(('filled_on', None), ('was_sent', True), _connector='OR'), name='interview_filled_was_sent'),
            ),
            migrations.AddConstraint(
                model_name='interview',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'planned'), _negated=True), ('held_at__isnull', False), _connector='OR'), name='interview_planned_has_a_date'),
            ),
            migrations.AddConstraint(
                model_name='wish',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('sentence__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='wish_says_something'),
            ),
            # What the database checks across rows.
            pgtrigger.migrations.AddTrigger(
                model_name='questionnaire',
                trigger=pgtrigger.compiler.Trigger(name='frozen_once_used', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE asked bigint;', func="""
            asked := CASE TG_OP WHEN 'INSERT' THEN NULL ELSE OLD.id END;
            -- Waits for the survey that is being opened on it.
            PERFORM 1 FROM dematerialisation_questionnaire WHERE id = asked FOR SHARE;
            IF EXISTS (SELECT 1 FROM dematerialisation_survey WHERE questionnaire_id = asked) THEN
                RAISE EXCEPTION 'questionnaire: a version in use never changes'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'questionnaire_never_changes';
            END IF;
            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        """, hash='431eb48a0434764b734af8ad31fb39d5f88ab1a3', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_once_used_42c57', table='dematerialisation_questionnaire', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='action',
                trigger=pgtrigger.compiler.Trigger(name='screened_before_start', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF (NEW.state = 'done' AND OLD.state <> 'done'\n                        OR NEW.state IN ('in_progress', 'blocked')\n                        AND COALESCE(OLD.state, '') NOT IN ('in_progress', 'blocked'))\n                    AND NOT EXISTS (SELECT FROM dematerialisation_action_ideas WHERE action_id = NEW.id)\n                    AND NOT EXISTS (SELECT FROM dematerialisation_screeninganswer WHERE action_id = NEW.id) THEN\n                        RAISE EXCEPTION 'action: neither an idea nor a screening'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'action_screened_before_start';\n                    END IF;\n                    RETURN NEW;\n                ", hash='95fc9e2bf0b6911021ccd14ac1b5c8fd356c5f4a', operation='INSERT OR UPDATE OF "state"', pgid='pgtrigger_screened_before_start_bbe2a', table='dematerialisation_action', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assessment',
                trigger=pgtrigger.compiler.Trigger(name='published_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.published_at IS NOT NULL AND (OLD.starts_on, OLD.ends_on, OLD.figures, OLD.published_at, OLD.published_by_id, OLD.context, OLD.idea, OLD.objective, OLD.method, OLD.content, OLD.means, OLD.outcome, OLD.next_steps) IS DISTINCT FROM (NEW.starts_on, NEW.ends_on, NEW.figures, NEW.published_at, NEW.published_by_id, NEW.context, NEW.idea, NEW.objective, NEW.method, NEW.content, NEW.means, NEW.outcome, NEW.next_steps))', func="RAISE EXCEPTION 'A published assessment does not change';", hash='f4cac23c3d14ba1c3879c22d488df94560ad271c', operation='UPDATE', pgid='pgtrigger_published_is_frozen_f56c9', table='dematerialisation_assessment', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assessment',
                trigger=pgtrigger.compiler.Trigger(name='published_with_each_verdict', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."published_at" IS NOT NULL AND OLD."published_at" IS NULL)', func="""
                    IF EXISTS (SELECT 1 FROM dematerialisation_assessedaction
                               WHERE assessment_id = NEW.id AND verdict = '') THEN
                        RAISE EXCEPTION 'An action has no verdict';
                    END IF;
                    RETURN NEW;
                """, hash='3e9ff672411d50db2491a8b954ad74a7791ee951', operation='UPDATE', pgid='pgtrigger_published_with_each_verdict_2451d', table='dematerialisation_assessment', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assessment',
                trigger=pgtrigger.compiler.Trigger(name='published_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."published_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='cbf0357dcacbb38fce4d57302d714420319f6173', operation='DELETE', pgid='pgtrigger_published_stays_afcdd', table='dematerialisation_assessment', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assessedaction',
                trigger=pgtrigger.compiler.Trigger(name='frozen_with_its_assessment', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
                    IF EXISTS (SELECT 1 FROM dematerialisation_assessment assessment
                               WHERE assessment.id IN (OLD.assessment_id, NEW.assessment_id)
                               AND assessment.published_at IS NOT NULL) THEN
                        RAISE EXCEPTION 'The actions of a published assessment do not change';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """, hash='af30ab095e1860d4af261288265a5d2ef28ddb46', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_its_assessment_dff13', table='dematerialisation_assessedaction', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='printerlessagent',
                trigger=pgtrigger.compiler.Trigger(name='agents_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
            IF EXISTS (SELECT 1 FROM people_agent WHERE id IN (NEW.agent_id) AND is_elected) THEN
                RAISE EXCEPTION 'an elected account is no agent'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'agents_only';
            END IF;
            RETURN NEW;
        """, hash='7eb00d6cab6cdd9acf8c13b12c45f45859f81b32', operation='INSERT OR UPDATE OF "agent_id"', pgid='pgtrigger_agents_only_7e660', table='dematerialisation_printerlessagent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='answer',
                trigger=pgtrigger.compiler.Trigger(name='of_its_questionnaire', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM dematerialisation_interview interview
                        JOIN dematerialisation_survey survey ON survey.id = interview.survey_id
                        JOIN dematerialisation_questionsection section
                          ON section.questionnaire_id = survey.questionnaire_id
                        JOIN dematerialisation_question question ON question.section_id = section.id
                        WHERE interview.id = NEW.interview_id AND question.id = NEW.question_id
                    ) THEN
                        RAISE EXCEPTION 'answer: a question that this survey does not ask'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_of_its_questionnaire';
                    END IF;
                    RETURN NEW;
                """, hash='7e30b8fd52374f8796addf43b1a10a0f46f6412a', operation='INSERT OR UPDATE', pgid='pgtrigger_of_its_questionnaire_d505f', table='dematerialisation_answer', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='questionsection',
                trigger=pgtrigger.compiler.Trigger(name='frozen_once_used', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE asked bigint;', func="""
            asked := CASE TG_OP WHEN 'DELETE' THEN OLD.questionnaire_id ELSE NEW.questionnaire_id END;
            -- Waits for the survey that is being opened on it.
            PERFORM 1 FROM dematerialisation_questionnaire WHERE id = asked FOR SHARE;
            IF EXISTS (SELECT 1 FROM dematerialisation_survey WHERE questionnaire_id = asked) THEN
                RAISE EXCEPTION 'questionnaire: a version in use never changes'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'question_section_never_changes';
            END IF;
            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        """, hash='2057c89bf02b1591ed92a0fe34a3624d7fc24850', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_once_used_1e998', table='dematerialisation_questionsection', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='question',
                trigger=pgtrigger.compiler.Trigger(name='frozen_once_used', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE asked bigint;', func="""
            
    SELECT questionnaire_id INTO asked FROM dematerialisation_questionsection
    WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.section_id ELSE NEW.section_id END;

            -- Waits for the survey that is being opened on it.
            PERFORM 1 FROM dematerialisation_questionnaire WHERE id = asked FOR SHARE;
            IF EXISTS (SELECT 1 FROM dematerialisation_survey WHERE questionnaire_id = asked) THEN
                RAISE EXCEPTION 'questionnaire: a version in use never changes'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'question_never_changes';
            END IF;
            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        """, hash='49b1325642c9aecb0e6d1bb4a8ad34129ee08917', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_once_used_f95ad', table='dematerialisation_question', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='article',
                trigger=pgtrigger.compiler.Trigger(name='published_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.published_at IS NOT NULL AND (OLD.kind, OLD.title, OLD.body, OLD.figures, OLD.taken_on, OLD.drafted_by_id, OLD.published_at, OLD.published_by_id) IS DISTINCT FROM (NEW.kind, NEW.title, NEW.body, NEW.figures, NEW.taken_on, NEW.drafted_by_id, NEW.published_at, NEW.published_by_id))', func="RAISE EXCEPTION 'A published article does not change';", hash='aec70dc53e264d145bae2cd286f43af42c4a3c99', operation='UPDATE', pgid='pgtrigger_published_is_frozen_343cc', table='dematerialisation_article', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='article',
                trigger=pgtrigger.compiler.Trigger(name='published_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."published_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ae805d6214555a4e3d95ec342e7a22535cf0b10f', operation='DELETE', pgid='pgtrigger_published_stays_2d945', table='dematerialisation_article', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewpicture',
                trigger=pgtrigger.compiler.Trigger(name='frozen_with_its_article', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
                    IF EXISTS (SELECT 1 FROM dematerialisation_article article
                               WHERE article.id IN (OLD.article_id, NEW.article_id)
                               AND article.published_at IS NOT NULL) THEN
                        RAISE EXCEPTION 'The pictures of a published article do not change';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """, hash='6937f476a7fe0b8aa2b8df760e6ac51524d799b4', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_its_article_b9ca2', table='dematerialisation_reviewpicture', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='screeninganswer',
                trigger=pgtrigger.compiler.Trigger(name='of_its_kind', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
                    IF NOT EXISTS (
                        SELECT FROM suggestions_criterion
                        WHERE id = NEW.criterion_id AND (kind = 'value') = (NEW.mark IS NOT NULL)
                    ) THEN
                        RAISE EXCEPTION 'screening: a value is marked, a pitfall is not'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'screening_answer_of_its_kind';
                    END IF;
                    RETURN NEW;
                """, hash='2f542612f2dd301d65d4e8a3be475d966ecebf13', operation='INSERT OR UPDATE', pgid='pgtrigger_of_its_kind_520c0', table='dematerialisation_screeninganswer', when='BEFORE')),
            ),
            # The history, written by triggers and closed to changes.
            pgtrigger.migrations.AddTrigger(
                model_name='page',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_pageevent" ("body", "id", "is_to_review", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "summary", "title") VALUES (NEW."body", NEW."id", NEW."is_to_review", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."slug", NEW."summary", NEW."title"); RETURN NULL;', hash='00a22334d3097d544912e23b5f05eaec68e14472', operation='INSERT', pgid='pgtrigger_insert_insert_07812', table='dematerialisation_page', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='page',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dematerialisation_pageevent" ("body", "id", "is_to_review", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "summary", "title") VALUES (NEW."body", NEW."id", NEW."is_to_review", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."slug", NEW."summary", NEW."title"); RETURN NULL;', hash='982fb2968a7b4658136ee023675e495859ffab04', operation='UPDATE', pgid='pgtrigger_update_update_1de0a', table='dematerialisation_page', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='page',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_pageevent" ("body", "id", "is_to_review", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "summary", "title") VALUES (OLD."body", OLD."id", OLD."is_to_review", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."slug", OLD."summary", OLD."title"); RETURN NULL;', hash='12cfd93b589d36e8f9dc76623f152beb377042d7', operation='DELETE', pgid='pgtrigger_delete_delete_ba360', table='dematerialisation_page', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='questionnaire',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_questionnaireevent" ("id", "introduction", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "version") VALUES (NEW."id", NEW."introduction", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."title", NEW."version"); RETURN NULL;', hash='84f7477cb7e9a7debede78d7681ffb95479ec303', operation='INSERT', pgid='pgtrigger_insert_insert_1e958', table='dematerialisation_questionnaire', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='questionnaire',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."introduction" IS DISTINCT FROM (NEW."introduction") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "dematerialisation_questionnaireevent" ("id", "introduction", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "version") VALUES (NEW."id", NEW."introduction", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."title", NEW."version"); RETURN NULL;', hash='d27182fad1ebfca1a3d74d4ff157dd88a4d5d793', operation='UPDATE', pgid='pgtrigger_update_update_4cfe3', table='dematerialisation_questionnaire', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='questionnaire',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_questionnaireevent" ("id", "introduction", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "version") VALUES (OLD."id", OLD."introduction", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."title", OLD."version"); RETURN NULL;', hash='b3a386c58570e566c51cc061db85ecaeeede5bf6', operation='DELETE', pgid='pgtrigger_delete_delete_6ffcf', table='dematerialisation_questionnaire', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewissue',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_reviewissueevent" ("closing_on", "id", "month", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference") VALUES (NEW."closing_on", NEW."id", NEW."month", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference"); RETURN NULL;', hash='b732266dcfd77ecad488fbd6f6e7154506173567', operation='INSERT', pgid='pgtrigger_insert_insert_730c6', table='dematerialisation_reviewissue', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewissue',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dematerialisation_reviewissueevent" ("closing_on", "id", "month", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference") VALUES (NEW."closing_on", NEW."id", NEW."month", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference"); RETURN NULL;', hash='b74ca297a3c154e2d716647b633c17d0b585bbbc', operation='UPDATE', pgid='pgtrigger_update_update_4638c', table='dematerialisation_reviewissue', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewissue',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_reviewissueevent" ("closing_on", "id", "month", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference") VALUES (OLD."closing_on", OLD."id", OLD."month", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference"); RETURN NULL;', hash='76a62844c9b40ba9e52c07e747169f82f2a141cd', operation='DELETE', pgid='pgtrigger_delete_delete_203c3', table='dematerialisation_reviewissue', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='action',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_actionevent" ("blocked_on", "blocked_reason", "decided_on", "direction_id", "done_on", "dropped_on", "dropped_reason", "due_on", "id", "is_of_watch", "leader_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "started_on", "state", "title", "what_it_changed", "what_was_decided") VALUES (NEW."blocked_on", NEW."blocked_reason", NEW."decided_on", NEW."direction_id", NEW."done_on", NEW."dropped_on", NEW."dropped_reason", NEW."due_on", NEW."id", NEW."is_of_watch", NEW."leader_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."started_on", NEW."state", NEW."title", NEW."what_it_changed", NEW."what_was_decided"); RETURN NULL;', hash='3d39f7fbdb9a6c661f3f1b87305c003cd12cf4fd', operation='INSERT', pgid='pgtrigger_insert_insert_c9128', table='dematerialisation_action', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='action',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."blocked_on" IS DISTINCT FROM (NEW."blocked_on") OR OLD."blocked_reason" IS DISTINCT FROM (NEW."blocked_reason") OR OLD."decided_on" IS DISTINCT FROM (NEW."decided_on") OR OLD."direction_id" IS DISTINCT FROM (NEW."direction_id") OR OLD."done_on" IS DISTINCT FROM (NEW."done_on") OR OLD."dropped_on" IS DISTINCT FROM (NEW."dropped_on") OR OLD."dropped_reason" IS DISTINCT FROM (NEW."dropped_reason") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_of_watch" IS DISTINCT FROM (NEW."is_of_watch") OR OLD."leader_id" IS DISTINCT FROM (NEW."leader_id") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."started_on" IS DISTINCT FROM (NEW."started_on") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."what_it_changed" IS DISTINCT FROM (NEW."what_it_changed") OR OLD."what_was_decided" IS DISTINCT FROM (NEW."what_was_decided"))', func='INSERT INTO "dematerialisation_actionevent" ("blocked_on", "blocked_reason", "decided_on", "direction_id", "done_on", "dropped_on", "dropped_reason", "due_on", "id", "is_of_watch", "leader_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "started_on", "state", "title", "what_it_changed", "what_was_decided") VALUES (NEW."blocked_on", NEW."blocked_reason", NEW."decided_on", NEW."direction_id", NEW."done_on", NEW."dropped_on", NEW."dropped_reason", NEW."due_on", NEW."id", NEW."is_of_watch", NEW."leader_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."started_on", NEW."state", NEW."title", NEW."what_it_changed", NEW."what_was_decided"); RETURN NULL;', hash='04797809090b2ba26ba3481c1f0e682b7bf2e7cf', operation='UPDATE', pgid='pgtrigger_update_update_f0632', table='dematerialisation_action', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='action',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_actionevent" ("blocked_on", "blocked_reason", "decided_on", "direction_id", "done_on", "dropped_on", "dropped_reason", "due_on", "id", "is_of_watch", "leader_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "started_on", "state", "title", "what_it_changed", "what_was_decided") VALUES (OLD."blocked_on", OLD."blocked_reason", OLD."decided_on", OLD."direction_id", OLD."done_on", OLD."dropped_on", OLD."dropped_reason", OLD."due_on", OLD."id", OLD."is_of_watch", OLD."leader_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."started_on", OLD."state", OLD."title", OLD."what_it_changed", OLD."what_was_decided"); RETURN NULL;', hash='ba91d44d0bca311627e35fe40d15b3558f4ee43d', operation='DELETE', pgid='pgtrigger_delete_delete_830ca', table='dematerialisation_action', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='actionevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='3bf2c823e2aae5690c598b631f11b264b767766d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_05a66', table='dematerialisation_actionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='actionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9c8616b72111187d7a3d0f04f1ac2400d1f9d4ad', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_04f98', table='dematerialisation_actionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='actionstep',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_actionstepevent" ("action_id", "done_on", "due_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "reference", "submission_key", "title") VALUES (NEW."action_id", NEW."done_on", NEW."due_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."reference", NEW."submission_key", NEW."title"); RETURN NULL;', hash='cdc20c9eadaa5775bbbc93c2575479b7cc2338cf', operation='INSERT', pgid='pgtrigger_insert_insert_adca7', table='dematerialisation_actionstep', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='actionstep',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dematerialisation_actionstepevent" ("action_id", "done_on", "due_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "reference", "submission_key", "title") VALUES (NEW."action_id", NEW."done_on", NEW."due_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."reference", NEW."submission_key", NEW."title"); RETURN NULL;', hash='69a5f13bb3849c0738085809e9dfc5046eba4b9d', operation='UPDATE', pgid='pgtrigger_update_update_fc342', table='dematerialisation_actionstep', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='actionstep',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_actionstepevent" ("action_id", "done_on", "due_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "reference", "submission_key", "title") VALUES (OLD."action_id", OLD."done_on", OLD."due_on", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."reference", OLD."submission_key", OLD."title"); RETURN NULL;', hash='4630f866a0439d01ae83cc4bad5ce89b807623dc', operation='DELETE', pgid='pgtrigger_delete_delete_e9738', table='dematerialisation_actionstep', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='actionstepevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='f3311808aaaf31538da15677d2adc151d30b566a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_be4fb', table='dematerialisation_actionstepevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='actionstepevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1966d110d5e80347712984a6eabadbc627116560', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_50c33', table='dematerialisation_actionstepevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assessment',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_assessmentevent" ("begun_at", "begun_by_id", "content", "context", "ends_on", "figures", "id", "idea", "means", "method", "next_steps", "objective", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "reference", "starts_on") VALUES (NEW."begun_at", NEW."begun_by_id", NEW."content", NEW."context", NEW."ends_on", NEW."figures", NEW."id", NEW."idea", NEW."means", NEW."method", NEW."next_steps", NEW."objective", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."reference", NEW."starts_on"); RETURN NULL;', hash='e413b5ccf3447e98c3c3e9cc391d1e37fde50a8a', operation='INSERT', pgid='pgtrigger_insert_insert_f0fc9', table='dematerialisation_assessment', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assessment',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dematerialisation_assessmentevent" ("begun_at", "begun_by_id", "content", "context", "ends_on", "figures", "id", "idea", "means", "method", "next_steps", "objective", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "reference", "starts_on") VALUES (NEW."begun_at", NEW."begun_by_id", NEW."content", NEW."context", NEW."ends_on", NEW."figures", NEW."id", NEW."idea", NEW."means", NEW."method", NEW."next_steps", NEW."objective", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."reference", NEW."starts_on"); RETURN NULL;', hash='8413228260d441ee0ee6dca3ca978d629b79e83d', operation='UPDATE', pgid='pgtrigger_update_update_52d34', table='dematerialisation_assessment', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assessment',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_assessmentevent" ("begun_at", "begun_by_id", "content", "context", "ends_on", "figures", "id", "idea", "means", "method", "next_steps", "objective", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "reference", "starts_on") VALUES (OLD."begun_at", OLD."begun_by_id", OLD."content", OLD."context", OLD."ends_on", OLD."figures", OLD."id", OLD."idea", OLD."means", OLD."method", OLD."next_steps", OLD."objective", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."published_at", OLD."published_by_id", OLD."reference", OLD."starts_on"); RETURN NULL;', hash='3cedae54ef69b0e39daac5ce355cd9370978870e', operation='DELETE', pgid='pgtrigger_delete_delete_50a85', table='dematerialisation_assessment', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assessedactionevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='3bbcff5a9f1775c46278a8bf2b0f46788e762269', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_54839', table='dematerialisation_assessedactionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assessedactionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='092b54c9e5ac65b6285b9e3d657987d059bbd68c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3900c', table='dematerialisation_assessedactionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assessedaction',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_assessedactionevent" ("action_id", "assessment_id", "days", "hours", "id", "linked", "links", "links_basis", "links_method", "paper_basis", "paper_method", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "said_by_agents", "sheets", "steps", "title", "use_basis", "use_method", "verdict", "what_changed") VALUES (NEW."action_id", NEW."assessment_id", NEW."days", NEW."hours", NEW."id", NEW."linked", NEW."links", NEW."links_basis", NEW."links_method", NEW."paper_basis", NEW."paper_method", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."said_by_agents", NEW."sheets", NEW."steps", NEW."title", NEW."use_basis", NEW."use_method", NEW."verdict", NEW."what_changed"); RETURN NULL;', hash='25869a5f529219764530d5fb5db15ddb0ec5a99f', operation='INSERT', pgid='pgtrigger_insert_insert_c1b64', table='dematerialisation_assessedaction', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assessedaction',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dematerialisation_assessedactionevent" ("action_id", "assessment_id", "days", "hours", "id", "linked", "links", "links_basis", "links_method", "paper_basis", "paper_method", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "said_by_agents", "sheets", "steps", "title", "use_basis", "use_method", "verdict", "what_changed") VALUES (NEW."action_id", NEW."assessment_id", NEW."days", NEW."hours", NEW."id", NEW."linked", NEW."links", NEW."links_basis", NEW."links_method", NEW."paper_basis", NEW."paper_method", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."said_by_agents", NEW."sheets", NEW."steps", NEW."title", NEW."use_basis", NEW."use_method", NEW."verdict", NEW."what_changed"); RETURN NULL;', hash='385d3021d80013a90f37c07ad08f99955caf7802', operation='UPDATE', pgid='pgtrigger_update_update_0f2fb', table='dematerialisation_assessedaction', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assessedaction',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_assessedactionevent" ("action_id", "assessment_id", "days", "hours", "id", "linked", "links", "links_basis", "links_method", "paper_basis", "paper_method", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "said_by_agents", "sheets", "steps", "title", "use_basis", "use_method", "verdict", "what_changed") VALUES (OLD."action_id", OLD."assessment_id", OLD."days", OLD."hours", OLD."id", OLD."linked", OLD."links", OLD."links_basis", OLD."links_method", OLD."paper_basis", OLD."paper_method", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."said_by_agents", OLD."sheets", OLD."steps", OLD."title", OLD."use_basis", OLD."use_method", OLD."verdict", OLD."what_changed"); RETURN NULL;', hash='3e8e11cc3f24e0178f78aac7cee603d92b10c332', operation='DELETE', pgid='pgtrigger_delete_delete_465a9', table='dematerialisation_assessedaction', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assessmentevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='2e142f0847b985cf124af946fadec4bdbc14f5d6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_8344c', table='dematerialisation_assessmentevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assessmentevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bc5f006b00feb621a67c98935731af12c5767e67', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_78269', table='dematerialisation_assessmentevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='gain',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_gainevent" ("action_id", "guess_method", "guessed", "guessed_on", "id", "measure_method", "measured", "measured_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit") VALUES (NEW."action_id", NEW."guess_method", NEW."guessed", NEW."guessed_on", NEW."id", NEW."measure_method", NEW."measured", NEW."measured_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."unit"); RETURN NULL;', hash='0f87d23fa34fc6744868e9b64e876d61a49934a7', operation='INSERT', pgid='pgtrigger_insert_insert_c7456', table='dematerialisation_gain', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='gain',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dematerialisation_gainevent" ("action_id", "guess_method", "guessed", "guessed_on", "id", "measure_method", "measured", "measured_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit") VALUES (NEW."action_id", NEW."guess_method", NEW."guessed", NEW."guessed_on", NEW."id", NEW."measure_method", NEW."measured", NEW."measured_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."unit"); RETURN NULL;', hash='f1f9ab2cbc776d93a10041af4f2d8f5a5362d39a', operation='UPDATE', pgid='pgtrigger_update_update_e3e9b', table='dematerialisation_gain', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='gain',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_gainevent" ("action_id", "guess_method", "guessed", "guessed_on", "id", "measure_method", "measured", "measured_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit") VALUES (OLD."action_id", OLD."guess_method", OLD."guessed", OLD."guessed_on", OLD."id", OLD."measure_method", OLD."measured", OLD."measured_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."unit"); RETURN NULL;', hash='b4846a22fc40904823bd72744605eae94597468a', operation='DELETE', pgid='pgtrigger_delete_delete_d9210', table='dematerialisation_gain', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='gainevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='72b2f6d5966dc1e07793c2345fe641c5129aa9a7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_70230', table='dematerialisation_gainevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='gainevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b4dee989ac4c1c10a39cd139b331cc7cd6c41ebd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_56f33', table='dematerialisation_gainevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='groupmember',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_groupmemberevent" ("agent_id", "category", "dga_id", "function", "id", "is_head", "organisation", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "presentation") VALUES (NEW."agent_id", NEW."category", NEW."dga_id", NEW."function", NEW."id", NEW."is_head", NEW."organisation", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."presentation"); RETURN NULL;', hash='1c816dd21db57a02de45eab9d23a9fbb972e5a39', operation='INSERT', pgid='pgtrigger_insert_insert_52a1d', table='dematerialisation_groupmember', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='groupmember',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."agent_id" IS DISTINCT FROM (NEW."agent_id") OR OLD."category" IS DISTINCT FROM (NEW."category") OR OLD."dga_id" IS DISTINCT FROM (NEW."dga_id") OR OLD."function" IS DISTINCT FROM (NEW."function") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_head" IS DISTINCT FROM (NEW."is_head") OR OLD."organisation" IS DISTINCT FROM (NEW."organisation") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."presentation" IS DISTINCT FROM (NEW."presentation"))', func='INSERT INTO "dematerialisation_groupmemberevent" ("agent_id", "category", "dga_id", "function", "id", "is_head", "organisation", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "presentation") VALUES (NEW."agent_id", NEW."category", NEW."dga_id", NEW."function", NEW."id", NEW."is_head", NEW."organisation", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."presentation"); RETURN NULL;', hash='1c7a5b53f403d734182fe44757de992bb343237b', operation='UPDATE', pgid='pgtrigger_update_update_93ff2', table='dematerialisation_groupmember', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='groupmember',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_groupmemberevent" ("agent_id", "category", "dga_id", "function", "id", "is_head", "organisation", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "presentation") VALUES (OLD."agent_id", OLD."category", OLD."dga_id", OLD."function", OLD."id", OLD."is_head", OLD."organisation", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."presentation"); RETURN NULL;', hash='0385d5910069af8a713c4f8cb339034b9bb172c3', operation='DELETE', pgid='pgtrigger_delete_delete_b1cf3', table='dematerialisation_groupmember', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='groupmemberevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='c060613a210b425b256cb8737dbaec799e261d51', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_367c0', table='dematerialisation_groupmemberevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='groupmemberevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='da532f1611a5780f66c213a758ac7580ca62b294', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1aec2', table='dematerialisation_groupmemberevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='ideaansweredevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='da3f0607f21e34479c43424e3e6a85a13cd182ae', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_f3917', table='dematerialisation_ideaansweredevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='ideaansweredevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='193c53f91dc6cdd67149ad63ddcbea28ef400198', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0c887', table='dematerialisation_ideaansweredevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='pageevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='c87d73e8dd274650ab8465216b84e68947b4d8ce', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_4792b', table='dematerialisation_pageevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='pageevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f0cd35c9ae8a4dee912cfa9bd71ae4f87e8b13a5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_069f8', table='dematerialisation_pageevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='printerlessday',
                trigger=pgtrigger.compiler.Trigger(name='counted_is_past', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.held_on > OLD.held_on AND NEW.held_on > CURRENT_DATE + 1)', func="\n                    IF EXISTS (SELECT FROM dematerialisation_printerlessdirection\n                               WHERE day_id = NEW.id AND pages_on_day IS NOT NULL) THEN\n                        RAISE EXCEPTION 'printerless: the pages of this day are counted'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'printerless_day_counted_is_past';\n                    END IF;\n                    RETURN NEW;\n                ", hash='40821d51108afa73f0229d647499159230503f3c', operation='UPDATE OF "held_on"', pgid='pgtrigger_counted_is_past_b92a6', table='dematerialisation_printerlessday', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='printerlessday',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_printerlessdayevent" ("action_id", "held_on", "id", "message", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "title") VALUES (NEW."action_id", NEW."held_on", NEW."id", NEW."message", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."title"); RETURN NULL;', hash='0011a46024e4780cc9f4c9b488b83ee5ac7989b8', operation='INSERT', pgid='pgtrigger_insert_insert_6c812', table='dematerialisation_printerlessday', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='printerlessday',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action_id" IS DISTINCT FROM (NEW."action_id") OR OLD."held_on" IS DISTINCT FROM (NEW."held_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."message" IS DISTINCT FROM (NEW."message") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."title" IS DISTINCT FROM (NEW."title"))', func='INSERT INTO "dematerialisation_printerlessdayevent" ("action_id", "held_on", "id", "message", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "title") VALUES (NEW."action_id", NEW."held_on", NEW."id", NEW."message", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."title"); RETURN NULL;', hash='e9ba2fb59e1def8d539b476716b9e0e74f2b74ba', operation='UPDATE', pgid='pgtrigger_update_update_acae4', table='dematerialisation_printerlessday', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='printerlessday',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_printerlessdayevent" ("action_id", "held_on", "id", "message", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "title") VALUES (OLD."action_id", OLD."held_on", OLD."id", OLD."message", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."title"); RETURN NULL;', hash='894a537b9e5fe7ff136d006d836004fad1b32c6d', operation='DELETE', pgid='pgtrigger_delete_delete_69f34', table='dematerialisation_printerlessday', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='printerlessdayevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='446abc7c7bcd4ee85f366a038965ca310c525a4d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_d57ff', table='dematerialisation_printerlessdayevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='printerlessdayevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a934523fa55ea4ccf2efc600a5bc32f04fee4632', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7d2d6', table='dematerialisation_printerlessdayevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='printerlessdirection',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_printerlessdirectionevent" ("day_id", "direction_id", "id", "pages_before", "pages_on_day", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "takes_part") VALUES (NEW."day_id", NEW."direction_id", NEW."id", NEW."pages_before", NEW."pages_on_day", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."takes_part"); RETURN NULL;', hash='93727d88c0a2cc23663ef508169c781590c2739d', operation='INSERT', pgid='pgtrigger_insert_insert_a7a1e', table='dematerialisation_printerlessdirection', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='printerlessdirection',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."day_id" IS DISTINCT FROM (NEW."day_id") OR OLD."direction_id" IS DISTINCT FROM (NEW."direction_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."pages_before" IS DISTINCT FROM (NEW."pages_before") OR OLD."pages_on_day" IS DISTINCT FROM (NEW."pages_on_day") OR OLD."takes_part" IS DISTINCT FROM (NEW."takes_part"))', func='INSERT INTO "dematerialisation_printerlessdirectionevent" ("day_id", "direction_id", "id", "pages_before", "pages_on_day", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "takes_part") VALUES (NEW."day_id", NEW."direction_id", NEW."id", NEW."pages_before", NEW."pages_on_day", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."takes_part"); RETURN NULL;', hash='25384f6df7c08b4fac40967fa110251e6a2c47f8', operation='UPDATE', pgid='pgtrigger_update_update_41a8d', table='dematerialisation_printerlessdirection', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='printerlessdirection',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_printerlessdirectionevent" ("day_id", "direction_id", "id", "pages_before", "pages_on_day", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "takes_part") VALUES (OLD."day_id", OLD."direction_id", OLD."id", OLD."pages_before", OLD."pages_on_day", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."takes_part"); RETURN NULL;', hash='85cab93db27e8928cc19487344d48636d2bfd489', operation='DELETE', pgid='pgtrigger_delete_delete_1f834', table='dematerialisation_printerlessdirection', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='printerlessdirectionevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='a956ea7d429221175948df8461a51cb74a720642', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_5077c', table='dematerialisation_printerlessdirectionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='printerlessdirectionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d3449ce62268696731304e5c872ab97ba64c9416', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c15da', table='dematerialisation_printerlessdirectionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='priority',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_priorityevent" ("discussion", "effort", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "reference", "values") VALUES (NEW."discussion", NEW."effort", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rank", NEW."reference", NEW."values"); RETURN NULL;', hash='d6c6bd62d4ef96c7ade834c0c2a1913556a2a0df', operation='INSERT', pgid='pgtrigger_insert_insert_de531', table='dematerialisation_priority', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='priority',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dematerialisation_priorityevent" ("discussion", "effort", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "reference", "values") VALUES (NEW."discussion", NEW."effort", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rank", NEW."reference", NEW."values"); RETURN NULL;', hash='1ee98d68acd2e140a0b35dcea78bbdd1c87ce4da', operation='UPDATE', pgid='pgtrigger_update_update_224ba', table='dematerialisation_priority', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='priority',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_priorityevent" ("discussion", "effort", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "reference", "values") VALUES (OLD."discussion", OLD."effort", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rank", OLD."reference", OLD."values"); RETURN NULL;', hash='d162b0e08ea11ae3abb289958da9315e6cd6eaa6', operation='DELETE', pgid='pgtrigger_delete_delete_efad7', table='dematerialisation_priority', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='priorityactionevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='d67318e91e127f2a8cb326c2c46b6809a8fd14a4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_99e48', table='dematerialisation_priorityactionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='priorityactionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f89238d59c88b8189045adcdf2b9c7db5f019aab', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f4318', table='dematerialisation_priorityactionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='priorityevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='42e640bdf828f902a136aa312182c4a163d29600', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_78278', table='dematerialisation_priorityevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='priorityevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='72824b8c00c506f128f0b02b3a93601ec40882f8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_19607', table='dematerialisation_priorityevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='answerevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='ce33a115b6fae56dac13aa029d4fc32995262197', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_de547', table='dematerialisation_answerevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='answerevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='24bef8deab1c446b3a7919c29e36963675ac0b62', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3440f', table='dematerialisation_answerevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='answer',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_answerevent" ("answered_at", "answered_by_id", "id", "interview_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "version") VALUES (NEW."answered_at", NEW."answered_by_id", NEW."id", NEW."interview_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."question_id", NEW."version"); RETURN NULL;', hash='3608b3037ae4fee796754051a63060cdecc84b11', operation='INSERT', pgid='pgtrigger_insert_insert_96033', table='dematerialisation_answer', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='answer',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."answered_by_id" IS DISTINCT FROM (NEW."answered_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interview_id" IS DISTINCT FROM (NEW."interview_id") OR OLD."question_id" IS DISTINCT FROM (NEW."question_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "dematerialisation_answerevent" ("answered_at", "answered_by_id", "id", "interview_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "version") VALUES (NEW."answered_at", NEW."answered_by_id", NEW."id", NEW."interview_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."question_id", NEW."version"); RETURN NULL;', hash='5d8be150d023e055828debdb22e449d5d0d4445c', operation='UPDATE', pgid='pgtrigger_update_update_07290', table='dematerialisation_answer', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='answer',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_answerevent" ("answered_at", "answered_by_id", "id", "interview_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "version") VALUES (OLD."answered_at", OLD."answered_by_id", OLD."id", OLD."interview_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."question_id", OLD."version"); RETURN NULL;', hash='9455cfff12b407c6582a84f40fd0fb1ac5fb484f', operation='DELETE', pgid='pgtrigger_delete_delete_1d41d', table='dematerialisation_answer', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='questionnaireevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='8815662a406e8eed481ffd3edadd3500610c5731', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_67896', table='dematerialisation_questionnaireevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='questionnaireevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cabb6a20e1df31a031d6ef71b25baeaec543032f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6f1f9', table='dematerialisation_questionnaireevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='questionsection',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_questionsectionevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "questionnaire_id", "title") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."questionnaire_id", NEW."title"); RETURN NULL;', hash='b8425eeafb83f5fda4db9094a72bf85bb0254327', operation='INSERT', pgid='pgtrigger_insert_insert_86312', table='dematerialisation_questionsection', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='questionsection',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dematerialisation_questionsectionevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "questionnaire_id", "title") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."questionnaire_id", NEW."title"); RETURN NULL;', hash='894a46b90811786ade99c302cd7f965e7cb2dc00', operation='UPDATE', pgid='pgtrigger_update_update_418d1', table='dematerialisation_questionsection', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='questionsection',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_questionsectionevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "questionnaire_id", "title") VALUES (OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."questionnaire_id", OLD."title"); RETURN NULL;', hash='1956c354ca5bf5c855e83b12e343b4485b8ecf13', operation='DELETE', pgid='pgtrigger_delete_delete_6c64b', table='dematerialisation_questionsection', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='questionevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='4f6b546b35558e773106e0054beecd487c246fbc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_2a5a0', table='dematerialisation_questionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='questionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f4fb5bcd47a5481c89ff6d2a329271cb6d0d1bc7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3b3bd', table='dematerialisation_questionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='question',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_questionevent" ("choices", "help", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "section_id", "text") VALUES (NEW."choices", NEW."help", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."section_id", NEW."text"); RETURN NULL;', hash='e7c8384037c30d94a85eb0d172c201248f4c9534', operation='INSERT', pgid='pgtrigger_insert_insert_99559', table='dematerialisation_question', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='question',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."choices" IS DISTINCT FROM (NEW."choices") OR OLD."help" IS DISTINCT FROM (NEW."help") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."section_id" IS DISTINCT FROM (NEW."section_id") OR OLD."text" IS DISTINCT FROM (NEW."text"))', func='INSERT INTO "dematerialisation_questionevent" ("choices", "help", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "section_id", "text") VALUES (NEW."choices", NEW."help", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."section_id", NEW."text"); RETURN NULL;', hash='2cfbf20c07b5a971bc35b30c9ee9d0d032cf9ab1', operation='UPDATE', pgid='pgtrigger_update_update_8473d', table='dematerialisation_question', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='question',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_questionevent" ("choices", "help", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "section_id", "text") VALUES (OLD."choices", OLD."help", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."section_id", OLD."text"); RETURN NULL;', hash='2a4382d24fffc4574afe20fef512839708f2ac63', operation='DELETE', pgid='pgtrigger_delete_delete_4cb45', table='dematerialisation_question', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='questionsectionevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='32a290267c7a142a0292de9c8608a0275c6a551c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_0d15f', table='dematerialisation_questionsectionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='questionsectionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6b5daca78aebb3dab33d1f1a81ec383bccad58bf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1b321', table='dematerialisation_questionsectionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='articleevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='b664f510d677b546d6c598059f83b93b56f9ea69', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_d9ea1', table='dematerialisation_articleevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='articleevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1bd566a2e1c808b931a66464ca306ee997717731', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b3272', table='dematerialisation_articleevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='article',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_articleevent" ("body", "drafted_at", "drafted_by_id", "figures", "id", "issue_id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "reference", "taken_on", "title") VALUES (NEW."body", NEW."drafted_at", NEW."drafted_by_id", NEW."figures", NEW."id", NEW."issue_id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."reference", NEW."taken_on", NEW."title"); RETURN NULL;', hash='aee1908cd7f47abcc5af1dddbf3bfa45a55596c6', operation='INSERT', pgid='pgtrigger_insert_insert_c725d', table='dematerialisation_article', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='article',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dematerialisation_articleevent" ("body", "drafted_at", "drafted_by_id", "figures", "id", "issue_id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "reference", "taken_on", "title") VALUES (NEW."body", NEW."drafted_at", NEW."drafted_by_id", NEW."figures", NEW."id", NEW."issue_id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."reference", NEW."taken_on", NEW."title"); RETURN NULL;', hash='63e22d210172eb641d9b11b892cfc63e74c047db', operation='UPDATE', pgid='pgtrigger_update_update_48ede', table='dematerialisation_article', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='article',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_articleevent" ("body", "drafted_at", "drafted_by_id", "figures", "id", "issue_id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "reference", "taken_on", "title") VALUES (OLD."body", OLD."drafted_at", OLD."drafted_by_id", OLD."figures", OLD."id", OLD."issue_id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."published_at", OLD."published_by_id", OLD."reference", OLD."taken_on", OLD."title"); RETURN NULL;', hash='3ef43a8d8769d75a11ae7bc6354490b4dd9002c0', operation='DELETE', pgid='pgtrigger_delete_delete_6d019', table='dematerialisation_article', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewissueevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='2ff690b74ec04863540a97854570950cb25e26af', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_17754', table='dematerialisation_reviewissueevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewissueevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='51f02aade3c7acdbdf7c55d7551639c5493a94fb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5ce19', table='dematerialisation_reviewissueevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewpicture',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_reviewpictureevent" ("alternative", "article_id", "document_id", "height", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "submission_key", "tip_id", "width") VALUES (NEW."alternative", NEW."article_id", NEW."document_id", NEW."height", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."submission_key", NEW."tip_id", NEW."width"); RETURN NULL;', hash='19bd1fb54c4a9cb1607dbbf687952b34ec915254', operation='INSERT', pgid='pgtrigger_insert_insert_f6f0c', table='dematerialisation_reviewpicture', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewpicture',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dematerialisation_reviewpictureevent" ("alternative", "article_id", "document_id", "height", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "submission_key", "tip_id", "width") VALUES (NEW."alternative", NEW."article_id", NEW."document_id", NEW."height", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."submission_key", NEW."tip_id", NEW."width"); RETURN NULL;', hash='865291465a2f4d128df7034baafcf19119cf34f3', operation='UPDATE', pgid='pgtrigger_update_update_34856', table='dematerialisation_reviewpicture', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewpicture',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_reviewpictureevent" ("alternative", "article_id", "document_id", "height", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "submission_key", "tip_id", "width") VALUES (OLD."alternative", OLD."article_id", OLD."document_id", OLD."height", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."submission_key", OLD."tip_id", OLD."width"); RETURN NULL;', hash='ae81f021e556844389adf036a59fc9323101c647', operation='DELETE', pgid='pgtrigger_delete_delete_543c4', table='dematerialisation_reviewpicture', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewpictureevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='f8f4c8e3850a9257b1f8cf2e98e3f8ee212c59e5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_c2e8c', table='dematerialisation_reviewpictureevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewpictureevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='093a5353a17e775d464de4529bc124efc2542944', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6c4ad', table='dematerialisation_reviewpictureevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='screeninganswer',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_screeninganswerevent" ("action_id", "criterion_id", "id", "is_touched", "mark", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precaution") VALUES (NEW."action_id", NEW."criterion_id", NEW."id", NEW."is_touched", NEW."mark", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."precaution"); RETURN NULL;', hash='b3f98970458538c89c230565cd61e1df26a7f9c9', operation='INSERT', pgid='pgtrigger_insert_insert_743c1', table='dematerialisation_screeninganswer', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='screeninganswer',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dematerialisation_screeninganswerevent" ("action_id", "criterion_id", "id", "is_touched", "mark", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precaution") VALUES (NEW."action_id", NEW."criterion_id", NEW."id", NEW."is_touched", NEW."mark", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."precaution"); RETURN NULL;', hash='2fd75c0515a84143eeaef1c6588acbf7abc6c833', operation='UPDATE', pgid='pgtrigger_update_update_f696e', table='dematerialisation_screeninganswer', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='screeninganswer',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_screeninganswerevent" ("action_id", "criterion_id", "id", "is_touched", "mark", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precaution") VALUES (OLD."action_id", OLD."criterion_id", OLD."id", OLD."is_touched", OLD."mark", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."precaution"); RETURN NULL;', hash='7d2882b6f0113c7d2e7f5f8a6cab68c4f377de93', operation='DELETE', pgid='pgtrigger_delete_delete_f177e', table='dematerialisation_screeninganswer', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='screeninganswerevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='6c9eeb0ec589a2a8c22e7f779c8e257dde5cc744', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_53ad0', table='dematerialisation_screeninganswerevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='screeninganswerevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c6e214178c5f923c95edc7f5d14b92a202f6e307', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_51715', table='dematerialisation_screeninganswerevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='survey',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_surveyevent" ("closed_on", "ends_on", "id", "introduction", "opened_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "questionnaire_id", "title") VALUES (NEW."closed_on", NEW."ends_on", NEW."id", NEW."introduction", NEW."opened_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."questionnaire_id", NEW."title"); RETURN NULL;', hash='f99d1a60acd272a955a306c03a91e8db6db1a8e7', operation='INSERT', pgid='pgtrigger_insert_insert_ae055', table='dematerialisation_survey', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='survey',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."closed_on" IS DISTINCT FROM (NEW."closed_on") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."introduction" IS DISTINCT FROM (NEW."introduction") OR OLD."opened_on" IS DISTINCT FROM (NEW."opened_on") OR OLD."questionnaire_id" IS DISTINCT FROM (NEW."questionnaire_id") OR OLD."title" IS DISTINCT FROM (NEW."title"))', func='INSERT INTO "dematerialisation_surveyevent" ("closed_on", "ends_on", "id", "introduction", "opened_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "questionnaire_id", "title") VALUES (NEW."closed_on", NEW."ends_on", NEW."id", NEW."introduction", NEW."opened_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."questionnaire_id", NEW."title"); RETURN NULL;', hash='969918b7d2e8bf27a0ed161340cac413ebb9f0ee', operation='UPDATE', pgid='pgtrigger_update_update_6b316', table='dematerialisation_survey', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='survey',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_surveyevent" ("closed_on", "ends_on", "id", "introduction", "opened_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "questionnaire_id", "title") VALUES (OLD."closed_on", OLD."ends_on", OLD."id", OLD."introduction", OLD."opened_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."questionnaire_id", OLD."title"); RETURN NULL;', hash='3847163cfe530cb796447d52af996575addc2e97', operation='DELETE', pgid='pgtrigger_delete_delete_e8234', table='dematerialisation_survey', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='interviewevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='95084b19be6b02305b4c10f0e4a0ab7c2f20d4c9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_14325', table='dematerialisation_interviewevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='interviewevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='85a1ea655dbe960fcf3f38f968febcf3c32bc799', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3644b', table='dematerialisation_interviewevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='interview',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_interviewevent" ("direction_id", "done_on", "filled_on", "held_at", "id", "person_met_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "state", "survey_id", "was_sent") VALUES (NEW."direction_id", NEW."done_on", NEW."filled_on", NEW."held_at", NEW."id", NEW."person_met_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."state", NEW."survey_id", NEW."was_sent"); RETURN NULL;', hash='95ee8c751a99219126d8176e48c1f264b047a6d0', operation='INSERT', pgid='pgtrigger_insert_insert_b7265', table='dematerialisation_interview', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='interview',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."direction_id" IS DISTINCT FROM (NEW."direction_id") OR OLD."done_on" IS DISTINCT FROM (NEW."done_on") OR OLD."filled_on" IS DISTINCT FROM (NEW."filled_on") OR OLD."held_at" IS DISTINCT FROM (NEW."held_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."person_met_id" IS DISTINCT FROM (NEW."person_met_id") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."survey_id" IS DISTINCT FROM (NEW."survey_id") OR OLD."was_sent" IS DISTINCT FROM (NEW."was_sent"))', func='INSERT INTO "dematerialisation_interviewevent" ("direction_id", "done_on", "filled_on", "held_at", "id", "person_met_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "state", "survey_id", "was_sent") VALUES (NEW."direction_id", NEW."done_on", NEW."filled_on", NEW."held_at", NEW."id", NEW."person_met_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."state", NEW."survey_id", NEW."was_sent"); RETURN NULL;', hash='ef222c9604385706c8f9820a88048f872a329293', operation='UPDATE', pgid='pgtrigger_update_update_6da52', table='dematerialisation_interview', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='interview',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_interviewevent" ("direction_id", "done_on", "filled_on", "held_at", "id", "person_met_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "state", "survey_id", "was_sent") VALUES (OLD."direction_id", OLD."done_on", OLD."filled_on", OLD."held_at", OLD."id", OLD."person_met_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."place", OLD."state", OLD."survey_id", OLD."was_sent"); RETURN NULL;', hash='a556878e557914758b9e0e8a28fb9aa776483aff', operation='DELETE', pgid='pgtrigger_delete_delete_a8cd5', table='dematerialisation_interview', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='surveyevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='f27ec71ad82388212c85fafb4632758c6fcd8095', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_4c8ca', table='dematerialisation_surveyevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='surveyevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f897340c3b4ad4d7234df51a2358ba8dca1c3a61', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_19c8a', table='dematerialisation_surveyevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='wish',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_wishevent" ("answer_id", "change", "direction_id", "id", "noted_on", "people", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority_id", "problem", "reference", "sentence") VALUES (NEW."answer_id", NEW."change", NEW."direction_id", NEW."id", NEW."noted_on", NEW."people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."priority_id", NEW."problem", NEW."reference", NEW."sentence"); RETURN NULL;', hash='3d1ea9507337b2460adb40d78a85f6f611423dc7', operation='INSERT', pgid='pgtrigger_insert_insert_5cdb4', table='dematerialisation_wish', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='wish',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dematerialisation_wishevent" ("answer_id", "change", "direction_id", "id", "noted_on", "people", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority_id", "problem", "reference", "sentence") VALUES (NEW."answer_id", NEW."change", NEW."direction_id", NEW."id", NEW."noted_on", NEW."people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."priority_id", NEW."problem", NEW."reference", NEW."sentence"); RETURN NULL;', hash='a99d5577c68829fdeadc45ebb605d2f862418295', operation='UPDATE', pgid='pgtrigger_update_update_585d1', table='dematerialisation_wish', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='wish',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_wishevent" ("answer_id", "change", "direction_id", "id", "noted_on", "people", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority_id", "problem", "reference", "sentence") VALUES (OLD."answer_id", OLD."change", OLD."direction_id", OLD."id", OLD."noted_on", OLD."people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."priority_id", OLD."problem", OLD."reference", OLD."sentence"); RETURN NULL;', hash='0941a069a28772bf3d8551f4226ac7486c7de412', operation='DELETE', pgid='pgtrigger_delete_delete_847e7', table='dematerialisation_wish', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='wishevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='0b2c5a3a9453befaaf8edbf8a5659f41c269f2fe', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_096b3', table='dematerialisation_wishevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='wishevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5d223b11c31e2b07d7738f78c7c62b254282b381', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2621c', table='dematerialisation_wishevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='ideaanswered',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_ideaansweredevent" ("action_id", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label") VALUES (NEW."action_id", NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\'); RETURN NULL;', hash='1041d6d9e7f656dbaaccdf57adb535385575049b', operation='INSERT', pgid='pgtrigger_insert_insert_ce048', table='dematerialisation_action_ideas', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='ideaanswered',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dematerialisation_ideaansweredevent" ("action_id", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label") VALUES (NEW."action_id", NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\'); RETURN NULL;', hash='81e04615b55b53fdc0ab2f1f77cd0d1f844c14b7', operation='UPDATE', pgid='pgtrigger_update_update_93619', table='dematerialisation_action_ideas', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='ideaanswered',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_ideaansweredevent" ("action_id", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label") VALUES (OLD."action_id", OLD."id", OLD."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\'); RETURN NULL;', hash='8206ec7a04c7467a4cc0a09f3fb8b002dc633212', operation='DELETE', pgid='pgtrigger_delete_delete_60659', table='dematerialisation_action_ideas', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='priorityaction',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_priorityactionevent" ("action_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "priority_id") VALUES (NEW."action_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."priority_id"); RETURN NULL;', hash='ce381de7840d5ccb302355d50ba67135f895f28d', operation='INSERT', pgid='pgtrigger_insert_insert_92456', table='dematerialisation_priority_actions', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='priorityaction',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dematerialisation_priorityactionevent" ("action_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "priority_id") VALUES (NEW."action_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."priority_id"); RETURN NULL;', hash='d6720cf6b985334775f1766641d41866bbd526f4', operation='UPDATE', pgid='pgtrigger_update_update_9cb87', table='dematerialisation_priority_actions', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='priorityaction',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dematerialisation_priorityactionevent" ("action_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "priority_id") VALUES (OLD."action_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."priority_id"); RETURN NULL;', hash='224ff364adb555b3b824ddb269f6944be0795907', operation='DELETE', pgid='pgtrigger_delete_delete_a5263', table='dematerialisation_priority_actions', when='AFTER')),
            ),
        ]),
    ]
