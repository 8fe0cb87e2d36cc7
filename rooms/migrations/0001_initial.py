"""Rooms, bookings and the cells that they hold, series, requests, waits, closures, screens and imports."""

from core.history.tracking import Together
from django.conf import settings
from django.db import migrations, models
import core.web.public_ids
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.math
import django.db.models.lookups
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import rooms.constraints
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
                name='CalendarChange',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='pendant')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='le')),
                ],
                options={
                    'verbose_name': 'changement de l’agenda',
                    'verbose_name_plural': 'changements de l’agenda',
                    'indexes': [django.contrib.postgres.indexes.GistIndex(fields=['during'], name='calendar_change_during')],
                },
            ),
            migrations.CreateModel(
                name='Cell',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80, verbose_name='nom')),
                ],
                options={
                    'verbose_name': 'cellule',
                },
            ),
            migrations.CreateModel(
                name='Equipment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, unique=True, verbose_name='nom')),
                ],
                options={
                    'verbose_name': 'équipement',
                    'ordering': ['name'],
                },
            ),
            migrations.CreateModel(
                name='Layout',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(help_text='Par exemple «\xa0en U\xa0».', max_length=60, verbose_name='disposition')),
                    ('capacity', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='places')),
                ],
                options={
                    'verbose_name': 'disposition',
                    'ordering': ['-capacity', 'name'],
                },
            ),
            migrations.CreateModel(
                name='OpeningHours',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Lundi'), (1, 'Mardi'), (2, 'Mercredi'), (3, 'Jeudi'), (4, 'Vendredi'), (5, 'Samedi'), (6, 'Dimanche')], verbose_name='jour')),
                    ('opens_at', models.TimeField(help_text='Au quart d’heure près, par exemple 08:00.', verbose_name='ouvre à')),
                    ('closes_at', models.TimeField(verbose_name='ferme à')),
                ],
                options={
                    'verbose_name': 'horaire d’ouverture',
                    'verbose_name_plural': 'horaires d’ouverture',
                    'ordering': ['weekday'],
                },
            ),
            migrations.CreateModel(
                name='ServiceDesk',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(help_text='Par exemple «\xa0Restauration\xa0».', max_length=80, unique=True, verbose_name='nom')),
                    ('email', models.EmailField(max_length=254, verbose_name='adresse qui reçoit les demandes')),
                    ('help_text', models.CharField(blank=True, max_length=300, verbose_name='ce qu’on peut lui demander')),
                    ('notice_days', models.PositiveSmallIntegerField(default=0, verbose_name='délai, en jours ouvrés')),
                    ('is_open', models.BooleanField(default=True, verbose_name='reçoit des demandes')),
                ],
                options={
                    'verbose_name': 'service sollicité',
                    'verbose_name_plural': 'services sollicités',
                    'ordering': ['name'],
                },
            ),
            migrations.CreateModel(
                name='Site',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80, unique=True, verbose_name='nom')),
                    ('slug', models.SlugField(help_text='Par exemple «\xa0hotel-de-ville\xa0».', max_length=60, unique=True, verbose_name='nom dans les adresses')),
                    ('address', models.CharField(max_length=200, verbose_name='adresse')),
                    ('access', models.TextField(blank=True, max_length=1000, verbose_name='comment venir')),
                    ('is_open_on_holidays', models.BooleanField(default=False, verbose_name='ouvert les jours fériés')),
                    ('caretaker', models.CharField(blank=True, max_length=120, verbose_name='gardien')),
                ],
                options={
                    'verbose_name': 'site',
                },
            ),
            migrations.CreateModel(
                name='SiteEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(max_length=80, verbose_name='nom')),
                    ('slug', models.SlugField(db_index=False, help_text='Par exemple «\xa0hotel-de-ville\xa0».', max_length=60, verbose_name='nom dans les adresses')),
                    ('address', models.CharField(max_length=200, verbose_name='adresse')),
                    ('access', models.TextField(blank=True, max_length=1000, verbose_name='comment venir')),
                    ('is_open_on_holidays', models.BooleanField(default=False, verbose_name='ouvert les jours fériés')),
                    ('caretaker', models.CharField(blank=True, max_length=120, verbose_name='gardien')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Wait',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='référence')),
                    ('period', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='période')),
                    ('title', models.CharField(max_length=120, verbose_name='objet')),
                    ('is_private', models.BooleanField(default=False, verbose_name='privée')),
                    ('state', models.CharField(choices=[('waiting', 'En attente'), ('offered', 'Proposée'), ('served', 'Prise'), ('missed', 'Laissée passer'), ('left', 'Abandonnée'), ('over', 'Date passée')], default='waiting', max_length=10, verbose_name='état')),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='demandée le')),
                ],
                options={
                    'verbose_name': 'attente',
                },
            ),
            migrations.CreateModel(
                name='WaitEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='référence')),
                    ('period', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='période')),
                    ('title', models.CharField(max_length=120, verbose_name='objet')),
                    ('is_private', models.BooleanField(default=False, verbose_name='privée')),
                    ('state', models.CharField(choices=[('waiting', 'En attente'), ('offered', 'Proposée'), ('served', 'Prise'), ('missed', 'Laissée passer'), ('left', 'Abandonnée'), ('over', 'Date passée')], default='waiting', max_length=10, verbose_name='état')),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='demandée le')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Booking',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='référence')),
                    ('title', models.CharField(max_length=120, verbose_name='objet')),
                    ('is_private', models.BooleanField(default=False, verbose_name='privée')),
                    ('period', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='période')),
                    ('attendance', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='personnes attendues')),
                    ('series_date', models.DateField(blank=True, null=True, verbose_name='date dans la série')),
                    ('is_apart', models.BooleanField(default=False, verbose_name='autrement que sa série')),
                    ('state', models.CharField(choices=[('confirmed', 'Confirmée'), ('requested', 'Demandée'), ('held', 'Proposée'), ('cancelled', 'Annulée'), ('declined', 'Refusée'), ('lapsed', 'Laissée passer'), ('freed', 'Rendue, faute de présence')], default='confirmed', max_length=10, verbose_name='état')),
                    ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='réservée le')),
                    ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='acceptée le')),
                    ('agreed_period', django.contrib.postgres.fields.ranges.DateTimeRangeField(blank=True, editable=False, null=True, verbose_name='période accordée')),
                    ('held_until', models.DateTimeField(blank=True, null=True, verbose_name='gardée jusqu’à')),
                    ('recalled_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='rappelée le')),
                    ('checked_in_at', models.DateTimeField(blank=True, null=True, verbose_name='présence dite le')),
                    ('wants_reminder', models.BooleanField(default=False, verbose_name='me le rappeler la veille')),
                    ('reminded_at', models.DateTimeField(blank=True, editable=False, null=True)),
                    ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='annulée le')),
                    ('cancel_reason', models.TextField(blank=True, max_length=500, verbose_name='motif de l’annulation')),
                    ('imported_from', models.CharField(blank=True, editable=False, max_length=64)),
                    ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='acceptée par')),
                    ('booked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bookings_typed', to=settings.AUTH_USER_MODEL, verbose_name='saisie par')),
                    ('cancelled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='annulée par')),
                    ('organiser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to=settings.AUTH_USER_MODEL, verbose_name='réservée par')),
                    ('layout', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='rooms.layout', verbose_name='disposition')),
                ],
                options={
                    'verbose_name': 'réservation',
                },
            ),
            migrations.CreateModel(
                name='Attendee',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='adresse')),
                    ('invited_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='invité le')),
                    ('sent_sequence', models.PositiveIntegerField(editable=False, null=True)),
                    ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='retiré le')),
                    ('agent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                    ('booking', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attendees', to='rooms.booking')),
                ],
                options={
                    'verbose_name': 'participant',
                },
            ),
            migrations.CreateModel(
                name='Occupancy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('blocked_during', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='prise pendant')),
                    ('booking', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='occupancies', to='rooms.booking')),
                    ('cell', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='occupancies', to='rooms.cell')),
                ],
                options={
                    'verbose_name': 'occupation',
                },
            ),
            migrations.CreateModel(
                name='Room',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80, verbose_name='nom')),
                    ('slug', models.SlugField(help_text='Par exemple «\xa0remparts\xa0».', max_length=60, unique=True, verbose_name='nom dans les adresses')),
                    ('capacity', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='places')),
                    ('floor', models.CharField(blank=True, max_length=60, verbose_name='étage')),
                    ('is_step_free', models.BooleanField(default=False, verbose_name='accessible de plain-pied ou par ascenseur')),
                    ('is_bookable', models.BooleanField(default=True, verbose_name='peut être réservée')),
                    ('unavailable_note', models.CharField(blank=True, help_text='Montré aux agents tant que la salle ne peut pas être réservée.', max_length=300, verbose_name='pourquoi elle ne peut pas l’être')),
                    ('keeper_phone', models.CharField(blank=True, help_text='Donné à qui trouve la salle prise.', max_length=40, verbose_name='téléphone de qui s’en occupe')),
                    ('description', models.TextField(blank=True, max_length=2000, verbose_name='description')),
                    ('directions', models.TextField(blank=True, max_length=1000, verbose_name='comment y aller')),
                    ('photo_alt', models.CharField(blank=True, max_length=200, verbose_name='ce que montre la photo')),
                    ('buffer_before', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(120)], verbose_name='minutes de préparation avant')),
                    ('buffer_after', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(120)], verbose_name='minutes de remise en état après')),
                    ('everyone_may', models.PositiveSmallIntegerField(choices=[(1, 'voit seulement qu’elle est prise'), (2, 'lit l’objet des réservations'), (3, 'demande (qui gère la salle accepte ou refuse)'), (4, 'réserve')], default=4, verbose_name='ce que tous les agents peuvent faire')),
                    ('notice_hours', models.PositiveSmallIntegerField(default=0, help_text='0\xa0: jusqu’au dernier moment.', verbose_name='pas plus tard que, en heures avant')),
                    ('ahead_days', models.PositiveSmallIntegerField(blank=True, help_text='Vide\xa0: comme toutes les salles.', null=True, verbose_name='pas plus tôt que, en jours avant')),
                    ('longest_minutes', models.PositiveSmallIntegerField(blank=True, help_text='Vide\xa0: la journée.', null=True, verbose_name='durée la plus longue, en minutes')),
                    ('person_quota_minutes', models.PositiveIntegerField(blank=True, help_text='Vide\xa0: sans limite.', null=True, verbose_name='minutes par personne et par semaine')),
                    ('direction_quota_minutes', models.PositiveIntegerField(blank=True, help_text='Vide\xa0: sans limite.', null=True, verbose_name='minutes par direction et par semaine')),
                    ('needs_check_in', models.BooleanField(default=False, help_text='Sans nouvelles 15\xa0minutes après le début, la salle est rendue aux autres.', verbose_name='on dit «\xa0j’y suis\xa0» en arrivant')),
                    ('cells', models.ManyToManyField(blank=True, help_text='Une salle divisible a les cellules de ses parties\xa0: réserver l’une bloque l’autre.', related_name='rooms', to='rooms.cell', verbose_name='cellules')),
                    ('equipment', models.ManyToManyField(blank=True, related_name='rooms', to='rooms.equipment', verbose_name='équipement')),
                    ('photo', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='photo')),
                    ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rooms', to='rooms.site', verbose_name='site')),
                ],
                options={
                    'verbose_name': 'salle',
                },
            ),
            migrations.CreateModel(
                name='OpeningHoursEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Lundi'), (1, 'Mardi'), (2, 'Mercredi'), (3, 'Jeudi'), (4, 'Vendredi'), (5, 'Samedi'), (6, 'Dimanche')], verbose_name='jour')),
                    ('opens_at', models.TimeField(help_text='Au quart d’heure près, par exemple 08:00.', verbose_name='ouvre à')),
                    ('closes_at', models.TimeField(verbose_name='ferme à')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rooms.openinghours')),
                    ('room', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.room')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='openinghours',
                name='room',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opening_hours', to='rooms.room'),
            ),
            migrations.CreateModel(
                name='LayoutEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(help_text='Par exemple «\xa0en U\xa0».', max_length=60, verbose_name='disposition')),
                    ('capacity', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='places')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rooms.layout')),
                    ('room', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.room', verbose_name='salle')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='layout',
                name='room',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='layouts', to='rooms.room', verbose_name='salle'),
            ),
            migrations.CreateModel(
                name='Closure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='référence')),
                    ('period', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='période')),
                    ('reason', models.CharField(max_length=200, verbose_name='motif')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='décidée le')),
                    ('lifted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='levée le')),
                    ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='décidée par')),
                    ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='rooms.room', verbose_name='salle')),
                    ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='rooms.site', verbose_name='site')),
                ],
                options={
                    'verbose_name': 'fermeture',
                },
            ),
            migrations.CreateModel(
                name='CalendarImport',
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
                    ('kind', models.CharField(choices=[('ics', 'Agenda (.ics)'), ('mrbs', 'Tables de MRBS ou de GRR')], max_length=5, verbose_name='nature')),
                    ('content', models.BinaryField(null=True, verbose_name='contenu')),
                    ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rooms.room', verbose_name='salle')),
                    ('done', models.PositiveIntegerField(default=0, verbose_name='événements lus')),
                    ('report', models.JSONField(default=dict, verbose_name='compte rendu')),
                ],
                options={
                    'verbose_name': 'import d’agenda',
                    'verbose_name_plural': 'imports d’agendas',
                    'abstract': False,
                    'indexes': [models.Index(fields=['-created_at', '-id'], name='calendarimport_newest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['reading', 'ready', 'writing', 'done', 'unreadable', 'failed', 'abandoned'])), name='calendarimport_known_state'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('writing', 'done')), _negated=True), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='calendarimport_written_is_confirmed'), models.CheckConstraint(condition=models.Q(('progress__isnull', False), ('progress__lte', 100)), name='calendarimport_progress_is_a_share'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'mrbs'), ('room', None)), models.Q(('kind', 'ics'), ('room__isnull', False)), _connector='OR'), name='calendar_import_ics_of_a_room')],
                },
            ),
            migrations.AddField(
                model_name='booking',
                name='other_rooms',
                field=models.ManyToManyField(blank=True, related_name='+', to='rooms.room', verbose_name='autres salles'),
            ),
            migrations.AddField(
                model_name='booking',
                name='room',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='rooms.room', verbose_name='salle'),
            ),
            migrations.CreateModel(
                name='RoomProblem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='référence')),
                    ('words', models.TextField(max_length=1000, verbose_name='ce qui ne va pas')),
                    ('reported_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='signalé le')),
                    ('fixed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='réparé le')),
                    ('equipment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rooms.equipment', verbose_name='équipement en panne')),
                    ('fixed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='réparé selon')),
                    ('room', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='problems', to='rooms.room', verbose_name='salle')),
                    ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signalé par')),
                ],
                options={
                    'verbose_name': 'problème signalé',
                    'verbose_name_plural': 'problèmes signalés',
                    'ordering': ['-reported_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='RoomProblemEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='référence')),
                    ('words', models.TextField(max_length=1000, verbose_name='ce qui ne va pas')),
                    ('reported_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='signalé le')),
                    ('fixed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='réparé le')),
                    ('equipment', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.equipment', verbose_name='équipement en panne')),
                    ('fixed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='réparé selon')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rooms.roomproblem')),
                    ('room', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.room', verbose_name='salle')),
                    ('reported_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signalé par')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='RoomRight',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(blank=True, choices=[('Groupe projet', 'Groupe projet'), ('Responsable du groupe', 'Responsable du groupe'), ('Gestionnaire des salles', 'Gestionnaire des salles'), ('Secrétariat du conseil', 'Secrétariat du conseil'), ('Ressources humaines', 'Ressources humaines'), ('Veille juridique', 'Veille juridique'), ('Bureau du courrier', 'Bureau du courrier'), ('Gestionnaire de l’annuaire', 'Gestionnaire de l’annuaire'), ('Administrateur', 'Administrateur')], max_length=80, verbose_name='rôle')),
                    ('level', models.PositiveSmallIntegerField(choices=[(1, 'voit seulement qu’elle est prise'), (2, 'lit l’objet des réservations'), (3, 'demande (qui gère la salle accepte ou refuse)'), (4, 'réserve'), (5, 'gère la salle')], verbose_name='ce que ces agents peuvent faire')),
                    ('direction', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.direction', verbose_name='direction')),
                    ('room', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rights', to='rooms.room', verbose_name='salle')),
                ],
                options={
                    'verbose_name': 'droit sur une salle',
                    'verbose_name_plural': 'droits sur les salles',
                },
            ),
            migrations.CreateModel(
                name='RoomRightEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('role', models.CharField(blank=True, choices=[('Groupe projet', 'Groupe projet'), ('Responsable du groupe', 'Responsable du groupe'), ('Gestionnaire des salles', 'Gestionnaire des salles'), ('Secrétariat du conseil', 'Secrétariat du conseil'), ('Ressources humaines', 'Ressources humaines'), ('Veille juridique', 'Veille juridique'), ('Bureau du courrier', 'Bureau du courrier'), ('Gestionnaire de l’annuaire', 'Gestionnaire de l’annuaire'), ('Administrateur', 'Administrateur')], max_length=80, verbose_name='rôle')),
                    ('level', models.PositiveSmallIntegerField(choices=[(1, 'voit seulement qu’elle est prise'), (2, 'lit l’objet des réservations'), (3, 'demande (qui gère la salle accepte ou refuse)'), (4, 'réserve'), (5, 'gère la salle')], verbose_name='ce que ces agents peuvent faire')),
                    ('direction', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.direction', verbose_name='direction')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rooms.roomright')),
                    ('room', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.room', verbose_name='salle')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Screen',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='référence')),
                    ('name', models.CharField(help_text='Par exemple «\xa0Porte des Remparts\xa0».', max_length=80, verbose_name='nom')),
                    ('key_hash', models.CharField(editable=False, max_length=64, unique=True, verbose_name='empreinte')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='créé le')),
                    ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='retiré le')),
                    ('last_seen_at', models.DateTimeField(editable=False, null=True, verbose_name='vu le')),
                    ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                    ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='screens', to='rooms.room', verbose_name='porte de la salle')),
                    ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='screens', to='rooms.site', verbose_name='hall du site')),
                ],
                options={
                    'verbose_name': 'écran',
                },
            ),
            migrations.CreateModel(
                name='Series',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='référence')),
                    ('title', models.CharField(max_length=120, verbose_name='objet')),
                    ('is_private', models.BooleanField(default=False, verbose_name='privée')),
                    ('attendance', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='personnes attendues')),
                    ('rule', models.CharField(max_length=300, verbose_name='règle')),
                    ('first_date', models.DateField(verbose_name='première date')),
                    ('starts_at', models.PositiveSmallIntegerField(verbose_name='début')),
                    ('ends_at', models.PositiveSmallIntegerField(verbose_name='fin')),
                    ('skipped', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), blank=True, default=list, verbose_name='dates sautées')),
                    ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='réservée le')),
                    ('imported_from', models.CharField(blank=True, editable=False, max_length=64)),
                    ('booked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='saisie par')),
                    ('continues', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='continued_by', to='rooms.series', verbose_name='suite de')),
                    ('layout', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='rooms.layout', verbose_name='disposition')),
                    ('organiser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to=settings.AUTH_USER_MODEL, verbose_name='réservée par')),
                    ('other_rooms', models.ManyToManyField(blank=True, related_name='+', to='rooms.room', verbose_name='autres salles')),
                    ('room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='rooms.room', verbose_name='salle')),
                ],
                options={
                    'verbose_name': 'série',
                },
            ),
            migrations.CreateModel(
                name='BookingEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='référence')),
                    ('title', models.CharField(max_length=120, verbose_name='objet')),
                    ('is_private', models.BooleanField(default=False, verbose_name='privée')),
                    ('period', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='période')),
                    ('attendance', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='personnes attendues')),
                    ('series_date', models.DateField(blank=True, null=True, verbose_name='date dans la série')),
                    ('is_apart', models.BooleanField(default=False, verbose_name='autrement que sa série')),
                    ('state', models.CharField(choices=[('confirmed', 'Confirmée'), ('requested', 'Demandée'), ('held', 'Proposée'), ('cancelled', 'Annulée'), ('declined', 'Refusée'), ('lapsed', 'Laissée passer'), ('freed', 'Rendue, faute de présence')], default='confirmed', max_length=10, verbose_name='état')),
                    ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='réservée le')),
                    ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='acceptée le')),
                    ('agreed_period', django.contrib.postgres.fields.ranges.DateTimeRangeField(blank=True, editable=False, null=True, verbose_name='période accordée')),
                    ('held_until', models.DateTimeField(blank=True, null=True, verbose_name='gardée jusqu’à')),
                    ('checked_in_at', models.DateTimeField(blank=True, null=True, verbose_name='présence dite le')),
                    ('wants_reminder', models.BooleanField(default=False, verbose_name='me le rappeler la veille')),
                    ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='annulée le')),
                    ('cancel_reason', models.TextField(blank=True, max_length=500, verbose_name='motif de l’annulation')),
                    ('imported_from', models.CharField(blank=True, editable=False, max_length=64)),
                    ('approved_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='acceptée par')),
                    ('booked_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='saisie par')),
                    ('cancelled_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='annulée par')),
                    ('organiser', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='réservée par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rooms.booking')),
                    ('layout', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.layout', verbose_name='disposition')),
                    ('room', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.room', verbose_name='salle')),
                    ('series', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.series', verbose_name='série')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='booking',
                name='series',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='occurrences', to='rooms.series', verbose_name='série'),
            ),
            migrations.CreateModel(
                name='AttendeeEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='adresse')),
                    ('invited_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='invité le')),
                    ('sent_sequence', models.PositiveIntegerField(editable=False, null=True)),
                    ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='retiré le')),
                    ('agent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rooms.attendee')),
                    ('booking', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.booking')),
                    ('series', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.series')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='attendee',
                name='series',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attendees', to='rooms.series'),
            ),
            migrations.CreateModel(
                name='SeriesEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='référence')),
                    ('title', models.CharField(max_length=120, verbose_name='objet')),
                    ('is_private', models.BooleanField(default=False, verbose_name='privée')),
                    ('attendance', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='personnes attendues')),
                    ('rule', models.CharField(max_length=300, verbose_name='règle')),
                    ('first_date', models.DateField(verbose_name='première date')),
                    ('starts_at', models.PositiveSmallIntegerField(verbose_name='début')),
                    ('ends_at', models.PositiveSmallIntegerField(verbose_name='fin')),
                    ('skipped', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), blank=True, default=list, verbose_name='dates sautées')),
                    ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='réservée le')),
                    ('imported_from', models.CharField(blank=True, editable=False, max_length=64)),
                    ('booked_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='saisie par')),
                    ('continues', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.series', verbose_name='suite de')),
                    ('layout', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.layout', verbose_name='disposition')),
                    ('organiser', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='réservée par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rooms.series')),
                    ('room', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.room', verbose_name='salle')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ServiceRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('note', models.TextField(max_length=1000, verbose_name='demande')),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='demandée le')),
                    ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='retirée le')),
                    ('booking', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='service_requests', to='rooms.booking')),
                    ('desk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='rooms.servicedesk', verbose_name='service')),
                ],
                options={
                    'verbose_name': 'demande à un service',
                    'verbose_name_plural': 'demandes aux services',
                },
            ),
            migrations.CreateModel(
                name='ServiceRequestEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('note', models.TextField(max_length=1000, verbose_name='demande')),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='demandée le')),
                    ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='retirée le')),
                    ('booking', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.booking')),
                    ('desk', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.servicedesk', verbose_name='service')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rooms.servicerequest')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ServiceDeskEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(help_text='Par exemple «\xa0Restauration\xa0».', max_length=80, verbose_name='nom')),
                    ('email', models.EmailField(max_length=254, verbose_name='adresse qui reçoit les demandes')),
                    ('help_text', models.CharField(blank=True, max_length=300, verbose_name='ce qu’on peut lui demander')),
                    ('notice_days', models.PositiveSmallIntegerField(default=0, verbose_name='délai, en jours ouvrés')),
                    ('is_open', models.BooleanField(default=True, verbose_name='reçoit des demandes')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rooms.servicedesk')),
                    ('site', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.site', verbose_name='seulement pour le site')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='servicedesk',
                name='site',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rooms.site', verbose_name='seulement pour le site'),
            ),
            migrations.CreateModel(
                name='SearchTally',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField(verbose_name='jour')),
                    ('people', models.PositiveSmallIntegerField(verbose_name='personnes')),
                    ('sought', models.PositiveIntegerField(default=0, verbose_name='recherches')),
                    ('found', models.PositiveIntegerField(default=0, verbose_name='avec une salle')),
                    ('site', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rooms.site', verbose_name='site')),
                ],
                options={
                    'verbose_name': 'recherches du jour',
                    'verbose_name_plural': 'recherches',
                },
            ),
            migrations.CreateModel(
                name='ScreenEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='référence')),
                    ('name', models.CharField(help_text='Par exemple «\xa0Porte des Remparts\xa0».', max_length=80, verbose_name='nom')),
                    ('key_hash', models.CharField(editable=False, max_length=64, verbose_name='empreinte')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='créé le')),
                    ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='retiré le')),
                    ('created_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rooms.screen')),
                    ('room', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.room', verbose_name='porte de la salle')),
                    ('site', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.site', verbose_name='hall du site')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='RoomEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(max_length=80, verbose_name='nom')),
                    ('slug', models.SlugField(db_index=False, help_text='Par exemple «\xa0remparts\xa0».', max_length=60, verbose_name='nom dans les adresses')),
                    ('capacity', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='places')),
                    ('floor', models.CharField(blank=True, max_length=60, verbose_name='étage')),
                    ('is_step_free', models.BooleanField(default=False, verbose_name='accessible de plain-pied ou par ascenseur')),
                    ('is_bookable', models.BooleanField(default=True, verbose_name='peut être réservée')),
                    ('unavailable_note', models.CharField(blank=True, help_text='Montré aux agents tant que la salle ne peut pas être réservée.', max_length=300, verbose_name='pourquoi elle ne peut pas l’être')),
                    ('keeper_phone', models.CharField(blank=True, help_text='Donné à qui trouve la salle prise.', max_length=40, verbose_name='téléphone de qui s’en occupe')),
                    ('description', models.TextField(blank=True, max_length=2000, verbose_name='description')),
                    ('directions', models.TextField(blank=True, max_length=1000, verbose_name='comment y aller')),
                    ('photo_alt', models.CharField(blank=True, max_length=200, verbose_name='ce que montre la photo')),
                    ('buffer_before', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(120)], verbose_name='minutes de préparation avant')),
                    ('buffer_after', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(120)], verbose_name='minutes de remise en état après')),
                    ('everyone_may', models.PositiveSmallIntegerField(choices=[(1, 'voit seulement qu’elle est prise'), (2, 'lit l’objet des réservations'), (3, 'demande (qui gère la salle accepte ou refuse)'), (4, 'réserve')], default=4, verbose_name='ce que tous les agents peuvent faire')),
                    ('notice_hours', models.PositiveSmallIntegerField(default=0, help_text='0\xa0: jusqu’au dernier moment.', verbose_name='pas plus tard que, en heures avant')),
                    ('ahead_days', models.PositiveSmallIntegerField(blank=True, help_text='Vide\xa0: comme toutes les salles.', null=True, verbose_name='pas plus tôt que, en jours avant')),
                    ('longest_minutes', models.PositiveSmallIntegerField(blank=True, help_text='Vide\xa0: la journée.', null=True, verbose_name='durée la plus longue, en minutes')),
                    ('person_quota_minutes', models.PositiveIntegerField(blank=True, help_text='Vide\xa0: sans limite.', null=True, verbose_name='minutes par personne et par semaine')),
                    ('direction_quota_minutes', models.PositiveIntegerField(blank=True, help_text='Vide\xa0: sans limite.', null=True, verbose_name='minutes par direction et par semaine')),
                    ('needs_check_in', models.BooleanField(default=False, help_text='Sans nouvelles 15\xa0minutes après le début, la salle est rendue aux autres.', verbose_name='on dit «\xa0j’y suis\xa0» en arrivant')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rooms.room')),
                    ('photo', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.document', verbose_name='photo')),
                    ('site', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.site', verbose_name='site')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ClosureEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, verbose_name='référence')),
                    ('period', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='période')),
                    ('reason', models.CharField(max_length=200, verbose_name='motif')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='décidée le')),
                    ('lifted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='levée le')),
                    ('created_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='décidée par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rooms.closure')),
                    ('room', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.room', verbose_name='salle')),
                    ('site', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.site', verbose_name='site')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='siteevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rooms.site'),
            ),
            migrations.AddField(
                model_name='wait',
                name='agent',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='room_waits', to=settings.AUTH_USER_MODEL, verbose_name='agent'),
            ),
            migrations.AddField(
                model_name='wait',
                name='booking',
                field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='wait', to='rooms.booking', verbose_name='proposée'),
            ),
            migrations.AddField(
                model_name='wait',
                name='room',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waits', to='rooms.room', verbose_name='salle'),
            ),
            migrations.AddField(
                model_name='waitevent',
                name='agent',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='agent'),
            ),
            migrations.AddField(
                model_name='waitevent',
                name='booking',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.booking', verbose_name='proposée'),
            ),
            migrations.AddField(
                model_name='waitevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rooms.wait'),
            ),
            migrations.AddField(
                model_name='waitevent',
                name='room',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.room', verbose_name='salle'),
            ),
            migrations.AddIndex(
                model_name='occupancy',
                index=models.Index(models.F('cell'), models.F('blocked_during__startswith'), name='occupancy_in_order'),
            ),
            migrations.AddConstraint(
                model_name='occupancy',
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[('cell', '='), ('blocked_during', '&&')], name='occupancy_one_at_a_time'),
            ),
            migrations.AddConstraint(
                model_name='occupancy',
                constraint=models.CheckConstraint(condition=models.Q(('blocked_during__isempty', False), ('blocked_during__lower_inc', True), ('blocked_during__lower_inf', False), ('blocked_during__upper_inc', False), ('blocked_during__upper_inf', False)), name='occupancy_has_two_ends'),
            ),
            migrations.AddConstraint(
                model_name='openinghours',
                constraint=models.UniqueConstraint(models.F('room'), models.F('weekday'), name='opening_hours_once_a_day', violation_error_message='Un seul horaire par jour.'),
            ),
            migrations.AddConstraint(
                model_name='openinghours',
                constraint=models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='opening_hours_known_weekday'),
            ),
            migrations.AddConstraint(
                model_name='openinghours',
                constraint=models.CheckConstraint(condition=models.Q(('opens_at__lt', models.F('closes_at'))), name='opening_hours_open_before_closing', violation_error_message='L’heure de fermeture doit suivre celle d’ouverture.'),
            ),
            migrations.AddConstraint(
                model_name='openinghours',
                constraint=models.CheckConstraint(condition=models.Q(('closes_at__minute__in', (0, 15, 30, 45)), ('closes_at__second', 0), ('opens_at__minute__in', (0, 15, 30, 45)), ('opens_at__second', 0)), name='opening_hours_on_quarters', violation_error_message='Les horaires tombent sur un quart d’heure\xa0: 8:00, 8:15…'),
            ),
            migrations.AddConstraint(
                model_name='layout',
                constraint=models.UniqueConstraint(models.F('room'), models.F('name'), name='layout_once_a_room', violation_error_message='Cette salle a déjà une disposition de ce nom.'),
            ),
            migrations.AddConstraint(
                model_name='layout',
                constraint=models.CheckConstraint(condition=models.Q(('capacity__gte', 1)), name='layout_holds_someone'),
            ),
            migrations.AddIndex(
                model_name='roomproblem',
                index=models.Index(condition=models.Q(('fixed_at', None)), fields=['room'], name='problem_open'),
            ),
            migrations.AddConstraint(
                model_name='roomproblem',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('words__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='problem_says_what'),
            ),
            migrations.AddConstraint(
                model_name='roomproblem',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('fixed_at', None), ('fixed_by', None)), models.Q(('fixed_at__gte', models.F('reported_at')), ('fixed_by__isnull', False)), _connector='OR'), name='problem_fixed_by_someone'),
            ),
            migrations.AddConstraint(
                model_name='roomright',
                constraint=models.UniqueConstraint(fields=('room', 'role', 'direction'), name='room_right_once', nulls_distinct=False, violation_error_message='Ce rôle et cette direction ont déjà un droit sur cette salle.'),
            ),
            migrations.AddConstraint(
                model_name='roomright',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', ''), _negated=True), ('direction__isnull', False), _connector='OR'), name='room_right_is_someone_s', violation_error_message='Choisissez un rôle, une direction, ou les deux.'),
            ),
            migrations.AddConstraint(
                model_name='roomright',
                constraint=models.CheckConstraint(condition=models.Q(('level__in', [1, 2, 3, 4, 5])), name='room_right_known_level'),
            ),
            migrations.AddIndex(
                model_name='series',
                index=models.Index(fields=['organiser', 'first_date'], name='series_of_organiser'),
            ),
            migrations.AddConstraint(
                model_name='series',
                constraint=models.CheckConstraint(condition=models.Q(('ends_at__lte', 1440), ('starts_at__lt', models.F('ends_at'))), name='series_ends_after_start'),
            ),
            migrations.AddConstraint(
                model_name='series',
                constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(django.db.models.functions.math.Mod(models.F('starts_at'), models.Value(15)), 0), django.db.models.lookups.Exact(django.db.models.functions.math.Mod(models.F('ends_at'), models.Value(15)), 0)), name='series_on_quarters'),
            ),
            migrations.AddConstraint(
                model_name='series',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='series_has_a_title'),
            ),
            migrations.AddConstraint(
                model_name='series',
                constraint=models.CheckConstraint(condition=models.Q(('rule__startswith', 'FREQ=')), name='series_has_a_rule'),
            ),
            migrations.AddConstraint(
                model_name='series',
                constraint=models.UniqueConstraint(condition=models.Q(('imported_from', ''), _negated=True), fields=('imported_from',), name='series_imported_once'),
            ),
            migrations.AddIndex(
                model_name='booking',
                index=models.Index(fields=['organiser', 'state'], name='booking_of_organiser'),
            ),
            migrations.AddIndex(
                model_name='booking',
                index=models.Index(condition=models.Q(('booked_by__isnull', False)), fields=['booked_by'], name='booking_typed_by'),
            ),
            migrations.AddIndex(
                model_name='booking',
                index=models.Index(fields=['-created_at'], name='booking_newest'),
            ),
            migrations.AddIndex(
                model_name='booking',
                index=models.Index(condition=models.Q(('state', 'requested')), fields=['created_at'], name='booking_requested'),
            ),
            migrations.AddIndex(
                model_name='booking',
                index=models.Index(condition=models.Q(('state', 'held')), fields=['held_until'], name='booking_held'),
            ),
            migrations.AddIndex(
                model_name='booking',
                index=django.contrib.postgres.indexes.GistIndex(fields=['period'], name='booking_during'),
            ),
            migrations.AddConstraint(
                model_name='booking',
                constraint=models.CheckConstraint(condition=models.Q(('period__isempty', False), ('period__lower_inc', True), ('period__lower_inf', False), ('period__upper_inc', False), ('period__upper_inf', False)), name='booking_has_two_ends'),
            ),
            migrations.AddConstraint(
                model_name='booking',
                constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(rooms.constraints.PastQuarter(models.F('period__startswith')), 0), django.db.models.lookups.Exact(rooms.constraints.PastQuarter(models.F('period__endswith')), 0)), name='booking_on_quarters'),
            ),
            migrations.AddConstraint(
                model_name='booking',
                constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(rooms.constraints.SecondsBetween(models.F('period__endswith'), models.F('period__startswith')), 2682000)), name='booking_a_month_at_most'),
            ),
            migrations.AddConstraint(
                model_name='booking',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='booking_has_a_title'),
            ),
            migrations.AddConstraint(
                model_name='booking',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancel_reason', ''), ('cancelled_at', None), ('cancelled_by', None), ('state__in', ('confirmed', 'requested', 'held'))), models.Q(('cancelled_at__isnull', False), ('state__in', ('cancelled', 'declined', 'lapsed', 'freed'))), _connector='OR'), name='booking_ended_has_its_date'),
            ),
            migrations.AddConstraint(
                model_name='booking',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'held'), _negated=True), ('held_until__isnull', False), _connector='OR'), name='booking_held_until_a_time'),
            ),
            migrations.AddConstraint(
                model_name='booking',
                constraint=models.CheckConstraint(condition=models.Q(('agreed_period', None), models.Q(('agreed_period__contained_by', models.F('period')), ('state', 'requested')), _connector='OR'), name='booking_agreed_within_what_is_asked'),
            ),
            migrations.AddConstraint(
                model_name='booking',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('approved_by', None)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='booking_approved_by_someone'),
            ),
            migrations.AddConstraint(
                model_name='booking',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_apart', False), ('series', None), ('series_date', None)), models.Q(('series__isnull', False), ('series_date__isnull', False)), _connector='OR'), name='booking_of_a_series_has_its_date'),
            ),
            migrations.AddConstraint(
                model_name='booking',
                constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], fields=('series', 'series_date'), name='booking_once_a_date_of_its_series'),
            ),
            migrations.AddConstraint(
                model_name='booking',
                constraint=models.UniqueConstraint(condition=models.Q(('imported_from', ''), _negated=True), fields=('imported_from',), name='booking_imported_once'),
            ),
            migrations.AddConstraint(
                model_name='attendee',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('booking', None), ('series__isnull', False)), models.Q(('booking__isnull', False), ('series', None)), _connector='OR'), name='attendee_of_one_thing'),
            ),
            migrations.AddConstraint(
                model_name='attendee',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('agent', None), models.Q(('email', ''), _negated=True)), models.Q(('agent__isnull', False), ('email', '')), _connector='OR'), name='attendee_is_one_person'),
            ),
            migrations.AddConstraint(
                model_name='attendee',
                constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('booking', 'series', 'agent', 'email'), name='attendee_once', nulls_distinct=False, violation_error_message='Cette personne est déjà invitée.'),
            ),
            migrations.AddConstraint(
                model_name='servicerequest',
                constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('booking', 'desk'), name='service_asked_once_a_booking', violation_error_message='Ce service est déjà sollicité pour cette réservation.'),
            ),
            migrations.AddConstraint(
                model_name='servicerequest',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('note__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='service_request_says_what'),
            ),
            migrations.AddConstraint(
                model_name='servicerequest',
                constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at', None), ('withdrawn_at__gte', models.F('asked_at')), _connector='OR'), name='service_request_withdrawn_after'),
            ),
            migrations.AddConstraint(
                model_name='searchtally',
                constraint=models.UniqueConstraint(fields=('on', 'site', 'people'), name='search_tally_once', nulls_distinct=False),
            ),
            migrations.AddConstraint(
                model_name='searchtally',
                constraint=models.CheckConstraint(condition=models.Q(('found__lte', models.F('sought'))), name='search_tally_found_some'),
            ),
            migrations.AddConstraint(
                model_name='screen',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('room', None), ('site__isnull', False)), models.Q(('room__isnull', False), ('site', None)), _connector='OR'), name='screen_of_a_door_or_a_lobby', violation_error_message='Choisissez une salle ou un site.'),
            ),
            migrations.AddConstraint(
                model_name='room',
                constraint=models.UniqueConstraint(models.F('site'), models.F('name'), name='room_name_once_per_site', violation_error_message='Ce site a déjà une salle de ce nom.'),
            ),
            migrations.AddConstraint(
                model_name='room',
                constraint=models.CheckConstraint(condition=models.Q(('capacity__gte', 1)), name='room_holds_someone'),
            ),
            migrations.AddConstraint(
                model_name='room',
                constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(django.db.models.functions.math.Mod(models.F('buffer_before'), models.Value(15)), 0), django.db.models.lookups.Exact(django.db.models.functions.math.Mod(models.F('buffer_after'), models.Value(15)), 0), ('buffer_after__lte', 120), ('buffer_before__lte', 120)), name='room_buffers_on_quarters', violation_error_message='La préparation et la remise en état durent 0, 15, 30… ou 120\xa0minutes.'),
            ),
            migrations.AddConstraint(
                model_name='room',
                constraint=models.CheckConstraint(condition=models.Q(('everyone_may__in', [1, 2, 3, 4])), name='room_known_level_for_everyone'),
            ),
            migrations.AddConstraint(
                model_name='room',
                constraint=models.CheckConstraint(condition=models.Q(('longest_minutes', None), models.Q(('longest_minutes__gte', 15), ('longest_minutes__isnull', False)), _connector='OR'), name='room_longest_is_a_quarter_at_least', violation_error_message='La durée la plus longue est d’au moins 15\xa0minutes.'),
            ),
            migrations.AddIndex(
                model_name='closure',
                index=django.contrib.postgres.indexes.GistIndex(fields=['period'], name='closure_during'),
            ),
            migrations.AddConstraint(
                model_name='closure',
                constraint=models.CheckConstraint(condition=models.Q(('period__isempty', False), ('period__lower_inc', True), ('period__lower_inf', False), ('period__upper_inc', False), ('period__upper_inf', False)), name='closure_has_two_ends'),
            ),
            migrations.AddConstraint(
                model_name='closure',
                constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(rooms.constraints.PastQuarter(models.F('period__startswith')), 0), django.db.models.lookups.Exact(rooms.constraints.PastQuarter(models.F('period__endswith')), 0)), name='closure_on_quarters', violation_error_message='Une fermeture commence et finit au quart d’heure.'),
            ),
            migrations.AddConstraint(
                model_name='closure',
                constraint=models.CheckConstraint(condition=models.Q(('room', None), ('site', None), _connector='OR'), name='closure_of_one_scope', violation_error_message='Choisissez une salle, un site, ou ni l’un ni l’autre pour toutes les salles.'),
            ),
            migrations.AddConstraint(
                model_name='closure',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='closure_has_a_reason'),
            ),
            migrations.AddIndex(
                model_name='wait',
                index=django.contrib.postgres.indexes.GistIndex(condition=models.Q(('state', 'waiting')), fields=['period'], name='wait_during'),
            ),
            migrations.AddIndex(
                model_name='wait',
                index=models.Index(fields=['agent', 'state'], name='wait_of_agent'),
            ),
            migrations.AddConstraint(
                model_name='wait',
                constraint=models.CheckConstraint(condition=models.Q(('period__isempty', False), ('period__lower_inc', True), ('period__lower_inf', False), ('period__upper_inc', False), ('period__upper_inf', False)), name='wait_has_two_ends'),
            ),
            migrations.AddConstraint(
                model_name='wait',
                constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(rooms.constraints.PastQuarter(models.F('period__startswith')), 0), django.db.models.lookups.Exact(rooms.constraints.PastQuarter(models.F('period__endswith')), 0)), name='wait_on_quarters'),
            ),
            migrations.AddConstraint(
                model_name='wait',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='wait_has_a_title'),
            ),
            migrations.AddConstraint(
                model_name='wait',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('agent', 'room', 'period'), name='wait_once'),
            ),
            migrations.AddConstraint(
                model_name='wait',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('offered', 'served', 'missed')), _negated=True), ('booking__isnull', False), _connector='OR'), name='wait_offered_has_a_booking'),
            ),
            migrations.AddConstraint(
                model_name='wait',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ('waiting', 'offered', 'served', 'missed', 'left', 'over'))), name='wait_known_state'),
            ),
            # The history, written by triggers and closed to changes.
            pgtrigger.migrations.AddTrigger(
                model_name='site',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_siteevent" ("access", "address", "caretaker", "id", "is_open_on_holidays", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (NEW."access", NEW."address", NEW."caretaker", NEW."id", NEW."is_open_on_holidays", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."slug"); RETURN NULL;', hash='ab0626f44c91360a46a03e0543643643913715a6', operation='INSERT', pgid='pgtrigger_insert_insert_009ab', table='rooms_site', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='site',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rooms_siteevent" ("access", "address", "caretaker", "id", "is_open_on_holidays", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (NEW."access", NEW."address", NEW."caretaker", NEW."id", NEW."is_open_on_holidays", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."slug"); RETURN NULL;', hash='e6c9db91203bf4a30b1d819d0ae2af06cfa49cf1', operation='UPDATE', pgid='pgtrigger_update_update_3980a', table='rooms_site', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='site',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_siteevent" ("access", "address", "caretaker", "id", "is_open_on_holidays", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (OLD."access", OLD."address", OLD."caretaker", OLD."id", OLD."is_open_on_holidays", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."slug"); RETURN NULL;', hash='3b3fd244688326bdadfefd791cf6594eed16d620', operation='DELETE', pgid='pgtrigger_delete_delete_6c706', table='rooms_site', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='openinghoursevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='86f8cb349e0f4d47cfd3104062b4ff7a54d3f32c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_385e4', table='rooms_openinghoursevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='openinghoursevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='582bc037b2de4b5e4ad0b0e201310032e6c2824f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fabdb', table='rooms_openinghoursevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='openinghours',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_openinghoursevent" ("closes_at", "id", "opens_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "room_id", "weekday") VALUES (NEW."closes_at", NEW."id", NEW."opens_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."room_id", NEW."weekday"); RETURN NULL;', hash='b4d305789ac9c43d9448663b972efc5806af489b', operation='INSERT', pgid='pgtrigger_insert_insert_be007', table='rooms_openinghours', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='openinghours',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rooms_openinghoursevent" ("closes_at", "id", "opens_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "room_id", "weekday") VALUES (NEW."closes_at", NEW."id", NEW."opens_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."room_id", NEW."weekday"); RETURN NULL;', hash='18a23603764f5256e2112507b6248fb2e2e02a35', operation='UPDATE', pgid='pgtrigger_update_update_00de5', table='rooms_openinghours', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='openinghours',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_openinghoursevent" ("closes_at", "id", "opens_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "room_id", "weekday") VALUES (OLD."closes_at", OLD."id", OLD."opens_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."room_id", OLD."weekday"); RETURN NULL;', hash='4a0e8e8a05f470e4305ffd6025f147ebaca50ea3', operation='DELETE', pgid='pgtrigger_delete_delete_04f29', table='rooms_openinghours', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='layoutevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='94576591e86782ddf81469a929e6519325ef15f8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_39324', table='rooms_layoutevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='layoutevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='106f88dda9a4b2e728d598ec6d452e200fcd501c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c29ea', table='rooms_layoutevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='layout',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_layoutevent" ("capacity", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "room_id") VALUES (NEW."capacity", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."room_id"); RETURN NULL;', hash='562ec527b2d4c68c89a63b453f455ab8602e9354', operation='INSERT', pgid='pgtrigger_insert_insert_08f43', table='rooms_layout', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='layout',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rooms_layoutevent" ("capacity", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "room_id") VALUES (NEW."capacity", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."room_id"); RETURN NULL;', hash='2ac250bed5ba22e107551c89e1de793ddcbf21ad', operation='UPDATE', pgid='pgtrigger_update_update_ca43b', table='rooms_layout', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='layout',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_layoutevent" ("capacity", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "room_id") VALUES (OLD."capacity", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."room_id"); RETURN NULL;', hash='5578f24b82422897b49e17ee80866dc00d7e3109', operation='DELETE', pgid='pgtrigger_delete_delete_7b941', table='rooms_layout', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roomproblem',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_roomproblemevent" ("equipment_id", "fixed_at", "fixed_by_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "reported_at", "reported_by_id", "room_id", "submission_key", "words") VALUES (NEW."equipment_id", NEW."fixed_at", NEW."fixed_by_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."reported_at", NEW."reported_by_id", NEW."room_id", NEW."submission_key", NEW."words"); RETURN NULL;', hash='5121f9a33cda60490cad8384083d3bb2bb4ac92b', operation='INSERT', pgid='pgtrigger_insert_insert_98daa', table='rooms_roomproblem', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roomproblem',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rooms_roomproblemevent" ("equipment_id", "fixed_at", "fixed_by_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "reported_at", "reported_by_id", "room_id", "submission_key", "words") VALUES (NEW."equipment_id", NEW."fixed_at", NEW."fixed_by_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."reported_at", NEW."reported_by_id", NEW."room_id", NEW."submission_key", NEW."words"); RETURN NULL;', hash='aa54db5a7f41daddafd671879c42e967d8bcdb66', operation='UPDATE', pgid='pgtrigger_update_update_1c7cd', table='rooms_roomproblem', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roomproblem',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_roomproblemevent" ("equipment_id", "fixed_at", "fixed_by_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "reported_at", "reported_by_id", "room_id", "submission_key", "words") VALUES (OLD."equipment_id", OLD."fixed_at", OLD."fixed_by_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."reported_at", OLD."reported_by_id", OLD."room_id", OLD."submission_key", OLD."words"); RETURN NULL;', hash='58aad11c4518fe19703398c6ef1692469bbb1c47', operation='DELETE', pgid='pgtrigger_delete_delete_2d10f', table='rooms_roomproblem', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roomproblemevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='eba160105265783c800502bd30d1687c76ea9dd7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_42efe', table='rooms_roomproblemevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roomproblemevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2788f6a67ee3792212db4b1ddb63ff23d0848881', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_38d4f', table='rooms_roomproblemevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roomright',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_roomrightevent" ("direction_id", "id", "level", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "room_id") VALUES (NEW."direction_id", NEW."id", NEW."level", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."role", NEW."room_id"); RETURN NULL;', hash='3c3db49c4e5f66ec1ff3134287ed785e71c744e4', operation='INSERT', pgid='pgtrigger_insert_insert_8252c', table='rooms_roomright', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roomright',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rooms_roomrightevent" ("direction_id", "id", "level", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "room_id") VALUES (NEW."direction_id", NEW."id", NEW."level", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."role", NEW."room_id"); RETURN NULL;', hash='c455d21532976893249d7827fd67966d0bbbe4fa', operation='UPDATE', pgid='pgtrigger_update_update_59eda', table='rooms_roomright', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roomright',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_roomrightevent" ("direction_id", "id", "level", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "room_id") VALUES (OLD."direction_id", OLD."id", OLD."level", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."role", OLD."room_id"); RETURN NULL;', hash='2c9f64b63df4022062e8b4ecbe1157ac25cd4c37', operation='DELETE', pgid='pgtrigger_delete_delete_7324d', table='rooms_roomright', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roomrightevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='18a136671966215752ec99544fc898ebc23d3d95', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_cda07', table='rooms_roomrightevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roomrightevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6910d34032eba834be6f4154c227da4923ec89d0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d7253', table='rooms_roomrightevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='series',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_seriesevent" ("attendance", "booked_by_id", "continues_id", "created_at", "ends_at", "first_date", "id", "imported_from", "is_private", "layout_id", "organiser_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "room_id", "rule", "sequence", "skipped", "starts_at", "submission_key", "title") VALUES (NEW."attendance", NEW."booked_by_id", NEW."continues_id", NEW."created_at", NEW."ends_at", NEW."first_date", NEW."id", NEW."imported_from", NEW."is_private", NEW."layout_id", NEW."organiser_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."room_id", NEW."rule", NEW."sequence", NEW."skipped", NEW."starts_at", NEW."submission_key", NEW."title"); RETURN NULL;', hash='1f3b5b48b845b19ee3988e73d27f478e704da394', operation='INSERT', pgid='pgtrigger_insert_insert_96e5a', table='rooms_series', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='series',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rooms_seriesevent" ("attendance", "booked_by_id", "continues_id", "created_at", "ends_at", "first_date", "id", "imported_from", "is_private", "layout_id", "organiser_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "room_id", "rule", "sequence", "skipped", "starts_at", "submission_key", "title") VALUES (NEW."attendance", NEW."booked_by_id", NEW."continues_id", NEW."created_at", NEW."ends_at", NEW."first_date", NEW."id", NEW."imported_from", NEW."is_private", NEW."layout_id", NEW."organiser_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."room_id", NEW."rule", NEW."sequence", NEW."skipped", NEW."starts_at", NEW."submission_key", NEW."title"); RETURN NULL;', hash='cd2f7163b055cf8927a042e99d4bea76789320dc', operation='UPDATE', pgid='pgtrigger_update_update_39234', table='rooms_series', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='series',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_seriesevent" ("attendance", "booked_by_id", "continues_id", "created_at", "ends_at", "first_date", "id", "imported_from", "is_private", "layout_id", "organiser_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "room_id", "rule", "sequence", "skipped", "starts_at", "submission_key", "title") VALUES (OLD."attendance", OLD."booked_by_id", OLD."continues_id", OLD."created_at", OLD."ends_at", OLD."first_date", OLD."id", OLD."imported_from", OLD."is_private", OLD."layout_id", OLD."organiser_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."room_id", OLD."rule", OLD."sequence", OLD."skipped", OLD."starts_at", OLD."submission_key", OLD."title"); RETURN NULL;', hash='795861e42b9cc12157fe3e6e95c8701656c9eda5', operation='DELETE', pgid='pgtrigger_delete_delete_1e0ed', table='rooms_series', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='bookingevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='f8621f415ac4b75c5b9c8d0264d443ffafb80b2e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_9c696', table='rooms_bookingevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='bookingevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='977af1b4cc1838274d829275dc5cc939cee9f093', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3a29f', table='rooms_bookingevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='booking',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_bookingevent" ("agreed_period", "approved_at", "approved_by_id", "attendance", "booked_by_id", "cancel_reason", "cancelled_at", "cancelled_by_id", "checked_in_at", "created_at", "held_until", "id", "imported_from", "is_apart", "is_private", "layout_id", "organiser_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "room_id", "sequence", "series_date", "series_id", "state", "submission_key", "title", "wants_reminder") VALUES (NEW."agreed_period", NEW."approved_at", NEW."approved_by_id", NEW."attendance", NEW."booked_by_id", NEW."cancel_reason", NEW."cancelled_at", NEW."cancelled_by_id", NEW."checked_in_at", NEW."created_at", NEW."held_until", NEW."id", NEW."imported_from", NEW."is_apart", NEW."is_private", NEW."layout_id", NEW."organiser_id", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."room_id", NEW."sequence", NEW."series_date", NEW."series_id", NEW."state", NEW."submission_key", NEW."title", NEW."wants_reminder"); RETURN NULL;', hash='2676d5435bafff23fecf558a8b50742328d84a05', operation='INSERT', pgid='pgtrigger_insert_insert_74dac', table='rooms_booking', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='booking',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."agreed_period" IS DISTINCT FROM (NEW."agreed_period") OR OLD."approved_at" IS DISTINCT FROM (NEW."approved_at") OR OLD."approved_by_id" IS DISTINCT FROM (NEW."approved_by_id") OR OLD."attendance" IS DISTINCT FROM (NEW."attendance") OR OLD."booked_by_id" IS DISTINCT FROM (NEW."booked_by_id") OR OLD."cancel_reason" IS DISTINCT FROM (NEW."cancel_reason") OR OLD."cancelled_at" IS DISTINCT FROM (NEW."cancelled_at") OR OLD."cancelled_by_id" IS DISTINCT FROM (NEW."cancelled_by_id") OR OLD."checked_in_at" IS DISTINCT FROM (NEW."checked_in_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."held_until" IS DISTINCT FROM (NEW."held_until") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."imported_from" IS DISTINCT FROM (NEW."imported_from") OR OLD."is_apart" IS DISTINCT FROM (NEW."is_apart") OR OLD."is_private" IS DISTINCT FROM (NEW."is_private") OR OLD."layout_id" IS DISTINCT FROM (NEW."layout_id") OR OLD."organiser_id" IS DISTINCT FROM (NEW."organiser_id") OR OLD."period" IS DISTINCT FROM (NEW."period") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."room_id" IS DISTINCT FROM (NEW."room_id") OR OLD."sequence" IS DISTINCT FROM (NEW."sequence") OR OLD."series_id" IS DISTINCT FROM (NEW."series_id") OR OLD."series_date" IS DISTINCT FROM (NEW."series_date") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submission_key" IS DISTINCT FROM (NEW."submission_key") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."wants_reminder" IS DISTINCT FROM (NEW."wants_reminder"))', func='INSERT INTO "rooms_bookingevent" ("agreed_period", "approved_at", "approved_by_id", "attendance", "booked_by_id", "cancel_reason", "cancelled_at", "cancelled_by_id", "checked_in_at", "created_at", "held_until", "id", "imported_from", "is_apart", "is_private", "layout_id", "organiser_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "room_id", "sequence", "series_date", "series_id", "state", "submission_key", "title", "wants_reminder") VALUES (NEW."agreed_period", NEW."approved_at", NEW."approved_by_id", NEW."attendance", NEW."booked_by_id", NEW."cancel_reason", NEW."cancelled_at", NEW."cancelled_by_id", NEW."checked_in_at", NEW."created_at", NEW."held_until", NEW."id", NEW."imported_from", NEW."is_apart", NEW."is_private", NEW."layout_id", NEW."organiser_id", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."room_id", NEW."sequence", NEW."series_date", NEW."series_id", NEW."state", NEW."submission_key", NEW."title", NEW."wants_reminder"); RETURN NULL;', hash='d0b3b9dea70fecdc3cc209aec94144b8f58b783e', operation='UPDATE', pgid='pgtrigger_update_update_fd623', table='rooms_booking', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='booking',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_bookingevent" ("agreed_period", "approved_at", "approved_by_id", "attendance", "booked_by_id", "cancel_reason", "cancelled_at", "cancelled_by_id", "checked_in_at", "created_at", "held_until", "id", "imported_from", "is_apart", "is_private", "layout_id", "organiser_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "room_id", "sequence", "series_date", "series_id", "state", "submission_key", "title", "wants_reminder") VALUES (OLD."agreed_period", OLD."approved_at", OLD."approved_by_id", OLD."attendance", OLD."booked_by_id", OLD."cancel_reason", OLD."cancelled_at", OLD."cancelled_by_id", OLD."checked_in_at", OLD."created_at", OLD."held_until", OLD."id", OLD."imported_from", OLD."is_apart", OLD."is_private", OLD."layout_id", OLD."organiser_id", OLD."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."room_id", OLD."sequence", OLD."series_date", OLD."series_id", OLD."state", OLD."submission_key", OLD."title", OLD."wants_reminder"); RETURN NULL;', hash='d93793bee7aa026ff3d7a4c2af7a23e6b3e6e4a3', operation='DELETE', pgid='pgtrigger_delete_delete_1b214', table='rooms_booking', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='attendeeevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='f26e8746a0df7f04ea870ed628d74d3ed09346fa', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_3dab7', table='rooms_attendeeevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='attendeeevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dee2d44751134bd5798784a1a29509ec19f93b60', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bd824', table='rooms_attendeeevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='attendee',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_attendeeevent" ("agent_id", "booking_id", "email", "id", "invited_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_sequence", "series_id", "withdrawn_at") VALUES (NEW."agent_id", NEW."booking_id", NEW."email", NEW."id", NEW."invited_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."sent_sequence", NEW."series_id", NEW."withdrawn_at"); RETURN NULL;', hash='407047b689e7a58d4073f2f304628d36ef023281', operation='INSERT', pgid='pgtrigger_insert_insert_856d8', table='rooms_attendee', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='attendee',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rooms_attendeeevent" ("agent_id", "booking_id", "email", "id", "invited_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_sequence", "series_id", "withdrawn_at") VALUES (NEW."agent_id", NEW."booking_id", NEW."email", NEW."id", NEW."invited_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."sent_sequence", NEW."series_id", NEW."withdrawn_at"); RETURN NULL;', hash='f4d8019e62b52015eb55f61f06cff357723d6048', operation='UPDATE', pgid='pgtrigger_update_update_e2d3f', table='rooms_attendee', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='attendee',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_attendeeevent" ("agent_id", "booking_id", "email", "id", "invited_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_sequence", "series_id", "withdrawn_at") VALUES (OLD."agent_id", OLD."booking_id", OLD."email", OLD."id", OLD."invited_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."sent_sequence", OLD."series_id", OLD."withdrawn_at"); RETURN NULL;', hash='8965a9abd26027897217f6525417ffa57d3c9ad1', operation='DELETE', pgid='pgtrigger_delete_delete_733a8', table='rooms_attendee', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='seriesevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='9c2e3f2dfe4ceaf53fd91afb63fcae4015a70b55', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_37c33', table='rooms_seriesevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='seriesevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='39d8640b2a75a9d816782f0393855116d2d21b64', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_efd1b', table='rooms_seriesevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='servicerequest',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_servicerequestevent" ("asked_at", "booking_id", "desk_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "withdrawn_at") VALUES (NEW."asked_at", NEW."booking_id", NEW."desk_id", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."withdrawn_at"); RETURN NULL;', hash='51ff43d23c7115131ae914887e1fcab0b020b8f3', operation='INSERT', pgid='pgtrigger_insert_insert_08124', table='rooms_servicerequest', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='servicerequest',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rooms_servicerequestevent" ("asked_at", "booking_id", "desk_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "withdrawn_at") VALUES (NEW."asked_at", NEW."booking_id", NEW."desk_id", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."withdrawn_at"); RETURN NULL;', hash='e8a744fb171369b5f70ad93a0dde9686ea416384', operation='UPDATE', pgid='pgtrigger_update_update_55d0a', table='rooms_servicerequest', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='servicerequest',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_servicerequestevent" ("asked_at", "booking_id", "desk_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "withdrawn_at") VALUES (OLD."asked_at", OLD."booking_id", OLD."desk_id", OLD."id", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."withdrawn_at"); RETURN NULL;', hash='527649b4472ed0d14e44a433aca059c33abcc63d', operation='DELETE', pgid='pgtrigger_delete_delete_1eb8b', table='rooms_servicerequest', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='servicerequestevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='7fb220524c9235f897913f76487dadadbb492a41', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_1ed60', table='rooms_servicerequestevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='servicerequestevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5b460c7dd8219444f1ff7dad3cfe8c7e187c2478', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_abfe5', table='rooms_servicerequestevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='servicedeskevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='da805d8152478049e0615f2345581141e57770c0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_78cc8', table='rooms_servicedeskevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='servicedeskevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='870ac373288fd7bc0f9b39141515f657c35abcff', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f6a48', table='rooms_servicedeskevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='servicedesk',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_servicedeskevent" ("email", "help_text", "id", "is_open", "name", "notice_days", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "site_id") VALUES (NEW."email", NEW."help_text", NEW."id", NEW."is_open", NEW."name", NEW."notice_days", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."site_id"); RETURN NULL;', hash='38dedd840dd1b2514bd747bf83554312af4a23cf', operation='INSERT', pgid='pgtrigger_insert_insert_5d0d6', table='rooms_servicedesk', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='servicedesk',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rooms_servicedeskevent" ("email", "help_text", "id", "is_open", "name", "notice_days", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "site_id") VALUES (NEW."email", NEW."help_text", NEW."id", NEW."is_open", NEW."name", NEW."notice_days", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."site_id"); RETURN NULL;', hash='a543618a619891e6a26908c6c62ed2b7f03b6215', operation='UPDATE', pgid='pgtrigger_update_update_64959', table='rooms_servicedesk', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='servicedesk',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_servicedeskevent" ("email", "help_text", "id", "is_open", "name", "notice_days", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "site_id") VALUES (OLD."email", OLD."help_text", OLD."id", OLD."is_open", OLD."name", OLD."notice_days", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."site_id"); RETURN NULL;', hash='c72af6c75431f93c63c0038a1e35007e74713f16', operation='DELETE', pgid='pgtrigger_delete_delete_8b0ff', table='rooms_servicedesk', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='screenevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='97d389fc8506dbce6b793a4656264948e9c9c540', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_48d24', table='rooms_screenevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='screenevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6f102748f0308d9be7c2efcd2396b99772010d34', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7d98b', table='rooms_screenevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='screen',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_screenevent" ("created_at", "created_by_id", "id", "key_hash", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "revoked_at", "room_id", "site_id") VALUES (NEW."created_at", NEW."created_by_id", NEW."id", NEW."key_hash", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."revoked_at", NEW."room_id", NEW."site_id"); RETURN NULL;', hash='08eafd8a5ae400d749132a47317672ac56d0548f', operation='INSERT', pgid='pgtrigger_insert_insert_80a99', table='rooms_screen', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='screen',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."key_hash" IS DISTINCT FROM (NEW."key_hash") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at") OR OLD."room_id" IS DISTINCT FROM (NEW."room_id") OR OLD."site_id" IS DISTINCT FROM (NEW."site_id"))', func='INSERT INTO "rooms_screenevent" ("created_at", "created_by_id", "id", "key_hash", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "revoked_at", "room_id", "site_id") VALUES (NEW."created_at", NEW."created_by_id", NEW."id", NEW."key_hash", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."revoked_at", NEW."room_id", NEW."site_id"); RETURN NULL;', hash='ebd0c50d0bf7bd50bb274f428e88fff61408cf0a', operation='UPDATE', pgid='pgtrigger_update_update_6e384', table='rooms_screen', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='screen',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_screenevent" ("created_at", "created_by_id", "id", "key_hash", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "revoked_at", "room_id", "site_id") VALUES (OLD."created_at", OLD."created_by_id", OLD."id", OLD."key_hash", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."revoked_at", OLD."room_id", OLD."site_id"); RETURN NULL;', hash='269d70138944deb1055edd246fc6dcdd67fe01e4', operation='DELETE', pgid='pgtrigger_delete_delete_967f9', table='rooms_screen', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roomevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='5fe9e1e21001f2b75dd11e2c2f4b2ffc6d884bbc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_5524b', table='rooms_roomevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roomevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4172a09d5473b3518eba271639788d40c124d147', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3f6e9', table='rooms_roomevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='room',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_roomevent" ("ahead_days", "buffer_after", "buffer_before", "capacity", "description", "direction_quota_minutes", "directions", "everyone_may", "floor", "id", "is_bookable", "is_step_free", "keeper_phone", "longest_minutes", "name", "needs_check_in", "notice_hours", "person_quota_minutes", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_alt", "photo_id", "site_id", "slug", "unavailable_note") VALUES (NEW."ahead_days", NEW."buffer_after", NEW."buffer_before", NEW."capacity", NEW."description", NEW."direction_quota_minutes", NEW."directions", NEW."everyone_may", NEW."floor", NEW."id", NEW."is_bookable", NEW."is_step_free", NEW."keeper_phone", NEW."longest_minutes", NEW."name", NEW."needs_check_in", NEW."notice_hours", NEW."person_quota_minutes", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."photo_alt", NEW."photo_id", NEW."site_id", NEW."slug", NEW."unavailable_note"); RETURN NULL;', hash='886d15d32bcb428e56777aa9660f4e86e22d5164', operation='INSERT', pgid='pgtrigger_insert_insert_90c6b', table='rooms_room', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='room',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rooms_roomevent" ("ahead_days", "buffer_after", "buffer_before", "capacity", "description", "direction_quota_minutes", "directions", "everyone_may", "floor", "id", "is_bookable", "is_step_free", "keeper_phone", "longest_minutes", "name", "needs_check_in", "notice_hours", "person_quota_minutes", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_alt", "photo_id", "site_id", "slug", "unavailable_note") VALUES (NEW."ahead_days", NEW."buffer_after", NEW."buffer_before", NEW."capacity", NEW."description", NEW."direction_quota_minutes", NEW."directions", NEW."everyone_may", NEW."floor", NEW."id", NEW."is_bookable", NEW."is_step_free", NEW."keeper_phone", NEW."longest_minutes", NEW."name", NEW."needs_check_in", NEW."notice_hours", NEW."person_quota_minutes", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."photo_alt", NEW."photo_id", NEW."site_id", NEW."slug", NEW."unavailable_note"); RETURN NULL;', hash='e81a34ba63b62d1ee29681075b9cb5e3d3af0d7a', operation='UPDATE', pgid='pgtrigger_update_update_bc0bc', table='rooms_room', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='room',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_roomevent" ("ahead_days", "buffer_after", "buffer_before", "capacity", "description", "direction_quota_minutes", "directions", "everyone_may", "floor", "id", "is_bookable", "is_step_free", "keeper_phone", "longest_minutes", "name", "needs_check_in", "notice_hours", "person_quota_minutes", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_alt", "photo_id", "site_id", "slug", "unavailable_note") VALUES (OLD."ahead_days", OLD."buffer_after", OLD."buffer_before", OLD."capacity", OLD."description", OLD."direction_quota_minutes", OLD."directions", OLD."everyone_may", OLD."floor", OLD."id", OLD."is_bookable", OLD."is_step_free", OLD."keeper_phone", OLD."longest_minutes", OLD."name", OLD."needs_check_in", OLD."notice_hours", OLD."person_quota_minutes", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."photo_alt", OLD."photo_id", OLD."site_id", OLD."slug", OLD."unavailable_note"); RETURN NULL;', hash='4059a6dc6c11ea18315f2c306c785a17e7284ee3', operation='DELETE', pgid='pgtrigger_delete_delete_a5eda', table='rooms_room', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='closureevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='986da3281f02aa1d40978fada5b8bc3a3af335fe', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_670df', table='rooms_closureevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='closureevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='423bf7651daeae557f605adf13a5bf04e67a5164', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9c058', table='rooms_closureevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='closure',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_closureevent" ("created_at", "created_by_id", "id", "lifted_at", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "room_id", "site_id", "submission_key") VALUES (NEW."created_at", NEW."created_by_id", NEW."id", NEW."lifted_at", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."reference", NEW."room_id", NEW."site_id", NEW."submission_key"); RETURN NULL;', hash='53b736b063c141189670aa7d74dba396c6bf0ed1', operation='INSERT', pgid='pgtrigger_insert_insert_1b350', table='rooms_closure', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='closure',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rooms_closureevent" ("created_at", "created_by_id", "id", "lifted_at", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "room_id", "site_id", "submission_key") VALUES (NEW."created_at", NEW."created_by_id", NEW."id", NEW."lifted_at", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."reference", NEW."room_id", NEW."site_id", NEW."submission_key"); RETURN NULL;', hash='4bc0b05004b9d0cd1777c06896f340d3e962fefe', operation='UPDATE', pgid='pgtrigger_update_update_57534', table='rooms_closure', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='closure',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_closureevent" ("created_at", "created_by_id", "id", "lifted_at", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "room_id", "site_id", "submission_key") VALUES (OLD."created_at", OLD."created_by_id", OLD."id", OLD."lifted_at", OLD."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."reference", OLD."room_id", OLD."site_id", OLD."submission_key"); RETURN NULL;', hash='a10d770c8149c4037b2bda7379c48c7840900e02', operation='DELETE', pgid='pgtrigger_delete_delete_08c81', table='rooms_closure', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='siteevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='441473451ec9f518dc0082d8b99e509fa1c9cdf6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_6c59d', table='rooms_siteevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='siteevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d236839496daa4e228669cd993468c0c675c0d1e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_885f7', table='rooms_siteevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='wait',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_waitevent" ("agent_id", "asked_at", "booking_id", "id", "is_private", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "room_id", "state", "title") VALUES (NEW."agent_id", NEW."asked_at", NEW."booking_id", NEW."id", NEW."is_private", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."room_id", NEW."state", NEW."title"); RETURN NULL;', hash='d2410a06f27fd28d1b3b006c0e7cd302c56b0689', operation='INSERT', pgid='pgtrigger_insert_insert_828de', table='rooms_wait', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='wait',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rooms_waitevent" ("agent_id", "asked_at", "booking_id", "id", "is_private", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "room_id", "state", "title") VALUES (NEW."agent_id", NEW."asked_at", NEW."booking_id", NEW."id", NEW."is_private", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."room_id", NEW."state", NEW."title"); RETURN NULL;', hash='a5a094b51f50b40b9939300a130cf702eec463ca', operation='UPDATE', pgid='pgtrigger_update_update_67fcb', table='rooms_wait', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='wait',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_waitevent" ("agent_id", "asked_at", "booking_id", "id", "is_private", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "room_id", "state", "title") VALUES (OLD."agent_id", OLD."asked_at", OLD."booking_id", OLD."id", OLD."is_private", OLD."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."room_id", OLD."state", OLD."title"); RETURN NULL;', hash='87b8f2e2238500cd166a55199e3d6fff8672df58', operation='DELETE', pgid='pgtrigger_delete_delete_5dd64', table='rooms_wait', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='waitevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='eae033dceadd9bbced1faa27dc5f99f9c643baeb', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_395ef', table='rooms_waitevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='waitevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='68a2bc097eb630fe9a7745271aefd17853cec169', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_de35a', table='rooms_waitevent', when='BEFORE')),
            ),
        ]),
        # As the owner of the tables: the role that runs the site deletes no history, but that of bookings long gone. Three
        # years, where five are kept: a booking may have been moved to an earlier year.
        migrations.RunSQL(
            """
            CREATE FUNCTION rooms_erase_history(bookings bigint[]) RETURNS void
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
            DECLARE
                gone bigint[] := ARRAY(
                    SELECT key FROM unnest(bookings) AS key
                    WHERE NOT EXISTS (SELECT FROM rooms_booking WHERE id = key)
                    AND NOT EXISTS (
                        SELECT FROM rooms_bookingevent
                        WHERE pgh_obj_id = key AND upper(period) > now() - interval '3 years'
                    )
                );
            BEGIN
                DELETE FROM rooms_attendeeevent WHERE booking_id = ANY (gone);
                DELETE FROM rooms_servicerequestevent WHERE booking_id = ANY (gone);
                DELETE FROM rooms_waitevent WHERE booking_id = ANY (gone);
                DELETE FROM rooms_bookingevent WHERE pgh_obj_id = ANY (gone);
            END
            $$;
            """,
            "DROP FUNCTION rooms_erase_history(bigint[])",
        ),
        # What the calendar shows, and when it changes. Of a booking, whoever changes it, its rooms or whom it invites has
        # locked its row: what it holds is what the trigger sees.
        migrations.RunSQL(
            """
            CREATE FUNCTION rooms_note_occupancy() RETURNS trigger
            LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
            BEGIN
                INSERT INTO rooms_calendarchange (id, during, at)
                SELECT gen_random_uuid(), during, now()
                FROM (VALUES (OLD.blocked_during), (NEW.blocked_during)) AS seen (during)
                WHERE during IS NOT NULL;
                RETURN NULL;
            END
            $$;
            CREATE TRIGGER calendar_change AFTER INSERT OR UPDATE OR DELETE ON rooms_occupancy
                FOR EACH ROW EXECUTE FUNCTION rooms_note_occupancy();

            CREATE FUNCTION rooms_note_booking() RETURNS trigger
            LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
            DECLARE
                bookings bigint[];
            BEGIN
                IF TG_TABLE_NAME = 'rooms_booking' THEN
                    bookings := ARRAY[NEW.id];
                ELSE
                    bookings := ARRAY[OLD.booking_id, NEW.booking_id];
                END IF;
                INSERT INTO rooms_calendarchange (id, during, at)
                SELECT gen_random_uuid(), blocked_during, now()
                FROM rooms_occupancy WHERE booking_id = ANY (bookings);
                RETURN NULL;
            END
            $$;
            CREATE TRIGGER calendar_change AFTER UPDATE ON rooms_booking
                FOR EACH ROW EXECUTE FUNCTION rooms_note_booking();
            CREATE TRIGGER calendar_change AFTER INSERT OR UPDATE OR DELETE ON rooms_booking_other_rooms
                FOR EACH ROW EXECUTE FUNCTION rooms_note_booking();
            CREATE TRIGGER calendar_change AFTER INSERT OR UPDATE OR DELETE ON rooms_attendee
                FOR EACH ROW EXECUTE FUNCTION rooms_note_booking();

            CREATE FUNCTION rooms_note_change() RETURNS trigger
            LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
            BEGIN
                INSERT INTO rooms_calendarchange (id, during, at) VALUES (gen_random_uuid(), '(,)', now());
                RETURN NULL;
            END
            $$;
            -- Invited to a whole series: its dates are as many as its bookings.
            CREATE TRIGGER calendar_change_of_series AFTER INSERT ON rooms_attendee
                FOR EACH ROW WHEN (NEW.series_id IS NOT NULL) EXECUTE FUNCTION rooms_note_change();
            CREATE TRIGGER calendar_change_in_series AFTER UPDATE OR DELETE ON rooms_attendee
                FOR EACH ROW WHEN (OLD.series_id IS NOT NULL) EXECUTE FUNCTION rooms_note_change();
            CREATE TRIGGER calendar_change AFTER UPDATE ON people_agent
                FOR EACH ROW WHEN (
                    (OLD.first_name, OLD.last_name) IS DISTINCT FROM (NEW.first_name, NEW.last_name)
                ) EXECUTE FUNCTION rooms_note_change();
            DO $$
            DECLARE
                each text;
            BEGIN
                FOREACH each IN ARRAY ARRAY[
                    'site', 'room', 'room_cells', 'room_equipment', 'equipment', 'layout', 'openinghours', 'roomproblem',
                    'closure'
                ] LOOP
                    EXECUTE format(
                        'CREATE TRIGGER calendar_change AFTER INSERT OR UPDATE OR DELETE ON %I'
                        ' FOR EACH STATEMENT EXECUTE FUNCTION rooms_note_change()',
                        'rooms_' || each
                    );
                END LOOP;
            END
            $$;
            """,
            """
            DROP FUNCTION rooms_note_occupancy() CASCADE;
            DROP FUNCTION rooms_note_booking() CASCADE;
            DROP FUNCTION rooms_note_change() CASCADE;
            """,
        ),
    ]
