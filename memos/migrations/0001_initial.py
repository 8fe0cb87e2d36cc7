"""Notes to human resources."""

from core.history.tracking import Together
from django.conf import settings
from django.db import migrations, models
import core.web.public_ids
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


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("approvals", "0001_initial"),
        ("documents", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        Together([
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
                name='Memo',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('year', models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='année')),
                    ('number', models.PositiveIntegerField(editable=False, null=True, verbose_name='numéro')),
                    ('subject', models.CharField(max_length=150, verbose_name='objet')),
                    ('text', models.TextField(max_length=8000, verbose_name='texte')),
                    ('starts_on', models.DateField(blank=True, null=True, verbose_name='à partir du')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='jusqu’au')),
                    ('is_opened_to_person', models.BooleanField(default=False, verbose_name='ouverte à l’agent concerné')),
                    ('state', models.CharField(choices=[('draft', 'brouillon'), ('in_circuit', 'en circuit de visas'), ('returned', 'à corriger'), ('received', 'reçue par les RH'), ('taken', 'prise en charge'), ('answered', 'répondue'), ('filed', 'classée'), ('withdrawn', 'retirée')], default='draft', max_length=10, verbose_name='état')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='écrite le')),
                    ('sent_at', models.DateTimeField(null=True, verbose_name='envoyée le')),
                    ('received_at', models.DateTimeField(null=True, verbose_name='reçue le')),
                    ('due_on', models.DateField(null=True, verbose_name='réponse avant le')),
                    ('taken_at', models.DateTimeField(null=True, verbose_name='prise en charge le')),
                    ('answer', models.TextField(blank=True, max_length=16000, verbose_name='réponse')),
                    ('opinion', models.CharField(blank=True, choices=[('favourable', 'avis favorable'), ('unfavourable', 'avis défavorable'), ('forwarded', 'transmis')], max_length=12, verbose_name='avis')),
                    ('answered_at', models.DateTimeField(null=True, verbose_name='répondue le')),
                    ('filed_at', models.DateTimeField(null=True, verbose_name='classée le')),
                    ('withdrawn_at', models.DateTimeField(null=True, verbose_name='retirée le')),
                    ('code_hash', models.CharField(max_length=64, null=True, unique=True, verbose_name='empreinte du code de suivi')),
                    ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memos', to=settings.AUTH_USER_MODEL, verbose_name='auteur')),
                    ('direction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memos', to='people.direction', verbose_name='direction')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memos_about', to=settings.AUTH_USER_MODEL, verbose_name='agent concerné')),
                    ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memos_taken', to=settings.AUTH_USER_MODEL, verbose_name='suivie par')),
                    ('written_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memos_entered', to=settings.AUTH_USER_MODEL, verbose_name='saisie pour')),
                ],
                options={
                    'verbose_name': 'note aux ressources humaines',
                    'verbose_name_plural': 'notes aux ressources humaines',
                },
            ),
            migrations.CreateModel(
                name='MemoFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_answer', models.BooleanField(default=False, verbose_name='de la réponse')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memo_files', to='documents.document', verbose_name='document')),
                    ('memo', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='memos.memo', verbose_name='note')),
                ],
                options={
                    'verbose_name': 'fichier d’une note',
                    'verbose_name_plural': 'fichiers des notes',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='MemoKind',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('name', models.CharField(max_length=80, unique=True, verbose_name='nom')),
                    ('help', models.CharField(help_text='Une phrase, pour choisir. 300 caractères au plus.', max_length=300, verbose_name='à quoi elle sert')),
                    ('asks_person', models.BooleanField(default=False, verbose_name='demande les agents concernés')),
                    ('asks_dates', models.BooleanField(default=False, verbose_name='demande des dates')),
                    ('answer_days', models.PositiveSmallIntegerField(default=15, help_text='En jours, à partir de la réception.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='réponse promise en')),
                    ('retention_years', models.PositiveSmallIntegerField(default=5, help_text='En années, après son classement ou son retrait. Fixez-la avec les archives.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(99)], verbose_name='conservée')),
                    ('is_retired', models.BooleanField(default=False, verbose_name='retirée de la liste')),
                    ('circuit', models.ForeignKey(help_text='Changé, il vaut pour les notes envoyées ensuite.', limit_choices_to={'is_retired': False}, on_delete=django.db.models.deletion.PROTECT, related_name='memo_kinds', to='approvals.circuit', verbose_name='circuit de visas')),
                ],
                options={
                    'verbose_name': 'nature de note',
                    'verbose_name_plural': 'natures de notes',
                    'ordering': ['name'],
                },
            ),
            migrations.CreateModel(
                name='MemoEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('year', models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='année')),
                    ('number', models.PositiveIntegerField(editable=False, null=True, verbose_name='numéro')),
                    ('is_opened_to_person', models.BooleanField(default=False, verbose_name='ouverte à l’agent concerné')),
                    ('state', models.CharField(choices=[('draft', 'brouillon'), ('in_circuit', 'en circuit de visas'), ('returned', 'à corriger'), ('received', 'reçue par les RH'), ('taken', 'prise en charge'), ('answered', 'répondue'), ('filed', 'classée'), ('withdrawn', 'retirée')], default='draft', max_length=10, verbose_name='état')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='écrite le')),
                    ('sent_at', models.DateTimeField(null=True, verbose_name='envoyée le')),
                    ('received_at', models.DateTimeField(null=True, verbose_name='reçue le')),
                    ('due_on', models.DateField(null=True, verbose_name='réponse avant le')),
                    ('taken_at', models.DateTimeField(null=True, verbose_name='prise en charge le')),
                    ('answered_at', models.DateTimeField(null=True, verbose_name='répondue le')),
                    ('filed_at', models.DateTimeField(null=True, verbose_name='classée le')),
                    ('withdrawn_at', models.DateTimeField(null=True, verbose_name='retirée le')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='memos.memo')),
                    ('taken_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='suivie par')),
                    ('kind', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='memos.memokind', verbose_name='nature')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='memo',
                name='kind',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memos', to='memos.memokind', verbose_name='nature'),
            ),
            migrations.CreateModel(
                name='MemoKindEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(max_length=80, verbose_name='nom')),
                    ('help', models.CharField(help_text='Une phrase, pour choisir. 300 caractères au plus.', max_length=300, verbose_name='à quoi elle sert')),
                    ('asks_person', models.BooleanField(default=False, verbose_name='demande les agents concernés')),
                    ('asks_dates', models.BooleanField(default=False, verbose_name='demande des dates')),
                    ('answer_days', models.PositiveSmallIntegerField(default=15, help_text='En jours, à partir de la réception.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='réponse promise en')),
                    ('retention_years', models.PositiveSmallIntegerField(default=5, help_text='En années, après son classement ou son retrait. Fixez-la avec les archives.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(99)], verbose_name='conservée')),
                    ('is_retired', models.BooleanField(default=False, verbose_name='retirée de la liste')),
                    ('circuit', models.ForeignKey(db_constraint=False, help_text='Changé, il vaut pour les notes envoyées ensuite.', limit_choices_to={'is_retired': False}, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='approvals.circuit', verbose_name='circuit de visas')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='memos.memokind')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='MemoQuestion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('text', models.TextField(max_length=8000, verbose_name='question')),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='posée le')),
                    ('reply', models.TextField(blank=True, max_length=8000, verbose_name='réponse')),
                    ('replied_at', models.DateTimeField(null=True, verbose_name='répondue le')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='posée par')),
                    ('memo', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='memos.memo', verbose_name='note')),
                ],
                options={
                    'verbose_name': 'question sur une note',
                    'verbose_name_plural': 'questions sur les notes',
                    'ordering': ['asked_at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='ModelText',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=120, verbose_name='titre')),
                    ('text', models.TextField(max_length=8000, verbose_name='texte')),
                    ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='model_texts', to='memos.memokind', verbose_name='nature')),
                ],
                options={
                    'verbose_name': 'texte type',
                    'verbose_name_plural': 'textes types',
                    'ordering': ['title'],
                },
            ),
            migrations.CreateModel(
                name='ModelTextEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('title', models.CharField(max_length=120, verbose_name='titre')),
                    ('text', models.TextField(max_length=8000, verbose_name='texte')),
                    ('kind', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='memos.memokind', verbose_name='nature')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='memos.modeltext')),
                ],
                options={
                    'abstract': False,
                },
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
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='par')),
                ],
                options={
                    'verbose_name': 'élimination',
                    'ordering': ['-at'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('visa_reference__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='memos_elimination_has_its_visa')],
                },
            ),
            migrations.AddConstraint(
                model_name='memofile',
                constraint=models.UniqueConstraint(fields=('memo', 'document'), name='memo_file_once'),
            ),
            migrations.AddConstraint(
                model_name='memokind',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('name__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('help__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='memo_kind_says_something'),
            ),
            migrations.AddConstraint(
                model_name='memokind',
                constraint=models.CheckConstraint(condition=models.Q(('answer_days__range', (1, 365)), ('retention_years__range', (1, 99))), name='memo_kind_has_its_terms'),
            ),
            migrations.AddIndex(
                model_name='memo',
                index=models.Index(fields=['author', '-created_at'], name='memo_of_author'),
            ),
            migrations.AddIndex(
                model_name='memo',
                index=models.Index(fields=['state', 'due_on'], name='memo_by_due_day'),
            ),
            migrations.AddConstraint(
                model_name='memo',
                constraint=models.UniqueConstraint(fields=('year', 'number'), name='memo_number_once'),
            ),
            migrations.AddConstraint(
                model_name='memo',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_circuit', 'returned', 'received', 'taken', 'answered', 'filed', 'withdrawn'])), name='memo_known_state'),
            ),
            migrations.AddConstraint(
                model_name='memo',
                constraint=models.CheckConstraint(condition=models.Q(('opinion__in', ('', 'favourable', 'unfavourable', 'forwarded'))), name='memo_known_opinion'),
            ),
            migrations.AddConstraint(
                model_name='memo',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('subject__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('text__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='memo_says_something'),
            ),
            migrations.AddConstraint(
                model_name='memo',
                constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 8000), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('answer'), 16000)), name='memo_texts_are_not_too_long'),
            ),
            migrations.AddConstraint(
                model_name='memo',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'draft'), ('sent_at', None), ('received_at', None), ('taken_at', None), ('answered_at', None), ('filed_at', None), ('withdrawn_at', None)), models.Q(('state__in', ('in_circuit', 'returned')), ('sent_at__isnull', False), ('received_at', None), ('taken_at', None), ('answered_at', None), ('filed_at', None), ('withdrawn_at', None)), models.Q(('state', 'received'), ('received_at__isnull', False), ('taken_at', None), ('answered_at', None), ('filed_at', None), ('withdrawn_at', None)), models.Q(('state', 'taken'), ('received_at__isnull', False), ('taken_at__isnull', False), ('answered_at', None), ('filed_at', None), ('withdrawn_at', None)), models.Q(('state', 'answered'), ('taken_at__isnull', False), ('answered_at__isnull', False), ('filed_at', None), ('withdrawn_at', None)), models.Q(('filed_at__isnull', False), ('state', 'filed'), ('withdrawn_at', None), ('taken_at__isnull', False), ('answered_at__isnull', False)), models.Q(('filed_at', None), ('state', 'withdrawn'), ('withdrawn_at__isnull', False), ('taken_at', None), ('answered_at', None)), _connector='OR'), name='memo_state_has_its_dates'),
            ),
            migrations.AddConstraint(
                model_name='memo',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_on', None), ('number', None), ('received_at', None), ('year', None)), models.Q(('due_on__isnull', False), ('number__isnull', False), ('received_at__isnull', False), ('year__isnull', False), ('number__gte', 1), ('sent_at__isnull', False)), _connector='OR'), name='memo_received_has_its_number'),
            ),
            migrations.AddConstraint(
                model_name='memo',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_at', None), ('taken_by', None)), models.Q(('taken_at__isnull', False), ('taken_by__isnull', False)), _connector='OR'), name='memo_taken_has_an_agent'),
            ),
            migrations.AddConstraint(
                model_name='memo',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('opinion', '')), models.Q(('answered_at__isnull', False), models.Q(('opinion', ''), _negated=True), models.Q(('answer__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='memo_answer_has_its_opinion'),
            ),
            migrations.AddConstraint(
                model_name='memo',
                constraint=models.CheckConstraint(condition=models.Q(('taken_by', None), models.Q(('taken_by', models.F('author')), _negated=True), _connector='OR'), name='memo_never_treated_by_its_author'),
            ),
            migrations.AddConstraint(
                model_name='memo',
                constraint=models.CheckConstraint(condition=models.Q(('taken_by', None), models.Q(('taken_by', models.F('person')), _negated=True), _connector='OR'), name='memo_never_treated_by_its_person'),
            ),
            migrations.AddConstraint(
                model_name='memo',
                constraint=models.CheckConstraint(condition=models.Q(('taken_by', None), models.Q(('taken_by', models.F('written_for')), _negated=True), _connector='OR'), name='memo_never_treated_by_whom_it_is_for'),
            ),
            migrations.AddConstraint(
                model_name='memo',
                constraint=models.CheckConstraint(condition=models.Q(('written_for', None), models.Q(('written_for', models.F('author')), _negated=True), _connector='OR'), name='memo_written_for_another'),
            ),
            migrations.AddConstraint(
                model_name='memo',
                constraint=models.CheckConstraint(condition=models.Q(('is_opened_to_person', False), models.Q(('person__isnull', False), ('received_at__isnull', False)), _connector='OR'), name='memo_opened_to_somebody'),
            ),
            migrations.AddConstraint(
                model_name='memo',
                constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), models.Q(('ends_on__gte', models.F('starts_on')), ('starts_on__isnull', False)), _connector='OR'), name='memo_days_in_order', violation_error_message='Le dernier jour vient après le premier.'),
            ),
            migrations.AddConstraint(
                model_name='memo',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('received_at', None), ('received_at__gte', models.F('sent_at')), _connector='OR'), models.Q(('taken_at', None), ('taken_at__gte', models.F('received_at')), _connector='OR'), models.Q(('answered_at', None), ('answered_at__gte', models.F('taken_at')), _connector='OR'), models.Q(('filed_at', None), ('filed_at__gte', models.F('answered_at')), _connector='OR')), name='memo_steps_in_order'),
            ),
            migrations.AddConstraint(
                model_name='memoquestion',
                constraint=models.UniqueConstraint(condition=models.Q(('replied_at', None)), fields=('memo',), name='memo_one_question_at_a_time'),
            ),
            migrations.AddConstraint(
                model_name='memoquestion',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('text__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='memo_question_asks_something'),
            ),
            migrations.AddConstraint(
                model_name='memoquestion',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('replied_at', None), ('reply', '')), models.Q(('replied_at__isnull', False), models.Q(('reply__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='memo_reply_has_its_date'),
            ),
            migrations.AddConstraint(
                model_name='modeltext',
                constraint=models.UniqueConstraint(fields=('kind', 'title'), name='model_text_title_once'),
            ),
            migrations.AddConstraint(
                model_name='modeltext',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('text__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='model_text_says_something'),
            ),
            # What the database checks across rows.
            pgtrigger.migrations.AddTrigger(
                model_name='elimination',
                trigger=pgtrigger.compiler.Trigger(name='for_ever', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2a65f2a7391b8f75a19c2d8a23b87a7205ddadd5', operation='UPDATE OR DELETE', pgid='pgtrigger_for_ever_22510', table='memos_elimination', when='BEFORE')),
            ),
            # The history, written by triggers and closed to changes.
            pgtrigger.migrations.AddTrigger(
                model_name='elimination',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Eliminations cannot be truncated';", hash='b3da3791f33ca7a9e36172bb2c76b918fc1c3bb9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_c20c4', table='memos_elimination', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='memokind',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "memos_memokindevent" ("answer_days", "asks_dates", "asks_person", "circuit_id", "help", "id", "is_retired", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retention_years") VALUES (NEW."answer_days", NEW."asks_dates", NEW."asks_person", NEW."circuit_id", NEW."help", NEW."id", NEW."is_retired", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."retention_years"); RETURN NULL;', hash='3e766d0560f96c8265d2b40813ab022104c721c9', operation='INSERT', pgid='pgtrigger_insert_insert_635a4', table='memos_memokind', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='memokind',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."answer_days" IS DISTINCT FROM (NEW."answer_days") OR OLD."asks_dates" IS DISTINCT FROM (NEW."asks_dates") OR OLD."asks_person" IS DISTINCT FROM (NEW."asks_person") OR OLD."circuit_id" IS DISTINCT FROM (NEW."circuit_id") OR OLD."help" IS DISTINCT FROM (NEW."help") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_retired" IS DISTINCT FROM (NEW."is_retired") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."retention_years" IS DISTINCT FROM (NEW."retention_years"))', func='INSERT INTO "memos_memokindevent" ("answer_days", "asks_dates", "asks_person", "circuit_id", "help", "id", "is_retired", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retention_years") VALUES (NEW."answer_days", NEW."asks_dates", NEW."asks_person", NEW."circuit_id", NEW."help", NEW."id", NEW."is_retired", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."retention_years"); RETURN NULL;', hash='32742395bc24cc771e4d45e4a44767f3f51761ae', operation='UPDATE', pgid='pgtrigger_update_update_0aa43', table='memos_memokind', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='memokind',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "memos_memokindevent" ("answer_days", "asks_dates", "asks_person", "circuit_id", "help", "id", "is_retired", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retention_years") VALUES (OLD."answer_days", OLD."asks_dates", OLD."asks_person", OLD."circuit_id", OLD."help", OLD."id", OLD."is_retired", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."retention_years"); RETURN NULL;', hash='7a0b38dbd77cdfd62d2347b23e2dd4b5712008d0', operation='DELETE', pgid='pgtrigger_delete_delete_1b3c8', table='memos_memokind', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='memoevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='4d3940222bb1e6db33d352fd674c4399704c6204', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_3e993', table='memos_memoevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='memoevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ea714f364b53ff597c6909d50f7ad7db3622e7c1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_21e04', table='memos_memoevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='memo',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "memos_memoevent" ("answered_at", "created_at", "due_on", "filed_at", "id", "is_opened_to_person", "kind_id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_at", "sent_at", "state", "taken_at", "taken_by_id", "withdrawn_at", "year") VALUES (NEW."answered_at", NEW."created_at", NEW."due_on", NEW."filed_at", NEW."id", NEW."is_opened_to_person", NEW."kind_id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."received_at", NEW."sent_at", NEW."state", NEW."taken_at", NEW."taken_by_id", NEW."withdrawn_at", NEW."year"); RETURN NULL;', hash='ccea8d9b9e5ef6822f29aec6359290ea8416f133', operation='INSERT', pgid='pgtrigger_insert_insert_aec4d', table='memos_memo', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='memo',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."filed_at" IS DISTINCT FROM (NEW."filed_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_opened_to_person" IS DISTINCT FROM (NEW."is_opened_to_person") OR OLD."kind_id" IS DISTINCT FROM (NEW."kind_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."taken_at" IS DISTINCT FROM (NEW."taken_at") OR OLD."taken_by_id" IS DISTINCT FROM (NEW."taken_by_id") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at") OR OLD."year" IS DISTINCT FROM (NEW."year"))', func='INSERT INTO "memos_memoevent" ("answered_at", "created_at", "due_on", "filed_at", "id", "is_opened_to_person", "kind_id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_at", "sent_at", "state", "taken_at", "taken_by_id", "withdrawn_at", "year") VALUES (NEW."answered_at", NEW."created_at", NEW."due_on", NEW."filed_at", NEW."id", NEW."is_opened_to_person", NEW."kind_id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."received_at", NEW."sent_at", NEW."state", NEW."taken_at", NEW."taken_by_id", NEW."withdrawn_at", NEW."year"); RETURN NULL;', hash='7eec30114a1862a46264c9527721654d3309d5d0', operation='UPDATE', pgid='pgtrigger_update_update_7d637', table='memos_memo', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='memo',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "memos_memoevent" ("answered_at", "created_at", "due_on", "filed_at", "id", "is_opened_to_person", "kind_id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_at", "sent_at", "state", "taken_at", "taken_by_id", "withdrawn_at", "year") VALUES (OLD."answered_at", OLD."created_at", OLD."due_on", OLD."filed_at", OLD."id", OLD."is_opened_to_person", OLD."kind_id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."received_at", OLD."sent_at", OLD."state", OLD."taken_at", OLD."taken_by_id", OLD."withdrawn_at", OLD."year"); RETURN NULL;', hash='ef42a4e3a035818f5b123aafa19db8eafa69045f', operation='DELETE', pgid='pgtrigger_delete_delete_e9535', table='memos_memo', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='memokindevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='5e09d54e44c9fe4c0e10dc39cb1df2cc5ebcd691', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_18f9d', table='memos_memokindevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='memokindevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1923b4f418be4616474e9a1934163642ddda3619', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c7720', table='memos_memokindevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='modeltext',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "memos_modeltextevent" ("id", "kind_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "title") VALUES (NEW."id", NEW."kind_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."text", NEW."title"); RETURN NULL;', hash='530741ed393520ae5f26c3e2143125aad453621d', operation='INSERT', pgid='pgtrigger_insert_insert_90df5', table='memos_modeltext', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='modeltext',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "memos_modeltextevent" ("id", "kind_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "title") VALUES (NEW."id", NEW."kind_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."text", NEW."title"); RETURN NULL;', hash='b0ba8a1fc66bde15130d06a30237b3da6ed670c3', operation='UPDATE', pgid='pgtrigger_update_update_24cf1', table='memos_modeltext', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='modeltext',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "memos_modeltextevent" ("id", "kind_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "title") VALUES (OLD."id", OLD."kind_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."text", OLD."title"); RETURN NULL;', hash='87ff8d616ff956a23707761af37c218b0ca8aef8', operation='DELETE', pgid='pgtrigger_delete_delete_4a907', table='memos_modeltext', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='modeltextevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='8bc12d336155e7cb2e2a8407fb2d58332410227e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_7870b', table='memos_modeltextevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='modeltextevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='32d742b5becac0fb2571b854d72f575383d9f3c9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_851d6', table='memos_modeltextevent', when='BEFORE')),
            ),
        ]),
    ]
