
import core.ui.keys
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.lookups
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import rooms.constraints
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='nom')),
                ('slug', models.SlugField(help_text='Par exemple «\xa0hotel-de-ville\xa0».', max_length=60, unique=True, verbose_name='nom dans les adresses')),
                ('address', models.CharField(max_length=200, verbose_name='adresse')),
                ('access', models.TextField(blank=True, max_length=1000, verbose_name='comment venir')),
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
                ('reference', models.CharField(default=core.ui.keys.random_key, editable=False, max_length=12, unique=True, verbose_name='référence')),
                ('title', models.CharField(max_length=120, verbose_name='objet')),
                ('is_private', models.BooleanField(default=False, verbose_name='privée')),
                ('period', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='période')),
                ('state', models.CharField(choices=[('confirmed', 'Confirmée'), ('cancelled', 'Annulée')], default='confirmed', max_length=10, verbose_name='état')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='réservée le')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='annulée le')),
                ('cancel_reason', models.TextField(blank=True, max_length=500, verbose_name='motif de l’annulation')),
                ('cancelled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='annulée par')),
                ('organiser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to=settings.AUTH_USER_MODEL, verbose_name='réservée par')),
            ],
            options={
                'verbose_name': 'réservation',
            },
        ),
        migrations.CreateModel(
            name='Occupancy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('blocked_during', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='prise pendant')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='occupancies', to='rooms.booking')),
                ('cell', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='occupancies', to='rooms.cell')),
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
                ('cells', models.ManyToManyField(blank=True, related_name='rooms', to='rooms.cell', verbose_name='cellules')),
                ('equipment', models.ManyToManyField(blank=True, related_name='rooms', to='rooms.equipment', verbose_name='équipement')),
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
            name='BookingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='clé d’envoi')),
                ('reference', models.CharField(default=core.ui.keys.random_key, editable=False, max_length=12, verbose_name='référence')),
                ('title', models.CharField(max_length=120, verbose_name='objet')),
                ('is_private', models.BooleanField(default=False, verbose_name='privée')),
                ('period', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='période')),
                ('state', models.CharField(choices=[('confirmed', 'Confirmée'), ('cancelled', 'Annulée')], default='confirmed', max_length=10, verbose_name='état')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='réservée le')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='annulée le')),
                ('cancel_reason', models.TextField(blank=True, max_length=500, verbose_name='motif de l’annulation')),
                ('cancelled_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='annulée par')),
                ('organiser', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='réservée par')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rooms.booking')),
                ('room', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.room', verbose_name='salle')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='booking',
            name='room',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='rooms.room', verbose_name='salle'),
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
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rooms.room')),
                ('site', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rooms.site', verbose_name='site')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='site',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_siteevent" ("access", "address", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (NEW."access", NEW."address", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."slug"); RETURN NULL;', hash='96816a58afdba545a22f3ae75c0cc5e93aa6efd6', operation='INSERT', pgid='pgtrigger_insert_insert_009ab', table='rooms_site', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='site',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rooms_siteevent" ("access", "address", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (NEW."access", NEW."address", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."slug"); RETURN NULL;', hash='340abc9395ebee36c5e9aa2c11e4365f91b296d1', operation='UPDATE', pgid='pgtrigger_update_update_3980a', table='rooms_site', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='site',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_siteevent" ("access", "address", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (OLD."access", OLD."address", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."slug"); RETURN NULL;', hash='fa74da0835d7bec7399ff7c91ec04d5a2ca888e8', operation='DELETE', pgid='pgtrigger_delete_delete_6c706', table='rooms_site', when='AFTER')),
        ),
        migrations.AddField(
            model_name='siteevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rooms.site'),
        ),
        migrations.AddConstraint(
            model_name='occupancy',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[('cell', '='), ('blocked_during', '&&')], name='occupancy_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='occupancy',
            constraint=models.CheckConstraint(condition=models.Q(('blocked_during__isempty', False), ('blocked_during__lower_inc', True), ('blocked_during__lower_inf', False), ('blocked_during__upper_inc', False), ('blocked_during__upper_inf', False)), name='occupancy_has_two_ends'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openinghoursevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='86f8cb349e0f4d47cfd3104062b4ff7a54d3f32c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_385e4', table='rooms_openinghoursevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openinghoursevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='582bc037b2de4b5e4ad0b0e201310032e6c2824f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fabdb', table='rooms_openinghoursevent', when='BEFORE')),
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
            model_name='bookingevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='f8621f415ac4b75c5b9c8d0264d443ffafb80b2e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_9c696', table='rooms_bookingevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bookingevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='977af1b4cc1838274d829275dc5cc939cee9f093', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3a29f', table='rooms_bookingevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(fields=['organiser', 'state'], name='booking_of_organiser'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(fields=['-created_at'], name='booking_newest'),
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
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='booking_has_a_title'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancel_reason', ''), ('cancelled_at', None), ('cancelled_by', None), ('state', 'confirmed')), models.Q(('cancelled_at__isnull', False), ('state', 'cancelled')), _connector='OR'), name='booking_cancelled_has_its_date'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='booking',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_bookingevent" ("cancel_reason", "cancelled_at", "cancelled_by_id", "created_at", "id", "is_private", "organiser_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "room_id", "state", "submission_key", "title") VALUES (NEW."cancel_reason", NEW."cancelled_at", NEW."cancelled_by_id", NEW."created_at", NEW."id", NEW."is_private", NEW."organiser_id", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."room_id", NEW."state", NEW."submission_key", NEW."title"); RETURN NULL;', hash='7c70772d96b393041f872dec5807d26acdbd1226', operation='INSERT', pgid='pgtrigger_insert_insert_74dac', table='rooms_booking', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='booking',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rooms_bookingevent" ("cancel_reason", "cancelled_at", "cancelled_by_id", "created_at", "id", "is_private", "organiser_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "room_id", "state", "submission_key", "title") VALUES (NEW."cancel_reason", NEW."cancelled_at", NEW."cancelled_by_id", NEW."created_at", NEW."id", NEW."is_private", NEW."organiser_id", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."room_id", NEW."state", NEW."submission_key", NEW."title"); RETURN NULL;', hash='2b9f294b03574975624e38ff0066d54d94348b66', operation='UPDATE', pgid='pgtrigger_update_update_fd623', table='rooms_booking', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='booking',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_bookingevent" ("cancel_reason", "cancelled_at", "cancelled_by_id", "created_at", "id", "is_private", "organiser_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "room_id", "state", "submission_key", "title") VALUES (OLD."cancel_reason", OLD."cancelled_at", OLD."cancelled_by_id", OLD."created_at", OLD."id", OLD."is_private", OLD."organiser_id", OLD."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."room_id", OLD."state", OLD."submission_key", OLD."title"); RETURN NULL;', hash='5f3615653bf5d9045ed20951fda1889b724bd23e', operation='DELETE', pgid='pgtrigger_delete_delete_1b214', table='rooms_booking', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roomevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='5fe9e1e21001f2b75dd11e2c2f4b2ffc6d884bbc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_5524b', table='rooms_roomevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roomevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4172a09d5473b3518eba271639788d40c124d147', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3f6e9', table='rooms_roomevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='room',
            constraint=models.UniqueConstraint(models.F('site'), models.F('name'), name='room_name_once_per_site', violation_error_message='Ce site a déjà une salle de ce nom.'),
        ),
        migrations.AddConstraint(
            model_name='room',
            constraint=models.CheckConstraint(condition=models.Q(('capacity__gte', 1)), name='room_holds_someone'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='room',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_roomevent" ("capacity", "description", "floor", "id", "is_bookable", "is_step_free", "keeper_phone", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "site_id", "slug", "unavailable_note") VALUES (NEW."capacity", NEW."description", NEW."floor", NEW."id", NEW."is_bookable", NEW."is_step_free", NEW."keeper_phone", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."site_id", NEW."slug", NEW."unavailable_note"); RETURN NULL;', hash='c8d3294c8fce1f5bc9ac9b16e4759e9ca27f0ef0', operation='INSERT', pgid='pgtrigger_insert_insert_90c6b', table='rooms_room', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='room',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rooms_roomevent" ("capacity", "description", "floor", "id", "is_bookable", "is_step_free", "keeper_phone", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "site_id", "slug", "unavailable_note") VALUES (NEW."capacity", NEW."description", NEW."floor", NEW."id", NEW."is_bookable", NEW."is_step_free", NEW."keeper_phone", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."site_id", NEW."slug", NEW."unavailable_note"); RETURN NULL;', hash='0e0701e90c81d5f50cbd21254c90e6a71180ab61', operation='UPDATE', pgid='pgtrigger_update_update_bc0bc', table='rooms_room', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='room',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rooms_roomevent" ("capacity", "description", "floor", "id", "is_bookable", "is_step_free", "keeper_phone", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "site_id", "slug", "unavailable_note") VALUES (OLD."capacity", OLD."description", OLD."floor", OLD."id", OLD."is_bookable", OLD."is_step_free", OLD."keeper_phone", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."site_id", OLD."slug", OLD."unavailable_note"); RETURN NULL;', hash='8064815d87857947e1623876f782e9f74675a12b', operation='DELETE', pgid='pgtrigger_delete_delete_a5eda', table='rooms_room', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='siteevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='441473451ec9f518dc0082d8b99e509fa1c9cdf6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_6c59d', table='rooms_siteevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='siteevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d236839496daa4e228669cd993468c0c675c0d1e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_885f7', table='rooms_siteevent', when='BEFORE')),
        ),
    ]
